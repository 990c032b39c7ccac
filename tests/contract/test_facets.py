"""A facet counts what a filter would find, and does not let its own filter narrow its view."""

from collections import Counter

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import ENTRY_LISTS, KIND_LISTS, Data, Query, ask, items

COMMON = ["country", "kind", "currency_status", "evidence_grade", "confidence", "product_type", "topic", "stale"]
OWN = {
    "/v1/requirements": ["obligation"],
    "/v1/procedures": ["licence", "assessment", "acceleration"],
    "/v1/reliance": ["scope"],
    "/v1/policies": ["status"],
}
OWN["/v1/entries"] = [name for names in OWN.values() for name in names]
FACETS = {address: COMMON + OWN.get(address, []) for address in ENTRY_LISTS}
MEMBERS = {"topic": "topics", "scope": "scopes"}


def _facets(client: TestClient, address: str, query: Query, *names: str) -> dict[str, dict[str, int]]:
    found = ask(client, address, {**query, "facets": ",".join(names), "limit": 1, "view": "summary"})["facets"]
    assert list(found) == list(names)
    return {name: {one["value"]: one["count"] for one in values} for name, values in found.items()}


def _total(client: TestClient, address: str, query: Query) -> int:
    total: int = ask(client, address, {**query, "limit": 1, "view": "summary"})["total"]
    return total


def _counted(entries: list[Data], name: str) -> Counter[str]:
    """How many items have each value, as the items themselves say."""
    counts: Counter[str] = Counter()
    for item in entries:
        value = item["here"]["stale"] if name == "stale" else item.get(MEMBERS.get(name, name))
        counts.update(value if isinstance(value, list) else [value] if value is not None else [])
    return counts


@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_a_facet_counts_the_values_that_the_items_have(richer: TestClient, address: str) -> None:
    entries = items(richer, address)
    names = [name for name in FACETS[address] if name != "product_type"]
    found = _facets(richer, address, {}, *names)
    for name in names:
        own = [one for one in entries if name != "status" or one["kind"] == "policy"]
        assert found[name] == _counted(own, name), name


@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_values_come_most_frequent_first_and_none_is_zero(client: TestClient, address: str) -> None:
    found = ask(client, address, {"facets": ",".join(FACETS[address])})["facets"]
    for values in found.values():
        assert values == sorted(values, key=lambda one: (-one["count"], one["value"]))
        assert all(one["count"] > 0 for one in values)


@pytest.mark.parametrize("name", [*COMMON, *OWN["/v1/entries"]])
def test_each_count_is_the_total_of_the_list_filtered_by_that_value(client: TestClient, name: str) -> None:
    for query in ({}, {"confidence": ["medium", "low"], "q": "gmp"}):
        for value, count in _facets(client, "/v1/entries", query, name)[name].items():
            assert _total(client, "/v1/entries", {**query, name: value}) == count, f"{query} {name}={value}"


def test_a_count_of_a_product_type_leaves_out_what_is_overridden_for_it(richer: TestClient) -> None:
    counts = _facets(richer, "/v1/requirements", {}, "product_type")["product_type"]
    assert counts["biosimilar"] == _total(richer, "/v1/requirements", {"product_type": "biosimilar"})


def test_counts_of_product_types_follow_exceptions_and_each_countrys_tree(richer: TestClient) -> None:
    for query in ({"country": "SG"}, {"q": "for-all-but"}, {"q": "for-biologics-but"}):
        for value, count in _facets(richer, "/v1/requirements", query, "product_type")["product_type"].items():
            assert _total(richer, "/v1/requirements", {**query, "product_type": value}) == count


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("topic", {"topic": "gmp-evidence"}),
        ("topic", {"topic": ["cpp", "fees"], "obligation": "mandatory"}),
        ("product_type", {"product_type": "generic"}),
        ("country", {"country": "MY"}),
        ("confidence", {"confidence": "low", "topic": "stability"}),
        ("stale", {"stale": "yes"}),
        ("obligation", {"obligation": "prohibited"}),
        ("currency_status", {"currency_status": "superseded"}),
        ("evidence_grade", {"evidence_grade": "D", "stale": ["no", "unknown"]}),
    ],
)
def test_a_facet_ignores_its_own_filter_and_keeps_the_others(
    richer: TestClient, name: str, query: dict[str, str | list[str]]
) -> None:
    rest = {other: value for other, value in query.items() if other != name}
    assert _facets(richer, "/v1/requirements", query, name) == _facets(richer, "/v1/requirements", rest, name)
    other = "evidence_grade" if name == "currency_status" else "currency_status"
    counted = _facets(richer, "/v1/requirements", query, other)[other]
    assert sum(counted.values()) == _total(richer, "/v1/requirements", query)
    assert sum(counted.values()) < _total(richer, "/v1/requirements", {})


def test_a_facet_of_a_field_that_is_always_known_sums_to_the_total(client: TestClient) -> None:
    for address in KIND_LISTS:
        found = _facets(client, address, {}, "country", "kind", "currency_status", "evidence_grade", "stale")
        for counts in found.values():
            assert sum(counts.values()) == _total(client, address, {})


def test_facets_do_not_change_the_page(client: TestClient) -> None:
    query = {"topic": "cpp", "sort": "-fact_as_of"}
    plain, counted = (ask(client, "/v1/entries", one) for one in (query, {**query, "facets": "topic,country"}))
    assert {**counted, "facets": None} == plain


def test_a_facet_named_twice_is_counted_once(client: TestClient) -> None:
    assert list(ask(client, "/v1/entries", {"facets": "topic,country,topic"})["facets"]) == ["topic", "country"]


def test_facets_of_nothing_are_empty(client: TestClient) -> None:
    found = _facets(client, "/v1/qa", {}, *COMMON)
    assert found == {name: {} for name in COMMON}
