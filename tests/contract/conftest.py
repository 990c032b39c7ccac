"""What the contract tests share."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.database.engine import open_engine
from app.intake.seed import Seed
from tests.conftest import client_of
from tests.contract.asking import Data, ask
from tests.contract.editions import publish_again, richer_records
from tests.database.databases import Databases


@pytest.fixture(scope="session")
def operations(client: TestClient) -> dict[str, Data]:
    """The reading operations of the OpenAPI document, by path."""
    paths: dict[str, Data] = ask(client, "/openapi.json")["paths"]
    return {path: methods["get"] for path, methods in paths.items()}


@pytest.fixture(scope="session")
def richer(databases: Databases, seeded: str, seed: Seed) -> Iterator[TestClient]:
    """A client of an atlas with a second edition that has more in it. Tests only read through it."""
    address = databases.copy(seeded)
    engine = open_engine(address)
    publish_again(engine, *richer_records(seed))
    engine.dispose()
    with client_of(address) as made:
        yield made
    databases.drop(address)
