"""A partial date is a range of days: it holds every day that it can mean, and what is no date is refused."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vocabulary.dates import day_before, day_range, months_after, years_after

STEADY = settings(deadline=None, database=None, derandomize=True)
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
LENGTHS = st.sampled_from([4, 7, 10])  # of `2024`, `2024-05`, `2024-05-17`

NO_DATES = (
    "",
    "24",
    "202",
    "20240517",
    "2024-5",
    "2024-05-7",
    "2024-13",
    "2024-00",
    "2024-02-30",
    "2023-02-29",
    "2024-04-31",
    "2024-05-00",
    "2024/05",
    "2024-",
    "2024-05-",
    "-2024",
    "+2024",
    "1799",
    "2201-01-01",
    "0000",
    " 2024",
    "2024 ",
    "2024-05-17T00:00",
    "May 2024",
    "unknown",
)


@STEADY
@given(day=DAYS, length=LENGTHS)
def test_a_range_holds_exactly_the_days_that_the_date_can_mean(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    first, last = day_range(text)
    assert first <= day <= last
    assert first.isoformat().startswith(text)
    assert last.isoformat().startswith(text)
    assert not day_before(first).isoformat().startswith(text)
    assert not (last + timedelta(days=1)).isoformat().startswith(text)


@STEADY
@given(day=DAYS)
def test_a_day_lies_in_its_month_and_a_month_in_its_year(day: date) -> None:
    year, month, exact = (day_range(day.isoformat()[:length]) for length in (4, 7, 10))
    assert year[0] <= month[0] <= exact[0] == exact[1] <= month[1] <= year[1]


@STEADY
@given(one=DAYS, other=DAYS, length=LENGTHS)
def test_ranges_of_one_precision_are_ordered_as_their_texts(one: date, other: date, length: int) -> None:
    texts = sorted((one.isoformat()[:length], other.isoformat()[:length]))
    (first, second), (last, last_of_second) = zip(*map(day_range, texts), strict=True)
    if texts[0] == texts[1]:
        assert (first, last) == (second, last_of_second)
    else:
        assert first <= last < second <= last_of_second


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_partial_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected a|must be|out of range"):
        day_range(text)


@pytest.mark.parametrize("text", ["2024\n", "2024-05-17\n"])
def test_a_newline_behind_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        day_range(text)


@pytest.mark.parametrize("text", ["２０２４", "2024-０5", "٢٠٢٤-٠٥-١٧"])
def test_digits_of_other_scripts_are_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        day_range(text)


@STEADY
@given(text=st.from_regex(r"[0-9]{3,5}(-[0-9]{1,3}){0,3}", fullmatch=True))
def test_a_date_is_taken_exactly_when_the_calendar_has_it(text: str) -> None:
    parts = [int(part) for part in text.split("-")]
    shaped = re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text) is not None
    assert _taken(text) == (shaped and 1800 <= parts[0] <= 2200 and _in_calendar(parts))


def _in_calendar(parts: list[int]) -> bool:
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def _taken(text: str) -> bool:
    try:
        day_range(text)
    except ValueError:
        return False
    return True


@STEADY
@given(day=DAYS, years=st.integers(0, 50))
def test_years_later_is_the_same_day_but_for_a_leap_day(day: date, years: int) -> None:
    later = years_after(day, years)
    assert later.year == day.year + years
    assert later.month == day.month
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


def test_a_leap_day_stays_one_where_the_year_has_it() -> None:
    leap = date(2024, 2, 29)
    assert years_after(leap, 4) == date(2028, 2, 29)
    assert years_after(leap, 1) == date(2025, 2, 28)


def test_the_day_before_crosses_months_and_years() -> None:
    assert day_before(date(2024, 3, 1)) == date(2024, 2, 29)
    assert day_before(date(2026, 1, 1)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 11, 23), 24, date(2026, 11, 23)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_a_day_some_months_later_is_clipped_to_the_end_of_the_month(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize("months", [-13, 12 * 9999])
def test_months_beyond_the_calendar_are_refused(months: int) -> None:
    with pytest.raises(ValueError, match="year"):
        months_after(date(1, 12, 31), months)
