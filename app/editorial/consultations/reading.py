"""Consultations as they are found and shown. What a partner sees names nobody of the staff."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, select

from app.access.faults import Refused, invalid
from app.access.keys.models import PartnerRow
from app.access.people import Person
from app.audit.trail import queue
from app.editorial.asked import countries
from app.editorial.consultations.models import ConsultationMessage, ConsultationRow
from app.editorial.consultations.schemas import (
    ConsultationsParameters,
    ConsultationState,
    StaffConsultationsParameters,
)
from app.knowledge.models import Record, Revision
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import ENTRY_KINDS, State

Data = dict[str, Any]

WAITING = (ConsultationState.open, ConsultationState.assigned)
AGES = {"under_a_day": timedelta(days=1), "under_a_week": timedelta(days=7), "under_a_month": timedelta(days=30)}


def consultation(connection: Connection, id_: str, *, partner: int | None = None, lock: bool = False) -> Any:
    """The row of a consultation, with the name of its partner. `lock` keeps it until the transaction ends.

    Raises `Refused` where there is none, or it is not this partner's.
    """
    if lock:
        queue(connection)
        held = select(ConsultationRow.key).where(ConsultationRow.id == id_).with_for_update()
        connection.execute(held)
    query = _rows().where(ConsultationRow.id == id_)
    if partner is not None:
        query = query.where(ConsultationRow.partner_key == partner)
    row = connection.execute(query).first()
    if row is None:
        raise Refused("unknown-record", f"There is no consultation {id_}.")
    return row


def for_partner(connection: Connection, row: Any) -> Data:
    """A consultation as the partner sees it that asked."""
    return {
        **summary(row),
        "related_entries": _named(row.related),
        "messages": [_said(one) for one in _messages(connection, row)],
        "published": published_entry(connection, row.record_key),
    }


def for_staff(connection: Connection, row: Any, steps: Iterable[str], *, at: datetime) -> Data:
    """A consultation as staff see it; `steps` are those that may be taken now."""
    address = f"/v1/staff/consultations/{row.id}"
    return {
        **staff_summary(row, at=at),
        "related_entries": _named(row.related),
        "messages": [{**_said(one), "author": one.author} for one in _messages(connection, row)],
        "draft": draft_of(connection, row.record_key),
        "published": published_entry(connection, row.record_key),
        "next": [{"action": step, "method": "POST", "url": f"{address}/{step}"} for step in steps],
    }


def summary(row: Any) -> Data:
    """A consultation in a partner's list."""
    return {
        "id": row.id,
        "state": row.state,
        "country": row.country,
        "product_type": row.product_type,
        "topic": row.topic,
        "language": row.language,
        "asked_at": instant_text(row.asked_at),
        "asked_by": row.asked_by,
        "answered_at": row.answered_at and instant_text(row.answered_at),
        "closed_at": row.closed_at and instant_text(row.closed_at),
        "url": f"/v1/consultations/{row.id}",
    }


def staff_summary(row: Any, *, at: datetime) -> Data:
    """A consultation in the desk's queue."""
    return {
        **summary(row),
        "partner": row.partner,
        "waiting_since": row.waiting_since and instant_text(row.waiting_since),
        "waiting_days": row.waiting_since and max((at - row.waiting_since).days, 0),
        "assignment": row.assigned_to and {"to": row.assigned_to, "at": instant_text(row.assigned_at)},
    }


def own_page(
    connection: Connection, partner: int, parameters: ConsultationsParameters, after: int | None
) -> tuple[list[Any], int, int | None]:
    """A page of a partner's consultations, newest first, how many there are, the last key where there are more."""
    query = _rows().where(ConsultationRow.partner_key == partner)
    if parameters.state:
        query = query.where(ConsultationRow.state.in_(parameters.state))
    return _page(connection, query, parameters.limit, after, newest_first=True)


