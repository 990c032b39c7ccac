"""Who is measured, by name: which server, what it is asked, whose rate it is held against."""

import random
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx

from bench import peers, right
from bench.contenders import ROOT, Load, Running, Server, atlas, nginx, yardstick
from bench.peers import QUESTION, Facts
from bench.right import Question, Right

HOT = f"/v1/requirements?{QUESTION}"
CELL, FOUND = ("requirement", "MY", "vaccine"), 22
SHORT, FEW = "/v1/requirements?country=MY&product_type=vaccine&limit=10", 10
GUIDE = "/v1/guides/MY/vaccine"
COMPARE = "/v1/compare?product_type=vaccine"
SEARCH, BEST = "/v1/search?q=biosimilar+malaysia+how+long", "my-biologic-full"
YARDSTICK = "yardstick"

_SAMPLE = 50  # questions of those asked once that are checked
_STATIC = """
pid nginx.pid; error_log error.log; events {}
http {
    access_log off; sendfile on; keepalive_requests 1000000; default_type application/json;
    server { listen PORT; root HERE; location / { try_files /body.json =404; } }
}
"""
_IN_TURN = """
local all, n = nil, 0
init = function(args) n = tonumber(args[1]); all = {%s} end
request = function() n = n + 1; return all[n %% #all + 1] end
"""
_ONCE = """
local all, n = {%s}, 0
init = function(args) n = tonumber(args[1]) end
request = function()
    local path = all[n %% #all + 1] .. "&limit=" .. 22 + math.floor(n / #all)
    n = n + 1
    return wrk.format("GET", path)
end
"""

Asked = tuple[Server, Load, Right]
"""A server, what loads it, and what says whether its answers are right."""


class Stage:
    """The servers of one run: each is started when a row first needs it, and stopped with the rest."""

    def __init__(self, stack: ExitStack, place: Path, data: Path, facts: Facts) -> None:
        self.place, self.facts = place, facts
        self._stack, self._data = stack, data

    def _start(self, made: Running) -> Server:
        return self._stack.enter_context(made)

    @cached_property
    def kept(self) -> Server:
        """The atlas as in production."""
        return self._start(atlas(self._data))

    @cached_property
    def computed(self) -> Server:
        """The atlas without kept answers."""
        return self._start(atlas(self._data, ATLAS_RESPONSE_CACHE_BYTES="0"))

    @cached_property
    def fresh(self) -> Server:
        """The atlas as in production, asked nothing twice."""
        return self._start(atlas(self._data))

    @cached_property
    def hot(self) -> httpx.Response:
        """The atlas' answer to the hot question, which is what others send."""
        return httpx.get(f"{self.kept.base}{HOT}", headers={"accept-encoding": ""}).raise_for_status()

    @cached_property
    def bare(self) -> Server:
        """A bare application with the hot answer."""
        (self.place / "body.json").write_bytes(self.hot.content)
        return self._start(yardstick(self.place / "body.json"))

    @cached_property
    def short(self) -> bytes:
        """The atlas' answer to the hot question with fewer entries."""
        return httpx.get(f"{self.kept.base}{SHORT}", headers={"accept-encoding": ""}).raise_for_status().content

    @cached_property
    def bare_short(self) -> Server:
        """A bare application with the shorter answer."""
        (self.place / "short.json").write_bytes(self.short)
        return self._start(yardstick(self.place / "short.json"))

    @cached_property
    def static(self) -> Server:
        """nginx with the hot answer as a file."""
        place = self.place / "static"
        place.mkdir()
        (place / "body.json").write_bytes(self.hot.content)
        return self._start(nginx(place, _STATIC))

    @cached_property
    def proxy(self) -> Server:
        """The atlas behind nginx, as the reference configuration has it."""
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        behind = text.replace("127.0.0.1:8000", self.kept.base.removeprefix("http://")).replace("8080", "PORT")
        return self._start(nginx(self.place / "proxy", behind))

    def same(self, server: Server, path: str) -> Asked:
        """A server that sends the hot answer to the byte."""
        return server, Load(path), right.same(path, self.hot.content)

    def listed(self, server: Server) -> Asked:
        """A server that answers the hot question."""
        return server, Load(HOT), right.page(HOT, self.facts, CELL, FOUND)

    def peer(self, name: str, start: Callable[[], Running]) -> Asked:
        """A peer that answers the hot question in its own way."""
        path = peers.PATHS[name]
        return self._start(start()), Load(path), right.page(path, self.facts, CELL, FOUND)

    def varied(self) -> Asked:
        """The kept atlas, asked for one cell after another."""
        cells = [one for one in self.facts.cells() if one[0] == "requirement"]
        asked: list[Question] = [
            (f"/v1/requirements?country={cell[1]}&product_type={cell[2]}&limit={FOUND}", cell, FOUND)
            for cell in cells
        ]
        listed = ", ".join(f'wrk.format("GET", "{path}")' for path, _, _ in asked)
        # The check asks each once, so that each is kept.
        return self.kept, Load("/", script=self._script("varied", _IN_TURN % listed)), right.pages(asked, self.facts)

    def once(self) -> Asked:
        """The fresh atlas, asked for cells of all kinds in an order without order, none of them twice.

        When all were asked, all come again with one more entry on the page. A sample with another number is checked:
        of those that would be asked last.
        """
        cells = self.facts.cells()
        random.Random(20261123).shuffle(cells)
        paths = [f"/v1/entries?kind={kind}&country={country}&product_type={one}" for kind, country, one in cells]
        script = self._script("once", _ONCE % ", ".join(f'"{path}"' for path in paths))
        sample: list[Question] = [
            (f"{path}&limit={FOUND - 1}", cell, FOUND - 1)
            for path, cell in zip(paths[-_SAMPLE:], cells[-_SAMPLE:], strict=True)
        ]
        return self.fresh, Load("/", script=script), right.pages(sample, self.facts)

    def _script(self, name: str, text: str) -> str:
        path = self.place / f"{name}.lua"
        path.write_text(text)
        return str(path)


