"""Faults of a file: where they stand, and in what order they are told."""

from collections.abc import Iterator

from app.access.faults import Fault, Refused
from app.editorial.revisions.contents import CONTENT
from app.intake.tables.candidates import Candidate
from app.intake.tables.cells import Place, RowFault

_LONGEST_VALUE = 200


def told_of(one: Candidate, refused: Refused) -> Iterator[RowFault]:
    """What was refused of a record, each fault at its place in the file."""
    for fault in refused.faults or [Fault("/id", refused.detail)]:
        pointer = fault.pointer.removeprefix(CONTENT) or "/id"
        yield one.fault(pointer, fault.message, value=fault.value or None, expected=fault.valid)


def in_order(faults: list[RowFault]) -> list[RowFault]:
    """By sheet, row and column, one for each cell: what is wrong with a cell is told before what follows from it."""
    told: dict[Place, RowFault] = {}
    for one in faults:
        told.setdefault(one.place, one)
    return sorted(told.values(), key=lambda one: _order(one.place))


def _order(place: Place) -> tuple[str, int, int, str, str]:
    cell = place.cell or ""
    return place.sheet or "", place.row or 0, len(cell), cell, place.column or ""


def shortened(value: str | None) -> str | None:
    """A value as a report shows it: not too long, and nothing that no answer can hold."""
    if value is None:
        return None
    shown = value.encode("utf-8", "replace").decode()
    return shown if len(shown) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…"
