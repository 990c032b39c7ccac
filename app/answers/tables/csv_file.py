"""Tables as CSV (RFC 4180) that Excel opens as UTF-8, in Korean too, without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.answers.tables.table import Cell, Column, Link
from app.vocabulary.formulas import looks_like_a_formula

MEDIA_TYPE = "text/csv; charset=utf-8"

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads CSV in the machine's own code page


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A header line and one record a row.

    A text that a spreadsheet could take for a formula gets one `'` in front; whoever parses the file takes the
    first `'` away from a text that begins with one and goes on like a formula.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_text(column.heading) for column in columns])
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return (_BYTE_ORDER_MARK + written.getvalue()).encode()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:f}"
        case int():
            return str(cell)
        case Link():
            return _text(cell.address)
        case _:
            return f"'{cell}" if looks_like_a_formula(cell) else cell
