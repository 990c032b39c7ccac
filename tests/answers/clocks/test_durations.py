"""Durations in calendar days, and the clock of a path, worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.clocks.durations import (
    CALENDAR_DAYS,
    Span,
    arithmetic,
    clock_arithmetic,
    in_calendar_days,
    path_clock,
    written,
)

Data = dict[str, Any]
UNITS = st.sampled_from(sorted(CALENDAR_DAYS))


def lasting(low: int | None, high: int | None, unit: str) -> Data:
    """A duration."""
    return {"min": low, "max": high, "unit": unit}


def phase(duration: Data | None = None, relation: str = "sequence", in_total: bool | None = None) -> Data:
    """A phase."""
    return {"name": "a phase", "duration": duration, "relation": relation, "in_total": in_total}


@pytest.mark.parametrize(
    ("duration", "days", "english", "korean"),
    [
        # 245 × 7/5 = 343
        (
            lasting(245, 245, "working-day"),
            {"min": 343, "max": 343},
            "245 working days × 7/5 = 343 calendar days",
            "245근무일 × 7/5 = 343역일",
        ),
        # 90 × 1.4 = 126; 120 × 1.4 = 168
        (
            lasting(90, 120, "working-day"),
            {"min": 126, "max": 168},
            "90–120 working days × 7/5 = 126–168 calendar days",
            "90~120근무일 × 7/5 = 126~168역일",
        ),
        (
            lasting(None, 250, "working-day"),
            {"min": None, "max": 350},
            "up to 250 working days × 7/5 = up to 350 calendar days",
            "250근무일 이내 × 7/5 = 350역일 이내",
        ),
        # 3 × 30.4375 = 91.3125
        (
            lasting(3, None, "month"),
            {"min": 91, "max": None},
            "at least 3 months × 30.4375 = at least 91 calendar days",
            "3개월 이상 × 30.4375 = 91역일 이상",
        ),
        # 365.25 and 730.5: half a day goes up
        (
            lasting(1, 2, "year"),
            {"min": 365, "max": 731},
            "1–2 years × 365.25 = 365–731 calendar days",
            "1~2년 × 365.25 = 365~731역일",
        ),
        (
            lasting(2, 3, "week"),
            {"min": 14, "max": 21},
            "2–3 weeks × 7 = 14–21 calendar days",
            "2~3주 × 7 = 14~21역일",
        ),
        # 1.4 is one day
        (
            lasting(1, 1, "working-day"),
            {"min": 1, "max": 1},
            "1 working day × 7/5 = 1 calendar day",
            "1근무일 × 7/5 = 1역일",
        ),
        (lasting(None, 30, "calendar-day"), {"min": None, "max": 30}, "up to 30 calendar days", "30역일 이내"),
        (
            lasting(0, 0, "working-day"),
            {"min": 0, "max": 0},
            "0 working days × 7/5 = 0 calendar days",
            "0근무일 × 7/5 = 0역일",
        ),
    ],
)
def test_a_duration_becomes_calendar_days_and_shows_how(
    duration: Data, days: Data, english: str, korean: str
) -> None:
    assert in_calendar_days(duration).rounded() == days
    assert arithmetic(duration, "en") == english
    assert arithmetic(duration, "ko") == korean


def test_an_observed_decimal_is_counted_as_it_is_written() -> None:
    # 1.5 × 30.4375 = 45.65625
    duration = {"min": "1.5", "max": "1.5", "unit": "month"}
    assert in_calendar_days(duration).rounded() == {"min": 46, "max": 46}
    assert arithmetic(duration, "en") == "1.5 months × 30.4375 = 46 calendar days"


def test_phases_that_follow_one_another_are_added() -> None:
    # 50 and 180 working days: (50 + 180) × 7/5 = 322
    clock = path_clock({"phases": [phase(lasting(50, 50, "working-day")), phase(lasting(180, 180, "working-day"))]})
    assert (clock.basis, clock.span.rounded(), clock.missing) == ("summed", {"min": 322, "max": 322}, ())
    assert clock_arithmetic(clock, "en") == ("50 working days × 7/5 + 180 working days × 7/5 = 322 calendar days")


def test_months_are_rounded_once_and_not_term_by_term() -> None:
    # 2 × 30.4375 = 60.875, while 30 + 30 would be 60
    clock = path_clock({"phases": [phase(lasting(1, 1, "month")), phase(lasting(1, 1, "month"))]})
    assert clock.span.rounded() == {"min": 61, "max": 61}


@pytest.mark.parametrize(
    "aside",
    [
        phase(lasting(90, 90, "calendar-day"), "inside-previous"),
        phase(lasting(90, 90, "calendar-day"), "extra-round"),
        phase(lasting(90, 90, "calendar-day"), in_total=False),
    ],
)
def test_what_runs_inside_comes_only_at_need_or_lies_outside_adds_nothing(aside: Data) -> None:
    clock = path_clock({"phases": [phase(lasting(10, 10, "calendar-day")), aside]})
    assert clock.span == Span(Fraction(10), Fraction(10))


def test_a_phase_without_a_duration_makes_the_sum_a_lower_bound() -> None:
    clock = path_clock({"phases": [phase(lasting(60, 60, "working-day")), phase()]})
    assert clock.span.rounded() == {"min": 84, "max": 84}
    assert clock.missing == ("a phase",)


def test_the_total_of_the_source_goes_before_our_sum_and_both_are_kept() -> None:
    variant = {
        "phases": [phase(lasting(30, 30, "calendar-day")), phase(lasting(60, 60, "calendar-day"))],
        "total": {"duration": lasting(100, 100, "calendar-day"), "basis": "stated"},
    }
    clock = path_clock(variant)
    assert (clock.basis, clock.span.rounded()) == ("stated", {"min": 100, "max": 100})
    assert clock.phases is not None
    assert clock.phases.rounded() == {"min": 90, "max": 90}


def test_a_path_without_any_figure_is_unknown_and_not_zero() -> None:
    clock = path_clock({"phases": [phase()], "total": None})
    assert (clock.basis, clock.known, clock.span.rounded()) == ("unknown", False, {"min": None, "max": None})
    assert clock_arithmetic(clock, "en") is None


def test_ends_that_are_known_of_different_phases_alone_give_no_sum() -> None:
    clock = path_clock({"phases": [phase(lasting(3, None, "week")), phase(lasting(None, 9, "week"))]})
    assert not clock.known
    assert clock_arithmetic(clock, "en") == "at least 3 weeks × 7 + up to 9 weeks × 7"


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000), UNITS), min_size=1, max_size=6))
def test_a_sum_is_the_sum_of_its_phases_whatever_their_order(parts: list[tuple[int, int, str]]) -> None:
    phases = [phase(lasting(min(low, high), max(low, high), unit)) for low, high, unit in parts]
    clock = path_clock({"phases": phases})
    assert clock.span.low == sum(min(low, high) * CALENDAR_DAYS[unit] for low, high, unit in parts)
    assert clock.span.high == sum(max(low, high) * CALENDAR_DAYS[unit] for low, high, unit in parts)
    assert path_clock({"phases": phases[::-1]}).span == clock.span


@given(st.integers(0, 100_000), st.integers(0, 100_000), UNITS, st.sampled_from(["en", "ko"]))
def test_more_is_never_shorter_and_the_text_names_both_ends(low: int, more: int, unit: str, language: str) -> None:
    shorter, longer = (in_calendar_days(lasting(None, one, unit)).high for one in (low, low + more))
    assert shorter is not None
    assert longer is not None
    assert shorter <= longer
    text = written(lasting(low, low + more, unit), language)
    assert str(low) in text
    assert str(low + more) in text
