"""How many reports one process takes: some an hour in all, and fewer on one entry, so that no queue is flooded.

A caller's own limit stands before this one. Nothing is kept of who sent a report, so there is none by sender here.
"""

import math
from collections import OrderedDict
from threading import Lock

HOUR = 3600.0

MOST_ENTRIES = 10_000
"""Entries whose buckets are remembered; of more than that the one longest unused begins anew."""


class Bucket:
    """A token bucket: it holds an hour's worth at most, and fills evenly."""

    def __init__(self, an_hour: int, now: float) -> None:
        self._most = float(an_hour)
        self._held = float(an_hour)
        self._at = now

    def wait(self, now: float) -> int:
        """Seconds until there is a token; 0 where there is one now."""
        self._held = min(self._most, self._held + max(0.0, now - self._at) * self._most / HOUR)
        self._at = now
        return 0 if self._held >= 1 else math.ceil((1 - self._held) * HOUR / self._most)

    def take(self) -> None:
        """Take one token; call `wait` first."""
        self._held -= 1


class Intake:
    """The buckets of one process: for all reports, and for each entry."""

    def __init__(self, *, an_hour: int, an_hour_on_one: int) -> None:
        self._all = an_hour
        self._one = an_hour_on_one
        self._whole: Bucket | None = None
        self._entries: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, entry: str, now: float) -> int:
        """Take one report on an entry at `now`, in seconds; else the seconds to wait, and nothing is taken."""
        with self._lock:
            self._whole = self._whole or Bucket(self._all, now)
            one = self._entries.pop(entry, None) or Bucket(self._one, now)
            self._entries[entry] = one
            if len(self._entries) > MOST_ENTRIES:
                self._entries.popitem(last=False)
            wait = max(self._whole.wait(now), one.wait(now))
            if not wait:
                self._whole.take()
                one.take()
            return wait
