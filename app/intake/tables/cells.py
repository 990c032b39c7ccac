"""What a file of tables holds before anybody asks what it means, and what can be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_ROWS = 20_000
MOST_COLUMNS = 1_000
MOST_SHEETS = 40
LONGEST_CELL = 32_767
"""Characters; a workbook's cell holds no more, and a text of this length is no statement of one fact."""


class CellSort(StrEnum):
    """What a cell holds, as far as the file says."""

    text = "text"
    number = "number"
    date = "date"
    boolean = "boolean"
    fault = "fault"


@dataclass(frozen=True)
class Cell:
    """A cell that is not empty. `text` is its value in exact words; of a `fault`, `wrong` says what is wrong."""

    text: str
    sort: CellSort = CellSort.text
    wrong: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table: its headings by column, and below them the rows that hold anything, by their number in the file.

    Columns are numbered from 0, rows from 1, the headings' row among them. `name` is null in a file of one table.
    """

    name: str | None
    headings: dict[int, str]
    rows: list[tuple[int, dict[int, Cell]]]


@dataclass(frozen=True)
class Place:
    """Where something stands: a sheet, a row (in YAML the line), and a column by its heading and its cell (`F7`)."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class RowFault:
    """One thing at fault: where it stands, the member of the record as a JSON pointer, and what would be valid.

    `taken`: nothing is wrong with the row itself; it does not go with what is there.
    """

    place: Place
    pointer: str | None
    message: str
    value: str | None = None
    expected: Sequence[str] = field(default=())
    taken: bool = False


class FileRefused(Exception):
    """A file that cannot be read as a whole, or safely."""

    def __init__(self, message: str, *, place: Place | None = None) -> None:
        self.fault = RowFault(place or Place(), None, message)
        super().__init__(message)


def column_letters(column: int) -> str:
    """The letters of a column that is numbered from 0: `A`, `Z`, `AA`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
