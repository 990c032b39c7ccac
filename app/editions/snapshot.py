"""The supporting records of one edition, held in memory: vocabulary, authorities, groups, memberships.

An edition never changes, so a snapshot is never refreshed; only the newest few are kept. Sources are too many
to hold: they are fetched for a page and cached one by one.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection, func, select

from app.editions.live import live_in
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
    """Snapshots and sources of the editions that are being read."""

    def __init__(self, *, editions: int, sources: int) -> None:
        self._editions = editions
        self._sources_kept = sources
        self._snapshots: OrderedDict[tuple[str, int], Snapshot] = OrderedDict()
        self._sources: OrderedDict[tuple[tuple[str, int], str], Content] = OrderedDict()
        self._lock = Lock()

    def snapshot(self, connection: Connection, edition: EditionHead) -> Snapshot:
        """The snapshot of an edition; loaded once, and again after a redaction."""
        with self._lock:
            found = self._snapshots.get(edition.state)
            if found is not None:
                self._snapshots.move_to_end(edition.state)
                return found
        loaded = _load(connection, edition)
        with self._lock:
            self._snapshots[edition.state] = loaded
            while len(self._snapshots) > self._editions:
                self._snapshots.popitem(last=False)
        return loaded

    def sources(self, connection: Connection, edition: EditionHead, ids: Iterable[str]) -> dict[str, Content]:
        """Source records by id, as of an edition; ids that it does not hold are left out."""
        wanted = set(ids)
        found: dict[str, Content] = {}
        with self._lock:
            for id_ in wanted:
                content = self._sources.get((edition.state, id_))
                if content is not None:
                    found[id_] = content
                    self._sources.move_to_end((edition.state, id_))
        missing = sorted(wanted - found.keys())
        fetched = _fetch(connection, edition.number, "source", missing) if missing else {}
        with self._lock:
            for id_, content in fetched.items():
                self._sources[edition.state, id_] = content
            while len(self._sources) > self._sources_kept:
                self._sources.popitem(last=False)
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
