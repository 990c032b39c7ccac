"""Every id that a content names is found, however deep it stands, with the type of record it must be."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.knowledge.schemas import CONTENT_MODELS, references
from app.knowledge.schemas.common import EntryId, Identifier
from tests.database.samples import SAMPLES

POINTS_AT = {
    "country": "jurisdiction",
    "countries": "jurisdiction",
    "jurisdiction": "jurisdiction",
    "product_type": "product_type",
    "product_types": "product_type",
    "except_product_types": "product_type",
    "designations": "product_type",
    "topics": "topic",
    "source": "source",
    "sources": "source",
    "confirmed_by": "source",
    "record": "record",
    "closed_by": "record",
    "entries": "entry",
    "affects": "entry",
    "replaces": "entry",
    "replaced_by": "entry",
    "overrides": "entry",
    "procedure": "procedure",
    "procedures": "procedure",
    "authority": "authority",
    "group": "group",
    "rests_on": "membership",
    "event": "event",
    "session": "session",
}
"""What a member's name says that it points at, read off the samples and not off the code."""
NOT_CHECKED = {("source", "country")}  # an alias tells in which research it was used, not about which jurisdiction


def expected(type_: str, value: Any, pointer: str = "", name: str = "") -> Iterator[tuple[str, str, str]]:
    """References by the names of members."""
    if isinstance(value, dict):
        for member, item in value.items():
            yield from expected(type_, item, f"{pointer}/{member}", member)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from expected(type_, item, f"{pointer}/{position}", name)
    elif value is not None and (type_, name) not in NOT_CHECKED:
        if name in POINTS_AT and "/alternative/" not in pointer:
            yield pointer, POINTS_AT[name], value
        elif name == "parent":
            parent_of = "product_type" if "/tree_exceptions/" in pointer else type_
            yield pointer, parent_of, value
        elif name == "id" and pointer.startswith("/documents/"):
            yield pointer, "document", value


@pytest.mark.parametrize("type_", CONTENT_MODELS)
def test_every_reference_is_found_with_its_place_and_type(type_: str) -> None:
    content = SAMPLES[type_][1]
    data = content.model_dump(mode="json")
    if isinstance(data.get("parent"), dict):  # an authority's parent body is a text
        del data["parent"]
    assert set(references(content)) == set(expected(type_, data))


@pytest.mark.parametrize(
    ("type_", "reference"),
    [
        ("procedure", ("/eligibility/references/1/group", "group", "WLA")),
        ("procedure", ("/variants/0/product_types/1", "product_type", "biologic")),
        ("procedure", ("/prerequisites/0/procedure", "procedure", "xx-gmp")),
        ("requirement", ("/documents/0/id", "document", "cpp")),
        ("requirement", ("/amended_by/1/record", "record", "xx-newest")),
        ("reliance", ("/references/1/rests_on", "membership", "xx-wla")),
        ("jurisdiction", ("/tree_exceptions/0/parent", "product_type", "biologic")),
        ("statement", ("/confirmed_by/1", "source", "xx-law")),
    ],
)
def test_nested_references_are_found(type_: str, reference: tuple[str, str, str]) -> None:
    assert reference in list(references(SAMPLES[type_][1]))


@pytest.mark.parametrize("type_", CONTENT_MODELS)
def test_an_id_of_its_own_is_no_reference(type_: str) -> None:
    assert "/id" not in {pointer for pointer, _, _ in references(SAMPLES[type_][1])}


def test_an_unmarked_id_is_no_reference() -> None:
    assert EntryId != Identifier
    pointers = {pointer for pointer, _, _ in references(SAMPLES["requirement"][1])}
    assert not pointers & {"/aliases/0", "/split_from"}
