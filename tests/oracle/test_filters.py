"""Lists hold exactly the entries that the research says match, over all their pages."""

from collections import Counter
from collections.abc import Iterable

import pytest
from starlette.testclient import TestClient

from tests.oracle.answers import Answers, every
from tests.oracle.build_index import read_index
from tests.oracle.changes import PAGE, read_changes
from tests.oracle.filters import DECIDED, EVERYTHING, PARENTS, RECLASSIFIED, Asked, draw, evaluate, holds_for
from tests.oracle.research import Record

CHANGES = read_changes(PAGE.read_text("utf-8"))
ENTRIES = CHANGES.entries(read_index())
ALONE = ("health-supplement", "traditional-herbal", "medical-device", "ivd", "cosmetic")
SETTLED_FILTERS = {"product_types", "topics", "obligation", "confidence", "currency"}
"""Members of the table "Settled" that a filter asks for."""
EXCEPTED = {"la-bio-scope", "la-bio-import", "la-bio-trial", "la-pol-3730"}
"""Records of biologics that leave some out, which the research says in words alone."""
QUESTIONS = draw(ENTRIES, 50, seed=20261123)


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_a_filtered_list_holds_what_the_research_says(asked: Asked, client: TestClient, answers: Answers) -> None:
    found = every(client, asked.path, limit=str(asked.limit), view="summary", **asked.filters)
    ids = [item["id"] for item in found]
    assert len(ids) == len(set(ids))
    assert decided(ids, answers) == decided(ids_of(asked.expected, answers), answers)


def ids_of(research: Iterable[str], answers: Answers) -> set[str]:
    """The ids in the atlas of records of the research."""
    return {answer["id"] for id_ in research for answer in answers.of[id_]}


def decided(ids: Iterable[str], answers: Answers) -> set[str]:
    """The ids of which the research alone decides: not what was added, nor what was settled against it."""
    settled = {id_ for id_, place in CHANGES.settled if place in SETTLED_FILTERS and id_ in answers.of}
    return set(ids) - CHANGES.added - ids_of(settled, answers) - EXCEPTED


def test_the_questions_are_worth_asking() -> None:
    sizes = [len(asked.expected) for asked in QUESTIONS]
    names = Counter(name for asked in QUESTIONS for name in asked.filters)
    assert sum(size > 0 for size in sizes) >= 30
    assert sum(size == 0 for size in sizes) >= 5
    assert sum(size > asked.limit for size, asked in zip(sizes, QUESTIONS, strict=True)) >= 20
    assert {len(asked.filters) for asked in QUESTIONS} == {1, 2, 3, 4}
    assert len({asked.path for asked in QUESTIONS}) >= 5
    assert {"country", "product_type", "topic", "obligation", "licence", "kind"} < set(names)
    assert {"confidence", "currency_status", "source"} < set(names)
    assert min(names.values()) >= 3
    countries = {country for asked in QUESTIONS for country in asked.filters.get("country", ())}
    assert len(countries & {"MY", "SG", "TH", "KR", "VN", "ID", "PH", "KH", "LA", "MM", "BN", "TL"}) >= 8
    found = {one.country for asked in QUESTIONS for one in ENTRIES if one.id in asked.expected}
    assert found > {"MY", "SG", "TH", "KR", "ASEAN", "PH", "VN", "ID", "KH", "LA", "MM", "BN", "TL"}


def test_only_the_named_procedures_have_another_licence_than_the_research(answers: Answers) -> None:
    procedures = [answer for one in ENTRIES if one.section == "procedures" for answer in answers.of[one.id]]
    changed = {one["id"]: one["licence"] for one in procedures if one["licence"] != one["research_licence"]}
    assert changed == RECLASSIFIED


@pytest.mark.parametrize("product_type", sorted({*PARENTS, *PARENTS.values(), *ALONE}))
def test_a_product_type_reaches_what_the_rule_of_inheritance_says(
    product_type: str, client: TestClient, answers: Answers
) -> None:
    asked = {"product_type": [product_type], "kind": sorted(DECIDED["product_type"])}
    found = {item["id"] for item in every(client, EVERYTHING, view="summary", **asked)}
    assert decided(found, answers) == decided(ids_of(evaluate(ENTRIES, asked), answers), answers)


@pytest.mark.parametrize(
    ("section", "country", "named", "asked", "reached"),
    [
        ("requirements", "MY", "biologic", "biosimilar", True),
        ("policy_directions", "MY", "biologic", "vaccine", True),
        ("requirements", "MY", "all-medicines", "cell-gene-therapy", True),
        ("requirements", "MY", "biosimilar", "biologic", False),
        ("procedures", "MY", "biologic", "biosimilar", False),
        ("product_terms", "MY", "biologic", "blood-product", False),
        ("procedures", "MY", "all-medicines", "biosimilar", True),
        ("requirements", "MY", "all-medicines", "health-supplement", False),
        ("requirements", "MY", "all-medicines", "cosmetic", False),
        ("requirements", "MY", "generic", "all-medicines", False),
        ("requirements", "SG", "all-medicines", "cell-gene-therapy", False),
        ("requirements", "SG", "biologic", "cell-gene-therapy", False),
        ("procedures", "SG", "cell-gene-therapy", "cell-gene-therapy", True),
        ("observed_timelines", "MY", "orphan", "orphan", True),
    ],
)
def test_the_oracle_knows_the_rule_of_inheritance(
    section: str, country: str, named: str, asked: str, reached: bool
) -> None:
    assert holds_for(Record("x", section, country, [named]), asked) is reached
