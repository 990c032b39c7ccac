"""Contents as tables that say the same when they are read again: flat, or with a sheet for each list."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.intake.tables.candidates import DECISIONS
from app.intake.tables.rows import RECORD_ID, key_of
from app.intake.tables.shape import ITEM, Leaf, Path, Shape, shape_of, sheet_name
from app.intake.tables.tree import Steps
from app.intake.tables.values import SEPARATOR
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

_STATES = ("original", "translation")


@dataclass(frozen=True)
class WrittenSheet:
    """A table of texts. `leaves` are what its columns are for, null for those that are no members."""

    name: str
    headings: list[str]
    leaves: list[Leaf | None]
    rows: list[list[str]]


@dataclass
class _Sheet:
    """A table on its way: `path` is the list whose items are its rows, empty for the records themselves."""

    path: Path
    rows: dict[tuple[Any, ...], dict[Steps, str]]
    keys: dict[tuple[Any, ...], list[str]]
    used: dict[Path, set[Steps]]


def written(type_: str, contents: Sequence[Data], *, flat: bool) -> list[WrittenSheet]:
    """The tables of records of one type. `flat`: one table, all lists in numbered columns, as CSV has it.

    `contents` are plain data as they are frozen. The columns that say which language of a text is its original, and
    how its translation stands, are there only where a record says something else than English and machine-made.
    """
    shape = shape_of(type_)
    paths: list[Path] = [(), *([] if flat else shape.sheets.values())]
    sheets = {path: _Sheet(path, {}, {}, defaultdict(set)) for path in paths}
    for content in contents:
        id_ = str(content["id"])
        sheets[()].rows[(id_,)] = {}
        for steps, leaf, value in _members(shape, content, (), ()):
            path = max(
                (one for one in paths if leaf.path[: len(one)] == one and (not one or len(leaf.path) > len(one))),
                key=len,
            )
            start = len(path) + 1 if path else 0
            row = (id_, *steps[:start])
            if row not in sheets[path].rows:
                sheets[path].rows[row] = {}
                sheets[path].keys[row] = [id_, *([_holder(content, steps)] if len(path) > 1 else [])]
            sheets[path].rows[row][steps[start:]] = value
            sheets[path].used[_pattern(steps[start:])].add(steps[start:])
    return [_table(shape, one, paths) for one in sheets.values()]


def _holder(content: Data, steps: Steps) -> str:
    return str(content[str(steps[0])][steps[1]]["id"])


def _table(shape: Shape, sheet: _Sheet, paths: list[Path]) -> WrittenSheet:
    prefix: Path = (*sheet.path, ITEM) if sheet.path else ()
    columns = [
        (steps, leaf)
        for leaf in _ordered(shape)
        if leaf.path[: len(prefix)] == prefix and not _deeper(leaf.path, sheet.path, paths)
        for steps in _expanded(leaf.path[len(prefix) :], sheet)
        if leaf.path[-1] not in _STATES or leaf.path[-2:-1] == prefix[-1:] or _stated(sheet, steps)
    ]
    keys = [] if not sheet.path else [RECORD_ID] if len(sheet.path) == 1 else [RECORD_ID, key_of(sheet.path)]
    decided = DECISIONS if not sheet.path else ()
    headings = [*keys, *(_heading(steps) for steps, _ in columns), *decided]
    rows = [
        [*sheet.keys.get(key, []), *(row.get(steps, "") for steps, _ in columns), *("" for _ in decided)]
        for key, row in sheet.rows.items()
    ]
    leaves: list[Leaf | None] = [*(None for _ in keys), *(leaf for _, leaf in columns), *(None for _ in decided)]
    return WrittenSheet(sheet_name(shape.type, sheet.path), headings, leaves, rows)


def _ordered(shape: Shape) -> list[Leaf]:
    """The members in the order of the columns: the id first, the sources last."""
    kept = [one for path, one in shape.leaves.items() if path != ("kind",) or shape.type not in ENTRY_KINDS]
    return sorted(kept, key=lambda one: (one.path != ("id",), one.path[0] == "citations"))


def _deeper(path: Path, own: Path, paths: list[Path]) -> bool:
    """Does a member stand in the sheet of a list that is further inside?"""
    return any(len(one) > len(own) and path[: len(one)] == one for one in paths)


def _expanded(path: Path, sheet: _Sheet) -> list[Steps]:
    """The columns of a member: the first item of each list, and those that any row has."""
    first = tuple(0 if step == ITEM else step for step in path)
    return sorted({first, *sheet.used.get(path, ())}, key=_numbers)


def _numbers(steps: Steps) -> list[int]:
    return [step for step in steps if isinstance(step, int)]


def _pattern(steps: Steps) -> Path:
    return tuple(ITEM if isinstance(step, int) else step for step in steps)


def _stated(sheet: _Sheet, steps: Steps) -> bool:
    """Does any row say more of a text than that it is English, its translation made by a machine or missing?"""
    *text, member = steps
    for row in sheet.rows.values():
        other = "en" if row.get((*text, "original")) == "ko" else "ko"
        usual = {"original": "en", "translation": "machine" if row.get((*text, other)) else "missing"}
        if row.get(steps, usual[str(member)]) != usual[str(member)]:
            return True
    return False


def _heading(steps: Steps) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in steps)


def _members(shape: Shape, value: Any, steps: Steps, path: Path) -> Iterator[tuple[Steps, Leaf, str]]:
    leaf = shape.leaves.get(path)
    if leaf is not None:
        if value is not None and value != []:
            yield steps, leaf, _text(value)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _members(shape, one, (*steps, name), (*path, name))
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from _members(shape, one, (*steps, position), (*path, ITEM))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{SEPARATOR} ".join(map(str, value)) if isinstance(value, list) else str(value)
