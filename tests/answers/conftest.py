"""Atlases with crafted entries: the small one, and the whole seed with many more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.answers.crafted import crafted_records
from tests.conftest import client_of, opened
from tests.database.databases import Databases
from tests.editions.conftest import client, engine, small
from tests.editions.life import asking, edition


@pytest.fixture(scope="session")
def crafted(databases: Databases, seeded: str) -> Iterator[Engine]:
    """The seed, and in edition 2 hundreds of entries of every kind, and countries with trees of their own."""
    with opened(databases, databases.copy(seeded)) as engine:
        edition(engine, *crafted_records())
        yield engine


@pytest.fixture(scope="session")
def crafted_client(crafted: Engine) -> Iterator[TestClient]:
    """A client of that atlas. Tests only read through it."""
    with asking(crafted) as client:
        yield client


@pytest.fixture(scope="session")
def atlas(databases: Databases, seeded: str) -> Iterator[TestClient]:
    """A client of the seeded atlas, on the pinned day. Tests only read through it."""
    address = databases.copy(seeded)
    with client_of(address) as made:
        yield made
    databases.drop(address)


__all__ = ["atlas", "client", "crafted", "crafted_client", "engine", "small"]
