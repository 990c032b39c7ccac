"""Every text of an entry is there in Korean and says the same figures, in the glossary's words."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from tests.oracle.answers import Data, every
from tests.oracle.research import Numbers

GLOSSARY = Path(__file__).parents[2] / "seed" / "glossary.yaml"
HANGUL = re.compile(r"[가-힣]")

NUMBER_WORDS = {
    word: str(position)
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "primary secondary tertiary",  # 1차, 2차, 3차
    )
    for position, word in enumerate(words.split(), start=1)
}
"""English words that Korean may write as digits."""

MONTHS = {
    word: str(position)
    for words in (
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    )
    for position, word in enumerate(words.split(), start=1)
}
"""Months, which Korean numbers."""

ADDED = {
    ("my-pol-frp-recognition", "statement"): {"1"},  # "for a year" is 1년간
    # Korean counts money in 억 and 만; the source's own figure stands in brackets behind.
    **{
        (f"my-market-{name}", place): {more}
        for place in ("title", "statement")
        for name, more in (
            ("market-forecast-made-in-2016", "36"),
            ("medical-trade-total-devices-and", "111"),
            ("ministry-of-health-budget", "324"),
            ("pharmaceutical-market-size", "29"),
            ("pharmaceutical-market-size-2", "23"),
            ("pharmaceutical-sales", "86"),
        )
    },
    ("my-market-pharmaceutical-imports", "title"): {"11", "30"},
    ("my-market-pharmaceutical-imports", "statement"): {"30"},
}
"""Numbers that a Korean text has beyond the English, each with its reason."""

NAMES = {"MeDC@St", "BPFK 501", "CSDT", "RiMUP"}
"""Texts that are a name and stay as they are."""

QUOTED = re.compile(r"references/\d+/as_written")
"""Places that quote how a source calls an authority; they are not translated."""

AVOIDED_ON_PURPOSE = {
    ("my-hs-register", "건강기능식품"),  # speaks of Korea's own category
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
        assert len(main) == 238
        assert [one.id for one in main if one.state == "missing"] == []
        assert [one.id for one in main if not HANGUL.search(one.korean) or one.korean == one.english] == []


def test_only_the_quoted_names_of_authorities_are_not_translated(entries: list[Said]) -> None:
    untranslated = [one for one in entries if one.state == "missing"]
    assert [one for one in untranslated if not QUOTED.fullmatch(one.place)] == []


def test_every_translated_text_is_korean(texts: list[Said]) -> None:
    assert [one for one in texts if not HANGUL.search(one.korean)] == []
    assert len(texts) > 1200


def test_every_number_of_an_english_text_is_in_the_korean(texts: list[Said], numbers: Numbers) -> None:
    lost = {(one.id, one.place): _lost(one.english, one.korean, numbers) for one in texts}
    assert {place: counts for place, counts in lost.items() if counts} == {}
    assert sum(len(numbers.in_text(one.english)) for one in texts) > 800


def test_no_korean_text_has_a_number_that_the_english_lacks(texts: list[Said], numbers: Numbers) -> None:
    added = {(one.id, one.place): _added(one.english, one.korean, numbers) for one in texts}
    assert {place: more for place, more in added.items() if more} == ADDED


def _lost(english: str, korean: str, numbers: Numbers) -> Counter[str]:
    """Numbers that stand in the English more often than in the Korean."""
    return Counter(numbers.in_text(english)) - Counter(numbers.in_text(korean))


def _added(english: str, korean: str, numbers: Numbers) -> set[str]:
    """Numbers of the Korean that the English has neither as digits nor as words."""
    words = re.findall(r"[A-Za-z]+", english)
    spelled = {NUMBER_WORDS.get(word.lower(), MONTHS.get(word, "")) for word in words}
    return set(numbers.in_text(korean)) - {*numbers.in_text(english), *spelled}


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
        ("it may be renewed for a year", "5년간 갱신할 수 있다", {}, {"5"}),
    ],
)
def test_a_number_lost_or_added_in_translation_is_found_out(
    english: str, korean: str, lost: dict[str, int], added: set[str], numbers: Numbers
) -> None:
    assert _lost(english, korean, numbers) == lost
    assert _added(english, korean, numbers) == added
