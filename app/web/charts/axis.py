"""Dates on an axis of time with its quarters: what holds from when until when, and where today is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from app.vocabulary.dates import day_range, months_after
from app.web.charts import svg

WIDTH = 720
_LEFT, _TOP, _ROW, _BAR = 4, 52, 34, 10
_LEAST = 3
"""Units that a single day is wide, so that it is seen."""
_NAMED = 56
"""Units that the name of a quarter needs beside the next."""
_YEARS_AHEAD = 6

Range = tuple[date, date]


@dataclass(frozen=True)
class Stretch:
    """One line: from the days on which it may begin to those on which it may end.

    Without an end it is a point, as wide as its beginning is uncertain; without a beginning it is its end.
    """

    label: str
    begins: Range | None
    ends: Range | None
    link: str

    @property
    def first(self) -> date:
        """The first day that it may touch."""
        return min(one[0] for one in (self.begins, self.ends) if one)

    @property
    def last(self) -> date:
        """The last day that it may touch."""
        return max(one[1] for one in (self.begins, self.ends) if one)


def stretch_of(item: dict[str, Any], link: str) -> Stretch | None:
    """An entry's own dates: when it takes effect or begins to apply, and when it or its transition ends.

    Null where it has none of these: the day on which something was announced is no day on which it holds.
    """
    begins = item.get("effective_from") or item.get("applies_from")
    ends = item.get("transition_until") or item.get("applies_until")
    if not begins and not ends:
        return None
    said = " – ".join(one for one in dict.fromkeys((begins, ends)) if one)
    first, last = (day_range(one) if one else None for one in (begins, ends))
    if first and last and last[1] < first[0]:  # a source may let a transition end before the rule begins
        last = None
    return Stretch(f"{said}  {item['title']}", first, last, link)


def in_order(one: Stretch) -> tuple[date, date, str]:
    """By when it is over, then by when it begins: the order of the chart and of the list beside it."""
    return one.last, one.first, one.label


def time_axis(
    stretches: Sequence[Stretch], *, since: date, today: date, title: str, today_word: str
) -> Markup | None:
    """The chart of what touches the time from the quarter of `since` on; null where nothing does.

    Each line leads to its entry. Whole days are drawn: a bar is as long as the days from its first to its last.
    """
    start = quarter_of(since)
    shown = [one for one in stretches if one.last >= start]
    if not shown:
        return None
    latest = min(max(*(one.last for one in shown), today), months_after(today, 12 * _YEARS_AHEAD))
    end = months_after(quarter_of(latest), 3)
    scale = (WIDTH - 2 * _LEFT) / (end - start).days
    height = _TOP + _ROW * len(shown) - _ROW + _BAR + 8

    def at(day: date) -> float:
        return _LEFT + (min(max(day, start), end) - start).days * scale

    shapes = list(_grid(start, end, at, height))
    x = at(today)
    shapes += [
        svg.line(x, 16, x, height - 2, "today"),
        svg.words(x + (-4 if x > WIDTH / 2 else 4), 26, today_word, "tick", "end" if x > WIDTH / 2 else "start"),
    ]
    for place, one in enumerate(sorted(shown, key=in_order)):
        shapes += _drawn(one, _TOP + place * _ROW, at)
    return svg.figure(WIDTH, height, title=title, shapes=shapes, css="axis")


def quarter_of(day: date) -> date:
    """The first day of the quarter that a day is in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _grid(start: date, end: date, at: Any, height: float) -> Iterator[Markup]:
    quarters = list(_quarters(start, end))
    close = (WIDTH - 2 * _LEFT) / len(quarters) < _NAMED
    for one in quarters:
        x = at(one)
        yield svg.line(x, 14, x, height - 2, "grid")
        if not close:
            yield svg.words(x, 10, f"{one:%Y-%m}", "tick")
        elif one.month == 1:
            yield svg.words(x, 10, one.year, "tick")


def _quarters(start: date, end: date) -> Iterator[date]:
    while start < end:
        yield start
        start = months_after(start, 3)


def _drawn(one: Stretch, y: float, at: Any) -> Iterable[Markup]:
    begins, ends = one.begins or one.ends, one.ends or one.begins
    assert begins is not None
    assert ends is not None
    first, last = begins[0], ends[1]
    # What is certain lies between the last day on which it may begin and the first on which it may end.
    sure = (begins[1], ends[0]) if one.begins and one.ends else (first, last) if first == last else None
    shapes = [_bar(first, last, y, at, "bar authority possible")]
    if sure and sure[0] <= sure[1]:
        shapes.append(_bar(*sure, y, at, "bar authority"))
    x = at(first)
    wide = sum(12 if character > "\u2fff" else 6.3 for character in one.label)
    beyond = x + wide > WIDTH
    label = svg.words(WIDTH - _LEFT if beyond else x, y - 4, one.label, "label", "end" if beyond else "start")
    return [svg.link(one.link, Markup("").join([*shapes, label]))]


def _bar(first: date, last: date, y: float, at: Any, css: str) -> Markup:
    x = at(first)
    return svg.box(x, y, max(at(last + timedelta(days=1)) - x, _LEAST), _BAR, css)
