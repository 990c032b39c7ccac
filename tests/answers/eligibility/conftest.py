"""The seeded atlas, and a small one whose procedures each have one condition."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.answers.eligibility.made import RECORDS
from tests.conftest import client_of, opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition


@pytest.fixture(scope="module")
def atlas(databases: Databases, seeded: str) -> Iterator[TestClient]:
    """A client of the seeded atlas. Tests only read through it."""
    address = databases.copy(seeded)
    with client_of(address) as made:
        yield made
    databases.drop(address)


@pytest.fixture(scope="module")
def made(databases: Databases, small: str) -> Iterator[Engine]:
    """The small atlas, and in edition 2 procedures and reliance entries of every condition."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, *RECORDS)
        yield engine


@pytest.fixture(scope="module")
def crafted_atlas(made: Engine) -> Iterator[TestClient]:
    """A client of that atlas. Tests only read through it."""
    with asking(made) as client:
        yield client
