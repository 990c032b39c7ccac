"""Taking in what a reader says is wrong. Nothing is kept of who they are: no address, no name, no mail."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from app.access.faults import Refused
from app.editions.faults import Withdrawn
from app.editorial.reports.models import Report
from app.knowledge.models import Edition, Record, Redaction, Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import LinkRow
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import ENTRY_KINDS, State

Data = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a reader says: what is wrong, perhaps more of it, where it stands, and in which language they write."""

    what: str
    detail: str | None = None
    source_url: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class About:
    """The entry that a report is about."""

    record_key: int
    id: str


def about(connection: Connection, id_: str) -> About:
    """The published entry that answers to an id, which may be that of an entry that was merged into it.

    Raises `Refused` (`unknown-record`), also for one that was split, whose parts it names, and `Withdrawn` for one
    that is no longer shown.
    """
    if not id_.isprintable():  # no database holds what cannot be printed
        raise _unknown(id_)
    found = connection.execute(_shown().where(Record.id == id_)).first() or _survivor(connection, id_)
    if found is not None:
        return About(found.key, found.id)
    parts = connection.scalars(_shown().with_only_columns(Record.id).join(EntryRow).where(EntryRow.split_from == id_))
    named = sorted(parts)
    if named:
        raise Refused("unknown-record", f"{id_} was split; report on one of its parts: {', '.join(named)}.")
    raise _gone(connection, id_) or _unknown(id_)


def receive(connection: Connection, entry: About, said: Said, *, at: datetime) -> Data:
    """Keep a report. The answer holds the receipt, of which only a hash is kept."""
    receipt = secrets.token_urlsafe(24)
    edition = connection.scalar(select(func.max(Edition.number)).where(Edition.head_sha256.is_not(None)))
    values = {"what": said.what, "detail": said.detail, "source_url": said.source_url, "language": said.language}
    connection.execute(
        insert(Report).values(
            receipt_sha256=_hashed(receipt),
            record_key=entry.record_key,
            edition=edition,
            at=at,
            state="open",
            **values,
        )
    )
    return _told(receipt, entry.id, edition, "open", at)


def became(connection: Connection, receipt: str) -> Data:
    """What became of a report, for whoever holds its receipt. Raises `Refused` for a receipt that nobody has."""
    query = (
        select(Report.__table__, Record.id, Revision.published_in)
        .join(Record, Record.key == Report.record_key)
        .outerjoin(Revision, Revision.key == Report.revision_key)
        .where(Report.receipt_sha256 == _hashed(receipt))
    )
    row = connection.execute(query).first()
    if row is None:
        raise Refused("unknown-record", "There is no report with this receipt.")
    closed = {
        "closed_at": row.closed_at and instant_text(row.closed_at),
        "outcome": row.outcome,
        "corrected_in": row.published_in,
    }
    return {**_told(receipt, row.id, row.edition, row.state, row.at), **closed}


def _told(receipt: str, entry: str, edition: Any, state: str, at: datetime) -> Data:
    return {
        "report": receipt,
        "entry": entry,
        "edition": edition,
        "state": state,
        "received_at": instant_text(at),
        "closed_at": None,
        "outcome": None,
        "corrected_in": None,
        "url": f"/v1/reports/{receipt}",
    }


def _hashed(receipt: str) -> str:
    return hashlib.sha256(receipt.encode("utf-8", "surrogatepass")).hexdigest()


def _shown() -> Any:
    return (
        select(Record.key, Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.type.in_(ENTRY_KINDS), Revision.state == State.published, Revision.content.is_not(None))
    )


def _survivor(connection: Connection, id_: str) -> Any:
    merged = (
        _shown()
        .join(LinkRow, LinkRow.revision_key == Revision.key)
        .where(LinkRow.relation == "alias", LinkRow.target == id_)
    )
    return connection.execute(merged).first()


def _gone(connection: Connection, id_: str) -> Withdrawn | None:
    """Why an entry is no longer shown, told as its own address tells it."""
    query = (
        select(Revision.removal_reason, Redaction.reason)
        .join(Record, Record.key == Revision.record_key)
        .outerjoin(Redaction, Redaction.revision_key == Revision.key)
        .where(Record.id == id_, Record.type.in_(ENTRY_KINDS), Revision.published_in.is_not(None))
        .order_by(Revision.number.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    why = row.reason or row.removal_reason
    how = "redacted" if row.reason else "withdrawn"
    detail = f"{id_} was {how}; there is nothing left to report."
    return Withdrawn(detail, reason=why, history=f"/v1/entries/{id_}/revisions")


def _unknown(id_: str) -> Refused:
    return Refused("unknown-record", f"There is no entry with the id {id_}.")
