"""Workbooks (XLSX) read safely and exactly: no formulas, no guessed dates, no noise of floating point."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from math import isfinite
from typing import Any

from app.intake.tables.archive import check_archive
from app.intake.tables.cells import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    Cell,
    CellSort,
    FileRefused,
    Place,
    Sheet,
)

_LAST_ROW = 1_048_576  # of a sheet; a file could claim any other
_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; what it stores beyond them is noise."""


def read_workbook(data: bytes) -> list[Sheet]:
    """The sheets of a workbook that hold anything. Raises `FileRefused` for what cannot be read safely."""
    check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library leaves out (drop-downs, pictures) is none of ours
            return _sheets(data)
    except FileRefused:
        raise
    except Exception as error:  # whatever a damaged file makes the library raise
        raise FileRefused("expected an XLSX workbook; this one is damaged") from error


def _sheets(data: bytes) -> list[Sheet]:
    # Here, because few workbooks are read and the library is large: no start and no other command waits for it.
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.worksheets) > MOST_SHEETS:
            raise FileRefused(f"expected at most {MOST_SHEETS} sheets")
        read = [_sheet(one) for one in book.worksheets]
    finally:
        book.close()
    return [one for one in read if one.headings or one.rows]


def _sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    numbered = enumerate(sheet.iter_rows(), start=1)
    first = next(numbered, (1, ()))
    headings: dict[int, str] = {}
    rows: list[tuple[int, dict[int, Cell]]] = []
    for number, cells in chain([first], numbered):
        if number > _LAST_ROW:
            raise FileRefused(f"a sheet has at most {_LAST_ROW} rows", place=Place(sheet.title))
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(f"expected at most {MOST_COLUMNS} columns", place=Place(sheet.title, number))
        found = dict(_cells(cells))
        if number == 1:
            headings = {column: cell.text.strip() for column, cell in found.items()}
        elif found:
            if len(rows) == MOST_ROWS:
                raise FileRefused(f"expected at most {MOST_ROWS} rows below the headings", place=Place(sheet.title))
            rows.append((number, found))
    return Sheet(sheet.title, headings, rows)


def _cells(cells: Any) -> Iterator[tuple[int, Cell]]:
    for column, cell in enumerate(cells):
        if cell.value is None and cell.data_type != "f":
            continue
        read = _cell(cell)
        if read.text.strip() or read.sort == CellSort.fault:
            yield column, read


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        formula = getattr(value, "text", value)  # an array's formula is an object
        return Cell(str(formula)[:200], CellSort.fault, "formula; expected the value itself")
    if cell.data_type == "e":
        return Cell(str(value), CellSort.fault, "the cell holds an error of the spreadsheet")
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, cell.number_format)
    if isinstance(value, bool):
        return Cell("yes" if value else "no", CellSort.boolean)
    return _number(value) if isinstance(value, int | float) else _text(str(value))


def _text(text: str) -> Cell:
    if len(text) > LONGEST_CELL:
        return Cell(text[:40], CellSort.fault, f"expected at most {LONGEST_CELL} characters")
    return Cell(text.replace("\r\n", "\n").replace("\r", "\n"))


def _number(value: float) -> Cell:
    """A number in exact words: the digits that the spreadsheet shows, not those that it stores."""
    if not isfinite(value) or abs(value) >= 10**_DIGITS:
        return Cell(str(value), CellSort.fault, f"a number keeps {_DIGITS} digits in a spreadsheet; write it as text")
    exact = Decimal(format(value, f".{_DIGITS}g"))
    return Cell(format(exact.normalize(), "f"), CellSort.number)


def _moment(value: date | time | timedelta, shown_as: str) -> Cell:
    """A date, as precise as the cell shows it: `mmm yyyy` is a month."""
    midnight = isinstance(value, datetime) and value.time() == time()
    if isinstance(value, time | timedelta) or (isinstance(value, datetime) and not midnight):
        return Cell(str(value), CellSort.fault, "expected a date; the cell holds a time of day, or a span of time")
    assert isinstance(value, date)
    letters = _letters(shown_as)
    day = value.strftime("%Y-%m-%d") if value.year >= 1000 else f"{value.year:04d}-{value:%m-%d}"
    if "y" in letters and "d" not in letters:
        return Cell(day[:7] if "m" in letters else day[:4], CellSort.date)
    return Cell(day, CellSort.date)


def _letters(number_format: str) -> str:
    """The letters of a number format that stand for parts of a date: not its quoted words, colours and languages."""
    kept, quoted, bracketed = [], False, False
    for letter in number_format.partition(";")[0].casefold():
        if letter == '"':
            quoted = not quoted
        elif letter in "[]" and not quoted:
            bracketed = letter == "["
        elif not quoted and not bracketed:
            kept.append(letter)
    return "".join(kept)
