"""Partial dates: `2024`, `2024-05`, `2024-05-17`. A partial date is a range of days."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def day_range(partial: str) -> tuple[date, date]:
    """First and last day that a partial date can mean.

    Raises `ValueError` for anything that is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of the calendar.
    """
    match = PARTIAL_DATE.fullmatch(partial)
    if not match:
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if year < 1800 or year > 2200:
        raise ValueError("expected a year between 1800 and 2200")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        if not 1 <= month <= 12:
            raise ValueError("expected a month between 01 and 12")
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    exact = date(year, month, day)
    return exact, exact


def years_after(day: date, years: int) -> date:
    """The day `years` later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or earlier where they are negative, clipped to the end of the month.

    Raises `ValueError` beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)


def instant_text(moment: datetime) -> str:
    """An instant as the atlas writes it: UTC, seconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
