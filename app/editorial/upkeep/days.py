"""Adding a day to an authority's calendar: a draft of its jurisdiction's record, reviewed like any other change."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.access.faults import Refused, invalid
from app.access.work import Work
from app.answers.clocks.added import added_days
from app.answers.clocks.calendars import FIRST_DAY, LAST_DAY, calendar_of, place_of
from app.answers.clocks.places import Place
from app.audit.acts import Action
from app.audit.trail import queue
from app.editorial.revisions import drafts
from app.editorial.revisions.drafts import Edit
from app.editorial.revisions.held import Held, held
from app.editorial.revisions.records import known_record, published_of
from app.knowledge.models import Revision
from app.vocabulary.lists import CalendarDayKind, ChangeType, State

Data = dict[str, Any]


class Whose(StrEnum):
    """For whom a day holds: all of the country, the subdivision in which the authority sits, or the authority."""

    jurisdiction = "jurisdiction"
    subdivision = "subdivision"
    authority = "authority"


@dataclass(frozen=True)
class Day:
    """A day as it is added. `name` is a text in both languages, or plain English."""

    date: str
    kind: CalendarDayKind
    name: Any
    whose: Whose
    source: str
    locator: str | None = None


def add_day(work: Work, authority: str, day: Day, *, reason: str) -> Held:
    """A draft of the authority's jurisdiction with one day more; where somebody is drafting it, that draft.

    Raises `Refused`: `unknown-record`; `conflict` where the jurisdiction's record is in review or approved;
    `invalid-parameter` for a day that changes nothing, or that has no subdivision to hold for.
    """
    queue(work.connection)
    found = _published(work, "authority", authority)
    country = found["jurisdiction"]
    place = place_of(authority, country)
    said = _added(authority, place, day)
    draft = _draft_of(work, country)
    before = (draft.content if draft else None) or _published(work, "jurisdiction", country)
    _refuse_idle(before.get("calendar_days", []), place, authority, day)
    edit = Edit(
        reason=reason,
        patch={"calendar_days": [*before.get("calendar_days", []), said]},
        change_type=ChangeType.substantive,
    )
    if draft is None:
        made = drafts.correct(work, "jurisdiction", country, edit).held
    else:
        made = drafts.change(work, draft, edit).held
    work.tell(Action.calendar_day_added, "authority", authority, revision=made.number, new=said, reason=reason)
    return held(work.connection, made.key)


def _published(work: Work, type_: str, id_: str) -> Data:
    found = published_of(work.connection, known_record(work.connection, type_, id_))
    if found is None or found.content is None:
        raise Refused("unknown-record", f"{id_} is not published.")
    return found.content


def _draft_of(work: Work, country: str) -> Held | None:
    """The draft of a jurisdiction that somebody is writing; null where nobody is."""
    record_key = known_record(work.connection, "jurisdiction", country)
    query = select(Revision.key).where(Revision.record_key == record_key, Revision.state == State.draft)
    key = work.connection.scalar(query)
    return None if key is None else held(work.connection, key, lock=True)


def _added(authority: str, place: Place, day: Day) -> Data:
    said: Data = {"date": day.date, "kind": str(day.kind), "name": day.name, "source": day.source}
    if day.locator is not None:
        said["locator"] = day.locator
    if day.whose == Whose.authority:
        return {**said, "authority": authority}
    if day.whose == Whose.subdivision:
        if place.subdivision is None:
            message = f"no subdivision is recorded for {authority}; its country's calendar is counted on"
            raise invalid("/whose", message, valid=(Whose.jurisdiction, Whose.authority))
        return {**said, "subdivision": place.subdivision}
    return said


def _refuse_idle(known: list[Data], place: Place, authority: str, day: Day) -> None:
    """Refuse a day that is known as it is said, or that no calendar reaches."""
    on = date.fromisoformat(day.date)
    if not FIRST_DAY <= on <= LAST_DAY:
        raise invalid("/date", f"expected a day from {FIRST_DAY} to {LAST_DAY}", value=day.date)
    works = calendar_of(place, added_days(known, place, authority, "en")).works(on)
    if works == (day.kind == CalendarDayKind.working_day):
        state = "a working day" if works else "a day off"
        raise invalid("/date", f"on the calendar of {authority} it is {state} already", value=day.date)
