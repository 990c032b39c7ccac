"""What answers rest on at this moment: the newest edition as the database has it, and the day."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

from sqlalchemy import Engine

from app.database.engine import reading
from app.database.threads import in_thread
from app.editions.snapshot import newest_head

logger = logging.getLogger("atlas.editions")

LOOK = 0.25
"""Seconds between two looks: a new edition is seen by every process well within a second."""

BLIND = 30.0
"""Seconds for which the last look counts where the database cannot be asked."""


class Newest:
    """Watches for a new edition, a redaction and the end of the day. `today` is the day as answers count it."""

    def __init__(self, engine: Engine, today: Callable[[], date]) -> None:
        self._engine = engine
        self._today = today
        self._token: tuple[object, date] | None = None
        self._good_until = float("-inf")

    def token(self) -> object | None:
        """The same object as long as answers stay the same; null while that is not known."""
        return self._token if monotonic() < self._good_until else None

    def forget(self) -> None:
        """Something was changed here: nothing is known until the next look."""
        self._good_until = float("-inf")

    def look(self) -> None:
        """Ask the database. Blocks; raises what the engine raises."""
        begun = monotonic()
        with reading(self._engine) as connection:
            head = newest_head(connection)
        now = (head.number, *head.state) if head else None
        day = self._today()
        if now is None:
            self._token = None
        elif self._token is None or self._token != (now, day):
            self._token = (now, day)
        self._good_until = begun + min(BLIND, _until_midnight())

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look again and again while the server runs."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        failed = False
        while True:
            try:
                await in_thread(self.look)
                failed = False
            except Exception as error:
                if not failed:
                    logger.warning("cannot look for a new edition: %s", type(error).__name__)
                failed = True
            await asyncio.sleep(LOOK)


def _until_midnight() -> float:
    now = datetime.now(UTC)
    return (datetime.combine(now.date() + timedelta(days=1), time(), UTC) - now).total_seconds()
