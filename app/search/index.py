"""The index of one edition: which records hold a token, and how much it counts there.

A posting is two arrays of equal length: keys of revisions, rising, and impacts (1 to 255).
"""

import sys
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.search.fields import Labels, Searchable

KEYS = "I"  # four bytes: enough for four thousand million revisions


@dataclass(frozen=True)
class Posting:
    """The records that hold a token."""

    keys: "array[int]"
    impacts: bytes

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return 5 * len(self.keys) + 250


NOTHING = Posting(array(KEYS), b"")


class Postings(Protocol):
    """Where postings and labels come from: memory, or a database."""

    def read(self, tokens: Iterable[str]) -> dict[str, Posting]:
        """Postings of tokens; those that no record holds are left out."""
        ...

    def labels(self, keys: Iterable[int]) -> dict[int, Labels]:
        """Labels of records."""
        ...


@dataclass
class MemoryIndex:
    """Postings held in memory, as they are while they are made."""

    keys: dict[str, "array[int]"] = field(default_factory=dict)
    impacts: dict[str, bytearray] = field(default_factory=dict)
    documents: dict[int, Labels] = field(default_factory=dict)

    def add(self, key: int, document: Searchable) -> None:
        """Take a record in; keys come in rising order."""
        self.documents[key] = document.labels
        for token, impact in document.impacts.items():
            keys = self.keys.get(token)
            if keys is None:
                keys = self.keys[token] = array(KEYS)
                self.impacts[token] = bytearray()
            keys.append(key)
            self.impacts[token].append(impact)

    def read(self, tokens: Iterable[str]) -> dict[str, Posting]:
        """Postings of tokens; those that no record holds are left out."""
        return {
            token: Posting(self.keys[token], bytes(self.impacts[token])) for token in tokens if token in self.keys
        }

    def labels(self, keys: Iterable[int]) -> dict[int, Labels]:
        """Labels of records."""
        return {key: self.documents[key] for key in keys}


def packed(keys: "array[int]") -> bytes:
    """Keys as they are stored: four bytes each, least significant first."""
    if sys.byteorder == "big":
        keys = array(KEYS, keys)
        keys.byteswap()
    return keys.tobytes()


def unpacked(stored: bytes) -> "array[int]":
    """Keys from what `packed` made of them."""
    keys = array(KEYS)
    keys.frombytes(stored)
    if sys.byteorder == "big":
        keys.byteswap()
    return keys


@dataclass(frozen=True)
class EditionIndex:
    """What can be found in one edition: postings without the records that are not live in it."""

    postings: Postings
    size: int
    """How many records can be found."""
    absent: frozenset[int] = frozenset()
    """Records that the postings hold and the edition does not."""
    cache: "PostingCache" = field(default_factory=lambda: PostingCache(0))

    def read(self, tokens: Iterable[str]) -> dict[str, Posting]:
        """Postings of tokens in this edition; those that no record holds are left out."""
        wanted = list(dict.fromkeys(tokens))
        found = {token: held for token in wanted if (held := self.cache.get(token)) is not None}
        missing = [token for token in wanted if token not in found]
        if missing:
            read = self.postings.read(missing)
            for token in missing:
                posting = self._live(read[token]) if token in read else NOTHING
                self.cache.put(token, posting)
                found[token] = posting
        return {token: posting for token, posting in found.items() if len(posting)}

    def known(self, tokens: Iterable[str]) -> set[str]:
        """Those of the tokens that occur in the edition."""
        return set(self.read(tokens))

    def _live(self, posting: Posting) -> Posting:
        """The posting without what is absent, found by halving: of a long one few are, as a rule."""
        keys = posting.keys
        if len(self.absent) < len(keys):
            places = sorted(
                place for key in self.absent if (place := bisect_left(keys, key)) < len(keys) and keys[place] == key
            )
        else:
            places = [place for place, key in enumerate(keys) if key in self.absent]
        if not places:
            return posting
        live, impacts, begin = array(KEYS), bytearray(), 0
        for place in (*places, len(keys)):
            live += keys[begin:place]
            impacts += posting.impacts[begin:place]
            begin = place + 1
        return Posting(live, bytes(impacts))


class PostingCache:
    """Postings that were read lately, up to a number of bytes; the oldest go first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._used = 0
        self._held: OrderedDict[str, Posting] = OrderedDict()

    def get(self, token: str) -> Posting | None:
        """A posting that is held."""
        posting = self._held.get(token)
        if posting is not None:
            self._held[token] = self._held.pop(token)
        return posting

    def put(self, token: str, posting: Posting) -> None:
        """Hold a posting, unless it alone is too large."""
        if posting.size > self._size // 4:
            return
        self._held[token] = posting
        self._used += posting.size
        while self._used > self._size:
            _, gone = self._held.popitem(last=False)
            self._used -= gone.size


def impacts_of(posting: Posting) -> Iterator[tuple[int, int]]:
    """(key, impact) pairs of a posting."""
    return zip(posting.keys, posting.impacts, strict=True)


def impacts_among(posting: Posting, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(key, impact) pairs of those of `keys`, given as they rise, that a posting holds."""
    held, impacts, place = posting.keys, posting.impacts, 0
    if len(held) < _STEPS * len(keys):
        wanted = frozenset(keys)
        yield from ((key, impact) for key, impact in zip(held, impacts, strict=True) if key in wanted)
        return
    for key in keys:
        place = bisect_left(held, key, place)
        if place == len(held):
            return
        if held[place] == key:
            yield key, impacts[place]


_STEPS = 8  # keys of a posting that are passed by in the time in which one is found by halving


def meet(one: "array[int]", other: "array[int]") -> bool:
    """Is any key in both? Found by leaps, as far as the first."""
    here = there = 0
    while here < len(one) and there < len(other):
        if one[here] == other[there]:
            return True
        if one[here] < other[there]:
            here = bisect_left(one, other[there], here)
        else:
            there = bisect_left(other, one[here], there)
    return False
