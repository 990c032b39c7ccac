"""References of an edition that lead nowhere: what is new names only what is live, and nothing names what leaves."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, or_, select

from app.editions.live import live_in
from app.knowledge.freeze import thaw
from app.knowledge.mapping import MAPPINGS
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LINKS
from app.knowledge.schemas import CONTENT_MODELS, marked_paths, references_in
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES

_BATCH = 400
_NAMES = 50  # names that are looked for by one statement


def dead_references(connection: Connection, number: int, published: Sequence[int], left: Sequence[str]) -> list[str]:
    """What is wrong with the references of an edition that is being made, one sentence for each.

    `published` are the revisions that are new in it, `left` the ids of records that it does not hold any more. A
    redacted revision says nothing any more, and is not asked.
    """
    keys = [*published, *_naming(connection, number, left)]
    found: list[str] = []
    for start in range(0, len(keys), _BATCH):
        said = list(_said(connection, keys[start : start + _BATCH]))
        alive = _alive(connection, number, {target for *_, target in said})
        found.extend(
            f"{name} {pointer}: no {target_type} {target} in this edition"
            for name, pointer, target_type, target in said
            if (target_type, target) not in alive
        )
    return list(dict.fromkeys(found))


def _said(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[str, str, str, str]]:
    """Every reference of these revisions: whose it is, where it stands, and what it names (type, id)."""
    rows = connection.execute(
        select(Record.type, Record.id, Revision.content)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.key.in_(keys), Revision.content.is_not(None))
        .order_by(Revision.key)
    )
    for type_, id_, content in rows:
        for pointer, target_type, target in references_in(CONTENT_MODELS[type_], thaw(content)):
            yield f"{type_} {id_}", pointer, target_type, target


def _alive(connection: Connection, number: int, ids: Iterable[str]) -> set[tuple[str, str]]:
    """The types and ids under which an edition holds records of these ids."""
    known: set[tuple[str, str]] = set()
    wanted = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        query = (
            select(Record.type, Record.id)
            .join(Revision, Revision.record_key == Record.key)
            # All types, so that the index over type and id can be used.
            .where(live_in(number), Record.type.in_(RECORD_TYPES), Record.id.in_(wanted[start : start + _BATCH]))
        )
        for type_, id_ in connection.execute(query):
            known |= {(type_, id_), ("record", id_)} | ({("entry", id_)} if type_ in ENTRY_KINDS else set())
    return known


def _naming(connection: Connection, number: int, ids: Sequence[str]) -> list[int]:
    """The live revisions of which a typed row holds one of these ids: all that could point at them."""
    found: set[int] = set()
    for start in range(0, len(ids), _NAMES):
        some = ids[start : start + _NAMES]
        for table, columns in _naming_columns():
            query = select(table.c.revision_key).join(Revision, Revision.key == table.c.revision_key)
            if "relation" in table.c:
                query = query.where(table.c.relation.in_(LINKS))  # the index begins with it
            query = query.where(live_in(number), or_(*(_holds(column, some) for column in columns)))
            found.update(connection.scalars(query))
    return sorted(found)


def _holds(column: Column[Any], ids: Sequence[str]) -> ColumnElement[bool]:
    if column.info.get("words"):
        return or_(*(column.contains(id_, autoescape=True) for id_ in ids))
    return column.in_(ids)


@cache
def _naming_columns() -> tuple[tuple[Table, tuple[Column[Any], ...]], ...]:
    """The columns of typed tables that hold ids of other records: those whose place in the content is marked so."""
    found: dict[Table, dict[str, Column[Any]]] = {}
    for type_, mapping in MAPPINGS.items():
        marked = set(marked_paths(CONTENT_MODELS[type_]))
        for path, column in mapping.columns():
            if path in marked:
                found.setdefault(column.table, {})[column.name] = column
    return tuple((table, tuple(columns.values())) for table, columns in found.items())
