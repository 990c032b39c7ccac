"""JSON that is put together from parts is the JSON that is written in one go."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.editions.written import Shown, Written, parts_of, weight
from app.vocabulary.lists import Stale

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def shown(data: dict[str, Any]) -> Shown:
    """Data that are cut in two somewhere."""
    whole = orjson.dumps(data)
    return Shown(data, (whole[: len(whole) // 2], whole[len(whole) // 2 :]))


@given(VALUES, st.lists(st.dictionaries(st.text("ab\x00", max_size=3), VALUES, max_size=3), max_size=4))
def test_parts_are_what_is_written_in_one_go(beside: Any, items: list[dict[str, Any]]) -> None:
    plain = {"items": items, "beside": beside, "again": items[:1]}
    parts = parts_of({"items": [shown(one) for one in items], "beside": beside, "again": [*map(shown, items[:1])]})
    assert b"".join(parts) == orjson.dumps(plain)
    assert weight(parts) >= len(orjson.dumps(plain))


def test_long_pieces_are_shared_and_not_copied() -> None:
    one = Written((b'{"long":1,', b'"here":2}'))
    parts = parts_of([one, one])
    assert [part is one.parts[0] for part in parts].count(True) == 2
    assert json.loads(b"".join(parts)) == [{"long": 1, "here": 2}] * 2


def test_words_of_closed_lists_are_written_as_words() -> None:
    assert b"".join(parts_of({"stale": Stale.no})) == b'{"stale":"no"}'


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        parts_of({"a": object()})


def test_what_is_written_cannot_be_changed_but_a_copy_can() -> None:
    one = shown({"a": 1})
    changes: list[Callable[[], object]] = [
        partial(one.__setitem__, "a", 2),
        partial(one.update, a=2),
        partial(one.pop, "a"),
        partial(one.setdefault, "b", 2),
        one.clear,
    ]
    for change in changes:
        with pytest.raises(TypeError, match="change a copy"):
            change()
    copy = {**one, "a": 2}
    assert b"".join(parts_of([one, copy])) == b'[{"a":1},{"a":2}]'
