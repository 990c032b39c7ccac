"""The least that an ASGI application on uvicorn can do: send bytes that are there. All figures are a ratio of it."""

import os
from pathlib import Path
from typing import Any

BODY = Path(os.environ["YARDSTICK_BODY"]).read_bytes()
_WHOLE = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())],
}
_UNCHANGED = {"type": "http.response.start", "status": 304, "headers": []}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Send the body, or an empty 304 below `/unchanged`."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["path"] == "/unchanged":
        await send(_UNCHANGED)
        await send({"type": "http.response.body", "body": b""})
    else:
        await send(_WHOLE)
        await send({"type": "http.response.body", "body": BODY})


async def _live(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
