"""The supporting records of one edition, held in memory: vocabulary, authorities, groups, memberships.

An edition never changes, so a snapshot is never refreshed; only the newest few are kept. Sources are too many
to hold: they are fetched for a page and cached one by one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from app.editions.kept import Kept
from app.editions.live import live_in
from app.editions.members import Members
from app.editions.written import Parts, weight
from app.knowledge.freeze import thaw
from app.knowledge.models import Edition, Record, Redaction, Revision
from app.vocabulary.trees import ProductTree

Content = dict[str, Any]

_HELD = ("jurisdiction", "product_type", "topic", "document", "group", "authority", "membership")


@dataclass(frozen=True)
class EditionHead:
    """Which edition an answer is computed from."""

    number: int
    published_at: datetime
    note: str
    previous_sha256: str | None
    sha256: str
    redactions: int

    @property
    def state(self) -> tuple[str, int]:
        """What an answer can depend on: an edition never changes, but a redaction takes from all of them."""
        return self.sha256, self.redactions


@dataclass(frozen=True)
class Snapshot:
    """Supporting records of one edition by type and id, and the trees that inheritance follows."""

    edition: EditionHead
    records: dict[str, dict[str, Content]]
    tree: ProductTree

    def of(self, type_: str) -> dict[str, Content]:
        """All records of a type, by id."""
        return self.records.get(type_, {})

    def memberships_of(self, authority: str) -> list[Content]:
        """Memberships of an authority, in order of id."""
        return [one for one in self.of("membership").values() if one["authority"] == authority]


class SnapshotStore:
    """Snapshots and sources of the editions that are being read.

    Rooms keep there what they worked out for an edition: `entries` as they are shown, `questions` as they were
    turned into statements and what these found, `parts` of answers as they are sent. Keys begin with the edition's
    state. `members` are sets of entries, which go on from edition to edition.
    """

    def __init__(
        self, *, editions: int, sources: int, entries: int = 1000, questions: int = 500, part_bytes: int = 1_000_000
    ) -> None:
        self._snapshots = Kept[Snapshot](editions)
        self._sources = Kept[Content](sources)
        self.entries = Kept[Any](entries)
        self.questions = Kept[Any](questions)
        self.parts = Kept[Parts](part_bytes, weight)
        self.members = Members()

    def held(self, edition: EditionHead) -> Snapshot | None:
        """The snapshot of an edition, if it is in memory."""
        return self._snapshots.get(edition.state)

    def snapshot(self, connection: Connection, edition: EditionHead) -> Snapshot:
        """The snapshot of an edition; loaded once, and again after a redaction."""
        return self._snapshots.of(edition.state, lambda: _load(connection, edition))

    def sources(self, connection: Connection, edition: EditionHead, ids: Iterable[str]) -> dict[str, Content]:
        """Source records by id, as of an edition; ids that it does not hold are left out."""
        wanted = set(ids)
        held = {id_: self._sources.get((edition.state, id_)) for id_ in wanted}
        found = {id_: content for id_, content in held.items() if content is not None}
        missing = sorted(wanted - found.keys())
        fetched = _fetch(connection, edition.number, "source", missing) if missing else {}
        for id_, content in fetched.items():
            self._sources.put((edition.state, id_), content)
        return found | fetched


def heads(connection: Connection) -> list[EditionHead]:
    """All editions, oldest first."""
    return [_head(row) for row in connection.execute(_HEADS.order_by(Edition.number))]


def newest_head(connection: Connection) -> EditionHead | None:
    """The newest edition, or null before the first."""
    row = connection.execute(_HEADS.order_by(Edition.number.desc()).limit(1)).first()
    return _head(row) if row else None


def head_of(connection: Connection, number: int) -> EditionHead | None:
    """The edition of that number, if there is one."""
    row = connection.execute(_HEADS.where(Edition.number == number)).first()
    return _head(row) if row else None


def head_before(connection: Connection, moment: datetime) -> EditionHead | None:
    """The newest edition published before `moment`."""
    query = _HEADS.where(Edition.published_at < moment).order_by(Edition.number.desc()).limit(1)
    row = connection.execute(query).first()
    return _head(row) if row else None


def _head(row: Any) -> EditionHead:
    return EditionHead(*row)


_HEADS = select(
    Edition.number,
    Edition.published_at,
    Edition.note,
    Edition.previous_sha256,
    Edition.head_sha256,
    select(func.count()).select_from(Redaction).scalar_subquery(),
).where(Edition.head_sha256.is_not(None))


def _load(connection: Connection, edition: EditionHead) -> Snapshot:
    records: dict[str, dict[str, Content]] = defaultdict(dict)
    query = (
        select(Record.type, Record.id, Revision.content)
        .join(Record, Record.key == Revision.record_key)
        .where(live_in(edition.number), Record.type.in_(_HELD), Revision.content.is_not(None))
        .order_by(Record.key)
    )
    for type_, id_, content in connection.execute(query):
        records[type_][id_] = thaw(content)
    parents = {id_: one.get("parent") for id_, one in records["product_type"].items()}
    exceptions = {
        id_: {item["product_type"]: item.get("parent") for item in one["tree_exceptions"]}
        for id_, one in records["jurisdiction"].items()
        if one.get("tree_exceptions")
    }
    return Snapshot(edition, dict(records), ProductTree(parents, exceptions))


def _fetch(connection: Connection, edition: int, type_: str, ids: list[str]) -> dict[str, Content]:
    found: dict[str, Content] = {}
    for start in range(0, len(ids), 400):
        query = (
            select(Record.id, Revision.content)
            .join(Record, Record.key == Revision.record_key)
            .where(
                live_in(edition),
                Record.type == type_,
                Record.id.in_(ids[start : start + 400]),
                Revision.content.is_not(None),
            )
        )
        found.update((id_, thaw(content)) for id_, content in connection.execute(query))
    return found
