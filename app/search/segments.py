"""Segments of the index out of contents: by this process, or by several where there is much to read."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Self

import orjson

from app.knowledge.freeze import thaw
from app.search.fields import searchable
from app.search.index import MemoryIndex, packed

Contents = Sequence[tuple[int, str, str | None]]
"""Key, type and canonical content of revisions, by rising key."""

_MOST = 20_000  # revisions of one segment: what is held in memory while an index is made
_WORKERS = 4
_FEW = 2  # batches that are not worth a process


@dataclass
class Segment:
    """Revisions with their labels as JSON, and for each token their keys, packed, and impacts."""

    labels: list[tuple[int, bytes]] = field(default_factory=list)
    keys: dict[str, bytearray] = field(default_factory=dict)
    impacts: dict[str, bytearray] = field(default_factory=dict)

    def extend(self, further: "Segment") -> None:
        """Take in what has higher keys."""
        self.labels += further.labels
        for token, keys in further.keys.items():
            self.keys.setdefault(token, bytearray()).extend(keys)
            self.impacts.setdefault(token, bytearray()).extend(further.impacts[token])


def memory_index(rows: Iterable[tuple[int, str, str | None]]) -> MemoryIndex:
    """An index of these revisions, given by rising key."""
    made = MemoryIndex()
    for key, type_, content in rows:
        made.add(key, searchable(type_, thaw(content)))
    return made


def segments(batches: Iterator[Contents]) -> Iterator[Segment]:
    """The segments of all batches together."""
    first = list(islice(batches, _FEW))
    following = next(batches, None) if len(first) == _FEW else None
    gathering = Gathering()
    for part in map(_part, first):
        yield from gathering.take(part)
    if following is not None:
        with Readers() as readers:
            for batch in chain([following], batches):
                for part in readers.read(batch):
                    yield from gathering.take(part)
            for part in readers.rest():
                yield from gathering.take(part)
    yield from gathering.rest()


class Gathering:
    """Parts on their way to become segments."""

    def __init__(self) -> None:
        self._segment = Segment()

    def take(self, part: Segment) -> Iterator[Segment]:
        """Take a part in; gives a segment when one is full."""
        self._segment.extend(part)
        if len(self._segment.labels) >= _MOST:
            yield from self.rest()

    def rest(self) -> Iterator[Segment]:
        """What is there, if anything is."""
        if self._segment.labels:
            yield self._segment
            self._segment = Segment()


class Readers:
    """Processes that read contents, in the order in which these come."""

    def __init__(self) -> None:
        self._workers = min(_WORKERS, os.cpu_count() or 1)
        self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=_end_with_parent)
        self._under_way: deque[Future[Segment]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(self, batch: Contents) -> Iterator[Segment]:
        """Read a batch; gives what is done of those before, and waits where too much is under way."""
        self._under_way.append(self._pool.submit(_part, batch))
        while self._under_way and (self._under_way[0].done() or len(self._under_way) > 2 * self._workers):
            yield self._under_way.popleft().result()

    def rest(self) -> Iterator[Segment]:
        """Wait for all."""
        while self._under_way:
            yield self._under_way.popleft().result()


def _end_with_parent() -> None:
    """Let this process end when the one that started it was killed: it would wait for work for ever."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _part(rows: Contents) -> Segment:
    made = memory_index(rows)
    return Segment(
        [(key, orjson.dumps(one)) for key, one in made.documents.items()],
        {token: bytearray(packed(keys)) for token, keys in made.keys.items()},
        made.impacts,
    )
