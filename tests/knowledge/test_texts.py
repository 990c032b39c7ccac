"""A text has an original and perhaps a translation, is clean, and says which is which."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from app.knowledge.schemas import Text
from app.knowledge.schemas.common import Line

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=200)
WORDS = st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip)


class Holder(BaseModel):
    """One line."""

    line: Line


def text(**values: Any) -> Text:
    """A text of these members."""
    return Text.model_validate(values)


@STEADY
@given(
    en=st.none() | WORDS,
    ko=st.none() | WORDS,
    original=st.sampled_from(["en", "ko"]),
    translation=st.sampled_from(["machine", "reviewed", "outdated", "missing"]),
)
def test_a_text_has_its_original_and_a_translation_exactly_when_it_says_so(
    en: str | None, ko: str | None, original: str, translation: str
) -> None:
    first, second = (en, ko) if original == "en" else (ko, en)
    valid = first is not None and (second is None) == (translation == "missing")
    try:
        text(en=en, ko=ko, original=original, translation=translation)
    except ValidationError:
        assert not valid
    else:
        assert valid


def test_a_plain_string_is_english_without_translation() -> None:
    assert Text.model_validate("A fee") == text(en="A fee", original="en", translation="missing")


@pytest.mark.parametrize(
    ("values", "translation"),
    [
        ({"en": "A fee"}, "missing"),
        ({"en": "A fee", "ko": "수수료"}, "machine"),
        ({"en": "A fee", "ko": None}, "missing"),
        ({"ko": "수수료", "original": "ko"}, "missing"),
        ({"ko": "수수료", "en": "A fee", "original": "ko"}, "machine"),
        ({"en": "A fee", "ko": "수수료", "translation": "reviewed"}, "reviewed"),
    ],
)
def test_a_translation_without_a_state_is_machine_made(values: dict[str, Any], translation: str) -> None:
    assert text(**values).translation == translation


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, r"original language \(en\)"),
        ({"ko": "수수료"}, r"original language \(en\)"),
        ({"en": "A fee", "original": "ko"}, r"original language \(ko\)"),
        ({"en": "A fee", "translation": "machine"}, "exactly when the other language has no text"),
        ({"en": "A fee", "ko": "수수료", "translation": "missing"}, "exactly when the other language has no text"),
        ({"en": ""}, "expected some text"),
        ({"en": " \n "}, "expected some text"),
        ({"en": "A fee", "ko": ""}, "expected some text"),
        ({"en": "A fee", "fr": "Un frais"}, "Extra inputs are not permitted"),
        ({"en": "A fee", "original": "fr"}, "Input should be 'en' or 'ko'"),
        ({"en": 7}, "valid string"),
    ],
)
def test_a_text_that_cannot_be_is_refused_with_the_reason(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        text(**values)


@STEADY
@given(words=WORDS)
def test_text_is_kept_as_nfc_without_white_space_around(words: str) -> None:
    kept = Holder(line=f" {unicodedata.normalize('NFD', words)}\n").line
    assert kept == unicodedata.normalize("NFC", words).strip()
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize("code", [*range(10), *range(11, 32), *range(127, 160)])
def test_control_characters_are_refused(code: int) -> None:
    with pytest.raises(ValidationError, match="without control characters"):
        Holder(line=f"a{chr(code)}b")


def test_a_line_may_have_lines() -> None:
    assert Holder(line="one\ntwo").line == "one\ntwo"
