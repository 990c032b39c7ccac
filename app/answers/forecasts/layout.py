"""Laying out one path of a procedure as bars on its authority's calendar.

The rules and their reasons are written down in docs/forecasts.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.answers.forecasts.bars import Bar, Setting
from app.answers.forecasts.lengths import Length, late_only, length_of, notice_of
from app.answers.forecasts.sentences import NO_DURATION, ONLY_BEFORE, ONLY_YOURS, PATH_NOTES, said
from app.answers.forecasts.when import When
from app.vocabulary.lists import PhaseRelation, PhaseRole
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

WHOLE = Sentence("The whole clock", "전체 기간")

_TOTAL: Item = dict.fromkeys(("name", "role", "stop_clock", "stops_on"))
"""Members of a phase that a total has not."""


@dataclass
class Laid:
    """A path that was laid out; `basis` is null where the source gives no duration."""

    variant: Item
    bars: list[Bar]
    basis: str | None
    clock_ends: When
    ends: When
    at_least: bool
    notes: list[Item]

    @property
    def computable(self) -> bool:
        """Is there any date?"""
        return self.basis is not None

    def shown(self, setting: Setting, *, critical: bool) -> Item:
        """The path as the answer has it; `critical` if the end of the forecast hangs on it."""
        leading = ("total", "outside") if self.basis == "total" else ("phase", "outside", "extra-round")
        name = WHOLE.say(setting.language)
        return {
            "variant": self.variant["id"],
            "name": self.variant["name"],
            "condition": self.variant["condition"],
            "computable": self.computable,
            "reason": None if self.computable else self._reason().say(setting.language),
            "basis": self.basis,
            "bars": [
                one.shown(setting, name, critical=critical and self.computable and one.kind in leading)
                for one in self.bars
            ],
            "clock_ends": self.clock_ends.shown(),
            "ends": self.ends.shown(),
            "at_least": self.at_least,
            "estimated": any(bar.estimated(setting.calendar) for bar in self.bars),
            "notes": self.notes,
        }

    def _reason(self) -> Sentence:
        """Why there is no date."""
        if any(bar.kind == "before" for bar in self.bars):
            return ONLY_BEFORE
        limited = any(bar.kind == "phase" and bar.phase["duration"] is not None for bar in self.bars)
        return ONLY_YOURS if limited else NO_DURATION


def lay_out(procedure: str, variant: Item, received: When, setting: Setting, *, at_least: bool) -> Laid:
    """The bars of a path that is received on the given dates; `at_least` where these are lower bounds."""
    track = _Track(f"{procedure}/{variant['id']}", setting, received, at_least)
    for phase, place in zip(variant["phases"], _places(variant["phases"]), strict=True):
        track.add(phase, place)
    stated = (variant["total"] or {}).get("duration")
    agrees = stated is not None and _agrees(variant["phases"], stated)
    total = _total(variant, track, received, at_least=at_least) if stated else None
    if total is None or agrees:
        laid = Laid(variant, track.bars, "phases", track.clock_ends, track.cursor, track.at_least, [])
        if not track.counted:
            laid.basis, laid.clock_ends, laid.ends = None, When(), When()
    else:
        ends, open_end = _behind(total, track)
        laid = Laid(variant, track.bars, "total", total.end, ends, open_end, [])
    if total is not None:
        if agrees:
            total.start, total.end, total.at_least = track.clock_starts, track.clock_ends, track.at_least
        laid.bars = [total, *track.bars]
    for bar in laid.bars:
        if bar.kind == "inside" and not bar.start.known and total is not None:
            bar.start, bar.end, bar.at_least = total.start, total.end, total.at_least
    laid.notes = list(_notes(laid, agrees=agrees, language=setting.language))
    return laid


@dataclass
class _Track:
    """The phases one behind the other, and how far they have come."""

    name: str
    setting: Setting
    cursor: When
    at_least: bool
    bars: list[Bar] = field(default_factory=list)
    clock_starts: When = field(default_factory=When)
    clock_ends: When = field(default_factory=When)
    last: Bar | None = None
    counted: bool = False
    """Has any phase of the clock a duration of its source's?"""

    def __post_init__(self) -> None:
        self.filed = self.cursor

    def add(self, phase: Item, place: str) -> None:
        """Add a phase in its place: before filing, behind what is there, inside it, or as one more round."""
        bar = Bar(f"{self.name}/{len(self.bars) + 1}", place, phase, length_of(phase, self.setting.applicant_days))
        self.bars.append(bar)
        match place:
            case "before":
                bar.length = notice_of(phase["duration"])
                bar.start, bar.end = bar.length.before(self.setting.calendar, self.filed), self.filed
            case "inside":
                if self.last is not None:
                    bar.start, bar.end, bar.at_least = self.last.start, self.last.end, self.last.at_least
            case "extra-round":
                self._extra_round(bar)
            case _:
                self._follow(bar)

    def _follow(self, bar: Bar) -> None:
        self.last = bar
        bar.start = self.cursor
        self.at_least = self.at_least or not bar.length.given or bar.length.open
        bar.at_least = self.at_least
        if not bar.length.given:
            return
        bar.end = self.cursor = bar.length.after(self.setting.calendar, bar.start)
        if bar.kind == "phase":
            own = bar.phase["role"] == PhaseRole.applicant
            # A limit for the applicant alone says nothing on how long it takes.
            self.counted = self.counted or (
                bar.phase["duration"] is not None and not (own and not bar.length.expected)
            )
            self.clock_starts = self.clock_starts if self.clock_starts.known else bar.start
            self.clock_ends = bar.end

    def _extra_round(self, bar: Bar) -> None:
        bar.length = late_only(bar.phase, self.setting.applicant_days)
        bar.at_least = self.at_least
        bar.start = When(late=self.cursor.late)
        if bar.length.given:
            bar.end = bar.length.after(self.setting.calendar, bar.start)
            self.cursor = When(self.cursor.earliest, self.cursor.expected, bar.end.late)
            if self.clock_ends.known:
                self.clock_ends = When(self.clock_ends.earliest, self.clock_ends.expected, bar.end.late)


