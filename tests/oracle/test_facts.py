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
    "procedures": Checked(2114, 835, 539, 1197),
    "requirements": Checked(4395, 251, 1531, 2492),
    "reliance": Checked(336, 104, 189, 542),
    "observed_timelines": Checked(143, 139, 34, 51),
    "policy_directions": Checked(1636, 474, 396, 477),
    "market": Checked(302, 225, 106, 182),
    "product_terms": Checked(133, 0, 122, 194),
    "authorities": Checked(193, 27, 137, 334),
    "memberships": Checked(138, 47, 43, 84),
    "conflicts": Checked(592, 30, 218, 123),
    "gaps": Checked(213, 194, 7, 208),
    "events": Checked(129, 79, 28, 82),
    "sessions": Checked(10, 26, 17, 32),
    "statements": Checked(44, 69, 28, 35),
    "sources": Checked(3420, 4024, 0, 2662),
}
"""So that no check runs dry unseen. Whoever adds research to the index adds here what it brings."""

DERIVED_ENDS = {
    "my-frp-recognition-pilot": "2027-05",  # a pilot of one year; the policy behind it names the month
    "my-pol-elabel": "2026-12-31",  # the end of its transition
    "th-pol-nesdp13": "2027",  # a plan of 2023 to 2027
}
"""Last days that no `ended_on` of the research stands behind."""

BORROWED = {
    "my-device-verification": ("my-pol-device-reliance",),  # the dates of the pilots with HSA and Thai FDA
    "my-rel-pilot": ("my-frp-recognition-pilot",),  # the day on which the pilot began
    "sg-vaccine-lot": ("sg-vaccine-lot-groups",),  # its two groups are the variants
    "forum-conflict-02": ("kpa-2019-asean",),  # the year of the event, in the title
    "vn-rel-assessment": ("vn-ma-reliance",),  # the start of the law, here and below
    "vn-rel-cpp": ("vn-req-cpp-issuer",),
    "vn-rel-gmp-recognition": ("vn-gmp-recognition",),
    "vn-rel-gmp-sra-cert": ("vn-gmp-recognition",),
    "vn-rel-vaccine": ("vn-req-clin-vaccine-local",),
    "vn-rel-clinical-exempt": ("vn-req-clin-local-exempt",),
    "vn-rel-no-clinical-docs": ("vn-req-generic-dossier",),
    "vn-rel-lot-release": ("vn-req-vac-dossier",),
    "vn-rel-be-centre": ("vn-req-be-centre",),
    "vn-rel-be-comparator": ("vn-req-be-comparator",),
    "vn-rel-import-unregistered": ("vn-import-unregistered",),
    "vn-rel-device": ("vn-device-cd-quick",),
    "vn-rel-otc": ("vn-req-otc-method",),
    "id-halal-duty": ("id-halal-herbal",),  # the day that the minister named
    "id-reliance-lot-release": ("id-ski",),  # the regulations that replaced the one it rests on
    "ph-frp-abridged": ("ph-pol-mfds",),  # the day of the listing, here and below
    "ph-frp-verification": ("ph-pol-mfds",),
    "kh-ma-visa": ("kh-validity",),  # the other figure of a disagreement, here and below
    "kh-ma-renewal": ("kh-renewal",),
    "kh-gap-02": ("kh-validity",),
    "la-gap-01": ("la-pol-new-law",),  # the session that passed the law
    "la-renewal": ("la-ma-import",),  # 36 months
    "id-term-kinds-of-approval": ("id-conflict-09",),  # the regulation that replaced the rule of 2011
    "tl-term-medicine": ("tl:tl-dl-12-2004",),  # the number of the law, here and below
    "tl-term-international-common-denomination": ("tl:tl-dl-12-2004",),
    "mm-validity": ("mm-pol-161",),  # the notification that changed the duration
}
"""Records whose answer takes a number from others, because they speak of the same thing."""

OURS = {
    "vn-import-unregistered": {"50", "80"},  # 10 days less
    "vn-import-special": {"10"},  # 5 days less
    "vn-ct-approval": {"45"},  # the lower end of mixed units
    "vn-ct-results": {"35"},  # the same
    "id-reliance": {"1"},  # one approval by a reference authority
    "id-reliance-foreign-approval": {"1"},  # the same
    "mm-drc": {"31"},  # the last day before the new fees
    "mm-obs-importer": {"7", "30"},  # the days of a week and a month, by which the research counted
}
"""Numbers that we worked out; the answer says so, or the field does."""

IN_ITS_OWN_UNIT = {
    "th-obs-trial-4weeks": {"28"},  # about 4 weeks, which the research turned into days without saying so
    "vn-obs-2013": {"365", "730"},  # one to two years
    "vn-obs-2021-year": {"365"},  # more than a year
    "kh-obs-consultancy": {"90", "180", "365"},
    "kh-obs-2026": {"360", "540"},
    "la-obs-consultancy": {"180", "360"},
    "mm-obs-consultancy": {"180", "360"},
    "la-ma-import": {"3"},  # 36 months
    "la-renewal": {"3"},  # 36 months
    "id-halal-otc": {"2029", "10"},  # the day stands in the sentence alone, as "17 October 2029"
    "id-halal-rx": {"2034", "10"},
}
"""Numbers that no answer holds, because they stand there in the source's own unit, or written out."""

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
    assert len(entries) == 1743
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
        also += [number for lender in BORROWED.get(one.id, ()) for number in held[lender].numbers]
        also += OURS.get(one.id, ())
        # A fact may be told with the date of its source.
        dates = [date for source, _ in one.cites for date in held[str(source)].figures.get("published_on", ())]
        also += [number for date in dates for number in numbers.in_text(date)]
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
    if section in ("conflicts", "gaps"):  # they tell sources in words too; these must be of the same research
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
def test_every_sentence_is_repeated_word_for_word_unless_it_was_completed(
    section: str, copies: dict[str, list[Record]], answers: Answers, changes: Changes
) -> None:
    records = [one for one, *_ in in_section(copies, section)]
    lost = {one.id: missing_words(one, answers.of[one.id]) for one in records}
    assert {id_ for id_, words in lost.items() if words} == changes.reworded & {one.id for one in records}
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
    assert len(explained) == 22


def _day_before(end: str = "") -> str | None:
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat() if len(end) == 10 else None
