"""Everything that the research says is in the API's answers, and nothing is there that it does not say."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from tests.oracle.answers import Answers
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
from tests.oracle.research import KINDS, SECTIONS, Numbers, Record


class Checked(NamedTuple):
    """How much of a section is checked."""

    numbers: int
    figures: int
    citations: int
    sentences: int


CHECKED = {
    "procedures": Checked(888, 410, 272, 559),
    "requirements": Checked(1402, 89, 750, 1053),
    "reliance": Checked(163, 51, 102, 241),
    "observed_timelines": Checked(64, 70, 16, 23),
    "policy_directions": Checked(687, 232, 188, 240),
    "market": Checked(174, 126, 58, 91),
    "product_terms": Checked(49, 0, 59, 84),
    "authorities": Checked(108, 15, 73, 175),
    "memberships": Checked(85, 32, 28, 54),
    "conflicts": Checked(230, 30, 80, 61),
    "gaps": Checked(64, 89, 1, 93),
    "events": Checked(129, 79, 28, 82),
    "sessions": Checked(10, 26, 17, 32),
    "statements": Checked(44, 69, 28, 35),
    "sources": Checked(1684, 2282, 0, 1533),
}
"""So that no check runs dry unseen. Whoever adds research to the index adds here what it brings."""

DERIVED_ENDS = {
    "my-frp-recognition-pilot": "2027-05",  # a pilot of one year; the policy behind it names the month
    "my-pol-elabel": "2026-12-31",  # the end of its transition
    "th-pol-nesdp13": "2027",  # a plan of 2023 to 2027
}
"""Last days that no `ended_on` of the research stands behind."""

BORROWED = {
    "my-device-verification": "my-pol-device-reliance",  # the dates of the pilots with HSA and Thai FDA
    "my-rel-pilot": "my-frp-recognition-pilot",  # the day on which the pilot began
    "sg-vaccine-lot": "sg-vaccine-lot-groups",  # its two groups are the variants
    "forum-conflict-02": "kpa-2019-asean",  # the year of the event, in the title
}
"""Records whose answer takes a number from another, because they speak of the same thing."""

IN_ITS_OWN_UNIT = {
    "th-obs-trial-4weeks": {"28"},  # about 4 weeks, which the research turned into days without saying so
}
"""Numbers that no answer holds, because the source's own unit stands there instead."""

OWN_UNIT_PLACES = frozenset({"value", "unit", "duration"})
"""Where the source's own unit stands."""


@pytest.fixture(scope="module")
def copies(index: list[Record], changes: Changes) -> dict[str, list[Record]]:
    """Every record, and behind it those that were merged into it."""
    return changes.copies(index)


def in_section(copies: dict[str, list[Record]], section: str) -> list[list[Record]]:
    """The records of a section that stand for themselves, each with those merged into it."""
    return [ones for ones in copies.values() if ones[0].section == section]


def test_every_record_is_found_under_its_research_id(index: list[Record], answers: Answers) -> None:
    assert missing_records(index, answers) == set()


def test_nothing_is_held_that_the_research_lacks(index: list[Record], answers: Answers, changes: Changes) -> None:
    assert surplus_records(index, answers, changes) == set()


def test_an_entry_is_of_the_kind_that_its_section_names(copies: dict[str, list[Record]], answers: Answers) -> None:
    entries = [id_ for id_, (one, *_) in copies.items() if one.section in KINDS]
    assert len(entries) == 832
    kinds = {id_: {answer["kind"] for answer in answers.of[id_]} for id_ in entries}
    assert kinds == {id_: {KINDS[copies[id_][0].section]} for id_ in entries}


def test_an_entry_is_of_the_country_of_its_research_unless_it_moved(
    index: list[Record], answers: Answers, changes: Changes
) -> None:
    countries = {one.id: {answer["country"] for answer in answers.of[one.id]} for one in changes.entries(index)}
    assert countries == {one.id: {one.country} for one in changes.entries(index)}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_number_of_the_research_is_in_its_answer(
    section: str, copies: dict[str, list[Record]], answers: Answers, numbers: Numbers
) -> None:
    lost: dict[str, set[str]] = {}
    for one, *merged in in_section(copies, section):
        lost[one.id] = set(missing_numbers(one, answers.of[one.id], numbers)) - IN_ITS_OWN_UNIT.get(one.id, set())
        lost |= {other.id: lost_numbers(other, answers.of[other.id], numbers) for other in merged}
    assert {id_: values for id_, values in lost.items() if values} == {}
    assert sum(len(one.numbers) for ones in in_section(copies, section) for one in ones) == CHECKED[section].numbers


