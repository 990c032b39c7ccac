"""A database with a trail of a few acts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from app.audit.acts import Act, Action, Actor, ActorKind
from app.audit.trail import append
from app.database.engine import open_engine, writing
from tests.conftest import opened
from tests.database.databases import Databases

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
ROWS = 12


def act(number: int = 0, **more: object) -> Act:
    """An act that nothing is special about."""
    given: dict[str, object] = {
        "actor": Actor(
            "ann" if number % 3 else "command line", ActorKind.person if number % 3 else ActorKind.command
        ),
        "action": Action.revision_changed if number % 2 else Action.person_created,
        "object_type": "revision",
        "object_id": f"xx-{number}",
        "revision": number,
        "old": {"fee": "33333.33", "한국어": [number, None]},
        "new": {"fee": "1", "nested": {"b": 1, "a": 2}},
        "reason": "=raised; '수수료'\n",
        "approver": "bob",
        "request_id": f"request-{number}",
        **more,
    }
    return Act(**given)  # type: ignore[arg-type]  # tests give what they like


@pytest.fixture(scope="session")
def written(databases: Databases, migrated: str) -> str:
    """The address of a database with a trail of twelve rows: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    for number in range(ROWS):
        with writing(engine) as connection:
            append(connection, act(number), at=NOON + timedelta(seconds=number))
    engine.dispose()
    return address


@pytest.fixture
def engine(databases: Databases, written: str) -> Iterator[Engine]:
    """A fresh copy of it."""
    with opened(databases, databases.copy(written)) as engine:
        yield engine
