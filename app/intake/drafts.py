"""Records into drafts: new ones, and those whose content differs from what is stored.

Equality is equality of frozen content: a record whose hash is that of its newest revision is left alone, so
taking the same files in twice changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, tuple_, update

from app.intake.seed import SeedRecord
from app.knowledge.freeze import CONTENT_FORMAT, freeze
from app.knowledge.models import Record, Revision, RevisionEditor
from app.knowledge.rows import delete_rows, read_contents, write_rows
from app.vocabulary.lists import ChangeType, Origin, State

Progress = Callable[[str], None]
_BATCH = 500


@dataclass(frozen=True)
class Taken:
    """What an intake did: ids of records that are new, that differ, how many were the same, and which were kept as
    people have them, each with the reason.
    """

    new: list[str]
    changed: list[str]
    unchanged: int
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Stored:
    """One revision of a record. `edited`: somebody worked on it; `signed`: somebody approved it."""

    key: int
    number: int
    state: str
    origin: str
    sha256: str | None
    edited: bool
    signed: bool

    @property
    def replaceable(self) -> bool:
        """Is it a draft of the files alone, which another state of the files may replace?"""
        return self.state == State.draft and self.origin == Origin.seed and not self.edited


def draft_records(
    connection: Connection,
    records: Iterable[SeedRecord],
    *,
    at: datetime,
    reason: str,
    progress: Progress,
    bring_back: bool = False,
) -> Taken:
    """Make a draft of each record that is new or differs. All or nothing is the caller's transaction.

    What people changed is never overwritten: a record that somebody is writing, whose published revision is not the
    files', or (unless `bring_back`) that was withdrawn, is kept as it is and listed.
    """
    new: list[str] = []
    changed: list[str] = []
    kept: dict[str, str] = {}
    unchanged = done = 0
    for batch in _batches(records):
        keys = _record_keys(connection, batch)
        stored = _stored(connection, list(keys.values()))
        drafts: list[tuple[SeedRecord, int, int]] = []
        for record in batch:
            key = keys[record.type, record.id]
            before = _without_own_draft(connection, record, stored.get(key, []))
            newest = before[-1] if before else None
            if newest is not None and _says_the_same(connection, record, newest, before):
                unchanged += 1
                continue
            why = _why_kept(newest, bring_back=bring_back) if newest is not None else None
            if why is not None:
                kept[record.id] = why
                continue
            (changed if newest else new).append(record.id)
            drafts.append((record, key, newest.number + 1 if newest else 1))
        _insert(connection, drafts, at=at, reason=reason)
        done += len(batch)
        progress(f"  {done} records")
    return Taken(new, changed, unchanged, kept)


class Approved(NamedTuple):
    """An approved revision: its key, its record's, and the part that it stands in."""

    key: int
    record_key: int
    part: str


class Frozen(NamedTuple):
    """What an approved revision says: its key, its record's type, and its canonical content."""

    key: int
    type: str
    content: str


def approved_new(
    connection: Connection, records: Iterable[SeedRecord], *, at: datetime, reason: str
) -> Iterator[tuple[list[Approved], list[Frozen]]]:
    """Draft the records of the files in an atlas that has none of them, and approve each as `approve_seed` does.

    Batch by batch, so that neither records nor rows pile up. All or nothing is the caller's transaction.
    """
    for batch in _batches(records):
        keys = _record_keys(connection, batch)
        drafts = [(record, keys[record.type, record.id], 1) for record in batch]
        revisions = _insert(connection, drafts, at=at, reason=reason)
        frozen = [(revisions[key], freeze(one.type, one.content)) for one, key, _ in drafts]
        _approve(connection, frozen)
        said = zip(batch, frozen, strict=True)
        yield (
            [Approved(revisions[key], key, one.part) for one, key, _ in drafts],
            [Frozen(key, one.type, canonical) for one, (key, (canonical, _)) in said],
        )


def _batches(records: Iterable[SeedRecord]) -> Iterator[list[SeedRecord]]:
    pending = iter(records)
    while batch := list(islice(pending, _BATCH)):
        yield batch


def _why_kept(newest: _Stored, *, bring_back: bool) -> str | None:
    """Why a record that differs from the files stays as it is, or null where the files may change it."""
    if newest.state in (State.draft, State.in_review) or (newest.state == State.approved and newest.signed):
        return f"staff are working on revision {newest.number}"
    if newest.origin != Origin.seed:
        return f"revision {newest.number} is by staff"
    if newest.state == State.withdrawn and not bring_back:
        return f"revision {newest.number} was withdrawn"
    return f"revision {newest.number} was edited by staff" if newest.edited else None


