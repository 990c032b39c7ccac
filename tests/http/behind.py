"""An application of a few answers with an edge before it, for tests of the edge and of the server's short way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.http.callers import Callers
from app.http.edge import Edge
from app.http.kept_answers import KeptAnswers
from app.http.limits import ANONYMOUS, GUESSES, LOCAL, OF_STAFF, Quota
from app.http.tally import Tally

LONG = b'{"text": "' + b"about medicines " * 200 + b'"}'


class NoKeys:
    """Nobody has a key."""

    def stale(self) -> bool:
        return False

    def refresh(self) -> None:
        return

    def identify(self, authorization: bytes) -> str:
        return "no key"

    def count(self, who: int, units: int) -> None:
        return


class Behind:
    """An application that counts how often it is asked, and an edge before it."""

    def __init__(self, *, minute: int = 1000, most: int = 1_000_000, wait: float = 0) -> None:
        self.asked = 0
        self.edition: object | None = ("1", "today")
        self.tally = Tally()
        quotas = {name: Quota(name, minute, 0, lambda: 1000.0) for name in (ANONYMOUS, GUESSES, LOCAL, OF_STAFF)}
        self.answers = KeptAnswers(most, lambda: self.edition)
        self.edge = Edge(keys=NoKeys(), quotas=quotas, callers=Callers(), answers=self.answers, tally=self.tally)

        async def public(request: Request) -> Response:
            self.asked += 1
            await asyncio.sleep(wait)
            if '"t1"' in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers={"ETag": '"t1"', "Cache-Control": "public, no-cache"})
            headers = {"ETag": '"t1"', "Cache-Control": "public, no-cache", "Vary": "Accept-Language"}
            body = LONG if request.url.query != "short" else b"{}"
            return Response(body, media_type="application/json", headers=headers)

        async def private(_: Request) -> Response:
            self.asked += 1
            return PlainTextResponse("mine", headers={"ETag": '"p"', "Cache-Control": "no-store"})

        inner = Starlette(routes=[Route("/public", public), Route("/private", private), Route("/docs/page", public)])
        self.app = self.edge.before(inner)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as client:
            client.headers["accept-encoding"] = ""
            yield client
