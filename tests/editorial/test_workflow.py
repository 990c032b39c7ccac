"""The state machine: which step starts where, whose it is, and that nobody passes it alone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.faults import Refused
from app.access.people import Person
from app.access.roles import Role
from app.editorial.workflow import TRANSITIONS, Situation, Step, next_steps, require, why_not
from app.vocabulary.lists import Origin, State
from tests.database.forbidden_revisions import ALLOWED

D, R, A, P, S, W = State

NEXT_OF_AN_EDITOR = {D: ["edit", "submit", "discard"], R: ["recall"], A: ["edit"], P: [], S: [], W: []}
NEXT_OF_A_REVIEWER = {D: ["edit", "submit", "discard"], R: ["approve", "reject"], A: ["edit"], P: [], S: [], W: []}


def person(name: str, role: Role) -> Person:
    """Somebody."""
    return Person(1, name, role, True, datetime(2026, 1, 1, tzinfo=UTC), False)


def open_to(who: Person, state: State, editors: Iterable[str] = ("ed",)) -> list[str]:
    """The steps that somebody may take."""
    return [str(step) for step in next_steps(Situation(state, Origin.staff, list(editors)), who)]


@pytest.mark.parametrize("state", State)
def test_what_an_editor_of_the_revision_may_do(state: State) -> None:
    assert open_to(person("ed", Role.editor), state) == NEXT_OF_AN_EDITOR[state]


@pytest.mark.parametrize("state", State)
def test_what_a_reviewer_who_did_not_edit_it_may_do(state: State) -> None:
    assert open_to(person("rae", Role.reviewer), state) == NEXT_OF_A_REVIEWER[state]


@pytest.mark.parametrize("state", State)
def test_a_viewer_may_do_nothing(state: State) -> None:
    assert open_to(person("vera", Role.viewer), state) == []


def test_another_editor_may_edit_but_neither_recall_nor_discard() -> None:
    assert open_to(person("eve", Role.editor), D) == ["edit", "submit"]
    assert open_to(person("eve", Role.editor), R) == []


def test_an_admin_may_recall_what_others_edited_and_approve_it() -> None:
    assert open_to(person("ada", Role.admin), R) == ["recall", "approve", "reject"]
    assert open_to(person("ada", Role.admin), A) == ["edit", "publish"]


@given(role=st.sampled_from(Role), state=st.sampled_from(State), origin=st.sampled_from(Origin))
def test_whoever_edited_a_revision_never_approves_or_rejects_it(role: Role, state: State, origin: Origin) -> None:
    situation = Situation(state, origin, ["eve", "ed"])
    assert not {Step.approve, Step.reject} & set(next_steps(situation, person("ed", role)))


@given(step=st.sampled_from(Step), role=st.sampled_from(Role), state=st.sampled_from(State), edited=st.booleans())
def test_what_is_refused_says_why_and_what_is_open(step: Step, role: Role, state: State, edited: bool) -> None:
    situation, who = Situation(state, Origin.staff, ["ed"] if edited else ["eve"]), person("ed", role)
    fault = why_not(step, situation, who)
    if fault is None:
        require(step, situation, who)
        assert step in next_steps(situation, who)
        return
    with pytest.raises(Refused) as caught:
        require(step, situation, who)
    assert (caught.value.name, caught.value.detail) == fault
    assert caught.value.name == ("wrong-state" if state not in TRANSITIONS[step].starts else "forbidden")
    assert caught.value.more == {"next": [str(one) for one in next_steps(situation, who)]}


def test_every_step_is_one_that_the_database_allows() -> None:
    steps = {
        (start, one.leads_to)
        for one in TRANSITIONS.values()
        for start in one.starts
        if one.leads_to is not None and one.leads_to != start
    }
    later = {(P, S), (P, W)}  # a newer revision, or a withdrawal, ends a published one
    assert steps | later == {(State(before), State(after)) for before, after in ALLOWED}


def test_a_bigger_role_may_do_whatever_a_smaller_one_may() -> None:
    for state in State:
        for edited in (["ed"], ["eve"]):
            found = [set(open_to(person("ed", role), state, edited)) for role in Role]
            assert all(less <= more for less, more in pairwise(found))
