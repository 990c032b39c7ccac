"""The edge: an answer that is kept costs what sending its bytes costs.

It stands before everything else. What it has is sent at once, when the gate has admitted the caller; what it has
not is computed behind it, once for all who ask at the same time, packed as the caller likes it, and kept if anybody
may have it. An answer is kept under what was asked, to the byte, for as long as the newest edition and the day stay.
"""

import asyncio
import secrets
from collections.abc import Iterable
from itertools import count
from time import perf_counter
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.access_log import ACCESS
from app.http.callers import Callers, Peer
from app.http.costs import cost_of
from app.http.encodings import choose_encoding, is_packed, packed
from app.http.gate import Gate, Keys, fields, is_free, peer_of
from app.http.kept_answers import Answer, Header, KeptAnswers, told_again
from app.http.limits import Quota
from app.http.methods import as_get, asked_by
from app.http.problems import Problem
from app.http.tally import Tally

_READ = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"authorization",
        b"if-none-match",
        b"origin",
        b"range",
        b"x-forwarded-for",
        b"x-request-id",
    }
)
_LARGE = 65_536
"""Bytes from which on packing is left to a thread."""

Key = tuple[bytes, bytes, bytes, bytes, str]
"""Path, query, and what was said of form, language and coding: the same key, the same bytes."""
Given = dict[bytes, bytes]


class Asked(NamedTuple):
    """A GET as it was read: what the same bytes always come to. Without units the gate does not stand before it."""

    key: Key
    path: str
    given: Given
    units: int | None


class Hit(NamedTuple):
    """A kept answer for one request: whole (200) or only said to hold still (304), and the headers of its own."""

    answer: Answer
    status: int
    own: tuple[Header, ...]


