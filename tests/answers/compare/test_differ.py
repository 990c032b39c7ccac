"""What is not known decides nothing, and no order of the columns changes the verdict."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.compare import differ
from app.answers.compare.schemas import CellState, Member
from app.vocabulary.lists import Answer, Applies, Obligation

Cell = dict[str, Any]
STATES = st.sampled_from(list(CellState))
TESTS = {
    Member.state: differ.states,
    Member.obligations: differ.obligations,
    Member.documents: differ.documents,
    Member.applies: differ.applies,
}


@st.composite
def topic_cells(draw: st.DrawFn) -> Cell:
    """Cells as topics have them."""
    state = draw(STATES)
    stated = state == CellState.stated
    held = draw(st.sets(st.sampled_from(list(Obligation)), max_size=2)) if stated else set()
    return {
        "state": state,
        "obligations": sorted(held),
        "documents": sorted(draw(st.sets(st.sampled_from("abc"), max_size=2))) if stated else [],
        "unmapped_documents": draw(st.integers(0, 1)) if stated else 0,
        "applies": draw(st.sampled_from(list(Applies))) if stated else None,
    }


def verdict(cells: list[Cell]) -> dict[str, Any]:
    return differ.compared(cells, TESTS)


@given(st.lists(topic_cells(), min_size=2, max_size=5), st.randoms())
def test_the_order_of_the_columns_does_not_matter(cells: list[Cell], chance: Any) -> None:
    mixed = list(cells)
    chance.shuffle(mixed)
    assert verdict(mixed) == verdict(cells)


@given(st.lists(topic_cells(), min_size=2, max_size=5))
def test_a_verdict_agrees_with_itself(cells: list[Cell]) -> None:
    found = verdict(cells)
    assert not set(found["differences"]) & set(found["undecided"])
    assert (found["differs"] is True) == bool(found["differences"])
    assert (found["differs"] is False) == (not found["differences"] and not found["undecided"])


@given(topic_cells())
def test_a_column_does_not_differ_from_itself(cell: Cell) -> None:
    assert verdict([cell, cell])["differs"] is not True


@given(st.lists(topic_cells(), min_size=2, max_size=4))
def test_a_column_of_which_nothing_is_known_adds_no_difference_and_leaves_the_rest_undecided(
    cells: list[Cell],
) -> None:
    nothing = {
        "state": CellState.not_known,
        "obligations": [],
        "documents": [],
        "unmapped_documents": 0,
        "applies": None,
    }
    before, after = verdict(cells), verdict([*cells, nothing])
    assert after["differences"] == before["differences"]
    assert after["differs"] is not False


@given(st.lists(topic_cells(), min_size=2, max_size=4), topic_cells())
def test_another_column_never_takes_a_difference_away(cells: list[Cell], more: Cell) -> None:
    assert set(verdict(cells)["differences"]) <= set(verdict([*cells, more])["differences"])


def test_one_column_has_nothing_to_differ_from() -> None:
    assert verdict([{"state": CellState.stated}]) == {"differs": None, "differences": [], "undecided": []}


def _papers(*documents: str, unmapped: int = 0) -> Cell:
    return {"state": CellState.stated, "documents": list(documents), "unmapped_documents": unmapped}


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (_papers("a"), _papers("a"), False),
        (_papers("a"), _papers("a", "b"), True),
        (_papers("a", unmapped=1), _papers("a", "b"), None),  # the paper in words may be b
        (_papers("a"), _papers("a", "b", unmapped=1), True),  # b is surely not asked for by the first
        (_papers("a", "c", unmapped=1), _papers("a", "b"), True),  # c is surely not asked for by the second
        (_papers("a", unmapped=1), _papers("a"), None),
        (_papers(), _papers("a"), None),  # an entry without papers may have them in its prose
        (_papers(), _papers(), False),
        (_papers("a"), {**_papers(), "state": CellState.not_required}, False),  # the state says it
    ],
)
def test_papers_differ_only_where_one_is_surely_missing(one: Cell, other: Cell, differs: bool | None) -> None:
    assert differ.documents(one, other) is differs
    assert differ.documents(other, one) is differs


def _fees(*amounts: str | None, currency: str = "MYR") -> Cell:
    rows = [{"type": "processing", "amount": one, "amount_to": None} for one in amounts]
    return {"state": CellState.stated, "currencies": [currency], "fees": rows}


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (_fees("1"), _fees("1"), False),
        (_fees("1"), _fees("2"), True),
        (_fees("1", "2"), _fees("2", "1"), False),
        (_fees("1"), _fees("1", currency="SGD"), None),
        (_fees("1"), _fees(None), None),
        (_fees("1"), {"state": CellState.not_known, "currencies": [], "fees": []}, None),
    ],
)
def test_amounts_are_compared_in_one_currency_only(one: Cell, other: Cell, differs: bool | None) -> None:
    assert differ.fees(one, other) is differs
    assert differ.fees(other, one) is differs


def _answer(answer: Answer, state: CellState = CellState.stated) -> Cell:
    return {"state": state, "answer": answer}


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (_answer(Answer.yes), _answer(Answer.yes), False),
        (_answer(Answer.yes), _answer(Answer.partly), True),
        (_answer(Answer.yes), _answer(Answer.unknown, CellState.not_known), None),
        (_answer(Answer.yes), _answer(Answer.unknown, CellState.not_applicable), False),
    ],
)
def test_answers_differ_where_both_are_known(one: Cell, other: Cell, differs: bool | None) -> None:
    assert differ.answers(one, other) is differs
    assert differ.answers(other, one) is differs
