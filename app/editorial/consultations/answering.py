"""What the desk does: give a question to somebody, answer it, close it, and make of it an entry for everybody."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update

from app.access.faults import Refused, invalid
from app.access.models import IdempotencyKey
from app.access.people import Person, find_person
from app.access.roles import Role
from app.access.work import Work
from app.audit.acts import Action
from app.editions.outbox import Event, partner_audience, post
from app.editorial.consultations.asking import say
from app.editorial.consultations.models import ConsultationMessage, ConsultationRow
from app.editorial.consultations.reading import consultation, draft_of, for_staff, published_entries
from app.editorial.consultations.schemas import ConsultationState
from app.editorial.revisions.contents import CONTENT
from app.editorial.revisions.drafts import start
from app.knowledge.models import Record
from app.vocabulary.dates import instant_text
from app.vocabulary.tokens import fold

Data = dict[str, Any]

ORIGIN = "From a consultation."
"""Why the entry is there, as its history tells everybody."""

ANSWERED = "consultation.answered"
"""The event that tells the partner, and nobody else."""

_VERBATIM = 40  # letters of a partner's message that do not come to stand in an entry by chance


class Step(StrEnum):
    """What can be done to a consultation."""

    assign = "assign"
    answer = "answer"
    close = "close"
    publish = "publish"
    erase = "erase"


@dataclass(frozen=True)
class _Rule:
    role: Role
    states: tuple[ConsultationState, ...]


_RULES = {
    Step.assign: _Rule(Role.editor, (ConsultationState.open, ConsultationState.assigned)),
    Step.answer: _Rule(Role.editor, (ConsultationState.assigned,)),
    # Only what was answered: no question ends without a word. The partner may end it at any time.
    Step.close: _Rule(Role.editor, (ConsultationState.answered,)),
    Step.publish: _Rule(Role.editor, (ConsultationState.answered, ConsultationState.closed)),
    Step.erase: _Rule(Role.admin, (ConsultationState.closed,)),
}


def why_not(row: Any, step: Step, person: Person) -> tuple[str, str] | None:
    """Why this person may not take the step now, as (problem, sentence); null where they may."""
    rule = _RULES[step]
    if row.state not in rule.states:
        return "wrong-state", f"It is {row.state}; to {step} it, it has to be {' or '.join(rule.states)}."
    if not person.role.covers(rule.role):
        return "forbidden", f"To {step} a consultation needs the role {rule.role}; yours is {person.role}."
    return None


def next_steps(row: Any, person: Person) -> list[Step]:
    """The steps that this person may take now."""
    return [step for step in Step if why_not(row, step, person) is None]


def assign(work: Work, row: Any, to: str | None, *, reason: str) -> Data:
    """Give a consultation to somebody who can answer it; without a name to the person at work.

    Raises `Refused`: `wrong-state`; `invalid-parameter` for a name that is nobody's, or of too small a role.
    """
    _require(row, Step.assign, work.person)
    whom = work.person if to is None else find_person(work.connection, to) if to.isprintable() else None
    if whom is None or not whom.active:
        raise invalid("/to", f"nobody who is active is called {to}", value=to or "")
    if not whom.role.covers(Role.editor):
        raise invalid("/to", f"to answer a consultation needs the role editor; {whom.name} is a {whom.role}")
    changed = {"state": ConsultationState.assigned, "assigned_to": whom.name, "assigned_at": work.at}
    return _done(work, row, changed, Action.consultation_assigned, told={"to": whom.name}, reason=reason)


def answer(work: Work, row: Any, text: str, entries: list[str], *, reason: str) -> Data:
    """Answer, and tell the partner. Raises `Refused`: `wrong-state`; `invalid-parameter` for what is no entry."""
    _require(row, Step.answer, work.person)
    cited = published_entries(work.connection, entries, "/entries")
    say(work, row.key, "desk", text, cited)
    event = {
        "consultation": row.id,
        "answered_at": instant_text(work.at),
        "entries": cited,
        "url": f"/v1/consultations/{row.id}",
    }
    told = Event(ANSWERED, f"consultation {row.id}", event, audience=partner_audience(row.partner_key))
    post(work.connection, [told], at=work.at)
    changed = {"state": ConsultationState.answered, "answered_at": work.at, "waiting_since": None}
    return _done(work, row, changed, Action.consultation_answered, told={"entries": cited}, reason=reason)


def close(work: Work, row: Any, *, reason: str) -> Data:
    """Close a consultation that was answered. Raises `Refused` (`wrong-state`)."""
    _require(row, Step.close, work.person)
    changed = {"state": ConsultationState.closed, "closed_at": work.at}
    return _done(work, row, changed, Action.consultation_closed, told={}, reason=reason)


def draft_entry(work: Work, row: Any, content: Data, *, reason: str) -> Data:
    """The first draft of a `qa` entry, which goes through review like any other.

    Raises `Refused`: `wrong-state`; `conflict` where an entry was written already; `invalid-parameter` for a content
    that names the partner or repeats its words, and for what no entry can say.
    """
    _require(row, Step.publish, work.person)
    written = draft_of(work.connection, row.record_key)
    if written is not None:
        raise Refused("conflict", f"An entry was written from it: {written['url']}.")
    if content.get("kind", "qa") != "qa":
        raise invalid(
            f"{CONTENT}/kind", "expected a question and its answer", valid=("qa",), value=str(content["kind"])
        )
    _refuse_telling(work, row, content)
    made = start(work, "qa", content, reason=ORIGIN)
    key = work.connection.scalar(select(Record.key).where(Record.type == "qa", Record.id == made.id))
    told = {"entry": made.id, "revision": made.key}
    return _done(work, row, {"record_key": key}, Action.consultation_drafted, told=told, reason=reason)


def erase(work: Work, row: Any, *, reason: str) -> Data:
    """Take the words out of a closed consultation, for where they name somebody; what it came to stays."""
    _require(row, Step.erase, work.person)
    work.connection.execute(
        update(ConsultationMessage).where(ConsultationMessage.consultation_key == row.key).values(text=None)
    )
    # What a repeated request would be answered holds the words as well.
    repeated = IdempotencyKey.route.startswith("POST /v1/consultations")
    work.connection.execute(
        delete(IdempotencyKey).where(repeated, IdempotencyKey.body.contains(row.id, autoescape=True))
    )
    return _done(work, row, {}, Action.consultation_erased, told={"erased": True}, reason=reason)


def _require(row: Any, step: Step, person: Person) -> None:
    fault = why_not(row, step, person)
    if fault is not None:
        raise Refused(*fault, more={"next": [str(one) for one in next_steps(row, person)]})


def _done(work: Work, row: Any, changed: Data, action: Action, *, told: Data, reason: str) -> Data:
    if changed:
        work.connection.execute(update(ConsultationRow).where(ConsultationRow.key == row.key).values(**changed))
    after = consultation(work.connection, row.id)
    new = {"state": after.state, **told}
    work.tell(action, "consultation", row.id, old={"state": row.state}, new=new, reason=reason)
    return for_staff(work.connection, after, next_steps(after, work.person), at=work.at)


def _refuse_telling(work: Work, row: Any, content: Data) -> None:
    """Refuse a content that says who asked: by name, or by the very words."""
    query = select(ConsultationMessage.text).where(
        ConsultationMessage.consultation_key == row.key, ConsultationMessage.side == "partner"
    )
    words = [fold(text) for text in work.connection.scalars(query) if text is not None]
    name = fold(row.partner)
    for pointer, text in _texts(content, CONTENT):
        said = fold(text)
        if name and f" {name}" in f" {said}":  # what follows may be a Korean particle
            raise invalid(pointer, "it names the partner who asked; an entry is public and names nobody")
        if any(len(one) >= _VERBATIM and one in said for one in words):
            raise invalid(pointer, "it repeats what the partner wrote; put the question in your own words")


def _texts(value: Any, pointer: str) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(pointer, value)]
    if isinstance(value, dict):
        return [one for name, inner in value.items() for one in _texts(inner, f"{pointer}/{name}")]
    if isinstance(value, list):
        return [one for place, inner in enumerate(value) for one in _texts(inner, f"{pointer}/{place}")]
    return []
