"""The gate: whose request it is, whether a browser's page may make it, and whether it is within its quota.

Four kinds of address. What tells of the server alone (health, metrics, documentation) is free. Staff show their
tokens behind the gate; here only their addresses are counted. Preflights of browsers are answered here. Everything
else is public: asked without `Authorization`, or with a key that holds.

`Gate.admit` does the work on plain values, in memory; the rest of this file is what ASGI needs around it.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, cast

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.callers import Callers, Peer
from app.http.costs import cost_of
from app.http.cross_origin import preflight
from app.http.limits import ANONYMOUS, GUESSES, LOCAL, OF_STAFF, Quota, Who
from app.http.problems import Problem, problem_response

logger = logging.getLogger("atlas.limits")

STAFF = "/v1/staff/"
FREE = frozenset({"/health/live", "/health/ready", "/metrics", "/docs", "/openapi.json", "/robots.txt"})
FREE_BELOW = ("/docs/", "/problems/", "/static/")

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Licensing Atlas", error="invalid_token"'}
_READ = frozenset({b"authorization", b"origin", b"x-forwarded-for", b"accept", b"access-control-request-method"})


class Identified(Protocol):
    """A key that holds, as the gate needs it."""

    @property
    def who(self) -> int:
        """Its place in what is counted."""

    @property
    def policy(self) -> str:
        """The name of its quota."""

    @property
    def origins(self) -> frozenset[str]:
        """Origins of the pages that may use it; none: any."""


class Keys(Protocol):
    """What tells keys apart."""

    def stale(self) -> bool:
        """Is `refresh` to be called before `identify`?"""

    def refresh(self) -> None:
        """Look what changed; this may wait."""

    def identify(self, authorization: bytes) -> Identified | str:
        """The key, or why there is none."""

    def count(self, who: int, units: int) -> None:
        """A request was answered, and cost that much."""


@dataclass(slots=True)
class Admitted:
    """A request that may go on: what it took from which quota, and with which key."""

    quota: Quota
    who: Who
    cost: int
    key: Identified | None
    settled: bool = False


class Gate:
    """ASGI middleware right behind the outermost layer."""

    def __init__(self, app: ASGIApp, *, keys: Keys, quotas: dict[str, Quota], callers: Callers) -> None:
        self.app = app
        self.keys = keys
        self.quotas = quotas
        self.callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or say why not."""
        if scope["type"] != "http" or is_free(scope["path"]):
            await self.app(scope, receive, send)
            return
        given = _given(scope["headers"])
        if scope["method"] == "OPTIONS" and _is_preflight(given) and not scope["path"].startswith(STAFF):
            await preflight()(scope, receive, send)
            return
        try:
            await self._look_after_keys(scope["path"], given)
            path, accept = scope["path"], given.get(b"accept", b"")
            cost = cost_of(scope["method"], path, scope["query_string"], accept)
            admitted = self.admit(path, cost, peer_of(scope), given)
        except Problem as problem:
            await _refusal(problem, scope)(scope, receive, send)
            return
        if admitted.key is not None:
            scope.setdefault("state", {})["key"] = admitted.key
        try:
            await self.app(scope, receive, self._counted(admitted, send))
        finally:
            if not admitted.settled:  # it failed: the outermost layer says so
                self.settle(admitted, 500)

    def admit(self, path: str, cost: int, peer: Peer, given: dict[bytes, bytes]) -> Admitted:
        """Find out who asks, and take what it costs (`cost_of`). `given` are the headers by name, in lower case.

        Raises `Problem`: 401 for what is no key, 403 for a page of another origin, 429 beyond a quota.
        """
        authorization = given.get(b"authorization")
        key: Identified | None = None
        who: Who
        if authorization is None or path.startswith(STAFF):
            origin = self.callers.of(peer, given.get(b"x-forwarded-for"))
            who = origin.who
            quota = self.quotas[LOCAL if origin.local else OF_STAFF if path.startswith(STAFF) else ANONYMOUS]
        else:
            key = self._key(authorization, peer, given)
            who, quota = key.who, self.quotas[key.policy]
        if not quota.take(who, cost):
            raise beyond(quota, who)
        return Admitted(quota, who, cost, key)

    def settle(self, admitted: Admitted, status: int) -> None:
        """The request was answered: what costs nothing is given back.

        A 304 costs nothing, and neither does a failure of ours.
        """
        admitted.settled = True
        free = status == 304 or status >= 500
        if admitted.key is not None:
            self.keys.count(admitted.key.who, 0 if free else admitted.cost)
        if free and admitted.cost:
            admitted.quota.give_back(admitted.who, admitted.cost)

    def _key(self, authorization: bytes, peer: Peer, given: dict[bytes, bytes]) -> Identified:
        found = self.keys.identify(authorization)
        if isinstance(found, str):
            guesses, who = self.quotas[GUESSES], self.callers.of(peer, given.get(b"x-forwarded-for")).who
            if not guesses.take(who):
                raise beyond(guesses, who)
            raise Problem("unauthenticated", found, headers=_CHALLENGE)
        page = given.get(b"origin")
        if page is not None and found.origins and page.decode("latin-1").lower() not in found.origins:
            raise Problem("forbidden", "This key is for pages of other origins.")
        return found

    async def _look_after_keys(self, path: str, given: dict[bytes, bytes]) -> None:
        if b"authorization" not in given or path.startswith(STAFF) or not self.keys.stale():
            return
        try:
            await run_in_threadpool(self.keys.refresh)
        except Exception as error:  # whatever it is: a key that cannot be looked up opens nothing
            logger.exception("keys cannot be looked up")
            raise Problem("not-ready", "Keys cannot be looked up at this moment; try again.") from error

    def _counted(self, admitted: Admitted, send: Send) -> Callable[[Message], Awaitable[None]]:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.settle(admitted, message["status"])
                message["headers"] = [*message["headers"], *fields(admitted.quota, admitted.who)]
            await send(message)

        return counted


