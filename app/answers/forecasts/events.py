"""Forecasts as calendar events: a bar from its expected start to its expected end, and the three ends."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.calendar.events import Dated, calendar_file
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

FORECAST = Sentence("Forecast: {title}", "예측: {title}")
PLAN = Sentence("Launch plan", "출시 계획")
ENDS: dict[str, Sentence] = {
    "earliest": Sentence("{country}: earliest end of {name}", "{country}: {name} 최단 종료일"),
    "expected": Sentence("{country}: expected end of {name}", "{country}: {name} 예상 종료일"),
    "late": Sentence("{country}: late end of {name}", "{country}: {name} 지연 종료일"),
}
THREE = Sentence(
    "Start: earliest {a}, expected {b}, late {c}. End: earliest {d}, expected {e}, late {f}.",
    "시작: 최단 {a}, 예상 {b}, 지연 {c}. 종료: 최단 {d}, 예상 {e}, 지연 {f}.",
)
NOT_KNOWN = Sentence("not known", "알 수 없음")
NOT_BEFORE = Sentence(
    "Lower bound: time of unknown length comes before.", "하한: 앞에 길이를 알 수 없는 기간이 있습니다."
)
NO_DATES = Sentence("{title}: no end can be computed. {reason}", "{title}: 종료일을 계산할 수 없습니다. {reason}")
RESTS_ON = Sentence("Entry: {id}, edition {edition}.", "항목: {id}, 판 {edition}.")


def forecast_calendar(body: Item, language: str) -> bytes:
    """The answer to `GET /v1/forecasts` as iCalendar."""
    name = FORECAST.say(language, title=body["title"])
    events = _Writer(body, "", body["edition"], language).events()
    return calendar_file(name, events, published_at=body["meta"]["published_at"], language=language)


def plan_calendar(body: Item, language: str) -> bytes:
    """The answer to `POST /v1/forecasts` as iCalendar."""
    events = [
        event
        for one in body["items"]
        for event in _Writer(one, f"{one['position']} {one['label'] or ''}", body["edition"], language).events()
    ]
    name = PLAN.say(language)
    return calendar_file(name, events, published_at=body["meta"]["published_at"], language=language)


@dataclass(frozen=True)
class _Writer:
    """Writes the events of one forecast; `place` tells it from the others of a plan."""

    forecast: Item
    place: str
    edition: int
    language: str

    def events(self) -> Iterator[Dated]:
        """Bars and ends of every path of every step."""
        for step in self.forecast["steps"]:
            for path in step["paths"]:
                yield from self._bars(step, path)
                yield from self._ends(step, path)

    @property
    def _key(self) -> str:
        """What tells its events from those of another: the case, never the edition or the dates that were found."""
        names = ("procedure", "variant", "product_type", "submit_on", "applicant_days")
        parts = (self.place, *(str(self.forecast[name]) for name in names))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def _bars(self, step: Item, path: Item) -> Iterator[Dated]:
        for bar in path["bars"]:
            first, last = bar["start"]["expected"], bar["end"]["expected"]
            if first and last:
                yield self._event(
                    step,
                    bar["id"],
                    (first, last),
                    f"{step['country']}: {self._title(step, path)}: {bar['name']}",
                    (self._three(bar), bar["arithmetic"], *(note["message"] for note in bar["notes"])),
                )

    def _ends(self, step: Item, path: Item) -> Iterator[Dated]:
        """The ends of a path; where none can be computed, a note on the day on which it is received."""
        title, id_ = self._title(step, path), f"{step['procedure']}/{path['variant']}"
        for case, sentence in ENDS.items():
            day = path["ends"][case]
            if day:
                bound = NOT_BEFORE.say(self.language) if path["at_least"] else None
                summary = sentence.say(self.language, country=step["country"], name=title)
                yield self._event(step, f"{id_}/{case}", (day, day), summary, (bound,))
        received = step["received"]["expected"]
        if not path["computable"] and received:
            summary = NO_DATES.say(self.language, title=title, reason=path["reason"])
            yield self._event(step, f"{id_}/received", (received, received), summary, ())

    def _event(
        self, step: Item, id_: str, days: tuple[str, str], summary: str, lines: tuple[str | None, ...]
    ) -> Dated:
        rests_on = RESTS_ON.say(self.language, id=step["procedure"], edition=self.edition)
        return Dated(
            uid=f"forecast-{self._key}-{id_.replace('/', '-')}",
            first=date.fromisoformat(days[0]),
            last=date.fromisoformat(days[1]),
            summary=summary,
            description="\n".join(line for line in (*lines, rests_on) if line),
            categories=(step["country"],),
            sequence=self.edition,
            status="TENTATIVE",
        )

    def _title(self, step: Item, path: Item) -> str:
        name = step["title"]
        if len(step["paths"]) > 1:
            name = f"{name} ({path['name'] or path['variant']})"
        label = self.forecast.get("label")
        return f"{label}: {name}" if label else name

    def _three(self, bar: Item) -> str:
        dates = (*bar["start"].values(), *bar["end"].values())
        shown = dict(zip("abcdef", (one or NOT_KNOWN.say(self.language) for one in dates), strict=True))
        return THREE.say(self.language, **shown)
