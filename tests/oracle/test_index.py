"""The committed index says what the research says now, and the research is the one that was frozen."""

import hashlib
import json
from pathlib import Path

from tests.oracle.build_index import INDEX, index_text
from tests.oracle.research import FILES, SECTIONS, Record


def test_the_index_is_what_the_research_files_say(research: Path) -> None:
    assert INDEX.read_text("utf-8") == index_text(research)


def test_the_research_files_still_have_the_hashes_they_were_frozen_with(research: Path) -> None:
    lines = (research / "SHA256SUMS").read_text("utf-8").splitlines()
    frozen = {name: digest for digest, name in (line.split() for line in lines)}
    assert {name: hashlib.sha256((research / name).read_bytes()).hexdigest() for name in FILES} == {
        name: frozen[name] for name in FILES
    }


def test_the_index_has_one_record_a_line_and_every_section() -> None:
    lines = INDEX.read_text("utf-8").splitlines()[1:-1]
    records = [Record(**json.loads(line.rstrip(","))) for line in lines]
    assert len(records) == 3406
    assert {record.section for record in records} == set(SECTIONS)
    assert len({record.id for record in records}) == len(records)


def test_a_row_of_the_index_gives_its_record_back(index: list[Record]) -> None:
    assert all(Record(**json.loads(json.dumps(record.row()))) == record for record in index)
