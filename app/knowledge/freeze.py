"""Freezing: a revision's content as canonical JSON with its hash.

The form is RFC 8785 (JCS): members sorted, no white space, decimals as strings, NFC text. It holds what the
revision says and nothing that depends on the clock or on a query. `content_format` tells a reader which rules
a stored content follows; content, once frozen, never changes, so code reads every format ever written.
"""

import hashlib
from typing import Any

import orjson

from app.knowledge.schemas import Content
from app.vocabulary.lists import ENTRY_KINDS

CONTENT_FORMAT = 1


def freeze(type_: str, content: Content) -> tuple[str, str]:
    """Canonical JSON of a content, and its SHA-256 in hex.

    Members that are null or empty lists are left out, so that a field which comes later does not change the
    hash of a fact that says nothing about it.
    """
    data = _without_nothing(content.model_dump(mode="json"))
    if type_ in ENTRY_KINDS:
        del data["kind"]  # said by `type` already
    # Members have ASCII names and numbers are whole: sorted by bytes and without white space is RFC 8785 then.
    canonical = orjson.dumps(
        {"content_format": CONTENT_FORMAT, "type": type_, **data},
        option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER,
    )
    return canonical.decode(), hashlib.sha256(canonical).hexdigest()


def thaw(canonical: str | None) -> dict[str, Any]:
    """A frozen content as data, with an entry's `kind` put back.

    Readers leave redacted revisions out before they come here: a null is a mistake of ours and raises.
    """
    if canonical is None:
        raise ValueError("a redacted revision has no content")
    data: dict[str, Any] = orjson.loads(canonical)
    if data["content_format"] != CONTENT_FORMAT:
        raise ValueError(f"content format {data['content_format']} is unknown")
    if data["type"] in ENTRY_KINDS:
        data["kind"] = data["type"]
    return data


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nothing(item) for name, item in value.items() if item is not None and item != []}
    if isinstance(value, list):
        return [_without_nothing(item) for item in value]
    return value
