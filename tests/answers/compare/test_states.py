"""Stated, not required, not applicable and not known are four answers, each for its own reason."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.contract.asking import Data, ask
from tests.database.databases import Databases
from tests.editions.conftest import small
from tests.editions.life import asking, edition, record, word

TODAY = date(2026, 12, 1)
TOPICS = (
    "stated",
    "waived",
    "excepted",
    "nothing",
    "gap",
    "history",
    "coming",
    "unnamed",
    "mixed",
    "region",
    "papers",
    "order",
)

__all__ = ["small"]


def _rule(id_: str, topic: str, country: str = "XX", **values: Any) -> Any:
    return record("requirement", id_, part=country, country=country, topics=[topic], **values)


@pytest.fixture(scope="module")
def client(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas in which country XX has a topic for every state, and YY states most of them."""
    looked: Data = {
        "jurisdiction": "XX",
        "title": "A rule",
        "text": "Not found",
        "topics": ["gap"],
        "product_types": ["biologic"],
    }
    with opened(databases, databases.copy(small)) as engine:
        edition(
            engine,
            *(word("topic", one) for one in TOPICS),
            word("jurisdiction", "ASEAN", kind="region"),
            word("jurisdiction", "KR", kind="country"),
            word("authority", "KR-MFDS", jurisdiction="KR"),
            word("document", "paper-a"),
            word("document", "paper-b"),
            _rule("xx-stated", "stated"),
            _rule("yy-stated", "stated", "YY"),
            _rule("xx-waived", "waived", obligation="not-required"),
            _rule("yy-waived", "waived", "YY"),
            _rule("xx-excepted", "excepted", product_types=["all-medicines"], except_product_types=["biologic"]),
            _rule("yy-excepted", "excepted", "YY"),
            record("gap", "xx-looked", **looked),
            record("gap", "xx-done", status="closed", **looked),
            _rule("yy-gap", "gap", "YY"),
            _rule("xx-history", "history", currency_status="historic"),
            _rule("yy-history", "history", "YY", currency_status="historic"),
            _rule("yy-current", "history", "YY"),
            _rule("xx-coming", "coming", applies_from="2027"),
            _rule("xx-unnamed", "unnamed", product_types=[]),
            _rule("xx-mixed", "mixed"),
            _rule("xx-mixed-not", "mixed", obligation="not-required"),
            _rule("yy-mixed", "mixed", "YY", obligation="conditional"),
            _rule(
                "asean-rule",
                "region",
                "ASEAN",
                adopted_by=[{"jurisdiction": "YY", "source": "yy-law", "locator": "s. 1"}],
            ),
            _rule(
                "xx-papers",
                "papers",
                documents=[{"id": "paper-a", "as_written": "A"}, {"id": "paper-b", "as_written": "B"}],
            ),
            _rule("xx-papers-not", "papers", obligation="not-required"),
            _rule("yy-papers", "papers", "YY", documents=[{"id": "paper-a", "as_written": "A"}]),
            _rule(
                "asean-order",
                "order",
                "ASEAN",
                adopted_by=[{"jurisdiction": "YY", "source": "yy-law", "locator": "s. 1"}],
            ),
            record("policy", "yy-1-policy", part="YY", country="YY", topics=["order"]),
            _rule("yy-2-conditional", "order", "YY", obligation="conditional"),
            _rule("yy-3-mandatory", "order", "YY"),
            record("requirement", "yy-0-touching", part="YY", country="YY", topics=["stated", "order"]),
            _rule("yy-elsewhere", "stated", "YY", documents=[{"id": "paper-b", "as_written": "B"}]),
        )
        with asking(engine, TODAY) as client:
            yield client


@pytest.fixture(scope="module")
def compared(client: TestClient) -> Data:
    """XX and YY side by side for biologics."""
    return ask(client, "/v1/compare", {"country": ["XX", "YY"], "product_type": "biologic"})


def _row(answer: Data, id_: str) -> Data:
    found: Data = next(row for row in answer["rows"] if row["id"] == id_)
    return found


@pytest.mark.parametrize(
    ("topic", "states", "differs", "differences"),
    [
        ("stated", ["stated", "stated"], None, []),  # only one of them names papers
        ("waived", ["not-required", "stated"], True, ["state"]),
        ("excepted", ["not-applicable", "stated"], True, ["state"]),
        ("nothing", ["not-known", "not-known"], None, []),
        ("gap", ["not-known", "stated"], None, []),
        ("history", ["stated", "stated"], True, ["applies"]),
        ("coming", ["not-known", "not-known"], None, []),
        ("unnamed", ["not-known", "not-known"], None, []),
        ("mixed", ["stated", "stated"], True, ["obligations"]),
        ("region", ["not-known", "stated"], None, []),
        ("papers", ["stated", "stated"], True, ["obligations", "documents"]),
    ],
)
def test_each_topic_has_its_state_and_verdict(
    compared: Data, topic: str, states: list[str], differs: bool | None, differences: list[str]
) -> None:
    row = _row(compared, topic)
    assert [cell["state"] for cell in row["cells"]] == states
    assert (row["differs"], row["differences"]) == (differs, differences)


