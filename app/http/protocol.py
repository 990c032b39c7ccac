"""The server's protocol, with a short way for kept answers: from the parser to the socket, without a task between.

It does only what is plain: a GET of HTTP/1.1 without a body, on a connection that stays open and has nothing else
under way. All else goes the server's own way, where the edge stands as well; both ways send the same bytes.
"""

from time import perf_counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.http.edge import Edge, Hit, key_of, read

_NOT_PLAIN = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"connection"})


class EdgeProtocol(HttpToolsProtocol):
    """One connection."""

    edge: Edge

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._answered = False

    def on_headers_complete(self) -> None:
        """All headers are in: answer at once, or let the request go its way."""
        started = perf_counter()
        hit = self._hit() if self._is_plain() else None
        if hit is None:
            super().on_headers_complete()
            return
        self._answered = True
        lines = [b"%b: %b\r\n" % header for header in (*self.server_state.default_headers, *hit.own)]
        if hit.status == 200:
            assert hit.answer.body is not None
            self.transport.writelines((hit.answer.full, *lines, b"\r\n", hit.answer.body))
        else:
            self.transport.write(b"".join((hit.answer.unchanged, *lines, b"\r\n")))
        self.edge.count(hit, started)

    def on_body(self, body: bytes) -> None:
        """A part of a request's body."""
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        if self._answered:
            self._answered = False
            self.on_response_complete()
        else:
            super().on_message_complete()

    def _is_plain(self) -> bool:
        return (
            self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
            and self.url.startswith(b"/")
            and b"%" not in self.url
            and b"#" not in self.url
            and (self.cycle is None or self.cycle.response_complete)
            and not self.pipeline
            and not self.flow.write_paused
            and not self.transport.is_closing()
            and not any(name in _NOT_PLAIN for name, _ in self.headers)
        )

    def _hit(self) -> Hit | None:
        path, _, query = self.url.partition(b"?")
        given = read(self.headers)
        peer = self.client[0] if self.client else None
        return self.edge.hit(key_of(path, query, given), path.decode("ascii"), given, peer)


def protocol_of(edge: Edge) -> type[EdgeProtocol]:
    """The protocol of a server whose kept answers are this edge's."""
    return type("EdgeProtocol", (EdgeProtocol,), {"edge": edge})