def queue_page(
    connection: Connection, parameters: StaffConsultationsParameters, person: Person, after: int | None
) -> tuple[list[Any], int, int | None]:
    """A page of the queue, oldest first, as by `own_page`. Raises `Refused` for a country that there is not."""
    query = _rows().where(ConsultationRow.state.in_(parameters.state or WAITING))
    if parameters.country:
        query = query.where(ConsultationRow.country.in_(countries(connection, parameters.country)))
    if parameters.mine:
        query = query.where(ConsultationRow.assigned_to == person.name)
    return _page(connection, query, parameters.limit, after, newest_first=False)


def waiting_counts(connection: Connection, *, at: datetime) -> dict[str, int]:
    """How many consultations wait for the desk, by how long they do."""
    since = select(func.count()).where(ConsultationRow.waiting_since.is_not(None))
    counts: dict[str, int] = {}
    until: datetime | None = None
    for name, age in AGES.items():
        query = since.where(ConsultationRow.waiting_since > at - age)
        if until is not None:
            query = query.where(ConsultationRow.waiting_since <= until)
        counts[name] = connection.scalar(query) or 0
        until = at - age
    counts["longer"] = connection.scalar(since.where(ConsultationRow.waiting_since <= until)) or 0
    return counts


def published_entries(connection: Connection, ids: Iterable[str], place: str) -> list[str]:
    """The ids, each once, if entries are published under all. Raises `Refused` with a pointer below `place`."""
    asked = list(dict.fromkeys(ids))
    query = (
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .where(
            Record.id.in_(asked),
            Record.type.in_(ENTRY_KINDS),
            Revision.state == State.published,
            Revision.content.is_not(None),
        )
    )
    known = set(connection.scalars(query)) if asked else set()
    for position, one in enumerate(asked):
        if one not in known:
            raise invalid(f"{place}/{position}", f"no published entry has the id {one}", value=one)
    return asked


def draft_of(connection: Connection, record_key: int | None) -> Data | None:
    """The newest revision of the entry that was written from a consultation; null where there is none."""
    query = (
        select(Revision.key, Revision.state, Record.type, Record.id)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.record_key == record_key)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    row = connection.execute(query).first() if record_key is not None else None
    return row and {
        "record": {"type": row.type, "id": row.id},
        "revision": row.key,
        "state": row.state,
        "url": f"/v1/staff/revisions/{row.key}",
    }


def published_entry(connection: Connection, record_key: int | None) -> Data | None:
    """The entry that came of a consultation and the first edition that has it; null until there is one."""
    query = (
        select(Record.id, func.min(Revision.published_in).label("edition"))
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.key == record_key, Revision.published_in.is_not(None))
        .group_by(Record.id)
    )
    row = connection.execute(query).first() if record_key is not None else None
    return row and {"id": row.id, "url": f"/v1/entries/{row.id}", "edition": row.edition}


def _rows() -> Select[Any]:
    return select(ConsultationRow.__table__, PartnerRow.name.label("partner")).join(
        PartnerRow, PartnerRow.key == ConsultationRow.partner_key
    )


def _page(
    connection: Connection, query: Select[Any], limit: int, after: int | None, *, newest_first: bool
) -> tuple[list[Any], int, int | None]:
    total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    key = ConsultationRow.key
    if after is not None:
        query = query.where(key < after if newest_first else key > after)
    rows = connection.execute(query.order_by(key.desc() if newest_first else key).limit(limit + 1)).all()
    shown = list(rows[:limit])
    return shown, total, shown[-1].key if len(rows) > len(shown) else None


def _messages(connection: Connection, row: Any) -> Iterable[Any]:
    query = select(ConsultationMessage.__table__).where(ConsultationMessage.consultation_key == row.key)
    return connection.execute(query.order_by(ConsultationMessage.key)).all()


def _said(one: Any) -> Data:
    return {"at": instant_text(one.at), "side": one.side, "text": one.text, "entries": _named(one.entries)}


def _named(ids: str) -> list[Data]:
    return [{"id": id_, "url": f"/v1/entries/{id_}"} for id_ in orjson.loads(ids)]
