"""The portal's own store: one SQLite file that holds one proven edition at any moment, whatever is killed.

Everything that an edition changes is written in one transaction, together with where to go on. So there is no state
in between to repair: what was not committed never was.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from atlas_portal.proof import Head, Listed, prove_content, prove_edition, read_head

_TABLES = """
CREATE TABLE IF NOT EXISTS record (
    type TEXT NOT NULL, id TEXT NOT NULL, part TEXT NOT NULL, revision INTEGER NOT NULL, sha256 TEXT NOT NULL,
    content TEXT, withheld TEXT, PRIMARY KEY (type, id), CHECK ((content IS NULL) = (withheld IS NOT NULL))
);
CREATE TABLE IF NOT EXISTS edition (
    number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, manifest TEXT NOT NULL, taken_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS place (
    only INTEGER PRIMARY KEY CHECK (only = 1), edition INTEGER NOT NULL REFERENCES edition,
    redactions INTEGER NOT NULL, etag TEXT
);
CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, type TEXT NOT NULL, taken_at TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Place:
    """How far we are: the edition held, the redactions carried out, the tag of the last answer that had no news."""

    edition: int
    redactions: int
    etag: str | None = None


@dataclass(frozen=True)
class Held:
    """A record and what it says; `withheld` tells why there is no content."""

    listed: Listed
    content: str | None
    withheld: str | None


class Overtaken(Exception):
    """Another process went on in the meantime."""


class Store:
    """The store in a file, which is made where there is none. Each thread needs one of its own."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def place(self) -> Place | None:
        """How far we are; null before the first sync."""
        row = self._db.execute("SELECT edition, redactions, etag FROM place").fetchone()
        return Place(*row) if row else None

    def head(self, edition: int) -> Head:
        """The manifest's head of an edition that we took in."""
        row = self._db.execute("SELECT manifest FROM edition WHERE number = ?", (edition,)).fetchone()
        return read_head(row[0])

    def record(self, type_: str, id_: str) -> Held | None:
        """One record; null where the edition has none of that name."""
        found = self._held("WHERE type = ? AND id = ?", type_, id_)
        return next(found, None)

    def check(self) -> int:
        """Prove all that is held anew, from its bytes; how many records that is. Raises `Untrue`."""
        with self._transaction("DEFERRED"):
            place = self.place()
            if place is None:
                return 0
            held = list(self._held())
            prove_edition(self.head(place.edition), (one.listed for one in held))
        for one in held:
            if one.content is not None:
                prove_content(one.listed, one.content)
        return len(held)

    @contextmanager
    def advancing(self, since: Place | None) -> Iterator["Store"]:
        """All or nothing. Raises `Overtaken` where we are no longer at `since`."""
        with self._transaction("IMMEDIATE"):
            if self.place() != since:
                raise Overtaken
            yield self

    def put(self, held: Held) -> None:
        """A record in place of what there was of it."""
        one = held.listed
        row = (one.type, one.id, one.part, one.revision, one.sha256, held.content, held.withheld)
        self._db.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def drop(self, type_: str, id_: str) -> None:
        """Forget a record that left."""
        self._db.execute("DELETE FROM record WHERE type = ? AND id = ?", (type_, id_))

    def redact(self, type_: str, id_: str, revision: int) -> None:
        """Delete the content of a revision, if it is the one that we hold; its hash stays."""
        self._db.execute(
            "UPDATE record SET content = NULL, withheld = 'redacted' WHERE type = ? AND id = ? AND revision = ?",
            (type_, id_, revision),
        )

    def listed(self) -> Iterable[Listed]:
        """All records, as a manifest lists them."""
        return (one.listed for one in self._held())

    def arrive(self, head: Head, place: Place) -> None:
        """Remember the head of the edition that is now held, and where to go on."""
        row = (head.edition, head.sha256, head.text, _now())
        self._db.execute("INSERT OR IGNORE INTO edition VALUES (?, ?, ?, ?)", row)
        self.go_on(place)

    def go_on(self, place: Place) -> None:
        """Remember where to go on."""
        row = (place.edition, place.redactions, place.etag)
        self._db.execute("INSERT OR REPLACE INTO place VALUES (1, ?, ?, ?)", row)

    def take_message(self, id_: str, type_: str) -> bool:
        """Note a webhook's message; false where it came before."""
        row = (id_, type_, _now())
        return self._db.execute("INSERT OR IGNORE INTO message VALUES (?, ?, ?)", row).rowcount == 1

    def _held(self, where: str = "", *values: str) -> Iterator[Held]:
        query = f"SELECT part, type, id, revision, sha256, content, withheld FROM record {where}"  # noqa: S608  # ours
        for part, type_, id_, revision, sha256, content, withheld in self._db.execute(query, values):
            yield Held(Listed(part, type_, id_, revision, sha256), content, withheld)

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        self._db.execute(f"BEGIN {kind}")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
