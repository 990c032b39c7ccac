"""Asking an application as a server does, with what no well-behaved client would send."""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message


def ask_raw(
    app: ASGIApp, path: str | bytes, *, method: str = "GET", headers: list[tuple[bytes, bytes]] | None = None
) -> Any:
    """The messages that an application sends for one request, by a caller who waits for the end."""
    raw = path.encode() if isinstance(path, str) else path
    sent: list[Message] = []
    asked = False
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": raw.decode("utf-8", "replace"),
        "raw_path": raw,
        "query_string": b"",
        "root_path": "",
        "headers": headers or [],
        "client": ("203.0.113.7", 4711),
        "server": ("testserver", 80),
    }

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_call(app, scope, receive, send))
    return sent


async def _call(app: ASGIApp, *arguments: Any) -> None:
    await app(*arguments)
