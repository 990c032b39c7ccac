"""The words of a watch's filters: checked when they are kept, looked at again whenever they are used.

A word that was published may be withdrawn later. It then finds nothing, and the watch says so; a filter of which no
word is left finds no entry at all, for a lifted filter would find every one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select

from app.access.faults import invalid
from app.editions.snapshot import Snapshot
from app.knowledge.models import Record, Revision
from app.vocabulary.lists import EntryKind, State

Words = dict[str, list[str]]

FILTERS = ("country", "product_type", "topic", "kind")
TYPES = {"country": "jurisdiction", "product_type": "product_type", "topic": "topic"}
"""The type of record that a filter's words are ids of."""


def checked(connection: Connection, given: Mapping[str, Iterable[str]]) -> str:
    """Filters as they are kept. Raises `Refused` for a word that is not published, with a pointer to it."""
    kept: Words = {}
    for name in FILTERS:
        words = [str(one) for one in given.get(name, ())]
        if name == "country":
            words = [one.upper() for one in words]
        known = published(connection, name) if words and name in TYPES else set(words)
        for place, one in enumerate(words):
            if one not in known:
                noun = name.replace("_", " ")
                message = f"no {noun} is called {one}"
                raise invalid(f"/filters/{name}/{place}", message, valid=sorted(known), value=one)
        if words:
            kept[name] = sorted(set(words))
    return written(kept)


def written(kept: Words) -> str:
    """Filters as the database has them."""
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()


def published(connection: Connection, name: str) -> set[str]:
    """The words that a filter can have now."""
    query = (
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.type == TYPES[name], Revision.state == State.published)
    )
    return set(connection.scalars(query))


def read(filters: str) -> Words:
    """Filters as they were kept."""
    kept: Words = orjson.loads(filters)
    return kept


def gone(words: Mapping[str, Iterable[str]], known: Mapping[str, Collection[str]]) -> list[dict[str, str]]:
    """The words that are published no more; `known` are those that are, by filter."""
    return [{"filter": name, "value": one} for name in TYPES for one in words.get(name, ()) if one not in known[name]]


def known_in(snapshot: Snapshot, words: Mapping[str, Collection[str]]) -> dict[str, Any] | None:
    """The filters with the words that an edition has; null where one of them has none left."""
    found: dict[str, Any] = {}
    for name in FILTERS:
        asked = list(words.get(name, ()))
        left = [one for one in asked if one in snapshot.of(TYPES[name])] if name in TYPES else asked
        if asked and not left:
            return None
        found[name] = left
    return found


def for_changes(words: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The filters as the feed of changes takes them, which holds other records than entries as well."""
    return {name: list(words.get(name, ())) for name in FILTERS} | {"kind": list(words.get("kind") or EntryKind)}
