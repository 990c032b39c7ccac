# ruff: noqa: S608 -- the rules are put together from words of migrations alone
"""Rules about writes, said once and turned into triggers for SQLite and PostgreSQL.

A guard is the ordered list of rules for one kind of write to a table: the first rule that is broken refuses the
write, with the same message on both engines. Order is why a guard is one trigger and not one a rule: PostgreSQL
fires triggers by name, SQLite in no stated order.

Alembic's batch mode rebuilds a table on SQLite and drops its triggers without a word: a migration that uses it has
to call `create` again for that table. This file may be added to; what it makes of a rule may not change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from alembic import op

LOCK = "{lock}"
"""Stands at the end of a sub-select whose row must stay as it was read until the transaction ends.

On PostgreSQL another transaction could change it between our look and our commit, so it is locked (`FOR SHARE`);
SQLite has one writer at a time.
"""


@dataclass(frozen=True)
class Rule:
    """A write is refused with `message` where `broken` is true. `broken` is SQL over `OLD` and `NEW`."""

    message: str
    broken: str


@dataclass(frozen=True)
class Guard:
    """The rules, in order, for one kind of write to some tables; `name` tells guards apart."""

    name: str
    event: Literal["INSERT", "UPDATE", "DELETE"]
    rules: tuple[Rule, ...]
    tables: tuple[str, ...] = ()

    @property
    def guarded(self) -> tuple[str, ...]:
        """The tables, which are the one called like the guard where none is named."""
        return self.tables or (self.name,)

    @property
    def function(self) -> str:
        """PostgreSQL's function, shared by the tables."""
        return f"guard_{self.name}_{self.event.lower()}"

    def trigger(self, table: str) -> str:
        """The trigger's name on one of the tables."""
        return f"guard_{table}_{self.event.lower()}"


def create(guards: Iterable[Guard]) -> None:
    """Put guards on their tables."""
    statements = _sqlite if op.get_context().dialect.name == "sqlite" else _postgresql
    for guard in guards:
        for statement in statements(guard):
            op.execute(statement)


def drop(guards: Iterable[Guard]) -> None:
    """Take guards off their tables."""
    sqlite = op.get_context().dialect.name == "sqlite"
    for guard in guards:
        for table in guard.guarded:
            op.execute(f"DROP TRIGGER {guard.trigger(table)}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION {guard.function}()")


def create_truncate_guards(tables: Iterable[str], message: str) -> None:
    """Refuse TRUNCATE, which fires no trigger on rows. SQLite has no such command."""
    if op.get_context().dialect.name == "sqlite":
        return
    op.execute(_function("guard_truncate", (f"{_raise(message)};",), "NULL"))
    for table in tables:
        op.execute(_truncate_trigger(table))


def drop_truncate_guards(tables: Iterable[str]) -> None:
    """Allow TRUNCATE again."""
    if op.get_context().dialect.name == "sqlite":
        return
    for table in tables:
        op.execute(f"DROP TRIGGER guard_{table}_truncate ON {table}")
    op.execute("DROP FUNCTION guard_truncate()")


def extend_truncate_guards(tables: Iterable[str]) -> None:
    """Refuse TRUNCATE of more tables, with the function that stands already."""
    if op.get_context().dialect.name == "sqlite":
        return
    for table in tables:
        op.execute(_truncate_trigger(table))


def retract_truncate_guards(tables: Iterable[str]) -> None:
    """Take the guards of `extend_truncate_guards` off again; the shared function stays."""
    if op.get_context().dialect.name == "sqlite":
        return
    for table in tables:
        op.execute(f"DROP TRIGGER guard_{table}_truncate ON {table}")


def revision_is(key: str, *states: str) -> str:
    """SQL: the revision stands in one of these states."""
    words = ", ".join(f"'{state}'" for state in states)
    return f"EXISTS (SELECT 1 FROM revision WHERE key = {key} AND state IN ({words}) {LOCK})"


def changed(*columns: str) -> str:
    """SQL: one of the columns gets another value."""
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


def typed_guards(tables: tuple[str, ...]) -> tuple[Guard, ...]:
    """What holds for every table whose rows belong to a revision."""
    return (
        Guard(
            "typed_row",
            "INSERT",
            (Rule("rows are added only to a draft", f"NOT {revision_is('NEW.revision_key', 'draft')}"),),
            tables,
        ),
        Guard(
            "typed_row",
            "UPDATE",
            (
                Rule("a row stays with its revision", changed("revision_key")),
                Rule("rows change only in a draft", f"NOT {revision_is('OLD.revision_key', 'draft')}"),
            ),
            tables,
        ),
        Guard(
            "typed_row",
            "DELETE",
            (
                Rule(
                    "rows are deleted only from a draft, or after a redaction",
                    f"NOT {revision_is('OLD.revision_key', 'draft')}"
                    " AND NOT EXISTS (SELECT 1 FROM redaction WHERE revision_key = OLD.revision_key)",
                ),
            ),
            tables,
        ),
    )


def extend_typed_guards(tables: tuple[str, ...]) -> None:
    """Guard more tables of typed rows. On PostgreSQL they share the functions that stand already."""
    if op.get_context().dialect.name == "sqlite":
        create(typed_guards(tables))
        return
    for guard in typed_guards(tables):
        for table in tables:
            op.execute(_trigger(guard, table))
    for table in tables:
        op.execute(_truncate_trigger(table))


def retract_typed_guards(tables: tuple[str, ...]) -> None:
    """Take the guards of `extend_typed_guards` off again; the shared functions stay."""
    sqlite = op.get_context().dialect.name == "sqlite"
    for table in tables:
        for guard in typed_guards(tables):
            op.execute(f"DROP TRIGGER {guard.trigger(table)}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP TRIGGER guard_{table}_truncate ON {table}")


def _sqlite(guard: Guard) -> Iterator[str]:
    checks = "\n".join(
        f"  SELECT RAISE(ABORT, {_quoted(rule.message)}) WHERE {rule.broken.replace(LOCK, '')};"
        for rule in guard.rules
    )
    for table in guard.guarded:
        head = f"CREATE TRIGGER {guard.trigger(table)} BEFORE {guard.event} ON {table} FOR EACH ROW"
        yield f"{head}\nBEGIN\n{checks}\nEND"


def _postgresql(guard: Guard) -> Iterator[str]:
    checks = (
        # In brackets, or plpgsql takes the THEN of a CASE inside for its own.
        f"IF ({rule.broken.replace(LOCK, 'FOR SHARE')}) THEN {_raise(rule.message)}; END IF;"
        for rule in guard.rules
    )
    yield _function(guard.function, checks, "OLD" if guard.event == "DELETE" else "NEW")
    for table in guard.guarded:
        yield _trigger(guard, table)


def _trigger(guard: Guard, table: str) -> str:
    return (
        f"CREATE TRIGGER {guard.trigger(table)} BEFORE {guard.event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.function}()"
    )


def _truncate_trigger(table: str) -> str:
    return (
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_truncate()"
    )


def _function(name: str, body: Iterable[str], result: str) -> str:
    lines = "\n".join(f"  {line}" for line in body)
    head = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
    return f"{head} AS $$\nBEGIN\n{lines}\n  RETURN {result};\nEND\n$$"


def _raise(message: str) -> str:
    # 23514 is a broken CHECK: both engines' drivers then raise an integrity error.
    return f"RAISE EXCEPTION USING MESSAGE = {_quoted(message)}, ERRCODE = '23514'"


def _quoted(message: str) -> str:
    return "'" + message.replace("'", "''") + "'"
