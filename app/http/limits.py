"""How much a caller may ask: a quota by the minute and by the day, counted in memory.

Windows begin with the UTC minute and the UTC day, for everybody alike, so that a window that is over is one table
thrown away. Counting is a look into two dictionaries: nothing waits, nothing locks. What other processes counted is
learnt in the background (`learn`, `learn_day`), from Redis or from the database.
"""

from collections.abc import Callable
from typing import NamedTuple

from app.settings import Settings

MINUTE, DAY = 60, 86_400

ANONYMOUS, LOCAL, OF_STAFF, GUESSES = "anonymous", "local", "staff", "wrong-key"
"""The quotas of addresses: of who asks without a key, of this machine itself, of who signs in, of who guesses."""

PARTNER, INTERNAL = "partner", "internal"
"""The quotas of keys, each with its own, called by the class of their partner."""

MOST = 200_000
"""Callers that one table holds; of more than that the one who came first is forgotten, and begins anew."""

Who = int | bytes
"""A caller, in a quota's own terms: the place of a key, or the keyed hash of an address."""


class Left(NamedTuple):
    """What a caller has left in one window."""

    window: str
    quota: int
    units: int
    seconds: int
    """Until the window begins anew."""


class Window:
    """One span of time, again and again, and what each caller used in it. Without a limit nothing is counted."""

    __slots__ = ("gone", "limit", "name", "number", "rest", "seconds", "used")

    def __init__(self, name: str, seconds: int, limit: int) -> None:
        self.name = name
        self.seconds = seconds
        self.limit = limit
        self.number = 0
        self.rest = seconds
        """Seconds until it begins anew."""
        self.used: dict[Who, int] = {}
        self.gone: dict[Who, int] = {}
        """What was used since `drain` was last called, where it is shared."""

    def turn(self, now: int) -> None:
        """Begin a new span where the old one is over."""
        number, gone = divmod(now, self.seconds)
        self.rest = self.seconds - gone
        if number != self.number:
            self.number = number
            self.used = {}
            self.gone = {}

    def add(self, who: Who, units: int, *, shared: bool) -> None:
        """Count."""
        used = self.used
        before = used.get(who)
        if before is None:
            before = 0
            if len(used) >= MOST:
                del used[next(iter(used))]
        used[who] = max(0, before + units)
        if shared:
            self.gone[who] = self.gone.get(who, 0) + units

    def left(self, who: Who) -> int:
        """Units that a caller has left."""
        left = self.limit - self.used.get(who, 0)
        return max(0, left)

    def drain(self) -> dict[Who, int]:
        """What was used since this was last asked."""
        gone, self.gone = self.gone, {}
        return gone

    def learn(self, number: int, who: Who, total: int) -> None:
        """All processes together used `total` in the span of that number, as of the last `drain`."""
        if number == self.number:
            self.used[who] = max(self.used.get(who, 0), total + self.gone.get(who, 0))


class Quota:
    """What callers of one class may ask; 0 is no limit. `clock` gives seconds since 1970.

    `shared` has it remember what is to be told to other processes.
    """

    def __init__(self, name: str, minute: int, day: int, clock: Callable[[], float], *, shared: bool = False) -> None:
        self.name = name
        self.minute = Window(f"{name}-minute", MINUTE, minute)
        self.day = Window(f"{name}-day", DAY, day)
        self.windows = tuple(one for one in (self.minute, self.day) if one.limit)
        self.policy = ", ".join(f'"{one.name}";q={one.limit};w={one.seconds}' for one in self.windows).encode()
        """The field value of `RateLimit-Policy`; empty where nothing is limited."""
        self._shared = shared
        self._clock = clock
        self._now = -1
        self._form = ", ".join(f'"{one.name}";r=%d;t=%d' for one in self.windows).encode()

    def take(self, who: Who, cost: int = 1) -> bool:
        """Ask for `cost` units. Who has anything left gets them all; what is overdrawn is not carried over.

        What costs nothing is refused as well where nothing is left.
        """
        self._look()
        for one in self.windows:
            if one.used.get(who, 0) >= one.limit:
                return False
        if cost:
            for one in self.windows:
                one.add(who, cost, shared=self._shared)
        return True

    def give_back(self, who: Who, cost: int) -> None:
        """It cost nothing after all."""
        self._look()
        for one in self.windows:
            one.add(who, -cost, shared=self._shared)

    def state(self, who: Who) -> tuple[Left, ...]:
        """How things stand, window by window; nothing is taken."""
        self._look()
        now = self._now
        return tuple(
            Left(one.name, one.limit, one.left(who), one.seconds - now % one.seconds) for one in self.windows
        )

    def header(self, who: Who) -> bytes:
        """The field value of `RateLimit`: how things stood at the last look at the clock."""
        figures: list[int] = []
        for one in self.windows:
            figures += one.left(who), one.rest
        return self._form % tuple(figures)

    def learn_day(self, who: Who, total: int) -> None:
        """All processes together counted that much today; this one knows a part of it."""
        self._look()
        self.day.used[who] = max(self.day.used.get(who, 0), total)

    def _look(self) -> None:
        """Look at the clock. It may jump back: then a window begins anew, too."""
        now = int(self._clock())
        if now != self._now:
            self._now = now
            self.minute.turn(now)
            self.day.turn(now)


def quotas_of(settings: Settings, clock: Callable[[], float]) -> dict[str, Quota]:
    """Every quota, by name, as the settings have it."""
    shared = settings.redis_url is not None
    limits = {
        ANONYMOUS: (settings.limit_anonymous_minute, settings.limit_anonymous_day),
        PARTNER: (settings.limit_partner_minute, settings.limit_partner_day),
        INTERNAL: (settings.limit_internal_minute, settings.limit_internal_day),
        LOCAL: (settings.limit_local_minute, 0),
        OF_STAFF: (settings.limit_staff_minute, 0),
        GUESSES: (settings.limit_wrong_keys_minute, 0),
    }
    return {name: Quota(name, minute, day, clock, shared=shared) for name, (minute, day) in limits.items()}
