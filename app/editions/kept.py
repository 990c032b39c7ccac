"""What was worked out for an edition and holds as long as it does: a bounded memory that requests share."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The values asked for last, by key. They are shared: who takes one must not change it.

    `size` is how much is held: how many values, or what `weigh` says of each.
    """

    def __init__(self, size: int, weigh: Callable[[T], int] | None = None) -> None:
        self._size = size
        self._weigh = weigh or _one
        self._weight = 0
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable) -> T | None:
        """The value under a key, if it is still held."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: Hashable, value: T) -> None:
        """Hold a value; those asked for longest ago go, where it becomes too much."""
        with self._lock:
            before = self._held.pop(key, None)
            self._weight += self._weigh(value) - (self._weigh(before) if before is not None else 0)
            self._held[key] = value
            while self._weight > self._size:
                _, gone = self._held.popitem(last=False)
                self._weight -= self._weigh(gone)

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under a key; made where it is not held. Two who ask at once may both make it."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found


def _one(_: object) -> int:
    return 1
