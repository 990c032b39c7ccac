"""Figures and dates are read from texts, however they are written."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.intake.quality.dates import agree, stated_dates
from app.intake.quality.figures import Figure, figures
from app.intake.quality.languages import differences

NO_IDS: frozenset[str] = frozenset()


def read(text: str) -> list[tuple[set[str], str | None]]:
    """The firm figures of a text: what they can mean, and their unit."""
    return [
        ({format(value.normalize(), "f") for value in one.meanings}, one.unit) for one in figures(text) if one.firm
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RM 33,333.33", [({"33333.33"}, None)]),
        ("1,000 and 2,000", [({"1000"}, None), ({"2000"}, None)]),
        ("25.9 billion", [({"25900000000"}, None)]),
        ("259억", [({"25900000000"}, None)]),
        ("1억 1,100만", [({"111000000"}, None)]),
        ("0.9 to 1.2 billion", [({"0.9", "900000000"}, None), ({"1200000000"}, None)]),
        ("5~6천만", [({"5", "50000000"}, None), ({"60000000"}, None)]),
        ("revision 2, November 2022", [({"2"}, None), ({"11"}, "month-name"), ({"2022"}, None)]),
        ("2024년 8-9월", [({"2024"}, None), ({"8"}, "month-name"), ({"9"}, "month-name")]),
        ("2025-07-01", [({"2025"}, None), ({"7"}, "month-name"), ({"1"}, None)]),
        ("제5조", [({"5", "5000000000000"}, None)]),
        ("30 working days", [({"30"}, "working-day")]),
        ("a 30-working-day target", [({"30"}, "working-day")]),
        ("30근무일", [({"30"}, "working-day")]),
        ("90역일", [({"90"}, "calendar-day")]),
        ("2 to 3 years", [({"2"}, "year"), ({"3"}, "year")]),
        ("1~2년", [({"1"}, "year"), ({"2"}, "year")]),
        ("90, 30 or 60 working days", [({"90"}, "working-day"), ({"30"}, "working-day"), ({"60"}, "working-day")]),
        ("twenty-five weeks", [({"25"}, "week")]),
        ("six-month", [({"6"}, "month")]),
        ("12개월", [({"12"}, "month")]),
        ("3.2 %", [({"3.2"}, "percent")]),
        ("35 per cent", [({"35"}, "percent")]),
        ("1 July 2018", [({"1"}, None), ({"7"}, "month-name"), ({"2018"}, None)]),
        ("2018년 7월 1일", [({"2018"}, None), ({"7"}, "month-name"), ({"1"}, None)]),
        ("Class III and zone IVb", [({"3"}, None), ({"4"}, None)]),
        ("one may apply once", []),
        ("it may be renewed", []),
        ("모든 두 기관", []),
    ],
)
def test_figures_are_read(text: str, expected: list[tuple[set[str], str | None]]) -> None:
    assert read(text) == expected


@given(st.integers(min_value=0, max_value=10**12))
def test_thousands_commas_do_not_matter(number: int) -> None:
    for written in (str(number), f"{number:,}"):
        (one,) = figures(f"SGD {written}.")
        assert one.meanings == {Decimal(number)}


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = figures(text)
    assert all(text[one.start : one.end] == one.written for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_two_numbers_that_differ_are_told_in_both_languages(english: int, korean: int) -> None:
    found = list(differences(f"within {english} days", f"{korean}일 이내", NO_IDS))
    assert bool(found) == (english != korean)


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("two years from 1 July 2018", "2018년 7월 1일부터 2년"),
        ("on 2025-07-01", "2025년 7월 1일"),
        ("a one-year pilot", "1년 시범사업"),
        ("USD 111 million", "1억 1,100만 달러(USD 111 million)"),
        ("Health Products Regulations 2016", "2016년 규정(Health Products Regulations 2016)"),
        ("half of the files", "자료의 절반"),
        ("both agencies", "두 기관"),
        ("Phase 3, Class III", "3상, 3등급"),
        ("from 31 March and 5 April 2023", "2023년 3월 31일과 2023년 4월 5일"),
        ("see xx-fee-20", "참조: xx-fee-20"),
        ("BPFK 501", "BPFK 501"),
        ("MeDC@St", "MeDC@St"),
    ],
)
def test_the_same_said_in_two_languages_is_the_same(english: str, korean: str) -> None:
    assert list(differences(english, korean, frozenset({"xx-fee-20"}))) == []


@pytest.mark.parametrize(
    ("english", "korean", "at_fault"),
    [
        ("within 30 days", "60일 이내", {"ko", "en"}),
        ("RM 1,000 and RM 1,000", "RM 1,000", {"ko"}),
        ("RM 1,000", "RM 1,000과 RM 1,000", {"en"}),
        ("30 working days", "30역일", {"ko", "en"}),
        ("7 months", "7월", {"ko", "en"}),
        ("two agencies", "세 기관", {"ko"}),
        ("renewed for a year", "5년간 갱신", {"en"}),
        ("USD 25.9 billion", "258억 달러(25.9 billion)", {"en"}),
        ("Part II", "제III부", {"ko", "en"}),
    ],
)
def test_a_number_that_differs_is_told(english: str, korean: str, at_fault: set[str]) -> None:
    assert {language for language, _ in differences(english, korean, NO_IDS)} == at_fault


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in force since 1 January 2025", [("2025-01-01", "start")]),
        ("from July 2022 until 30 June 2023", [("2022-07", "start"), ("2023-06-30", "end")]),
        ("announced in 2019", [("2019", None)]),
        ("from 2025-07-01", [("2025-07-01", "start")]),
        ("since mid-2024", [("2024", "start")]),
        ("it may cost 1,984", []),
    ],
)
def test_dates_are_read_with_their_role(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(one.partial, one.role) for one in stated_dates(text)] == expected


def test_partial_dates_agree_with_what_they_hold() -> None:
    assert agree("2024-05", "2024-05-17")
    assert not agree("2024-05-17", "2024-05-18")


def test_a_figure_says_what_it_counts() -> None:
    assert [str(one) for one in figures("30 working days, 5 %, 7")] == ["30 working days", "5 percent", "7"]
    assert isinstance(figures("7")[0], Figure)
