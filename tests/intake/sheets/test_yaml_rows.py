"""YAML as the seed has it: by lists, by the names of the seed's files, and without tricks."""

import pytest

from app.intake.tables.candidates import Candidates
from app.intake.tables.cells import FileRefused
from app.intake.tables.yaml_rows import read_yaml_records


def read(text: str, kind: str | None = "requirement") -> Candidates:
    return read_yaml_records(text.encode(), kind)


def test_a_list_holds_records_of_one_type() -> None:
    (one,) = read("- id: xx-a\n  title: {en: A, ko: 가}\n  topics: [fees]\n  legal_change: correction\n").records
    assert (one.type, one.id, one.whole) == ("requirement", "xx-a", True)
    assert one.data == {"id": "xx-a", "title": {"en": "A", "ko": "가"}, "topics": ["fees"]}
    assert one.decisions == {"legal_change": "correction"}
    assert (one.at("/topics/0").row, one.at("/title/en").column) == (3, "title.en")


def test_lists_stand_under_the_names_of_the_seed_s_files() -> None:
    found = read("sources:\n- id: xx-s\n  kind: law\nrequirement:\n- id: xx-a\n", None)
    assert [(one.type, one.id, one.place.row) for one in found.records] == [
        ("source", "xx-s", 2),
        ("requirement", "xx-a", 5),
    ]


def test_a_record_may_name_its_kind() -> None:
    assert read("- {id: xx-a, kind: term}\n", None).records[0].type == "term"


def test_what_reliance_says_apart_may_be_left_out() -> None:
    (one,) = read("- {id: xx-a, statement: Said.}\n", "reliance").records
    assert one.data["conditions"] == "Said."


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("- id: xx-a\n  topics: &t [fees]\n- id: xx-b\n  topics: *t\n", 4, "alias"),
        ("a: &a [x]\nb: &b [*a, *a]\n", 2, "alias"),
        ("[" * 100_000, 1, "levels"),
        ("{a: " * 50, 1, "levels"),
        ("- id: [\n", 2, "not YAML"),
        ("requirements: 5\n", 1, "expected a list of records"),
        ("colours:\n- id: xx-a\n", 1, "no records are called colours"),
        ("- id: xx-a\n", 1, "say with `kind`"),
    ],
)
def test_tricks_are_refused(text: str, row: int, says: str) -> None:
    with pytest.raises(FileRefused) as told:
        read(text, None)
    assert says in str(told.value)
    assert told.value.fault.place.row == row


def test_bytes_that_are_not_utf_8_are_told() -> None:
    with pytest.raises(FileRefused, match="byte 7"):
        read_yaml_records(b"- id: \xb0\xa1\n", "term")
    with pytest.raises(FileRefused, match="not YAML"):
        read_yaml_records(b"- id: \x00\n", "term")


def test_faults_of_records_have_their_lines() -> None:
    found = read("- id: xx-a\n- 5\n- {title: A}\n- id: 7\n")
    assert [(one.place.row, one.message) for one in found.faults] == [
        (2, "expected a record"),
        (3, "expected a record with an id"),
        (4, "expected a record with an id"),
    ]
    assert read("- id: a\n  id: b\n").faults[0].message == "the key is repeated"
