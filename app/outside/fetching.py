"""One call to another host: to an address that was checked, within limits of time and size, no redirect followed.

The connection goes to the very address that the guard looked at, while the host's name stays in the `Host` header and
in TLS: a name that resolves differently a moment later (DNS rebinding) changes nothing. Proxies that the environment
names are not used, because they would resolve the name again.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore

from app.outside.addresses import Reach, Target, addresses, target
from app.outside.faults import CallFailed, Why

AGENT = "licensing-atlas"


@dataclass(frozen=True)
class Limits:
    """How long a call may take from its first step to its last byte, and how much of the body is read."""

    seconds: float = 10.0
    bytes: int = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What a host answered. `headers` have lower-case names, of several values of one name joined by commas.

    `cut` says that the body was longer than the limit and `body` is its beginning. The body is as it was sent; a host
    that compresses although it is asked not to says so in `content-encoding`.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    cut: bool
    seconds: float


def call(
    method: str,
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = Limits(),
    reach: Reach = Reach.public,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """Ask a host something; any status is an answer, redirects too (`location`).

    `trust` says whose certificates are believed, without it those of the public authorities. Raises `CallFailed`:
    `refused` for an address that must not be called, `unresolved`, `unreachable`, `untrusted` (its certificate),
    `too-slow`, `not-http`.
    """
    began = time.monotonic()
    to = target(address)
    until = began + limits.seconds
    backend = _Guarded(to, reach, until)
    sent = {"user-agent": AGENT, "accept": "*/*", **{name.casefold(): text for name, text in (headers or {}).items()}}
    sent |= {"host": to.authority, "accept-encoding": "identity", "connection": "close"}
    try:
        with (
            httpcore.ConnectionPool(ssl_context=trust or _trusted(), network_backend=backend, retries=0) as pool,
            pool.stream(method, _url(to), headers=list(sent.items()), content=body) as answer,
        ):
            taken, cut = _bounded(answer, limits.bytes)
            return Answer(answer.status, _joined(answer.headers), taken, cut, time.monotonic() - began)
    except httpcore.TimeoutException as error:
        raise CallFailed(Why.too_slow, f"{to.origin} took more than {limits.seconds:g} seconds.") from error
    except httpcore.NetworkError as error:
        raise _broken(to, error) from error
    except (httpcore.RemoteProtocolError, UnicodeError) as error:
        raise CallFailed(Why.not_http, f"{to.origin} answered something that is not HTTP.") from error


class _Guarded(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and ends every step when the call's time is over."""

    def __init__(self, to: Target, reach: Reach, until: float) -> None:
        self._to = to
        self._reach = reach
        self._until = until
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 -- the name; its addresses are looked up and checked here
        port: int,
        timeout: float | None = None,  # noqa: ARG002 -- the call's own time counts
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        checked = addresses(self._to, reach=self._reach, seconds=_left(self._until))
        for place, one in enumerate(checked, start=1):
            # An address that does not answer must not use up the time of those after it.
            seconds = _left(self._until) / (len(checked) - place + 1)
            try:
                stream = self._sockets.connect_tcp(str(one), port, seconds, local_address, socket_options)
                return _Timed(stream, self._until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(checked):
                    raise
        raise AssertionError("addresses() gives at least one")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise NotImplementedError


class _Timed(httpcore.NetworkStream):
    """A stream whose steps share one limit of time, so that a host cannot hold on by a byte now and then."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        view = memoryview(buffer)
        for start in range(0, len(view), _PIECE):
            self._stream.write(bytes(view[start : start + _PIECE]), _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


_PIECE = 16 * 1024


def _left(until: float) -> float:
    """Seconds that remain. Raises what a timeout raises when none do."""
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the call's time is over")
    return left


def _bounded(answer: httpcore.Response, largest: int) -> tuple[bytes, bool]:
    """The body, or its beginning and that there was more."""
    taken = bytearray()
    for piece in answer.iter_stream():
        taken += piece
        if len(taken) > largest:
            return bytes(taken[:largest]), True
    return bytes(taken), False


def _url(to: Target) -> httpcore.URL:
    return httpcore.URL(scheme=to.scheme, host=to.host, port=to.port, target=to.path)


def _joined(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").casefold(), value.decode("latin-1")
        joined[key] = f"{joined[key]}, {text}" if key in joined else text
    return joined


def _broken(to: Target, error: Exception) -> CallFailed:
    reason: BaseException | None = error
    while reason is not None:
        if isinstance(reason, ssl.SSLCertVerificationError):
            return CallFailed(Why.untrusted, f"The certificate of {to.origin} is not to be trusted.")
        reason = reason.__cause__ or reason.__context__
    return CallFailed(Why.unreachable, f"{to.origin} does not answer.")


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; reading them anew for each call would take longer than the call."""
    import httpx  # see addresses.py

    return httpx.create_ssl_context()
