"""An address that was answered is answered again by the short way; whatever goes wrong there goes the long way."""

import asyncio

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from app.http.remembered import Remembered, Shortcut


class Answering:
    """An application that counts the ways it is asked."""

    def __init__(self) -> None:
        self.long = self.short = 0
        self.fails = False
        self.remembered = Remembered()
        self.app = Starlette(routes=[Route("/a/{b}", self._answer, methods=["GET", "POST"])])
        self.app.add_middleware(Shortcut, remembered=self.remembered)
        self.routes: list[object] = []

    async def _answer(self, request: Request) -> Response:
        self.long += 1
        self.remembered.put(request.scope, self._again)
        return PlainTextResponse(f"{request.path_params['b']} {request.url.query}")

    async def _again(self, scope: Scope) -> Response:
        self.short += 1
        if self.fails:
            raise ValueError("not now")
        return PlainTextResponse(f"again {scope['query_string'].decode()}")

    def ask(self, *addresses: str, method: str = "GET") -> list[str]:
        async def run() -> list[str]:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return [(await client.request(method, address)).text for address in addresses]

        return asyncio.run(run())


def test_the_same_address_is_found_out_once() -> None:
    app = Answering()
    assert app.ask("/a/x?q=1", "/a/x?q=1", "/a/x?q=1") == ["x q=1", "again q=1", "again q=1"]
    assert (app.long, app.short) == (1, 2)


def test_another_address_is_another_question_to_the_byte() -> None:
    app = Answering()
    app.ask("/a/x", "/a/y", "/a/x?", "/a/x?q", "/a/x?Q", "/a/%78?q")
    assert app.short == 1  # an empty query is none
    assert app.long == 5


def test_what_fails_goes_the_long_way() -> None:
    app = Answering()
    app.ask("/a/x")
    app.fails = True
    assert app.ask("/a/x") == ["x "]
    assert (app.long, app.short) == (2, 1)


def test_only_reading_is_remembered() -> None:
    app = Answering()
    app.ask("/a/x", "/a/x", method="POST")
    app.ask("/a/x")
    assert (app.long, app.short) == (3, 0)


def test_long_addresses_and_too_many_are_not_held() -> None:
    app = Answering()
    app.ask(*["/a/x?" + "q" * 600] * 2)
    assert app.short == 0
    app.ask(*(f"/a/{number}" for number in range(1500)))
    assert len(app.remembered) <= 1024
