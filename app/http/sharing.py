"""Whether limits are shared between processes, for as long as the server serves."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

from app.http.callers import Callers
from app.http.limits import Quota


@asynccontextmanager
async def sharing(url: str | None, quotas: Iterable[Quota], callers: Callers) -> AsyncIterator[None]:
    """Share limits through the Redis at `url` while the process serves; without an address nothing is shared."""
    if url is None:
        yield
        return
    # Here, because the client takes a fifth of a second to import and most servers do without it.
    from app.http.shared_limits import Exchange

    exchange = Exchange(url, quotas, callers)
    await exchange.once()
    task = asyncio.create_task(exchange.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await exchange.once()
        await exchange.close()
