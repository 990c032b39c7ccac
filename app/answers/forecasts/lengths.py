"""How long a phase takes in each of the three cases, as far as its source says."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.clocks.calendars import WorkCalendar
from app.answers.forecasts.when import When
from app.vocabulary.lists import DurationUnit, PhaseRole

Item = dict[str, Any]
Steps = tuple[tuple[int, str], ...]
"""Amounts with their units, one behind the other; nothing at all takes no time."""


@dataclass(frozen=True)
class Length:
    """How long something takes in three cases, null where that is not known.

    `given` is false where the source gives no duration, `open` where it gives no upper end. `stop_days` are the
    calendar days of clock stops in the late case, `own` says that the days are the applicant's as told.
    """

    earliest: Steps | None
    expected: Steps | None
    late: Steps | None
    given: bool = True
    open: bool = False
    stop_days: int = 0
    own: bool = False

    def after(self, calendar: WorkCalendar, start: When) -> When:
        """Where it ends that begins on `start`."""
        return self._moved(calendar, start, forward=True)

    def before(self, calendar: WorkCalendar, end: When) -> When:
        """Where it has to begin that ends on `end`."""
        return self._moved(calendar, end, forward=False)

    def _moved(self, calendar: WorkCalendar, days: When, *, forward: bool) -> When:
        cases = zip(days.days, (self.earliest, self.expected, self.late), strict=True)
        return When(*(_walk(calendar, day, steps, forward=forward) for day, steps in cases))


NOTHING = Length((), (), (), given=False)
"""A time of unknown length: what follows can only be told as a lower bound."""


def length_of(phase: Item, applicant_days: int | None) -> Length:
    """The length of a phase. A clock stop is counted as if it came at the start of the phase it interrupts."""
    duration = phase["duration"]
    if phase["role"] == PhaseRole.applicant:
        return _of_applicant(duration, applicant_days)
    if duration is None:
        return NOTHING
    low, high, unit = duration.get("min"), duration.get("max"), duration["unit"]
    stop = applicant_days if phase["stop_clock"] and applicant_days else 0
    stops: Steps = ((stop, DurationUnit.calendar_day),) if stop else ()
    return Length(
        earliest=_steps(low, unit),
        expected=_steps(low if high is None else high, unit),
        late=None if high is None else (*stops, (high, unit)),
        open=high is None,
        stop_days=stop,
    )


def notice_of(duration: Item) -> Length:
    """The length of what comes before filing: counted back, its lower end is what cannot be missed."""
    low, high, unit = duration.get("min"), duration.get("max"), duration["unit"]
    return Length(
        _steps(low, unit), _steps(low if high is None else high, unit), _steps(high, unit), open=high is None
    )


def late_only(phase: Item, applicant_days: int | None) -> Length:
    """The length of an extra round, which only the late case holds; the longest that is known of it."""
    found = length_of(phase, applicant_days)
    if not found.given:
        return NOTHING
    return Length(None, None, found.late if found.late is not None else found.expected, own=found.own)


def _of_applicant(duration: Item | None, applicant_days: int | None) -> Length:
    """The applicant's own time: as many days as the caller says, else none but the source's limit when late."""
    if applicant_days is not None:
        own: Steps = ((applicant_days, DurationUnit.calendar_day),)
        return Length(own, own, own, own=True)
    if duration is None:
        return NOTHING
    low, high, unit = duration.get("min"), duration.get("max"), duration["unit"]
    at_least = _steps(low, unit) or ()
    return Length(at_least, at_least, _steps(high, unit), open=high is None)


def _steps(amount: int | None, unit: str) -> Steps | None:
    return None if amount is None else ((amount, unit),)


def _walk(calendar: WorkCalendar, day: date | None, steps: Steps | None, *, forward: bool) -> date | None:
    if steps is None:
        return None
    for amount, unit in steps:
        if day is None:
            return None
        day = calendar.after(day, amount, unit) if forward else calendar.before(day, amount, unit)
    return day
