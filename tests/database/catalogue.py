"""What a database says of itself: tables, rules, triggers, word for word, so that two databases can be compared."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, inspect, text

IGNORED = "alembic_version"

Description = dict[str, list[str]]
"""Lines of description by the name of a thing."""


def describe(connection: Connection) -> Description:
    """Everything that was created, as text: columns in their order, the rest sorted."""
    found = _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)
    return {name: lines for name, lines in found.items() if IGNORED not in name}


def tables(connection: Connection) -> set[str]:
    """The names of all tables."""
    return set(inspect(connection).get_table_names()) - {IGNORED}


def triggers(connection: Connection) -> set[str]:
    """The names of all triggers."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    return set(connection.scalars(text(query)))


def checks(connection: Connection) -> set[str]:
    """The names of all CHECK constraints."""
    inspector = inspect(connection)
    return {str(check["name"]) for table in tables(connection) for check in inspector.get_check_constraints(table)}


def partial_indexes(connection: Connection) -> set[str]:
    """The names of all indexes that cover only some rows."""
    inspector = inspect(connection)
    where = f"{connection.dialect.name}_where"
    return {
        str(index["name"])
        for table in tables(connection)
        for index in inspector.get_indexes(table)
        if index.get("dialect_options", {}).get(where) is not None
    }


def columns(connection: Connection) -> dict[str, list[str]]:
    """The names of every table's columns."""
    inspector = inspect(connection)
    return {
        name: sorted(str(column["name"]) for column in inspector.get_columns(name)) for name in tables(connection)
    }


def contents(connection: Connection, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """All rows of the named tables."""
    return {
        name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()] for name in names
    }


def lines(rows: Iterable[dict[str, Any]], names: Iterable[str]) -> list[str]:
    """Rows as sorted text, in the named columns alone."""
    return sorted(repr([row[name] for name in names]) for row in rows)


def _sqlite(connection: Connection) -> Description:
    """SQLite keeps the statements. A table's statement has one line a column or constraint."""
    found: Description = {}
    query = text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, name, statement in connection.execute(query):
        lines = [line.strip().rstrip(",") for line in statement.splitlines()]
        if kind == "table":
            lines.sort(key=lambda line: line if line.startswith("CONSTRAINT") else "")
        found[f"{kind} {name}"] = lines
    return found


def _postgresql(connection: Connection) -> Description:
    found: Description = {}
    for query in _CATALOGUE:
        for name, line in connection.execute(text(query)):
            found.setdefault(name, []).append(line)
    return found


_CATALOGUE = (
    """
    SELECT 'table ' || c.relname,
           concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), co.collname,
                     CASE WHEN a.attnotnull THEN 'NOT NULL' END, pg_get_expr(d.adbin, d.adrelid), a.attidentity)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    LEFT JOIN pg_collation co ON co.oid = a.attcollation
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum
    """,
    """
    SELECT 'constraint ' || conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'sequence ' || sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    "SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