def _without_own_draft(connection: Connection, record: SeedRecord, stored: list[_Stored]) -> list[_Stored]:
    """The record's revisions, once a draft that the files made, and that says something else now, is discarded."""
    if not stored or not stored[-1].replaceable or _draft_sha256(connection, record, stored[-1]) == _sha256(record):
        return stored
    delete_rows(connection, record.type, stored[-1].key)
    connection.execute(delete(Revision).where(Revision.key == stored[-1].key))
    return stored[:-1]


def _says_the_same(connection: Connection, record: SeedRecord, newest: _Stored, stored: list[_Stored]) -> bool:
    """Does the record say what the files say: as it was last frozen, or as the files' own draft has it?"""
    if newest.replaceable:
        return _draft_sha256(connection, record, newest) == _sha256(record)
    frozen = next((one for one in reversed(stored) if one.sha256 is not None), None)
    return frozen is not None and frozen.sha256 == _sha256(record)


def _draft_sha256(connection: Connection, record: SeedRecord, draft: _Stored) -> str:
    return freeze(record.type, read_contents(connection, record.type, [draft.key])[draft.key])[1]


def _sha256(record: SeedRecord) -> str:
    return freeze(record.type, record.content)[1]


def approve_seed(connection: Connection) -> list[int]:
    """Freeze and approve every draft of the seed that nobody edited, without a second person; returns their keys.

    The database allows this for no others.
    """
    drafts = connection.execute(
        select(Revision.key, Record.type)
        .join(Record, Record.key == Revision.record_key)
        .where(
            Revision.state == State.draft,
            Revision.published_in.is_(None),
            Revision.origin == Origin.seed,
            ~exists().where(RevisionEditor.revision_key == Revision.key),
        )
        .order_by(Revision.key)
    ).all()
    by_type: dict[str, list[int]] = {}
    for key, type_ in drafts:
        by_type.setdefault(type_, []).append(key)
    for type_, keys in by_type.items():
        for start in range(0, len(keys), _BATCH):
            contents = read_contents(connection, type_, keys[start : start + _BATCH])
            _approve(connection, ((key, freeze(type_, content)) for key, content in contents.items()))
    return [key for key, _ in drafts]


def _approve(connection: Connection, frozen: Iterable[tuple[int, tuple[str, str]]]) -> None:
    """Approve drafts, given by key with their canonical content and its hash."""
    connection.execute(
        update(Revision)
        .where(Revision.key == bindparam("draft"))
        .values(
            state=State.approved,
            content=bindparam("canonical"),
            content_format=CONTENT_FORMAT,
            content_sha256=bindparam("sha256"),
        ),
        [{"draft": key, "canonical": canonical, "sha256": sha256} for key, (canonical, sha256) in frozen],
    )


def _record_keys(connection: Connection, batch: list[SeedRecord]) -> dict[tuple[str, str], int]:
    wanted = [(record.type, record.id) for record in batch]
    query = select(Record.type, Record.id, Record.key).where(tuple_(Record.type, Record.id).in_(wanted))
    keys = {(type_, id_): key for type_, id_, key in connection.execute(query)}
    missing = [{"type": type_, "id": id_} for type_, id_ in wanted if (type_, id_) not in keys]
    if missing:
        connection.execute(insert(Record), missing)
        keys = {(type_, id_): key for type_, id_, key in connection.execute(query)}
    return keys


def _stored(connection: Connection, keys: list[int]) -> dict[int, list[_Stored]]:
    """The revisions of records, oldest first."""
    edited = exists().where(RevisionEditor.revision_key == Revision.key).label("edited")
    query = (
        select(
            Revision.record_key,
            Revision.key,
            Revision.number,
            Revision.state,
            Revision.origin,
            Revision.content_sha256,
            Revision.approved_by,
            edited,
        )
        .where(Revision.record_key.in_(keys))
        .order_by(Revision.record_key, Revision.number)
    )
    found: dict[int, list[_Stored]] = {}
    for row in connection.execute(query):
        one = _Stored(
            row.key, row.number, row.state, row.origin, row.content_sha256, row.edited, row.approved_by is not None
        )
        found.setdefault(row.record_key, []).append(one)
    return found


def _insert(
    connection: Connection, drafts: list[tuple[SeedRecord, int, int]], *, at: datetime, reason: str
) -> dict[int, int]:
    """Make the drafts; the keys of their revisions by those of their records."""
    if not drafts:
        return {}
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
    revision_keys: dict[int, int] = dict(stored.all())
    write_rows(connection, [(record.type, record.content, revision_keys[key]) for record, key, _ in drafts])
    return revision_keys
