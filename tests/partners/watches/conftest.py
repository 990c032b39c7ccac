"""A small atlas in two editions, with two partners that keep watches."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.access.keys.scopes import Scope
from app.database.engine import open_engine
from tests.access.atlas import Clock, client_on
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import edition, record
from tests.partners.watches.portal import START, Portal
from tests.partners.webhooks.portal import ROOT_KEY, in_one


@pytest.fixture(scope="session")
def watched(databases: Databases, small: str) -> tuple[str, str, str]:
    """The address of the atlas, a template never used itself, and the keys of both partners."""
    address = databases.copy(small)
    engine = open_engine(address)
    edition(
        engine,
        record("requirement", "xx-dossier", statement="Another.", topics=["fees"]),
        record("policy", "xx-policy", effective_from="2027-03-01", product_types=["biosimilar"]),
        withdraw=[("xx-doomed", "it was wrong")],
        when="2026-12-01T12:00:00",
    )
    keys = [in_one(engine, name, Scope.watches, Scope.webhooks) for name in ("Hanul", "Daon")]
    engine.dispose()
    return address, keys[0], keys[1]


@pytest.fixture
def engine(databases: Databases, watched: tuple[str, str, str]) -> Iterator[Engine]:
    """A fresh copy of it."""
    with opened(databases, databases.copy(watched[0])) as engine:
        yield engine


@pytest.fixture
def portal(engine: Engine, watched: tuple[str, str, str]) -> Iterator[Portal]:
    """The first partner's portal."""
    clock = Clock(START)
    with client_on(engine, clock, outside_loopback=True, webhook_key=ROOT_KEY) as client:
        yield Portal(client, engine, clock, watched[1], watched[2])
