"""Calendars of authorities: which days they work, and counting days on them.

The holidays come from the `holidays` library, which is loaded when the first day is counted, and from the days that
staff added (`added.py`). A period counts from
the day after its event (see docs/forecasts.md for each rule and its reason). A calendar is made for a place (country
and subdivision) and an edition, never for a caller: the same question gives the same date on every machine.
"""

from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate
from typing import TYPE_CHECKING

from app.answers.clocks.added import AddedDay
from app.answers.clocks.places import CLOSED_FOR_OTHERS_ONLY, KNOWN_UNTIL, SEATS, Place
from app.vocabulary.dates import months_after
from app.vocabulary.lists import DurationUnit

if TYPE_CHECKING:
    import holidays

LIBRARY = f"holidays {version('holidays')}"
"""Where the holidays come from; part of every answer that counts working days."""

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)
"""Dates outside are not computed: no rule of today reaches that far."""

_DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH = "en_US"


@dataclass(frozen=True)
class Holiday:
    """A public holiday; `estimated` where the library marks its date so, `added` where staff added it."""

    on: date
    name: str
    estimated: bool
    added: bool = False


@dataclass(frozen=True)
class _Year:
    """One year of a place: is each day worked, how many worked days up to each, and its holidays."""

    works: tuple[bool, ...]
    worked: tuple[int, ...]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of a place. A place without a country works Monday to Friday and knows no holidays."""

    place: Place
    added: tuple[AddedDay, ...] = ()

    def works(self, day: date) -> bool:
        """Is it a working day?"""
        return self._year(day.year).works[day.timetuple().tm_yday - 1]

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.works(day):
            day += _DAY
        return day

    def after(self, day: date, amount: int, unit: str) -> date | None:
        """The last day of a period of `amount` units whose event was on `day`; null beyond `LAST_DAY`.

        Working days: the n-th one after the event. Days and weeks: as many days later. Months and years: the
        same day of the later month, or its last day where it has no such day.
        """
        return self._shifted(day, amount, unit, forward=True)

    def before(self, day: date, amount: int, unit: str) -> date | None:
        """The day on which a period has to begin that ends on `day`; null before the year 1900."""
        return self._shifted(day, amount, unit, forward=False)

    def working_days(self, after: date, until: date) -> int:
        """Working days behind `after` up to and with `until`; 0 where `until` is not later."""
        if until <= after:
            return 0
        passed = sum(self._year(year).worked[-1] for year in range(after.year, until.year))
        return passed + self._worked(until) - self._worked(after)

    def closed(self, after: date, until: date) -> list[Holiday]:
        """Holidays behind `after` up to and with `until` that fall on a weekday, in order."""
        return [
            one
            for year in range(after.year, until.year + 1)
            for one in self._year(year).holidays
            if after < one.on <= until and not self.works(one.on) and _WEEKDAYS[one.on.weekday()] not in self.weekend
        ]

    @property
    def weekend(self) -> list[str]:
        """The days of the week that are never worked, by name."""
        return [_WEEKDAYS[day] for day in sorted(_weekend(self.place))]

    @property
    def known_until(self) -> date | None:
        """The last day up to which the authorities of the place have announced their holidays; null if not known."""
        year = KNOWN_UNTIL.get(self.place.country or "")
        return None if year is None else date(year, 12, 31)

    def estimated(self, day: date) -> bool:
        """Does a count up to this day rest on holidays that nobody has announced yet?"""
        return self.place.country is not None and (self.known_until is None or day > self.known_until)

    def _year(self, year: int) -> _Year:
        return _year(self.place, year, tuple(one for one in self.added if one.on.year == year))

    def _worked(self, day: date) -> int:
        return self._year(day.year).worked[day.timetuple().tm_yday - 1]

    def _shifted(self, day: date, amount: int, unit: str, *, forward: bool) -> date | None:
        sign = 1 if forward else -1
        try:
            match unit:
                case DurationUnit.working_day:
                    shifted = self._nth(day, amount, sign)
                case DurationUnit.calendar_day | DurationUnit.week:
                    shifted = day + sign * timedelta(days=amount * (7 if unit == DurationUnit.week else 1))
                case _:
                    shifted = months_after(day, sign * amount * (12 if unit == DurationUnit.year else 1))
        except (OverflowError, ValueError):
            return None
        return shifted if FIRST_DAY <= shifted <= LAST_DAY else None

    def _nth(self, day: date, amount: int, sign: int) -> date:
        """The n-th working day after (or before) a day. Raises `OverflowError` beyond the years that are counted."""
        if amount == 0:
            return day
        year = day.year
        # Which working day of its year, counted from 1; a day that is not worked does not count as the first before.
        wanted = self._worked(day) + (amount if sign > 0 else 1 - amount - self.works(day))
        while wanted > self._year(year).worked[-1]:
            wanted -= self._year(year).worked[-1]
            year = _counted(year + 1)
        while wanted < 1:
            year = _counted(year - 1)
            wanted += self._year(year).worked[-1]
        return date(year, 1, 1) + bisect_left(self._year(year).worked, wanted) * _DAY


def place_of(authority: str | None, country: str) -> Place:
    """Where an authority works: its own seat, else its country; a region or organisation has no holidays."""
    import holidays

    if authority in SEATS:
        return SEATS[authority].place
    return Place(country if len(country) == 2 and hasattr(holidays, country) else None)


def calendar_of(place: Place, added: tuple[AddedDay, ...] = ()) -> WorkCalendar:
    """The calendar of a place, with days that staff added. Years are read when they are first needed, and kept."""
    return WorkCalendar(place, added)


def _counted(year: int) -> int:
    """The year, if days of it are counted; raises `OverflowError` else."""
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise OverflowError
    return year


@lru_cache(maxsize=64)
def _weekend(place: Place) -> frozenset[int]:
    if place.country is None:
        return frozenset((5, 6))
    import holidays

    return frozenset(holidays.country_holidays(place.country, subdiv=place.subdivision).weekend)


@lru_cache(maxsize=2000)
def _year(place: Place, year: int, added: tuple[AddedDay, ...]) -> _Year:
    if added:
        return _with_added(_year(place, year, ()), added)
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366 if _leap(year) else 365)]
    if place.country is None:
        works = tuple(day.weekday() < 5 for day in days)
        return _Year(works, tuple(accumulate(works)), ())
    table = _table(place.country, place.subdivision, year)
    works = tuple(table.is_working_day(day) for day in days)
    found = tuple(_holiday(on, name) for on, name in sorted(table.items()) if on.year == year)
    return _Year(works, tuple(accumulate(works)), found)


def _with_added(known: _Year, added: tuple[AddedDay, ...]) -> _Year:
    """A year as the library has it, with the days that staff added in the library's place."""
    works = list(known.works)
    for one in added:
        works[one.on.timetuple().tm_yday - 1] = one.works
    days = {one.on for one in added}
    found = [one for one in known.holidays if one.on not in days]
    found += [Holiday(one.on, one.name, estimated=False, added=True) for one in added if not one.works]
    return _Year(tuple(works), tuple(accumulate(works)), tuple(sorted(found, key=lambda one: one.on)))


def _table(country: str, subdivision: str | None, year: int) -> "holidays.HolidayBase":
    """The library's holidays of a year, with those that neighbouring years move into it.

    Authorities are public offices: what closes public offices alone counts as well, what leaves them open does not.
    """
    import holidays
    from holidays.constants import GOVERNMENT, PUBLIC

    offered = getattr(holidays, country)
    table = holidays.country_holidays(
        country,
        subdiv=subdivision,
        years=[year - 1, year, year + 1],
        expand=False,
        categories=[one for one in (GOVERNMENT, PUBLIC) if one in offered.supported_categories],
        language=_ENGLISH if _ENGLISH in offered.supported_languages else None,
    )
    for name in CLOSED_FOR_OTHERS_ONLY.get(country, ()):
        if table.get_named(name):
            table.pop_named(name)
    return table


def _holiday(on: date, name: str) -> Holiday:
    shown = name.replace(" (observed, estimated)", " (observed)").replace(" (estimated)", "")
    return Holiday(on, shown, shown != name)


def _leap(year: int) -> bool:
    return monthrange(year, 2)[1] == 29
