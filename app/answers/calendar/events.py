"""Dates as an iCalendar (RFC 5545): all-day events that depend on the edition and never on the clock.

The library that writes them is loaded with the first calendar, so that no start waits for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from icalendar import Event, Timezone

MEDIA_TYPE = "text/calendar; charset=utf-8"
DOMAIN = "licensing-atlas"

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True)
class Dated:
    """An all-day event from `first` to `last`, both included.

    `uid` stays the same from edition to edition, `sequence` rises when the event changes.
    """

    uid: str
    first: date
    last: date
    summary: str
    description: str
    categories: tuple[str, ...] = ()
    sequence: int = 0
    status: Status = "CONFIRMED"
    url: str | None = None


def calendar_file(name: str, events: Iterable[Dated], *, published_at: str, language: str) -> bytes:
    """The events as a calendar of that name; `published_at` (ISO 8601, UTC) is the stamp of all of them."""
    from icalendar import Calendar

    stamp = datetime.fromisoformat(published_at).astimezone(UTC)
    made = Calendar()
    made.add("prodid", "-//Licensing Atlas//Licensing Atlas//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    for event in events:
        made.add_component(_event(event, stamp, language))
    if not made.subcomponents:
        made.add_component(_utc())  # a calendar without any component is not valid
    written: bytes = made.to_ical()
    return written


def _event(one: Dated, stamp: datetime, language: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{one.uid}@{DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.first)
    event.add("dtend", one.last + timedelta(days=1))  # the day behind the last, as RFC 5545 has it
    event.add("summary", one.summary, parameters={"LANGUAGE": language})
    event.add("description", one.description, parameters={"LANGUAGE": language})
    if one.categories:
        event.add("categories", list(one.categories))
    event.add("sequence", one.sequence)
    event.add("status", one.status)
    event.add("transp", "TRANSPARENT")
    if one.url:
        event.add("url", one.url)
    return event


def _utc() -> "Timezone":
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # local time by definition
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone
