"""The texts of a record, each with its place, and blind to the ids that they name."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from app.knowledge.schemas import Text

_ID = re.compile(r"(?<![A-Za-z0-9-])[a-z0-9]+(?:[-.][a-z0-9]+)+(?![A-Za-z0-9-])")
_ADDRESS = re.compile(r"https?://\S+")


def texts(content: BaseModel, pointer: str = "") -> Iterator[tuple[str, Text]]:
    """Every text below `content` as (JSON pointer, text)."""
    for name in type(content).model_fields:
        value = getattr(content, name)
        many = isinstance(value, list)
        for position, item in enumerate(value if many else [value]):
            place = f"{pointer}/{name}/{position}" if many else f"{pointer}/{name}"
            if isinstance(item, Text):
                yield place, item
            elif isinstance(item, BaseModel):
                yield from texts(item, place)


def without_ids(text: str, ids: frozenset[str]) -> str:
    """The text with spaces in the place of ids and web addresses, which name things and state nothing."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    bare = _ADDRESS.sub(blank, text)
    return _ID.sub(lambda match: blank(match) if match[0] in ids else match[0], bare)


def named_ids(text: str, ids: frozenset[str]) -> frozenset[str]:
    """The ids that a text names."""
    return frozenset(one for one in _ID.findall(text) if one in ids)
