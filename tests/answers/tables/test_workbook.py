"""A workbook keeps its texts texts, prints well, says where it is from, and is the same bytes every time."""

import io
import os
import subprocess
import time
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers.tables.table import Column, Link, Table, number
from app.answers.tables.workbook import Imprint, workbook_bytes
from tests.answers.tables.spreadsheets import HOSTILE, read_workbook
from tests.programs import program

ABOUT = Imprint("Guide: A & B", 7, "ab" * 32, "2026-11-23T01:02:04Z", "ko", "For whom it may concern.")
TABLE = Table("One", (Column("text", 30), Column("더", 12)), [[one, None] for one in HOSTILE], frozenset({1}))
XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60)


def test_hostile_texts_are_texts_and_stay_so_when_somebody_edits_them() -> None:
    sheet = read_workbook(workbook_bytes([TABLE], ABOUT))["One"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [cell.value for cell in cells] == [one.replace("\r", "\n") for one in HOSTILE]  # as XML reads it
    assert {cell.value for cell in cells if not cell.quotePrefix} >= {"plain", "two\nlines"}
    assert [cell.value for cell in cells if not cell.quotePrefix and str(cell.value)[0] in "=+-@＝\t'"] == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(XML_TEXT, st.integers(-(10**9), 10**9)), max_size=5))
def test_whatever_is_in_it_comes_back(rows: list[tuple[str, int]]) -> None:
    table = Table("One", (Column("text"), Column("number")), [list(row) for row in rows])
    sheet = read_workbook(workbook_bytes([table], ABOUT))["One"]
    found = [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [(text or None, value) for text, value in rows] or not rows


def test_texts_that_a_workbook_cannot_hold_are_kept_as_far_as_it_can() -> None:
    table = Table("One", (Column("text"),), [["a\x0bb"], ["x" * 40_000]])
    sheet = read_workbook(workbook_bytes([table], ABOUT))["One"]
    assert sheet["A2"].value == "a\ufffdb"
    assert len(str(sheet["A3"].value)) == 32_767
    assert str(sheet["A3"].value).endswith("[…]")


def test_numbers_are_numbers_as_precise_as_their_source() -> None:
    table = Table("One", (Column("amount"),), [[Decimal("33333.33")], [1000], [number("12345678901234567.8")]])
    sheet = read_workbook(workbook_bytes([table], ABOUT))["One"]
    assert [(sheet[place].value, sheet[place].number_format) for place in ("A2", "A3")] == [
        (33333.33, "#,##0.00"),
        (1000, "#,##0"),
    ]
    assert sheet["A4"].value == "12345678901234567.8"  # more digits than a spreadsheet keeps


def test_links_lead_to_their_address() -> None:
    address = "https://example.org/a?b=1&c=2"
    sheet = read_workbook(workbook_bytes([Table("One", (Column("source"),), [[Link("=here", address)]])], ABOUT))[
        "One"
    ]
    assert sheet["A2"].value == "=here"
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].hyperlink.target == address


def test_a_sheet_is_ready_to_read_and_to_print() -> None:
    sheet = read_workbook(workbook_bytes([TABLE], ABOUT))["One"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:B{len(HOSTILE) + 1}"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    fit = sheet.sheet_properties.pageSetUpPr
    assert fit is not None
    assert fit.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert [sheet.column_dimensions[one].width for one in "AB"] == [30, 12]
    assert sheet["A1"].font.bold
    assert sheet["A2"].alignment.wrap_text
    assert sheet["A3"].fill.fgColor.rgb != sheet["A2"].fill.fgColor.rgb  # the marked row
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.left.text == "Guide: A && B"


def test_a_row_is_as_high_as_its_fullest_cell_also_in_korean() -> None:
    columns = (Column("narrow", 10), Column("wide", 60))
    table = Table(
        "One", columns, [["short", "x"], ["x", "a word " * 40], ["가나다라마바사아자차카타", "x"], ["x" * 9999, "x"]]
    )
    heights = [
        read_workbook(workbook_bytes([table], ABOUT))["One"].row_dimensions[line].height for line in range(2, 6)
    ]
    assert heights[0] < heights[1]
    assert heights[0] < heights[2]
    assert heights[3] == 409  # the most that there is


def test_a_workbook_names_its_edition() -> None:
    properties = read_workbook(workbook_bytes([TABLE], ABOUT)).properties
    assert properties.title == "Guide: A & B"
    assert properties.identifier == f"sha256:{'ab' * 32}"
    assert properties.subject == "Edition 7"
    assert properties.language == "ko"
    assert (properties.created, properties.modified) == (datetime(2026, 11, 23, 1, 2, 4),) * 2  # noqa: DTZ001


def test_equal_answers_are_equal_bytes_whatever_the_time() -> None:
    first = workbook_bytes([TABLE], ABOUT)
    time.sleep(2.1)  # times in an archive are two seconds apart
    assert workbook_bytes([TABLE], ABOUT) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(2026, 11, 23, 1, 2, 4)}


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = program("soffice")
    (tmp_path / "book.xlsx").write_bytes(workbook_bytes([TABLE], ABOUT))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "book.xlsx"]
    subprocess.run(
        command, cwd=tmp_path, check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)}
    )
    text = (tmp_path / "book.csv").read_text()
    assert "=cmd|'/c calc'!A1" in text  # shown as it is written, and not worked out
    assert "한국어" in text
