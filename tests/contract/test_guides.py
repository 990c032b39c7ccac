"""A guide is everything on one page: each thing once, in its place, with its sources and its doubts."""

from collections import Counter
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import Data, ask, items, problem

PRODUCT_TYPES = [
    *("all-medicines", "new-chemical-entity", "generic", "biologic", "biosimilar", "vaccine", "blood-product"),
    *("cell-gene-therapy", "orphan", "radiopharmaceutical", "otc", "health-supplement", "traditional-herbal"),
    *("medical-device", "ivd", "cosmetic"),
]
OVER = ("superseded", "historic")
NOW = ["procedures", "reliance", "observed_times", "policies", "market", "terms", "questions"]
APART = ["coming", "product_type_not_stated", "older_evidence"]
KINDS = {
    "procedures": "procedure",
    "reliance": "reliance",
    "observed_times": "observed_time",
    "policies": "policy",
    "market": "market",
    "terms": "term",
    "questions": "qa",
}


def _sections(guide: Data) -> Iterator[tuple[str, Data]]:
    """Every entry of a guide with the section it stands in; a requirement once for each of its topics."""
    for name in (*NOW, *APART):
        for item in guide[name]:
            yield name, item
    for group in guide["requirements"]:
        for item in group["items"]:
            yield "requirements", item


def _shown(guide: Data) -> dict[str, Data]:
    return {item["id"]: item for item in (*(item for _, item in _sections(guide)), *guide["regional"])}


@pytest.fixture(scope="module")
def guides(richer: TestClient) -> dict[str, Data]:
    """The guides of Malaysia by product type."""
    return {one: ask(richer, f"/v1/guides/MY/{one}") for one in PRODUCT_TYPES}


def test_the_product_types_tested_here_are_all_there_are(client: TestClient) -> None:
    assert [one["id"] for one in ask(client, "/v1/product-types")["items"]] == PRODUCT_TYPES


@pytest.mark.parametrize("product_type", PRODUCT_TYPES)
def test_every_product_type_has_a_guide_in_both_languages(
    richer: TestClient, guides: dict[str, Data], product_type: str
) -> None:
    english = guides[product_type]
    korean = ask(richer, f"/v1/guides/MY/{product_type}", {"lang": "ko"})
    assert (english["country"], english["product_type"]) == ("MY", product_type)
    assert (english["country_name"], korean["country_name"]) == ("Malaysia", "말레이시아")
    assert english["product_type_name"] != korean["product_type_name"]
    assert [(name, item["id"]) for name, item in _sections(english)] == [
        (name, item["id"]) for name, item in _sections(korean)
    ]


@pytest.mark.parametrize("product_type", PRODUCT_TYPES)
def test_a_guide_holds_what_holds_for_the_type_and_what_does_not_say_for_which(
    richer: TestClient, guides: dict[str, Data], product_type: str
) -> None:
    guide = guides[product_type]
    query = {"country": "MY", "product_type": product_type, "view": "summary"}
    named = {item["id"] for item in items(richer, "/v1/entries", query)}
    every = items(richer, "/v1/entries", {"country": "MY", "view": "summary"})
    unnamed = {item["id"] for item in every if not item["product_types"]}
    assert set(_shown(guide)) == named | unnamed | {item["id"] for item in guide["regional"]}
    for _, item in _sections(guide):
        assert (item["here"]["applies_through"] is None) == (item["id"] in unnamed)


@pytest.mark.parametrize("product_type", PRODUCT_TYPES)
def test_every_entry_stands_in_one_section_and_a_requirement_once_under_each_of_its_topics(
    guides: dict[str, Data], product_type: str
) -> None:
    guide = guides[product_type]
    places = Counter((name, item["id"]) for name, item in _sections(guide) if name != "requirements")
    assert set(places.values()) <= {1}
    assert len({id_ for _, id_ in places}) == len(places)
    under: dict[str, list[str]] = {}
    for group in guide["requirements"]:
        assert group["items"] or group["also"]
        for item in group["items"]:
            assert item["kind"] == "requirement"
            under.setdefault(item["id"], []).append(group["topic"])
            assert item["id"] not in {id_ for _, id_ in places}
        for id_ in group["also"]:
            under[id_].append(group["topic"])
    for id_, topics in under.items():
        assert sorted(topics) == sorted(_shown(guide)[id_]["topics"])


