"""Sheets into candidates: headings to members, rows to records, further sheets into their lists."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.intake.tables.candidates import DECISIONS, Candidate, Candidates
from app.intake.tables.cells import Cell, FileRefused, Place, RowFault, Sheet, column_letters
from app.intake.tables.shape import ITEM, Leaf, LeafSort, Path, Shape, shape_of
from app.intake.tables.tree import Given, Steps, Tree, id_in, put, settled
from app.intake.tables.values import CellRefused, value_of
from app.vocabulary.lists import RECORD_TYPES

RECORD_ID = "record_id"
"""Heading of the column by which a further sheet names the record that a row belongs to."""

BESIDE = ("notes", "values")
"""Sheets of a template that hold no records."""

_NUMBER = re.compile("[1-9][0-9]{0,2}")

_DECISION = Leaf((), LeafSort.text)


@dataclass
class _Record:
    """A record on its way from its rows."""

    place: Place
    tree: Tree = field(default_factory=dict)
    decisions: dict[str, Given] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)


def candidates_of(sheets: Iterable[Sheet], kind: str | None) -> Candidates:
    """What the tables of one file say. `kind` is the type of record of a table whose name tells none.

    Raises `FileRefused` where it is not told what the tables hold.
    """
    by_type = _sorted_out([one for one in sheets if one.headings or one.rows], kind)
    found = Candidates()
    for type_, (own, further) in by_type.items():
        _Reading(shape_of(type_), found).read(own, further)
    return found


def _sorted_out(sheets: list[Sheet], kind: str | None) -> dict[str, tuple[Sheet, list[Sheet]]]:
    """The sheets by the type of record that they hold: its own, and those of its lists."""
    own: dict[str, Sheet] = {}
    further: list[Sheet] = []
    for sheet in sheets:
        if sheet.name in BESIDE:
            continue
        type_ = sheet.name if sheet.name in RECORD_TYPES else None
        if type_ is None and sheet.name and "." in sheet.name:
            further.append(sheet)
            continue
        type_ = type_ or kind
        if type_ is None:
            raise FileRefused(_which(sheet), place=Place(sheet.name))
        if type_ in own:
            raise FileRefused(f"there are two tables of the type {type_}", place=Place(sheet.name))
        own[type_] = sheet
    for sheet in further:
        type_ = str(sheet.name).partition(".")[0]
        known = shape_of(type_).sheets if type_ in own else {}
        if sheet.name not in known:
            near = get_close_matches(str(sheet.name), known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise FileRefused(f"no sheet of this name goes with the others{hint}", place=Place(sheet.name))
    if not own:
        raise FileRefused("the file has no table of records")
    return {type_: (sheet, [one for one in further if _type(one) == type_]) for type_, sheet in own.items()}


def _type(sheet: Sheet) -> str:
    return str(sheet.name).partition(".")[0]


def _which(sheet: Sheet) -> str:
    if sheet.name is None:
        return "say with `kind` which records the table holds, such as kind=requirement"
    near = get_close_matches(sheet.name.casefold(), RECORD_TYPES, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"a sheet is named for the type of its records, or `kind` says it.{hint}"


class _Reading:
    """The tables of one type of record."""

    def __init__(self, shape: Shape, into: Candidates) -> None:
        self.shape = shape
        self.into = into
        self.records: dict[str, _Record] = {}

    def read(self, own: Sheet, further: list[Sheet]) -> None:
        """Gather all records; further sheets in the order of their depth, so that items are there for theirs."""
        self._own(own)
        for sheet in sorted(further, key=lambda one: len(self.shape.sheets[str(one.name)])):
            self._further(sheet, self.shape.sheets[str(sheet.name)])
        for id_, record in self.records.items():
            places: dict[str, Place] = {}
            data = {str(name): settled(one, f"/{name}", places) for name, one in record.tree.items()}
            places |= {f"/{name}": one.place for name, one in record.decisions.items()}
            decisions = {name: one.value for name, one in record.decisions.items() if one.value}
            made = Candidate(self.shape.type, id_, data, record.place, places, decisions=decisions)
            self.into.records.append(made)

    def _own(self, sheet: Sheet) -> None:
        columns = self._columns(sheet, ())
        at = next((one for one, (steps, _) in columns.items() if steps == ("id",)), None)
        if at is None:
            self._fault(Place(sheet.name, 1, "id"), None, "expected a column `id`")
            return
        for number, cells in sheet.rows:
            id_ = cells[at].text.strip() if at in cells else ""
            place = _place(sheet, number, at)
            if not id_:
                self._fault(place, "/id", "expected an id")
            elif id_ in self.records:
                self._fault(place, "/id", f"the id stands in row {self.records[id_].place.row} already", id_)
            else:
                self.records[id_] = record = _Record(place)
                self._strangers(sheet, number, cells)
                for steps, one in self._values(sheet, number, cells, columns):
                    if steps[0] in DECISIONS:
                        record.decisions[str(steps[0])] = one
                    else:
                        put(record.tree, steps, one)

    def _further(self, sheet: Sheet, path: Path) -> None:
        keys = (RECORD_ID,) if len(path) == 1 else (RECORD_ID, key_of(path))
        columns = self._columns(sheet, (*path, ITEM), keys)
        at = {name: place for place, name in sheet.headings.items() if name in keys}
        for name in (one for one in keys if one not in at):
            self._fault(Place(sheet.name, 1, name), None, f"expected a column `{name}`")
        if len(at) < len(keys):
            return
        for number, cells in sheet.rows:
            self._strangers(sheet, number, cells)
            started = self._start(sheet, number, cells, path, at)
            if started is None:
                continue
            tree, pointer = started
            for steps, one in self._values(sheet, number, cells, columns, (pointer, len(path) + 1)):
                put(tree, steps[len(path) + 1 :], one)

    def _start(
        self, sheet: Sheet, number: int, cells: dict[int, Cell], path: Path, at: dict[str, int]
    ) -> tuple[Tree, str] | None:
        """The new item that a row of a further sheet fills and its pointer; null where it belongs to nothing."""
        named = {name: cells[place].text.strip() if place in cells else "" for name, place in at.items()}
        where = {name: _place(sheet, number, place) for name, place in at.items()}
        record = self.records.get(named[RECORD_ID])
        if record is None:
            message = f"no row of the sheet {self.shape.type} has this id"
            self._fault(where[RECORD_ID], None, message, named[RECORD_ID])
            return None
        holder, pointer = record.tree, f"/{path[-1]}"
        if len(path) > 1:
            key = key_of(path)
            items = list((record.tree.get(path[0]) or {}).items())
            found = next((one for one in items if id_in(one[1]) == named[key]), None)
            if found is None:
                message = f"no row of the sheet {self.shape.type}.{path[0]} has this id under {named[RECORD_ID]}"
                self._fault(where[key], None, message, named[key])
                return None
            holder, pointer = found[1], f"/{path[0]}/{found[0]}/{path[-1]}"
        if path[-1] in holder and pointer not in record.sheets:
            message = f"`{path[-1]}` stands in numbered columns as well; keep one of the two"
            self._fault(where[RECORD_ID], pointer, message)
            return None
        record.sheets.add(pointer)
        listed: Tree = holder.setdefault(path[-1], {})
        started: Tree = listed.setdefault(len(listed), {})
        return started, f"{pointer}/{len(listed) - 1}"

    def _columns(
        self, sheet: Sheet, prefix: Path, keys: tuple[str, ...] = ()
    ) -> dict[int, tuple[Steps, Leaf | None]]:
        """What each column of a sheet is for, by its place; what is for nothing is told."""
        known: dict[int, tuple[Steps, Leaf | None]] = {}
        seen: set[str] = set()
        for place, name in sheet.headings.items():
            where = Place(sheet.name, 1, name, f"{column_letters(place)}1")
            if name in seen:
                self._fault(where, None, "the heading is repeated", name)
            elif name in keys:
                pass
            elif not prefix and name in DECISIONS:
                known[place] = (name,), None
            else:
                steps = _steps(name)
                pattern = tuple(ITEM if isinstance(one, int) else one for one in steps)
                leaf = self.shape.leaves.get((*prefix, *pattern))
                if leaf is None:
                    self._fault(where, None, "there is no such column here", name, self._near(name, prefix))
                else:
                    # The items of a further sheet are counted row by row: 0 stands for the one that a row fills.
                    known[place] = (*(0 if one == ITEM else one for one in prefix), *steps), leaf
            seen.add(name)
        return known

    def _near(self, name: str, prefix: Path) -> list[str]:
        headings = {
            heading_of(path[len(prefix) :]) for path in self.shape.leaves if path[: len(prefix)] == prefix
        } | (set() if prefix else set(DECISIONS))
        inside = sorted(one for one in headings if one.startswith(f"{name}."))
        return inside[:3] or get_close_matches(name, sorted(headings), 3)

    def _strangers(self, sheet: Sheet, number: int, cells: dict[int, Cell]) -> None:
        for place, cell in cells.items():
            if place not in sheet.headings:
                where = Place(sheet.name, number, None, f"{column_letters(place)}{number}")
                self._fault(where, None, "the column has no heading", cell.text)

    def _values(
        self,
        sheet: Sheet,
        number: int,
        cells: dict[int, Cell],
        columns: dict[int, tuple[Steps, Leaf | None]],
        start: tuple[str, int] = ("", 0),
    ) -> Iterator[tuple[Steps, Given]]:
        """What the cells of a row set, each by its path. `start`: the pointer that so many steps of it stand for."""
        for place, (steps, leaf) in columns.items():
            where = _place(sheet, number, place)
            cell = cells.get(place)
            if cell is None:
                yield steps, Given(None, where)
                continue
            try:
                value = value_of(leaf or _DECISION, cell)
            except CellRefused as refused:
                pointer = start[0] + _pointer(steps[start[1] :])
                self._fault(where, pointer, refused.message, cell.text, refused.expected)
                value = None
            yield steps, Given(value, where)

    def _fault(
        self, place: Place, pointer: str | None, message: str, value: str | None = None, expected: Iterable[str] = ()
    ) -> None:
        self.into.faults.append(RowFault(place, pointer, message, value, tuple(expected)))


def key_of(path: Path) -> str:
    """The heading by which the rows of a list in the items of another name their item: `variant_id`."""
    return f"{path[0].removesuffix('s')}_id"


def heading_of(path: Iterable[str | int]) -> str:
    """The heading of a path, with the first item of each list."""
    return ".".join("1" if step == ITEM else str(step) for step in path)


def _steps(heading: str) -> Steps:
    return tuple(int(one) - 1 if _NUMBER.fullmatch(one) else one for one in heading.split("."))


def _pointer(steps: Steps) -> str:
    return "".join(f"/{step}" for step in steps)


def _place(sheet: Sheet, row: int, column: int) -> Place:
    return Place(sheet.name, row, sheet.headings.get(column), f"{column_letters(column)}{row}")
