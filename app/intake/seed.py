"""The seed: every record of the atlas as reviewable text, read, checked as a whole, and nothing taken if one fails.

A jurisdiction has a folder; in it one file for each type of record. `vocabulary/` holds what no jurisdiction
owns. What the files leave out because it follows from them is added here: the grade and custody of an entry
from its best supporting source, the day it was checked, the day it is due again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.intake.faults import Fault, IntakeError
from app.intake.yaml_file import YamlFile, read_yaml
from app.knowledge.schemas import CONTENT_MODELS, Content, references
from app.vocabulary.dates import day_range
from app.vocabulary.lists import ENTRY_KINDS

COMMON = "common"

_JURISDICTION_FILES = {
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
_VOCABULARY_FILES = {
    "jurisdictions": "jurisdiction",
    "product_types": "product_type",
    "topics": "topic",
    "documents": "document",
    "groups": "group",
    "authorities": "authority",
}
_TOP_FILES = {"editions.yaml", "glossary.yaml"}
_CUSTODY_ORDER = ("official-site", "third-party-copy", "quoted")
_WITH_JURISDICTION = {"membership", "disagreement", "gap", "authority"}


@dataclass(frozen=True)
class SeedRecord:
    """One validated record, the manifest part it belongs to, and where it stands."""

    type: str
    id: str
    part: str
    content: Content


@dataclass(frozen=True)
class SeedEdition:
    """When and why an edition of the seed was made."""

    number: int
    published_at: str
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


def read_seed(directory: Path) -> Seed:
    """Read and check the whole seed.

    Raises `IntakeError` with every fault found: unknown keys, bad values, repeated ids, dead references.
    """
    edition_file = read_yaml(directory / "editions.yaml")
    raws = list(_raw_records(directory))
    sources = {raw.id: raw.data for raw in raws if raw.type == "source"}
    faults: list[Fault] = []
    records: list[SeedRecord] = []
    for raw in raws:
        data = _completed(raw, edition_file.data, sources)
        try:
            content = CONTENT_MODELS[raw.type].model_validate(data)
        except ValidationError as error:
            faults.extend(_validation_faults(raw, error))
            continue
        records.append(SeedRecord(raw.type, raw.id, raw.part, content))
    faults.extend(_repeated(raws))
    if not faults:
        faults.extend(_dead_references(raws, records))
    if faults:
        raise IntakeError(faults)
    editions = tuple(
        SeedEdition(item["number"], item["published_at"], item["note"]) for item in edition_file.data["editions"]
    )
    return Seed(tuple(records), editions)


def _raw_records(directory: Path) -> Iterator[_Raw]:
    for path in sorted(directory.glob("*")):
        if path.is_dir():
            vocabulary = path.name == "vocabulary"
            known = _VOCABULARY_FILES if vocabulary else _JURISDICTION_FILES
            part = COMMON if vocabulary else path.name.upper()
            for file in sorted(path.iterdir()):
                if file.suffix != ".yaml" or file.stem not in known:
                    raise IntakeError([Fault(file, 1, "", "", f"expected one of {', '.join(sorted(known))} (.yaml)")])
                yield from _records_of(file, known[file.stem], part)
        elif path.name not in _TOP_FILES:
            raise IntakeError([Fault(path, 1, "", "", "unknown file in the seed")])


def _records_of(path: Path, type_: str, part: str) -> Iterator[_Raw]:
    file = read_yaml(path)
    if not isinstance(file.data, list):
        raise IntakeError([Fault(path, 1, "", "", "expected a list of records")])
    for position, data in enumerate(file.data):
        pointer = f"/{position}"
        if not isinstance(data, dict):
            raise IntakeError([Fault(path, file.line(pointer), "", pointer, "expected a record")])
        # Sources are shared: a page cited from two countries is one record.
        yield _Raw(file, pointer, type_, COMMON if type_ == "source" else part, data)


def _completed(raw: _Raw, defaults: dict[str, Any], sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The record with what follows from its sources and from the edition file."""
    data = dict(raw.data)
    if raw.type in _WITH_JURISDICTION and raw.part != COMMON:
        data.setdefault("jurisdiction", raw.part)
    if raw.type not in ENTRY_KINDS:
        return data
    data.setdefault("country", raw.part)
    data.setdefault("checked_on", defaults["checked_on"])
    data.setdefault("review_due_on", _months_after(data["checked_on"], defaults["review_after_months"]))
    cited = [
        sources[citation["source"]]
        for citation in data.get("citations") or []
        if citation.get("supports", True) and citation.get("source") in sources
    ]
    if cited:
        best = min(cited, key=lambda source: (source["evidence_grade"], _CUSTODY_ORDER.index(source["custody"])))
        data.setdefault("evidence_grade", best["evidence_grade"])
        data.setdefault("source_custody", best["custody"])
    return data


def _months_after(day: str, months: int) -> str:
    first, _ = day_range(day)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return f"{year:04d}-{month + 1:02d}-{min(first.day, 28):02d}"


def _validation_faults(raw: _Raw, error: ValidationError) -> Iterator[Fault]:
    for item in error.errors(include_url=False):
        field = "".join(f"/{step}" for step in item["loc"])
        message = "unknown key" if item["type"] == "extra_forbidden" else item["msg"].removeprefix("Value error, ")
        yield raw.fault(field, message)


def _repeated(raws: list[_Raw]) -> Iterator[Fault]:
    def identity(raw: _Raw) -> tuple[str, str]:
        return ("entry" if raw.type in ENTRY_KINDS else raw.type, raw.id)

    counts = Counter(map(identity, raws))
    seen: set[tuple[str, str]] = set()
    for raw in raws:
        if counts[identity(raw)] > 1 and identity(raw) in seen:
            yield raw.fault("/id", "the id is used twice")
        seen.add(identity(raw))


def _dead_references(raws: list[_Raw], records: list[SeedRecord]) -> Iterator[Fault]:
    known = {(record.type, record.id) for record in records}
    known |= {("entry", record.id) for record in records if record.type in ENTRY_KINDS}
    known |= {("record", record.id) for record in records}
    for raw, record in zip(raws, records, strict=True):
        for pointer, type_, target in references(record.content):
            if (type_, target) not in known:
                yield raw.fault(pointer, f"no {type_.replace('_', ' ')} has the id {target}")
