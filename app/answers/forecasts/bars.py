"""One stretch of a path: where it begins and ends, and what is to be said about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.answers.clocks.calendars import WorkCalendar
from app.answers.clocks.durations import counted, written
from app.answers.forecasts.lengths import Length
from app.answers.forecasts.sentences import NOTES, said
from app.answers.forecasts.when import CASES, When
from app.vocabulary.lists import DurationUnit, PhaseRole
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

COUNTED = Sentence("{length} after {start} = {end}", "{start} 이후 {length} = {end}")
COUNTED_BACK = Sentence("{length} before {end} = {start}", "{end} 이전 {length} = {start}")
LEFT_OUT = Sentence(
    "{text}; public holidays on weekdays left out: {holidays}", "{text}, 평일 공휴일 {holidays}일 제외"
)

_PLACED = {"before": "before-filing", "outside": "outside-clock", "inside": "inside"}


@dataclass(frozen=True)
class Setting:
    """What holds for all bars of a procedure: its calendar, the answer's language, the applicant's own days."""

    calendar: WorkCalendar
    language: str
    applicant_days: int | None


@dataclass
class Bar:
    """A stretch of a path. `phase` has the members of a phase, also where it is the total."""

    id: str
    kind: str
    phase: Item
    length: Length
    start: When = field(default_factory=When)
    end: When = field(default_factory=When)
    at_least: bool = False

    def shown(self, setting: Setting, name: str, *, critical: bool) -> Item:
        """The bar as the answer has it."""
        phase, duration = self.phase, self.phase["duration"]
        return {
            "id": self.id,
            "kind": self.kind,
            "name": phase["name"] or name,
            "role": phase["role"],
            "start": self.start.shown(),
            "end": self.end.shown(),
            "at_least": self.at_least,
            "critical": critical,
            "duration": duration,
            "written": written(duration, setting.language) if duration else None,
            "source_duration": phase["source_duration"],
            "arithmetic": self._arithmetic(setting),
            "starts_from": phase["starts_from"],
            "stops_clock": phase["stop_clock"],
            "stops_on": phase["stops_on"],
            "stop_days": self.length.stop_days,
            "not_working": [case for case, day in self._ends() if not setting.calendar.works(day)],
            "estimated": self.estimated(setting.calendar),
            "notes": [*self._notes(setting), *self._note_of_source()],
        }

    def estimated(self, calendar: WorkCalendar) -> bool:
        """Was it counted over holidays that nobody has announced yet?"""
        duration = self.phase["duration"]
        if duration is None or duration["unit"] != DurationUnit.working_day:
            return False
        return any(calendar.estimated(day) for day in (*self.start.known, *self.end.known))

    def _ends(self) -> Iterator[tuple[str, date]]:
        """Ends of its own; what runs inside another bar has none, and unknown time has no end."""
        if self.kind in ("inside", "before") or not self.length.given:
            return
        for case, day in zip(CASES, self.end.days, strict=True):
            if day is not None:
                yield case, day

    def _arithmetic(self, setting: Setting) -> str | None:
        start, end, steps = self.start.expected, self.end.expected, self.length.expected
        if self.kind == "inside" or start is None or end is None or not steps or not self.length.given:
            return None
        ((amount, unit),) = steps
        sentence = COUNTED_BACK if self.kind == "before" else COUNTED
        language = setting.language
        length = counted(amount, unit, language)
        text = sentence.say(language, length=length, start=start, end=end)
        if unit != DurationUnit.working_day:
            return text
        return LEFT_OUT.say(language, text=text, holidays=len(setting.calendar.closed(start, end)))

    def _notes(self, setting: Setting) -> Iterator[Item]:
        language, length = setting.language, self.length
        for code in self._codes():
            yield said(NOTES, code, language)
        if length.own:
            yield said(NOTES, "your-days", language, days=setting.applicant_days)
            if self._over_limit(setting.calendar):
                limit = written({**self.phase["duration"], "min": None}, language)
                yield said(NOTES, "over-your-limit", language, days=setting.applicant_days, limit=limit)
        off = [day for _, day in self._ends() if not setting.calendar.works(day)]
        if off:
            next_days = ", ".join(dict.fromkeys(setting.calendar.on_or_after(day).isoformat() for day in off))
            yield said(NOTES, "not-a-working-day", language, next=next_days)

    def _codes(self) -> Iterator[str]:
        """Codes of the notes that need no values."""
        if self.kind in _PLACED:
            yield _PLACED[self.kind]
        if self.kind == "extra-round":
            yield "one-extra-round" if self.length.given else "extra-round-unknown"
        elif not self.length.given and self.kind != "inside":
            yield "no-duration"
        elif self.kind != "inside":
            if self.kind != "before" and self.at_least and not self.length.open:
                yield "after-unknown-time"
            yield from self._codes_of_length()

    def _codes_of_length(self) -> Iterator[str]:
        length, duration = self.length, self.phase["duration"]
        if length.own or duration is None:
            return
        if self.kind != "before" and self.phase["role"] == PhaseRole.applicant:
            if not length.expected:
                yield "your-time-not-counted"
        elif duration.get("min") is None:
            yield "no-lower-bound"
        if duration.get("max") is None:
            yield "no-upper-bound"
        if self.phase["stop_clock"] and not length.stop_days:
            yield "clock-can-stop"
        if self.start.expected is not None and length.expected and self.end.expected is None:
            yield "too-far"

    def _over_limit(self, calendar: WorkCalendar) -> bool:
        duration, start, end = self.phase["duration"], self.start.expected, self.end.expected
        if duration is None or duration.get("max") is None or start is None or end is None:
            return False
        limit = calendar.after(start, duration["max"], duration["unit"])
        return limit is not None and end > limit

    def _note_of_source(self) -> Iterator[Item]:
        if self.phase["note"]:
            yield {"code": "source-note", "message": self.phase["note"]}
