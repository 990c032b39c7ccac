"""What the contract tests share: an atlas of one country, the same with a second edition, and the whole one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.access.keys.scopes import Scope
from app.access.people import create_person
from app.access.roles import Role
from app.access.tokens import issue
from app.database.engine import open_engine, writing
from app.intake.seed import Seed
from tests.conftest import client_of, opened
from tests.contract.asking import STAFF, Data, ask
from tests.contract.editions import malaysian_records, publish_again, richer_records
from tests.contract.generated import Desk
from tests.database.databases import Databases
from tests.partners.keys import issued


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the cases at the edges unmade where they do not run: making them takes half a minute in each process."""
    slow_runs = config.getoption("markexpr") != "not slow"
    return True if collection_path.name == "test_edges.py" and not slow_runs else None


@pytest.fixture(scope="session")
def malaysia(databases: Databases, migrated: str, seed: Seed) -> str:
    """The address of a database with Malaysia's part of the seed in edition 1: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    first = seed.editions[0]
    publish_again(engine, *malaysian_records(seed), at=first.published_at)
    engine.dispose()
    return address


@pytest.fixture(scope="session")
def client(databases: Databases, malaysia: str) -> Iterator[TestClient]:
    """A client of the atlas of one country. Tests only read through it."""
    address = databases.copy(malaysia)
    with client_of(address) as made:
        yield made
    databases.drop(address)


@pytest.fixture(scope="session")
def richer(databases: Databases, malaysia: str, seed: Seed) -> Iterator[TestClient]:
    """A client of an atlas with a second edition that has more in it. Tests only read through it."""
    address = databases.copy(malaysia)
    engine = open_engine(address)
    publish_again(engine, *richer_records(seed))
    engine.dispose()
    with client_of(address) as made:
        yield made
    databases.drop(address)


@pytest.fixture(scope="session")
def whole(databases: Databases, seeded: str, seed: Seed) -> Iterator[TestClient]:
    """A client of the whole seed, and the second edition on top of it. Tests only read through it."""
    address = databases.copy(seeded)
    engine = open_engine(address)
    publish_again(engine, *richer_records(seed))
    engine.dispose()
    with client_of(address) as made:
        yield made
    databases.drop(address)


@pytest.fixture
def seeded_engine(databases: Databases, malaysia: str) -> Iterator[Engine]:
    """A fresh copy of the atlas of one country, for tests that change it."""
    with opened(databases, databases.copy(malaysia)) as engine:
        yield engine


@pytest.fixture(scope="session")
def operations(client: TestClient) -> dict[str, Data]:
    """The public reading operations of the OpenAPI document, by path."""
    paths: dict[str, Data] = ask(client, "/openapi.json")["paths"]
    return {path: methods["get"] for path, methods in paths.items() if "get" in methods and STAFF not in path}


@pytest.fixture(scope="session")
def desk(databases: Databases, malaysia: str) -> Iterator[Desk]:
    """An atlas of one country of its own, for generated cases may write, whose admin is signed in."""
    address = databases.copy(malaysia)
    with client_of(address) as client:
        with writing(client.app.state.engine) as connection:  # type: ignore[attr-defined]  # it is ours
            now = datetime.now(UTC)
            admin = create_person(connection, "ada", Role.admin, at=now)
            token = issue(connection, admin, at=now, signed_in_at=now).access
        key = issued(client.app.state.engine, *Scope)["Authorization"]  # type: ignore[attr-defined]  # it is ours
        yield Desk(client, token, key)
    databases.drop(address)
