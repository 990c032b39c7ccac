"""The whole examination of a seed: what is wrong in it, and what there is of it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.intake.faults import Fault
from app.intake.quality.fields import field_problems
from app.intake.quality.glossary import Glossary, read_glossary
from app.intake.quality.languages import differences
from app.intake.quality.paths import path_problems
from app.intake.quality.tally import SEEDED, Tally, tallies
from app.intake.quality.texts import texts, without_ids
from app.intake.seed import SeedRecord, read_seed
from app.knowledge.schemas.procedures import ProcedureContent
from app.vocabulary.lists import ENTRY_KINDS

_NAMED_LIKE_WORDS = {"product_type", "topic", "document"}
"""Types whose ids are plain words: `data-exclusivity` in a text names no record."""


@dataclass(frozen=True)
class Report:
    """What the examination of a seed found, on one day."""

    on: str
    tallies: list[Tally]
    faults: list[Fault]

    def data(self) -> dict[str, Any]:
        """The report as JSON has it: the jurisdictions of the research, all others, faults."""
        ours = [asdict(one) for one in self.tallies if one.jurisdiction in SEEDED]
        others = [asdict(one) for one in self.tallies if one.jurisdiction not in SEEDED]
        faults = [{**asdict(one), "file": str(one.file)} for one in self.faults]
        return {"on": self.on, "seeded": ours, "others": others, "faults": faults}


def examine(directory: Path, on: str) -> Report:
    """Read a seed and examine it; `on` is the day, as `YYYY-MM-DD`, for which is told what is stale.

    Raises `IntakeError` where it cannot be read as a seed: unknown keys, dead references, an entry that no source
    supports.
    """
    seed = read_seed(directory)
    glossary = read_glossary(directory / "glossary.yaml")
    ids = frozenset(record.id for record in seed.records if record.type not in _NAMED_LIKE_WORDS)
    faults = [fault for record in seed.records for fault in _faults(record, glossary, ids)]
    return Report(on, tallies(seed, on), faults)


def _faults(record: SeedRecord, glossary: Glossary, ids: frozenset[str]) -> Iterator[Fault]:
    content = record.content
    if record.type in ENTRY_KINDS and not any(one.supports for one in getattr(content, "citations", ())):
        yield record.fault("/citations", "no citation supports the entry")
    for place, text in texts(content):
        if text.en is None or text.ko is None or not record.has(place):
            continue
        for language, message in differences(text.en, text.ko, ids):
            yield record.fault(f"{place}/{language}", message)
        for message in glossary.breaches(without_ids(text.en, ids), without_ids(text.ko, ids)):
            yield record.fault(f"{place}/ko", message)
    for place, message in field_problems(content, ids):
        yield record.fault(place, message)
    if isinstance(content, ProcedureContent):
        for place, message in path_problems(content):
            yield record.fault(place, message)
