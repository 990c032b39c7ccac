"""Which columns a type of record has in a table: its members, flattened, read off its content model.

A heading is the path to a member: `obligation`, `title.en`, `validity.unit`. Items of a list of objects are
numbered: `citations.1.source`. A list of plain values stands in one cell, parted by `;`, which no id can hold.
"""

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from app.knowledge.schemas import CONTENT_MODELS, Text
from app.knowledge.schemas.common import Day, DecimalText, Line, PartialDate, Reference

ITEM = "#"
"""Stands in a path for the number of an item."""

Path = tuple[str, ...]


class LeafSort(StrEnum):
    """What a member is in a cell."""

    text = "text"
    integer = "integer"
    decimal = "decimal"
    date = "date"
    boolean = "boolean"


@dataclass(frozen=True)
class Leaf:
    """A member that stands in a cell. `many`: several plain values in one cell; `reference`: ids of that type."""

    path: Path
    sort: LeafSort
    many: bool = False
    words: Sequence[str] = ()
    reference: str | None = None
    required: bool = False


@dataclass(frozen=True)
class Shape:
    """All columns that a type of record can have, by their paths, and the lists of objects among its members."""

    type: str
    leaves: dict[Path, Leaf]
    lists: tuple[Path, ...]

    @property
    def sheets(self) -> dict[str, Path]:
        """Sheets of a workbook, beside the records' own, by name: one for each list, and each list in its items."""
        return {sheet_name(self.type, path): path for path in self.lists if _has_sheet(path)}


def sheet_name(type_: str, path: Path) -> str:
    """The name of the sheet of a list: `procedure.variants.phases`."""
    return ".".join((type_, *(step for step in path if step != ITEM)))


@cache
def shape_of(type_: str) -> Shape:
    """The shape of a type of record."""
    leaves: dict[Path, Leaf] = {}
    lists: list[Path] = []
    for found in _walk(CONTENT_MODELS[type_], (), required=True):
        if isinstance(found, Leaf):
            leaves[found.path] = found
        else:
            lists.append(found)
    return Shape(type_, leaves, tuple(lists))


def _has_sheet(path: Path) -> bool:
    """A list of the record itself has a sheet, and one in the items of such a list; others have numbered columns."""
    return len(path) == 1 or (len(path) == 3 and path[1] == ITEM)


def _walk(model: type[BaseModel], path: Path, *, required: bool) -> Iterator[Leaf | Path]:
    for name, field in model.model_fields.items():
        core, many, metadata = _opened(field.annotation)
        needed = required and (field.is_required() or (model is Text and name == "en"))
        here = (*path, name)
        if isinstance(core, type) and issubclass(core, BaseModel):
            if many:
                yield here
                yield from _walk(core, (*here, ITEM), required=False)
            else:
                yield from _walk(core, here, required=needed)
            continue
        if many and metadata == list(get_args(Line)[1:]):  # a text may hold a `;`
            here, many = (*here, ITEM), False
        metadata = [*metadata, *field.metadata]
        mark = next((one for one in metadata if isinstance(one, Reference)), None)
        referred = mark.type if mark else None
        yield Leaf(here, _sort(core, metadata), many, _words(core, metadata), referred, needed)


def _opened(annotation: Any) -> tuple[Any, bool, list[Any]]:
    """The type inside `list[...]`, `... | None` and `Annotated`, whether it is a list, and what is said of items."""
    many, metadata = False, []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            metadata.extend(more)
        elif origin in (Union, types.UnionType):
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        elif origin is list:
            annotation, many, metadata = get_args(annotation)[0], True, []
        else:
            return annotation, many, metadata


def _form(annotated: Any) -> WithJsonSchema:
    found: WithJsonSchema = next(one for one in get_args(annotated) if isinstance(one, WithJsonSchema))
    return found


_DATES = (_form(PartialDate), _form(Day))
_DECIMAL = _form(DecimalText)


def _sort(core: Any, metadata: list[Any]) -> LeafSort:
    if core is bool:
        return LeafSort.boolean
    if core is int:
        return LeafSort.integer
    forms = [one for one in metadata if isinstance(one, WithJsonSchema)]
    if any(one in _DATES for one in forms):
        return LeafSort.date
    return LeafSort.decimal if _DECIMAL in forms else LeafSort.text


def _words(core: Any, metadata: list[Any]) -> tuple[str, ...]:
    if isinstance(core, type) and issubclass(core, Enum):
        return tuple(str(one.value) for one in core)
    if get_origin(core) is Literal:
        return tuple(map(str, get_args(core)))
    for one in metadata:
        if isinstance(one, WithJsonSchema) and one.json_schema and "enum" in one.json_schema:
            return tuple(one.json_schema["enum"])
    return ()
