"""Content into typed rows, and typed rows back into content, driven by `mapping.py`.

`to_rows` and `read_contents` are each other's inverse: a test writes every type of record and reads it back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select

from app.knowledge.mapping import MAPPINGS, ListOf, Mapping, path_of
from app.knowledge.schemas import CONTENT_MODELS, Content
from app.knowledge.schemas.entries import entry_text
from app.knowledge.staleness import stale_after
from app.vocabulary.dates import day_range
from app.vocabulary.lists import ENTRY_KINDS
from app.vocabulary.tokens import fold

Row = dict[str, Any]
_BATCH = 400  # revisions read at once: well below SQLite's limit on bound values


def to_rows(type_: str, content: Content, revision_key: int) -> list[tuple[Table, list[Row]]]:
    """The typed rows of one revision, table by table."""
    mapping = MAPPINGS[type_]
    data = content.model_dump(mode="python")
    if type_ in ENTRY_KINDS:
        data["kind"] = type_
    rows: list[tuple[Table, list[Row]]] = [
        (table, [_row(table, data, {"revision_key": revision_key})]) for table in mapping.tables
    ]
    for item in mapping.lists:
        rows.extend(_list_rows(item, _get(data, item.path) or [], {"revision_key": revision_key}))
    return rows


def write_rows(connection: Connection, revisions: Iterable[tuple[str, Content, int]]) -> None:
    """Insert the typed rows of many revisions, given as (type, content, revision key), table by table."""
    gathered: dict[Table, list[Row]] = defaultdict(list)
    for type_, content, key in revisions:
        for table, rows in to_rows(type_, content, key):
            gathered[table].extend(rows)
    for table, rows in gathered.items():
        if rows:
            connection.execute(insert(table), rows)


def delete_rows(connection: Connection, type_: str, revision_key: int) -> None:
    """Remove the typed rows of one draft."""
    for table in _tables(MAPPINGS[type_]):
        connection.execute(delete(table).where(table.c.revision_key == revision_key))


def read_contents(connection: Connection, type_: str, keys: Sequence[int]) -> dict[int, Content]:
    """The contents of many revisions of one type, validated, by revision key."""
    contents: dict[int, Content] = {}
    for start in range(0, len(keys), _BATCH):
        contents.update(_read_batch(connection, type_, keys[start : start + _BATCH]))
    return contents


def _read_batch(connection: Connection, type_: str, keys: Sequence[int]) -> dict[int, Content]:
    mapping = MAPPINGS[type_]
    data: dict[int, Row] = {key: {} for key in keys}
    for table in mapping.tables:
        for row in connection.execute(select(table).where(table.c.revision_key.in_(keys))).mappings():
            _fill(table, row, data[row["revision_key"]])
    for item in mapping.lists:
        for key, items in _read_list(connection, item, keys).items():
            _set(data[key], item.path, items)
    model = CONTENT_MODELS[type_]
    return {key: model.model_validate(value) for key, value in data.items()}


def _read_list(connection: Connection, item: ListOf, keys: Sequence[int]) -> dict[int, list[Any]]:
    table = item.table
    query = select(table).where(table.c.revision_key.in_(keys))
    for name, fixed in item.fixed:
        query = query.where(table.c[name] == fixed)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query.order_by(table.c.revision_key, table.c.position)).mappings():
        if item.scalar:
            found[row["revision_key"]].append(row[item.scalar])
            continue
        value: Row = {}
        _fill(table, row, value)
        found[row["revision_key"]].append(value)
    for inner in item.inner:
        for (key, parent), values in _read_inner(connection, inner, keys).items():
            _set(found[key][parent], inner.path, values)
    return found


def _read_inner(connection: Connection, item: ListOf, keys: Sequence[int]) -> dict[tuple[int, int], list[Any]]:
    table = item.table
    query = select(table).where(table.c.revision_key.in_(keys))
    for name, fixed in item.fixed:
        query = query.where(table.c[name] == fixed)
    query = query.order_by(table.c.revision_key, table.c.parent, table.c.position)
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        value: Any = {}
        if item.scalar:
            value = row[item.scalar]
        else:
            _fill(table, row, value)
        found[row["revision_key"], row["parent"]].append(value)
    return found


def _list_rows(item: ListOf, values: Iterable[Any], keys: Row) -> Iterable[tuple[Table, list[Row]]]:
    rows: list[Row] = []
    for position, value in enumerate(values):
        own = {**keys, **dict(item.fixed), "position": position}
        if item.scalar:
            rows.append({**own, item.scalar: value})
            continue
        rows.append(_row(item.table, value, own))
        for inner in item.inner:
            yield from _list_rows(inner, _get(value, inner.path) or [], {**keys, "parent": position})
    yield item.table, rows


def _row(table: Table, data: Row, keys: Row) -> Row:
    row = dict(keys)
    for name, value_in in _values(table):
        if name not in row:
            row[name] = value_in(data)
    return row


@cache
def _values(table: Table) -> tuple[tuple[str, Callable[[Row], Any]], ...]:
    """Each column of a table, and how its value is found in the content: worked out once, used for every row."""
    return tuple((column.name, _value_of(column)) for column in table.columns)


def _value_of(column: Column[Any]) -> Callable[[Row], Any]:
    if computed := column.info.get("computed"):
        return _COMPUTED[computed]
    path = path_of(column)
    if day := column.info.get("day"):
        return lambda data: _edge(_get(data, path), day)
    if column.info.get("words"):
        return lambda data: " ".join(_get(data, path) or ()) or None
    if len(path) == 1:
        return lambda data: data.get(path[0])
    return lambda data: _get(data, path)


@lru_cache(maxsize=4096)
def _edge(written: str | None, day: str) -> str | None:
    """The first or last day that a partial date can mean."""
    if written is None:
        return None
    low, high = day_range(written)
    return (low if day == "low" else high).isoformat()


def _fill(table: Table, row: Any, into: Row) -> None:
    """Put a row's values where they stand in the content; derived columns are left out."""
    for column in table.columns:
        if column.info.get("key") or column.info.get("computed") or column.info.get("day"):
            continue
        if column.primary_key or row[column.name] is None:
            continue
        value = row[column.name]
        _set(into, path_of(column), value.split(" ") if column.info.get("words") else value)


def _get(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if data is None:
            return None
        data = data.get(step)
    return data


def _set(data: Row, path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def _tables(mapping: Mapping) -> list[Table]:
    tables = list(mapping.tables)
    for item in mapping.lists:
        tables.append(item.table)
        tables.extend(inner.table for inner in item.inner)
    return tables


def _search_text(data: Row) -> str:
    return fold(f"{data['id']} {entry_text(data, 'en')} {entry_text(data, 'ko')}")


_COMPUTED = {"stale_after": stale_after, "search_text": _search_text}
