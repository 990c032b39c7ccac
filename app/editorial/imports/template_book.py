"""Writing a template as a workbook: every cell a text, notes on the columns, and drop-downs.

The library that writes it is loaded with the first template, as in `app/answers/tables/workbook.py`.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.intake.tables.rows import BESIDE
from app.intake.tables.shape import LeafSort
from app.intake.tables.written import WrittenSheet
from app.vocabulary.formulas import looks_like_a_formula

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT = "@"  # so that a spreadsheet leaves `2024-05` and `0012` as they are typed
_LAST_ROW = 20_001
_NOTES, _VALUES = BESIDE


@dataclass(frozen=True)
class Note:
    """What a column is for, and the values that it takes where they are a list. `several`: it may have more."""

    sheet: str
    column: str
    text: str
    choices: tuple[str, ...]
    several: bool = False


def workbook_bytes(sheets: Sequence[WrittenSheet], notes: Sequence[Note], widths: Mapping[LeafSort, int]) -> bytes:
    """The workbook: the sheets to fill in, `notes`, and `values` with the lists of the drop-downs."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet, widths)
    rows = [[one.sheet, one.column, one.text, ", ".join(one.choices[:60])] for one in notes]
    _write(book.create_sheet(_NOTES), ["sheet", "column", "what it takes", "values"], rows, [24, 32, 60, 80])
    _choices(book, notes)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: "Worksheet", table: WrittenSheet, widths: Mapping[LeafSort, int]) -> None:
    sizes = [widths[leaf.sort] if leaf is not None else 24 for leaf in table.leaves]
    _write(sheet, table.headings, table.rows, sizes)


def _write(sheet: "Worksheet", headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head = PatternFill("solid", fgColor="1F3A5F")
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        cell = sheet.cell(1, column, heading)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), head
        kept = sheet.column_dimensions[get_column_letter(column)]
        kept.width, kept.number_format = max(width, len(heading) + 2), _TEXT
    for line, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(line, column, text)
                cell.data_type, cell.number_format = "s", _TEXT
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.quotePrefix = looks_like_a_formula(text)
    sheet.freeze_panes = "B2"


def _choices(book: "Workbook", notes: Sequence[Note]) -> None:
    """Drop-downs for cells that take one value of a list; the lists stand in a sheet of their own."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    values = book.create_sheet(_VALUES)
    columns: dict[tuple[str, ...], int] = {}
    for one in notes:
        if not one.choices or one.several:
            continue
        if one.choices not in columns:
            columns[one.choices] = len(columns) + 1
            for line, word in enumerate((one.column, *one.choices), start=1):
                values.cell(line, columns[one.choices], word).data_type = "s"
        letter = get_column_letter(columns[one.choices])
        formula = f"{quote_sheetname(_VALUES)}!${letter}$2:${letter}${len(one.choices) + 1}"
        sheet = book[one.sheet]
        place = next(cell.column_letter for cell in sheet[1] if cell.value == one.column)
        offered = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
        offered.error = "Choose one of the list."
        offered.add(f"{place}2:{place}{_LAST_ROW}")
        sheet.add_data_validation(offered)