def _places(phases: list[Item]) -> Iterator[str]:
    """Where each phase goes.

    What stands outside the total at the head of the clock, and a notice that the applicant gives "at least so long
    ahead", comes before filing. Outside the total further on, or of unknown length, a phase is on the way.
    """
    begun = False
    for phase in phases:
        if phase["relation"] == PhaseRelation.inside_previous:
            yield "inside"
        elif phase["relation"] == PhaseRelation.extra_round:
            yield "extra-round"
        elif not begun and phase["duration"] is not None and (phase["in_total"] is False or _is_notice(phase)):
            yield "before"
        elif phase["in_total"] is False:
            yield "outside"
        else:
            begun = True
            yield "phase"


def _is_notice(phase: Item) -> bool:
    return phase["role"] == PhaseRole.applicant and phase["duration"].get("max") is None


def _total(variant: Item, track: _Track, received: When, *, at_least: bool) -> Bar:
    """The whole clock as the source states it; late, with every clock stop and extra round of its phases."""
    total = variant["total"]
    phase = {**_TOTAL, **total}
    own = length_of(phase, None)
    stops = [bar.length for bar in track.bars if bar.length.stop_days]
    rounds = [step for bar in track.bars if bar.kind == "extra-round" for step in bar.length.late or ()]
    late = None if own.late is None else (*(one.late[0] for one in stops if one.late), *own.late, *rounds)
    length = Length(own.earliest, own.expected, late, open=own.open, stop_days=sum(one.stop_days for one in stops))
    bar = Bar(f"{track.name}/total", "total", phase, length, received)
    bar.end = length.after(track.setting.calendar, received)
    bar.at_least = at_least or own.open or _opens_unknown(track.bars)
    return bar


def _opens_unknown(bars: list[Bar]) -> bool:
    """Does time of unknown length come before the first phase that is surely in the total?"""
    for bar in bars:
        if bar.phase["in_total"] is True:
            return any(not one.length.given for one in bars[: bars.index(bar)] if one.kind in ("phase", "outside"))
    return False


def _agrees(phases: list[Item], total: Item) -> bool:
    """Are the phases of the clock a breakdown of the total: all of them known, in its unit, with its sum?"""
    counted = [phase["duration"] for phase in _of_clock(phases)]
    if not counted or any(one is None or one["unit"] != total["unit"] for one in counted):
        return False
    for end in ("min", "max"):
        parts = [one.get(end) for one in counted]
        if (None if None in parts else sum(parts)) != total.get(end):
            return False
    return True


def _of_clock(phases: list[Item]) -> list[Item]:
    places = zip(phases, _places(phases), strict=True)
    return [phase for phase, place in places if place == "phase"]


def _behind(total: Bar, track: _Track) -> tuple[When, bool]:
    """The end of the total moved by what lies outside it but on the way, and whether that is a lower bound."""
    ends, at_least = total.end, total.at_least
    for bar in track.bars:
        if bar.kind == "outside":
            at_least = at_least or not bar.length.given or bar.length.open
            ends = bar.length.after(track.setting.calendar, ends)
    return ends, at_least


def _notes(laid: Laid, *, agrees: bool, language: str) -> Iterator[Item]:
    counted = _of_clock(laid.variant["phases"])
    if laid.basis == "phases" and not agrees:
        yield said(PATH_NOTES, "phases-only", language)
    elif laid.basis == "total" and counted:
        whole = all(phase["duration"] for phase in counted)
        yield said(PATH_NOTES, "total-differs" if whole else "phases-not-whole", language)
    standing = (laid.variant["total"] or {}).get("standing")
    if standing is not None:
        yield said(PATH_NOTES, f"total-{standing}", language)
