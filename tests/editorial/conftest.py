"""A small atlas in edition 1, and its staff."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.database.engine import open_engine
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import FIRST, FIRST_DAY, edition, record
from tests.editorial.desk import Office, office

ADDRESSED = tuple(
    record("source", one.id, **{**one.content.model_dump(exclude={"id"}), "url": f"https://{one.id}.example/"})
    if one.type == "source" and one.id != "xx-news"
    else one
    for one in FIRST
)
"""The small atlas, its sources with addresses; the news, which nobody kept, has none."""


@pytest.fixture(scope="session")
def small(databases: Databases, migrated: str) -> str:
    """The address of the small atlas in edition 1: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    edition(engine, *ADDRESSED, when=FIRST_DAY, note="the first")
    engine.dispose()
    return address


@pytest.fixture
def engine(databases: Databases, small: str) -> Iterator[Engine]:
    """A fresh copy of the small atlas."""
    with opened(databases, databases.copy(small)) as engine:
        yield engine


@pytest.fixture
def desk(engine: Engine) -> Iterator[Office]:
    """The staff of a fresh copy."""
    with office(engine) as made:
        yield made
