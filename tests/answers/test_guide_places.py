"""A guide keeps apart what holds, what is coming, what is history, and what names no product type."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.vocabulary.dates import day_range
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, record

TODAY = date(2026, 12, 1)
SECTIONS = ("procedures", "reliance", "observed_times", "policies", "coming", "market", "terms", "questions")
OTHER = ("product_type_not_stated", "older_evidence")

ENTRIES: dict[str, dict[str, Any]] = {
    "requirement": {
        "now": {},
        "now-undated": {"fact_as_of": None},
        "now-unknown": {"currency_status": "unknown"},
        "now-begins-this-month": {"applies_from": "2026-12"},
        "now-last-day": {"applies_until": "2026-12-01"},
        "now-ends-this-year": {"applies_until": "2026"},
        "coming": {"applies_from": "2026-12-02"},
        "coming-next-year": {"applies_from": "2027"},
        "older-superseded": {"currency_status": "superseded"},
        "older-historic": {"currency_status": "historic"},
        "older-ended": {"applies_until": "2026-11-30"},
        "older-ended-last-month": {"applies_until": "2026-11"},
        "older-superseded-later": {"currency_status": "superseded", "applies_from": "2027"},
        "nowhere": {"product_types": ["generic"]},
        "nowhere-below": {"product_types": ["biosimilar"]},
        "unstated": {"product_types": []},
        "older-unstated": {"product_types": [], "currency_status": "historic"},
        "coming-unstated": {"product_types": [], "applies_from": "2027"},
    },
    "policy": {
        "now": {"effective_from": "2026-12-01"},
        "now-transition-over": {"effective_from": "2020", "transition_until": "2026-11-30"},
        "coming-announced": {"status": "announced"},
        "coming-consultation": {"status": "consultation"},
        "coming-adopted": {"status": "adopted", "effective_from": "2020"},
        "coming-later": {"effective_from": "2026-12-02"},
        "coming-transition": {"effective_from": "2020", "transition_until": "2026-12-01"},
        "coming-transition-this-year": {"effective_from": "2020", "transition_until": "2026"},
        "older": {"currency_status": "superseded", "status": "announced"},
    },
    "procedure": {"now": {}, "older": {"currency_status": "historic"}},
    "reliance": {"now": {}, "coming": {"applies_from": "2027"}},
    "observed_time": {"now": {}, "unstated": {"product_types": []}},
    "market": {"now": {}, "now-unstated": {"product_types": []}, "older": {"currency_status": "historic"}},
    "term": {"now": {}, "nowhere": {"product_types": ["biosimilar"]}},
    "qa": {"now": {}},
}


def named(kind: str, name: str) -> str:
    """The id of an entry, which tells where it belongs."""
    return f"zz-{kind.replace('_', '-')}-{name}"


@pytest.fixture(scope="module")
def client(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas with an entry for every place."""
    with opened(databases, databases.copy(small)) as engine:
        edition(
            engine,
            *(
                record(kind, named(kind, name), **values)
                for kind, own in ENTRIES.items()
                for name, values in own.items()
            ),
        )
        with asking(engine, TODAY) as client:
            yield client


def guide(client: TestClient, query: str = "") -> dict[str, Any]:
    """The guide for biologics."""
    found: dict[str, Any] = client.get(f"/v1/guides/XX/biologic{query}").json()
    return found


def sections(found: dict[str, Any]) -> dict[str, list[str]]:
    """The crafted ids in each section."""
    by_topic = [item for topic in found["requirements"] for item in topic["items"]]
    held = {"requirements": by_topic} | {name: found[name] for name in (*SECTIONS, *OTHER)}
    return {name: [item["id"] for item in items if item["id"].startswith("zz-")] for name, items in held.items()}


def expected(kind: str, place: str) -> list[str]:
    """The ids of a kind that belong to a place, by their names."""
    return sorted(named(kind, name) for name in ENTRIES[kind] if name == place or name.startswith(f"{place}-"))


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("requirement", "requirements"),
        ("procedure", "procedures"),
        ("reliance", "reliance"),
        ("observed_time", "observed_times"),
        ("policy", "policies"),
        ("market", "market"),
        ("term", "terms"),
        ("qa", "questions"),
    ],
)
def test_what_holds_stands_under_its_kind(client: TestClient, kind: str, section: str) -> None:
    assert sorted(sections(guide(client))[section]) == expected(kind, "now") != []


def test_what_is_coming_stands_apart(client: TestClient) -> None:
    wanted = [id_ for kind in ENTRIES for id_ in expected(kind, "coming")]
    assert sorted(sections(guide(client))["coming"]) == sorted(wanted)


