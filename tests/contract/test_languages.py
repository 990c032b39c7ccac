"""Which language an answer is in, what it says of it, and what it does where a translation is missing."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import Data, ask, fault, items

ENTRY = "/v1/entries/my-local-prh"
READS = [
    ENTRY,
    "/v1/requirements",
    "/v1/guides/MY/generic",
    "/v1/countries",
    "/v1/countries/MY",
    "/v1/authorities",
    "/v1/product-types",
    "/v1/topics",
    "/v1/documents",
    "/v1/sources",
    "/v1/sources/npra-charter",
    "/v1/gaps",
    "/v1/disagreements",
]


@pytest.mark.parametrize("address", READS)
@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", None, "en"),
        ("?lang=ko", None, "ko"),
        ("?lang=en", "ko", "en"),
        ("?lang=ko", "en", "ko"),
        ("", "ko", "ko"),
        ("", "en", "en"),
    ],
)
def test_an_answer_says_its_language_and_that_it_depends_on_what_was_accepted(
    client: TestClient, address: str, query: str, header: str | None, language: str
) -> None:
    answer = client.get(address + query, headers={"Accept-Language": header} if header else {})
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()
    meta = answer.json().get("meta")
    assert meta is None or meta["language"] == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("KO-kr", "ko"),
        ("en-GB", "en"),
        ("ko, en", "ko"),
        ("en, ko", "en"),
        ("en;q=0.8, ko;q=0.9", "ko"),
        ("ko;q=0.8, en;q=0.9", "en"),
        ("en;q=0.5, ko", "ko"),
        ("fr, de;q=0.9, ko;q=0.1", "ko"),
        ("fr", "en"),
        ("fr, ms", "en"),
        ("*", "en"),
        ("*, ko;q=0.5", "en"),
        ("*;q=0.6, ko;q=0.5, fr", "en"),
        ("*;q=0.5, ko", "ko"),
        ("ko;q=0", "en"),
        ("ko;q=0, en;q=0.1", "en"),
        ("en;q=0, ko;q=0.1", "ko"),
        ("korean", "en"),
        ("kok", "en"),
        ("", "en"),
        ("ko;q=nonsense", "en"),
        (" ko ; q=1 ", "ko"),
        ("ko; Q=0.2, en; q=0.1", "ko"),
    ],
)
def test_the_language_that_is_accepted_most_gladly_wins(client: TestClient, header: str, language: str) -> None:
    answer = client.get(ENTRY, headers={"Accept-Language": header})
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("lang", ["fr", "KO", "ko-KR", "english", "kr"])
@pytest.mark.parametrize("address", READS)
def test_a_language_that_there_is_not_is_refused_when_it_is_asked_for_by_name(
    client: TestClient, address: str, lang: str
) -> None:
    assert set(fault(client.get(address, params={"lang": lang}), "lang")["expected"]) == {"en", "ko"}


def test_every_text_is_shown_in_the_language_that_was_asked_for(client: TestClient) -> None:
    english, korean = ask(client, ENTRY), ask(client, ENTRY, {"lang": "ko"})
    assert english["texts"].keys() == korean["texts"].keys() >= {"title", "statement", "documents/0/as_written"}
    for place in english["texts"]:
        assert _hangul(_at(korean, place))
        assert not _hangul(_at(english, place))


def test_the_state_of_every_text_of_every_entry_is_told_and_true(richer: TestClient) -> None:
    english = {item["id"]: item for item in items(richer, "/v1/entries")}
    korean = {item["id"]: item for item in items(richer, "/v1/entries", {"lang": "ko"})}
    seen: set[tuple[str, str]] = set()
    for id_, item in english.items():
        other = korean[id_]
        assert item["texts"].keys() == other["texts"].keys()
        for place, state in item["texts"].items():
            pair = (state, other["texts"][place])
            seen.add(pair)
            assert "original" in pair
            assert pair != ("original", "original")
            if "missing" in pair:
                assert _at(item, place) == _at(other, place)
            assert _at(item, place)
            assert _at(other, place)
    assert {("original", "machine"), ("original", "missing"), ("missing", "original")} <= seen
    assert {("original", "outdated"), ("reviewed", "original")} <= seen


def test_a_missing_translation_falls_back_to_the_original_and_says_so(richer: TestClient) -> None:
    address = "/v1/entries/written-in-korean"
    english, korean = ask(richer, address), ask(richer, address, {"lang": "ko"})
    assert english["title"] == korean["title"] == "원문이 한국어인 요건"
    assert (english["texts"]["title"], korean["texts"]["title"]) == ("missing", "original")


def test_a_missing_korean_text_falls_back_to_english_and_says_so(client: TestClient) -> None:
    address = "/v1/entries/my-rel-aja"
    place = "references/0/as_written"
    english, korean = ask(client, address), ask(client, address, {"lang": "ko"})
    assert korean["texts"][place] == "missing"
    assert _at(korean, place) == _at(english, place) == "ASEAN regulators jointly"


@pytest.mark.parametrize("address", ["/v1/gaps", "/v1/disagreements", "/v1/sources", "/v1/authorities"])
def test_supporting_records_tell_the_state_of_their_texts_too(client: TestClient, address: str) -> None:
    english, korean = items_of(client, address, "en"), items_of(client, address, "ko")
    assert english
    for one, other in zip(english, korean, strict=True):
        assert one["texts"].keys() == other["texts"].keys()
        for place in one["texts"]:
            assert (_at(one, place) == _at(other, place)) or other["texts"][place] != "missing"


@pytest.mark.parametrize("address", ["/v1/product-types", "/v1/topics"])
def test_words_of_the_vocabulary_have_both_names_whatever_the_language(client: TestClient, address: str) -> None:
    for english, korean in zip(items_of(client, address, "en"), items_of(client, address, "ko"), strict=True):
        assert english["names"] == korean["names"] == {"en": english["name"], "ko": korean["name"]}
        assert _hangul(korean["name"])


def test_numbers_codes_and_dates_do_not_depend_on_the_language(client: TestClient) -> None:
    for one, other in zip(
        items(client, "/v1/procedures"), items(client, "/v1/procedures", {"lang": "ko"}), strict=True
    ):
        assert _without_texts(one, one["texts"]) == _without_texts(other, one["texts"])


def items_of(client: TestClient, address: str, lang: str) -> list[Data]:
    """The items of the first page in one language."""
    found: list[Data] = ask(client, address, {"lang": lang})["items"]
    return found


def _at(item: Data, place: str) -> Any:
    """What stands at a place such as `references/0/as_written`."""
    value: Any = item
    for step in place.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _hangul(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


def _without_texts(value: Any, places: Data, place: str = "") -> Any:
    """An item without the texts whose places are told, and without what is told of them."""
    if isinstance(value, dict):
        return {
            name: _without_texts(inner, places, f"{place}/{name}")
            for name, inner in value.items()
            if name not in ("texts", "pending_changes")
        }
    if isinstance(value, list):
        return [_without_texts(inner, places, f"{place}/{position}") for position, inner in enumerate(value)]
    return None if place.removeprefix("/") in places else value
