"""What many tests need: databases on the engine under test, a seeded atlas, a client on a pinned day.

`ATLAS_TEST_ENGINE` names the engine: `sqlite` (default) or `postgresql`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.database.engine import open_engine, writing
from app.editions.commands import seed_empty
from app.intake.seed import Seed, read_seed
from app.main import create_app
from app.settings import ROOT, Settings
from tests.database.databases import Databases, make_databases, upgrade

# Tests write past the server and read at once; that answers are kept is held by `tests/http`.
os.environ.setdefault("ATLAS_RESPONSE_CACHE_BYTES", "0")

settings.register_profile("few", max_examples=25)
settings.register_profile("many", max_examples=400)

TODAY = date(2026, 11, 23)
SEED = ROOT / "seed"


def pytest_configure(config: pytest.Config) -> None:
    """Try few examples of each property by default, and many where `-m` asks for slow tests."""
    settings.load_profile("few" if config.getoption("markexpr") == "not slow" else "many")


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where databases come from."""
    made = make_databases(os.environ.get("ATLAS_TEST_ENGINE", "sqlite"))
    yield made
    made.close()


@contextmanager
def opened(databases: Databases, address: str) -> Iterator[Engine]:
    """An engine on a database that is dropped at the end."""
    engine = open_engine(address)
    yield engine
    engine.dispose()
    databases.drop(address)


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> str:
    """The address of a migrated database: a template, never used itself."""
    address = databases.empty()
    engine = open_engine(address)
    upgrade(engine)
    engine.dispose()
    return address


@pytest.fixture(scope="session")
def seeded(databases: Databases, migrated: str) -> str:
    """The address of a database with the whole seed in edition 1: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    with writing(engine) as connection:
        seed_empty(connection, SEED, lambda _: None)
    engine.dispose()
    return address


@pytest.fixture(scope="session")
def seed() -> Seed:
    """The seed as it is read from its files."""
    return read_seed(SEED)


@pytest.fixture
def seeded_engine(databases: Databases, seeded: str) -> Iterator[Engine]:
    """A fresh copy of the seeded database, for tests that change it."""
    with opened(databases, databases.copy(seeded)) as engine:
        yield engine


def client_of(address: str, today: date = TODAY) -> TestClient:
    """A client of the application on a database, on a pinned day. It raises nothing: it sees what a caller sees.

    Answers are neither kept nor packed: `tests/http` holds that.
    """
    app = create_app(Settings(database_url=address, response_cache_bytes=0), today=lambda: today)
    plain = {"accept-encoding": "identity"}
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=plain)


@pytest.fixture(scope="session")
def client(databases: Databases, seeded: str) -> Iterator[TestClient]:
    """A client of the seeded atlas. Tests only read through it."""
    address = databases.copy(seeded)
    with client_of(address) as made:
        yield made
    databases.drop(address)


@pytest.fixture
def research() -> Path:
    """The research files, where the checkout has them beside it."""
    place = ROOT.parent / "shared" / "research"
    if not place.is_dir():
        pytest.skip("the research files are not beside this checkout; the committed index stands in for them")
    return place
