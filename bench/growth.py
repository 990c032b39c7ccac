"""Does it stay fast as it grows: `python -m bench.growth 2600 100000 [--directory /tmp/growth]`.

For each size: a seed is made (`bench/data.py`) and taken in by the command line, as a user would; then a server that
keeps answers and one that computes each are asked. Times are the server's processor time a request, which a busy
machine disturbs least, and the median at one caller. What is asked once differs from question to question, so that
nothing is remembered of it. A million entries need 15 GB of disk while they are seeded, and half an hour.
"""

import argparse
import itertools
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import select

from app.database.engine import open_engine, reading, writing
from app.editions.publish import publish
from app.intake.drafts import approve_seed, draft_records
from app.intake.seed import SeedRecord
from app.knowledge.freeze import thaw
from app.knowledge.models import Record, Revision
from app.knowledge.schemas import CONTENT_MODELS
from app.main import create_app
from app.settings import Settings
from bench.contenders import ROOT, Server, atlas
from bench.data import CELL, FOUND, make
from bench.exports import measured as exported

HOT = f"/v1/requirements?country={CELL}&product_type=vaccine"
CHANGES = 100
_TYPES = ("vaccine", "generic", "biosimilar", "new-chemical-entity")
_WORDS = ("registration", "fee", "stability", "import", "biosimilar", "clinical", "renewal", "label", "site", "halal")

_FIRST = {
    "first list": "/v1/requirements?product_type=generic&topic=fees",
    "first list of a cell": HOT,
    "first search": "/v1/search?q=stability+data",
}

Figure = tuple[str, float]
"""What was measured, with its unit, and how much it was."""


