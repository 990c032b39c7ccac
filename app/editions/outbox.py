"""The outbox: what happened, for whoever is to be told, written in the transaction in which it happened.

Either both the change and its events are there or neither. Whoever writes here queues with those who write the
trail, so that events are numbered in the order in which they are committed: who has read up to a number has missed
none before it.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, func, insert, or_, select

from app.audit.trail import queue
from app.editions.models import OutboxRow
from app.knowledge.freeze import thaw
from app.knowledge.models import Edition, Record, Revision
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

_BATCH = 400

FILTERED = ("country", "kind", "product_type", "topic")
"""What an event of an entry is labelled with, for filters and watches: what was said before, and what is said now."""


@dataclass(frozen=True)
class Event:
    """Something that happened. `data` is what receivers are told, `subject` what it is about.

    `audience` names whom alone it is for. With `once` it is told a single time, whatever happens.
    """

    type: str
    subject: str
    data: Mapping[str, Any]
    edition: int | None = None
    audience: str | None = None
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    once: str | None = None


def partner_audience(partner: int) -> str:
    """The audience that is one partner."""
    return f"partner {partner}"


def post(connection: Connection, events: Iterable[Event], *, at: datetime) -> list[int]:
    """Put events into the outbox; their numbers. Those that were told `once` before are left out."""
    queue(connection)
    last = connection.scalar(select(func.max(OutboxRow.seq))) or 0
    numbers: list[int] = []
    rows: list[Data] = []
    for event in events:
        if event.once is not None and _told(connection, event.once):
            continue
        last += 1
        numbers.append(last)
        rows.append(_row(event, last, at))
        if len(rows) == _BATCH:
            connection.execute(insert(OutboxRow), rows)
            rows = []
    if rows:
        connection.execute(insert(OutboxRow), rows)
    return numbers


def post_edition(connection: Connection, number: int) -> None:
    """The events of an edition: that it is published, and one for each entry that it changes, by type and id.

    Runs at the end of the publishing transaction (`after_publishing`), in memory that does not grow with the edition.
    """
    edition = connection.execute(select(Edition.__table__).where(Edition.number == number)).one()
    published = {
        "edition": number,
        "published_at": instant_text(edition.published_at),
        "note": edition.note,
        "sha256": edition.head_sha256,
        "entries": _counted(connection, number),
        "url": f"/v1/editions/{number}",
        "changes": f"/v1/changes?since={number - 1}&until={number}",
    }
    first = Event("edition.published", "editions", published, edition=number)
    post(connection, chain([first], _entries(connection, number)), at=edition.published_at)


def post_redaction(connection: Connection, type_: str, id_: str, key: int, content: str, *, at: datetime) -> None:
    """The event of a redaction, where it concerns an entry. `content` is what the revision said."""
    if type_ not in ENTRY_KINDS:
        return
    row = connection.execute(select(Revision.number, Revision.content_sha256).where(Revision.key == key)).one()
    newest = connection.scalar(select(func.max(Edition.number)).where(Edition.head_sha256.is_not(None)))
    data = _entry(
        newest,
        type_,
        id_,
        change="redacted",
        change_type=None,
        revision=row.number,
        sha256=row.content_sha256,
    )
    event = Event("entry.changed", f"entry {id_}", data, edition=newest, labels=_labels([_said(type_, content)]))
    post(connection, [event], at=at)


def _counted(connection: Connection, number: int) -> dict[str, int]:
    """How many entries an edition adds, changes and withdraws."""
    entry = Record.type.in_(ENTRY_KINDS)
    come, left = Revision.published_in == number, Revision.removed_in == number
    query = select(Revision.record_key).join(Record, Record.key == Revision.record_key)

    def how_many(*conditions: ColumnElement[bool]) -> int:
        return connection.scalar(select(func.count()).select_from(query.where(entry, *conditions).subquery())) or 0

    replaced = how_many(come, Revision.record_key.in_(select(Revision.record_key).where(left)))
    return {"added": how_many(come) - replaced, "changed": replaced, "withdrawn": how_many(left) - replaced}


def _entries(connection: Connection, number: int) -> Iterator[Event]:
    """An event for each entry that an edition changes."""
    query = (
        select(Revision.key)
        .join(Record, Record.key == Revision.record_key)
        .where(Record.type.in_(ENTRY_KINDS), or_(Revision.published_in == number, Revision.removed_in == number))
        .order_by(Record.type, Record.id, Revision.number)
    )
    # Keys first: to sort a whole edition with its contents takes as much memory as they have.
    rows = _changed(connection, array("q", connection.scalars(query, execution_options={"yield_per": _BATCH})))
    for (type_, id_), group in groupby(rows, key=lambda row: (row.type, row.id)):
        sides = {"after" if row.published_in == number else "before": row for row in group}
        after = sides.get("after")
        data = _entry(
            number,
            type_,
            id_,
            change=_change(sides),
            change_type=after.change_type if after else None,
            revision=(after or sides["before"]).number,
            sha256=after.content_sha256 if after else None,
        )
        said = [_said(type_, row.content) for row in sides.values() if row.content is not None]
        yield Event("entry.changed", f"entry {id_}", data, edition=number, labels=_labels(said))


def _changed(connection: Connection, keys: Sequence[int]) -> Iterator[Any]:
    """What events tell of these revisions, in their order."""
    query = select(
        Revision.key,
        Record.type,
        Record.id,
        Revision.number,
        Revision.change_type,
        Revision.content,
        Revision.content_sha256,
        Revision.published_in,
    ).join(Record, Record.key == Revision.record_key)
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        found = {row.key: row for row in connection.execute(query.where(Revision.key.in_(some)))}
        yield from (found[key] for key in some)


def _change(sides: Mapping[str, Any]) -> str:
    if "after" not in sides:
        return "withdrawn"
    return "changed" if "before" in sides else "added"


def _entry(
    edition: int | None,
    type_: str,
    id_: str,
    *,
    change: str,
    change_type: str | None,
    revision: int,
    sha256: str | None,
) -> Data:
    return {
        "edition": edition,
        "type": type_,
        "id": id_,
        "change": change,
        "change_type": change_type,
        "revision": revision,
        "sha256": sha256,
        "url": f"/v1/entries/{id_}",
    }


def _said(type_: str, content: str) -> dict[str, set[str]]:
    """What one content says of itself that filters ask for."""
    data = thaw(content)
    return {
        "country": {data["country"]},
        "kind": {type_},
        "product_type": set(data.get("product_types", ())),
        "topic": set(data["topics"]),
    }


def _labels(said: Sequence[Mapping[str, set[str]]]) -> dict[str, list[str]]:
    return {name: sorted({word for one in said for word in one[name]}) for name in FILTERED}


def _told(connection: Connection, once: str) -> bool:
    return connection.scalar(select(OutboxRow.seq).where(OutboxRow.once == once)) is not None


def _row(event: Event, seq: int, at: datetime) -> Data:
    body = {"type": event.type, "timestamp": instant_text(at), "data": event.data}
    return {
        "seq": seq,
        "type": event.type,
        "subject": event.subject,
        "audience": event.audience,
        "edition": event.edition,
        "payload": _canonical(body),
        "labels": _canonical(event.labels),
        "once": event.once,
        "created_at": at,
    }


def _canonical(value: Any) -> str:
    # Names are ASCII and numbers whole: sorted and without white space is RFC 8785 then, and a good deal quicker.
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
