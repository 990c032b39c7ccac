"""Bars on a calendar: from which day to which something runs, in months, with the days on which nobody works."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.vocabulary.dates import months_after
from app.web.charts import svg

WIDTH = 1000
_BAR = 10
_OPEN = 24
"""Units of the dashed box that stands for time of unknown length."""
_STROKE = 2.5
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 1200)
_NAMES = 6
"""Names of months that have room beside one another on a phone."""


@dataclass(frozen=True)
class Row:
    """One line of the chart; without any day it is a heading.

    Solid from `begins` to `ends`, the days that are expected; pale on to `late`; a stroke at the `earliest` end.
    `open` says that it may take longer than any of them, because no source gives its length.
    """

    label: str
    css: str = ""
    begins: date | None = None
    ends: date | None = None
    earliest: date | None = None
    late: date | None = None
    open: bool = False

    @property
    def days(self) -> tuple[date, ...]:
        """All its days that are known."""
        return tuple(one for one in (self.begins, self.ends, self.earliest, self.late) if one)


class Scale:
    """Where a day stands: as many units a day, from the first of the first month to the end of the last."""

    def __init__(self, days: Iterable[date]) -> None:
        known = sorted(days)
        self.start = known[0].replace(day=1)
        self.end = months_after(known[-1].replace(day=1), 1)
        self.unit = WIDTH / (self.end - self.start).days

    def at(self, day: date) -> float:
        """Units from the left edge of the chart."""
        return (day - self.start).days * self.unit

    def months(self) -> Iterator[date]:
        """The first days of all its months."""
        month = self.start
        while month < self.end:
            yield month
            month = months_after(month, 1)


def calendar_bars(rows: Sequence[Row], *, closed: Iterable[date], closed_label: str, title: str) -> Markup | None:
    """The chart; null where no row has a day. A bar is as long as the days from its beginning to its end.

    `closed` are days on which nobody works beside the weekends: a row of strokes, if there are any.
    """
    days = [day for row in rows for day in row.days]
    if not days:
        return None
    scale = Scale(days)
    lines = [(_label(row), _strip(_bars(row, scale)) if row.days else Markup("")) for row in rows]
    off = [day for day in sorted(set(closed)) if scale.start <= day < scale.end]
    if off:
        strokes = [svg.box(scale.at(day), 0, _STROKE, _BAR, "bar closed") for day in off]
        lines.append((Markup.escape(closed_label), _strip(strokes)))
    return svg.strips(lines, _grid(scale), title=title, css="calendar")


def _label(row: Row) -> Markup:
    return Markup.escape(row.label) if row.days else Markup("<strong>{}</strong>").format(row.label)


def _strip(shapes: Iterable[Markup]) -> Markup:
    return svg.strip(WIDTH, _BAR, shapes)


def _grid(scale: Scale) -> Iterator[Markup]:
    """A line for each month, or for those alone that have a name where there are many."""
    months = list(scale.months())
    step = next(one for one in _STEPS if len(months) / one <= _NAMES)
    for place, month in enumerate(months):
        share = scale.at(month) / WIDTH
        if place % step == 0:
            yield from svg.tick(share, f"{month:%Y-%m}", "start")
        elif step <= _NAMES:
            yield svg.tick(share, "", "start")[0]


def _bars(row: Row, scale: Scale) -> Iterator[Markup]:
    first = row.begins or row.days[0]
    if row.late and (row.ends is None or row.late > row.ends):
        yield _bar(row.ends or first, row.late, scale, f"bar {row.css} possible")
    if row.begins and row.ends:
        yield _bar(row.begins, row.ends, scale, f"bar {row.css}")
    if row.open:
        yield svg.box(min(scale.at(max(row.days)), WIDTH - _OPEN), 0, _OPEN, _BAR, "bar unknown")
    if row.earliest and row.ends and row.earliest < row.ends:
        yield svg.box(scale.at(row.earliest), 0, _STROKE, _BAR, "bar earliest")


def _bar(first: date, last: date, scale: Scale, css: str) -> Markup:
    return svg.box(scale.at(first), 0, scale.at(last) - scale.at(first), _BAR, css)
