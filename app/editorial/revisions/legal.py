"""A change of a legal date is one of two things: the atlas was wrong, or the law changed.

A correction stays in the entry. A new law is a new entry: the old one keeps what it says and gets its end, the two
name each other, and neither can be published without the other.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from app.access.faults import Fault, Refused, invalid
from app.editorial.revisions.contents import CONTENT, refusal
from app.vocabulary.dates import day_before, day_range
from app.vocabulary.lists import CurrencyStatus

Data = dict[str, Any]

LEGAL_DATES = ("applies_from", "applies_until", "ended_on", "effective_from", "transition_until")
"""Members that say since when, or until when, a rule holds."""

_STARTS = ("applies_from", "effective_from")


class LegalChange(StrEnum):
    """What a changed legal date means: the atlas was wrong, or the law is another one."""

    correction = "correction"
    new_law = "new-law"


def dates_changed(before: Data, after: Data, published: Data) -> list[str]:
    """The legal dates that a change sets to something else than it found, and than is published."""
    return [
        name for name in LEGAL_DATES if after.get(name) != before.get(name) and after.get(name) != published.get(name)
    ]


def question(dates: list[str]) -> Refused:
    """The refusal that asks which of the two it is."""
    words = "say whether the atlas was wrong (correction) or the law changed (new-law)"
    asked = [Fault("/legal_change", words, tuple(LegalChange))]
    return refusal([*asked, *(Fault(f"{CONTENT}/{name}", "is the date of a published rule") for name in dates)])


def successor_start(dates: list[str], after: Data) -> str:
    """The date from which a new law holds, as it is written. Raises `Refused` where the change names none."""
    for name in _STARTS:
        if name in dates and after.get(name) is not None:
            return str(after[name])
    raise invalid(f"{CONTENT}/applies_from", "a new law has to say from when it holds; change this date")


def successor_of(after: Data, id_: str, start: str, dates: list[str]) -> Data:
    """The new entry: what the change says, under its own id, replacing the old one."""
    left = {"aliases", "split_from", "replaced_by", "superseded_by", "amended_by", "ended_on"}
    if "applies_until" not in dates:
        left.add("applies_until")
    kept = {name: value for name, value in after.items() if name not in left}
    kept.setdefault("applies_from", start)
    return {**kept, "id": id_, "replaces": [after["id"]]}


def ended(before: Data, successor: str, start: str, today: date) -> Data:
    """The old entry with its end: the last day, month or year before the new law, and who follows."""
    last = _just_before(start)
    known = before.get("applies_until")
    if known is None or day_range(known)[1] > day_range(last)[1]:
        known = last
    changed = {**before, "applies_until": known, "replaced_by": [*before.get("replaced_by", ()), successor]}
    if day_range(start)[1] <= today and before["currency_status"] != CurrencyStatus.historic:
        changed["currency_status"] = CurrencyStatus.superseded.value
    return changed


def free_id(id_: str, start: str, taken: Callable[[str], bool]) -> str:
    """An id for the successor that nobody has: the old one with the year of the new law, and a number if need be."""
    base = f"{id_[:100].rstrip('-.')}-{start[:4]}"
    found, number = base, 1
    while taken(found):
        number += 1
        found = f"{base}-{number}"
    return found


def _just_before(start: str) -> str:
    """The day, month or year before a partial date, as precise as that is."""
    last = day_before(day_range(start)[0])
    return last.isoformat()[: len(start)]
