"""Every text of an entry is there in Korean and says the same figures, in the glossary's words."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from tests.oracle.answers import Data, every
from tests.oracle.research import Numbers
from tests.oracle.words import spelled

GLOSSARY = Path(__file__).parents[2] / "seed" / "glossary.yaml"
HANGUL = re.compile(r"[가-힣]")

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_KOREAN_PART = re.compile(rf"({_NUMBER}) ?([조억만]|천만|천)")
_KOREAN_AMOUNT = re.compile(rf"(?:{_NUMBER} ?(?:[조억만]|천만|천) ?)+")
_A_UNIT = re.compile(r"\b(?:a|the|last) (?:day|week|month|year)\b|\b(?:per|each) [a-z]")
_ENGLISH_SCALES = {"thousand": "1e3", "million": "1e6", "billion": "1e9", "trillion": "1e12"}
_KOREAN_SCALES = {"천": "1e3", "만": "1e4", "천만": "1e7", "억": "1e8", "조": "1e12"}

NAMES = {
    *("MeDC@St", "BPFK 501", "CSDT", "RiMUP", "PRISM", "CPP", "NDA-1", "NDA-2", "NDA-3", "GDA-1 / GDA-2"),
    *("Module 1 / Part I", "Module 3 / Part II", "US FDA", "GR 32/2017", "PSUR", "IDAK", "CDAKB", "CFS", "GMP"),
    *("AKL / AKD / PKRT", "HACCP", "ISO 22000", "DIAC", "CMDN / CMDR / CMDL"),
}
"""Texts that are a name and stay as they are."""

QUOTED = re.compile(r"references/\d+/as_written")
"""Places that quote how a source calls an authority; they are not translated."""

AVOIDED_ON_PURPOSE = {
    ("my-hs-register", "건강기능식품"),  # speaks of Korea's own category
    ("kr-gap-04", "건강기능식품"),  # and so does the Korean paper that is looked for
}
"""Entries that need a word that the glossary avoids."""


@dataclass(frozen=True)
class Said:
    """One text of a record in both languages."""

    id: str
    place: str
    english: str
    korean: str
    state: str


@pytest.fixture(scope="module")
def entries(client: TestClient) -> list[Said]:
    """Every text of every entry."""
    return _texts(client, "/v1/entries")


@pytest.fixture(scope="module")
def texts(client: TestClient, entries: list[Said]) -> list[Said]:
    """Every text of every entry, gap, disagreement and authority that is translated."""
    places = ("/v1/gaps", "/v1/disagreements", "/v1/authorities")
    others = [one for place in places for one in _texts(client, place)]
    return [one for one in (*entries, *others) if one.state != "missing" and one.english not in NAMES]


def _texts(client: TestClient, path: str) -> list[Said]:
    found = []
    for english, korean in zip(every(client, path), every(client, path, lang="ko"), strict=True):
        assert english["id"] == korean["id"]
        assert english["texts"].keys() == korean["texts"].keys()
        found += [
            Said(english["id"], place, _at(english, place), _at(korean, place), state)
            for place, state in korean["texts"].items()
        ]
    return found


def _at(item: Data, place: str) -> str:
    value: Any = item
    for name in place.split("/"):
        value = value[int(name)] if isinstance(value, list) else value[name]
    return str(value)


def test_every_entry_has_a_korean_title_and_statement(entries: list[Said]) -> None:
    for name in ("title", "statement"):
        main = [one for one in entries if one.place == name]
        assert len(main) == 1780
        assert [one.id for one in main if one.state == "missing"] == []
        assert [one.id for one in main if not HANGUL.search(one.korean) or one.korean == one.english] == []


def test_only_the_quoted_names_of_authorities_are_not_translated(entries: list[Said]) -> None:
    untranslated = [one for one in entries if one.state == "missing"]
    assert [one for one in untranslated if not QUOTED.fullmatch(one.place)] == []


def test_every_translated_text_is_korean(texts: list[Said]) -> None:
    assert [one for one in texts if not HANGUL.search(one.korean)] == []
    assert len(texts) > 9500


def test_every_number_of_an_english_text_is_in_the_korean(texts: list[Said], numbers: Numbers) -> None:
    lost = {(one.id, one.place): _lost(one.english, one.korean, numbers) for one in texts}
    assert {place: counts for place, counts in lost.items() if counts} == {}
    assert sum(len(numbers.in_text(one.english)) for one in texts) > 7000


def test_no_korean_text_has_a_number_that_the_english_lacks(texts: list[Said], numbers: Numbers) -> None:
    added = {(one.id, one.place): _added(one.english, one.korean, numbers) for one in texts}
    assert {place: more for place, more in added.items() if more} == {}


def _lost(english: str, korean: str, numbers: Numbers) -> Counter[str]:
    """Numbers that stand in the English more often than in the Korean."""
    return Counter(numbers.in_text(english)) - Counter(numbers.in_text(korean))


def _added(english: str, korean: str, numbers: Numbers) -> set[str]:
    """Numbers of the Korean that the English has neither as digits nor as words."""
    amounts = _english_amounts(english)
    bare = _KOREAN_AMOUNT.sub(lambda found: " " if _korean_amount(found[0]) in amounts else found[0], korean)
    one = {"1"} if _A_UNIT.search(english) else set()  # "for a year" is 1년간, "per head" is 1인당
    return set(numbers.in_text(bare)) - {*numbers.in_text(english), *spelled(english), *one}


def _english_amounts(text: str) -> set[Decimal]:
    """The amounts that an English text can mean: in `0.9 to 1.2 billion` both are billions."""
    scales = ["1", *(value for name, value in _ENGLISH_SCALES.items() if name in text)]
    found = [Decimal(one.replace(",", "")) for one in re.findall(_NUMBER, text)]
    return {number * Decimal(scale) for number in found for scale in scales}


def _korean_amount(text: str) -> Decimal:
    """An amount as Korean counts it: `1억 1,100만` is 111,000,000."""
    parts = _KOREAN_PART.findall(text)
    return sum(
        (Decimal(number.replace(",", "")) * Decimal(_KOREAN_SCALES[scale]) for number, scale in parts), Decimal(0)
    )


def test_no_korean_text_uses_a_word_that_the_glossary_avoids(texts: list[Said]) -> None:
    glossary = yaml.safe_load(GLOSSARY.read_text("utf-8"))
    avoided = {word for term in glossary["terms"] for word in term.get("avoid", ())}
    assert len(avoided) > 30
    used = {(one.id, word) for one in texts for word in avoided if word in one.korean}
    assert used == AVOIDED_ON_PURPOSE


@pytest.mark.parametrize(
    ("english", "korean", "lost", "added"),
    [
        ("within 30 days", "60일 이내", {"30": 1}, {"60"}),
        ("RM 1,000 and RM 1,000", "RM 1,000", {"1000": 1}, set()),
        ("two years from 1 July 2018", "2018년 7월 1일부터 2년", {}, set()),
        ("USD 25.9 billion and 111 million", "259억 달러(25.9 billion)와 1억 1,100만 달러(111 million)", {}, set()),
        ("USD 25.9 billion", "258억 달러(25.9 billion)", {}, {"258"}),
        ("it may be renewed for a year", "5년간 갱신할 수 있다", {}, {"5"}),
    ],
)
def test_a_number_lost_or_added_in_translation_is_found_out(
    english: str, korean: str, lost: dict[str, int], added: set[str], numbers: Numbers
) -> None:
    assert _lost(english, korean, numbers) == lost
    assert _added(english, korean, numbers) == added
