"""The seed: every record of the atlas as reviewable text, read, checked as a whole, and nothing taken if one fails.

A jurisdiction has a folder; in it one file for each type of record, as YAML or, for many records, JSON Lines.
`vocabulary/` holds what no jurisdiction owns. What the files leave out because it follows from them is added here:
the grade and custody of an entry from its best supporting source, the day it was checked, the day it is due again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app.intake.faults import Fault, IntakeError
from app.intake.ids import Ids
from app.intake.json_lines import json_lines
from app.intake.yaml_file import YamlFile, read_yaml
from app.knowledge.marks import Marks, best
from app.knowledge.schemas import CONTENT_MODELS, Content, references
from app.knowledge.schemas.common import Day, Line
from app.vocabulary.dates import day_range, months_after
from app.vocabulary.lists import ENTRY_KINDS, EvidenceGrade, SourceCustody

COMMON = "common"

JURISDICTION_FILES = {
    "authorities": "authority",
    "memberships": "membership",
    "sources": "source",
    "requirements": "requirement",
    "procedures": "procedure",
    "reliance": "reliance",
    "observed_times": "observed_time",
    "policies": "policy",
    "market": "market",
    "terms": "term",
    "qa": "qa",
    "events": "event",
    "sessions": "session",
    "statements": "statement",
    "disagreements": "disagreement",
    "gaps": "gap",
}
VOCABULARY_FILES = {
    "jurisdictions": "jurisdiction",
    "product_types": "product_type",
    "topics": "topic",
    "documents": "document",
    "groups": "group",
    "authorities": "authority",
}
_FORMATS = (".yaml", ".ndjson")
_TOP_FILES = {"editions.yaml", "glossary.yaml"}
_MARK_FIELDS = {("evidence_grade",), ("source_custody",)}
_NAMING = {*ENTRY_KINDS, "statement", "disagreement", "gap"}
"""Types of which most records name others and few are named: their ids are not looked for ahead."""

_WITH_JURISDICTION = {"membership", "disagreement", "gap", "authority"}


@dataclass(frozen=True)
class SeedRecord:
    """One validated record, the manifest part it belongs to, and where it stands: its file, and its place in it."""

    type: str
    id: str
    part: str
    content: Content
    file: YamlFile | None = field(default=None, compare=False, repr=False)
    pointer: str = field(default="", compare=False)

    def has(self, pointer: str) -> bool:
        """Does the file itself hold this member, or was it completed?"""
        return self.file is not None and self.pointer + pointer in self.file.lines

    def fault(self, pointer: str, message: str) -> Fault:
        """A fault at a member of this record, which came from a file."""
        assert self.file is not None
        return Fault(self.file.path, self.file.line(self.pointer + pointer), self.id, pointer, message)


@dataclass(frozen=True)
class SeedEdition:
    """When and why an edition of the seed was made."""

    number: int
    published_at: datetime
    note: str


@dataclass(frozen=True)
class Seed:
    """All records, in the order of the files, and the editions they make."""

    records: tuple[SeedRecord, ...]
    editions: tuple[SeedEdition, ...]


@dataclass(frozen=True)
class _Raw:
    file: YamlFile
    pointer: str
    type: str
    part: str
    data: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.data.get("id", ""))

    def fault(self, field: str, message: str) -> Fault:
        pointer = self.pointer + field
        return Fault(self.file.path, self.file.line(pointer), self.id, field, message)


class _EditionItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: Annotated[int, Field(ge=1)]
    published_at: AwareDatetime
    note: Line


class _Calendar(BaseModel):
    """`editions.yaml`: when the sources were read and the seed's editions made."""

    model_config = ConfigDict(extra="forbid")

    checked_on: Day
    review_after_months: Annotated[int, Field(ge=1, le=120)]
    editions: Annotated[list[_EditionItem], Field(min_length=1)]


