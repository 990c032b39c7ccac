"""How much of the seed there is, by jurisdiction, and how well it is documented."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from app.intake.quality.paths import Length, length
from app.intake.quality.texts import texts
from app.intake.seed import COMMON, Seed, SeedRecord
from app.knowledge.coverage import CELL_STATES, CellCount, count_cells
from app.knowledge.schemas.procedures import ProcedureContent
from app.knowledge.staleness import stale
from app.vocabulary.lists import (
    ENTRY_KINDS,
    Confidence,
    CurrencyStatus,
    EvidenceGrade,
    GapStatus,
    SourceCustody,
    Stale,
    Translation,
)
from app.vocabulary.trees import ProductTree

SEEDED = ("MY", "SG", "TH", "ASEAN", "KR", "VN", "ID", "PH", "KH", "LA", "MM", "BN", "TL")
"""The jurisdictions whose research the seed holds, the forum's first; others, which only accept, are told apart."""

Counts = dict[str, int]


@dataclass(frozen=True)
class Tally:
    """What is counted for one jurisdiction; `None` as a name is the sum of several."""

    jurisdiction: str
    records: int
    entries: int
    citations: int
    citations_with_locator: int
    citations_with_date: int
    evidence_grade: Counts
    source_custody: Counts
    currency_status: Counts
    confidence: Counts
    stale: Counts
    translations: Counts
    coverage: Counts
    documents: int
    documents_mapped: int
    procedures: int
    paths: Counts
    gaps: Counts
    disagreements: int


def tallies(seed: Seed, on: str) -> list[Tally]:
    """One tally for each jurisdiction that has records, those of the research first; `on` is a day as `YYYY-MM-DD`.

    Records that no jurisdiction owns (the vocabulary) are told last, as `common`.
    """
    by_place: dict[str, list[SeedRecord]] = defaultdict(list)
    for record in seed.records:
        by_place[_place(record)].append(record)
    dated = {record.id for record in seed.records if record.type == "source" and _of(record, "published_on")}
    cells = _cells(seed, on)
    order = sorted(by_place, key=lambda place: (place == COMMON, (*SEEDED, place).index(place), place))
    return [_tally(place, by_place[place], dated, cells[place], on) for place in order]


def total(of: Iterable[Tally]) -> Tally:
    """The sum of tallies, under the name `all`."""
    sums: dict[str, Any] = {"jurisdiction": "all"}
    for one in of:
        for name, value in vars(one).items():
            if isinstance(value, dict):
                held = sums.setdefault(name, dict.fromkeys(value, 0))
                sums[name] = {key: held[key] + value[key] for key in value}
            elif isinstance(value, int):
                sums[name] = sums.get(name, 0) + value
    return Tally(**sums)


def _place(record: SeedRecord) -> str:
    """The jurisdiction whose folder a record stands in, or for an entry its country."""
    if record.type in ENTRY_KINDS:
        return str(_of(record, "country"))
    folder = record.file.path.parent.name if record.file else COMMON
    return COMMON if folder == "vocabulary" else folder.upper()


def _tally(place: str, records: list[SeedRecord], dated: set[str], cells: Counts, on: str) -> Tally:
    entries = [record for record in records if record.type in ENTRY_KINDS]
    citations = [citation for record in entries for citation in _of(record, "citations")]
    documents = [paper for record in entries for paper in _of(record, "documents") or ()]
    procedures = [record.content for record in records if isinstance(record.content, ProcedureContent)]
    return Tally(
        jurisdiction=place,
        records=len(records),
        entries=len(entries),
        citations=len(citations),
        citations_with_locator=sum(citation.locator is not None for citation in citations),
        citations_with_date=sum(citation.source in dated for citation in citations),
        evidence_grade=_count(EvidenceGrade, (_of(one, "evidence_grade") for one in entries)),
        source_custody=_count(SourceCustody, (_of(one, "source_custody") for one in entries)),
        currency_status=_count(CurrencyStatus, (_of(one, "currency_status") for one in entries)),
        confidence=_count((*Confidence, "none"), (_of(one, "confidence") or "none" for one in entries)),
        stale=_count(Stale, (stale(_data(one), on) for one in entries)),
        translations=_count(Translation, (text.translation for one in records for _, text in texts(one.content))),
        coverage=cells,
        documents=len(documents),
        documents_mapped=sum(paper.id is not None for paper in documents),
        procedures=len(procedures),
        paths=_count(Length, (length(variant) for one in procedures for variant in one.variants)),
        gaps=_count(GapStatus, (_of(one, "status") for one in records if one.type == "gap")),
        disagreements=sum(one.type == "disagreement" for one in records),
    )


def _cells(seed: Seed, on: str) -> dict[str, Counts]:
    """How many cells of product type and topic are in which state, by jurisdiction, as `/v1/coverage` has them."""
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in seed.records:
        kind = "entry" if record.type in ENTRY_KINDS else record.type
        if kind in ("entry", "gap", "disagreement", "product_type", "topic", "jurisdiction"):
            held[kind].append(_data(record))
    tree = ProductTree(
        {one["id"]: one.get("parent") for one in held["product_type"]},
        {one["id"]: dict(_exceptions(one)) for one in held["jurisdiction"] if one.get("tree_exceptions")},
    )
    types, topics = ([one["id"] for one in held[kind]] for kind in ("product_type", "topic"))
    counted = count_cells(
        tree, types, on, entries=held["entry"], gaps=held["gap"], disagreements=held["disagreement"]
    )
    states: dict[str, Counts] = defaultdict(lambda: dict.fromkeys(CELL_STATES, 0))
    for country in {entry["country"] for entry in held["entry"]}:
        for type_, topic in product(types, topics):
            states[country][counted.get((country, type_, topic), CellCount()).state] += 1
    return states


def _exceptions(jurisdiction: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    return ((one["product_type"], one.get("parent")) for one in jurisdiction["tree_exceptions"])


def _data(record: SeedRecord) -> dict[str, Any]:
    return record.content.model_dump(mode="json")


def _of(record: SeedRecord, name: str) -> Any:
    return getattr(record.content, name, None)


def _count(names: Iterable[str], values: Iterable[Any]) -> Counts:
    found = Counter(map(str, values))
    return {str(name): found[str(name)] for name in names}
