"""What the files leave out because it follows from them is added: grade, custody, days, jurisdiction, part."""

from pathlib import Path
from typing import Any

import pytest

from app.intake.seed import Seed, SeedRecord, read_seed
from app.vocabulary.lists import ENTRY_KINDS
from tests.intake.planted import SMALL, changed, plant

REQUIREMENTS = "xx/requirements.yaml"
CUSTODY = ("official-site", "third-party-copy", "quoted")
MORE_SOURCES = """
- id: xx-copy
  title: A copy
  publisher: Exland
  kind: law
  language: en
  evidence_grade: A
  custody: third-party-copy
"""


def records(directory: Path, **changes: str) -> dict[str, SeedRecord]:
    """The records of the small seed after these changes, by id."""
    return {record.id: record for record in read_seed(plant(directory, **changes)).records}


def content(directory: Path, id_: str, old: str, new: str) -> dict[str, Any]:
    """The content of a requirement after a passage is replaced."""
    sources = SMALL["xx/sources.yaml"] + MORE_SOURCES.lstrip()
    found = records(directory, xx__sources=sources, xx__requirements=changed(REQUIREMENTS, old, new))
    data: dict[str, Any] = found[id_].content.model_dump()
    return data


@pytest.mark.parametrize(
    ("citations", "marks"),
    [
        ("[{source: xx-law}]", ("A", "official-site")),
        ("[{source: xx-news}]", ("D", "quoted")),
        ("[{source: xx-news}, {source: xx-law}]", ("A", "official-site")),
        ("[{source: xx-copy}, {source: xx-law}]", ("A", "official-site")),
        ("[{source: xx-news}, {source: xx-copy}]", ("A", "third-party-copy")),
        ("[{source: xx-law, supports: false}, {source: xx-news}]", ("D", "quoted")),
    ],
)
def test_an_entry_is_graded_as_its_best_supporting_source(
    tmp_path: Path, citations: str, marks: tuple[str, str]
) -> None:
    old = "citations:\n  - source: xx-news\n    locator: p. 1"
    found = content(tmp_path, "xx-fee", old, f"citations: {citations}")
    assert (found["evidence_grade"], found["source_custody"]) == marks


def test_a_grade_that_is_written_wins(tmp_path: Path) -> None:
    found = content(tmp_path, "xx-dossier", "  fact_as_of: 2024-05", "  evidence_grade: C\n  source_custody: quoted")
    assert (found["evidence_grade"], found["source_custody"]) == ("C", "quoted")


def test_the_day_of_checking_and_the_next_one_come_from_the_edition_file(tmp_path: Path) -> None:
    found = records(tmp_path)["xx-dossier"].content.model_dump()
    assert (found["checked_on"], found["review_due_on"]) == ("2026-11-23", "2027-11-23")


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [("2026-11-23", 3, "2027-02-23"), ("2026-12-31", 2, "2027-02-28"), ("2026-01-01", 11, "2026-12-01")],
)
def test_a_check_is_due_again_after_some_months(tmp_path: Path, day: str, months: int, due: str) -> None:
    text = SMALL["editions.yaml"].replace("checked_on: 2026-11-23", f"checked_on: {day}")
    found = records(tmp_path, editions=text.replace("review_after_months: 12", f"review_after_months: {months}"))
    assert found["xx-dossier"].content.model_dump()["review_due_on"] == due


def test_days_that_are_written_win(tmp_path: Path) -> None:
    new = "  checked_on: 2026-01-31\n  review_due_on: 2026-12-31"
    found = content(tmp_path, "xx-dossier", "  fact_as_of: 2024-05", new)
    assert (found["checked_on"], found["review_due_on"]) == ("2026-01-31", "2026-12-31")


def test_an_entry_that_was_checked_on_another_day_is_due_from_there(tmp_path: Path) -> None:
    found = content(tmp_path, "xx-dossier", "  fact_as_of: 2024-05", "  checked_on: 2026-01-31")
    assert (found["checked_on"], found["review_due_on"]) == ("2026-01-31", "2027-01-31")


def test_a_jurisdiction_is_that_of_the_folder(tmp_path: Path) -> None:
    gap = "- {id: xx-gap, title: The fee, text: Not found}\n"
    found = records(tmp_path, xx__gaps=gap, xx__authorities="- {id: XX-FDA, name: The authority}\n")
    assert found["xx-dossier"].content.model_dump()["country"] == "XX"
    assert found["xx-gap"].content.model_dump()["jurisdiction"] == "XX"
    assert found["XX-FDA"].content.model_dump()["jurisdiction"] == "XX"


def test_sources_and_the_vocabulary_belong_to_no_country(tmp_path: Path) -> None:
    found = records(tmp_path)
    parts = {id_: found[id_].part for id_ in ("XX", "biologic", "fees", "xx-law", "xx-dossier", "xx-term")}
    assert parts == {
        "XX": "common",
        "biologic": "common",
        "fees": "common",
        "xx-law": "common",
        "xx-dossier": "XX",
        "xx-term": "XX",
    }


def test_every_entry_of_the_seed_is_graded_as_its_best_supporting_source(seed: Seed) -> None:
    sources = {one.id: one.content.model_dump() for one in seed.records if one.type == "source"}
    entries = [one.content.model_dump() for one in seed.records if one.type in ENTRY_KINDS]
    assert len(entries) > 200
    for entry in entries:
        cited = [sources[one["source"]] for one in entry["citations"] if one["supports"]]
        best = min((one["evidence_grade"], CUSTODY.index(one["custody"])) for one in cited)
        assert (entry["evidence_grade"], CUSTODY.index(entry["source_custody"])) == best, entry["id"]