def test_not_known_says_what_was_looked_for_and_what_is_coming(compared: Data) -> None:
    gap, *_ = _row(compared, "gap")["cells"]
    assert (gap["entries"], gap["gaps"]) == ([], ["xx-looked"])
    coming, *_ = _row(compared, "coming")["cells"]
    assert (coming["entries"], coming["coming"]) == ([], ["xx-coming"])
    unnamed, *_ = _row(compared, "unnamed")["cells"]
    assert (unnamed["entries"], unnamed["product_type_not_stated"]) == ([], ["xx-unnamed"])
    warned = {one["code"]: one["entries"] for one in compared["warnings"]}
    assert warned["product-type-not-stated"] == ["xx-unnamed"]


def test_not_applicable_names_the_entry_that_says_so(compared: Data) -> None:
    cell, _ = _row(compared, "excepted")["cells"]
    assert cell["entries"] == ["xx-excepted"]
    assert [one["id"] for one in cell["statements"]] == ["xx-excepted"]
    assert cell["obligations"] == []


def test_history_is_a_basis_only_where_there_is_nothing_else_and_is_marked(compared: Data) -> None:
    alone, beside = _row(compared, "history")["cells"]
    assert (alone["entries"], alone["on_older_evidence"], alone["stale"]) == (["xx-history"], True, "yes")
    assert (beside["entries"], beside["on_older_evidence"], beside["stale"]) == (["yy-current"], False, "no")
    warned = {one["code"]: one["entries"] for one in compared["warnings"]}
    assert warned["replaced-entries"] == ["xx-history"]


def test_a_regional_instrument_counts_for_those_who_adopted_it(compared: Data) -> None:
    _, cell = _row(compared, "region")["cells"]
    assert cell["entries"] == ["asean-rule"]
    assert cell["statements"][0]["country"] == "ASEAN"


def test_a_cell_begins_with_what_the_country_itself_requires(compared: Data) -> None:
    _, cell = _row(compared, "order")["cells"]
    said = [one["id"] for one in cell["statements"]]
    assert said == cell["entries"]
    assert said == ["yy-3-mandatory", "yy-2-conditional", "yy-0-touching", "yy-1-policy", "asean-order"]


def test_papers_have_rows_of_their_own_under_their_topic(compared: Data) -> None:
    ids = [row["id"] for row in compared["rows"]]
    assert ids.index("papers/paper-b") == ids.index("papers/paper-a") + 1 == ids.index("papers") + 2
    both, one = _row(compared, "papers/paper-a"), _row(compared, "papers/paper-b")
    assert [cell["state"] for cell in both["cells"]] == ["stated", "stated"]
    assert both["differs"] is False
    assert [cell["state"] for cell in one["cells"]] == ["stated", "not-known"]
    assert one["differs"] is None
    assert one["cells"][1]["elsewhere"] == ["stated"]
    assert one["cells"][0]["entries"] == ["xx-papers"]


def test_another_product_type_has_other_states(client: TestClient) -> None:
    answer = ask(client, "/v1/compare", {"country": ["XX", "YY"], "product_type": "generic"})
    assert [cell["state"] for cell in _row(answer, "excepted")["cells"]] == ["stated", "not-known"]
    assert [one["code"] for one in answer["warnings"] if one["code"] == "nothing-recorded"] == ["nothing-recorded"]


def test_another_filing_day_has_other_states(client: TestClient) -> None:
    query = {"country": ["XX", "YY"], "product_type": "biologic", "applies_on": "2028-01-01"}
    assert _row(ask(client, "/v1/compare", query), "coming")["cells"][0]["state"] == "stated"


def test_one_topic_alone_has_the_same_row(client: TestClient, compared: Data) -> None:
    query = {"country": ["XX", "YY"], "product_type": "biologic", "topic": ["papers", "gap"]}
    answer = ask(client, "/v1/compare", query)
    assert [row["id"] for row in answer["rows"]] == ["gap", "papers", "papers/paper-a", "papers/paper-b"]
    assert [_row(compared, row["id"]) for row in answer["rows"]] == answer["rows"]
