"""Lengths of time brought to one unit, calendar days, with the arithmetic shown.

The atlas keeps every duration in its source's own unit. To put procedures side by side they are counted in
calendar days, by fixed ratios and without any calendar: five working days to a week, 30.4375 days to a month,
365.25 to a year. Dates on an authority's own calendar are another matter: `app.answers.forecasts`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.vocabulary.lists import DurationUnit, PhaseRelation
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

CALENDAR_DAYS: dict[str, Fraction] = {
    DurationUnit.working_day: Fraction(7, 5),
    DurationUnit.calendar_day: Fraction(1),
    DurationUnit.week: Fraction(7),
    DurationUnit.month: Fraction(1461, 48),
    DurationUnit.year: Fraction(1461, 4),
}
"""Calendar days in one of each unit, as an average."""

_UNITS: dict[str, Sentence] = {
    DurationUnit.working_day: Sentence("working days", "근무일"),
    DurationUnit.calendar_day: Sentence("calendar days", "역일"),
    DurationUnit.week: Sentence("weeks", "주"),
    DurationUnit.month: Sentence("months", "개월"),
    DurationUnit.year: Sentence("years", "년"),
}


@dataclass(frozen=True)
class Span:
    """A range of calendar days; an end that the source does not give is null."""

    low: Fraction | None
    high: Fraction | None

    def rounded(self) -> dict[str, int | None]:
        """Whole calendar days, half a day going up."""
        return {"min": _whole(self.low), "max": _whole(self.high)}

    @property
    def longest(self) -> Fraction | None:
        """The upper end, or the lower one where the source gives no other."""
        return self.high if self.high is not None else self.low


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic: what it is (as the variant has it), the source's duration, its calendar days."""

    name: Any
    duration: Data
    span: Span


@dataclass(frozen=True)
class PathClock:
    """How long one path takes by its rules, in calendar days.

    `basis` is `stated` (the source's total), `summed` (a total or phases that we added up) or `unknown`.
    `steps` is what was added, `missing` the names of phases that belong to the sum but have no duration, so that
    the span is a lower bound. `phases` is the sum of the phases where the total is stated as well.
    """

    basis: str
    span: Span
    steps: tuple[Step, ...]
    missing: tuple[Any, ...]
    phases: Span | None

    @property
    def known(self) -> bool:
        """Is there any figure at all?"""
        return self.span.longest is not None


def in_calendar_days(duration: Data) -> Span:
    """A duration `{min, max, unit}` in calendar days; its ends are whole numbers, or decimals as text."""
    ratio = CALENDAR_DAYS[duration["unit"]]
    low, high = duration.get("min"), duration.get("max")
    return Span(None if low is None else Fraction(low) * ratio, None if high is None else Fraction(high) * ratio)


def path_clock(variant: Data) -> PathClock:
    """The clock of one variant (stored content or shown item alike).

    The source's total is taken where there is one. Else its phases are added up: those that follow one another
    and are not said to lie outside the total; a phase inside another adds nothing, an extra round comes only
    when something is wrong.
    """
    steps, missing = _counted(variant.get("phases") or ())
    summed = _sum(step.span for step in steps)
    total = variant.get("total")
    if total and total.get("duration"):
        name = total.get("starts_from") or {}
        own = Step(name, total["duration"], in_calendar_days(total["duration"]))
        return PathClock(total["basis"], own.span, (own,), (), summed if steps and not missing else None)
    if not steps:
        return PathClock("unknown", Span(None, None), (), tuple(missing), None)
    return PathClock("summed", summed, tuple(steps), tuple(missing), None)


def in_clock(phase: Data) -> bool:
    """Does a phase count in the time that every application takes?"""
    return (
        phase.get("relation", PhaseRelation.sequence) == PhaseRelation.sequence and phase.get("in_total") is not False
    )


def unit_name(unit: str, language: str) -> str:
    """A unit of time in words, plural."""
    return _UNITS[unit].say(language)


def counted(number: int | str, unit: str, language: str) -> str:
    """So many of a unit: `1 working day`, `245 working days`, `245근무일`. A number may be a decimal as text."""
    name = unit_name(unit, language)
    if language == "ko":
        return f"{number}{name}"
    return f"{number} {name[:-1] if str(number) == '1' else name}"


def written(duration: Data, language: str) -> str:
    """A duration as people write it: `90–120 working days`, `up to 30 calendar days`, `60근무일 이내`."""
    low, high, unit = duration.get("min"), duration.get("max"), duration["unit"]
    if low is None:
        upper = counted(duration["max"], unit, language)
        return f"{upper} 이내" if language == "ko" else f"up to {upper}"
    if high is None:
        lower = counted(low, unit, language)
        return f"{lower} 이상" if language == "ko" else f"at least {lower}"
    if low == high:
        return counted(high, unit, language)
    return f"{low}{'~' if language == 'ko' else '–'}{counted(high, unit, language)}"


def arithmetic(duration: Data, language: str) -> str:
    """How a duration becomes calendar days: `245 working days × 7/5 = 343 calendar days`."""
    if CALENDAR_DAYS[duration["unit"]] == 1:
        return written(duration, language)
    return f"{_multiplied(duration, language)} = {written(_days(in_calendar_days(duration)), language)}"


def clock_arithmetic(clock: PathClock, language: str) -> str | None:
    """How a path's days came about, with every term of a sum; null where no duration is known."""
    if len(clock.steps) == 1:
        return arithmetic(clock.steps[0].duration, language)
    if not clock.steps:
        return None
    terms = " + ".join(_multiplied(step.duration, language) for step in clock.steps)
    return f"{terms} = {written(_days(clock.span), language)}" if clock.known else terms


def factor(unit: str) -> str:
    """How many calendar days one of a unit is taken for, exactly: `7/5`, `30.4375`."""
    ratio = CALENDAR_DAYS[unit]
    return str(ratio) if unit == DurationUnit.working_day else _decimal(ratio)


def _days(span: Span) -> Data:
    return {**span.rounded(), "unit": DurationUnit.calendar_day}


def _multiplied(duration: Data, language: str) -> str:
    ratio, text = CALENDAR_DAYS[duration["unit"]], written(duration, language)
    if ratio == 1:
        return text
    return f"{text} × {factor(duration['unit'])}"


def _counted(phases: Iterable[Data]) -> tuple[list[Step], list[Any]]:
    steps: list[Step] = []
    missing: list[Any] = []
    for phase in phases:
        if not in_clock(phase):
            continue
        if phase.get("duration"):
            steps.append(Step(phase["name"], phase["duration"], in_calendar_days(phase["duration"])))
        else:
            missing.append(phase["name"])
    return steps, missing


def _sum(spans: Iterable[Span]) -> Span:
    """The sum of ranges: an end is known only where it is known of every part."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    for span in spans:
        low = None if low is None or span.low is None else low + span.low
        high = None if high is None or span.high is None else high + span.high
    return Span(low, high)


def _whole(days: Fraction | None) -> int | None:
    return None if days is None else int(days + Fraction(1, 2))


def _decimal(ratio: Fraction) -> str:
    return f"{float(ratio):g}" if ratio.denominator > 1 else str(ratio)
