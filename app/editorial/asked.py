"""Ids that a question of staff names, if they are published."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.access.faults import invalid
from app.knowledge.models import Record, Revision
from app.vocabulary.lists import State


def published(connection: Connection, parameter: str, asked: Iterable[str], type_: str) -> list[str]:
    """The ids that were asked for. Raises `Refused` for one that no published record of the type has."""
    wanted = list(asked)
    query = (
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.type == type_, Revision.state == State.published)
    )
    valid = set(connection.scalars(query))
    for one in wanted:
        if one not in valid:
            noun = type_.replace("_", " ")
            raise invalid(parameter, f"no {noun} is called {one}", valid=sorted(valid), value=one)
    return wanted


def countries(connection: Connection, asked: Iterable[str]) -> list[str]:
    """Codes of published jurisdictions, in whatever case they were asked for."""
    return published(connection, "country", [one.upper() for one in asked], "jurisdiction")