@pytest.mark.parametrize("product_type", PRODUCT_TYPES)
def test_each_section_holds_its_own_kind_and_older_evidence_alone_holds_what_is_over(
    guides: dict[str, Data], product_type: str
) -> None:
    guide = guides[product_type]
    for name, kind in KINDS.items():
        assert {item["kind"] for item in guide[name]} <= {kind}
    for name, item in _sections(guide):
        over = item["currency_status"] in OVER
        assert not over or name == "older_evidence", item["id"]
        if name == "older_evidence":
            assert over or item["here"]["applies"] == "no"
        if name in (*NOW, "requirements"):
            assert item["here"]["applies"] in ("yes", "unknown")
        if name == "product_type_not_stated":
            assert item["product_types"] == []
            assert item["kind"] != "market"


def test_the_guides_tested_here_have_something_in_every_section(guides: dict[str, Data]) -> None:
    guide = guides["generic"]
    empty = [name for name in (*NOW, *APART, "requirements", "gaps", "disagreements", "sources") if not guide[name]]
    assert empty == []


@pytest.mark.parametrize("product_type", PRODUCT_TYPES)
def test_a_guide_names_each_source_of_its_entries_once_with_those_that_cite_it(
    guides: dict[str, Data], product_type: str
) -> None:
    guide = guides[product_type]
    citing: dict[str, set[str]] = {}
    for item in _shown(guide).values():
        for source in item["sources"]:
            citing.setdefault(source["id"], set()).add(item["id"])
    assert {source["id"]: set(source["entries"]) for source in guide["sources"]} == citing
    assert len(guide["sources"]) == len(citing)
    assert all(source["title"] and source["publisher"] for source in guide["sources"])


def test_topics_stand_in_the_order_of_the_vocabulary_and_what_is_mandatory_first(client: TestClient) -> None:
    guide = ask(client, "/v1/guides/MY/biosimilar")
    topics = [one["id"] for one in ask(client, "/v1/topics")["items"]]
    asked = [group["topic"] for group in guide["requirements"]]
    assert asked == [topic for topic in topics if topic in asked]
    assert len(asked) > 10
    for group in guide["requirements"]:
        obligations = [item["obligation"] == "mandatory" for item in group["items"]]
        assert obligations == sorted(obligations, reverse=True)
        own = [item["here"]["applies_through"]["how"] for item in group["items"] if item["obligation"] == "mandatory"]
        assert own == sorted(own, reverse=True)  # named before inherited


def test_marketing_authorisation_comes_first_among_procedures(client: TestClient) -> None:
    licences = [item["licence"] == "marketing-authorisation" for item in _of(client, "MY/generic")["procedures"]]
    assert licences[0]
    assert licences == sorted(licences, reverse=True)


def test_procedures_of_a_guide_have_clock_fees_and_prerequisites(client: TestClient) -> None:
    procedures = _of(client, "MY/biosimilar")["procedures"]
    variants = [one for item in procedures for one in item["variants"]]
    assert any(one["total"] for one in variants)
    assert any(one["fees"] for one in variants)
    assert any(item["prerequisites"] for item in procedures)


def test_a_guide_for_another_day_sets_apart_what_does_not_hold_then(richer: TestClient) -> None:
    def places(day: str) -> dict[str, str]:
        guide = ask(richer, "/v1/guides/MY/generic", {"applies_on": day})
        assert guide["applies_on"] == day
        return {item["id"]: name for name, item in _sections(guide)}

    today, later, long_ago = places("2026-11-23"), places("2027-06-01"), places("2010-01-01")
    assert today.keys() == later.keys() == long_ago.keys()
    assert (today["ends-this-year"], later["ends-this-year"]) == ("requirements", "older_evidence")
    assert (today["starts-next-year"], later["starts-next-year"]) == ("coming", "requirements")
    assert today["starts-this-month"] == "requirements"
    assert long_ago["starts-this-month"] == "coming"
    assert today["ended-last-year"] == later["ended-last-year"] == "older_evidence"


