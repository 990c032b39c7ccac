"""Observed times: what somebody measured, estimated or told, each apart, in calendar days."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.answers.clocks.durations import CALENDAR_DAYS, Span, arithmetic
from app.answers.conditions import ENTRY, has, readable
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow, ObservedTimeRow
from app.knowledge.models.procedure import ProcedureRow
from app.vocabulary.dates import day_range
from app.vocabulary.lists import SampleBasis

Item = dict[str, Any]


@dataclass(frozen=True)
class Measured:
    """The newest measured figure for a whole procedure: its highest number of calendar days, and its entry."""

    days: int
    entry: str


def of_licence(licence: str, edition: int) -> ColumnElement[bool]:
    """Observed times of procedures that lead to this licence, and those that name no procedure."""
    own = ObservedTimeRow.__table__.c.procedure
    leading = (
        select(ENTRY.id)
        .select_from(EntryRow)
        .join(Revision, Revision.key == ENTRY.revision_key)
        .where(readable(edition), has(ProcedureRow, licence=licence))
    )
    return or_(has(ObservedTimeRow, own.is_(None)), has(ObservedTimeRow, own.in_(leading.correlate(None))))


def grouped(items: Iterable[Item], language: str) -> dict[str, list[Item]]:
    """Figures by how they came about: measured, estimate, anecdote, unknown."""
    groups: dict[str, list[Item]] = {str(basis): [] for basis in SampleBasis}
    for item in items:
        groups[item["sample_basis"]].append(_figure(item, language))
    return groups


def measured(items: Iterable[Item]) -> Measured | None:
    """The figure by which a country can be ranked, if there is one; the newest by the date of its source."""
    found: list[tuple[str, str, int]] = []
    for item in items:
        days = _days(item) or {}
        highest = days.get("point") if days.get("point") is not None else days.get("high")
        if item["sample_basis"] == SampleBasis.measured and whole(item) and highest is not None:
            seen = item["fact_as_of"]
            found.append((day_range(seen)[1].isoformat() if seen else "", item["id"], highest))
    if not found:
        return None
    _, entry, highest = max(found)
    return Measured(highest, entry)


def whole(item: Item) -> bool:
    """Is a figure for the whole procedure? Only where the source names no stage; a guess would mix parts in."""
    return item["stage"] is None


def _figure(item: Item, language: str) -> Item:
    kept = (
        "id",
        "title",
        "procedure",
        "measure",
        "stage",
        "unit",
        "source_duration",
        "n",
        "period",
        "fact_as_of",
        "note",
        "here",
    )
    return {
        **{name: item[name] for name in kept},
        "whole": whole(item),
        "days": _days(item),
        "arithmetic": _arithmetic(item, language),
    }


def _days(item: Item) -> dict[str, int | None] | None:
    ratio = CALENDAR_DAYS.get(item["unit"])
    if ratio is None:
        return None
    return {name: _rounded(item[name], ratio) for name in ("low", "point", "high")}


def _rounded(figure: str | None, ratio: Fraction) -> int | None:
    return None if figure is None else Span(None, Fraction(figure) * ratio).rounded()["max"]


def _arithmetic(item: Item, language: str) -> str | None:
    if item["unit"] not in CALENDAR_DAYS:
        return None
    low, high = (item["point"], item["point"]) if item["point"] is not None else (item["low"], item["high"])
    duration = {"min": low, "max": high, "unit": item["unit"]}
    return arithmetic(duration, language)
