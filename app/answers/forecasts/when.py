"""Dates in three cases: earliest, expected, late."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

CASES = ("earliest", "expected", "late")


@dataclass(frozen=True)
class When:
    """A date in three cases; null where it cannot be told."""

    earliest: date | None = None
    expected: date | None = None
    late: date | None = None

    def each(self, change: Callable[[date], date | None]) -> "When":
        """Every known date changed."""
        return When(*(None if day is None else change(day) for day in self.days))

    @property
    def days(self) -> tuple[date | None, date | None, date | None]:
        """The three dates in the order of `CASES`."""
        return self.earliest, self.expected, self.late

    @property
    def known(self) -> list[date]:
        """The dates that are known."""
        return [day for day in self.days if day is not None]

    def shown(self) -> dict[str, str | None]:
        """The dates as answers have them."""
        return {name: None if day is None else day.isoformat() for name, day in zip(CASES, self.days, strict=True)}


def same(day: date | None) -> When:
    """One date in all cases."""
    return When(day, day, day)


def latest(dates: Iterable[When]) -> When:
    """Case by case the last date; null where one of them is not known."""
    return When(*(_over(max, days) for days in zip(*(one.days for one in dates), strict=True)))


def span(dates: Iterable[When]) -> When:
    """From the fastest to the slowest: the first of the earliest, the last of the expected and late dates."""
    given = list(dates)
    if not given:
        return When()
    slowest = latest(given)
    return When(_over(min, [one.earliest for one in given]), slowest.expected, slowest.late)


def _over(choose: Callable[[list[date]], date], days: Iterable[date | None]) -> date | None:
    found = list(days)
    known = [day for day in found if day is not None]
    return choose(known) if known and len(known) == len(found) else None
