"""YAML in the seed's format into candidates: a list of records, or lists by the names of the seed's files."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.intake.faults import IntakeError
from app.intake.seed import JURISDICTION_FILES, VOCABULARY_FILES
from app.intake.tables.candidates import DECISIONS, Candidate, Candidates
from app.intake.tables.cells import MOST_ROWS, FileRefused, Place, RowFault
from app.intake.yaml_file import YamlFile, parse_yaml
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES

_DEEPEST = 40
_MOST_VALUES = 1_000_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TYPES = {**{one: one for one in RECORD_TYPES}, **JURISDICTION_FILES, **VOCABULARY_FILES}


def read_yaml_records(data: bytes, kind: str | None) -> Candidates:
    """What a file says. Raises `FileRefused` for what is not YAML as the seed has it."""
    text = _text(data)
    _refuse_bombs(text)
    try:
        file = parse_yaml(text, Path("file"))
    except IntakeError as error:
        return Candidates(faults=[RowFault(Place(row=one.line), one.field, one.message) for one in error.faults])
    found = Candidates()
    places = _places(file)
    for pointer, type_, item in _items(file, kind):
        _record(Place(row=file.line(pointer)), places.get(pointer, {}), type_, item, found)
    return found


def _places(file: YamlFile) -> dict[str, dict[str, Place]]:
    """Where each member of each record stands, by the pointers of the records and of the members in them."""
    steps = 2 if isinstance(file.data, dict) else 1  # that lead to a record
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for name, line in file.lines.items():
        parts = name.split("/")
        member = parts[steps + 1 :]
        if member:
            found["/".join(parts[: steps + 1])]["/" + "/".join(member)] = Place(row=line, column=".".join(member))
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(f"expected UTF-8; byte {error.start + 1} is none", place=Place(row=line)) from error


def _refuse_bombs(text: str) -> None:
    """Refuse aliases, which can unfold without end, and depths that no record has, before anything is built."""
    depth = values = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise FileRefused("expected every value written out; this is an alias", place=Place(row=line))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            values += 1
            if depth > _DEEPEST or values > _MOST_VALUES:
                raise FileRefused(
                    f"expected at most {_DEEPEST} levels and {_MOST_VALUES} values", place=Place(row=line)
                )
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise FileRefused(f"not YAML: {error.problem}", place=Place(row=row)) from error
    except yaml.YAMLError as error:
        raise FileRefused(f"not YAML: {error}".partition("\n")[0]) from error


def _items(file: YamlFile, kind: str | None) -> Iterator[tuple[str, str, Any]]:
    """The records with their pointers and types."""
    lists: dict[str, Any] = {"": file.data}
    if isinstance(file.data, dict):
        lists = {f"/{name}": value for name, value in file.data.items()}
    seen = 0
    for start, records in lists.items():
        named = start.removeprefix("/")
        if named and named not in _TYPES:
            raise FileRefused(f"no records are called {named}", place=Place(row=file.line(start)))
        if not isinstance(records, list):
            raise FileRefused("expected a list of records", place=Place(row=file.line(start)))
        for position, item in enumerate(records):
            pointer = f"{start}/{position}"
            own = item.get("kind") if isinstance(item, dict) and item.get("kind") in ENTRY_KINDS else None
            type_ = _TYPES[named] if named else kind or own
            if type_ is None:
                message = "say with `kind` which records the list holds, such as kind=requirement"
                raise FileRefused(message, place=Place(row=file.line(pointer)))
            seen += 1
            if seen > MOST_ROWS:
                raise FileRefused(f"expected at most {MOST_ROWS} records", place=Place(row=file.line(pointer)))
            yield pointer, type_, item


def _record(place: Place, places: dict[str, Place], type_: str, item: Any, found: Candidates) -> None:
    id_ = item.get("id") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(id_, str) or not id_:
        message = "expected a record with an id" if isinstance(item, dict) else "expected a record"
        found.faults.append(RowFault(place, "/id", message))
        return
    data = {name: value for name, value in item.items() if name not in DECISIONS}
    if type_ == "reliance":  # as the seed's files have it: what is not said apart stands in the statement
        data.setdefault("conditions", data.get("statement"))
    decisions = {name: str(item[name]) for name in DECISIONS if item.get(name) is not None}
    found.records.append(Candidate(type_, id_, data, place, places, whole=True, decisions=decisions))
