"""The outermost layer: request ids, structured access logs, metrics, size limits, HEAD, last-resort errors.

A log line says what was asked in kind (the route, not the query), how it went and how long it took. It holds
no address of the caller and no query string: what a company looks for is its own affair.
"""

import logging
import re
import time
import uuid

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.problems import Problem, problem_response

logger = logging.getLogger("atlas.access")

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PRIVATE = "/v1/staff/"
"""What is answered below this path is kept by no cache, whatever a route says."""

_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def _complete(headers: MutableHeaders, path: str) -> None:
    for name, value in _SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    if path.startswith(PRIVATE):
        headers["Cache-Control"] = "no-store"


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "atlas_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "atlas_request_seconds",
            "Seconds from the first byte in to the last byte out.",
            ["route"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=self.registry,
        )


class Observe:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, max_url_bytes: int, max_body_bytes: int) -> None:
        self.app = app
        self.metrics = metrics
        self.max_url_bytes = max_url_bytes
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and record it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        method: str = scope["method"]
        started = time.perf_counter()
        status = 500
        answered = False

        async def send_observed(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                _complete(headers, scope["path"])
            elif method == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # A HEAD is a GET whose body stays here; routes need not know.
        inner = {**scope, "method": "GET"} if method == "HEAD" else scope
        try:
            if self._too_long(scope):
                problem = Problem("uri-too-long", f"Send at most {self.max_url_bytes} bytes of path and query.")
                response = problem_response(problem, path=scope["path"][:200], request_id=request_id)
                await response(inner, receive, send_observed)
            elif self._declared(scope) > self.max_body_bytes:
                problem = Problem("body-too-large", f"Send at most {self.max_body_bytes} bytes.")
                response = problem_response(problem, path=scope["path"], request_id=request_id)
                await response(inner, receive, send_observed)
            else:
                await self.app(inner, self._limited(receive), send_observed)
        except Exception:
            logger.exception("request failed", extra={"request_id": request_id})
            if not answered:
                problem = Problem("internal-error", "The failure is logged under the request id.")
                response = problem_response(problem, path=scope["path"], request_id=request_id)
                await response(inner, receive, send_observed)
        finally:
            self._record(inner, method, status, time.perf_counter() - started, request_id)

    def _too_long(self, scope: Scope) -> bool:
        return len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.max_url_bytes

    @staticmethod
    def _declared(scope: Scope) -> int:
        """Bytes that the body is said to have; 0 where nothing of sense is said."""
        said = Headers(scope=scope).get("content-length", "")
        return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0

    def _limited(self, receive: Receive) -> Receive:
        """The body as it comes in, until it is too large: a length may be left out."""
        size = 0

        async def received() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.max_body_bytes:
                raise HTTPException(413)
            return message

        return received

    def _record(self, scope: Scope, method: str, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", None) or "unmatched"
        method = method if method in _METHODS else "other"  # a label for every invention would fill the memory
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        logger.info(
            "%s %s %d",
            method,
            route,
            status,
            extra={
                "request_id": request_id,
                "method": method,
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 2),
            },
        )
