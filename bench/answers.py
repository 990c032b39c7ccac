"""How long the answers take on the seeded atlas: `python -m bench.answers [--calls 200] [--engine sqlite] [WORD]`.

Each address is asked through the application without a network and without a cache: no entity tag is sent, so every
call computes. The first call of each address is left out, because it loads what an edition holds in memory. `WORD`
picks the addresses that contain it.
"""

import argparse
import statistics
import time
from datetime import date

from starlette.testclient import TestClient

from app.database.engine import open_engine, writing
from app.editions.commands import seed_empty
from app.main import create_app
from app.settings import ROOT, Settings
from tests.database.databases import Databases, make_databases, upgrade

TODAY = date(2026, 11, 23)
ENGINES = ("sqlite", "postgresql")

ADDRESSES: tuple[str, ...] = (
    "/v1/entries/my-new-drug-full",
    "/v1/guides/MY/biosimilar",
    "/v1/guides/MY/biosimilar?format=html",
    "/v1/guides/MY/biosimilar?format=xlsx",
    "/v1/compare?country=MY&country=SG&country=TH&product_type=biosimilar",
    "/v1/compare?country=MY&country=SG&country=TH&product_type=biosimilar&format=csv",
    "/v1/compare?product_type=generic",
    "/v1/requirements?country=MY&limit=200&format=csv",
    "/v1/requirements?country=MY&limit=200&format=xlsx",
    "/v1/eligibility?country=MY&product_type=biosimilar&approved_by=KR-MFDS",
    "/v1/eligibility?country=SG&product_type=generic&approved_by=US-FDA:2026-01&same_product=yes",
    "/v1/reliance-matrix",
    "/v1/reliance-matrix?reference=US-FDA&country=MY&product_type=generic",
    "/v1/timelines?product_type=new-chemical-entity",
    "/v1/timelines?product_type=new-chemical-entity&country=MY",
    "/v1/timelines?product_type=generic&rank_by=observed",
    "/v1/forecasts?procedure=my-generic-full&submit_on=2026-11-23",
    "/v1/forecasts?procedure=th-nce-standard&submit_on=2026-11-23&prerequisites=yes&applicant_days=60",
    "/v1/calendar.ics",
    "/v1/calendar.ics?country=MY&kind=policy",
    "/v1/fees?procedure=my-new-drug-full&ingredients=2",
    "/v1/fees?procedure=sg-md-class-d&years=5",
)
"""What is asked. A question that is sent as a body stands in `BODIES` under its path."""

_FILING = {"country": "MY", "procedure": "my-import-licence", "submit_on": "2026-11-23", "prerequisites": "yes"}

_READY = {"country": "TH", "product_type": "biosimilar", "procedure": "th-abridged-biologic"}

BODIES: tuple[tuple[str, dict[str, object]], ...] = (
    ("/v1/forecasts", {"items": [{**_FILING, "product_type": "biosimilar"}] * 10}),
    ("/v1/readiness", {"country": "MY", "product_type": "new-chemical-entity", "documents": ["CPP", "SMF"]}),
    ("/v1/readiness", {**_READY, "documents": ["CPP", "GMP 적합증명서", "site master flie", "xyzzy"] * 10}),
    ("/v1/readiness", {**_READY, "documents": [f"{n} no such paper of any kind" for n in range(300)]}),
)
"""Questions that are sent as a body: path, body."""


def seeded(databases: Databases) -> str:
    """The address of a database with the whole seed."""
    address = databases.empty()
    engine = open_engine(address)
    upgrade(engine)
    with writing(engine) as connection:
        seed_empty(connection, ROOT / "seed", lambda _: None)
    engine.dispose()
    return address


def measure(client: TestClient, address: str, body: dict[str, object] | None, calls: int) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds, and the size of one answer in bytes."""

    def ask() -> int:
        answer = client.get(address) if body is None else client.post(address, json=body)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code} {answer.text[:300]}")
        return len(answer.content)

    size = ask()
    taken = []
    for _ in range(calls):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1], size


def main() -> None:
    """Measure and print one line an address and engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("word", nargs="?", default="")
    given = parser.parse_args()
    questions: list[tuple[str, dict[str, object] | None]] = [(address, None) for address in ADDRESSES]
    questions.extend(BODIES)
    chosen = [(address, body) for address, body in questions if given.word in address]
    print(f"{'median ms':>10} {'p95 ms':>8} {'bytes':>8}  engine      question")
    for engine in given.engine or ENGINES:
        databases = make_databases(engine)
        try:
            app = create_app(Settings(database_url=seeded(databases)), today=lambda: TODAY)
            with TestClient(app) as client:
                for address, body in chosen:
                    median, late, size = measure(client, address, body, given.calls)
                    print(f"{median:10.1f} {late:8.1f} {size:8}  {engine:11} {address}", flush=True)
        finally:
            databases.close()


if __name__ == "__main__":
    main()
