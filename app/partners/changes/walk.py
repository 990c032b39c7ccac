"""The order of all changes, and how to go on in it from anywhere.

Changes go by edition, then by type and id of the record. Redactions belong to no edition; each has a number, given
in the order in which they were made, and stands behind the edition that was the newest then. Numbers never go down
from one edition to the next, so "everything up to edition N and redaction R" is a place in this order, and a reader
who names both misses nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, and_, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from app.editions.faults import InvalidValue
from app.editions.view import Position, View
from app.knowledge.models import Record, Redaction, Revision
from app.partners.changes.filters import Wanted
from app.partners.changes.models import RedactionOrder

CHANGE, REDACTION = 0, 1

_NEW = aliased(Revision)
_OLD = aliased(Revision)
_COLUMNS = ("key", "number", "part", "change_type", "reason", "removal_reason", "content", "content_sha256")
_CROWDED = 5_000
"""An edition that changes more than this is walked record by record, not sorted anew for each page."""


@dataclass(frozen=True)
class Place:
    """A place in the order: at a record's change, or at a redaction."""

    edition: int
    kind: int = CHANGE
    type: str = ""
    id: str = ""
    number: int = 0

    def position(self) -> Position:
        """As a cursor carries it."""
        return Position(f"{self.edition} {self.kind} {self.number} {self.type}", self.id)

    @classmethod
    def of(cls, position: Position) -> "Place":
        """What a cursor carries. Raises `InvalidValue`."""
        words = position.key.split(" ")
        if len(words) != 4 or not all(word.isascii() and word.isdecimal() and len(word) < 11 for word in words[:3]):
            raise InvalidValue("cursor", "the cursor does not name a change; start again without it")
        edition, kind, number = map(int, words[:3])
        return cls(edition, kind, words[3], position.id, number)


@dataclass(frozen=True)
class Step:
    """One change as it is stored, and its place."""

    place: Place
    row: Row[Any]


@dataclass(frozen=True)
class Walk:
    """From edition `since` and redaction number `redactions` to the view's edition, or onward from `after`."""

    view: View
    wanted: Wanted
    since: int
    redactions: int
    after: Place | None
    batch: int

    def steps(self) -> Iterator[Step]:
        """Changes in order. Redactions of what was published long ago come first."""
        start = self.after.edition if self.after else 0
        last = self.view.edition.number
        done = max(self.redactions, self.after.number if self.after else 0)
        redacted = self._redacted(start, done)
        for edition in redacted:
            if edition <= self.since:
                yield from self._redactions(edition, done)
        for edition in range(max(self.since + 1, start), last + 1):
            here = self.after if self.after and self.after.edition == edition else Place(edition)
            if here.kind == CHANGE:
                yield from self._changes(edition, here)
            if edition in redacted:
                yield from self._redactions(edition, done)

    def last_redaction(self, edition: int) -> int:
        """The number of the last redaction that stands behind this edition or before it; 0 where there is none."""
        query = select(func.max(RedactionOrder.number)).where(RedactionOrder.edition <= edition)
        return self.view.connection.scalar(query) or 0

    def _redacted(self, start: int, done: int) -> list[int]:
        editions = (
            select(RedactionOrder.edition)
            .where(
                RedactionOrder.number > done,
                RedactionOrder.edition.between(start, self.view.edition.number),
            )
            .distinct()
            .order_by(RedactionOrder.edition)
        )
        return list(self.view.connection.scalars(editions))

    def _redactions(self, edition: int, done: int) -> Iterator[Step]:
        query = (
            select(
                RedactionOrder.number.label("redaction"),
                Redaction.decided_at,
                Redaction.reason.label("redaction_reason"),
                Record.type,
                Record.id,
                *_labelled("old"),
            )
            .select_from(RedactionOrder)
            .join(Redaction, Redaction.revision_key == RedactionOrder.revision_key)
            .join(_OLD, _OLD.key == Redaction.revision_key)
            .join(Record, Record.key == _OLD.record_key)
            .where(RedactionOrder.edition == edition, RedactionOrder.number > done, *self.wanted.where((_OLD,)))
            .order_by(RedactionOrder.number)
        )
        for row in self.view.connection.execute(query):
            yield Step(Place(edition, REDACTION, row.type, row.id, row.redaction), row)

    def _changes(self, edition: int, after: Place) -> Iterator[Step]:
        queries = (_came(edition, crowded=self._is_crowded(edition)), _left(edition))
        while True:
            found = [self.view.connection.execute(self._page(query, after)).all() for query in queries]
            rows = list(islice(merge(*found, key=lambda row: (row.type, row.id)), self.batch))
            for row in rows:
                after = Place(edition, CHANGE, row.type, row.id)
                yield Step(after, row)
            if len(rows) < self.batch:
                return

    def _page(self, query: Select[*tuple[Any, ...]], after: Place) -> Select[*tuple[Any, ...]]:
        beyond = tuple_(Record.type, Record.id) > tuple_(literal(after.type), literal(after.id))
        wanted = self.wanted.where((_NEW, _OLD))
        return query.where(beyond, *wanted).order_by(Record.type, Record.id).limit(self.batch)

    def _is_crowded(self, edition: int) -> bool:
        some = select(Revision.key).where(Revision.published_in == edition).limit(_CROWDED + 1).subquery()
        return (self.view.connection.scalar(select(func.count()).select_from(some)) or 0) > _CROWDED


def _labelled(side: str) -> list[Any]:
    revision = _NEW if side == "new" else _OLD
    return [getattr(revision, name).label(f"{side}_{name}") for name in _COLUMNS]


def _came(edition: int, *, crowded: bool) -> Select[*tuple[Any, ...]]:
    """Revisions that are new in an edition, each with the one that it supersedes."""
    published = _NEW.published_in + 0 if crowded else _NEW.published_in  # a sum is not looked for in the index
    superseded = and_(_OLD.record_key == Record.key, _OLD.removed_in == edition)
    return (
        select(Record.type, Record.id, *_labelled("new"), *_labelled("old"))
        .select_from(Record)
        .join(_NEW, _NEW.record_key == Record.key)
        .outerjoin(_OLD, superseded)
        .where(published == edition)
    )


def _left(edition: int) -> Select[*tuple[Any, ...]]:
    """Revisions that leave in an edition, and nothing of their record comes."""
    follows = and_(_NEW.record_key == Record.key, _NEW.published_in == edition)
    return (
        select(Record.type, Record.id, *_labelled("new"), *_labelled("old"))
        .select_from(Record)
        .join(_OLD, _OLD.record_key == Record.key)
        .outerjoin(_NEW, follows)
        .where(_OLD.removed_in == edition, _NEW.key.is_(None))
    )
