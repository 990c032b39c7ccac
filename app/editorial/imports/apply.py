"""Carrying a plan out: the drafts, who wrote them, and their rows of the trail, in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, tuple_

from app.access.work import Work
from app.audit.acts import Action
from app.editorial.imports.plan import Plan, Planned
from app.editorial.revisions.contents import part_of, without_marks
from app.editorial.revisions.differences import differences
from app.knowledge.freeze import freeze
from app.knowledge.models import Record, Revision, RevisionEditor
from app.knowledge.rows import write_rows
from app.vocabulary.lists import Origin, State

Data = dict[str, Any]
Progress = Callable[[int, int], None]

_BATCH = 200


def apply(
    work: Work, plan: Plan, *, sha256: str, size: int, reason: str, progress: Progress | None = None
) -> list[Data]:
    """Make every draft of a plan without faults; the drafts as plain data, in the order of the file.

    The caller queued for the trail before the plan was made, so nobody else wrote meanwhile. The person at work is
    the editor of every draft, and so never approves one. `sha256` and `size` (bytes) are the file's.
    """
    assert not plan.faults
    made: list[Data] = []
    for batch in _batches(plan.drafts):
        keys = _insert(work, batch, reason)
        write_rows(work.connection, [(one.type, one.content, key) for one, key in zip(batch, keys, strict=True)])
        work.connection.execute(
            insert(RevisionEditor), [{"revision_key": key, "person": work.person.name} for key in keys]
        )
        for one, key in zip(batch, keys, strict=True):
            _tell(work, one, reason)
            made.append(
                {
                    "revision": key,
                    "record": {"type": one.type, "id": one.id},
                    "change": "new" if one.published is None else "correction",
                    "url": f"/v1/staff/revisions/{key}",
                }
            )
        if progress is not None:
            progress(len(made), len(plan.drafts))
    told = {"bytes": size, "new": plan.new, "corrections": plan.corrections, "unchanged": plan.unchanged}
    work.tell(Action.import_applied, "import", sha256, new=told, reason=reason)
    return made


def _insert(work: Work, batch: Sequence[Planned], reason: str) -> list[int]:
    """The keys of the new revisions, in the order of the batch."""
    records = _record_keys(work.connection, batch)
    keys = [one.record_key or records[one.type, one.id] for one in batch]
    work.connection.execute(
        insert(Revision),
        [
            {
                "record_key": key,
                "number": one.number,
                "part": part_of(one.type, one.content, one.published.part if one.published else None),
                "state": State.draft,
                "origin": Origin.imported,
                "change_type": one.change_type,
                "reason": reason,
                "created_at": work.at,
            }
            for one, key in zip(batch, keys, strict=True)
        ],
    )
    query = select(Revision.record_key, Revision.key)
    drafts = query.where(Revision.record_key.in_(keys), Revision.state == State.draft)
    found = {row.record_key: row.key for row in work.connection.execute(drafts)}
    return [found[key] for key in keys]


def _record_keys(connection: Connection, batch: Sequence[Planned]) -> dict[tuple[str, str], int]:
    """The keys of the records that are new; one whose only draft was discarded has its row still."""
    names = [(one.type, one.id) for one in batch if one.record_key is None]
    query = select(Record.type, Record.id, Record.key).where(tuple_(Record.type, Record.id).in_(names))
    known = {(type_, id_) for type_, id_, _ in connection.execute(query)}
    missing = [{"type": type_, "id": id_} for type_, id_ in names if (type_, id_) not in known]
    if missing:
        connection.execute(insert(Record), missing)
    return {(type_, id_): key for type_, id_, key in connection.execute(query)}


def _tell(work: Work, one: Planned, reason: str) -> None:
    content = without_marks(one.type, orjson.loads(freeze(one.type, one.content)[0]))
    if one.published is None:
        work.tell(
            Action.revision_created, one.type, one.id, revision=one.number, new={"content": content}, reason=reason
        )
        return
    old, new = differences(one.published.content or {}, content)
    work.tell(Action.revision_created, one.type, one.id, revision=one.number, old=old, new=new, reason=reason)


def _batches(drafts: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
    for start in range(0, len(drafts), _BATCH):
        yield drafts[start : start + _BATCH]
