"""Texts that a reader takes for the same are the same when folded."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vocabulary.tokens import fold

STEADY = settings(deadline=None, database=None, derandomize=True)
KOREAN = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GMP", "gmp"),
        ("Straße", "STRASSE"),
        ("ＧＭＰ　인증", "gmp 인증"),
        ("  two \t\n words ", "two words"),
        ("café", "cafe\u0301"),
        ("Ⅳ", "iv"),
        ("㎎", "mg"),
        ("no\u00a0break", "no break"),
    ],
)
def test_case_width_and_white_space_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("허가", "허 가"), ("PRH", "PR"), ("2,026", "2026"), ("café", "cafe")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@STEADY
@given(text=KOREAN)
def test_korean_is_the_same_however_its_syllables_are_written(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == text


@STEADY
@given(text=st.text(st.characters(max_codepoint=0x24F)))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@STEADY
@given(words=st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True)))
def test_white_space_is_single_and_never_at_an_end(words: list[str]) -> None:
    assert fold("\u3000".join(["", *words, ""])) == " ".join(words)
