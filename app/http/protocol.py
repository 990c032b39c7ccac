"""The server's protocol, with a short way for kept answers: from the parser to the socket, without a task between.

It does only what is plain: a GET of HTTP/1.1 without a body, on a connection that stays open and has nothing else
under way. All else goes the server's own way, where the edge stands as well; both ways send the same bytes.
"""

import asyncio
from time import perf_counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.http.callers import Peer
from app.http.edge import Asked, Edge, Hit, read

_NOT_PLAIN = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"connection"})
_OWN = frozenset(
    {
        b"authorization",
        b"cookie",
        b"forwarded",
        b"proxy-authorization",
        b"x-forwarded-for",
        b"x-real-ip",
        b"x-request-id",
    }
)
"""Headers of requests whose bytes are not remembered: secrets, addresses of people, and what does not come again."""

_END = b"\r\n\r\n"
_LONGEST, _MOST = 1024, 4096
"""Bytes of a request that are remembered, and how many requests are."""


class Told:
    """The header lines of a server, and what they were made of."""

    of: object | None = None
    lines = b""


class EdgeProtocol(HttpToolsProtocol):
    """One connection. Who asks again sends the same bytes: what they say is remembered, and not read anew."""

    edge: Edge
    known: dict[bytes, Asked]
    told: Told

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._answered = False
        self._between = True
        self._whole: bytes | None = None
        self._asked: Asked | None = None
        self._peer = Peer(None)
        self._idle_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the one it extends: it writes, too
        """Somebody is there."""
        super().connection_made(transport)
        self._peer = Peer(self.client[0] if self.client else None)

    def data_received(self, data: bytes) -> None:
        """Bytes came: a request, a part of one, or several."""
        begins = self._between
        asked = self.known.get(data) if begins and self._is_idle() else None
        if asked is not None:
            started = perf_counter()
            hit = self.edge.hit(asked, self._peer)
            if hit is not None:
                self._send(hit, started)
                self._rest()
                return
        single = begins and len(data) <= _LONGEST and data.find(_END) == len(data) - len(_END)
        self._whole = data if single else None
        super().data_received(data)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._between = False
        self._asked = None
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """All headers are in: answer at once, or let the request go its way."""
        started = perf_counter()
        hit = None
        if self._is_idle() and self._is_plain():
            path, _, query = self.url.partition(b"?")
            asked = read(path, path.decode("ascii"), query, self.headers)
            hit = self.edge.hit(asked, self._peer)
            if _OWN.isdisjoint(name for name, _ in self.headers):
                self._asked = asked
        if hit is None:
            super().on_headers_complete()
        else:
            self._answered = True
            self._send(hit, started)

    def on_body(self, body: bytes) -> None:
        """A part of a request's body."""
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._between = True
        if self._asked is not None and self._whole is not None:
            if len(self.known) >= _MOST:
                self.known.clear()
            self.known[self._whole] = self._asked
        if self._answered:
            self._answered = False
            self.on_response_complete()
        else:
            super().on_message_complete()

    def timeout_keep_alive_handler(self) -> None:
        """The connection had its time, unless it was used since its clock was set."""
        left = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def _rest(self) -> None:
        """What was asked is answered. A clock that runs already is not set anew: it looks at when that was."""
        if self.timeout_keep_alive_task is None:
            self.on_response_complete()
        else:
            self.server_state.total_requests += 1
            self._idle_since = self.loop.time()

    def _send(self, hit: Hit, started: float) -> None:
        lines = b"".join([self._lines(), *(b"%b: %b\r\n" % header for header in hit.own), b"\r\n"])
        if hit.status == 200:
            assert hit.answer.body is not None
            self.transport.writelines((hit.answer.full, lines, hit.answer.body))
        else:
            self.transport.write(hit.answer.unchanged + lines)
        self.edge.count(hit, started)

    def _lines(self) -> bytes:
        """The server's own header lines, which it changes once a second."""
        given = self.server_state.default_headers
        if self.told.of is not given:
            self.told.of = given
            self.told.lines = b"".join(b"%b: %b\r\n" % header for header in given)
        return self.told.lines

    def _is_idle(self) -> bool:
        return (
            (self.cycle is None or self.cycle.response_complete)
            and not self.pipeline
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _is_plain(self) -> bool:
        return (
            self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
            and self.url.startswith(b"/")
            and b"%" not in self.url
            and b"#" not in self.url
            and not any(name in _NOT_PLAIN for name, _ in self.headers)
        )


def protocol_of(edge: Edge) -> type[EdgeProtocol]:
    """The protocol of a server whose kept answers are this edge's."""
    return type("EdgeProtocol", (EdgeProtocol,), {"edge": edge, "known": {}, "told": Told()})
