"""What was asked with each key: counted in memory, written to the database in batches.

A process that is killed loses what it counted since the last batch, a few seconds' worth. What all processes wrote
together is what the day's quota goes by, so a quota survives a restart and is shared, a few seconds late.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.access.keys.models import ApiKeyRow, KeyUsage
from app.database.engine import writing

SHOWN = 31
"""Days that are shown to whoever holds a key."""

Totals = dict[int, int]
"""Units of today, by the place of a key."""


class Usage:
    """What this process counted and has not written yet. `now` is the clock that says which day it is."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now
        self._counted: dict[int, list[int]] = {}

    def count(self, who: int, units: int) -> None:
        """One request more with that key, at that cost."""
        found = self._counted.get(who)
        if found is None:
            self._counted[who] = [1, units]
        else:
            found[0] += 1
            found[1] += units

    def counted(self, who: int) -> tuple[int, int]:
        """Requests and units with that key that are not written yet."""
        requests, units = self._counted.get(who, (0, 0))
        return requests, units

    def totals(self, connection: Connection) -> Totals:
        """What is written of today, of all keys."""
        return _totals(connection, self._now().date())

    def flush(self) -> Totals:
        """Write what was counted; what today comes to with it, for the keys that were used. Blocks.

        What cannot be written is kept for the next time.
        """
        counted, self._counted = self._counted, {}
        if not counted:
            return {}
        day = self._now().date()
        try:
            with writing(self._engine) as connection:
                for who, (requests, units) in sorted(counted.items()):
                    connection.execute(_more(connection, who, day, requests, units))
                used = or_(ApiKeyRow.last_used_on.is_(None), ApiKeyRow.last_used_on < str(day))
                connection.execute(
                    update(ApiKeyRow).where(ApiKeyRow.key.in_(counted), used).values(last_used_on=str(day))
                )
                return _totals(connection, day, counted)
        except Exception:
            for who, (requests, units) in counted.items():
                found = self._counted.setdefault(who, [0, 0])
                found[0] += requests
                found[1] += units
            raise


def usage_of(connection: Connection, who: int, until: date) -> list[dict[str, Any]]:
    """What was asked with a key, by day, newest first, of the last days up to that one."""
    since = str(until - timedelta(days=SHOWN - 1))
    query = (
        select(KeyUsage.day, KeyUsage.requests, KeyUsage.units)
        .where(KeyUsage.api_key == who, KeyUsage.day >= since, KeyUsage.day <= str(until))
        .order_by(KeyUsage.day.desc())
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _totals(connection: Connection, day: date, of: Any = None) -> Totals:
    query = select(KeyUsage.api_key, KeyUsage.units).where(KeyUsage.day == str(day))
    if of is not None:
        query = query.where(KeyUsage.api_key.in_(of))
    return {row.api_key: row.units for row in connection.execute(query)}


def _more(connection: Connection, who: int, day: date, requests: int, units: int) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(KeyUsage).values(api_key=who, day=str(day), requests=requests, units=units)
    return statement.on_conflict_do_update(
        index_elements=[KeyUsage.api_key, KeyUsage.day],
        set_={
            "requests": KeyUsage.requests + statement.excluded.requests,
            "units": KeyUsage.units + statement.excluded.units,
        },
    )
