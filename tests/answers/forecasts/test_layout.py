"""How the phases of a path become bars: one rule at a time, on a calendar without holidays.

1 June 2026 is a Monday.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers.clocks.places import Place
from app.answers.forecasts.layout import Laid
from app.answers.forecasts.when import CASES
from app.vocabulary.lists import TotalStanding
from tests.answers.forecasts.paths import MONDAY, codes, ends, laid, lasts, phase, setting, shown

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=200)


def test_phases_follow_one_another_and_the_day_after_the_event_is_day_one() -> None:
    path = laid(phase(lasts(5, 5)), phase(lasts(1, 1)))
    assert ends(path) == ("2026-06-09",) * 3
    assert [bar.start.expected for bar in path.bars] == [MONDAY, date(2026, 6, 8)]
    assert shown(path)["bars"][0]["arithmetic"] == (
        "5 working days after 2026-06-01 = 2026-06-08; public holidays on weekdays left out: 0"
    )


def test_a_range_ends_first_at_its_lower_and_expected_at_its_upper_end() -> None:
    assert ends(laid(phase(lasts(5, 10)))) == ("2026-06-08", "2026-06-15", "2026-06-15")


def test_an_upper_limit_alone_has_no_earliest_end_and_neither_has_what_follows() -> None:
    path = laid(phase(lasts(None, 5)), phase(lasts(5, 5)))
    assert ends(path) == (None, "2026-06-15", "2026-06-15")
    assert codes(path, 0) == ["no-lower-bound"]
    assert not path.at_least


def test_a_lower_end_alone_has_no_late_end_and_makes_lower_bounds() -> None:
    path = laid(phase(lasts(5, None), role="authority"), phase(lasts(5, 5)))
    assert ends(path) == ("2026-06-15", "2026-06-15", None)
    assert codes(path, 0) == ["no-upper-bound"]
    assert codes(path, 1) == ["after-unknown-time"]
    assert path.at_least


def test_a_phase_without_a_duration_makes_lower_bounds_and_has_no_end() -> None:
    path = laid(phase(), phase(lasts(5, 5)))
    assert ends(path) == ("2026-06-08",) * 3
    assert path.at_least
    assert path.bars[0].end.known == []
    assert (codes(path, 0), codes(path, 1)) == (["no-duration"], ["after-unknown-time"])


def test_without_any_duration_there_is_no_date_and_the_reason_is_given() -> None:
    path = laid(phase(), phase(role="applicant"))
    assert not path.computable
    assert ends(path) == (None, None, None)
    assert shown(path)["reason"] == "Not computable: the source gives no duration."


def test_the_applicant_s_days_alone_make_no_forecast() -> None:
    assert not laid(phase(role="applicant"), applicant_days=30).computable
    path = laid(phase(lasts(None, 30, "calendar-day"), role="applicant"))
    assert not path.computable
    assert shown(path)["reason"] == "Not computable: the source gives only a time limit for your own step."


def test_the_applicant_s_own_phase_takes_the_days_that_the_caller_says() -> None:
    own = phase(lasts(None, 30, "calendar-day"), role="applicant")
    path = laid(phase(lasts(5, 5)), own, phase(lasts(5, 5)), applicant_days=3)
    assert [bar.end.expected for bar in path.bars] == [date(2026, 6, 8), date(2026, 6, 11), date(2026, 6, 18)]
    assert ends(path) == ("2026-06-18",) * 3
    assert "your-days" in [note["code"] for note in shown(path)["bars"][1]["notes"]]


def test_without_them_it_takes_no_time_but_its_limit_when_late() -> None:
    own = phase(lasts(None, 30, "calendar-day"), role="applicant")
    path = laid(phase(lasts(5, 5)), own, phase(lasts(5, 5)))
    assert ends(path) == ("2026-06-15", "2026-06-15", "2026-07-15")
    assert codes(path, 1) == ["your-time-not-counted"]


def test_more_days_than_the_source_allows_are_counted_and_said() -> None:
    own = phase(lasts(None, 30, "calendar-day"), role="applicant")
    path = laid(phase(lasts(5, 5)), own, applicant_days=45)
    notes = {note["code"]: note["message"] for note in path.bars[1].shown(setting(45), "", critical=False)["notes"]}
    assert notes["over-your-limit"] == "Your 45 days are more than the up to 30 calendar days that the source allows."


def test_clock_stops_come_at_the_start_of_their_phase_and_only_when_late() -> None:
    stops = phase(lasts(5, 5), stop_clock=True)
    path = laid(stops, stops, applicant_days=7)
    # 1 June + 7 days = Monday 8, five working days to 15; + 7 days = 22, five working days to 29.
    assert ends(path) == ("2026-06-15", "2026-06-15", "2026-06-29")
    assert [bar.length.stop_days for bar in path.bars] == [7, 7]
    assert ends(laid(stops, stops)) == ("2026-06-15",) * 3
    assert codes(laid(stops), 0) == ["clock-can-stop"]


def test_a_clock_of_which_no_stop_is_said_takes_none() -> None:
    assert ends(laid(phase(lasts(5, 5)), applicant_days=60)) == ("2026-06-08",) * 3


def test_the_total_holds_every_stop_of_its_phases() -> None:
    stops = phase(lasts(5, 5), stop_clock=True, in_total=True)
    path = laid(stops, phase(in_total=True), whole=lasts(20, 20), applicant_days=7)
    # 1 June + 7 days = Monday 8 June, twenty working days to 6 July.
    assert path.basis == "total"
    assert ends(path) == ("2026-06-29", "2026-06-29", "2026-07-06")


def test_an_extra_round_is_held_by_the_late_case_alone() -> None:
    extra = phase(lasts(None, 7, "calendar-day"), relation="extra-round", role="round")
    path = laid(phase(lasts(5, 5)), extra, phase(lasts(1, 1)))
    assert ends(path) == ("2026-06-09", "2026-06-09", "2026-06-16")
    assert path.bars[1].start.shown() == {"earliest": None, "expected": None, "late": "2026-06-08"}
    with_total = laid(phase(lasts(5, 5)), extra, whole=lasts(10, 10))
    assert ends(with_total) == ("2026-06-15", "2026-06-15", "2026-06-22")


def test_an_extra_round_of_unknown_length_is_said_and_in_no_date() -> None:
    path = laid(phase(lasts(5, 5)), phase(relation="extra-round"))
    assert ends(path) == ("2026-06-08",) * 3
    assert codes(path, 1) == ["extra-round-unknown"]


def test_a_phase_inside_another_adds_nothing_and_lies_within_it() -> None:
    path = laid(phase(lasts(5, 5)), phase(lasts(3, 3), relation="inside-previous"), phase(lasts(1, 1)))
    assert ends(path) == ("2026-06-09",) * 3
    assert (path.bars[1].start, path.bars[1].end) == (path.bars[0].start, path.bars[0].end)
    assert codes(path, 1) == ["inside"]


def test_a_phase_inside_the_clock_as_a_whole_lies_within_the_total() -> None:
    path = laid(phase(lasts(3, 3), relation="inside-previous"), whole=lasts(10, 10))
    whole, inside = path.bars
    assert (inside.start, inside.end) == (whole.start, whole.end)
    assert path.basis == "total"


def test_what_is_outside_the_total_comes_on_top_of_it() -> None:
    after = phase(lasts(None, 7, "calendar-day"), in_total=False, role="authority")
    path = laid(phase(lasts(10, 10), in_total=True), after, whole=lasts(10, 10))
    assert path.clock_ends.shown() == dict.fromkeys(CASES, "2026-06-15")
    assert ends(path) == (None, "2026-06-22", "2026-06-22")


def test_what_is_outside_the_total_at_its_head_lies_before_filing() -> None:
    ahead = phase(lasts(None, 15, "calendar-day"), in_total=False)
    path = laid(ahead, phase(lasts(10, 10), in_total=True), whole=lasts(10, 10))
    assert path.bars[1].kind == "before"
    assert path.bars[1].start.shown() == {"earliest": None, "expected": "2026-05-17", "late": "2026-05-17"}
    assert path.bars[1].end.expected == MONDAY
    assert ends(path) == ("2026-06-15",) * 3


def test_a_notice_at_least_so_long_ahead_lies_before_filing() -> None:
    notice = phase(lasts(2, None, "month"), role="applicant")
    path = laid(notice, phase(lasts(1, 1)), day=date(2026, 4, 30))
    assert path.bars[0].start.expected == date(2026, 2, 28)
    assert ends(path) == ("2026-05-01",) * 3
    alone = laid(notice)
    assert not alone.computable
    assert shown(alone)["reason"].startswith("Not computable: the source gives a duration only for what comes before")


def test_time_of_unknown_length_before_the_clock_makes_its_total_a_lower_bound() -> None:
    path = laid(phase(in_total=False), phase(lasts(10, 10), in_total=True), whole=lasts(10, 10))
    assert path.at_least
    assert path.bars[0].at_least
    unclear = laid(phase(), phase(lasts(10, 10), in_total=True), whole=lasts(12, 12))
    assert (unclear.basis, unclear.at_least) == ("total", True)


def test_a_total_that_differs_from_its_phases_is_followed_and_both_are_shown() -> None:
    path = laid(phase(lasts(5, 5)), phase(lasts(5, 5)), whole=lasts(15, 15))
    assert ends(path) == ("2026-06-22",) * 3
    assert [bar.end.expected for bar in path.bars] == [date(2026, 6, 22), date(2026, 6, 8), date(2026, 6, 15)]
    assert [note["code"] for note in path.notes] == ["total-differs"]


def test_phases_that_are_no_breakdown_are_said_to_be_none() -> None:
    path = laid(phase(lasts(5, 5)), phase(), whole=lasts(15, 15))
    assert ends(path) == ("2026-06-22",) * 3
    assert [note["code"] for note in path.notes] == ["phases-not-whole"]
    other_unit = laid(phase(lasts(5, 5, "calendar-day")), whole=lasts(5, 5))
    assert (other_unit.basis, [note["code"] for note in other_unit.notes]) == ("total", ["total-differs"])


def test_a_total_and_phases_that_agree_say_nothing() -> None:
    path = laid(phase(lasts(5, 5)), phase(lasts(5, 10)), whole=lasts(10, 15))
    assert (path.basis, path.notes) == ("phases", [])
    assert ends(path) == ("2026-06-15", "2026-06-22", "2026-06-22")
    assert path.bars[0].end == path.ends


def test_no_working_day_at_all_is_the_day_of_receipt() -> None:
    assert ends(laid(phase(lasts(0, 0)))) == ("2026-06-01",) * 3


def test_an_end_on_a_day_without_work_stays_and_is_marked() -> None:
    bar = shown(laid(phase(lasts(5, 6, "calendar-day"))))["bars"][0]
    assert bar["end"] == {"earliest": "2026-06-06", "expected": "2026-06-07", "late": "2026-06-07"}
    assert bar["not_working"] == ["earliest", "expected", "late"]
    assert bar["notes"][0]["message"].endswith("its next working day is 2026-06-08.")


def test_an_end_beyond_the_years_that_are_counted_is_not_known() -> None:
    path = laid(phase(lasts(100_000, 100_000, "year")), phase(lasts(1, 1)))
    assert ends(path) == (None, None, None)
    assert codes(path, 0) == ["too-far"]


@pytest.mark.parametrize("standing", list(TotalStanding))
def test_a_total_that_is_no_time_limit_says_what_it_is(standing: str) -> None:
    path = laid(whole=lasts(5, 5), standing=standing)
    assert [note["code"] for note in path.notes] == [f"total-{standing}"]


def test_only_what_was_counted_over_unannounced_holidays_is_an_estimate() -> None:
    selangor, far = Place("MY", "SGR"), date(2028, 1, 3)
    assert laid(phase(lasts(5, 5)), place=selangor, day=far).bars[0].estimated(setting(None, selangor).calendar)
    days = laid(phase(lasts(5, 5, "calendar-day")), place=selangor, day=far)
    assert not days.bars[0].estimated(setting(None, selangor).calendar)


UNITS = st.sampled_from(["working-day", "calendar-day", "week", "month"])


@st.composite
def _durations(draw: st.DrawFn) -> dict[str, Any] | None:
    low = draw(st.none() | st.integers(0, 60))
    high = draw(st.none() | st.integers(low or 0, 90))
    if low is None and high is None:
        return None
    return lasts(low, high, draw(UNITS))


PHASES = st.builds(
    phase,
    _durations(),
    role=st.sampled_from([None, "authority", "applicant", "council", "round"]),
    stop_clock=st.sampled_from([None, True, False]),
    in_total=st.sampled_from([None, True, False]),
    relation=st.sampled_from(["sequence", "sequence", "inside-previous", "extra-round"]),
)
PLACES = st.sampled_from([Place(None), Place("MY", "SGR"), Place("BN"), Place("TH")])
PATHS = st.fixed_dictionaries(
    {
        "phases": st.lists(PHASES, max_size=5),
        "whole": _durations(),
        "day": st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        "place": PLACES,
    }
)


def _lay(given_path: dict[str, Any], applicant_days: int | None = None) -> Laid:
    rest = {name: value for name, value in given_path.items() if name != "phases"}
    return laid(*given_path["phases"], applicant_days=applicant_days, **rest)


@STEADY
@given(path=PATHS, applicant_days=st.none() | st.integers(0, 90))
def test_no_case_is_earlier_than_the_one_before_it_and_no_bar_ends_before_it_starts(
    path: dict[str, Any], applicant_days: int | None
) -> None:
    found = _lay(path, applicant_days)
    for one in (found.ends, found.clock_ends, *(bar.end for bar in found.bars if bar.kind != "before")):
        assert one.known == sorted(one.known)
    for bar in found.bars:
        for start, end in zip(bar.start.days, bar.end.days, strict=True):
            assert start is None or end is None or start <= end
    assert found.computable == bool(found.ends.known) or found.ends.expected is None


@STEADY
@given(path=PATHS, days=st.integers(0, 60), more=st.integers(0, 60))
def test_more_days_of_the_applicant_never_make_it_end_sooner(path: dict[str, Any], days: int, more: int) -> None:
    sooner, later = _lay(path, days).ends, _lay(path, days + more).ends
    for one, other in zip(sooner.days, later.days, strict=True):
        assert (one is None) == (other is None)
        assert one is None or other is None or one <= other


@STEADY
@given(path=PATHS, wait=st.integers(0, 400))
def test_filing_later_never_ends_sooner(path: dict[str, Any], wait: int) -> None:
    waited = _lay({**path, "day": path["day"] + timedelta(days=wait)}).ends
    for one, other in zip(_lay(path).ends.days, waited.days, strict=True):
        assert one is None or other is None or one <= other


@STEADY
@given(path=PATHS)
def test_what_is_shown_is_whole_and_in_both_languages(path: dict[str, Any]) -> None:
    found = _lay(path)
    for language in ("en", "ko"):
        answer = found.shown(setting(None, path["place"], language), critical=True)
        assert len(answer["bars"]) == len(path["phases"]) + bool(path["whole"])
        assert (answer["reason"] is None) == answer["computable"]
        assert all(note["message"] for bar in answer["bars"] for note in bar["notes"])
