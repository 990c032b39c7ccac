"""Entity tags: a reader who has the answer already is told so without computing it."""

import hashlib
from collections.abc import Iterable

import orjson


def entity_tag(*parts: str) -> str:
    """A strong ETag over everything that an answer depends on."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f'"{digest[:32]}"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Does `If-None-Match` name this tag? Compared weakly, as RFC 9110 13.1.2 asks."""
    if not if_none_match:
        return False
    return tag in (item.strip().removeprefix("W/") for item in if_none_match.split(","))


def matches_anything(if_none_match: str | None) -> bool:
    """Is it `If-None-Match: *`, which holds for whatever exists (and so only once that is known)?"""
    return if_none_match is not None and if_none_match.strip() == "*"


def normalised(pairs: Iterable[tuple[str, object]]) -> str:
    """Parameters in one order, so that equal questions have equal tags."""
    return orjson.dumps(sorted(pairs)).decode()
