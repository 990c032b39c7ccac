"""Paths as procedures show them, made of a few words."""

from datetime import date
from typing import Any

from app.answers.clocks.calendars import calendar_of
from app.answers.clocks.places import Place
from app.answers.forecasts.bars import Setting
from app.answers.forecasts.layout import Laid, lay_out
from app.answers.forecasts.when import same

Data = dict[str, Any]

MONDAY = date(2026, 6, 1)
NOWHERE = Place(None)
"""Monday to Friday, no holidays: arithmetic that can be done in one's head."""


def lasts(low: int | None, high: int | None, unit: str = "working-day") -> Data:
    """A duration."""
    return {"min": low, "max": high, "unit": unit}


def phase(duration: Data | None = None, **values: Any) -> Data:
    """A phase with a duration, and what else is said of it."""
    members = dict.fromkeys(("role", "starts_from", "stop_clock", "stops_on", "in_total", "source_duration", "note"))
    return {"name": "a phase", "relation": "sequence", **members, "duration": duration, **values}


def total(duration: Data | None, **values: Any) -> Data:
    """A total."""
    members = dict.fromkeys(("standing", "starts_from", "source_duration", "note"))
    return {"basis": "stated", **members, "duration": duration, **values}


def variant(*phases: Data, whole: Data | None = None) -> Data:
    """A path of these phases, with a total where one is stated."""
    return {
        "id": "only",
        "name": None,
        "condition": None,
        "product_types": [],
        "phases": list(phases),
        "total": whole and total(whole),
    }


def setting(applicant_days: int | None = None, place: Place = NOWHERE, language: str = "en") -> Setting:
    """What holds for all bars."""
    return Setting(calendar_of(place), language, applicant_days)


def laid(
    *phases: Data,
    whole: Data | None = None,
    applicant_days: int | None = None,
    day: date = MONDAY,
    place: Place = NOWHERE,
    standing: str | None = None,
) -> Laid:
    """The path laid out from a day on."""
    made = variant(*phases, whole=whole)
    if made["total"]:
        made["total"]["standing"] = standing
    return lay_out("a-way", made, same(day), setting(applicant_days, place), at_least=False)


def ends(path: Laid) -> tuple[str | None, ...]:
    """The three ends of a path."""
    return tuple(path.ends.shown().values())


def codes(path: Laid, position: int = 0) -> list[str]:
    """Codes of the notes on one of its bars."""
    bar: Data = shown(path)["bars"][position]
    return [note["code"] for note in bar["notes"]]


def shown(path: Laid) -> Data:
    """The path as the answer has it."""
    return path.shown(setting(), critical=True)
