"""CSV says what the cells say, opens in Excel as UTF-8, and runs nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.tables.csv_file import csv_bytes
from app.answers.tables.table import Column, Link
from tests.answers.tables.spreadsheets import HOSTILE, read_csv, taken_back

COLUMNS = (Column("id"), Column("text"))
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    st.sampled_from(HOSTILE),
    st.builds(
        "".join, st.lists(st.sampled_from(["'", "=", "+", "-", "@", " ", "\t", "\r", "\n", "＝", "a", ",", '"']))
    ),
)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=20))
def test_whatever_the_texts_the_same_rows_come_back(rows: list[tuple[str, str]]) -> None:
    heading, *records = read_csv(csv_bytes(COLUMNS, rows))
    assert heading == ["id", "text"]
    assert [tuple(map(taken_back, one)) for one in records] == rows


@given(TEXTS)
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    (_, (_, written)) = read_csv(csv_bytes(COLUMNS, [("x", text)]))
    assert not written.lstrip(" \n").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (0, "0"),
        (-5, "-5"),
        (Decimal("33333.33"), "33333.33"),
        (Decimal("-0.50"), "-0.50"),
        (Decimal("1E+3"), "1000"),
        (Link("here", "https://example.org/?a=1&b=2"), "https://example.org/?a=1&b=2"),
        ("a-b", "a-b"),
        ("it's", "it's"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_numbers_links_and_ordinary_texts_stay_as_they_are(cell: object, written: str) -> None:
    assert read_csv(csv_bytes(COLUMNS, [("x", cell)]))[1] == ["x", written]  # type: ignore[list-item]


def test_lines_end_as_the_standard_says() -> None:
    assert csv_bytes(COLUMNS, [("a", "b\nc")]) == b'\xef\xbb\xbfid,text\r\na,"b\nc"\r\n'
