"""How tests read CSV and workbooks back, as a careful reader would."""

import csv
import io
import re
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

HOSTILE = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+49 30",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    " \t1",
    "'=1",
    "''=1",
    "＝1+1",
    'a "quoted" word, and a comma',
    "two\nlines",
    '한국어, "따옴표"',
    "plain",
    "<script>alert(1)</script> & more",
]
"""Texts that a spreadsheet or a page might take for something else."""


def taken_back(text: str) -> str:
    """A text of a CSV file as it was before it was made safe: as the documentation says."""
    return text[1:] if re.match(r"'+\s*[=+\-@＝＋－＠\t\r]", text) else text


def read_csv(content: bytes) -> list[list[str]]:
    """The records of a CSV file, as they stand."""
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only behind a byte order mark"
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.reader(io.StringIO(text, newline="")))


def read_records(content: bytes) -> list[dict[str, str]]:
    """The records of a CSV file by heading, made safe taken back."""
    heading, *records = read_csv(content)
    return [dict(zip(heading, map(taken_back, one), strict=True)) for one in records]


def read_workbook(content: bytes) -> Workbook:
    """A workbook as a spreadsheet reads it."""
    return load_workbook(io.BytesIO(content))


def rows_of(book: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    heading, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def texts_of(book: Workbook) -> str:
    """All that stands in a workbook."""
    return "\n".join(
        str(value) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row if value
    )
