"""A procedure's clock: phases one after another on an axis of calendar days; rounds and observed times below."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from app.answers.clocks.durations import Span, in_calendar_days
from app.vocabulary.lists import PhaseRelation
from app.web.charts import svg
from app.web.words import Words

WIDTH = 720
_LEFT, _BAR = 4, 10
_STEPS = (5, 10, 20, 30, 50, 100, 200, 365, 730, 1825, 10**6)


@dataclass(frozen=True)
class Bar:
    """One line of the chart. `begins` is the calendar day on which it stands; a span without ends is not known."""

    label: str
    css: str
    begins: Fraction
    span: Span
    hint: str = ""


def procedure_clock(variant: dict[str, Any], observed: list[dict[str, Any]], say: Words) -> Markup | None:
    """The chart of one path, with times observed for its procedure; null where there is nothing to draw."""
    bars = [*_phases(variant, say), *_observed(observed, say)]
    if not bars and variant["clock"]["basis"] == "unknown":
        return None
    total = variant["total"]
    if total:
        bars.insert(
            0,
            Bar(
                f"{say('total')}: {say.duration(total['duration'])}",
                "total",
                Fraction(0),
                in_calendar_days(total["duration"]),
            ),
        )
    return draw(bars, title=say("clock_of", name=variant["name"] or variant["id"]), unit=say("days"))


def draw(bars: list[Bar], *, title: str, unit: str) -> Markup:
    """Bars under one another on a common axis of calendar days. `unit` is the word for days."""
    longest = max((one.begins + (one.span.longest or 0) for one in bars), default=Fraction(0)) or Fraction(1)
    scale = (WIDTH - 2 * _LEFT) / float(longest)
    axis: list[Markup] = []
    for day in _ticks(float(longest)):
        x = _LEFT + day * scale
        anchor = "start" if day == 0 else "end" if x > WIDTH - 30 else "middle"
        axis += svg.tick(x / WIDTH, day or f"0 {unit}", anchor)
    rows = [(one.label, svg.strip(WIDTH, _BAR, _drawn(one, scale))) for one in bars]
    return svg.strips(rows, axis, title=title, css="clock")


def _phases(variant: dict[str, Any], say: Words) -> list[Bar]:
    bars: list[Bar] = []
    begins = behind = Fraction(0)
    for phase in variant["phases"]:
        span = in_calendar_days(phase["duration"]) if phase["duration"] else Span(None, None)
        extra = phase["relation"] == PhaseRelation.extra_round
        start = begins if phase["relation"] == PhaseRelation.inside_previous else behind
        hint = say.name("PhaseRelation", phase["relation"]) if phase["relation"] else ""
        stops = f" ({say('clock_stops')})" if phase["stop_clock"] else ""
        css = "round" if extra else phase["role"] or "authority"
        bars.append(Bar(f"{phase['name']}: {say.duration(phase['duration'])}{stops}", css, start, span, hint))
        if phase["relation"] != PhaseRelation.inside_previous and not extra:
            begins, behind = start, start + (span.longest or 0)
    return bars


def _observed(items: list[dict[str, Any]], say: Words) -> list[Bar]:
    bars = []
    for item in items:
        low, high = item["low"] or item["point"], item["high"] or item["point"]
        if low is None and high is None:
            continue
        span = in_calendar_days({"min": Fraction(low or high), "max": Fraction(high or low), "unit": item["unit"]})
        bars.append(Bar(f"{say('observed')}: {item['title']}", "observed", Fraction(0), span))
    return bars


def _drawn(one: Bar, scale: float) -> list[Markup]:
    x = _LEFT + float(one.begins) * scale
    low, high = one.span.low, one.span.high
    if low is None and high is None:
        return [svg.box(x, 0, 24, _BAR, "bar unknown", one.hint)]
    shapes: list[Markup] = []
    certain, possible = float(low or 0) * scale, float(high if high is not None else low or 0) * scale
    if possible > certain:
        shapes.append(svg.box(x, 0, possible, _BAR, f"bar {one.css} possible", one.hint))
    if certain:
        shapes.append(svg.box(x, 0, certain, _BAR, f"bar {one.css}", one.hint))
    return shapes


def _ticks(longest: float) -> list[int]:
    """Round numbers of days along the axis, at most eight or so."""
    step = next(one for one in _STEPS if longest / one <= 8)
    return list(range(0, int(longest) + 1, step))
