"""What one request reads from: a connection, an edition, its snapshot, a language and a day."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NoReturn

from sqlalchemy import Connection

from app.editions.members import EditionMembers
from app.editions.snapshot import EditionHead, Snapshot, SnapshotStore
from app.editions.written import Parts
from app.vocabulary.dates import instant_text

DATA_LICENCE = (
    "Facts compiled by Licensing Atlas in its own words; the cited sources keep their own rights. "
    "Reuse with attribution to Licensing Atlas and the edition."
)
DISCLAIMER = (
    "Not legal advice. Each fact is what its source said on its date; check `checked_on`, `stale` and the source "
    "before you rely on it."
)


@dataclass(frozen=True)
class Position:
    """Where a page ends: the sort key and the id of its last item."""

    key: str
    id: str


@dataclass(frozen=True)
class Page:
    """A list's body, and where it goes on if there is more; whoever sends it adds `next`.

    What is written already comes as `parts` in its place.
    """

    body: dict[str, Any]
    end: Position | None = None
    parts: Parts | None = None


class NotAtHand(Exception):
    """An answer needs something that is not in memory."""


class NoConnection:
    """Stands where a connection would, for an answer from memory alone: who reads from it is told to come again."""

    def __getattr__(self, name: str) -> NoReturn:
        raise NotAtHand(name)


@dataclass(frozen=True)
class View:
    """One request's view of one edition. `as_json`: the answer is sent as JSON, and may be made of written parts."""

    connection: Connection
    edition: EditionHead
    snapshot: Snapshot
    store: SnapshotStore
    language: str
    today: date
    as_json: bool = False

    @cached_property
    def era(self) -> str:
        """Edition, redactions, day and language: what is worked out holds as long as these stay."""
        return "|".join((*map(str, self.edition.state), str(self.today), self.language))

    @cached_property
    def members(self) -> EditionMembers:
        """Sets of entries by their values."""
        return self.store.members.of(self.connection, self.edition.number, self.edition.state)

    def sources(self, ids: set[str]) -> dict[str, dict[str, Any]]:
        """Source records by id."""
        return self.store.sources(self.connection, self.edition, ids)

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], Parts]) -> Parts:
        """Parts of an answer that hold as long as edition, day and language do; made where they are not held."""
        whole = (self.era, *key)
        found = self.store.parts.get(whole)
        if found is None:
            if isinstance(self.connection, NoConnection):
                raise NotAtHand(str(key))
            found = make()
            self.store.parts.put(whole, found)
        return found

    def meta(self, **more: Any) -> dict[str, Any]:
        """The `meta` block of an answer."""
        return {
            "data_licence": DATA_LICENCE,
            "disclaimer": DISCLAIMER,
            "published_at": instant_text(self.edition.published_at),
            "edition_sha256": self.edition.sha256,
            "language": self.language,
            **more,
        }
