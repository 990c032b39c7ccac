"""Equal meaning freezes to equal bytes, for ever: canonical JSON, its hash, and back."""

import hashlib
import json
import random
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from app.knowledge.freeze import freeze, thaw
from app.knowledge.schemas import CONTENT_MODELS
from app.vocabulary.lists import ENTRY_KINDS
from tests.database.samples import FULL, SAMPLES, SMALL

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=50)
TYPES = tuple(CONTENT_MODELS)

PINNED = {
    "id": "xx-pinned",
    "country": "XX",
    "product_types": ["biologic"],
    "topics": ["fees"],
    "title": {"en": "Café fee", "ko": "수수료"},
    "statement": "33333.33 is due within 30 days",
    "fact_as_of": "2024-05",
    "checked_on": "2026-11-23",
    "evidence_grade": "A",
    "source_custody": "official-site",
    "citations": [{"source": "xx-law", "locator": "s. 2"}],
    "obligation": "mandatory",
}
PINNED_TEXT = (
    '{"checked_on":"2026-11-23","citations":[{"locator":"s. 2","source":"xx-law","supports":true}],'
    '"content_format":1,"country":"XX","currency_status":"unknown","evidence_grade":"A","fact_as_of":"2024-05",'
    '"id":"xx-pinned","obligation":"mandatory","product_types":["biologic"],"source_custody":"official-site",'
    '"statement":{"en":"33333.33 is due within 30 days","original":"en","translation":"missing"},'
    '"title":{"en":"Café fee","ko":"수수료","original":"en","translation":"machine"},'
    '"topics":["fees"],"type":"requirement"}'
)
PINNED_HASH = "a76f1626dc4b188683910284a3f0b2abfd3c5b4c072028504b2a3f9bc5db979e"


def frozen(type_: str, data: dict[str, Any]) -> tuple[str, str]:
    """Canonical JSON and hash of a content that is given as data."""
    return freeze(type_, CONTENT_MODELS[type_].model_validate(data))


def values(data: Any) -> Iterator[Any]:
    """Every value in some data, objects and lists included."""
    yield data
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from values(item)


def test_the_hash_of_a_known_fact_never_changes() -> None:
    assert frozen("requirement", PINNED) == (PINNED_TEXT, PINNED_HASH)


@pytest.mark.parametrize("size", [0, 1], ids=["small", "full"])
@pytest.mark.parametrize("type_", TYPES)
def test_frozen_content_is_canonical(type_: str, size: int) -> None:
    text, sha256 = freeze(type_, SAMPLES[type_][size])
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert unicodedata.is_normalized("NFC", text)
    assert (data["content_format"], data["type"]) == (1, type_)


@pytest.mark.parametrize("type_", sorted(ENTRY_KINDS))
def test_an_entrys_kind_is_said_once(type_: str) -> None:
    assert "kind" not in json.loads(freeze(type_, SAMPLES[type_][1])[0])


@pytest.mark.parametrize("size", [0, 1], ids=["small", "full"])
@pytest.mark.parametrize("type_", TYPES)
def test_frozen_content_holds_no_floats_and_nothing_empty(type_: str, size: int) -> None:
    found = list(values(json.loads(freeze(type_, SAMPLES[type_][size])[0])))
    assert not [value for value in found if isinstance(value, float)]
    assert not [value for value in found if value is None or value in ([], {}, "")]


@pytest.mark.parametrize("size", [0, 1], ids=["small", "full"])
@pytest.mark.parametrize("type_", TYPES)
def test_what_is_thawed_is_what_was_frozen(type_: str, size: int) -> None:
    content = SAMPLES[type_][size]
    thawed = thaw(freeze(type_, content)[0])
    assert thawed.pop("type") == type_
    assert thawed.pop("content_format") == 1
    assert ("kind" in thawed) == (type_ in ENTRY_KINDS or "kind" in CONTENT_MODELS[type_].model_fields)
    assert CONTENT_MODELS[type_].model_validate(thawed) == content


@STEADY
@given(type_=st.sampled_from(TYPES), chance=st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(type_: str, chance: random.Random) -> None:
    assert frozen(type_, _shuffled(FULL[type_], chance)) == freeze(type_, SAMPLES[type_][1])


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {name: _shuffled(value[name], chance) for name in chance.sample(sorted(value), len(value))}
    return [_shuffled(item, chance) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"en": unicodedata.normalize("NFD", "Café fee"), "ko": unicodedata.normalize("NFD", "수수료")}},
        {"title": {"en": " Café fee ", "ko": "수수료\n", "original": "en", "translation": "machine"}},
        {"statement": {"en": "33333.33 is due within 30 days", "ko": None, "translation": "missing"}},
        {"note": None, "replaces": [], "documents": [], "confidence": None},
        {"kind": "requirement", "currency_status": "unknown"},
        {"citations": [{"source": "xx-law", "locator": "s. 2", "supports": True}]},
    ],
    ids=["decomposed", "white space", "said at length", "nothing said", "defaults", "default of an item"],
)
def test_equal_meaning_has_an_equal_hash(change: dict[str, Any]) -> None:
    assert frozen("requirement", {**PINNED, **change})[1] == PINNED_HASH


@pytest.mark.parametrize(
    "change",
    [
        {"fact_as_of": "2024-05-01"},
        {"product_types": ["biologic", "vaccine"]},
        {"title": {"en": "Café fee", "ko": "수수료", "translation": "reviewed"}},
        {"obligation": "conditional"},
        {"checked_on": "2026-11-24"},
        {"citations": [{"source": "xx-law", "locator": "s. 2", "supports": False}]},
        {"citations": [{"source": "xx-law"}]},
    ],
)
def test_other_meaning_has_another_hash(change: dict[str, Any]) -> None:
    assert frozen("requirement", {**PINNED, **change})[1] != PINNED_HASH


def test_the_order_of_a_list_is_part_of_what_is_said() -> None:
    one, other = ({**PINNED, "topics": topics} for topics in (["fees", "dossier"], ["dossier", "fees"]))
    assert frozen("requirement", one)[1] != frozen("requirement", other)[1]


@pytest.mark.parametrize("amount", [Decimal("33333.33"), "33333.33"])
def test_a_decimal_is_frozen_as_text(amount: Any) -> None:
    fee = {"type": "other", "name": "Fee", "currency": "XXD", "amount": amount}
    text, _ = frozen("procedure", {**SMALL["procedure"], "variants": [{"id": "only", "fees": [fee]}]})
    assert '"amount":"33333.33"' in text


@pytest.mark.parametrize("number", [0, 2, 99])
def test_an_unknown_content_format_is_refused(number: int) -> None:
    text = PINNED_TEXT.replace('"content_format":1', f'"content_format":{number}')
    with pytest.raises(ValueError, match=f"content format {number} is unknown"):
        thaw(text)


def test_a_redacted_content_cannot_be_thawed() -> None:
    with pytest.raises(ValueError, match="redacted"):
        thaw(None)


@STEADY
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_the_form_is_rfc_8785_to_the_byte(written: str) -> None:
    canonical, _ = frozen("requirement", {**PINNED, "note": {"en": f'{written}\n"\\/', "ko": "\U0001f48a"}})
    assert rfc8785.dumps(json.loads(canonical)).decode() == canonical
