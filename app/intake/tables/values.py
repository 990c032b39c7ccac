"""Cells into the values of members: exact, and never guessed."""

import re
from typing import Any

from app.intake.tables.cells import Cell, CellSort
from app.intake.tables.shape import Leaf, LeafSort

SEPARATOR = ";"
"""Parts the values of a list in one cell."""

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}


class CellRefused(Exception):
    """A cell that cannot be what its column asks for."""

    def __init__(self, message: str, expected: tuple[str, ...] = ()) -> None:
        self.message = message
        self.expected = expected
        super().__init__(message)


def value_of(leaf: Leaf, cell: Cell) -> Any:
    """The value of a member. What the content model tells better is left to it; raises `CellRefused` for the rest."""
    if cell.sort == CellSort.fault:
        raise CellRefused(cell.wrong)
    if leaf.many:
        _refuse(cell, CellSort.date, CellSort.boolean)
        return [one for part in cell.text.split(SEPARATOR) if (one := part.strip())]
    if leaf.sort == LeafSort.boolean:
        said = _TRUTH.get(cell.text.strip().casefold())
        if said is None:
            raise CellRefused("expected yes or no", ("yes", "no"))
        return said
    if leaf.sort == LeafSort.date:
        _refuse(cell, CellSort.boolean)
        return cell.text.strip()
    _refuse(cell, CellSort.date, CellSort.boolean)
    if leaf.sort == LeafSort.integer and _WHOLE.fullmatch(cell.text.strip()):
        return int(cell.text)
    return cell.text if leaf.sort == LeafSort.text and not (leaf.words or leaf.reference) else cell.text.strip()


def _refuse(cell: Cell, *sorts: CellSort) -> None:
    if cell.sort in sorts:
        raise CellRefused(f"expected text, and the cell holds a {cell.sort}; format it as text and type it again")
