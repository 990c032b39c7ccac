"""The oracle is not blind: one changed number, one lost record, one lost citation is found out."""

import copy
import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.answers import Answers, Data
from tests.oracle.changes import Changes
from tests.oracle.checks import (
    added_numbers,
    differing_citations,
    differing_places,
    lost_numbers,
    missing_numbers,
    missing_records,
    missing_words,
    surplus_records,
)
from tests.oracle.research import SECTIONS, Numbers, Record, normal, read_records

COPIED = Path(__file__).with_name("copied.yaml").read_text("utf-8")

IN_RESEARCH = [
    ("my-renewal-six-months", "latest 6 months", "latest 8 months", "8"),
    ("my-renewal-six-months", "items 3-5", "items 3-7", "7"),
    ("my-wholesale-licence", "amount: 500", "amount: 5000", "5000"),
    ("my-wholesale-licence", "days: 4", "days: 40", "40"),
    ("my-wholesale-licence", "validity_years: 1", "validity_years: 10", "10"),
    ("my-obs-2017-total", "value: 515", "value: 516", "516"),
    ("my-obs-2017-total", "n: 26", "n: 27", "27"),
    ("my-market-pharmaceutical-imports", "1100.3", "1,100.35", "1100.35"),
    ("my-market-pharmaceutical-imports", "year: 2016", "year: 2015", "2015"),
    ("my-pol-variation-trial", "2024-06-01", "2024-06-11", "11"),
    ("my-pol-variation-trial", "to 150", "to 15", "15"),
]

IN_ANSWER: list[tuple[str, list[str | int], Any]] = [
    ("my-wholesale-licence", ["variants", 0, "fees", 0, "amount"], "50"),
    ("my-wholesale-licence", ["variants", 0, "fees", 0, "currency"], "USD"),
    ("my-wholesale-licence", ["variants", 0, "total", "duration", "max"], 3),
    ("my-wholesale-licence", ["variants", 0, "total", "duration", "unit"], "calendar-day"),
    ("my-obs-2017-total", ["point"], "26"),
    ("my-obs-2017-total", ["n"], 25),
    ("my-market-pharmaceutical-imports", ["value"], "1100"),
    ("my-pol-variation-trial", ["effective_from"], "2024-06-05"),
    ("my-pol-variation-trial", ["effective_from"], "2024-06"),
    ("my-pol-variation-trial", ["announced_on"], "2024-05-01"),
    ("my-pol-variation-trial", ["status"], "in-force"),
    ("my-renewal-six-months", ["obligation"], "recommended"),
    ("my-renewal-six-months", ["statement"], "Renewal is applied for at the latest 5 months before expiry."),
    ("my-renewal-six-months", ["sources", 0, "locator"], "5.1"),
    ("my-renewal-six-months", ["product_types"], ["generic"]),
]


@dataclass(frozen=True)
class Sides:
    """Both sides by research id, and what compares them."""

    held: dict[str, Record]
    answers: Answers
    numbers: Numbers
    changes: Changes

    def missing(self, record: Record) -> Counter[str]:
        """Numbers of a record that its true answer lacks."""
        return missing_numbers(record, self.answers.of[record.id], self.numbers)

    def findings(self, id_: str, shown: list[Data]) -> list[Any]:
        """What all checks have to say of a record's answer."""
        record = self.held[id_]
        found = [
            missing_numbers(record, shown, self.numbers),
            differing_places(record, shown),
            *differing_citations([record], shown, self.changes),
            missing_words(record, shown),
        ]
        return [one for one in found if one]


@pytest.fixture(scope="module")
def sides(index: list[Record], answers: Answers, numbers: Numbers, changes: Changes) -> Sides:
    """The index and the answers to it."""
    return Sides({one.id: one for one in index}, answers, numbers, changes)


def test_the_copied_records_are_those_of_the_index(sides: Sides) -> None:
    copied = read_records("my.yaml", COPIED, sides.held)
    assert len(copied) == 5
    assert copied == [sides.held[one.id] for one in copied]


@pytest.mark.parametrize(("id_", "before", "after", "number"), IN_RESEARCH)
def test_a_number_changed_in_the_research_is_found_out(
    id_: str, before: str, after: str, number: str, sides: Sides
) -> None:
    assert COPIED.count(before) == 1
    changed = {one.id: one for one in read_records("my.yaml", COPIED.replace(before, after), sides.held)}
    assert changed[id_].sha256 != sides.held[id_].sha256
    assert not sides.missing(sides.held[id_])
    assert sides.missing(changed[id_]) == Counter([number])