def peer_of(scope: Scope) -> Peer:
    """The other end of the connection that a request came over."""
    return Peer(scope["client"][0] if scope.get("client") else None)


def is_free(path: str) -> bool:
    """Does the address tell of the server alone?"""
    return path in FREE or path.startswith(FREE_BELOW)


def beyond(quota: Quota, who: Who) -> Problem:
    """The 429 of a caller who has used up a quota."""
    used_up = [one for one in quota.state(who) if not one.units]
    wait = max(one.seconds for one in used_up)
    headers = {name.decode().title(): value.decode() for name, value in fields(quota, who)}
    named = " and ".join(f"{one.window} ({one.quota})" for one in used_up)
    return Problem(
        "too-many-requests",
        f"The quota {named} is used up; there is more in {wait} seconds.",
        headers={**headers, "Retry-After": str(wait)},
    )


def fields(quota: Quota, who: Who) -> tuple[tuple[bytes, bytes], ...]:
    """The header fields that tell a caller of a quota; none where nothing is limited."""
    if not quota.policy:
        return ()
    return (b"ratelimit-policy", quota.policy), (b"ratelimit", quota.header(who))


def _given(headers: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """The headers that the gate reads. A list that comes in several lines is one list (RFC 9110, 5.3)."""
    given: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _READ:
            given[name] = b"%b, %b" % (given[name], value) if name in given else value
    return given


def _is_preflight(given: dict[bytes, bytes]) -> bool:
    return b"origin" in given and b"access-control-request-method" in given


def _refusal(problem: Problem, scope: Scope) -> Response:
    request_id = cast("str | None", scope.get("state", {}).get("request_id"))
    query = scope["query_string"].decode("latin-1")
    return problem_response(problem, path=scope["path"], request_id=request_id, query=query)