def main() -> None:
    """Measure each size, and print the table as it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--directory", type=Path, help="where data is made, and found again: not made anew there")
    parser.add_argument("--calls", type=int, default=150)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        tables = []
        for size in given.sizes:
            tables.append(dict(figures((given.directory or Path(directory)) / str(size), size, given.calls)))
            show(given.sizes, tables)


def figures(place: Path, size: int, calls: int) -> Iterator[Figure]:
    """All figures of one size."""
    if not (place / "var").exists():
        make(place / "seed", size)
        yield from _seeded(place)
    # As it is started, not as it has been used: the export and the change come last.
    begun = time.perf_counter()
    with _serving(place / "var") as kept:
        yield "start to ready, s", time.perf_counter() - begun
        yield from _asked(kept, "kept: hot query", itertools.repeat(HOT), calls)
    with _serving(place / "var", ATLAS_RESPONSE_CACHE_BYTES="0") as computed:
        for name, path in _FIRST.items():
            begun = time.perf_counter()
            httpx.get(f"{computed.base}{path}", timeout=60).raise_for_status()
            yield f"{name} after a start, s", time.perf_counter() - begun
        found = httpx.get(f"{computed.base}{HOT}").json()["total"]
        if found != FOUND:
            sys.exit(f"{HOT} finds {found}")
        yield from _asked(computed, "computed: hot query", itertools.repeat(HOT), calls)
        yield from _asked(computed, "first page of all", itertools.repeat("/v1/requirements?limit=50"), calls)
        yield from _asked(computed, "first pages of cells, each asked once", _cells(), calls)
        yield from _asked(computed, "first pages across countries, each asked once", _across(computed), calls)
        yield from _asked(computed, "deep pages, each asked once", _middles(computed), calls)
        yield from _asked(computed, "search, each asked once", _questions(), calls // 3)
        yield "memory after these, MB", computed.resident()
    address = f"sqlite:///{place / 'var' / 'atlas.db'}"
    yield f"publishing {CHANGES} changes, s", _published(address)
    if size <= 100_000:
        bytes_, seconds, peak = exported(address, "ndjson", "identity")
        yield "export, MB a second", bytes_ / 1e6 / seconds
        yield "export, peak MB", peak / 1000


def _serving(data: Path, **settings: str) -> AbstractContextManager[Server]:
    return atlas(data, **settings)


def _seeded(place: Path) -> Iterator[Figure]:
    environment = {**os.environ, "ATLAS_DATA": str(place / "var"), "ATLAS_SEED": str(place / "seed")}
    for words in ("migrate", "seed"):
        begun = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "app.cli", words], env=environment, cwd=ROOT)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.2)
        if process.returncode:
            sys.exit(f"{words} failed")
    yield "seeding, s", time.perf_counter() - begun
    yield "seeding, peak MB", peak


def _peak(pid: int) -> float:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) / 1000 if found else 0


def _asked(server: Server, name: str, paths: Iterator[str], calls: int) -> Iterator[Figure]:
    """Milliseconds of processor time a request, and the median of those that a caller waits."""
    waits = []
    with httpx.Client(base_url=server.base, headers={"accept-encoding": ""}, timeout=120) as client:
        for path in itertools.islice(paths, 5):  # connections, statements and pages of the database
            client.get(path).raise_for_status()
        before = server.seconds()
        for path in itertools.islice(paths, calls):
            begun = time.perf_counter()
            client.get(path).raise_for_status()
            waits.append(time.perf_counter() - begun)
        spent = server.seconds() - before
    yield f"{name}, ms CPU", 1000 * spent / calls
    yield f"{name}, ms median", 1000 * statistics.median(waits)


def _codes() -> Iterator[str]:
    return (f"X{a}{b}" for a, b in itertools.product("ABCDEFG", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _cells() -> Iterator[str]:
    """Cells of jurisdictions that grow. Pages are short: in the smallest atlas there are few entries in each."""
    for one, country in itertools.product(_TYPES, _codes()):
        if country != CELL:
            yield f"/v1/requirements?country={country}&product_type={one}&limit=3"


def _across(server: Server) -> Iterator[str]:
    """A product type and a topic in all countries: what is found grows with the atlas."""
    named = [
        [one["id"] for one in httpx.get(f"{server.base}/v1/{name}").json()["items"]]
        for name in ("product-types", "topics")
    ]
    for one, topic in itertools.product(*named):
        yield f"/v1/requirements?product_type={one}&topic={topic}&limit=20"


def _questions() -> Iterator[str]:
    for one, country in zip(itertools.cycle(_WORDS), _codes(), strict=False):
        yield f"/v1/search?q={one}+{_TYPES[len(one) % 4]}+land+of+{country}"


def _middles(server: Server) -> Iterator[str]:
    """Pages from the middle of the list of all requirements: its cursor, set to where a jurisdiction begins.

    They are short, so that none has entries of another, which would be remembered: in the smallest atlas too.
    """
    from app.http.cursors import decode_cursor

    first = decode_cursor(httpx.get(f"{server.base}/v1/requirements?limit=50").json()["next"])
    for country in itertools.islice(_codes(), 27, None):
        id_ = f"{country.lower()}-requirement-00000"
        cursor = replace(first, key=id_, id=id_).encode()
        yield f"/v1/requirements?limit=5&cursor={cursor}"


def _published(address: str) -> float:
    """Seconds to publish changes of entries all over the atlas, with all that follows from an edition."""
    engine = open_engine(address)
    create_app(Settings(database_url=address))  # what follows a publishing is put together there
    query = (
        select(Record.type, Record.id, Revision.part, Revision.content)
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.type == "requirement", Record.id.like("x%"), Revision.removed_in.is_(None))
    )
    with reading(engine) as connection:
        starts = (query.where(Record.id >= f"{code.lower()}-") for code in _codes())
        found = (connection.execute(start.order_by(Record.id).limit(1)).one() for start in starts)
        # A small jurisdiction may have no requirement: then the next one's comes a second time.
        rows = list(itertools.islice(dict.fromkeys(itertools.islice(found, CHANGES + 20)), CHANGES))
    now = datetime.now(UTC).replace(microsecond=0)
    records = []
    for type_, id_, part, content in rows:
        data = {name: value for name, value in thaw(content).items() if name not in ("type", "content_format")}
        data["note"] = {"en": f"Seen again at {now}", "ko": f"{now}에 다시 보았다"}
        records.append(SeedRecord(type_, id_, part, CONTENT_MODELS[type_].model_validate(data)))
    with writing(engine) as connection:
        draft_records(connection, records, at=now, reason="growth", progress=lambda _: None)
        keys = approve_seed(connection)
    begun = time.perf_counter()
    with writing(engine) as connection:
        publish(connection, at=now, note="growth", revisions=keys)
    engine.dispose()
    return time.perf_counter() - begun


def show(sizes: list[int], tables: list[dict[str, float]]) -> None:
    """Print the table in Markdown: each size, and how many times the first one that is."""
    print("\n| | " + " | ".join(f"{size:,}" for size in sizes[: len(tables)]) + " | times |")
    print("|---|" + "---:|" * (len(tables) + 1))
    for name in tables[-1]:
        values = [table.get(name, float("nan")) for table in tables]
        print(f"| {name} | " + " | ".join(f"{value:,.2f}" for value in values) + f" | {values[-1] / values[0]:.2f} |")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
