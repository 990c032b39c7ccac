"""Text into tokens: endings, particles, numbers with units, forms and standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.words import bare, stem, tokens, units


def texts(text: str) -> set[str]:
    return {token.text for token in tokens(text)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("inspections", "inspection"),
        ("labelled", "labels"),
        ("Bioequivalence", "ＢＩＯＥＱＵＩＶＡＬＥＮＣＥ"),
        ("registré", "registre"),
    ],
)
def test_words_that_differ_in_ending_case_or_accent_are_one_token(one: str, other: str) -> None:
    assert texts(one) & texts(other)


@pytest.mark.parametrize("word", ["실사를", "실사가", "실사의", "실사에서", "실사로", "실사부터", "실사까지"])
def test_a_particle_does_not_hide_a_word_of_two_syllables(word: str) -> None:
    assert "실사" in texts(word)


def test_a_word_of_two_syllables_is_found_inside_a_longer_one() -> None:
    assert "허가" in texts("조건부허가")
    assert "심사" in texts("우선심사대상")


@pytest.mark.parametrize(
    "word", ["품목허가", "사전협의", "신속제도", "간이평가", "대체경로", "처리기한", "해외실사", "변경신고"]
)
def test_a_noun_that_ends_like_a_particle_keeps_its_end(word: str) -> None:
    assert word[-2:] in texts(word)
    assert word[-2:] in texts(f"{word}는") & texts(f"{word}를")


@pytest.mark.parametrize("word", ["이의", "도로", "가이", "요가"])
def test_a_word_is_never_cut_below_two_syllables(word: str) -> None:
    assert bare(word) == word


@pytest.mark.parametrize(
    "text", ["30 working days", "30 calendar days", "30 days", "30일", "30근무일", "thirty 30-day"]
)
def test_a_number_of_days_is_one_token_in_both_languages(text: str) -> None:
    assert "30:day" in texts(text)


def test_another_number_or_unit_is_another_token() -> None:
    assert "30:day" not in texts("30 months") | texts("300 days") | texts("3 days, 0 months")


@pytest.mark.parametrize("text", ["BPFK-412", "BPFK 412", "BPFK412"])
def test_a_form_number_is_one_token_however_it_is_written(text: str) -> None:
    assert "bpfk412" in texts(text)


@pytest.mark.parametrize("text", ["class 3", "Class 2-3", "classes 2 and 3 or class 3", "3등급"])
def test_a_class_is_one_token_in_both_languages(text: str) -> None:
    assert "class3" in texts(text)


def test_thousands_are_told_from_decimals() -> None:
    assert "3000" in texts("RM 3,000")
    assert {"2", "3"} <= texts("class 2,3")
    assert {"13.43", "13.4"} <= texts("USD 13.43 billion")


@given(st.text(max_size=60))
def test_every_token_stands_where_it_says(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text


@given(st.text(alphabet="가나다라마바사의를은 ", max_size=30))
def test_pairs_cover_every_korean_word_of_two_syllables_or_more(text: str) -> None:
    pairs = {token.text for token in tokens(text) if len(token.text) == 2}
    for word in map(bare, text.split()):
        assert all(word[place : place + 2] in pairs for place in range(len(word) - 1))


@given(st.text(max_size=40))
def test_units_leave_the_text_s_order(text: str) -> None:
    read = units(text)
    assert [unit.start for unit in read] == sorted({unit.start for unit in read})


def test_stems_are_kept() -> None:
    assert stem("bioequivalence") == stem("Bioequivalence")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("USD 27 billion", "270억 달러"),
        ("13.4bn", "134억 달러"),
        ("USD 465.8 million", "4억 6,580만 달러"),
        ("USD 465.8 million", "4.7억불"),
        ("7 million", "7백만 달러"),
        ("$1.2 trillion", "1조 2천억"),
    ],
)
def test_an_amount_is_one_token_however_it_is_written(one: str, other: str) -> None:
    def amounts(text: str) -> set[str]:
        return {token for token in texts(text) if "e+" in token}

    assert amounts(one) & amounts(other)


@pytest.mark.parametrize(
    "text", ["27 days", "3 batches", "30 m\u0131ll\u0131on", "5 조항", "제12조", "\u0663 million"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert not any("e+" in token for token in texts(text))


@given(st.from_regex(r"\A[0-9,.]{1,80}\s?(million|bn|억|천만|조)( [0-9]{1,80}만)?\Z"))
def test_an_amount_of_any_length_is_read(text: str) -> None:
    assert isinstance(texts(text), set)
