"""Choosing a language: what was asked for by name, then what is accepted most gladly, then English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.http.negotiation import LANGUAGES, choose_language


@pytest.mark.parametrize("wanted", LANGUAGES)
@pytest.mark.parametrize("header", [None, "", "en", "ko", "fr;q=1, ko;q=0.1", "nonsense"])
def test_a_language_asked_for_by_name_beats_any_header(wanted: str, header: str | None) -> None:
    assert choose_language(wanted, header) == wanted


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "en"),
        ("", "en"),
        ("ko", "ko"),
        ("KO", "ko"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("ms,ko;q=0.2,en;q=0.1", "ko"),
        ("ko;q=0.5,en;q=0.5", "ko"),
        ("en;q=0.5,ko;q=0.5", "en"),
        ("ko;q=0", "en"),
        ("ko;q=0.001", "ko"),
        ("ko;q=abc,en;q=0.1", "en"),
        ("ko ;q=1", "ko"),
        ("ko; q=0.3, en; q=0.2", "ko"),
        ("kor", "en"),
        ("-ko", "en"),
        (";q=1,,ko", "ko"),
        ("fr," * 400 + "ko", "en"),
        ("*", "en"),
        ("*;q=0.5,ko;q=0.4", "en"),
        ("ko;q=0.5,*;q=0.4", "ko"),
        ("en;q=0,*", "ko"),
        ("*;q=0", "en"),
    ],
)
def test_the_range_of_highest_quality_wins_and_the_earlier_of_equals(header: str | None, chosen: str) -> None:
    assert choose_language(None, header) == chosen


@given(st.text(max_size=700))
def test_no_header_chooses_a_language_that_there_is_not(header: str) -> None:
    assert choose_language(None, header) in LANGUAGES


@pytest.mark.parametrize("header", ["ko-KR;q=0.1, ko;q=0.9, en;q=0.8", "en;q=0.2, en-GB;q=0.9, ko;q=0.5"])
def test_of_several_ranges_of_one_language_the_best_counts(header: str) -> None:
    assert choose_language(None, header) == ("ko" if header.startswith("ko") else "en")


@given(st.permutations(["ko;q=0.9", "en;q=0.8", "fr", "ms;q=0.3", "*;q=0.1"]))
def test_the_order_of_ranges_of_different_quality_does_not_matter(ranges: list[str]) -> None:
    assert choose_language(None, ", ".join(ranges)) == "ko"