@pytest.mark.parametrize("section", SECTIONS)
def test_no_number_is_in_an_answer_that_the_research_lacks(
    section: str, index: list[Record], copies: dict[str, list[Record]], answers: Answers, numbers: Numbers
) -> None:
    held = {one.id: one for one in index}
    invented = {}
    for one, *merged in in_section(copies, section):
        also = [number for other in merged for number in other.numbers]
        if one.id in BORROWED:
            also += held[BORROWED[one.id]].numbers
        if section == "market":  # a figure of the market is told with the date of its source
            also += [number for source, _ in one.cites for number in held[str(source)].numbers]
        added = added_numbers(one, answers.of[one.id], numbers, also)
        if added:
            invented[one.id] = added
    assert invented == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_figure_and_mark_stands_in_its_place(
    section: str, copies: dict[str, list[Record]], answers: Answers, changes: Changes
) -> None:
    wrong = {}
    settled = set()
    for one, *merged in in_section(copies, section):
        differing = differing_places(one, answers.of[one.id])
        for place, (said, shown) in differing.items():
            also = {value for other in merged for value in other.figures.get(place, ())}
            sharper = place == "published_on" and all(value.startswith(tuple(said)) for value in shown & also)
            if one.id in IN_ITS_OWN_UNIT and place in OWN_UNIT_PLACES:
                continue
            if (one.id, place) in changes.settled:
                settled.add((one.id, place))
                continue
            if not (said == set() and shown <= changes.added) and not (sharper and shown <= also):
                wrong[one.id, place] = said, shown
    assert wrong == {}
    held = {one.id for one, *_ in in_section(copies, section)}
    assert settled == {(id_, place) for id_, place in changes.settled if id_ in held}
    checked = sum(len(values) for one, *_ in in_section(copies, section) for values in one.figures.values())
    assert checked == CHECKED[section].figures


@pytest.mark.parametrize("section", SECTIONS)
def test_every_citation_is_in_its_answer_and_no_other(
    section: str, copies: dict[str, list[Record]], answers: Answers, changes: Changes
) -> None:
    wrong = {
        ones[0].id: differing_citations(ones, answers.of[ones[0].id], changes) for ones in in_section(copies, section)
    }
    if section == "conflicts":  # their texts tell sources in words too; these must be of the same research
        held = {(file(one), changes.source(one.id)) for ones in in_section(copies, "sources") for one in ones}
        for one, *_ in in_section(copies, section):
            lacking, more = wrong[one.id]
            wrong[one.id] = lacking, {cite for cite in more if (file(one), cite[0]) not in held}
    if section == "sources":
        wrong = {}
    assert {id_: both for id_, both in wrong.items() if any(both)} == {}
    assert sum(len(one.cites) for ones in in_section(copies, section) for one in ones) == CHECKED[section].citations


def file(record: Record) -> str:
    """The research file that a conflict or a source is of."""
    return record.id.partition(":")[0] if record.section == "sources" else record.id.partition("-")[0]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_sentence_is_repeated_word_for_word(
    section: str, copies: dict[str, list[Record]], answers: Answers
) -> None:
    records = [one for one, *_ in in_section(copies, section)]
    lost = {one.id: missing_words(one, answers.of[one.id]) for one in records}
    assert {id_: words for id_, words in lost.items() if words} == {}
    assert sum(len(one.words) for one in records) == CHECKED[section].sentences


def test_what_is_said_of_a_members_adoption_rests_on_the_research(
    index: list[Record], answers: Answers, changes: Changes, numbers: Numbers
) -> None:
    backing: dict[tuple[str, str | None], set[str]] = {}
    held = {one.id: one for one in index}
    for one in index:
        for source, locator in one.cites:
            numbers_of_both = {*one.numbers, *held[str(source)].numbers}
            backing.setdefault((changes.source(str(source)), locator), set()).update(numbers_of_both)
    adoptions = [
        (one.id, adoption)
        for one in index
        if one.section == "requirements"
        for answer in answers.of[one.id]
        for adoption in answer["adopted_by"]
    ]
    assert len(adoptions) == 72
    assert [one for one in adoptions if (one[1]["source"], one[1]["locator"]) not in backing] == []
    invented = {
        (id_, one["jurisdiction"]): set(numbers.in_values([one["since"], one["note"]], frozenset()))
        - backing[one["source"], one["locator"]]
        for id_, one in adoptions
    }
    assert {place: values for place, values in invented.items() if values} == {}


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
    assert len(explained) == 15


def _day_before(end: str = "") -> str | None:
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if len(end) == 10 else None
