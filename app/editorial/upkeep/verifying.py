"""Saying "checked, still true": a revision that moves the day of the check, and says where the fact was seen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access.faults import Refused, invalid
from app.access.work import Work
from app.audit.acts import Action
from app.audit.trail import queue
from app.editorial.comments.comments import comment
from app.editorial.revisions import drafts
from app.editorial.revisions.completing import REVIEW_AFTER_MONTHS
from app.editorial.revisions.drafts import Edit
from app.editorial.revisions.held import Held, held
from app.editorial.revisions.records import known_record, published_of
from app.vocabulary.dates import day_range, months_after
from app.vocabulary.lists import ChangeType

Data = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """Where and when somebody saw that a fact is still true. `seen_on` is a day, `YYYY-MM-DD`."""

    source: str
    seen_on: str
    locator: str | None = None
    note: str | None = None


def verify(work: Work, type_: str, id_: str, seen: Seen, *, reason: str) -> Held:
    """A draft that says of a published entry that it was checked, and nothing else.

    `review_due_on` is a year after the check. A source that was not cited yet is added; `fact_as_of` becomes the
    source's date where that is newer. Raises `Refused`: `unknown-record`; `conflict` where the entry is not
    published, somebody is working on it, or nothing would change; `invalid-parameter` for a day that lies ahead or
    before the last check, and for a source that is not published or is cited for context only.
    """
    queue(work.connection)
    published = published_of(work.connection, known_record(work.connection, type_, id_))
    if published is None or published.content is None:
        raise Refused("conflict", f"{id_} is not published, so there is nothing to verify.")
    before = published.content
    _refuse_day(seen.seen_on, before["checked_on"], work.at.date())
    source = _published_source(work, seen.source, before)
    patch: Data = {
        "checked_on": seen.seen_on,
        "review_due_on": months_after(date.fromisoformat(seen.seen_on), REVIEW_AFTER_MONTHS).isoformat(),
        "citations": _cited(before["citations"], seen),
    }
    newest = _newest(before.get("fact_as_of"), source.get("published_on"))
    if newest is not None:
        patch["fact_as_of"] = newest
    unchanged = all(before.get(name) == value for name, value in patch.items())
    if unchanged and published.approved_by is not None:
        raise Refused("conflict", f"It was checked on {seen.seen_on} already, against the same place.")
    edit = Edit(reason=reason, patch=patch, change_type=ChangeType.verified)
    made = drafts.correct(work, type_, id_, edit).held
    told = {"source": seen.source, "locator": seen.locator, "seen_on": seen.seen_on}
    work.tell(Action.record_verified, type_, id_, revision=made.number, new=told, reason=reason)
    if seen.note is not None:
        comment(work, made.key, seen.note)
    return held(work.connection, made.key)


def _refuse_day(seen_on: str, checked_on: str, today: date) -> None:
    if seen_on > today.isoformat():
        raise invalid("/seen_on", f"expected a day that is not after today, {today}", value=seen_on)
    if seen_on < checked_on:
        raise invalid("/seen_on", f"expected a day not before the last check, {checked_on}", value=seen_on)


def _published_source(work: Work, id_: str, entry: Data) -> Data:
    cited = [one["source"] for one in entry["citations"] if one["supports"]]
    if id_ not in cited and any(one["source"] == id_ for one in entry["citations"]):
        raise invalid("/source", "it is cited for context only; name one that supports the fact", valid=cited)
    try:
        found = published_of(work.connection, known_record(work.connection, "source", id_))
    except Refused:
        found = None
    if found is None or found.content is None:
        raise invalid("/source", f"no published source has the id {id_}", valid=cited, value=id_)
    return found.content


def _cited(citations: list[Data], seen: Seen) -> list[Data]:
    """The citations with the place that was seen among them."""
    same = [place for place, one in enumerate(citations) if one["source"] == seen.source]
    if any(seen.locator in (None, citations[place].get("locator")) for place in same):
        return citations
    now = {"source": seen.source, "supports": True} | ({} if seen.locator is None else {"locator": seen.locator})
    if len(same) == 1:
        return [now if place == same[0] else one for place, one in enumerate(citations)]
    return [*citations, now]


def _newest(*dates: str | None) -> str | None:
    """The date whose last possible day is the latest; of two alike the first."""
    known = [one for one in dates if one is not None]
    return max(known, key=lambda one: day_range(one)[1], default=None)
