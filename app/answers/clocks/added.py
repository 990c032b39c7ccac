"""Days that staff added to a calendar: what the library of holidays does not know, with the source that says so.

They are part of a jurisdiction's record, so an edition holds them like all else, and an older edition's answers stay
as they were.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.clocks.places import Place
from app.answers.render import show
from app.vocabulary.lists import CalendarDayKind


@dataclass(frozen=True)
class AddedDay:
    """A day on which a place works, or does not, whatever the library says."""

    on: date
    works: bool
    name: str
    source: str
    locator: str | None

    @property
    def kind(self) -> str:
        """As the record says it."""
        return CalendarDayKind.working_day if self.works else CalendarDayKind.holiday


def added_days(
    said: Iterable[Mapping[str, Any]], place: Place, authority: str | None, language: str
) -> tuple[AddedDay, ...]:
    """Of a jurisdiction's `calendar_days` those that hold for an authority at a place, in order, each day once.

    Where several speak of one day, the authority's own goes before its subdivision's, and that before the
    jurisdiction's.
    """
    nearest: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for one in said:
        near = _nearness(one, place, authority)
        if near is not None and (one["date"] not in nearest or near > nearest[one["date"]][0]):
            nearest[one["date"]] = near, one
    return tuple(
        AddedDay(
            on=date.fromisoformat(on),
            works=one["kind"] == CalendarDayKind.working_day,
            name=show(one["name"], language),
            source=one["source"],
            locator=one.get("locator"),
        )
        for on, (_, one) in sorted(nearest.items())
    )


def _nearness(one: Mapping[str, Any], place: Place, authority: str | None) -> int | None:
    """How closely a day is meant for the authority; null where it is not."""
    if one.get("authority") is not None:
        return 2 if one["authority"] == authority else None
    if one.get("subdivision") is not None:
        return 1 if one["subdivision"] == place.subdivision else None
    return 0
