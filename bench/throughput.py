"""How fast the atlas answers beside a bare application and nginx: `make bench`.

Every contender is asked once, and its answer compared, before its speed counts. Rounds are interleaved: each takes a
turn, then each another. The table gives medians, and the ratio to the yardstick of the same round. It needs wrk and
nginx from Debian, and two cores: the server has one, the load the other.
"""

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.contenders import ROOT, Load, Measured, Server, atlas, check, measure, nginx, yardstick

HOT = "/v1/requirements?country=MY&product_type=vaccine&limit=22"
GUIDE = "/v1/guides/MY/vaccine"
COMPARE = "/v1/compare?product_type=vaccine"
SEARCH = "/v1/search?q=biosimilar+malaysia+how+long"
_STATIC = """
pid nginx.pid; error_log error.log; events {}
http {
    access_log off; sendfile on; keepalive_requests 1000000; default_type application/json;
    server { listen PORT; root HERE; location / { try_files /body.json =404; } }
}
"""


@dataclass(frozen=True)
class Row:
    """A line of the table: who, what, whose ratio is taken."""

    name: str
    server: Server
    load: Load
    beside: str
    connections: int = 16


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--data", type=Path, help="an atlas that is seeded already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, ExitStack() as stack:
        place = Path(directory)
        place.chmod(0o755)  # workers of nginx have no rights of ours
        data = given.data or seeded(place / "var")
        rows = started(stack, place, data)
        results: dict[str, list[Measured]] = {row.name: [] for row in rows}
        for _, row in itertools.product(range(given.rounds), rows):
            results[row.name].append(
                measure(row.server, row.load, seconds=given.seconds, connections=row.connections)
            )
        show(rows, results)


def seeded(place: Path) -> Path:
    """The seeded atlas in a directory of its own."""
    for words in ("migrate", "seed"):
        environment = {**os.environ, "ATLAS_DATA": str(place)}
        subprocess.run([sys.executable, "-m", "app.cli", words], env=environment, cwd=ROOT, check=True)
    return place


def started(stack: ExitStack, place: Path, data: Path) -> list[Row]:
    """All contenders, running and checked."""

    def start(made: Any) -> Server:
        server: Server = stack.enter_context(made)
        return server

    kept = start(atlas(data))
    computed = start(atlas(data, ATLAS_RESPONSE_CACHE_BYTES="0"))
    first = httpx.get(f"{kept.base}{HOT}", headers={"accept-encoding": ""})
    body = place / "body.json"
    body.write_bytes(first.content)
    bare = start(yardstick(body))
    static_place = place / "static"
    static_place.mkdir()
    (static_place / "body.json").write_bytes(first.content)
    static = start(nginx(static_place, _STATIC))
    reference = (ROOT / "deploy" / "nginx.conf").read_text()
    proxy = start(
        nginx(
            place / "proxy",
            reference.replace("127.0.0.1:8000", kept.base.removeprefix("http://")).replace("8080", "PORT"),
        )
    )
    unchanged = {"If-None-Match": first.headers["etag"]}
    script = place / "varied.lua"
    script.write_text(varied(kept))
    rows = [
        Row("bare ASGI on uvicorn (the yardstick)", bare, Load("/"), "bare"),
        Row("bare ASGI, empty 304", bare, Load("/unchanged", status=304), "bare304"),
        Row("bare ASGI, 64 connections", bare, Load("/"), "bare64", 64),
        Row("nginx, static file", static, Load("/"), "bare"),
        Row("atlas, kept answer", kept, Load(HOT), "bare"),
        Row("atlas, kept answer, 64 connections", kept, Load(HOT), "bare64", 64),
        Row("atlas, 304", kept, Load(HOT, unchanged, 304), "bare304"),
        Row("atlas, varied over all cells", kept, Load("/", script=str(script)), "bare"),
        Row("atlas behind nginx", proxy, Load(HOT), "static"),
        Row("atlas, computed: list", computed, Load(HOT), "bare"),
        Row("atlas, computed: guide", computed, Load(GUIDE), "bare"),
        Row("atlas, computed: compare all", computed, Load(COMPARE), "bare"),
        Row("atlas, computed: search", computed, Load(SEARCH), "bare"),
    ]
    for row in rows:
        if row.load.script is None:
            same = row.load.path in (HOT, "/") and row.load.status == 200
            check(row.server, row.load, first.content if same else None)
    return rows


def varied(server: Server) -> str:
    """A script for wrk that asks for one cell after another."""
    read = {name: httpx.get(f"{server.base}/v1/{name}").json()["items"] for name in ("countries", "product-types")}
    paths = [
        f"/v1/requirements?country={country['id']}&product_type={one['id']}&limit=22"
        for country in read["countries"]
        if country["entries"].get("requirement")
        for one in read["product-types"]
    ]
    for path in paths:  # once, so that each is kept
        httpx.get(f"{server.base}{path}", headers={"accept-encoding": ""}).raise_for_status()
    listed = ", ".join(f'wrk.format("GET", "{path}")' for path in paths)
    return (
        f"local all, n = nil, 0\ninit = function() all = {{{listed}}} end\n"
        "request = function() n = n % #all + 1; return all[n] end\n"
    )


def show(rows: list[Row], results: dict[str, list[Measured]]) -> None:
    """Print the table in Markdown."""
    yard = {
        "bare": results["bare ASGI on uvicorn (the yardstick)"],
        "bare304": results["bare ASGI, empty 304"],
        "bare64": results["bare ASGI, 64 connections"],
        "static": results["nginx, static file"],
    }
    print("| server | ratio | requests/s | p99 ms | µs CPU a request | MB |")
    print("|---|---:|---:|---:|---:|---:|")
    for row in rows:
        found = results[row.name]
        ratio = statistics.median(one.rate / base.rate for one, base in zip(found, yard[row.beside], strict=True))
        rate, p99, cpu, resident = (
            statistics.median(getattr(one, name) for one in found) for name in ("rate", "p99", "cpu", "resident")
        )
        print(f"| {row.name} | {ratio:.3g} | {rate:,.0f} | {p99:.2f} | {cpu:,.0f} | {resident:.0f} |")


if __name__ == "__main__":
    main()
