"""Workbooks: exact figures and dates, and nothing that is more than a table."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.intake.tables import workbook_reader
from app.intake.tables.archive import MOST_UNPACKED
from app.intake.tables.cells import MOST_SHEETS, Cell, CellSort, FileRefused
from app.intake.tables.workbook_reader import read_workbook


def packed(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def plain(*values: Any, shown_as: str | None = None) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id"])
    for value in values:
        sheet.append([value])
        if shown_as:
            sheet.cell(sheet.max_row, 1).number_format = shown_as
    return book


def cells(book: Workbook) -> list[Cell]:
    (sheet,) = read_workbook(packed(book))
    return [one[0] for _, one in sheet.rows]


def refused(data: bytes) -> str:
    with pytest.raises(FileRefused) as told:
        read_workbook(data)
    return str(told.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (2024.0, "2024"),
        (33333.33, "33333.33"),
        (Decimal("33333.33"), "33333.33"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-1000000, "-1000000"),
        (123456789012345, "123456789012345"),
        (0, "0"),
    ],
)
def test_a_number_is_exact(value: Any, text: str) -> None:
    assert cells(plain(value)) == [Cell(text, CellSort.number)]


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_at_fault() -> None:
    (cell,) = cells(plain(1234567890123456789))
    assert cell.sort == CellSort.fault


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
@pytest.mark.parametrize(
    ("shown_as", "text"),
    [
        ("yyyy-mm-dd", "2024-05-17"),
        ("dd/mm/yyyy", "2024-05-17"),
        ("mmm yyyy", "2024-05"),
        ('yyyy"d"', "2024"),
        ("[$-409]mmm-yy;@", "2024-05"),
    ],
)
def test_a_date_is_as_precise_as_it_is_shown(epoch: Any, shown_as: str, text: str) -> None:
    book = plain()
    if epoch is not None:
        book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    for value in (date(2024, 5, 17), datetime.fromisoformat("2024-05-17")):
        sheet.append([value])
        sheet.cell(sheet.max_row, 1).number_format = shown_as
    assert cells(book) == [Cell(text, CellSort.date)] * 2


def test_a_time_of_day_is_no_date() -> None:
    for value in (datetime.fromisoformat("2024-05-17T08:30"), time(8, 30)):
        (cell,) = cells(plain(value))
        assert cell.sort == CellSort.fault


def test_texts_stay_as_they_are() -> None:
    book = plain("2024-05", "0012", "=not", "line\nbreak", True)
    sheet = book.active
    assert sheet is not None
    sheet["A4"].data_type = "s"
    assert [(one.text, one.sort) for one in cells(book)] == [
        ("2024-05", CellSort.text),
        ("0012", CellSort.text),
        ("=not", CellSort.text),
        ("line\nbreak", CellSort.text),
        ("yes", CellSort.boolean),
    ]


def test_formulas_and_errors_are_at_fault() -> None:
    formula, error = cells(plain("=1+1", "#N/A"))
    assert (formula.sort, formula.text, formula.wrong) == (
        CellSort.fault,
        "=1+1",
        "formula; expected the value itself",
    )
    assert error.sort == CellSort.fault


def test_empty_sheets_and_rows_are_passed_over() -> None:
    book = plain("xx-a", None, "  ", "xx-b")
    book.create_sheet("empty")
    (sheet,) = read_workbook(packed(book))
    assert [number for number, _ in sheet.rows] == [2, 5]


def rewritten(change: Callable[[str, bytes], bytes | None], *added: tuple[str, bytes]) -> bytes:
    """A workbook whose parts are changed, left out, or joined by others."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed(plain("xx-a")))) as given, zipfile.ZipFile(made, "w") as archive:
        for name in given.namelist():
            part = change(name, given.read(name))
            if part is not None:
                archive.writestr(name, part)
        for name, part in added:
            archive.writestr(name, part)
    return made.getvalue()


def same(_: str, part: bytes) -> bytes:
    return part


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/connections.xml", "connections"),
        ("xl/embeddings/oleObject1.bin", "embedded files"),
    ],
)
def test_what_is_more_than_a_table_is_refused(name: str, says: str) -> None:
    assert says in refused(rewritten(same, (name, b"<a/>")))


def test_a_workbook_for_macros_is_refused_by_its_type() -> None:
    def macros(name: str, part: bytes) -> bytes:
        return part.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") if "Content_Types" in name else part

    assert "made for macros" in refused(rewritten(macros))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(encoding: str) -> None:
    def bomb(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'
        return text.encode(encoding)

    assert "declares a document type" in refused(rewritten(bomb))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
    assert len(made.getvalue()) < 200_000
    assert "unpacks to at most" in refused(made.getvalue())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        (b"", "no archive"),
        (b"id,title\n", "no archive"),
        (b"PK\x03\x04 cut", "no archive"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_damaged_parts_are_refused() -> None:
    def cut(name: str, part: bytes) -> bytes:
        return part[: len(part) // 2] if name == "xl/worksheets/sheet1.xml" else part

    assert "damaged" in refused(rewritten(cut))
    assert "holds none" in refused(rewritten(lambda name, part: None if name == "xl/workbook.xml" else part))


def test_rows_far_below_and_columns_far_right_cost_nothing() -> None:
    def far(row: str, column: str) -> bytes:
        def change(name: str, part: bytes) -> bytes:
            old = b'<row r="2"'
            if name != "xl/worksheets/sheet1.xml":
                return part
            assert old in part
            return part.replace(old, f'<row r="{row}"'.encode()).replace(b'r="A2"', f'r="{column}{row}"'.encode())

        return rewritten(change)

    assert read_workbook(far("900000", "A"))[0].rows[0][0] == 900_000
    assert "rows" in refused(far("99999999", "A"))
    assert "columns" in refused(far("2", "XFD"))


def test_sheets_and_rows_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    book = plain("xx-a")
    for number in range(MOST_SHEETS):
        book.create_sheet(f"more {number}")
    assert "sheets" in refused(packed(book))
    monkeypatch.setattr(workbook_reader, "MOST_ROWS", 3)
    assert "rows" in refused(packed(plain(*["x"] * 4)))
