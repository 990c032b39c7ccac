"""The one state machine of revisions, for every door: API, import, command line.

draft → in review → approved → published → superseded or withdrawn. The rules here tell people what they may do
next; the two that matter most, no state skipped and no approver among the editors, the database holds as well.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.access.faults import Refused
from app.access.people import Person
from app.access.roles import Role
from app.vocabulary.lists import Origin, State


class Step(StrEnum):
    """What can be done to a revision."""

    edit = "edit"
    submit = "submit"
    recall = "recall"
    approve = "approve"
    reject = "reject"
    discard = "discard"
    publish = "publish"


class By(StrEnum):
    """Who, among those whose role is enough."""

    anyone = "anyone"
    editors = "an editor of this revision"
    others = "somebody who did not edit this revision"


@dataclass(frozen=True)
class Transition:
    """A step: the states it starts from, where it leads (null: the revision is gone), and who may take it.

    `by` narrows who may, among those whose role covers `role`; a step of editors is open to `anyway` as well.
    """

    starts: tuple[State, ...]
    leads_to: State | None
    role: Role
    by: By = By.anyone
    anyway: Role = Role.admin


TRANSITIONS: dict[Step, Transition] = {
    # Editing an approved revision voids its approval: it is a draft again, and somebody else approves it anew.
    Step.edit: Transition((State.draft, State.approved), State.draft, Role.editor),
    Step.submit: Transition((State.draft,), State.in_review, Role.editor),
    Step.recall: Transition((State.in_review,), State.draft, Role.editor, By.editors),
    Step.approve: Transition((State.in_review,), State.approved, Role.reviewer, By.others),
    Step.reject: Transition((State.in_review,), State.draft, Role.reviewer, By.others),
    Step.discard: Transition((State.draft,), None, Role.editor, By.editors, anyway=Role.reviewer),
    Step.publish: Transition((State.approved,), State.published, Role.publisher),
}


@dataclass(frozen=True)
class Situation:
    """What decides which steps are open: the revision's state, origin and editors."""

    state: State
    origin: Origin
    editors: Collection[str]


def next_steps(situation: Situation, person: Person) -> list[Step]:
    """The steps that this person may take now, in the order of the workflow."""
    return [step for step in Step if why_not(step, situation, person) is None]


def require(step: Step, situation: Situation, person: Person) -> None:
    """Raise `Refused` (`wrong-state` or `forbidden`) unless this person may take the step now."""
    fault = why_not(step, situation, person)
    if fault is not None:
        name, detail = fault
        raise Refused(name, detail, more={"next": [str(one) for one in next_steps(situation, person)]})


def why_not(step: Step, situation: Situation, person: Person) -> tuple[str, str] | None:
    """Why this person may not take the step now, as (problem, sentence); null where they may."""
    transition = TRANSITIONS[step]
    if situation.state not in transition.starts:
        needed = " or ".join(transition.starts)
        return "wrong-state", f"It is {situation.state}; to {step} it, it has to be {needed}."
    if not person.role.covers(transition.role):
        return "forbidden", f"To {step} a revision needs the role {transition.role}; yours is {person.role}."
    edited = person.name in situation.editors
    if transition.by == By.others and edited:
        return "forbidden", f"You edited this revision; somebody else has to {step} it."
    if transition.by == By.editors and not edited and not person.role.covers(transition.anyway):
        return "forbidden", f"Only {By.editors}, or the role {transition.anyway}, can {step} it."
    return None
