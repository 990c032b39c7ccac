"""A small atlas with one edition."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.database.engine import open_engine
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import FIRST, FIRST_DAY, asking, edition


@pytest.fixture(scope="session")
def small(databases: Databases, migrated: str) -> str:
    """The address of the small atlas in edition 1: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    edition(engine, *FIRST, when=FIRST_DAY, note="the first")
    engine.dispose()
    return address


@pytest.fixture
def engine(databases: Databases, small: str) -> Iterator[Engine]:
    """A fresh copy of the small atlas."""
    with opened(databases, databases.copy(small)) as engine:
        yield engine


@pytest.fixture(scope="module")
def still(databases: Databases, small: str) -> Iterator[Engine]:
    """A copy that tests of one file share, because they leave it as it is."""
    with opened(databases, databases.copy(small)) as engine:
        yield engine


@pytest.fixture
def client(engine: Engine) -> Iterator[TestClient]:
    """A client of that copy."""
    with asking(engine) as client:
        yield client