def test_what_is_coming_is_ordered_by_its_next_day_and_what_names_none_comes_last(client: TestClient) -> None:
    found = guide(client)
    dated = {one["entry"]: one["on"] for one in found["dates"]}
    assert dated[named("policy", "coming-transition")] == "2026-12-01"
    assert dated[named("policy", "coming-transition-this-year")] == "2026"
    assert named("policy", "coming-announced") not in dated
    assert list(dated) == [one["id"] for one in found["coming"]][: len(dated)]
    days = [day_range(on) for on in dated.values()]
    assert days == sorted(days)


def test_what_is_history_stands_under_older_evidence(client: TestClient) -> None:
    wanted = [id_ for kind in ENTRIES for id_ in expected(kind, "older")]
    assert sorted(sections(guide(client))["older_evidence"]) == sorted(wanted)


def test_what_names_no_product_type_stands_apart_but_for_the_market(client: TestClient) -> None:
    wanted = [id_ for kind in ENTRIES for id_ in expected(kind, "unstated")]
    assert sections(guide(client))["product_type_not_stated"] == sorted(wanted)


def test_what_is_for_other_products_is_not_there(client: TestClient) -> None:
    answer = client.get("/v1/guides/XX/biologic").text
    assert not [id_ for kind in ENTRIES for id_ in expected(kind, "nowhere") if f'"{id_}"' in answer]


def test_every_entry_stands_in_one_place(client: TestClient) -> None:
    found = [id_ for items in sections(guide(client)).values() for id_ in items]
    assert len(found) == len(set(found))
    assert set(found) == {
        named(kind, name) for kind, own in ENTRIES.items() for name in own if not name.startswith("nowhere")
    }


def test_an_earlier_filing_day_moves_what_was_still_to_come(client: TestClient) -> None:
    found = sections(guide(client, "?applies_on=2026-11-30"))
    assert named("requirement", "older-ended") in found["requirements"]
    assert named("requirement", "now-begins-this-month") in found["coming"]
    assert named("policy", "now") in found["coming"]


def test_a_later_filing_day_moves_what_has_begun_or_ended(client: TestClient) -> None:
    found = sections(guide(client, "?applies_on=2028-01-01"))
    assert {named("requirement", one) for one in ("coming", "coming-next-year")} <= set(found["requirements"])
    assert {named("requirement", one) for one in ("now-last-day", "now-ends-this-year")} <= set(
        found["older_evidence"]
    )
    assert named("policy", "coming-transition") in found["policies"]
    assert named("requirement", "coming-unstated") in found["product_type_not_stated"]


def test_applies_is_told_for_the_filing_day(client: TestClient) -> None:
    answers = {}
    for day in ("2026-11-30", "2026-12-01", "2026-12-31"):
        found = guide(client, f"?applies_on={day}")
        items = [item for topic in found["requirements"] for item in topic["items"]] + found["coming"]
        answers[day] = {item["id"]: item["here"]["applies"] for item in items}[
            named("requirement", "now-begins-this-month")
        ]
        assert found["applies_on"] == day
    assert answers == {"2026-11-30": "no", "2026-12-01": "unknown", "2026-12-31": "yes"}


def test_warnings_name_what_they_are_about(client: TestClient) -> None:
    warnings = {one["code"]: one["entries"] for one in guide(client)["warnings"]}
    assert named("requirement", "now-undated") in warnings["undated-entries"]
    assert set(warnings["product-type-not-stated"]) == {
        named("requirement", "unstated"),
        named("observed_time", "unstated"),
    }
    assert "nothing-recorded" not in warnings


def test_requirements_stand_under_each_of_their_topics_mandatory_first(engine: Engine) -> None:
    records = [
        record("requirement", f"zz-{obligation}", obligation=obligation, topics=["fees", "dossier"])
        for obligation in ("not-required", "conditional", "mandatory", "recommended", "prohibited")
    ]
    edition(engine, *records)
    with asking(engine) as client:
        topics = guide(client)["requirements"]
    assert [topic["topic"] for topic in topics] == ["dossier", "fees"]
    ordered = ["zz-mandatory", "zz-prohibited", "zz-conditional", "zz-recommended", "zz-not-required"]
    for topic in topics:
        shown = [*(item["id"] for item in topic["items"]), *topic["also"]]
        assert [id_ for id_ in shown if id_.startswith("zz-")] == ordered
    assert [bool(topic["also"]) for topic in topics] == [False, True]


@pytest.mark.parametrize("dates", [{}, {"effective_from": "2027"}])
def test_a_policy_that_was_dropped_is_neither_in_force_nor_coming(engine: Engine, dates: dict[str, str]) -> None:
    edition(engine, record("policy", "zz-dropped", status="withdrawn", **dates))
    with asking(engine) as client:
        found = sections(guide(client))
    assert found["policies"] == found["coming"] == []
    assert found["older_evidence"] == ["zz-dropped"]
