"""Questions that were asked before: what an address asks is found out once, not at every request.

Routing, checking parameters and building their model take longer than many an answer. They depend on nothing but the
address, so what they came to is remembered under it, to the byte.
"""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Again = Callable[[Scope], Awaitable[Response]]
"""Answers a request for an address that was answered before. What it raises is left to the long way to say."""

_LONGEST, _MOST = 512, 1024
"""Bytes of an address that is remembered, and how many are."""

Address = tuple[bytes, bytes]


class _Known(NamedTuple):
    route: object
    again: Again


class Remembered:
    """What addresses ask; one object a process."""

    def __init__(self) -> None:
        self._known: dict[Address, _Known] = {}

    def __len__(self) -> int:
        return len(self._known)

    def get(self, scope: Scope) -> _Known | None:
        """What a request's address asks, where it was asked before."""
        return self._known.get(_address(scope)) if scope["method"] == "GET" else None

    def put(self, scope: Scope, again: Again) -> None:
        """A request was answered, and its address alone says how to answer it again."""
        address = _address(scope)
        if scope["method"] != "GET" or sum(map(len, address)) > _LONGEST:
            return
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[address] = _Known(scope.get("route"), again)


class Shortcut:
    """ASGI middleware right in front of the routes."""

    def __init__(self, app: ASGIApp, *, remembered: Remembered) -> None:
        self.app = app
        self.remembered = remembered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request the short way, or let it go the long one."""
        known = self.remembered.get(scope) if scope["type"] == "http" else None
        if known is None:
            await self.app(scope, receive, send)
            return
        try:
            response = await known.again(scope)
        except Exception:  # whatever it is: the long way meets it as well, and says what it means
            await self.app(scope, receive, send)
            return
        scope["route"] = known.route
        await response(scope, receive, send)


def _address(scope: Scope) -> Address:
    return scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
