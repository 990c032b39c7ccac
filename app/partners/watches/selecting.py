"""What a watch finds: entries of an edition, and changes.

A change is judged as the feed of changes judges it: by what the entry said before and by what it says now, with the
vocabulary of the edition that made it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, and_, or_, select
from sqlalchemy.orm import aliased

from app.answers.calendar.dates import dated_entries
from app.answers.calendar.schemas import CalendarParameters
from app.answers.lists import entry_page
from app.answers.parameters import EntryParameters
from app.editions.models import OutboxRow
from app.editions.snapshot import SnapshotStore, head_of
from app.editions.view import Page, Position, View
from app.knowledge.models import Record, Revision
from app.partners.changes.filters import Wanted
from app.partners.changes.schemas import FeedParameters
from app.partners.watches.schemas import MatchParameters
from app.partners.watches.words import Words, for_changes, known_in

Data = dict[str, Any]

_NEW = aliased(Revision)
_OLD = aliased(Revision)
_STORE = SnapshotStore(editions=2, sources=1, entries=1, questions=1)
"""For those who hand out events, outside any request."""


def matches(view: View, words: Words, parameters: MatchParameters, after: Position | None) -> Page:
    """A page of the entries that a watch finds. Raises `InvalidValue` for unknown sorts and facets."""
    known = known_in(view.snapshot, words)
    if known is None:
        meta = view.meta(oldest_checked_on=None, unclassified={}, unclassified_at_least={})
        return Page({**_nothing(view), "meta": meta})
    asked = EntryParameters(**parameters.model_dump(exclude_defaults=True), **known)
    return entry_page(view, asked, after, None)


def dates(view: View, words: Words) -> Data:
    """The dated events of the entries that a watch finds, as the calendar takes them."""
    known = known_in(view.snapshot, words)
    if known is None:
        return {"events": [], "published_at": view.meta()["published_at"]}
    return dated_entries(view, CalendarParameters(**known))


def wanted_changes(connection: Connection, words: Words, events: Iterable[int], *, at: datetime) -> set[int]:
    """Which of these events, each the change of an entry, are of entries that a watch finds. By their numbers."""
    query = select(OutboxRow.seq, OutboxRow.edition, OutboxRow.payload).where(OutboxRow.seq.in_(list(events)))
    by_edition: dict[int, list[tuple[int, Data]]] = defaultdict(list)
    for row in connection.execute(query):
        by_edition[row.edition].append((row.seq, orjson.loads(row.payload)["data"]))
    return {
        seq for edition, changes in by_edition.items() for seq in _of_edition(connection, words, edition, changes, at)
    }


def _of_edition(
    connection: Connection, words: Words, number: int, changes: list[tuple[int, Data]], at: datetime
) -> set[int]:
    edition = head_of(connection, number)
    assert edition is not None  # events tell of what was published
    snapshot = _STORE.snapshot(connection, edition)
    known = known_in(snapshot, words)
    if known is None:
        return set()
    view = View(connection, edition, snapshot, _STORE, "en", at.date())
    wanted = Wanted(view, FeedParameters(**for_changes(known)))
    made = _changed(connection, wanted, number, {one["id"] for _, one in changes if one["change"] != "redacted"})
    redacted = {one["id"] for _, one in changes if one["change"] == "redacted"}
    gone = _redacted(connection, wanted, redacted)
    return {
        seq
        for seq, one in changes
        if ((one["id"], one["revision"]) in gone if one["change"] == "redacted" else one["id"] in made)
    }


def _changed(connection: Connection, wanted: Wanted, number: int, ids: Collection[str]) -> set[str]:
    """Of these entries those that an edition changed, and that were wanted before or are now."""
    query = (
        select(Record.id)
        .outerjoin(_NEW, and_(_NEW.record_key == Record.key, _NEW.published_in == number))
        .outerjoin(_OLD, and_(_OLD.record_key == Record.key, _OLD.removed_in == number))
        .where(Record.id.in_(ids), or_(_NEW.key.is_not(None), _OLD.key.is_not(None)), *wanted.where((_NEW, _OLD)))
    )
    return set(connection.scalars(query))


def _redacted(connection: Connection, wanted: Wanted, ids: Collection[str]) -> set[tuple[str, int]]:
    """The revisions of these entries, by id and number, that are wanted as far as is still known."""
    query = (
        select(Record.id, _OLD.number)
        .join(_OLD, _OLD.record_key == Record.key)
        .where(Record.id.in_(ids), *wanted.where((_OLD,)))
    )
    return {(row.id, row.number) for row in connection.execute(query)}


def _nothing(view: View) -> Data:
    counted = {"total": 0, "total_at_least": None, "facets": None}
    return {"edition": view.edition.number, "items": [], "next": None, **counted}
