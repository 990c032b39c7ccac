"""Everything that the research says is in the API's answers, and nothing is there that it does not say."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from tests.oracle.answers import Answers
from tests.oracle.checks import (
    added_numbers,
    differing_citations,
    differing_places,
    missing_numbers,
    missing_records,
    missing_words,
    surplus_records,
)
from tests.oracle.research import KINDS, SECTIONS, Numbers, Record


class Checked(NamedTuple):
    """How much of a section is checked."""

    numbers: int
    figures: int
    citations: int
    sentences: int


CHECKED = {
    "procedures": Checked(298, 103, 91, 162),
    "requirements": Checked(549, 26, 282, 387),
    "reliance": Checked(47, 13, 22, 64),
    "observed_timelines": Checked(26, 30, 6, 12),
    "policy_directions": Checked(153, 57, 47, 57),
    "market": Checked(37, 25, 13, 26),
    "product_terms": Checked(7, 0, 12, 16),
    "authorities": Checked(19, 2, 12, 17),
    "memberships": Checked(16, 5, 4, 9),
    "conflicts": Checked(41, 22, 32, 15),
    "gaps": Checked(12, 23, 0, 22),
    "sources": Checked(460, 662, 0, 455),
}
"""So that no check runs dry unseen. Whoever adds research to the index adds here what it brings."""

SPLIT = "my-market-data-exclusivity-grants-nce-second"
"""States a figure for new chemical entities and one for second indications; each became an entry."""

DERIVED_ENDS = {
    "my-frp-recognition-pilot": "2027-05",  # a pilot of one year; the policy behind it names the month
    "my-pol-elabel": "2026-12-31",  # the end of its transition
}
"""Last days that no `ended_on` of the research stands behind."""

BORROWED = {
    "my-device-verification": "my-pol-device-reliance",  # the dates of the pilots with HSA and Thai FDA
    "my-rel-pilot": "my-frp-recognition-pilot",  # the day on which the pilot began
}
"""Entries whose answer takes a number from another record, because they speak of the same thing."""


def test_every_record_is_found_under_its_research_id(index: list[Record], answers: Answers) -> None:
    assert missing_records(index, answers) == set()


def test_nothing_is_held_that_the_research_lacks(index: list[Record], answers: Answers) -> None:
    assert surplus_records(index, answers) == set()


def test_an_entry_is_of_the_kind_that_its_section_names(index: list[Record], answers: Answers) -> None:
    kinds = {one.id: {answer["kind"] for answer in answers.of[one.id]} for one in index if one.section in KINDS}
    assert kinds == {one.id: {KINDS[one.section]} for one in index if one.section in KINDS}


def test_only_the_record_with_two_figures_was_split(index: list[Record], answers: Answers) -> None:
    split = {one.id: {answer["split_from"] for answer in answers.of[one.id]} for one in index if one.section in KINDS}
    assert {id_ for id_, whole in split.items() if whole != {None}} == {SPLIT}
    assert split[SPLIT] == {SPLIT}
    assert len(answers.of[SPLIT]) == 2
    assert all(len(answers.of[id_]) == 1 for id_ in split if id_ != SPLIT)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_number_of_the_research_is_in_its_answer(
    section: str, index: list[Record], answers: Answers, numbers: Numbers
) -> None:
    records = [one for one in index if one.section == section]
    lost = {one.id: missing_numbers(one, answers.of[one.id], numbers) for one in records}
    assert {id_: counts for id_, counts in lost.items() if counts} == {}
    assert sum(len(one.numbers) for one in records) == CHECKED[section].numbers


@pytest.mark.parametrize("section", SECTIONS)
def test_no_number_is_in_an_answer_that_the_research_lacks(
    section: str, index: list[Record], answers: Answers, numbers: Numbers
) -> None:
    held = {one.id: one for one in index}
    invented = {}
    for one in (record for record in index if record.section == section):
        also = [*held[BORROWED[one.id]].numbers] if one.id in BORROWED else []
        if section == "market":  # a figure of the market is told with the date of its source
            also += [number for source, _ in one.cites for number in held[str(source)].numbers]
        added = added_numbers(one, answers.of[one.id], numbers, also)
        if added:
            invented[one.id] = added
    assert invented == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_figure_and_mark_stands_in_its_place(section: str, index: list[Record], answers: Answers) -> None:
    records = [one for one in index if one.section == section]
    wrong = {one.id: differing_places(one, answers.of[one.id]) for one in records}
    assert {id_: places for id_, places in wrong.items() if places} == {}
    assert sum(len(values) for one in records for values in one.figures.values()) == CHECKED[section].figures


@pytest.mark.parametrize("section", SECTIONS)
def test_every_citation_is_in_its_answer_and_no_other(section: str, index: list[Record], answers: Answers) -> None:
    records = [one for one in index if one.section == section]
    wrong = {one.id: differing_citations(one, answers.of[one.id]) for one in records}
    assert {id_: both for id_, both in wrong.items() if any(both)} == {}
    assert sum(len(one.cites) for one in records) == CHECKED[section].citations


@pytest.mark.parametrize("section", SECTIONS)
def test_every_sentence_is_repeated_word_for_word(section: str, index: list[Record], answers: Answers) -> None:
    records = [one for one in index if one.section == section]
    lost = {one.id: missing_words(one, answers.of[one.id]) for one in records}
    assert {id_: words for id_, words in lost.items() if words} == {}
    assert sum(len(one.words) for one in records) == CHECKED[section].sentences


def test_a_last_day_is_the_day_of_the_end_or_the_day_before(index: list[Record], answers: Answers) -> None:
    last_days = {
        (one.id, answer["applies_until"], *one.figures.get("ended_on", []))
        for one in index
        if one.section in KINDS
        for answer in answers.of[one.id]
        if answer["applies_until"]
    }
    explained = {id_ for id_, last, *ends in last_days if last in ends or last == _day_before(*ends)}
    derived = {id_: last for id_, last, *_ in last_days if id_ not in explained}
    assert derived == DERIVED_ENDS
    assert len(explained) == 11


def _day_before(end: str = "") -> str | None:
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if len(end) == 10 else None
