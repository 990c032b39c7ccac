"""Whether the server is alive and ready, and what it says to a reader when it is not."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.database.engine import open_engine
from app.database.migrate import newest_revision
from tests.conftest import client_of
from tests.database.databases import Databases, downgrade, upgrade

READS = ["/v1/requirements", "/v1/entries/my-local-prh", "/v1/guides/MY/generic", "/v1/editions", "/v1/countries/MY"]


def _not_ready(client: TestClient, address: str) -> str:
    """What the problem says; it must be a 503, and show nothing of our insides."""
    answer = client.get(address)
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == "/problems/not-ready"
    assert not any(word in answer.text.lower() for word in ("select", "sqlite", "psycopg", "traceback", "no such"))
    detail: str = body["detail"]
    return detail


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """The address of a database without tables."""
    address = databases.empty()
    yield address
    databases.drop(address)


def test_a_seeded_atlas_is_ready_and_says_with_what(client: TestClient) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "edition": 1, "schema_revision": newest_revision()}


def test_an_empty_database_is_alive_and_not_ready(empty: str) -> None:
    with client_of(empty) as client:
        assert client.get("/health/live").json() == {"status": "alive"}
        assert "schema is empty" in _not_ready(client, "/health/ready")


def test_an_old_schema_is_not_ready_and_named(databases: Databases, empty: str) -> None:
    engine = open_engine(empty)
    upgrade(engine)
    downgrade(engine, "-1")
    engine.dispose()
    with client_of(empty) as client:
        assert newest_revision() in _not_ready(client, "/health/ready")


def test_a_schema_without_an_edition_is_not_ready(databases: Databases, migrated: str) -> None:
    address = databases.copy(migrated)
    with client_of(address) as client:
        assert "edition" in _not_ready(client, "/health/ready")
        for read in READS:
            assert "edition" in _not_ready(client, read)
    databases.drop(address)


@pytest.mark.parametrize("read", READS)
def test_a_read_of_an_empty_database_is_told_that_it_is_not_ready(empty: str, read: str) -> None:
    with client_of(empty) as client:
        _not_ready(client, read)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2",
        f"sqlite:///{Path(tempfile.gettempdir())}",
    ],
    ids=["postgresql", "sqlite"],
)
def test_a_database_that_cannot_be_reached_is_not_ready(address: str) -> None:
    with client_of(address) as client:
        assert client.get("/health/live").status_code == 200
        for read in ("/health/ready", *READS):
            assert "cannot be reached" in _not_ready(client, read)


def test_what_needs_no_edition_answers_without_one(databases: Databases, migrated: str) -> None:
    address = databases.copy(migrated)
    with client_of(address) as client:
        assert client.get("/v1").status_code == 503
        for read in ("/docs", "/openapi.json", "/metrics", "/problems/not-ready"):
            assert client.get(read).status_code == 200
    databases.drop(address)


def test_the_index_of_an_empty_database_does_not_crash(empty: str) -> None:
    with client_of(empty) as client:
        assert client.get("/v1").status_code in (200, 503)


def test_a_database_that_becomes_ready_is_found_ready_without_a_restart(seeded_engine: Engine, empty: str) -> None:
    with client_of(empty) as client:
        _not_ready(client, "/health/ready")
        engine = open_engine(empty)
        upgrade(engine)
        engine.dispose()
        assert "edition" in _not_ready(client, "/health/ready")


def test_metrics_are_in_the_form_that_prometheus_reads(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "# TYPE atlas_requests_total counter" in answer.text
    assert "# TYPE atlas_request_seconds histogram" in answer.text
    assert "python_info" not in answer.text