class Edge:
    """ASGI middleware around everything else; what is behind it has a gate like ours, and counts and logs itself."""

    def __init__(
        self,
        *,
        keys: Keys,
        quotas: dict[str, Quota],
        callers: Callers,
        answers: KeptAnswers,
        tally: Tally,
    ) -> None:
        self.gate = Gate(self, keys=keys, quotas=quotas, callers=callers)
        self.answers = answers
        self.tally = tally
        self._running: dict[Key, asyncio.Future[None]] = {}
        self._process = secrets.token_hex(6).encode()
        self._requests = count(1)

    def before(self, app: ASGIApp) -> "Edge":
        """Stand before this application."""
        self.app = app
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = as_get(scope), _without_body(send)
        started = perf_counter()
        raw = scope.get("raw_path") or scope["path"].encode()
        asked = read(raw, scope["path"], scope["query_string"], scope["headers"])
        key, given = asked.key, asked.given
        running = self._running.get(key)
        if running is not None:
            await asyncio.wait((running,))
        hit = self.hit(asked, peer_of(scope))
        if hit is not None:
            await _send(hit, send)
            self.count(hit, started, asked_by(scope))
        elif running is not None or key in self._running:
            await self._compute(key, given, scope, receive, send)
        else:
            self._running[key] = asyncio.get_running_loop().create_future()
            try:
                await self._compute(key, given, scope, receive, send)
            finally:
                self._running.pop(key).set_result(None)

    def hit(self, asked: Asked, peer: Peer) -> Hit | None:
        """The kept answer, where there is one and the gate admits the caller; else null, and nothing was counted."""
        given = asked.given
        answer = self.answers.get(asked.key)
        if answer is None or b"range" in given:
            return None
        had = given.get(b"if-none-match")
        unchanged = had is not None and (answer.tag in had or had.strip() == b"*")
        if not unchanged and (answer.body is None or (had is not None and answer.bare in had)):
            return None
        keys = self.gate.keys
        authorization = given.get(b"authorization")
        if authorization is not None and (keys.stale() or isinstance(keys.identify(authorization), str)):
            return None
        status = 304 if unchanged else 200
        limits: tuple[Header, ...] = ()
        if asked.units is not None:
            try:
                admitted = self.gate.admit(asked.path, 0 if unchanged else asked.units, peer, given)
            except Problem:  # said behind us, with all that belongs to it
                return None
            self.gate.settle(admitted, status)
            limits = fields(admitted.quota, admitted.who)
        return Hit(answer, status, ((b"x-request-id", self._request_id(given)), *limits))

    def count(self, hit: Hit, started: float, method: str = "GET") -> None:
        """Record a request that was answered from what is kept."""
        seconds = perf_counter() - started
        route = hit.answer.route
        self.tally.add(method, route, hit.status, seconds)
        ACCESS.add(method, route, hit.status, seconds, hit.own[0][1].decode())

    def _request_id(self, given: Given) -> bytes:
        own = given.get(b"x-request-id")
        if own is not None and 8 <= len(own) <= 64 and own.replace(b"-", b"").replace(b"_", b"").isalnum():
            return own
        return b"%b%010x" % (self._process, next(self._requests))

    async def _compute(self, key: Key, given: Given, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the answer computed; send it, packed; keep it if anybody may have it."""
        encoding, of = key[-1], self.answers.now()
        taking = _Taking(send, encoding, given.get(b"if-none-match"))
        if taking.had is not None:  # tags of packed answers, and which one `*` means, are known to us alone
            bare = taking.had.replace(b';gzip"', b'"').replace(b';zstd"', b'"')
            others = [header for header in scope["headers"] if header[0] != b"if-none-match"]
            scope = {**scope, "headers": others if taking.whatever else [*others, (b"if-none-match", bare)]}
        await self.app(scope, receive, taking)
        if taking.answer is not None and self.answers.most:
            headers, body, tag = taking.answer
            route = getattr(scope.get("route"), "path", None)
            if route is not None:
                self.answers.put(key, Answer(headers, body, tag, route), of)


class _Taking:
    """Takes in an answer on its way out: one that may be kept is held until it is whole, all else goes through."""

    def __init__(self, send: Send, encoding: str, had: bytes | None) -> None:
        self.had = had
        self.whatever = had is not None and had.strip() == b"*"
        self.answer: tuple[list[Header], bytes | None, bytes] | None = None
        self._send = send
        self._encoding = encoding
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(self._start, b"".join(self._parts))

    async def _begin(self, message: Message) -> None:
        headers = [(name.lower(), value) for name, value in message["headers"]]
        told = dict(headers)
        public = told.get(b"cache-control", b"").startswith(b"public") and b"etag" in told
        if message["status"] == 200 and public and b"content-length" in told and b"content-encoding" not in told:
            self._start = {**message, "headers": headers}
            return
        if message["status"] == 304 and public:
            headers = _varying(self._with_tag(headers, told[b"etag"]))
            self.answer = (headers, None, dict(headers)[b"etag"])
            message = {**message, "headers": headers}
        await self._send(message)

    def _with_tag(self, headers: list[Header], tag: bytes) -> list[Header]:
        """The tag that the caller has: of the packed answer, where theirs is."""
        for coding in (b"gzip", b"zstd"):
            own = b'%b;%b"' % (tag[:-1], coding)
            if self.had is not None and own in self.had:
                return [(name, own if name == b"etag" else value) for name, value in headers]
        return headers

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = _varying(start["headers"])
        told = dict(headers)
        tag = told[b"etag"]
        if self._encoding and is_packed(told.get(b"content-type", b""), len(body)):
            tag = b'%b;%b"' % (tag[:-1], self._encoding.encode())
            body = (
                await run_in_threadpool(packed, body, self._encoding)
                if len(body) > _LARGE
                else packed(body, self._encoding)
            )
            own = {b"etag": tag, b"content-length": b"%d" % len(body)}
            headers = [(name, own.get(name, value)) for name, value in headers]
            headers.append((b"content-encoding", self._encoding.encode()))
        self.answer = (headers, body, tag)
        if self.whatever:
            start, headers, body = {**start, "status": 304}, told_again(headers), b""
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def read(raw: bytes, path: str, query: bytes, headers: Iterable[Header]) -> Asked:
    """What is asked by these headers for this path, as it came and as it is understood.

    A list that comes in several lines is one list (RFC 9110, 5.3).
    """
    given: Given = {}
    for name, value in headers:
        if name in _READ:
            given[name] = b"%b, %b" % (given[name], value) if name in given else value
    coding, accept = given.get(b"accept-encoding"), given.get(b"accept", b"")
    key = (raw, query, accept, given.get(b"accept-language", b""), choose_encoding(coding) if coding else "")
    return Asked(key, path, given, None if is_free(path) else cost_of("GET", path, query, accept))


def _varying(headers: list[Header]) -> list[Header]:
    """The headers, which tell caches that the coding is chosen as well."""
    varies = next((value for name, value in headers if name == b"vary"), None)
    said = b"%b, Accept-Encoding" % varies if varies else b"Accept-Encoding"
    return [*(header for header in headers if header[0] != b"vary"), (b"vary", said)]


def _without_body(send: Send) -> Send:
    async def sent(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sent


async def _send(hit: Hit, send: Send) -> None:
    answer = hit.answer
    headers = answer.headers if hit.status == 200 else answer.unchanged_headers
    await send({"type": "http.response.start", "status": hit.status, "headers": [*headers, *hit.own]})
    await send({"type": "http.response.body", "body": answer.body if hit.status == 200 else b""})
