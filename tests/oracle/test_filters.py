"""Lists hold exactly the entries that the research says match, over all their pages."""

from collections import Counter

import pytest
from starlette.testclient import TestClient

from tests.oracle.answers import Answers, every
from tests.oracle.build_index import read_index
from tests.oracle.filters import DECIDED, EVERYTHING, PARENTS, RECLASSIFIED, Asked, draw, evaluate, holds_for
from tests.oracle.research import KINDS, Record

ENTRIES = [one for one in read_index() if one.section in KINDS]
APART = ("health-supplement", "traditional-herbal", "medical-device", "ivd", "cosmetic")
QUESTIONS = draw(ENTRIES, 50, seed=20261123)


@pytest.mark.parametrize("asked", QUESTIONS, ids=str)
def test_a_filtered_list_holds_what_the_research_says(asked: Asked, client: TestClient, answers: Answers) -> None:
    found = every(client, asked.path, limit=str(asked.limit), view="summary", **asked.filters)
    ids = [item["id"] for item in found]
    assert len(ids) == len(set(ids))
    assert set(ids) == {answer["id"] for id_ in asked.expected for answer in answers.of[id_]}


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


def test_only_the_named_procedures_have_another_licence_than_the_research(answers: Answers) -> None:
    procedures = [answer for one in ENTRIES if one.section == "procedures" for answer in answers.of[one.id]]
    changed = {one["id"]: one["licence"] for one in procedures if one["licence"] != one["research_licence"]}
    assert changed == RECLASSIFIED


@pytest.mark.parametrize("product_type", sorted({*PARENTS, *PARENTS.values(), *APART}))
def test_a_product_type_reaches_what_the_rule_of_inheritance_says(
    product_type: str, client: TestClient, answers: Answers
) -> None:
    decided = {"product_type": [product_type], "kind": sorted(DECIDED["product_type"])}
    found = {item["id"] for item in every(client, EVERYTHING, view="summary", **decided)}
    assert found == {answer["id"] for id_ in evaluate(ENTRIES, decided) for answer in answers.of[id_]}


@pytest.mark.parametrize(
    ("section", "named", "asked", "reached"),
    [
        ("requirements", "biologic", "biosimilar", True),
        ("policy_directions", "biologic", "vaccine", True),
        ("requirements", "all-medicines", "cell-gene-therapy", True),
        ("requirements", "biosimilar", "biologic", False),
        ("procedures", "biologic", "biosimilar", False),
        ("product_terms", "biologic", "blood-product", False),
        ("procedures", "all-medicines", "biosimilar", True),
        ("requirements", "all-medicines", "health-supplement", False),
        ("requirements", "all-medicines", "cosmetic", False),
        ("requirements", "generic", "all-medicines", False),
        ("observed_timelines", "orphan", "orphan", True),
    ],
)
def test_the_oracle_knows_the_rule_of_inheritance(section: str, named: str, asked: str, reached: bool) -> None:
    assert holds_for(Record("x", section, "MY", [named]), asked) is reached
