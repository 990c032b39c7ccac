"""Empty, migrated and filled databases, on the engine under test."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from app.database.engine import open_engine, writing
from tests.conftest import opened
from tests.database.databases import Databases
from tests.database.records import make_world


@dataclass(frozen=True)
class Filled:
    """A database that holds samples of all types and a revision in every state, and the keys of some."""

    address: str
    keys: dict[str, int]


@pytest.fixture(scope="session")
def filled(databases: Databases, migrated: str) -> Filled:
    """A filled database: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    with writing(engine) as connection:
        keys = make_world(connection)
    engine.dispose()
    return Filled(address, keys)


@pytest.fixture
def empty_engine(databases: Databases) -> Iterator[Engine]:
    """A database without tables."""
    with opened(databases, databases.empty()) as engine:
        yield engine


@pytest.fixture
def engine(databases: Databases, migrated: str) -> Iterator[Engine]:
    """A fresh migrated database."""
    with opened(databases, databases.copy(migrated)) as engine:
        yield engine


@pytest.fixture
def filled_engine(databases: Databases, filled: Filled) -> Iterator[Engine]:
    """A fresh copy of the filled database."""
    with opened(databases, databases.copy(filled.address)) as engine:
        yield engine


@pytest.fixture(scope="module")
def shared_engine(databases: Databases, filled: Filled) -> Iterator[Engine]:
    """A copy of the filled database for tests that roll back what they do."""
    with opened(databases, databases.copy(filled.address)) as engine:
        yield engine
