"""A small atlas with a partner, whose portal has a receiver in a process of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.access.keys.scopes import Scope
from app.database.engine import open_engine
from app.main import create_app
from app.settings import Settings
from tests.access.atlas import Clock
from tests.conftest import opened
from tests.database.databases import Databases
from tests.partners.webhooks.portal import ROOT_KEY, START, Portal, Receiver, in_one, receiver


@pytest.fixture(scope="session")
def partnered(databases: Databases, small: str) -> tuple[str, str]:
    """The address of the small atlas with a partner, a template never used itself, and the partner's key."""
    address = databases.copy(small)
    engine = open_engine(address)
    key = in_one(engine, "Hanul", Scope.webhooks)
    engine.dispose()
    return address, key


@pytest.fixture(scope="session")
def running() -> Iterator[Receiver]:
    """The receiver's process."""
    with receiver() as (made, _):
        yield made


@pytest.fixture
def engine(databases: Databases, partnered: tuple[str, str]) -> Iterator[Engine]:
    """A fresh copy of it."""
    with opened(databases, databases.copy(partnered[0])) as engine:
        yield engine


@pytest.fixture
def portal(
    engine: Engine, partnered: tuple[str, str], running: Receiver, application: TestClient
) -> Iterator[Portal]:
    """The partner's portal, with an address of its own at the receiver."""
    with portal_on(application, engine, partnered[1], running) as made:
        yield made


@pytest.fixture(scope="module")
def still_portal(
    databases: Databases, partnered: tuple[str, str], running: Receiver, application: TestClient
) -> Iterator[Portal]:
    """One that tests of a file share, because they change nothing."""
    with (
        opened(databases, databases.copy(partnered[0])) as engine,
        portal_on(application, engine, partnered[1], running) as made,
    ):
        yield made


@pytest.fixture(scope="session")
def application(partnered: tuple[str, str]) -> Iterator[TestClient]:
    """One application for all tests, because its first request takes long; `portal_on` puts databases under it."""
    settings = Settings(database_url=partnered[0], limit_partner_minute=0, limit_partner_day=0)
    clock = Clock(START)
    app = create_app(settings, today=clock.day, now=clock)
    app.state.clock = clock
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    yield client
    app.state.engine.dispose()


@contextmanager
def portal_on(client: TestClient, engine: Engine, key: str, at: Receiver) -> Iterator[Portal]:
    """The portal of a partner with that key, on that database."""
    state: Any = client.app.state  # type: ignore[attr-defined]  # it is the application
    before = state.engine, state.settings
    address = engine.url.render_as_string(hide_password=False)
    _put(state, engine, Settings(database_url=address, outside_loopback=True, webhook_key=ROOT_KEY))
    state.clock.at = START
    yield Portal(client, engine, state.clock, key, at, uuid4().hex)
    _put(state, *before)


def _put(state: Any, engine: Engine, settings: Settings) -> None:
    state.engine, state.settings = engine, settings
    state.keys._engine = state.keys.usage._engine = engine
    state.keys._version = None
    state.keys.forget()
