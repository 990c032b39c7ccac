"""Days that staff added: for whom they hold, and what they do to counting."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.clocks.added import AddedDay, added_days
from app.answers.clocks.calendars import calendar_of
from app.answers.clocks.places import Place

SELANGOR = Place("MY", "SGR")
LIEU = date(2027, 6, 8)  # a Tuesday that the library has for a working day
SATURDAY = date(2027, 6, 12)


def said(on: date = LIEU, kind: str = "holiday", **values: Any) -> dict[str, Any]:
    """A day as a jurisdiction's record says it."""
    name = {"en": "Day in lieu", "ko": "대체 휴일", "original": "en", "translation": "reviewed"}
    return {"date": on.isoformat(), "kind": kind, "name": name, "source": "my-gazette", **values}


def kinds(*days: dict[str, Any], place: Place = SELANGOR, authority: str | None = "MY-NPRA") -> list[tuple[str, str]]:
    """The days that hold for an authority, with their kinds."""
    return [(one.on.isoformat(), one.kind) for one in added_days(days, place, authority, "en")]


@pytest.mark.parametrize(
    ("values", "npra", "moh", "elsewhere"),
    [
        ({}, True, True, True),
        ({"subdivision": "SGR"}, True, False, False),
        ({"authority": "MY-MOH"}, False, True, False),
    ],
)
def test_a_day_holds_where_it_is_said_to(values: dict[str, Any], npra: bool, moh: bool, elsewhere: bool) -> None:
    day = said(**values)
    assert bool(kinds(day)) == npra
    assert bool(kinds(day, place=Place("MY", "PJY"), authority="MY-MOH")) == moh
    assert bool(kinds(day, place=Place("MY"), authority=None)) == elsewhere


def test_the_nearest_word_about_a_day_holds_in_whatever_order() -> None:
    days = [said(), said(kind="working-day", subdivision="SGR"), said(authority="MY-NPRA")]
    for order in (days, days[::-1]):
        assert kinds(*order) == [("2027-06-08", "holiday")]
        assert kinds(*order, authority="MY-DCA") == [("2027-06-08", "working-day")]


def test_a_name_is_shown_in_the_asked_language() -> None:
    (english,) = added_days([said()], SELANGOR, None, "en")
    (korean,) = added_days([said()], SELANGOR, None, "ko")
    assert (english.name, korean.name) == ("Day in lieu", "대체 휴일")


def test_a_day_off_is_not_counted_and_a_worked_saturday_is() -> None:
    plain = calendar_of(SELANGOR)
    added = calendar_of(SELANGOR, added_days([said(), said(SATURDAY, "working-day")], SELANGOR, None, "en"))
    monday = LIEU - timedelta(days=1)
    assert (plain.after(monday, 1, "working-day"), added.after(monday, 1, "working-day")) == (LIEU, date(2027, 6, 9))
    assert (plain.works(SATURDAY), added.works(SATURDAY)) == (False, True)
    assert plain.working_days(monday, SATURDAY) == added.working_days(monday, SATURDAY) == 4
    (shown,) = (one for one in added.closed(monday, SATURDAY) if one.added)
    assert (shown.on, shown.name, shown.estimated) == (LIEU, "Day in lieu", False)
    assert not any(one.added for one in plain.closed(monday, SATURDAY))


def test_a_holiday_of_the_library_can_be_worked() -> None:
    closed = date(2027, 8, 31)
    assert not calendar_of(SELANGOR).works(closed)
    added = calendar_of(SELANGOR, added_days([said(closed, "working-day")], SELANGOR, None, "en"))
    assert added.works(closed)
    assert closed not in [one.on for one in added.closed(closed - timedelta(days=1), closed)]


def test_a_place_without_holidays_can_be_given_some() -> None:
    nowhere = Place(None)
    assert not calendar_of(nowhere, added_days([said()], nowhere, "EU-EMA", "en")).works(LIEU)


DAYS = st.dates(date(2027, 1, 1), date(2028, 12, 31))


@given(st.dictionaries(DAYS, st.booleans(), max_size=8), DAYS, st.integers(1, 60))
def test_counting_forth_and_back_agrees_with_counting_day_by_day(
    changes: dict[date, bool], start: date, amount: int
) -> None:
    added = tuple(AddedDay(on, works, "x", "s", None) for on, works in sorted(changes.items()))
    calendar, plain = calendar_of(SELANGOR, added), calendar_of(SELANGOR)
    day, left = start, amount
    while left:
        day += timedelta(days=1)
        left -= changes.get(day, plain.works(day))
    assert calendar.after(start, amount, "working-day") == day
    assert calendar.working_days(start, day) == amount
