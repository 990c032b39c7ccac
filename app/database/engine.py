"""Engines for SQLite (embedded) and PostgreSQL, and how a transaction begins on each."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

WRITING = "atlas_writing"
_AMPLE = 128_000  # kilobytes


def open_engine(url: str, *, pool: int = 8) -> Engine:
    """An engine for `url`, with the pragmas and isolation that the atlas relies on.

    An SQLite file's directory is created. `pool` is the number of connections kept open. What is asked for
    never reaches a log: the values of statements are hidden in errors.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, pool_size=pool, max_overflow=pool, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(address, pool_size=pool, max_overflow=pool, pool_pre_ping=True, hide_parameters=True)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine that is closed at the end: for commands, which do one thing and go."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One connection for one request: what it reads first and last belongs together.

    PostgreSQL reads from one snapshot (repeatable read); SQLite's read transaction is one by nature.
    """
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that commits at the end and rolls back on any error.

    On SQLite the write lock is taken at the start, so that two writers queue instead of failing midway.
    """
    with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        yield connection


@contextmanager
def ample_cache(connection: Connection) -> Iterator[None]:
    """More memory for SQLite's pages while a great many rows are written, so that few are written twice."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_AMPLE}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def _prepare_sqlite(connection: SQLiteConnection, _: object) -> None:
    # The driver's own transaction control would commit before DDL; we send BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # without it INSERT OR REPLACE would delete rows past the guards
        "temp_store=MEMORY",
        "cache_size=-4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
