"""Two atlases: the whole seed, and a small one that says what the seed does not."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.database.engine import open_engine
from tests.answers.readiness.made import MADE
from tests.conftest import client_of
from tests.database.databases import Databases
from tests.editions.life import edition


@pytest.fixture(scope="session")
def atlas(databases: Databases, seeded: str) -> Iterator[TestClient]:
    """A client of the whole seed. Tests only read through it."""
    address = databases.copy(seeded)
    with client_of(address) as client:
        yield client
    databases.drop(address)


@pytest.fixture(scope="session")
def made(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of the small atlas with the records of `made.py` in edition 2. Tests only read through it."""
    address = databases.copy(small)
    engine = open_engine(address)
    edition(engine, *MADE)
    engine.dispose()
    with client_of(address) as client:
        yield client
    databases.drop(address)
