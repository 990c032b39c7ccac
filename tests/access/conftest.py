"""Atlases with people in them."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from app.access import passwords, sign_in
from app.database.engine import open_engine
from tests.access.atlas import Atlas, Clock, client_on, make_people
from tests.access.oidc import Browser, Provider, browser, provider
from tests.conftest import opened
from tests.database.databases import Databases


@pytest.fixture(scope="session")
def cheap() -> PasswordHasher:
    """Hashes as the real ones are, at a thousandth of the cost: tests sign in often."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, cheap: PasswordHasher, request: pytest.FixtureRequest) -> None:
    """No waiting, unless a test is marked as one about time."""
    if "at_real_cost" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_HASHER", cheap)
        monkeypatch.setattr(passwords, "_NOBODY", cheap.hash("nobody"))
        monkeypatch.setattr(sign_in, "GRID", 0.0001)


@pytest.fixture
def at_real_cost() -> None:
    """Ask for it, and passwords cost what they cost."""


@pytest.fixture(scope="session")
def staffed(databases: Databases, migrated: str, cheap: PasswordHasher) -> str:
    """The address of a database with one person of each role: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", cheap)
        make_people(engine)
    engine.dispose()
    return address


@pytest.fixture
def engine(databases: Databases, staffed: str) -> Iterator[Engine]:
    """A fresh copy of it."""
    with opened(databases, databases.copy(staffed)) as engine:
        yield engine


@pytest.fixture(scope="module")
def quiet_engine(databases: Databases, staffed: str) -> Iterator[Engine]:
    """A copy of it for tests that change nothing but tokens."""
    with opened(databases, databases.copy(staffed)) as engine:
        yield engine


@pytest.fixture
def quiet(quiet_engine: Engine) -> Iterator[Atlas]:
    """The staff's side of that copy."""
    clock = Clock()
    with client_on(quiet_engine, clock) as client:
        yield Atlas(client, quiet_engine, clock)


@pytest.fixture
def atlas(engine: Engine) -> Iterator[Atlas]:
    """The staff's side of it."""
    clock = Clock()
    with client_on(engine, clock) as client:
        yield Atlas(client, engine, clock)


@pytest.fixture(scope="session")
def running() -> Iterator[Provider]:
    """The provider's process."""
    with provider() as found:
        yield found


@pytest.fixture
def there(running: Provider) -> Provider:
    """The provider, well-behaved."""
    running.behave()
    running.seen("")
    return running


@pytest.fixture
def here(engine: Engine, there: Provider) -> Iterator[Browser]:
    """A browser before an atlas with that provider."""
    with browser(engine, there.issuer) as found:
        yield found


@pytest.fixture
def nobody(quiet_engine: Engine, there: Provider) -> Iterator[Browser]:
    """The same, for those whom it does not let in."""
    with browser(quiet_engine, there.issuer) as found:
        yield found
