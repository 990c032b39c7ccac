"""Hosts on this machine that behave as a test says, and a resolver that knows them by any name."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

Play = Callable[[socket.socket], None]
"""What a host does with one connection, which is closed afterwards."""


@contextmanager
def host(play: Play) -> Iterator[int]:
    """A host on 127.0.0.1 that treats every connection alike; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=_one, args=(play, connection), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)


def _one(play: Play, connection: socket.socket) -> None:
    with connection:
        try:
            play(connection)
        except OSError:
            return


def asked(connection: socket.socket) -> bytes:
    """One request, to the end of what its content-length says."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        piece = connection.recv(65536)
        if not piece:
            return heard
        heard += piece
    head, _, body = heard.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def says(status: str = "200 OK", body: bytes = b"", *headers: str, heard: list[bytes] | None = None) -> Play:
    """A host that answers the same to everybody, and remembers in `heard` what it was asked."""

    def play(connection: socket.socket) -> None:
        request = asked(connection)
        if heard is not None:
            heard.append(request)
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return play


def resolve(monkeypatch: pytest.MonkeyPatch, names: dict[str, Sequence[Sequence[str]]]) -> list[str]:
    """Let names resolve to the addresses of a list, each time to the next; the names that were asked for."""
    asked_for: list[str] = []
    real = socket.getaddrinfo

    def found(name: Any, port: Any, *more: Any, **others: Any) -> Any:
        if name not in names:
            return real(name, port, *more, **others)
        turns = names[name]
        turn = turns[min(asked_for.count(name), len(turns) - 1)]
        asked_for.append(name)
        return [answer for address in turn for answer in real(address, port, *more, **others)]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked_for
