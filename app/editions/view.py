"""What one request reads from: a connection, an edition, its snapshot, a language and a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.editions.snapshot import EditionHead, Snapshot, SnapshotStore
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
    """A list's body, and where it goes on if there is more; whoever sends it adds `next`."""

    body: dict[str, Any]
    end: Position | None = None


@dataclass(frozen=True)
class View:
    """One request's view of one edition."""

    connection: Connection
    edition: EditionHead
    snapshot: Snapshot
    store: SnapshotStore
    language: str
    today: date

    def sources(self, ids: set[str]) -> dict[str, dict[str, Any]]:
        """Source records by id."""
        return self.store.sources(self.connection, self.edition, ids)

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
