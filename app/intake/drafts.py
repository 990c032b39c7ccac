"""Records into drafts: new ones, and those whose content differs from what is stored.

Equality is equality of frozen content: a record whose hash is that of its newest revision is left alone, so
taking the same files in twice changes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from app.intake.seed import SeedRecord
from app.knowledge.freeze import CONTENT_FORMAT, freeze
from app.knowledge.models import Record, Revision, RevisionEditor
from app.knowledge.rows import delete_rows, read_contents, write_rows
from app.vocabulary.lists import ChangeType, Origin, State

Progress = Callable[[str], None]
_BATCH = 500


@dataclass(frozen=True)
class Taken:
    """What an intake did: ids of records that are new, that differ, and how many were the same."""

    new: list[str]
    changed: list[str]
    unchanged: int


def draft_records(
    connection: Connection, records: Iterable[SeedRecord], *, at: datetime, reason: str, progress: Progress
) -> Taken:
    """Make a draft of each record that is new or differs. All or nothing is the caller's transaction."""
    new: list[str] = []
    changed: list[str] = []
    unchanged = 0
    pending = list(records)
    for start in range(0, len(pending), _BATCH):
        batch = pending[start : start + _BATCH]
        keys = _record_keys(connection, batch)
        latest = _latest(connection, list(keys.values()))
        drafts: list[tuple[SeedRecord, int, int]] = []
        for record in batch:
            key = keys[record.type, record.id]
            number, sha256 = latest.get(key, (0, None))
            if number and sha256 is None:
                number, sha256 = _discard_or_keep(connection, record, key, number)
            if sha256 == freeze(record.type, record.content)[1]:
                unchanged += 1
                continue
            (changed if number else new).append(record.id)
            drafts.append((record, key, number + 1))
        _insert(connection, drafts, at=at, reason=reason)
        progress(f"  {min(start + _BATCH, len(pending))} of {len(pending)} records")
    return Taken(new, changed, unchanged)


class DraftInTheWay(Exception):
    """Somebody is already editing a record that an intake would change."""

    def __init__(self, type_: str, id_: str) -> None:
        super().__init__(f"{type_} {id_} has an unfinished draft; publish or discard it first")


def _discard_or_keep(
    connection: Connection, record: SeedRecord, record_key: int, number: int
) -> tuple[int, str | None]:
    """Number and hash of an unfinished draft, or of the revision before it once a draft of the seed's is discarded.

    Raises `DraftInTheWay` for a draft that is somebody's work.
    """
    draft = connection.execute(
        select(Revision.key, Revision.origin, Revision.state).where(
            Revision.record_key == record_key, Revision.number == number
        )
    ).one()
    edited = connection.scalar(select(func.count()).where(RevisionEditor.revision_key == draft.key))
    if draft.origin != Origin.seed or draft.state != State.draft or edited:
        raise DraftInTheWay(record.type, record.id)
    sha256 = freeze(record.type, read_contents(connection, record.type, [draft.key])[draft.key])[1]
    if sha256 == freeze(record.type, record.content)[1]:
        return number, sha256
    delete_rows(connection, record.type, draft.key)
    connection.execute(delete(Revision).where(Revision.key == draft.key))
    return _latest(connection, [record_key]).get(record_key, (0, None))


def approve_seed(connection: Connection) -> list[int]:
    """Freeze and approve every draft of the seed, without a second person; returns the revisions' keys.

    The database allows this for `origin: seed` alone, and only while nobody has edited the draft.
    """
    drafts = connection.execute(
        select(Revision.key, Record.type)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.state == State.draft, Revision.origin == Origin.seed)
        .order_by(Revision.key)
    ).all()
    by_type: dict[str, list[int]] = {}
    for key, type_ in drafts:
        by_type.setdefault(type_, []).append(key)
    for type_, keys in by_type.items():
        for key, content in read_contents(connection, type_, keys).items():
            canonical, sha256 = freeze(type_, content)
            connection.execute(
                update(Revision)
                .where(Revision.key == key)
                .values(
                    state=State.approved,
                    content=canonical,
                    content_format=CONTENT_FORMAT,
                    content_sha256=sha256,
                )
            )
    return [key for key, _ in drafts]


def _record_keys(connection: Connection, batch: list[SeedRecord]) -> dict[tuple[str, str], int]:
    wanted = [(record.type, record.id) for record in batch]
    query = select(Record.type, Record.id, Record.key).where(tuple_(Record.type, Record.id).in_(wanted))
    keys = {(type_, id_): key for type_, id_, key in connection.execute(query)}
    missing = [{"type": type_, "id": id_} for type_, id_ in wanted if (type_, id_) not in keys]
    if missing:
        connection.execute(insert(Record), missing)
        keys = {(type_, id_): key for type_, id_, key in connection.execute(query)}
    return keys


def _latest(connection: Connection, keys: list[int]) -> dict[int, tuple[int, str | None]]:
    newest = (
        select(Revision.record_key, func.max(Revision.number).label("number"))
        .where(Revision.record_key.in_(keys))
        .group_by(Revision.record_key)
        .subquery()
    )
    rows = connection.execute(
        select(Revision.record_key, Revision.number, Revision.content_sha256).join(
            newest, (newest.c.record_key == Revision.record_key) & (newest.c.number == Revision.number)
        )
    )
    return {key: (number, sha256) for key, number, sha256 in rows}


def _insert(connection: Connection, drafts: list[tuple[SeedRecord, int, int]], *, at: datetime, reason: str) -> None:
    if not drafts:
        return
    connection.execute(
        insert(Revision),
        [
            {
                "record_key": key,
                "number": number,
                "part": record.part,
                "state": State.draft,
                "origin": Origin.seed,
                "change_type": ChangeType.substantive,
                "reason": reason,
                "created_at": at,
            }
            for record, key, number in drafts
        ],
    )
    stored = connection.execute(
        select(Revision.record_key, Revision.key).where(
            Revision.record_key.in_([key for _, key, _ in drafts]), Revision.state == State.draft
        )
    )
    revision_keys = dict(stored.all())
    write_rows(connection, [(record.type, record.content, revision_keys[key]) for record, key, _ in drafts])
