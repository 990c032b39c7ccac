"""Merge patches, and what becomes of a translation."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.editorial.revisions.merging import merged, settled, worded

RFC_7396 = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
"""The test cases of RFC 7396, appendix A."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("target", "patch", "result"), RFC_7396)
def test_the_cases_of_the_standard(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result


@given(target=JSON, patch=JSON)
def test_a_patch_applied_twice_is_a_patch_applied_once(target: Any, patch: Any) -> None:
    once = merged(target, patch)
    assert merged(once, patch) == once


@given(target=JSON, patch=JSON)
def test_what_is_patched_is_left_as_it_was(target: Any, patch: Any) -> None:
    before = repr((target, patch))
    merged(target, patch)
    assert repr((target, patch)) == before


def text(en: str | None = "old", ko: str | None = "옛", **more: str) -> dict[str, str]:
    """A text in two languages."""
    return {name: value for name, value in {"en": en, "ko": ko, **more}.items() if value is not None}


REVIEWED = text(original="en", translation="reviewed")


@pytest.mark.parametrize(
    ("patch", "state"),
    {
        "the original changes alone": ({"en": "new"}, "outdated"),
        "even where the patch calls it reviewed": ({"en": "new", "translation": "reviewed"}, "outdated"),
        "both change, and nobody says how well": ({"en": "new", "ko": "새"}, None),
        "both change, and the writer says reviewed": (
            {"en": "new", "ko": "새", "translation": "reviewed"},
            "reviewed",
        ),
        "the translation changes alone": ({"ko": "새"}, None),
        "it is looked at again": ({"translation": "reviewed"}, "reviewed"),
        "nothing changes": ({"en": "old"}, "reviewed"),
        "the translation goes": ({"ko": None}, None),
        "a string is the original": ("new", "outdated"),
    }.values(),
)
def test_what_becomes_of_a_reviewed_translation(patch: Any, state: str | None) -> None:
    said = worded({"title": REVIEWED}, {"title": patch})
    after = settled({"title": REVIEWED}, merged({"title": REVIEWED}, said), said)
    assert after["title"].get("translation") == state  # null: the content model decides, machine or missing


def test_a_korean_original_makes_the_english_outdated() -> None:
    before = {"title": text(original="ko", translation="machine")}
    patch = {"title": {"ko": "새"}}
    assert settled(before, merged(before, patch), patch)["title"]["translation"] == "outdated"


def test_a_new_korean_text_is_machine_made_until_somebody_says_otherwise() -> None:
    before = {"title": text(ko=None, original="en", translation="missing")}
    patch = {"title": {"ko": "새"}}
    assert settled(before, merged(before, patch), patch)["title"] == text(ko="새", original="en")


def test_items_of_a_list_are_found_by_their_id() -> None:
    before = {"variants": [{"id": "a", "name": REVIEWED}, {"id": "b", "name": REVIEWED}]}
    changed = {"id": "b", "name": {**REVIEWED, "en": "new"}}
    patch = {"variants": [changed, {"id": "a", "name": REVIEWED}]}
    after = settled(before, merged(before, patch), patch)
    assert [one["name"]["translation"] for one in after["variants"]] == ["outdated", "reviewed"]


def test_items_without_an_id_are_found_by_their_place() -> None:
    before = {"documents": [{"as_written": REVIEWED}]}
    patch = {"documents": [{"as_written": {**REVIEWED, "en": "new"}}]}
    assert settled(before, patch, patch)["documents"][0]["as_written"]["translation"] == "outdated"