@dataclass(frozen=True)
class Contender:
    """A line of the table before anything runs."""

    name: str
    title: str  # with {} for the version of its package
    asked: Callable[[Stage], Asked]
    beside: str = YARDSTICK
    connections: int = 16
    package: str | None = None  # of the peers' environment
    program: str | None = None  # of the system


def _unchanged(stage: Stage, server: Server, path: str) -> Asked:
    return server, Load(path, {"If-None-Match": stage.hot.headers["etag"]}), right.unchanged(path)


CONTENDERS = (
    Contender(YARDSTICK, "bare ASGI on uvicorn (the yardstick)", lambda at: at.same(at.bare, "/")),
    Contender(
        "yardstick-short",
        "bare ASGI, ten entries",
        lambda at: (at.bare_short, Load("/"), right.same("/", at.short)),
        "yardstick-short",
    ),
    Contender(
        "yardstick-304",
        "bare ASGI, empty 304",
        lambda at: _unchanged(at, at.bare, "/unchanged"),
        "yardstick-304",
    ),
    Contender(
        "yardstick-64", "bare ASGI, 64 connections", lambda at: at.same(at.bare, "/"), "yardstick-64", connections=64
    ),
    Contender("nginx", "nginx, static file", lambda at: at.same(at.static, "/"), program="nginx"),
    Contender("kept", "atlas, kept answer", lambda at: at.listed(at.kept)),
    Contender(
        "kept-short",
        "atlas, kept answer, ten entries",
        lambda at: (at.kept, Load(SHORT), right.page(SHORT, at.facts, CELL, FEW)),
        "yardstick-short",
    ),
    Contender(
        "kept-64", "atlas, kept answer, 64 connections", lambda at: at.listed(at.kept), "yardstick-64", connections=64
    ),
    Contender("304", "atlas, 304", lambda at: _unchanged(at, at.kept, HOT), "yardstick-304"),
    Contender("varied", "atlas, varied over all cells", lambda at: at.varied()),
    Contender("proxy", "atlas behind nginx", lambda at: at.same(at.proxy, HOT), "nginx", program="nginx"),
    Contender("computed", "atlas, computed: list", lambda at: at.same(at.computed, HOT)),
    Contender(
        "guide",
        "atlas, computed: guide",
        lambda at: (at.computed, Load(GUIDE), right.guide(GUIDE, at.facts, "MY", "vaccine")),
    ),
    Contender(
        "compare",
        "atlas, computed: compare all",
        lambda at: (at.computed, Load(COMPARE), right.compare(COMPARE, at.facts, "vaccine")),
    ),
    Contender(
        "search",
        "atlas, computed: search",
        lambda at: (at.computed, Load(SEARCH), right.search(SEARCH, at.facts, BEST)),
    ),
    Contender("once", "atlas, computed: asked for the first time that day", lambda at: at.once()),
    Contender(
        "datasette",
        "Datasette {}",
        lambda at: at.peer("datasette", lambda: peers.datasette(at.facts, at.place)),
        package="datasette",
    ),
    Contender(
        "fastapi",
        "FastAPI {} and SQLAlchemy, written plainly",
        lambda at: at.peer("fastapi", lambda: peers.plain(at.facts)),
        package="fastapi",
    ),
    Contender(
        "django",
        "Django REST framework {}",
        lambda at: at.peer("django", lambda: peers.django(at.facts)),
        package="djangorestframework",
    ),
)


def missing(one: Contender) -> str | None:
    """What a contender lacks on this machine, and where it comes from; null where it can run."""
    if one.program and shutil.which(one.program) is None:
        return f"{one.program} is not installed (Debian: nginx-light)"
    if one.package and peers.installed(one.package) is None:
        return f"{one.package} is not installed (`make bench` does, from requirements/bench.txt)"
    return None


def chosen(names: list[str]) -> list[Contender]:
    """The contenders with these names, all if there are none, with those that they are held against.

    The yardstick is always there. Raises `KeyError` for a name that is none.
    """
    known = {one.name: one for one in CONTENDERS}
    wanted = {one.name for one in CONTENDERS} if not names else {known[name].name for name in names}
    wanted |= {known[name].beside for name in wanted} | {YARDSTICK}
    return [one for one in CONTENDERS if one.name in wanted]
