"""`docs/seed-changes.md` names every id of the research that did not stay what and where it was, and no other."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from tests.oracle.answers import Answers
from tests.oracle.changes import Changes
from tests.oracle.research import FORUM, KINDS, Record

SEED = Path(__file__).parents[2] / "seed"

Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Every record of the seed by its id, as its file has it, with the file's folder."""
    files = [one for one in SEED.glob("*/*.yaml") if one.parent.name != "vocabulary"]
    return {row["id"]: {**row, "at": file.parent.name.upper()} for file in files for row in _read(file)}


def _read(file: Path) -> list[dict[str, Any]]:
    return list(yaml.load(file.read_text("utf-8"), yaml.CBaseLoader))


def home(record: Record) -> str:
    """The folder of the seed in which a record of the research would stand."""
    prefix = record.id.partition(":")[0] if record.section == "sources" else ""
    return FORUM if prefix == "forum" or record.section in ("events", "sessions", "statements") else record.country


def test_the_split_records_are_those_of_the_seed(rows: Rows, changes: Changes) -> None:
    parts: dict[str, list[str]] = {}
    for id_, row in rows.items():
        if "split_from" in row:
            parts.setdefault(row["split_from"], []).append(id_)
    assert len(parts) == 18
    assert {whole: set(ids) for whole, ids in parts.items()} == {one: set(ids) for one, ids in changes.split.items()}


def test_the_merged_records_are_the_aliases_of_the_seed(rows: Rows, changes: Changes) -> None:
    entries = [
        (id_, alias) for id_, row in rows.items() for alias in row.get("aliases", ()) if isinstance(alias, str)
    ]
    assert sorted((alias, id_) for id_, alias in entries) == sorted(changes.merged.items())
    assert len(entries) == 13


def test_the_moved_records_are_those_that_stand_in_another_folder(
    rows: Rows, index: list[Record], changes: Changes
) -> None:
    stands = {
        one.id: rows[one.id]["at"]
        for one in index
        if one.section not in ("sources", "authorities") and one.id in rows and rows[one.id]["at"] != home(one)
    }
    assert stands == changes.moved
    assert len(stands) == 12


def test_what_is_added_is_what_no_record_stands_behind(rows: Rows, index: list[Record], changes: Changes) -> None:
    parts = {part for ids in changes.split.values() for part in ids}
    known = {one.id.rpartition(":")[2] for one in index} | parts | set(changes.sources.values())
    surplus = {id_ for id_, row in rows.items() if id_ not in known and "research_id" not in row}
    assert surplus == changes.added


def test_the_sources_are_the_aliases_of_the_seed_or_were_renamed(
    rows: Rows, index: list[Record], changes: Changes
) -> None:
    files = {one.id: home(one) for one in index if one.section == "sources"}
    aliases = {
        (alias["country"], alias["id"], id_)
        for id_, row in rows.items()
        for alias in row.get("aliases", ())
        if isinstance(alias, dict)
    }
    told = {(files[one], one.partition(":")[2], now) for one, now in changes.sources.items()}
    renamed = told - aliases
    assert aliases <= told
    assert {(id_, now) for _, id_, now in renamed} == {("yakup-2024", "yakup-2024-th"), ("pbm-2024", "pbm-2024-th")}
    assert all(id_ in rows for _, id_, _ in renamed), "a source is renamed only where another has its id"


def test_merged_sources_have_one_address(index: list[Record], changes: Changes) -> None:
    copies = [ones for ones in changes.copies(index).values() if ones[0].section == "sources" and len(ones) > 1]
    assert len(copies) == 63
    differing = [[one.id for one in ones] for ones in copies if len({_address(one) for one in ones}) > 1]
    assert differing == []


def _address(record: Record) -> str:
    (address,) = record.figures.get("url", [""])
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def test_the_answers_follow_the_page(index: list[Record], answers: Answers, changes: Changes) -> None:
    for whole, parts in changes.split.items():
        assert {answer["id"] for answer in answers.of[whole]} == set(parts)
        assert {answer["split_from"] for answer in answers.of[whole]} == {whole}
    for id_, survivor in changes.merged.items():
        (answer,) = answers.of[id_]
        assert answer["id"] == survivor
    others = [one.id for one in index if one.section in KINDS and one.id not in {*changes.split, *changes.merged}]
    assert len(others) == 1725
    assert [id_ for id_ in others if [answer["id"] for answer in answers.of[id_]] != [id_]] == []


def test_an_alias_of_a_source_answers_with_the_source(client: TestClient, rows: Rows, changes: Changes) -> None:
    for id_, now in changes.sources.items():
        answer = client.get(f"/v1/sources/{id_.partition(':')[2]}")
        if id_.partition(":")[2] in rows:
            assert answer.status_code == 200
        else:
            assert answer.status_code == 308
            assert answer.headers["Location"].partition("?")[0] == f"/v1/sources/{now}"
