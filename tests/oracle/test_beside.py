"""The printing of entries beside their research: what is drawn, and what is laid beside it."""

from pathlib import Path

import yaml

from tests.oracle.beside import behind, beside, drawn, jurisdictions, researched, seeded
from tests.oracle.changes import PAGE, read_changes
from tests.oracle.research import FILES

CHANGES = read_changes(PAGE.read_text("utf-8"))
HELD = seeded()


def test_a_seed_draws_the_same_entries_again_and_of_all_jurisdictions() -> None:
    assert drawn(1, 40) == drawn(1, 40) != drawn(2, 40)
    assert len(jurisdictions()) == 13
    folders = {HELD[id_]["_file"].partition("/")[0] for id_ in drawn(1, 400)}
    assert folders == set(jurisdictions())


def test_an_entry_stands_beside_the_record_that_it_was_split_from_and_those_merged_into_it() -> None:
    assert behind("id-shelf-life-import-drugs", CHANGES) == ["id-shelf-life-import"]
    assert behind("id-halal-herbal", CHANGES) == ["id-halal-herbal", "id-halal-herbal-2024"]
    assert behind("my-local-prh", CHANGES) == ["my-local-prh"]


def test_every_id_of_the_table_of_reworded_records_is_held() -> None:
    parts = {part for id_ in CHANGES.reworded for part in CHANGES.split.get(id_, [id_])}
    assert parts - HELD.keys() == set()


def test_both_sides_are_printed(tmp_path: Path) -> None:
    for name in FILES:
        rows = [{"id": "my-local-prh", "statement": "As it was written."}] if name == "my.yaml" else []
        (tmp_path / name).write_text(yaml.safe_dump({"requirements": rows}), "utf-8")
    research = researched(tmp_path)
    text = "\n".join(beside("my-local-prh", HELD, research, CHANGES))
    assert text.index("As it was written.") < text.index("--- seed, my/requirements.yaml")
    added = "\n".join(beside("vn-req-fee-2016", HELD, research, CHANGES))
    assert "--- research: none (added)" in added
