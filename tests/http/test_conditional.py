"""Entity tags: strong, made of all their parts, and compared as RFC 9110 asks."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.http.conditional import entity_tag, matches, matches_anything, normalised

TAG = entity_tag("edition", "question")
NAMES = st.text(alphabet="abcdefgh_", min_size=1, max_size=8)
PAIRS = st.dictionaries(NAMES, st.text(alphabet="abc-, 가", max_size=8), max_size=5)


def test_a_tag_is_strong_and_quoted() -> None:
    assert re.fullmatch(r'"[0-9a-f]{32}"', TAG)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=10), min_size=1, max_size=6), st.data())
def test_a_tag_differs_by_each_of_its_parts(parts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    changed = [part + "x" if position == place else part for position, part in enumerate(parts)]
    assert entity_tag(*parts) == entity_tag(*parts)
    assert entity_tag(*changed) != entity_tag(*parts)


def test_parts_do_not_run_into_each_other() -> None:
    assert len({entity_tag("ab", "c"), entity_tag("a", "bc"), entity_tag("abc"), entity_tag("a", "b", "c")}) == 4


@pytest.mark.parametrize(
    "header",
    [TAG, f"W/{TAG}", f'"other", {TAG}', f'{TAG},"other"', f'W/"a", W/{TAG} , "b"', f"  {TAG}  "],
)
def test_a_header_that_names_the_tag_matches(header: str) -> None:
    assert matches(header, TAG)


@pytest.mark.parametrize(
    "header", [None, "", '"other"', TAG.strip('"'), f"w/{TAG}", '"*"', ",", "W/", TAG[:-2] + '"']
)
def test_a_header_that_does_not_name_the_tag_does_not_match(header: str | None) -> None:
    assert not matches(header, TAG)


def test_a_star_matches_anything_and_nothing_else_does() -> None:
    assert matches_anything("*")
    assert matches_anything(" * ")
    for header in (None, "", '"*"', "**", f"*, {TAG}", TAG, "W/*"):
        assert not matches_anything(header)


@given(PAIRS, st.randoms())
def test_the_order_of_parameters_does_not_matter(pairs: dict[str, str], chance: Random) -> None:
    shuffled = list(pairs.items())
    chance.shuffle(shuffled)
    assert normalised(shuffled) == normalised(pairs.items())


@given(PAIRS, PAIRS)
def test_different_parameters_of_plain_values_are_written_differently(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (normalised(one.items()) == normalised(other.items())) == (one == other)


def test_a_value_that_looks_like_another_parameter_is_not_one() -> None:
    assert normalised([("q", "a&topic=b")]) != normalised([("q", "a"), ("topic", "b")])
