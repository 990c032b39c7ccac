"""What partners do: ask, say more, and say that nothing more is asked."""

import secrets
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import func, insert, select, update

from app.access.faults import Refused
from app.access.keys.dependencies import KeyWork
from app.access.keys.written import ALPHABET, PREFIX
from app.access.work import Change
from app.audit.acts import Action
from app.audit.trail import queue
from app.editorial.asked import published
from app.editorial.consultations.models import ConsultationMessage, ConsultationRow
from app.editorial.consultations.reading import consultation, for_partner, published_entries
from app.editorial.consultations.schemas import ConsultationState, NewConsultation

Data = dict[str, Any]

MOST_OPEN = 50
"""Consultations of one partner that are not closed."""

MOST_MESSAGES = 100
"""What can be said in one consultation."""


def ask(work: KeyWork, wish: NewConsultation) -> Data:
    """A new consultation. Raises `Refused` for words that name nothing published, or where too many are open."""
    connection, partner = work.connection, work.key.partner
    queue(connection)
    held = select(func.count()).where(ConsultationRow.partner_key == partner, ConsultationRow.state != "closed")
    if (connection.scalar(held) or 0) >= MOST_OPEN:
        raise Refused("conflict", f"You have {MOST_OPEN} consultations that are not closed; close one first.")
    about = {"country": wish.country.upper(), "product_type": wish.product_type, "topic": wish.topic}
    for name, one in about.items():
        published(connection, f"/{name}", [one] if one else [], "jurisdiction" if name == "country" else name)
    id_ = "co_" + "".join(secrets.choice(ALPHABET) for _ in range(16))
    made = insert(ConsultationRow).values(
        id=id_,
        partner_key=partner,
        asked_by=f"{PREFIX}{work.key.id}",
        **about,
        language=wish.language,
        related=listed(published_entries(connection, wish.related_entries, "/related_entries")),
        asked_at=work.at,
        state=ConsultationState.open,
        waiting_since=work.at,
    )
    key = connection.execute(made.returning(ConsultationRow.key)).scalar_one()
    say(work, key, "partner", wish.question)
    # What was asked stands with the consultation, where it can be erased, and not in the trail.
    work.tell(Action.consultation_asked, "consultation", id_, new={**about, "language": wish.language})
    return for_partner(connection, consultation(connection, id_))


def say_more(work: KeyWork, id_: str, text: str) -> Data:
    """More of a question, or a question about the answer, which then is owed again. Raises `Refused`."""
    row = _open(work, id_)
    said = select(func.count()).where(ConsultationMessage.consultation_key == row.key)
    if (work.connection.scalar(said) or 0) >= MOST_MESSAGES:
        raise Refused("conflict", f"There are {MOST_MESSAGES} messages in it; close it and begin another.")
    say(work, row.key, "partner", text)
    if row.state == ConsultationState.answered:
        _set(work, row.key, state=ConsultationState.assigned, waiting_since=work.at)
    return _told(work, Action.consultation_continued, row)


def end(work: KeyWork, id_: str) -> Data:
    """Close a consultation, answered or not. Raises `Refused` where it is closed."""
    row = _open(work, id_)
    _set(work, row.key, state=ConsultationState.closed, closed_at=work.at, waiting_since=None)
    return _told(work, Action.consultation_closed, row)


def say(work: Change, key: int, side: str, text: str, entries: Iterable[str] = ()) -> None:
    """Add what was said to the consultation of that key."""
    values = {"side": side, "author": work.actor.name, "text": text, "entries": listed(entries)}
    work.connection.execute(insert(ConsultationMessage).values(consultation_key=key, at=work.at, **values))


def listed(ids: Iterable[str]) -> str:
    """Ids as they are kept."""
    return orjson.dumps(list(ids)).decode()


def _open(work: KeyWork, id_: str) -> Any:
    row = consultation(work.connection, id_, partner=work.key.partner, lock=True)
    if row.state == ConsultationState.closed:
        raise Refused("wrong-state", "It is closed; ask anew.")
    return row


def _set(work: KeyWork, key: int, **values: Any) -> None:
    work.connection.execute(update(ConsultationRow).where(ConsultationRow.key == key).values(**values))


def _told(work: KeyWork, action: Action, before: Any) -> Data:
    after = consultation(work.connection, before.id)
    work.tell(action, "consultation", before.id, old={"state": before.state}, new={"state": after.state})
    return for_partner(work.connection, after)
