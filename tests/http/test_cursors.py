"""A cursor comes back as it went, and whatever was done to it on the way is found."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.http.cursors import Cursor, decode_cursor, query_digest
from app.http.problems import Problem

# What a sorted text can be: something to read, and the sign that puts what is not known last.
PRINTABLE = st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" \uffff")
TEXTS = st.text(alphabet=PRINTABLE, max_size=80)
CURSORS = st.builds(Cursor, edition=st.integers(1, 2_000_000_000), query=TEXTS.map(query_digest), key=TEXTS, id=TEXTS)


def _refused(text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        decode_cursor(text)
    assert (caught.value.status, caught.value.errors[0].parameter) == (422, "cursor")
    return caught.value


@given(CURSORS)
def test_a_cursor_comes_back_as_it_went(cursor: Cursor) -> None:
    assert decode_cursor(cursor.encode()) == cursor


@given(CURSORS)
def test_a_cursor_goes_into_an_address_as_it_is(cursor: Cursor) -> None:
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in cursor.encode())


@given(CURSORS, CURSORS)
def test_different_cursors_are_written_differently(one: Cursor, other: Cursor) -> None:
    assert (one.encode() == other.encode()) == (one == other)


@given(CURSORS, st.data())
def test_a_changed_byte_is_found(cursor: Cursor, data: st.DataObject) -> None:
    raw = bytearray(_raw(cursor.encode()))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    _refused(base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("="))


@given(CURSORS, st.data())
def test_a_missing_end_is_found(cursor: Cursor, data: st.DataObject) -> None:
    text = cursor.encode()
    _refused(text[: data.draw(st.integers(0, len(text) - 1))])


@given(CURSORS, st.binary(min_size=1, max_size=20))
def test_something_added_is_found(cursor: Cursor, more: bytes) -> None:
    _refused(base64.urlsafe_b64encode(_raw(cursor.encode()) + more).decode().rstrip("="))


@pytest.mark.parametrize(
    "forged",
    [
        Cursor(0, "q", "k", "i"),
        Cursor(2_000_000_001, "q", "k", "i"),
        Cursor(2**63 - 1, "q", "k", "i"),
        Cursor(1, "q", "\x00", "i"),
        Cursor(1, "q", "k", "a\nb"),
    ],
)
def test_a_cursor_that_this_server_would_not_write_is_refused(forged: Cursor) -> None:
    _refused(forged.encode())


@given(st.text(max_size=200))
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    _refused(text)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_cursor_are_refused(raw: bytes) -> None:
    _refused(base64.urlsafe_b64encode(raw).decode().rstrip("="))


def test_the_refusal_says_where_cursors_come_from() -> None:
    assert "`next`" in _refused("garbage").detail


@given(TEXTS, TEXTS)
def test_digests_of_different_queries_differ(one: str, other: str) -> None:
    assert (query_digest(one) == query_digest(other)) == (one == other)


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
