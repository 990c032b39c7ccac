"""The server's short way for kept answers sends what its own way sends, and steps aside for all that is not plain."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from app.http.protocol import protocol_of
from tests.http.behind import LONG, Behind


class Served:
    """A server on a port of its own."""

    def __init__(self, keep_alive: float = 5) -> None:
        self.behind = Behind()
        self.protocol = protocol_of(self.behind.edge)
        config = uvicorn.Config(self.behind.app, http=self.protocol, port=0, log_config=None, lifespan="off")
        config.timeout_keep_alive = keep_alive  # type: ignore[assignment]  # whole seconds are long for a test
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port: int = self.server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join(10)

    def say(self, *parts: bytes, answers: int = 1) -> list[tuple[bytes, dict[bytes, bytes], bytes]]:
        """Send bytes on one connection, and read so many answers: status line, headers, body."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            for part in parts:
                connection.sendall(part)
            stream = connection.makefile("rb")
            return [_read(stream) for _ in range(answers)]


def _slowly(served: Served, *parts: bytes) -> list[tuple[bytes, dict[bytes, bytes], bytes]]:
    """Send parts, each by itself, and read an answer for the last two."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            connection.sendall(part)
            time.sleep(0.05)
        stream = connection.makefile("rb")
        return [_read(stream) for _ in parts[1:]]


def _read(stream: object) -> tuple[bytes, dict[bytes, bytes], bytes]:
    status = stream.readline().strip()  # type: ignore[attr-defined]  # a reader of bytes
    headers: dict[bytes, bytes] = {}
    while line := stream.readline().strip():  # type: ignore[attr-defined]
        name, _, value = line.partition(b": ")
        headers[name.lower()] = value
    length = 0 if b" 304 " in status else int(headers.get(b"content-length", b"0"))
    return status, headers, stream.read(length)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    made = Served()
    made.start()
    yield made
    made.stop()


def ask(path: bytes = b"/public", *, method: bytes = b"GET", version: bytes = b"1.1", more: bytes = b"") -> bytes:
    return b"%b %b HTTP/%b\r\nHost: atlas\r\n%b\r\n" % (method, path, version, more)


def test_the_short_way_sends_what_the_long_way_sends(served: Served) -> None:
    computed, kept = served.say(ask(b"/public?a"), answers=1)[0], served.say(ask(b"/public?a"), answers=1)[0]
    assert computed[0] == kept[0] == b"HTTP/1.1 200 OK"
    assert computed[2] == kept[2] == LONG
    own = {b"x-request-id", b"ratelimit", b"ratelimit-policy", b"date"}
    assert {name: value for name, value in kept[1].items() if name not in own} == {
        name: value for name, value in computed[1].items() if name not in own
    }
    assert kept[1].keys() >= own
    assert served.behind.asked >= 1


def test_one_connection_is_used_again_and_again(served: Served) -> None:
    answers = served.say(ask(), ask(), ask(b"/private"), ask(), answers=4)
    assert [body for _, _, body in answers] == [LONG, LONG, b"mine", LONG]


def test_a_connection_ends_when_it_rests_and_not_while_it_is_used() -> None:
    served = Served(keep_alive=0.4)
    served.start()
    try:
        with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
            stream = connection.makefile("rb")
            for _ in range(8):
                connection.sendall(ask())
                assert _read(stream)[0] == b"HTTP/1.1 200 OK"
                time.sleep(0.1)
            assert stream.read() == b""
            assert served.behind.asked == 1
    finally:
        served.stop()


def test_many_questions_in_one_piece_are_answered_in_order(served: Served) -> None:
    served.say(ask())
    answers = served.say(ask() + ask(b"/private") + ask() + ask(b"/public?short") + ask(), answers=5)
    assert [body for _, _, body in answers] == [LONG, b"mine", LONG, b"{}", LONG]


def test_a_question_in_single_bytes_is_answered(served: Served) -> None:
    assert served.say(*(bytes([one]) for one in ask()))[0][2] == LONG


def test_the_same_bytes_are_not_read_anew(served: Served) -> None:
    asked = ask(b"/public?again")
    first, again = served.say(asked)[0], served.say(asked)[0]
    assert again[2] == first[2]
    assert asked in served.protocol.known


def test_a_body_that_looks_like_a_known_question_is_a_body(served: Served) -> None:
    known = ask(b"/public?body")
    served.say(known)
    assert known in served.protocol.known
    posted = ask(method=b"POST", more=b"Content-Length: %d\r\n" % len(known))
    answers = _slowly(served, posted, known, ask(b"/private"))
    assert [(status, body) for status, _, body in answers][1:] == [(b"HTTP/1.1 200 OK", b"mine")]


@pytest.mark.parametrize("header", ["Authorization: Bearer", "Cookie:", "X-Forwarded-For:", "X-Real-IP:"])
def test_secrets_and_addresses_are_not_remembered(served: Served, header: str) -> None:
    asked = ask(b"/public?secret", more=b"%b secret\r\n" % header.encode())
    served.say(asked)
    served.say(asked)
    assert not any(b"secret" in one for one in served.protocol.known)


def test_no_more_questions_are_remembered_than_may_be(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.http.protocol._MOST", 3)
    for number in range(9):
        served.say(ask(b"/public?n=%d" % number))
        assert len(served.protocol.known) <= max(3, number)
    assert len(served.protocol.known) <= 3
    served.say(ask(b"/public?" + b"x" * 2000))
    assert all(len(one) < 2000 for one in served.protocol.known)


def test_who_has_it_is_told_so(served: Served) -> None:
    tag = served.say(ask())[0][1][b"etag"]
    status, headers, body = served.say(ask(more=b"If-None-Match: %b\r\n" % tag))[0]
    assert (status, body) == (b"HTTP/1.1 304 Not Modified", b"")
    assert headers[b"etag"] == tag
    assert b"x-request-id" in headers


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (ask(method=b"HEAD"), b"HTTP/1.1 405"),  # nobody behind this edge turns it into a GET
        (ask(method=b"POST"), b"HTTP/1.1 405"),
        (ask(version=b"1.0"), b"HTTP/1.1 200"),
        (ask(more=b"Connection: close\r\n"), b"HTTP/1.1 200"),
        (ask(more=b"Content-Length: 2\r\n") + b"{}", b"HTTP/1.1 200"),
        (ask(b"/pub%6cic"), b"HTTP/1.1 200"),
        (ask(b"http://atlas/public"), b"HTTP/1.1 200"),
        (ask(b"/nothing"), b"HTTP/1.1 404"),
        (b"nonsense\r\n\r\n", b"HTTP/1.1 400"),
    ],
)
def test_what_is_not_plain_goes_its_own_way(served: Served, asked: bytes, status: bytes) -> None:
    served.say(ask())
    if asked.startswith(b"HEAD"):
        with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
            connection.sendall(asked)
            assert connection.recv(100).startswith((status, b"HTTP/1.1 200"))
        return
    answer = served.say(asked)[0]
    assert answer[0].startswith(status)
    if b" 200" in answer[0]:
        assert answer[2] == LONG
    assert served.say(ask())[0][2] == LONG
