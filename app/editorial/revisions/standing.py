"""What is known of the records that a content names: published, being written, or neither."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from app.knowledge.marks import Marks
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LinkRow
from app.knowledge.models.supporting import SourceRow
from app.vocabulary.lists import ENTRY_KINDS, State

Named = tuple[str, str]
"""A type and an id; the type may be `entry` (any kind of entry) or `record` (any type)."""

OPEN = (State.draft, State.in_review, State.approved)
"""States of a revision that is being worked on; a record has at most one of these."""

_BATCH = 400


class Stands(StrEnum):
    """Where a record stands."""

    published = "published"
    open = "open"
    nowhere = "nowhere"


@dataclass(frozen=True)
class SourceSeen:
    """What a citation needs to know of its source."""

    title: str
    publisher: str
    has_address: bool
    says_why_not: bool
    marks: Marks


def standing(connection: Connection, named: Iterable[Named]) -> dict[Named, Stands]:
    """Where each named record stands."""
    wanted = set(named)
    found: dict[Named, Stands] = dict.fromkeys(wanted, Stands.nowhere)
    ids = sorted({id_ for _, id_ in wanted})
    for start in range(0, len(ids), _BATCH):
        query = (
            select(Record.type, Record.id, Revision.state)
            .join(Revision, Revision.record_key == Record.key)
            .where(Record.id.in_(ids[start : start + _BATCH]), Revision.state.in_((State.published, *OPEN)))
        )
        for type_, id_, state in connection.execute(query):
            names = [(type_, id_), ("record", id_), *([("entry", id_)] if type_ in ENTRY_KINDS else [])]
            for name in names:
                if name in wanted and found[name] != Stands.published:
                    found[name] = Stands.published if state == State.published else Stands.open
    return found


def sources_seen(connection: Connection, ids: Collection[str]) -> dict[str, SourceSeen]:
    """Sources by id, as they are being written where they are, else as they are published."""
    seen: dict[str, SourceSeen] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _BATCH):
        query = (
            select(SourceRow.__table__, Revision.state)
            .join(Revision, Revision.key == SourceRow.revision_key)
            .where(SourceRow.id.in_(wanted[start : start + _BATCH]), Revision.state.in_((State.published, *OPEN)))
        )
        for row in connection.execute(query):
            if row.id in seen and row.state == State.published:
                continue
            why_not = bool((row.note_en or row.note_ko or "").strip())
            marks = Marks(row.evidence_grade, row.custody)
            seen[row.id] = SourceSeen(row.title, row.publisher, row.url is not None, why_not, marks)
    return seen


def successions(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, set[str]]]:
    """What entries say of their `replaces` and `replaced_by`, as they are being written, else as published."""
    states: dict[str, dict[int, str]] = defaultdict(dict)
    query = (
        select(Record.id, Revision.key, Revision.state)
        .join(Revision, Revision.record_key == Record.key)
        .where(
            Record.id.in_(sorted(ids)),
            Record.type.in_(ENTRY_KINDS),
            Revision.state.in_((State.published, *OPEN)),
        )
    )
    for id_, key, state in connection.execute(query):
        states[id_][key] = state
    chosen = {
        next((key for key, state in keys.items() if state != State.published), next(iter(keys))): id_
        for id_, keys in states.items()
    }
    said: dict[str, dict[str, set[str]]] = {id_: {"replaces": set(), "replaced_by": set()} for id_ in chosen.values()}
    links = select(LinkRow.revision_key, LinkRow.relation, LinkRow.target).where(
        LinkRow.revision_key.in_(list(chosen)), LinkRow.relation.in_(("replaces", "replaced_by"))
    )
    for key, relation, target in connection.execute(links):
        said[chosen[key]][relation].add(target)
    return said
