"""The trail as files: newline-delimited JSON, or CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from app.audit.models import AuditRow
from app.audit.reading import Row
from app.audit.trail import instant
from app.vocabulary.formulas import looks_like_a_formula

COLUMNS = tuple(column.name for column in AuditRow.__table__.columns)

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads CSV in the machine's own code page


def shown(row: Row) -> dict[str, Any]:
    """A row as it is shown, and as it was hashed: all of it but `sha256`, as RFC 8785 JSON, has that hash."""
    return {**row, "at": instant(row["at"])}


def as_ndjson(rows: Iterable[Row]) -> Iterator[bytes]:
    """One JSON object a line."""
    for row in rows:
        yield orjson.dumps(shown(row)) + b"\n"


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """RFC 4180 with a header. A text that a spreadsheet could take for a formula gets one `'` in front."""
    yield _BYTE_ORDER_MARK.encode() + _line(COLUMNS)
    for row in rows:
        yield _line([_cell(value) for value in shown(row).values()])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and looks_like_a_formula(value) else str(value)


def _line(cells: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()
