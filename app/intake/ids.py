"""The ids of records that are being read, and the references that are still open."""

from collections.abc import Iterator
from itertools import chain

from app.intake.faults import Fault
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES

_ONE = {str(type_): (str(type_),) for type_ in RECORD_TYPES}
"""One tuple a type, shared by all its ids: of a million ids little more than their letters is held."""


class Ids:
    """Which ids there are, and which were named before they came."""

    def __init__(self) -> None:
        self._announced: set[tuple[str, str]] = set()
        self._types: dict[str, tuple[str, ...]] = {}
        self._expected: dict[tuple[str, str], list[Fault]] = {}

    def add(self, type_: str, id_: str) -> bool:
        """A record has this id. False where another had it: all kinds of entry share their ids."""
        before = self._types.get(id_, ())
        self._types[id_] = _ONE[type_] if not before else (*before, type_)
        for name in (type_, "entry", "record"):
            if (name, id_) in self._expected and self.has(name, id_):
                del self._expected[name, id_]
        if type_ in ENTRY_KINDS:
            return ENTRY_KINDS.isdisjoint(before)
        return type_ not in before

    def announce(self, type_: str, id_: str) -> None:
        """A record of this id will come."""
        self._announced.add((type_, id_))
        self._announced.add(("record", id_))

    def has(self, type_: str, id_: str) -> bool:
        """Has a record of this type the id? Of type `entry`: any kind of entry; of type `record`: any record."""
        types = self._types.get(id_, ())
        if type_ in types or (type_, id_) in self._announced:
            return True
        return bool(types) and (type_ == "record" or (type_ == "entry" and not ENTRY_KINDS.isdisjoint(types)))

    def expect(self, type_: str, id_: str, fault: Fault) -> None:
        """Something names the id, which is the fault if it never comes."""
        self._expected.setdefault((type_, id_), []).append(fault)

    def missing(self) -> Iterator[Fault]:
        """The faults of what never came."""
        return chain.from_iterable(self._expected.values())