@pytest.mark.parametrize(("id_", "path", "value"), IN_ANSWER)
def test_a_value_changed_in_an_answer_is_found_out(id_: str, path: list[str | int], value: Any, sides: Sides) -> None:
    changed = copy.deepcopy(sides.answers.of[id_])
    place: Any = changed[0]
    for step in path[:-1]:
        place = place[step]
    assert place[path[-1]] != value
    assert not sides.findings(id_, changed)
    place[path[-1]] = value
    assert sides.findings(id_, changed)


def test_a_number_added_to_an_answer_is_found_out(sides: Sides) -> None:
    record = sides.held["my-wholesale-licence"]
    shown = copy.deepcopy(sides.answers.of[record.id])
    assert added_numbers(record, shown, sides.numbers) == set()
    shown[0]["title"] = "Wholesaler's licence: 14 working days"
    assert added_numbers(record, shown, sides.numbers) == {"14"}


def test_a_number_lost_in_a_merger_is_found_out(sides: Sides) -> None:
    record, shown = sides.held["kr-rel-sg"], sides.answers.of["kr-rel-sg"]
    assert shown[0]["id"] == "sg-rel-mfds-gmp"
    assert lost_numbers(record, shown, sides.numbers) == set()
    assert lost_numbers(replace(record, numbers=[*record.numbers, "77"]), shown, sides.numbers) == {"77"}


def test_a_citation_lost_in_a_merger_is_found_out(sides: Sides) -> None:
    both = [sides.held["sg-rel-mfds-gmp"], sides.held["kr-rel-sg"]]
    shown = sides.answers.of["sg-rel-mfds-gmp"]
    assert differing_citations(both, shown, sides.changes) == (set(), set())
    rest = [one for one in shown[0]["sources"] if one["locator"] != "paragraphs 1-3"]
    lost, _ = differing_citations(both, [{**shown[0], "sources": rest}], sides.changes)
    assert lost == {("hsa-mfds-mra", "paragraphs 1-3")}


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("see kr.yaml", "see the Korean records"),
        ("sg.yaml dates it 2017", "the Singaporean records date it 2017"),
        ("what th.yaml has.", "what the Thai records have."),
        ("see forum.yaml", "see the records of the forum"),
    ],
)
def test_a_sentence_is_the_same_where_it_names_records_and_not_a_file(file: str, named: str) -> None:
    text = f"country: XX\ngaps: [{{id: xx-gap-01, text: {json.dumps(file)}}}]"
    (record,) = read_records("xx.yaml", text)
    assert missing_words(record, [{"text": named}]) == set()
    assert missing_words(record, [{"text": named.replace("records", "record")}]) != set()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_lost_record_is_found_out(section: str, index: list[Record], answers: Answers) -> None:
    lost = next(one for one in index if one.section == section)
    rest = {id_: found for id_, found in answers.of.items() if id_ != lost.id}
    assert missing_records(index, Answers(rest, answers.listed)) == {lost.id}
    unlisted = {name: ids - {lost.id} for name, ids in answers.listed.items()}
    assert missing_records(index, Answers(answers.of, unlisted)) == {lost.id}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_record_that_the_research_lacks_is_found_out(
    section: str, index: list[Record], answers: Answers, changes: Changes
) -> None:
    unknown = next(one for one in index if one.section == section)
    assert surplus_records([one for one in index if one is not unknown], answers, changes) == {unknown.id}


def test_ids_and_addresses_hold_no_numbers(numbers: Numbers) -> None:
    assert numbers.in_text("see my-obs-2017-total, npra-kpa-2019 and https://x.org/2021/7 of 2022") == ["2022"]
    assert numbers.in_text("my-obs-2017-total의 2개") == ["2"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1,000", "1000"), ("1,100.30", "1100.3"), ("007", "7"), ("0", "0"), ("0.50", "0.5"), ("500.00", "500")],
)
def test_a_number_is_one_however_it_is_written(written: str, meant: str) -> None:
    assert normal(written) == meant


def test_a_date_gives_its_parts(numbers: Numbers) -> None:
    assert numbers.in_text("from 2024-06-01 on") == ["2024", "6", "1"]
