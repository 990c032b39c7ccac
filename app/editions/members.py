"""Which entries have a value, as bits: bit n of a number stands for the revision with key n.

What a published revision says never changes: a set is read once, and for the next edition only what is new in it.
What an edition shows is what `live` leaves. A million entries are a set of 125 kB, and two sets meet in microseconds:
so a list knows how many entries it finds without looking at them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from sys import getsizeof
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, select, union_all

from app.editions.kept import Kept
from app.knowledge.models import Edition, Redaction, Revision
from app.knowledge.models.entry import EntryRow, RequiredDocumentRow
from app.knowledge.models.shared import LinkRow, ProductTypeRow, TopicRow

_ROWS: dict[str, Callable[[str], tuple[FromClause, ColumnElement[bool]]]] = {
    "kind": lambda value: (EntryRow.__table__, EntryRow.__table__.c.kind == value),
    "country": lambda value: (EntryRow.__table__, EntryRow.__table__.c.country == value),
    "topic": lambda value: (TopicRow.__table__, TopicRow.__table__.c.topic == value),
    "document": lambda value: (RequiredDocumentRow.__table__, RequiredDocumentRow.__table__.c.id == value),
    "named": lambda value: _role("named", value),
    "excepted": lambda value: _role("excepted", value),
}
"""Where it stands that a revision has a value: each by an index that holds the key as well."""

_EDITIONS = 4
_SOME = re.compile(rb"[^\0]")  # bytes that are not empty


@dataclass(frozen=True)
class Override:
    """An entry that, where it holds, takes the place of another."""

    by: int
    """The key of the revision that says so."""
    target: int
    """The revisions of the entry that is overridden, as bits."""


class Members:
    """The sets of one process. `size` is how many bytes are held."""

    def __init__(self, *, size: int = 64_000_000) -> None:
        self._size = size
        self._sets = Kept[int](size, getsizeof)
        self._last: dict[tuple[str, str], int] = {}
        """The edition for which a set was read last."""
        self._shown = Kept[_Shown](_EDITIONS)
        self._newest: tuple[int, str] | None = None
        self._making = Lock()

    def of(self, connection: Connection, number: int, state: tuple[str, int]) -> "EditionMembers":
        """The sets as one request reads them, of the edition with this number, hash and count of redactions."""
        shown = self._shown.get(state)
        if shown is None:
            with self._making:
                self._check_history(connection)
                shown = _Shown(bits_of(connection.scalars(_gone(number))), _overrides(connection))
                self._shown.put(state, shown)
                if self._newest is None or self._newest[0] < number:
                    self._newest = number, state[0]
        return EditionMembers(self, connection, number, shown)

    def having(self, connection: Connection, edition: int, name: str, value: str) -> int:
        """The revisions that have a value, of those that were published up to an edition."""
        found = self._sets.get((edition, name, value))
        if found is not None:
            return found
        with self._making:  # of many who ask at once one reads it, and the others wait
            found = self._sets.get((edition, name, value))
            if found is None:
                last = self._last.get((name, value), edition)
                before = self._sets.get((last, name, value)) if last < edition else None
                found = _read(connection, edition, name, value, None if before is None else (before, last))
                self._sets.put((edition, name, value), found)
                self._last[name, value] = max(last, edition)
            return found

    def _check_history(self, connection: Connection) -> None:
        """Begin anew where a database was put in the place of another: its keys stand for other revisions."""
        if self._newest is not None:
            number, sha256 = self._newest
            if connection.scalar(select(Edition.head_sha256).where(Edition.number == number)) != sha256:
                self._sets, self._shown = Kept[int](self._size, getsizeof), Kept[_Shown](_EDITIONS)
                self._last, self._newest = {}, None


@dataclass(frozen=True)
class EditionMembers:
    """The sets as one request reads them, on its connection."""

    members: Members
    connection: Connection
    edition: int
    shown: "_Shown"

    def live(self, bits: int) -> int:
        """Those of a set that the edition shows."""
        return bits & ~self.shown.absent

    def having(self, name: str, values: Iterable[str]) -> int:
        """The revisions that have one of these values, with some that the edition does not show any more."""
        found = 0
        for value in values:
            found |= self.members.having(self.connection, self.edition, name, value)
        return found


@dataclass(frozen=True)
class _Shown:
    """What is particular to an edition: what it does not show, and what overrides what."""

    absent: int
    overrides: tuple[Override, ...]


def _read(connection: Connection, edition: int, name: str, value: str, before: tuple[int, int] | None) -> int:
    """A set, or what `before`, the set of an older edition, becomes."""
    table, condition = _ROWS[name](value)
    key = table.c.revision_key
    query = select(key).where(condition)
    if before is not None:
        bits, older = before
        newer = select(Revision.key).where(Revision.published_in > older, Revision.published_in <= edition)
        return bits | bits_of(connection.scalars(query.where(key.in_(newer))))
    return bits_of(connection.scalars(query)) & ~bits_of(connection.scalars(_not_yet(edition)))


def bits_of(keys: Iterable[int]) -> int:
    """A set of keys as bits."""
    found = list(keys)
    if not found:
        return 0
    # Keys of one country lie together: the bytes before them are not made.
    first = min(found) // 8
    held = bytearray(max(found) // 8 - first + 1)
    for key in found:
        held[(key >> 3) - first] |= 1 << (key & 7)
    return int.from_bytes(held, "little") << (8 * first)


def keys_of(bits: int) -> Iterator[int]:
    """The keys of a small set, rising."""
    held = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for found in _SOME.finditer(held):
        byte = found.group()[0]
        yield from (8 * found.start() + bit for bit in range(8) if byte >> bit & 1)


def _role(role: str, product_type: str) -> tuple[FromClause, ColumnElement[bool]]:
    table = ProductTypeRow.__table__
    return table, (table.c.product_type == product_type) & (table.c.role == role)


def _not_yet(edition: int) -> Select[Any]:
    """The revisions that are published later, or not yet."""
    key = select(Revision.key)
    return _any_of(key.where(Revision.published_in.is_(None)), key.where(Revision.published_in > edition))


def _gone(edition: int) -> Select[Any]:
    """The revisions that an edition does not show any more: removed by then, or redacted."""
    return _any_of(select(Revision.key).where(Revision.removed_in <= edition), select(Redaction.revision_key))


def _any_of(*queries: Select[Any]) -> Select[Any]:
    # Apart, so that each finds its way by an index.
    found = union_all(*queries).subquery()
    return select(found.c[0])


def _overrides(connection: Connection) -> tuple[Override, ...]:
    link, entry = LinkRow.__table__, EntryRow.__table__
    query = (
        select(link.c.revision_key, entry.c.revision_key)
        .join(entry, entry.c.id == link.c.target)
        .where(link.c.relation == "overrides")
    )
    found: dict[int, list[int]] = {}
    for by, target in connection.execute(query):
        found.setdefault(by, []).append(target)
    return tuple(Override(by, bits_of(targets)) for by, targets in found.items())
