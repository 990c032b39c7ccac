"""What all cells of a comparison have in common."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.answers.compare.schemas import CellState
from app.vocabulary.lists import Stale

Item = dict[str, Any]


def basis(now: Sequence[Item], older: Sequence[Item]) -> tuple[list[Item], bool]:
    """What a cell rests on: what holds now, or where there is none, history; and whether it is history."""
    return (list(now), False) if now else (list(older), bool(older))


def cell(country: str, state: CellState, resting_on: Sequence[Item], *, older: bool) -> Item:
    """The members that every cell has."""
    return {
        "country": country,
        "state": state,
        "on_older_evidence": older,
        "stale": worst(resting_on),
        "entries": [item["id"] for item in resting_on],
    }


def worst(items: Iterable[Item]) -> Stale | None:
    """The worst of the ages of entries: too old, then not known; null without any."""
    ages = {item["here"]["stale"] for item in items}
    return next((one for one in (Stale.yes, Stale.unknown, Stale.no) if one in ages), None)
