"""What goes on beside the requests: the table of keys is kept fresh, and what was counted is written."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from app.access.keys.ring import CHECKED, KeyRing
from app.database.threads import in_thread

logger = logging.getLogger("atlas.keys")

FLUSHED = 5.0
"""Seconds between two batches of what was counted."""


@asynccontextmanager
async def kept(ring: KeyRing) -> AsyncIterator[None]:
    """Keep the keys of this process while it serves; at the end, write what is left."""
    task = asyncio.create_task(_keep(ring))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _tried(ring.flush, "what was asked with keys could not be written")


async def _keep(ring: KeyRing) -> None:
    # Somewhat more often than the table grows stale, so that hardly a request has to wait for it.
    waited = 0.0
    while True:
        await asyncio.sleep(CHECKED * 0.8)
        waited += CHECKED * 0.8
        if ring.asked_lately():
            await _tried(lambda: ring.refresh(early=True), "keys could not be looked up")
        if waited >= FLUSHED:
            waited = 0.0
            await _tried(ring.flush, "what was asked with keys could not be written yet")


async def _tried(work: Callable[[], None], failed: str) -> None:
    """Database work that is tried again soon; a failure is said in one line."""
    try:
        await in_thread(work)
    except Exception as error:
        logger.warning("%s: %s", failed, type(error).__name__)
