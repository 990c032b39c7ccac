"""Cursors: where a list goes on. Opaque, tied to their edition and their query, checked before use.

A cursor is not a secret and grants nothing; the checksum finds damage, not malice, and what a cursor holds
is bound as values, never built into a statement.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

import orjson

from app.http.problems import Problem, invalid_parameter

_VERSION = 1
_LARGEST = 2_000_000_000


@dataclass(frozen=True)
class Cursor:
    """Edition and query that a list belongs to, and the sort key and id of the last item shown."""

    edition: int
    query: str
    key: str
    id: str

    def encode(self) -> str:
        """The cursor as the text that clients carry."""
        body = orjson.dumps([_VERSION, self.edition, self.query, self.key, self.id])
        return base64.urlsafe_b64encode(_checksum(body) + body).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """Read a cursor. Raises a 422 problem for anything that this server did not write."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        checksum, body = raw[:6], raw[6:]
        if checksum != _checksum(body):
            raise ValueError("checksum")
        version, edition, query, key, id_ = orjson.loads(body)
        if version != _VERSION:
            raise ValueError("version")
        if not isinstance(edition, int) or not 1 <= edition <= _LARGEST:
            raise ValueError("edition")
        if not f"{key}{id_}".replace("\uffff", "").isprintable():
            raise ValueError("control characters")
        return Cursor(edition, str(query), str(key), str(id_))
    except (ValueError, TypeError, binascii.Error) as error:
        raise _broken() from error


def number_after(text: str | None, query: str) -> int | None:
    """Where a list that is ordered by numbers goes on; null at its beginning.

    Raises a 422 problem for a cursor of another list.
    """
    if text is None:
        return None
    found = decode_cursor(text)
    if found.query != query or not found.id.isdecimal() or int(found.id) > _LARGEST:
        raise invalid_parameter("cursor", "the cursor belongs to another list; start again without it")
    return int(found.id)


def query_digest(normalised_query: str) -> str:
    """A short digest of a normalised query, by which a cursor knows its own list."""
    return hashlib.sha256(normalised_query.encode()).hexdigest()[:16]


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(b"atlas-cursor" + body).digest()[:6]


def _broken() -> Problem:
    return invalid_parameter("cursor", "this is not a cursor of this server; take it from `next`, or start without")
