"""The dates that an English text states, as partial dates, with the words before them."""

import re
from dataclasses import dataclass

from app.intake.quality.numerals import MONTHS

_DATE = re.compile(
    rf"\b(?:(?:(?P<day>\d{{1,2}}) )?(?P<name>{'|'.join(MONTHS)})\.? )?(?P<year>(?:19|20)\d\d)"
    r"(?:-(?P<month>\d\d)(?:-(?P<iso_day>\d\d))?)?(?![\d-])"
)
_START = r"in force|took effect|takes? effect|taking effect|effective|since|from|starting|starts|begins"
_END = r"until|till|to the end of|ends|ended|ran out|expires|before|by"
_BETWEEN = r"(?: (?:on|from|since|at|in|about|early|late|mid|the|with|of))*[ -]$"
_BEFORE = {"start": re.compile(rf"\b(?:{_START}){_BETWEEN}"), "end": re.compile(rf"\b(?:{_END}){_BETWEEN}")}


@dataclass(frozen=True)
class StatedDate:
    """A date as `2024`, `2024-05` or `2024-05-17`, and whether the text calls it a `start`, an `end` or neither."""

    partial: str
    role: str | None


def stated_dates(text: str) -> list[StatedDate]:
    """All dates of an English text, in order."""
    found = []
    for match in _DATE.finditer(text):
        month = f"{int(MONTHS[match['name']]):02d}" if match["name"] else match["month"]
        day = match["day"] or match["iso_day"]
        parts = [match["year"], month, f"{int(day):02d}" if day else None]
        before = text[: match.start()]
        role = next((name for name, words in _BEFORE.items() if words.search(before)), None)
        found.append(StatedDate("-".join(part for part in parts if part), role))
    return found


def agree(one: str, other: str) -> bool:
    """Can two partial dates be the same day?"""
    return one.startswith(other) or other.startswith(one)
