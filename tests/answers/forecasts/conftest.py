"""A small atlas whose procedures wait for, replace and outlive one another."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.answers.forecasts.made import RECORDS, way
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition


@pytest.fixture(scope="module")
def made(databases: Databases, small: str) -> Iterator[Engine]:
    """The small atlas; in edition 2 the crafted procedures, and in edition 3 one of them with another clock."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, *RECORDS)
        edition(engine, way("xx-licence", 20, licence="import"), when="2026-12-02T12:00:00")
        yield engine


@pytest.fixture(scope="module")
def crafted_atlas(made: Engine) -> Iterator[TestClient]:
    """A client of that atlas. Tests only read through it."""
    with asking(made) as client:
        yield client
