"""Calls to hosts that answer, that do not, and that should not be called."""

import datetime as dt
import socket
import ssl
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.outside.addresses import Reach
from app.outside.faults import CallFailed, Why
from app.outside.fetching import Answer, Limits, call
from tests.outside.hosts import asked, host, resolve, says


def here(port: int, path: str = "/", **more: object) -> Answer:
    return call("GET", f"http://127.0.0.1:{port}{path}", reach=Reach.loopback, **more)  # type: ignore[arg-type]


def test_an_answer_is_given_as_it_came() -> None:
    heard: list[bytes] = []
    with host(says("200 OK", b"hello", "Content-Type: text/plain", "X-A: 1", "x-a: 2", heard=heard)) as port:
        answer = here(port, "/page?q=%20x")
    assert (answer.status, answer.body, answer.cut) == (200, b"hello", False)
    assert answer.headers == {"content-length": "5", "content-type": "text/plain", "x-a": "1, 2"}
    head = heard[0].decode().lower()
    assert head.startswith("get /page?q=%20x http/1.1\r\n")
    assert f"host: 127.0.0.1:{port}\r\n" in head
    assert "accept-encoding: identity" in head


def test_a_body_is_sent_with_its_headers() -> None:
    heard: list[bytes] = []
    with host(says("204 No Content", heard=heard)) as port:
        sent = {"Content-Type": "application/json", "webhook-id": "m1", "Host": "elsewhere.test"}
        answer = call("POST", f"http://127.0.0.1:{port}/", headers=sent, body=b"{}" * 50_000, reach=Reach.loopback)
    head, _, body = heard[0].partition(b"\r\n\r\n")
    assert (answer.status, body) == (204, b"{}" * 50_000)
    assert b"webhook-id: m1" in head
    assert head.lower().count(b"host:") == 1
    assert b"elsewhere" not in head


def test_a_redirect_is_told_and_not_followed() -> None:
    heard: list[bytes] = []
    with host(says("302 Found", b"", "Location: http://169.254.169.254/latest", heard=heard)) as port:
        answer = here(port)
    assert (answer.status, answer.headers["location"]) == (302, "http://169.254.169.254/latest")
    assert len(heard) == 1


def test_a_long_body_is_cut() -> None:
    with host(says("200 OK", b"a" * 300_000)) as port:
        answer = here(port, limits=Limits(seconds=5, bytes=1000))
        whole = here(port, limits=Limits(seconds=5, bytes=300_000))
    assert (answer.body, answer.cut) == (b"a" * 1000, True)
    assert (len(whole.body), whole.cut) == (300_000, False)


@pytest.mark.parametrize("where", ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://[::ffff:127.0.0.1]:{}/"])
def test_this_machine_is_not_called_unless_allowed(where: str) -> None:
    heard: list[bytes] = []
    with host(says(heard=heard)) as port, pytest.raises(CallFailed) as failed:
        call("GET", where.format(port))
    assert (failed.value.why, heard) == (Why.refused, [])


def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to another address the second time is not asked for a second time."""
    heard: list[bytes] = []
    asked_for = resolve(monkeypatch, {"rebind.test": [["127.0.0.1"], ["169.254.169.254"]]})
    with host(says(heard=heard)) as port:
        assert call("GET", f"http://rebind.test:{port}/", reach=Reach.loopback).status == 200
        assert f"host: rebind.test:{port}".encode() in heard[0].lower()
        with pytest.raises(CallFailed) as failed:
            call("GET", f"http://rebind.test:{port}/", reach=Reach.loopback)
    assert failed.value.why == Why.refused
    assert (asked_for, len(heard)) == (["rebind.test", "rebind.test"], 1)


def test_the_next_address_is_tried_where_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, {"two.test": [["127.0.0.2", "127.0.0.1"]]})
    with host(says("200 OK", b"second")) as port:
        assert call("GET", f"http://two.test:{port}/", reach=Reach.loopback).body == b"second"


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []
    with host(says(heard=heard)) as proxy, host(says("200 OK", b"direct")) as port:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        assert here(port).body == b"direct"
    assert heard == []


def _silent(connection: socket.socket) -> None:
    asked(connection)
    time.sleep(3)


def _slow_head(connection: socket.socket) -> None:
    asked(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in count():
        connection.sendall(f"X-{number}: a\r\n".encode())
        time.sleep(0.02)


def _slow_body(connection: socket.socket) -> None:
    asked(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in count():
        connection.sendall(b"a")
        time.sleep(0.02)


def _always_early(connection: socket.socket) -> None:
    asked(connection)
    for _ in count():
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.01)


@pytest.mark.parametrize("play", [_silent, _slow_head, _slow_body, _always_early])
def test_the_limit_of_time_covers_the_whole_call(play: object) -> None:
    began = time.monotonic()
    with host(play) as port, pytest.raises(CallFailed) as failed:  # type: ignore[arg-type]
        here(port, limits=Limits(seconds=0.3))
    assert failed.value.why == Why.too_slow
    assert time.monotonic() - began < 2


def test_a_resolver_that_is_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> list[object]:
        time.sleep(1)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    began = time.monotonic()
    with pytest.raises(CallFailed) as failed:
        call("GET", "https://slow.test/", limits=Limits(seconds=0.2))
    assert failed.value.why == Why.too_slow
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 500_000,
    ],
    ids=["another protocol", "nothing", "half a body", "no status", "a head without end"],
)
def test_what_is_not_http_is_told(answer: bytes) -> None:
    def play(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(answer)

    with host(play) as port, pytest.raises(CallFailed) as failed:
        here(port, limits=Limits(seconds=5))
    assert failed.value.why in (Why.not_http, Why.unreachable)


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(CallFailed) as failed:
        here(port)
    assert failed.value.why == Why.unreachable
    assert failed.value.detail == f"http://127.0.0.1:{port} does not answer."


def test_a_failure_tells_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, {"inside.test": [["10.0.0.1"]]})
    with pytest.raises(CallFailed) as failed:
        call("GET", "https://inside.test/secret-path?token=word")
    assert "secret" not in str(failed.value)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that names `atlas.test`, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "atlas.test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("atlas.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "atlas.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure(named: Path) -> Iterator[int]:
    """A host that speaks TLS as `atlas.test`; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(named)
    answers = says("200 OK", b"secret")

    def play(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as inner:
            answers(inner)

    with host(play) as port:
        yield port


def test_tls_is_held_with_the_name_and_not_the_address(
    monkeypatch: pytest.MonkeyPatch, named: Path, secure: int
) -> None:
    resolve(monkeypatch, {"atlas.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]})
    trust = ssl.create_default_context(cafile=named)
    found = call("GET", f"https://atlas.test:{secure}/", reach=Reach.loopback, trust=trust)
    assert (found.status, found.body) == (200, b"secret")
    for address, believed in ((f"https://other.test:{secure}/", trust), (f"https://atlas.test:{secure}/", None)):
        with pytest.raises(CallFailed) as failed:
            call("GET", address, reach=Reach.loopback, trust=believed)
        assert failed.value.why == Why.untrusted
