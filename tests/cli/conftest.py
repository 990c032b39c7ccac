"""A command line of its own: a database, a directory of seed files, and nothing from the machine's environment."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import Pool

from app.cli import main
from app.database.engine import open_engine, writing
from app.editions.commands import seed_empty
from app.settings import get_settings
from tests.database.databases import Databases
from tests.intake.planted import plant
from tests.intake.tables import Tables, tables


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@contextmanager
def closing_connections() -> Iterator[list[DBAPIConnection]]:
    """Closes what a command leaves open, as the end of its process would; gives the list of these."""
    held: list[DBAPIConnection] = []

    def opened(connection: DBAPIConnection, _: object) -> None:
        held.append(connection)

    def closed(connection: DBAPIConnection, _: object) -> None:
        held.remove(connection)

    event.listen(Pool, "connect", opened)
    event.listen(Pool, "close", closed)
    try:
        yield held
    finally:
        event.remove(Pool, "connect", opened)
        event.remove(Pool, "close", closed)
        for connection in held:
            connection.close()


@dataclass
class Shell:
    """A place to run commands in."""

    address: str
    seed: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    left_open: int = 0

    def run(self, *arguments: str) -> Result:
        """Run `licensing-atlas` with these arguments, in this process."""
        self.monkeypatch.setattr(sys, "argv", ["licensing-atlas", *arguments])
        # What follows a publishing is named once a process: a command's must not stay for the tests behind it.
        self.monkeypatch.setattr("app.editions.publish._following", [])
        get_settings.cache_clear()
        self.capsys.readouterr()
        code: object = 0
        with closing_connections() as left:
            try:
                main()
            except SystemExit as end:
                code = end.code
        self.left_open = len(left)
        said = self.capsys.readouterr()
        if isinstance(code, str):  # the interpreter prints it and ends with 1
            return Result(1, said.out, f"{said.err}{code}\n")
        assert isinstance(code, int | None)
        return Result(code or 0, said.out, said.err)

    def done(self, *arguments: str) -> str:
        """Run a command that must succeed; what it printed."""
        result = self.run(*arguments)
        assert result.code == 0, result
        return result.out

    def engine(self) -> Engine:
        """An engine on the database."""
        return open_engine(self.address)

    def tables(self) -> Tables:
        """Everything that the database holds."""
        engine = self.engine()
        held = tables(engine)
        engine.dispose()
        return held


@pytest.fixture(scope="session")
def planted(databases: Databases, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the small seed in edition 1: a template, never used itself."""
    address = databases.copy(migrated)
    engine = open_engine(address)
    with writing(engine) as connection:
        seed_empty(connection, plant(tmp_path_factory.mktemp("seed")), lambda _: None)
    engine.dispose()
    return address


@pytest.fixture
def make_shell(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Shell]]:
    """Makes a shell with a database and the small seed; its clock stands behind the seed's edition."""
    made: list[str] = []

    def make(address: str) -> Shell:
        made.append(address)
        seed = plant(tmp_path / "seed")
        for name in ("ATLAS_LOG_LEVEL", "ATLAS_LOG_FORMAT", "ATLAS_HOST", "ATLAS_PORT"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DATABASE_URL", address)
        monkeypatch.setenv("ATLAS_SEED", str(seed))
        monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "data"))
        monkeypatch.setattr("app.editions.commands._now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
        return Shell(address, seed, capsys, monkeypatch)

    yield make
    get_settings.cache_clear()
    for address in made:
        if "never.db" not in address:
            databases.drop(address)


@pytest.fixture
def bare_shell(make_shell: Callable[[str], Shell], tmp_path: Path) -> Shell:
    """A shell for commands that never come to a database."""
    return make_shell(f"sqlite:///{tmp_path / 'never.db'}")


@pytest.fixture
def shell(databases: Databases, make_shell: Callable[[str], Shell]) -> Shell:
    """A shell with an empty database."""
    return make_shell(databases.empty())


@pytest.fixture
def migrated_shell(databases: Databases, migrated: str, make_shell: Callable[[str], Shell]) -> Shell:
    """A shell with a migrated database that holds nothing."""
    return make_shell(databases.copy(migrated))


@pytest.fixture
def seeded_shell(databases: Databases, planted: str, make_shell: Callable[[str], Shell]) -> Shell:
    """A shell whose database holds the small seed in edition 1."""
    return make_shell(databases.copy(planted))