def test_a_guide_is_for_today_unless_a_day_is_named(client: TestClient) -> None:
    plain = _of(client, "MY/generic")
    assert plain["applies_on"] == "2026-11-23"
    assert ask(client, "/v1/guides/MY/generic", {"applies_on": "2026-11-23"}) == plain


def test_a_policy_that_is_not_done_yet_is_coming(client: TestClient) -> None:
    guide = _of(client, "MY/generic")
    for item in guide["coming"]:
        if item["kind"] == "policy" and item["status"] in ("in-force", "withdrawn"):
            assert (item["effective_from"] or "") >= "2026" or item["transition_until"] >= "2026"
    assert not [one for one in guide["policies"] if one["status"] in ("announced", "consultation", "adopted")]
    assert [one for one in guide["coming"] if one["kind"] == "policy"]


@pytest.mark.parametrize("product_type", ["biosimilar", "generic"])
def test_warnings_name_the_entries_that_they_are_about(client: TestClient, product_type: str) -> None:
    guide = _of(client, f"MY/{product_type}")
    found = {one["code"]: set(one["entries"]) for one in guide["warnings"]}
    now = {item["id"]: item for name, item in _sections(guide) if name not in ("coming", "older_evidence")}
    now |= {item["id"]: item for item in guide["regional"]}
    assert found["stale-entries"] == {id_ for id_, item in now.items() if item["here"]["stale"] == "yes"}
    assert found["undated-entries"] == {id_ for id_, item in now.items() if item["here"]["stale"] == "unknown"}
    assert found["low-confidence"] == {id_ for id_, item in now.items() if item["confidence"] == "low"}
    assert found["product-type-not-stated"] == {item["id"] for item in guide["product_type_not_stated"]}
    assert all(one["message"] for one in guide["warnings"])


def test_a_guide_has_the_gaps_and_disagreements_that_touch_its_entries(client: TestClient) -> None:
    guide = _of(client, "MY/generic")
    shown = _shown(guide)
    for address, name in (("/v1/gaps", "gaps"), ("/v1/disagreements", "disagreements")):
        every = items(client, address, {"country": "MY"})
        touching = [one for one in every if not one["product_types"] or set(one["entries"]) & set(shown)]
        found = [one["id"] for one in guide[name]]
        assert set(found) >= {one["id"] for one in touching}
        assert all(one in every for one in guide[name])
        assert sorted(found) == sorted(set(found))
    order = ["open", "partly-closed", "closed"]
    assert [one["status"] for one in guide["gaps"]] == sorted(
        (one["status"] for one in guide["gaps"]), key=order.index
    )


@pytest.mark.parametrize("country", ["JP", "US", "CN", "BR"])
@pytest.mark.parametrize("product_type", ["generic", "cosmetic"])
def test_a_country_of_which_nothing_is_recorded_has_a_guide_that_says_so(
    client: TestClient, country: str, product_type: str
) -> None:
    guide = _of(client, f"{country}/{product_type}")
    assert list(_sections(guide)) == []
    assert [one["code"] for one in guide["warnings"]] == ["nothing-recorded"]
    assert guide["sources"] == []
    authorities = ask(client, "/v1/authorities", {"country": country})["items"]
    assert guide["authorities"] == authorities


@pytest.mark.parametrize("address", ["XX/generic", "Malaysia/generic", "MY/nothing", "MY/biosimlar", "MY/GENERIC"])
def test_a_guide_of_an_unknown_country_or_product_type_is_not_found(client: TestClient, address: str) -> None:
    problem(client.get(f"/v1/guides/{address}"), 404, "unknown-record")


def test_a_guide_includes_what_the_region_binds_the_country_to(richer: TestClient) -> None:
    assert "asean-for-all" in _shown(_of(richer, "MY/generic"))


def _of(client: TestClient, which: str) -> Data:
    return ask(client, f"/v1/guides/{which}")
