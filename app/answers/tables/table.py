"""A table before it is written."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Link:
    """A cell that leads to an address."""

    text: str
    address: str


Cell = str | int | Decimal | Link | None
"""What a cell holds; null is an empty cell."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and its width in characters of a workbook."""

    heading: str
    width: int = 16


@dataclass(frozen=True)
class Table:
    """Rows under columns. `name` is a sheet's name in a workbook: at most 31 characters, without `[]:*?/\\`.

    `marked` are the rows, counted from 0, that stand out in a workbook.
    """

    name: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    marked: frozenset[int] = frozenset()


def number(text: str | None) -> Decimal | str | None:
    """A decimal text as a number, where a spreadsheet can hold it exactly (15 digits); else as the text it is."""
    if text is None:
        return None
    value = Decimal(text)
    return value if len(value.as_tuple().digits) <= 15 else text
