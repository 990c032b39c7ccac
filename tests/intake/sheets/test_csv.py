"""CSV: read strictly, nothing guessed, nothing run."""

import pytest

from app.intake.tables.cells import MOST_COLUMNS, MOST_ROWS, CellSort, FileRefused, Sheet
from app.intake.tables.csv_reader import read_csv


def texts(sheet: Sheet) -> list[dict[str, str]]:
    return [{sheet.headings[at]: cell.text for at, cell in cells.items()} for _, cells in sheet.rows]


def refused(data: bytes) -> str:
    with pytest.raises(FileRefused) as told:
        read_csv(data)
    return str(told.value)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_is_read_with_and_without_its_mark(mark: bytes) -> None:
    assert texts(read_csv(mark + "id,title.ko\nxx-a,가나다\n".encode())) == [{"id": "xx-a", "title.ko": "가나다"}]


@pytest.mark.parametrize(
    ("codec", "name"), [("utf-16", "UTF-16"), ("utf-16-be", "NUL"), ("cp949", "CP949 (Korean Windows)")]
)
def test_other_encodings_are_named(codec: str, name: str) -> None:
    assert name in refused("id,title.ko\nxx-a,가나다\n".encode(codec))


def test_the_line_of_what_is_not_utf_8_is_told() -> None:
    with pytest.raises(FileRefused) as told:
        read_csv(b"id\nxx-a\n\xff\xfe\xfd\x81")
    assert told.value.fault.place.row == 3


def test_rows_are_counted_as_spreadsheets_count_them() -> None:
    sheet = read_csv(b'id,note.en\r\nxx-a,"two\r\nlines"\r\n\r\n,\r\nxx-b,"say ""so"", or not"\r\n')
    assert [number for number, _ in sheet.rows] == [2, 5]
    assert texts(sheet) == [{"id": "xx-a", "note.en": "two\nlines"}, {"id": "xx-b", "note.en": 'say "so", or not'}]


@pytest.mark.parametrize("text", ["=SUM(A1)", "+82 2 345", "-5 %", "@home", "＝1", "plain"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    for written in (text, text if text == "plain" else f"'{text}"):
        cell = read_csv(f"id,note.en\nxx-a,{written}\n".encode()).rows[0][1][1]
        assert (cell.text, cell.sort) == (text, CellSort.text)


def test_a_quote_that_guards_nothing_stays() -> None:
    assert read_csv(b"id\n'tis\n").rows[0][1][0].text == "'tis"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"id;title.en\nxx-a;A\n", "parted by commas"),
        (b"id\ttitle.en\nxx-a\tA\n", "parted by commas"),
        (b'id\n"open\n', "not CSV"),
        (b'id\n"a"b\n', "not CSV"),
        (b"id\nxx\x00a\n", "NUL"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"id\n" + b"xx-a\n" * (MOST_ROWS + 1), "rows"),
        (b"id," + b"," * MOST_COLUMNS, "columns"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, says: str) -> None:
    assert says in refused(data)


def test_a_huge_cell_is_at_fault() -> None:
    cell = read_csv(b"id,note.en\nxx-a," + b"x" * 40_000 + b"\n").rows[0][1][1]
    assert (cell.sort, len(cell.text)) == (CellSort.fault, 40)
    assert "not CSV" in refused(b"id,note.en\nxx-a," + b"x" * 200_000 + b"\n")
