"""A content is shown in the asked language, and says in which state each text is."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.answers.render import render, show
from app.knowledge.freeze import freeze, thaw
from app.knowledge.schemas import CONTENT_MODELS
from tests.database.samples import SAMPLES

LANGUAGES = ("en", "ko")
TEXT = {"en", "ko", "original", "translation"}


def frozen(type_: str, size: int) -> dict[str, Any]:
    """A sample as it is stored."""
    return thaw(freeze(type_, SAMPLES[type_][size])[0])


def texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text of a content, by its place."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from texts(item, f"{place}/{position}")
    elif isinstance(value, dict) and value.keys() == TEXT:
        yield place.lstrip("/"), value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, f"{place}/{name}")


def at(value: Any, place: str) -> Any:
    """The value at a place."""
    for step in place.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [0, 1], ids=["small", "full"])
@pytest.mark.parametrize("type_", CONTENT_MODELS)
def test_every_text_is_shown_with_its_state(type_: str, size: int, language: str) -> None:
    item, states = render(type_, frozen(type_, size), language)
    expected = dict(texts(SAMPLES[type_][size].model_dump(mode="json")))
    assert states.keys() == expected.keys()
    for place, text in expected.items():
        assert at(item, place) == (text[language] or text[text["original"]])
        assert states[place] == ("original" if text["original"] == language else text["translation"])


@pytest.mark.parametrize("size", [0, 1], ids=["small", "full"])
@pytest.mark.parametrize("type_", CONTENT_MODELS)
def test_every_member_is_there_and_citations_are_not(type_: str, size: int) -> None:
    item, _ = render(type_, frozen(type_, size), "en")
    dumped = SAMPLES[type_][size].model_dump(mode="json")
    dumped.pop("citations", None)
    assert item.keys() == dumped.keys()
    for name, value in dumped.items():
        if value == [] or not isinstance(value, dict | list):
            assert item[name] == value


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ({"en": "A fee", "ko": "수수료", "original": "en", "translation": "machine"}, "en", "A fee"),
        ({"en": "A fee", "ko": "수수료", "original": "en", "translation": "machine"}, "ko", "수수료"),
        ({"en": "A fee", "original": "en", "translation": "missing"}, "ko", "A fee"),
        ({"ko": "수수료", "original": "ko", "translation": "missing"}, "en", "수수료"),
        ({"ko": "수수료", "en": "A fee", "original": "ko", "translation": "outdated"}, "en", "A fee"),
    ],
)
def test_a_missing_translation_falls_back_to_the_original(text: dict[str, Any], language: str, shown: str) -> None:
    assert show(text, language) == shown


@pytest.mark.parametrize("translation", ["machine", "reviewed", "outdated", "missing"])
def test_the_state_is_that_of_the_asked_language(translation: str) -> None:
    text = {"en": "A word", "original": "en", "translation": translation}
    if translation != "missing":
        text["ko"] = "말"
    content = {"id": "a", "name": text}
    assert [render("topic", content, language)[1]["name"] for language in LANGUAGES] == ["original", translation]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rendering_leaves_the_content_as_it_was(language: str) -> None:
    content = frozen("procedure", 1)
    render("procedure", content, language)
    assert content == frozen("procedure", 1)
