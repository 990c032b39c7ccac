"""Limits that several processes share, through Redis: each counts by itself, and they compare ten times a second.

Nothing that a caller asks waits for Redis. So of N processes together a caller may get somewhat more than the quota:
what the others let through in a tenth of a second. Where Redis cannot be reached each goes on counting by itself,
as without it: neither does the atlas stop answering, nor do limits stop holding.
"""

import asyncio
import logging
import secrets
from collections.abc import Iterable
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.http.callers import Callers
from app.http.limits import Quota, Who, Window

logger = logging.getLogger("atlas.limits")

EVERY = 0.1
"""Seconds between two comparisons."""

_PATIENCE = 0.5
_PREFIX = "atlas:limits"


class Exchange:
    """What one process has to do with Redis."""

    def __init__(self, url: str, quotas: Iterable[Quota], callers: Callers) -> None:
        self._redis: Redis = Redis.from_url(
            url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, decode_responses=False
        )
        self._windows = [window for quota in quotas for window in quota.windows]
        self._callers = callers
        self._agreed = False
        self._failing = False

    async def run(self) -> None:
        """Compare, again and again."""
        while True:
            await self.once()
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        """Compare once: give what was counted here, take what all counted. Failures are logged, at their first."""
        drained = [(window, window.number, window.drain()) for window in self._windows]
        try:
            if not self._agreed:
                await self._agree()
            await self._compare(drained)
        except (RedisError, OSError) as error:
            if not self._failing:
                logger.warning("limits are not shared, for Redis fails: %s", type(error).__name__)
            self._failing = True
        else:
            if self._failing:
                logger.warning("limits are shared again")
            self._failing = False

    async def close(self) -> None:
        """Let go of the connection."""
        with suppress(RedisError, OSError):
            await self._redis.aclose()

    async def _agree(self) -> None:
        """Have addresses hashed alike everywhere: the first process draws the key."""
        name = f"{_PREFIX}:key"
        await self._redis.set(name, secrets.token_bytes(32), nx=True)
        key = await self._redis.get(name)
        if isinstance(key, bytes):
            self._callers.draw(key)
            self._agreed = True

    async def _compare(self, drained: list[tuple[Window, int, dict[Who, int]]]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        asked: list[tuple[Window, int, Who]] = []
        for window, number, gone in drained:
            for who, units in gone.items():
                name = f"{_PREFIX}:{window.name}:{number}:{who.hex() if isinstance(who, bytes) else who}"
                pipeline.incrby(name, units)
                pipeline.expire(name, window.seconds + 10)
                asked.append((window, number, who))
        if asked:
            found = await pipeline.execute()
            for (window, number, who), total in zip(asked, found[::2], strict=True):
                window.learn(number, who, int(total))
