"""CSV (RFC 4180) read strictly: UTF-8 with or without a byte order mark, commas, and nothing guessed."""

import csv
import io
from collections.abc import Iterator

from app.intake.tables.cells import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    CellSort,
    FileRefused,
    Place,
    Sheet,
)
from app.vocabulary.formulas import looks_like_a_formula

_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a ZIP archive, such as a workbook"}
_OTHERS = {"cp949": "CP949 (Korean Windows)", "cp1252": "Windows-1252"}


def read_csv(data: bytes) -> Sheet:
    """The table of a CSV file. Raises `FileRefused` for what is not CSV in UTF-8, or too large.

    A `'` before what a spreadsheet could take for a formula is taken away: whoever wrote the file put it there.
    """
    rows = _rows(_text(data))
    first = next(rows, None)
    if first is None:
        raise FileRefused("the file is empty; expected a row of headings")
    names = [one.strip() for one in first[1]]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise FileRefused("expected columns that are parted by commas", place=Place(row=first[0]))
    headings = {column: name for column, name in enumerate(names) if name}
    found: list[tuple[int, dict[int, Cell]]] = []
    for number, values in rows:
        cells = {column: _cell(text) for column, text in enumerate(values) if text.strip()}
        if cells:
            found.append((number, cells))
    return Sheet(None, headings, found)


def _text(data: bytes) -> str:
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise FileRefused(f"expected CSV in UTF-8; this is {name}")
    if b"\x00" in data:
        raise FileRefused("expected CSV in UTF-8; this has NUL bytes, as UTF-16 and binary files have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = next((name for codec, name in _OTHERS.items() if _decodes(data, codec)), None)
        like = f"; it could be {guess}" if guess else ""
        raise FileRefused(
            f"expected UTF-8; byte {error.start + 1} is none{like}. Save it as CSV UTF-8", place=Place(row=line)
        ) from error


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with their numbers, as a spreadsheet counts them: one a row, however many lines it takes."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, start=1):
            if number > MOST_ROWS + 1:
                raise FileRefused(f"expected at most {MOST_ROWS} rows below the headings")
            if len(values) > MOST_COLUMNS:
                raise FileRefused(f"expected at most {MOST_COLUMNS} columns", place=Place(row=number))
            yield number, values
    except csv.Error as error:
        raise FileRefused(f"not CSV: {error}", place=Place(row=number + 1)) from error


def _cell(text: str) -> Cell:
    if len(text) > LONGEST_CELL:
        return Cell(text[:40], CellSort.fault, f"expected at most {LONGEST_CELL} characters")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Cell(text[1:] if text.startswith("'") and looks_like_a_formula(text[1:]) else text)
