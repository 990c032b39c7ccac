"""What search keeps of each edition that is being asked: its vocabulary as words, and postings read lately."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from app.editions.view import View
from app.search.fields import Labels
from app.search.index import EditionIndex, MemoryIndex, PostingCache
from app.search.lexicon import Lexicon, lexicon_of
from app.search.segments import memory_index
from app.search.stored import StoredIndex, absent_from, contents_of, how_many, is_stored

_EDITIONS = 2  # editions of which anything is kept
LABELS = 20_000  # records whose labels are kept


@dataclass
class _Held:
    lexicon: Lexicon
    size: int
    absent: frozenset[int]
    memory: MemoryIndex | None
    """The whole index, where the database holds none that this code can read."""
    postings: PostingCache
    labels: dict[int, Labels] = field(default_factory=dict)


class SearchStore:
    """The editions that are being searched; one object a process."""

    def __init__(self, *, posting_bytes: int) -> None:
        self._posting_bytes = posting_bytes
        self._held: OrderedDict[tuple[str, int], _Held] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()

    def edition(self, view: View) -> tuple[EditionIndex, Lexicon]:
        """The index and the lexicon of the edition that a request reads."""
        held = self._get(view)
        if held is None:
            with self._making:  # of many first questions, one makes it and the others wait
                held = self._get(view) or self._make(view)
        if len(held.labels) > LABELS:
            held.labels.clear()
        postings = held.memory or StoredIndex(view.connection, held.labels)
        return EditionIndex(postings, held.size, held.absent, held.postings), held.lexicon

    def _get(self, view: View) -> _Held | None:
        with self._lock:
            held = self._held.get(view.edition.state)
            if held is not None:
                self._held.move_to_end(view.edition.state)
            return held

    def _make(self, view: View) -> _Held:
        connection, number = view.connection, view.edition.number
        memory: MemoryIndex | None = None
        absent: frozenset[int] = frozenset()
        if is_stored(connection, number):
            absent = absent_from(connection, number)
            size = how_many(connection, absent)
        else:
            memory = memory_index(contents_of(connection, number))
            size = len(memory.documents)
        lexicon = lexicon_of(view.snapshot.records)
        held = _Held(lexicon, size, absent, memory, PostingCache(0 if memory else self._posting_bytes))
        with self._lock:
            self._held[view.edition.state] = held
            while len(self._held) > _EDITIONS:
                self._held.popitem(last=False)
        return held
