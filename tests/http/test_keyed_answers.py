"""With a key as without one: the same answers to the byte, kept by caches alike, and no trace of the key."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from app.access.keys.models import ApiKeyRow, PartnerRow
from app.access.keys.written import NewKey, draw
from app.database.engine import open_engine, writing
from tests.conftest import client_of
from tests.database.databases import Databases

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
OWN = {"ratelimit", "ratelimit-policy", "x-request-id"}
"""Headers that are each caller's own."""


@pytest.fixture(scope="module")
def drawn() -> NewKey:
    return draw()


@pytest.fixture(scope="module")
def asked(databases: Databases, seeded: str, drawn: NewKey) -> Iterator[TestClient]:
    """A seeded atlas that knows one key."""
    address = databases.copy(seeded)
    engine = open_engine(address)
    with writing(engine) as connection:
        owner = {"key": 1, "name": "Hanul", "class_": "partner", "active": True}
        connection.execute(insert(PartnerRow).values(**owner, created_at=BEGAN, created_by="ada"))
        key = {"id": drawn.id, "digest": drawn.digest, "partner_key": 1, "label": "x", "scopes": "", "origins": ""}
        ends = datetime.now(UTC) + timedelta(days=400)
        row = insert(ApiKeyRow).values(**key, created_at=BEGAN, created_by="ada", expires_at=ends)
        connection.execute(row)
    engine.dispose()
    with client_of(address) as client:
        yield client
    databases.drop(address)


@pytest.mark.parametrize(
    "address",
    [
        "/v1",
        "/v1/topics",
        "/v1/requirements?country=MY&limit=3",
        "/v1/entries/my-local-prh",
        "/v1/entries/nothing",
        "/v1/requirements?nonsense=1",
        "/v1/compare?country=MY&country=SG&product_type=biosimilar&topic=cpp&format=csv",
        "/v1/editions/1/manifest",
    ],
)
def test_a_key_changes_no_answer(asked: TestClient, drawn: NewKey, address: str) -> None:
    request_id = {"X-Request-ID": "the-same-for-both"}
    without = asked.get(address, headers=request_id)
    with_key = asked.get(address, headers={**request_id, "Authorization": f"Bearer {drawn.secret}"})
    assert (with_key.status_code, with_key.content) == (without.status_code, without.content)
    shown = [{name: value for name, value in one.headers.items() if name not in OWN} for one in (without, with_key)]
    assert shown[0] == shown[1]
    assert with_key.headers["ratelimit-policy"].startswith('"partner-minute"')
    assert "Authorization" not in with_key.headers.get("vary", "")


def test_a_304_is_a_304_with_a_key_and_costs_nothing(asked: TestClient, drawn: NewKey) -> None:
    key = {"Authorization": f"Bearer {drawn.secret}"}
    first = asked.get("/v1/topics", headers=key)
    before = asked.get("/v1/me", headers=key).json()["usage"][0]
    again = asked.get("/v1/topics", headers={**key, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "public, no-cache"
    after = asked.get("/v1/me", headers=key).json()["usage"][0]
    # Between the two looks: the first look itself, and the 304.
    assert after["requests"] - before["requests"] == 2
    assert after["units"] - before["units"] == 1


def test_no_log_holds_a_key_or_a_wrong_one(
    asked: TestClient, drawn: NewKey, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for key in (drawn.secret, drawn.secret[:-1], f"{drawn.secret}x"):
            asked.get("/v1/me", headers={"Authorization": f"Bearer {key}"})
        asked.get(f"/v1/entries/{drawn.secret}")
    said = "\n".join(f"{one.getMessage()} {vars(one)}" for one in caplog.records if one.name.startswith("atlas"))
    assert said
    assert drawn.secret[11:43] not in said


def test_no_answer_shows_a_key(asked: TestClient, drawn: NewKey) -> None:
    key = {"Authorization": f"Bearer {drawn.secret}"}
    wrong = {"Authorization": f"Bearer {drawn.secret[:-1]}"}
    for path, headers in (("/v1/me", key), ("/v1/topics", wrong), ("/metrics", {})):
        answer = asked.get(path, headers=headers)
        assert drawn.secret[11:43] not in f"{answer.text} {answer.headers}"
