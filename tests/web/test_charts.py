"""The arithmetic of the charts: a bar is as long as the days that it stands for."""

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.answers.clocks.durations import Span
from app.vocabulary.dates import day_range, months_after
from app.web.charts import axis, clock
from tests.web.markup import Markup

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 10, 1), date(2031, 12, 31))


def _drawn(stretches: list[axis.Stretch], since: date = TODAY) -> Markup:
    chart = axis.time_axis(stretches, since=since, today=TODAY, title="What comes", today_word="today")
    assert chart is not None
    return Markup(chart)


def _bars(page: Markup) -> list[tuple[float, float, str]]:
    return [(float(one.get("x")), float(one.get("width")), one.get("class")) for one in page.all("rect")]


@given(DAYS, st.integers(0, 1500), st.booleans())
def test_a_bar_on_the_axis_of_time_is_as_long_as_its_days(first: date, days: int, certain: bool) -> None:
    last = min(first + timedelta(days), date(2031, 12, 31))
    point = (first, last)
    one = axis.Stretch("x", (first, first), (last, last), "/x") if certain else axis.Stretch("x", point, None, "/x")
    start, end = axis.quarter_of(TODAY), months_after(axis.quarter_of(max(last, TODAY)), 3)
    scale = (axis.WIDTH - 8) / (end - start).days
    (x, wide, css), *sure = _bars(_drawn([one]))
    assert abs(x - 4 - (first - start).days * scale) <= 0.06
    assert abs(wide - max(((last - first).days + 1) * scale, 3)) <= 0.11
    assert "possible" in css
    assert bool(sure) == (certain or first == last)


def test_what_is_only_known_to_the_month_is_pale_for_all_of_it() -> None:
    one = axis.Stretch("x", day_range("2027-02-01"), day_range("2028"), "/x")
    (x, wide, pale), (sure_x, sure_wide, sure) = _bars(_drawn([one]))
    assert (pale, sure) == ("bar authority possible", "bar authority")
    assert x == sure_x
    whole, certain = (date(2028, 12, 31) - date(2027, 2, 1)).days + 1, (date(2028, 1, 1) - date(2027, 2, 1)).days + 1
    assert abs(sure_wide / wide - certain / whole) < 0.001


def test_the_axis_leads_to_entries_and_says_where_today_is() -> None:
    ahead = axis.Stretch("2027-05  A <plan>", day_range("2027-05"), None, "/en/entries/a")
    over = axis.Stretch("long ago", day_range("2020"), None, "/en/entries/b")
    page = _drawn([over, ahead])
    assert page.links == ["/en/entries/a"]
    assert "2027-05 A <plan>" in page.one("svg").text
    assert "today" in page.one("svg").text
    assert page.one("svg").get("aria-label") == "What comes"
    assert axis.time_axis([over], since=TODAY, today=TODAY, title="", today_word="") is None


def test_an_entry_without_a_date_of_its_own_is_not_drawn() -> None:
    item: dict[str, Any] = {"title": "t", "announced_on": "2027-01-01"}
    assert axis.stretch_of(item, "/") is None
    early = axis.stretch_of({"title": "t", "effective_from": "2024-10-01", "transition_until": "2024-09-30"}, "/")
    assert early == axis.Stretch("2024-10-01 – 2024-09-30  t", day_range("2024-10-01"), None, "/")


SPANS = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(st.tuples(st.integers(0, 900), SPANS), min_size=1, max_size=6))
def test_a_bar_of_a_clock_is_as_long_as_its_days(given: list[tuple[int, tuple[int, int]]]) -> None:
    bars = [
        clock.Bar(f"phase {place}", "authority", Fraction(begins), Span(Fraction(low), Fraction(high)))
        for place, (begins, (low, high)) in enumerate(given)
    ]
    page = Markup(clock.draw(bars, title="A clock", unit="days"))
    longest = max(begins + high for begins, (_, high) in given) or 1
    scale = (clock.WIDTH - 8) / longest
    drawn = iter(_bars(page))
    for begins, (low, high) in given:
        for days in [high] * (high > low) + [low] * (low > 0):
            x, wide, _ = next(drawn)
            assert abs(x - 4 - begins * scale) <= 0.06
            assert abs(wide - max(days * scale, 1)) <= 0.06
    assert next(drawn, None) is None


def test_a_phase_of_unknown_length_is_drawn_as_unknown() -> None:
    chart = clock.draw([clock.Bar("a", "authority", Fraction(0), Span(None, None))], title="t", unit="days")
    assert re.findall('class="(bar[^"]*)"', chart) == ["bar unknown"]