_STAND_IN = _Calendar(
    checked_on="2000-01-01",
    review_after_months=12,
    editions=[_EditionItem(number=1, published_at=datetime(2000, 1, 1, tzinfo=UTC), note="stands in")],
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_seed(directory: Path) -> Seed:
    """Read and check the whole seed, all of it in memory.

    Raises `IntakeError` with every fault found: unreadable files, unknown keys, bad values, repeated ids, dead
    references.
    """
    reading = SeedReading(directory)
    return Seed(tuple(reading.records()), reading.editions)


class SeedReading:
    """The seed on its way in, record by record: of all records only the ids stay in memory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._faults: list[Fault] = []
        self._calendar = _calendar(directory / "editions.yaml", self._faults)
        self._ids = Ids()
        self._marks: dict[str, Marks] = {}
        self._read: dict[Path, YamlFile] = {}
        """Files that were read before their turn."""

    @property
    def editions(self) -> tuple[SeedEdition, ...]:
        """The editions that the seed makes; stand-ins where their file is faulty."""
        return tuple(SeedEdition(one.number, one.published_at, one.note) for one in self._calendar.editions)

    def records(self) -> Iterator[SeedRecord]:
        """The records in the order of the files. Once something is wrong none is given any more.

        Raises `IntakeError` at the end, with every fault found.
        """
        self._look_ahead()
        for raw in self._raw_records():
            if not self._ids.add(raw.type, raw.id):
                self._faults.append(raw.fault("/id", "the id is used twice"))
            try:
                content = CONTENT_MODELS[raw.type].model_validate(_completed(raw, self._calendar, self._marks))
            except ValidationError as error:
                self._faults.extend(_validation_faults(raw, error))
                continue
            for pointer, type_, target in references(content):
                if not self._ids.has(type_, target):
                    fault = raw.fault(pointer, f"no {type_.replace('_', ' ')} has the id {target}")
                    self._ids.expect(type_, target, fault)
            if not self._faults:
                yield SeedRecord(raw.type, raw.id, raw.part, content, raw.file, raw.pointer)
        self._faults.extend(self._ids.missing())
        if self._faults:
            raise IntakeError(self._faults)

    def _look_ahead(self) -> None:
        """What nearly every record names: the ids of vocabulary and sources, and the marks of the sources."""
        for path, type_, part in _files(self._directory, []):
            if type_ in _NAMING:
                continue
            try:
                if path.suffix == ".yaml":
                    self._read[path] = read_yaml(path)
                for raw in self._records_of(path, type_, part):
                    self._ids.announce(type_, raw.id)
                    grade, custody = raw.data.get("evidence_grade"), raw.data.get("custody")
                    if type_ == "source" and grade in tuple(EvidenceGrade) and custody in tuple(SourceCustody):
                        self._marks[raw.id] = Marks(str(grade), str(custody))
            except IntakeError:
                continue  # told when the file has its turn

    def _raw_records(self) -> Iterator[_Raw]:
        for path, type_, part in _files(self._directory, self._faults):
            try:
                yield from self._records_of(path, type_, part)
            except IntakeError as error:
                self._faults.extend(error.faults)
            self._read.pop(path, None)

    def _records_of(self, path: Path, type_: str, part: str) -> Iterator[_Raw]:
        if path.suffix == ".yaml":
            read = _items(self._read.get(path) or read_yaml(path))
        else:
            read = ((file, pointer, file.data) for file, pointer in json_lines(path))
        for file, pointer, data in read:
            if not isinstance(data, dict):
                raise IntakeError([Fault(path, file.line(pointer), "", pointer, "expected a record")])
            # Sources are shared: a page cited from two countries is one record.
            yield _Raw(file, pointer, type_, COMMON if type_ == "source" else part, data)


def _calendar(path: Path, faults: list[Fault]) -> _Calendar:
    """The calendar, or a stand-in where its file is faulty: the entries need not be told to lack a day as well."""
    try:
        file = read_yaml(path)
    except IntakeError as error:
        faults.extend(error.faults)
        return _STAND_IN
    try:
        return _Calendar.model_validate(file.data)
    except ValidationError as error:
        faults.extend(_validation_faults(_Raw(file, "", "", COMMON, {"id": ""}), error))
        return _STAND_IN


def _files(directory: Path, faults: list[Fault]) -> Iterator[tuple[Path, str, str]]:
    """Every file of records, with their type and part, in order; what else lies there is a fault."""
    for path in sorted(directory.glob("*")):
        if path.is_dir():
            vocabulary = path.name == "vocabulary"
            known = VOCABULARY_FILES if vocabulary else JURISDICTION_FILES
            part = COMMON if vocabulary else path.name.upper()
            for file in sorted(path.iterdir()):
                if file.suffix in _FORMATS and file.stem in known:
                    yield file, known[file.stem], part
                else:
                    expected = ", ".join(sorted(known))
                    faults.append(Fault(file, 1, "", "", f"expected one of {expected} (.yaml, .ndjson)"))
        elif path.name not in _TOP_FILES:
            faults.append(Fault(path, 1, "", "", "unknown file in the seed"))


def _items(file: YamlFile) -> Iterator[tuple[YamlFile, str, Any]]:
    if not isinstance(file.data, list):
        raise IntakeError([Fault(file.path, 1, "", "", "expected a list of records")])
    for position, data in enumerate(file.data):
        yield file, f"/{position}", data


def _completed(raw: _Raw, calendar: _Calendar, sources: dict[str, Marks]) -> dict[str, Any]:
    """The record with what follows from its sources and from the calendar."""
    data = dict(raw.data)
    if raw.type in _WITH_JURISDICTION and raw.part != COMMON:
        data.setdefault("jurisdiction", raw.part)
    if raw.type not in ENTRY_KINDS:
        return data
    data.setdefault("country", raw.part)
    if raw.type == "reliance":
        data.setdefault("conditions", data.get("statement"))
    checked_on = data.setdefault("checked_on", calendar.checked_on)
    if isinstance(checked_on, str) and _DAY.fullmatch(checked_on):
        data.setdefault("review_due_on", _due_on(checked_on, calendar.review_after_months))
    marks = best(_supporting(data, sources))
    if marks is not None:
        data.setdefault("evidence_grade", marks.grade)
        data.setdefault("source_custody", marks.custody)
    return data


def _supporting(data: dict[str, Any], sources: dict[str, Marks]) -> Iterator[Marks]:
    citations = data.get("citations")
    for citation in citations if isinstance(citations, list) else []:
        source = citation.get("source") if isinstance(citation, dict) else None
        if isinstance(source, str) and source in sources and citation.get("supports", True):
            yield sources[source]


def _due_on(checked_on: str, months: int) -> str | None:
    """The day so many months after a check; null for what is no day (its own field tells that)."""
    try:
        return months_after(day_range(checked_on)[0], months).isoformat()
    except ValueError:
        return None


def _validation_faults(raw: _Raw, error: ValidationError) -> Iterator[Fault]:
    for item in error.errors(include_url=False):
        field = "".join(f"/{step}" for step in item["loc"])
        message = "unknown key" if item["type"] == "extra_forbidden" else item["msg"].removeprefix("Value error, ")
        if item["type"] == "missing" and raw.type in ENTRY_KINDS and item["loc"] in _MARK_FIELDS:
            message = "no citation of a known source supports the entry"
        yield raw.fault(field, message)
