"""Migrations and models say the same, every migration goes down and up again, and none stops half way."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, inspect

from app.database.base import Base
from app.database.engine import open_engine
from tests.database import catalogue
from tests.database.databases import ROOT, Databases, downgrade, upgrade

SCRIPTS = ScriptDirectory(ROOT / "migrations")
MIGRATIONS = tuple(reversed([str(script.revision) for script in SCRIPTS.walk_revisions()]))
BEFORE = {number: MIGRATIONS[place - 1] if place else "base" for place, number in enumerate(MIGRATIONS)}
GUARD = ("trigger", "function")

NARROWER = {"eligibility_reference"}
"""Tables that once could not hold every row that they hold today: a step back leaves those rows out."""

T = TypeVar("T")


@pytest.fixture(scope="session")
def described(databases: Databases) -> dict[str, catalogue.Description]:
    """What a database looks like after each migration, on the way up from nothing."""
    found: dict[str, catalogue.Description] = {"base": {}}
    engine = open_engine(databases.empty())
    for number in MIGRATIONS:
        upgrade(engine, number)
        with engine.connect() as connection:
            found[number] = catalogue.describe(connection)
    engine.dispose()
    return found


def read(engine: Engine, look: Callable[[Connection], T]) -> T:
    """What `look` sees on a connection of its own."""
    with engine.connect() as connection:
        return look(connection)


def test_migrations_are_one_line_without_branches() -> None:
    numbers = range(1, len(MIGRATIONS) + 1)
    assert tuple(f"{number:04d}" for number in numbers) == MIGRATIONS


def test_alembic_finds_no_difference_between_migrations_and_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_to_the_letter_what_the_models_make(engine: Engine, empty_engine: Engine) -> None:
    """Also what Alembic does not compare: CHECKs, collations, WHERE of indexes, order of columns, sequences."""
    Base.metadata.create_all(empty_engine)
    migrated = read(engine, catalogue.describe)
    assert {name: lines for name, lines in migrated.items() if not name.startswith(GUARD)} == read(
        empty_engine, catalogue.describe
    )


def test_all_text_sorts_by_code_point(engine: Engine) -> None:
    for table in inspect(engine).get_table_names():
        for column in inspect(engine).get_columns(table):
            collation = getattr(column["type"], "collation", None)
            if table != catalogue.IGNORED and column["type"].python_type is str:
                assert collation == ("C" if engine.dialect.name == "postgresql" else None), (table, column["name"])


@pytest.mark.parametrize("number", MIGRATIONS)
def test_a_migration_goes_down_and_up_again_on_a_filled_database(
    number: str, filled_engine: Engine, described: dict[str, catalogue.Description]
) -> None:
    before = read(filled_engine, lambda connection: catalogue.contents(connection, catalogue.tables(connection)))
    assert all(before.values()), "every table holds something"

    downgrade(filled_engine, BEFORE[number])
    assert read(filled_engine, catalogue.describe) == described[BEFORE[number]]
    left = read(filled_engine, catalogue.columns)
    kept = rows_of(filled_engine, left)
    for name, held in kept.items():
        had = catalogue.lines(before[name], left[name])
        assert held == had or (name in NARROWER and held and set(held) < set(had)), name

    upgrade(filled_engine)
    assert read(filled_engine, catalogue.describe) == described[MIGRATIONS[-1]]
    assert rows_of(filled_engine, left) == kept


def rows_of(engine: Engine, shape: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows of tables, in some of their columns."""
    found = read(engine, lambda connection: catalogue.contents(connection, shape))
    return {name: catalogue.lines(rows, shape[name]) for name, rows in found.items()}


def test_one_step_up_and_one_step_down_lead_back(
    empty_engine: Engine, described: dict[str, catalogue.Description]
) -> None:
    for number in MIGRATIONS:
        upgrade(empty_engine, number)
        downgrade(empty_engine, BEFORE[number])
        assert read(empty_engine, catalogue.describe) == described[BEFORE[number]]
        upgrade(empty_engine, number)


def test_an_upgrade_of_the_newest_database_changes_nothing(engine: Engine) -> None:
    before = read(engine, catalogue.describe)
    upgrade(engine)
    assert read(engine, catalogue.describe) == before


def test_an_error_in_the_last_migration_leaves_no_table(empty_engine: Engine) -> None:
    def fail(_c: Any, _u: Any, statement: str, _p: Any, _x: Any, _m: bool) -> None:
        if statement.startswith("CREATE TRIGGER guard_vocabulary_delete"):
            raise RuntimeError("as if the power had gone")

    event.listen(empty_engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError, match="the power"):
        upgrade(empty_engine)
    event.remove(empty_engine, "before_cursor_execute", fail)
    assert inspect(empty_engine).get_table_names() == []
    upgrade(empty_engine)


KILLED = """
import os, signal
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event

@event.listens_for(Engine, "before_cursor_execute")
def die(_c, _u, statement, _p, _x, _m):
    if statement.startswith("CREATE TRIGGER guard_vocabulary_delete"):
        os.kill(os.getpid(), signal.SIGKILL)

command.upgrade(Config("alembic.ini"), "head")
"""


def test_a_kill_in_the_last_migration_leaves_no_table(databases: Databases) -> None:
    """The command as an operator runs it, with the address from the settings."""
    address = databases.empty()
    environment = {**os.environ, "DATABASE_URL": address}
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=environment, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    engine = open_engine(address)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    alembic = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(alembic, cwd=ROOT, env=environment, timeout=60, check=True)
    engine = open_engine(address)
    assert read(engine, catalogue.tables) == set(Base.metadata.tables)
    engine.dispose()
    databases.drop(address)


def test_two_servers_that_start_at_once_both_find_a_migrated_database(databases: Databases) -> None:
    address = databases.empty()
    environment = {**os.environ, "DATABASE_URL": address}
    alembic = [sys.executable, "-m", "alembic", "upgrade", "head"]
    servers = [subprocess.Popen(alembic, cwd=ROOT, env=environment) for _ in range(2)]
    assert [server.wait(timeout=60) for server in servers] == [0, 0]
    databases.drop(address)
