# ruff: noqa: S608 -- the statements are put together from words of migrations alone
"""Making a table anew, for what SQLite cannot change or would add in another form."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.guards import extend_typed_guards


def remake(
    table: str, elements: Sequence[SchemaItem], *, filled: Mapping[str, str] | None = None, where: str = "1 = 1"
) -> None:
    """Make a table of typed rows anew with what it held, and guard it again: dropping a table drops its guards.

    `filled` gives SQL for columns that it did not have, `where` chooses the rows that are kept.
    """
    copy = f"{table}_before"
    op.execute(f"CREATE TABLE {copy} AS SELECT * FROM {table}")
    held = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
    op.drop_table(table)
    made = [column.name for column in op.create_table(table, *elements).columns]
    values = {name: f'"{name}"' for name in made if name in held} | dict(filled or {})
    columns = ", ".join(f'"{name}"' for name in values)
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {', '.join(values.values())} FROM {copy} WHERE {where}")
    op.drop_table(copy)
    extend_typed_guards((table,))
