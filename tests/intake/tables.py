"""Everything that a database holds, table by table."""

from typing import Any

from sqlalchemy import Engine, inspect, text

from app.database.engine import reading

Tables = dict[str, list[tuple[Any, ...]]]


def tables(engine: Engine) -> Tables:
    """All rows of all tables."""
    with reading(engine) as connection:
        names = sorted(inspect(connection).get_table_names())
        rows = {name: connection.execute(text(f"SELECT * FROM {name}")).all() for name in names}
    return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}
