"""What every request that is computed gets: an id, a log line, its metrics, limits of size, last-resort errors."""

import logging
import re
import time
import uuid
from collections.abc import Mapping

from prometheus_client import CollectorRegistry
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.access_log import ACCESS
from app.http.cross_origin import ANSWERED
from app.http.methods import asked_by
from app.http.problems import Problem, problem_response
from app.http.tally import Tally

logger = logging.getLogger("atlas.access")

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PRIVATE = "/v1/staff/"
"""What is answered below this path is kept by no cache, whatever a route says."""

_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""What every answer carries; a page that needs more of the browser says so itself."""


def _raw(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())


_OF_ALL, _OF_PUBLIC = _raw(_SECURITY_HEADERS), _raw({**_SECURITY_HEADERS, **ANSWERED})


def _complete(message: Message, path: str, request_id: str) -> None:
    """Add the headers that every answer carries, and that this one does not have yet."""
    private = path.startswith(PRIVATE)
    own = [header for header in message.get("headers", ()) if header[0] != b"x-request-id"]
    had = {name for name, _ in own}
    message["headers"] = [
        *own,
        (b"x-request-id", request_id.encode()),
        *(header for header in (_OF_ALL if private else _OF_PUBLIC) if header[0] not in had),
    ]
    if private:
        headers = MutableHeaders(scope=message)
        headers["Cache-Control"] = "no-store"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.tally = Tally()
        self.registry.register(self.tally)


class Observe:
    """ASGI middleware around everything else. `larger`: how many bytes a body may have at paths of its own."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, max_url_bytes: int, max_body_bytes: int, larger: Mapping[str, int]
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.max_url_bytes = max_url_bytes
        self.max_body_bytes = max_body_bytes
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and record it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500
        answered = False

        async def send_observed(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                _complete(message, scope["path"], request_id)
            await send(message)

        try:
            if self._too_long(scope):
                problem = Problem("uri-too-long", f"Send at most {self.max_url_bytes} bytes of path and query.")
                response = problem_response(problem, path=scope["path"][:200], request_id=request_id)
                await response(scope, receive, send_observed)
            elif self._declared(scope) > self._most(scope):
                problem = Problem("body-too-large", f"Send at most {self._most(scope)} bytes.")
                response = problem_response(problem, path=scope["path"], request_id=request_id)
                await response(scope, receive, send_observed)
            else:
                await self.app(scope, self._limited(receive, self._most(scope)), send_observed)
        except Exception:
            logger.exception("request failed", extra={"request_id": request_id})
            if not answered:
                problem = Problem("internal-error", "The failure is logged under the request id.")
                response = problem_response(problem, path=scope["path"], request_id=request_id)
                await response(scope, receive, send_observed)
        finally:
            self._record(scope, asked_by(scope), status, time.perf_counter() - started, request_id)

    def _too_long(self, scope: Scope) -> bool:
        return len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.max_url_bytes

    @staticmethod
    def _declared(scope: Scope) -> int:
        """Bytes that the body is said to have; 0 where nothing of sense is said."""
        said = Headers(scope=scope).get("content-length", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0

    def _most(self, scope: Scope) -> int:
        return self.larger.get(scope["path"], self.max_body_bytes)

    @staticmethod
    def _limited(receive: Receive, most: int) -> Receive:
        """The body as it comes in, until it is too large: a length may be left out."""
        size = 0

        async def received() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise HTTPException(413)
            return message

        return received

    def _record(self, scope: Scope, method: str, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", None) or "unmatched"
        method = method if method in _METHODS else "other"  # a label for every invention would fill the memory
        self.metrics.tally.add(method, route, status, seconds)
        ACCESS.add(method, route, status, seconds, request_id)
