"""Reading the trail: rows that fit a question, page by page or all in a stream."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from app.audit.models import AuditRow

Row = dict[str, Any]
"""A row by the names of its columns."""

_TABLE = AuditRow.__table__
_BATCH = 1000


@dataclass(frozen=True)
class Asked:
    """Which rows: every member that is given narrows; both times are included."""

    actors: Sequence[str] = ()
    actions: Sequence[str] = ()
    object_types: Sequence[str] = ()
    object_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The question as conditions."""
        columns = _TABLE.c
        lists = (
            (columns.actor, self.actors),
            (columns.action, self.actions),
            (columns.object_type, self.object_types),
        )
        found: list[ColumnElement[bool]] = [column.in_(words) for column, words in lists if words]
        if self.object_id is not None:
            found.append(columns.object_id == self.object_id)
        if self.since is not None:
            found.append(columns.at >= self.since)
        if self.until is not None:
            found.append(columns.at <= self.until)
        return found


def page(connection: Connection, asked: Asked, *, before: int | None, limit: int) -> tuple[list[Row], int, bool]:
    """The newest rows, or those before a row's number; how many fit in all; and whether more follow."""
    total = connection.scalar(select(func.count()).select_from(_TABLE).where(*asked.conditions))
    query = select(_TABLE).where(*asked.conditions).order_by(_TABLE.c.seq.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(_TABLE.c.seq < before)
    found = [dict(row) for row in connection.execute(query).mappings()]
    return found[:limit], total or 0, len(found) > limit


def rows(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Row]:
    """All rows that fit, in the order of the trail. Reads in batches: memory does not grow with the trail."""
    after = 0
    while True:
        query = select(_TABLE).where(_TABLE.c.seq > after, *conditions).order_by(_TABLE.c.seq).limit(_BATCH)
        found = [dict(row) for row in connection.execute(query).mappings()]
        yield from found
        if len(found) < _BATCH:
            return
        after = found[-1]["seq"]
