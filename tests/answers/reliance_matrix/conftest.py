"""The seeded atlas, and a small one with crafted reliance entries."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.answers.reliance_matrix.made import RECORDS
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
def made(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of the small atlas, with crafted entries in edition 2. Tests only read through it."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, *RECORDS)
        with asking(engine) as client:
            yield client
