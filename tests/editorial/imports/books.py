"""Workbooks that tests send."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_of(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Workbook:
    """A workbook with these rows, the first of them the headings."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for one in rows:
            sheet.append(list(one))
    return book


def packed(book: Workbook) -> bytes:
    """A workbook as it is sent."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def table_of(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows by heading, as rows of a sheet."""
    names = list(dict.fromkeys(name for one in rows for name in one))
    return [names, *([one.get(name) for name in names] for one in rows)]
