"""How a list is cut into pages: their shape, their order, their links, and that nothing is lost between them."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app.vocabulary.dates import day_range
from tests.contract.asking import (
    ENTRY_LISTS,
    KIND_LISTS,
    PAGED_LISTS,
    WHOLE_LISTS,
    Data,
    ask,
    ids,
    items,
    links,
    pages,
)


@pytest.mark.parametrize("address", [*PAGED_LISTS, *WHOLE_LISTS])
def test_a_list_says_its_edition_items_next_total_and_meta(client: TestClient, address: str) -> None:
    page = ask(client, address)
    assert {"edition", "items", "next", "total", "meta"} <= set(page)
    assert page["edition"] == 1
    assert len(page["items"]) == min(page["total"], 50 if address in PAGED_LISTS else page["total"])
    assert (page["next"] is None) == (len(page["items"]) == page["total"])
    meta = page["meta"]
    assert meta["data_licence"]
    assert meta["disclaimer"]
    assert meta["published_at"] == "2026-11-23T00:00:00Z"
    assert meta["edition_sha256"] == ask(client, "/v1/editions/1")["sha256"]
    assert meta["language"] == "en"


@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_a_list_of_entries_says_how_long_ago_the_oldest_was_checked(client: TestClient, address: str) -> None:
    for query in ({}, {"view": "summary"}, {"country": "KR"}):
        page = ask(client, address, query)
        assert page["meta"]["oldest_checked_on"] == min((item["checked_on"] for item in page["items"]), default=None)
        assert page["meta"]["unclassified"] == {}
        assert page["facets"] is None


def test_the_oldest_check_is_that_of_the_page_and_not_of_the_list(richer: TestClient) -> None:
    first = ask(richer, "/v1/entries", {"sort": "checked_on", "limit": 2})
    second = ask(richer, "/v1/entries", {"sort": "checked_on", "limit": 2, "cursor": first["next"]})
    assert first["meta"]["oldest_checked_on"] == "2019-03-01"
    assert second["meta"]["oldest_checked_on"] == "2026-11-20"


def test_a_list_of_one_kind_holds_exactly_the_entries_of_that_kind(richer: TestClient) -> None:
    everything = items(richer, "/v1/entries")
    for address, kind in KIND_LISTS.items():
        assert items(richer, address) == [item for item in everything if item["kind"] == kind]
    assert {item["kind"] for item in everything} == {*KIND_LISTS.values()}


@pytest.mark.parametrize("address", PAGED_LISTS)
def test_the_smallest_and_the_largest_page_are_as_long_as_they_say(client: TestClient, address: str) -> None:
    total = ask(client, address)["total"]
    for limit in (1, 2, 200):
        page = ask(client, address, {"limit": limit})
        assert len(page["items"]) == min(limit, total)
        assert page["total"] == total


@pytest.mark.parametrize("address", ["/v1/entries", "/v1/sources", "/v1/gaps", "/v1/disagreements"])
@pytest.mark.parametrize("limit", [9, 50])
def test_all_pages_together_give_each_id_once_in_order(client: TestClient, address: str, limit: int) -> None:
    found = pages(client, address, limit=limit)
    given = [item["id"] for page in found for item in page["items"]]
    assert given == sorted(set(given))
    assert {page["total"] for page in found} == {len(given)}
    assert [len(page["items"]) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert 0 < len(found[-1]["items"]) <= limit


def test_a_list_whose_length_is_a_multiple_of_the_limit_has_no_empty_last_page(client: TestClient) -> None:
    total = ask(client, "/v1/procedures")["total"]
    assert ask(client, "/v1/procedures", {"limit": total})["next"] is None
    assert len(pages(client, "/v1/procedures", limit=total // 2)) == 2 + total % 2


def _first_day(field: str) -> Callable[[Data], str | None]:
    def key(item: Data) -> str | None:
        return day_range(item[field])[0].isoformat() if item[field] else None

    return key


SORTS: dict[str, Callable[[Data], str | None]] = {
    "id": lambda item: item["id"],
    "country": lambda item: item["country"],
    "kind": lambda item: item["kind"],
    "checked_on": lambda item: item["checked_on"],
    "review_due_on": lambda item: item["review_due_on"],
    "evidence_grade": lambda item: item["evidence_grade"],
    "fact_as_of": _first_day("fact_as_of"),
    "applies_from": _first_day("applies_from"),
}
POLICY_SORTS: dict[str, Callable[[Data], str | None]] = {
    name: _first_day(name) for name in ("announced_on", "effective_from", "transition_until")
}


@pytest.fixture(scope="module")
def by_id(richer: TestClient) -> dict[str, list[Data]]:
    """All items of the lists that are sorted here, in order of id."""
    return {address: items(richer, address) for address in ("/v1/entries", "/v1/policies")}


@pytest.mark.parametrize("minus", ["", "-"])
@pytest.mark.parametrize(
    ("address", "name"),
    [*(("/v1/entries", name) for name in SORTS), *(("/v1/policies", name) for name in POLICY_SORTS)],
)
def test_a_list_is_sorted_by_the_field_then_by_id_with_unknown_values_last(
    richer: TestClient, by_id: dict[str, list[Data]], address: str, name: str, minus: str
) -> None:
    key = {**SORTS, **POLICY_SORTS}[name]
    known = {value for item in by_id[address] if (value := key(item)) is not None}
    order = [*sorted(known, reverse=bool(minus)), None]
    expected = [item["id"] for value in order for item in by_id[address] if key(item) == value]
    assert len(order) > 2
    assert ids(richer, address, {"sort": minus + name, "view": "summary"}) == expected


@pytest.mark.parametrize("sort", [f"{minus}{name}" for name in SORTS for minus in ("", "-")])
def test_small_pages_of_a_sorted_list_are_the_large_ones(richer: TestClient, sort: str) -> None:
    query = {"sort": sort, "view": "summary"}
    assert ids(richer, "/v1/entries", query, limit=61) == ids(richer, "/v1/entries", query)


@pytest.mark.parametrize("sort", [f"{minus}{name}" for name in POLICY_SORTS for minus in ("", "-")])
def test_pages_of_one_of_a_sorted_list_of_policies_are_the_large_one(client: TestClient, sort: str) -> None:
    query = {"sort": sort, "view": "summary"}
    assert ids(client, "/v1/policies", query, limit=1) == ids(client, "/v1/policies", query)


@pytest.mark.parametrize("name", [*SORTS, *POLICY_SORTS])
def test_the_sorts_are_tested_on_values_that_are_shared(by_id: dict[str, list[Data]], name: str) -> None:
    key = {**SORTS, **POLICY_SORTS}[name]
    values = [key(item) for item in by_id["/v1/policies" if name in POLICY_SORTS else "/v1/entries"]]
    assert name == "id" or len(set(values)) < len(values)
    if name in ("fact_as_of", "applies_from", "review_due_on", *POLICY_SORTS):
        assert None in values


@pytest.mark.parametrize("address", PAGED_LISTS)
def test_links_lead_to_this_page_the_first_and_the_next(client: TestClient, address: str) -> None:
    first = client.get(address, params={"limit": 3})
    found = links(first)
    assert client.get(found["self"]).json() == client.get(found["first"]).json() == first.json()
    assert ("next" in found) == (first.json()["next"] is not None)
    if "next" in found:
        second = client.get(found["next"])
        assert second.json() == ask(client, address, {"limit": 3, "cursor": first.json()["next"]})
        assert client.get(links(second)["first"]).json() == first.json()
        assert client.get(links(second)["self"]).json() == second.json()


def test_links_keep_the_question(client: TestClient) -> None:
    query = {
        "country": "my",
        "product_type": ["generic", "biosimilar"],
        "q": "GMP 실사 & +",
        "sort": "-fact_as_of",
        "lang": "ko",
        "view": "summary",
        "limit": "2",
    }
    answer = client.get("/v1/entries", params={**query, "q": "GMP"})
    assert answer.json()["total"] > 4
    following = client.get(links(answer)["next"])
    assert following.json()["items"] == ask(client, "/v1/entries", {**query, "q": "GMP", "limit": 4})["items"][2:]
    odd = client.get("/v1/entries", params=query)
    assert client.get(links(odd)["self"]).json() == odd.json()


def test_following_next_to_the_end_reads_the_whole_list(client: TestClient) -> None:
    answer = client.get("/v1/entries", params={"limit": 50, "sort": "kind", "view": "summary"})
    found = [item["id"] for item in answer.json()["items"]]
    while "next" in links(answer):
        answer = client.get(links(answer)["next"])
        found += [item["id"] for item in answer.json()["items"]]
    assert found == ids(client, "/v1/entries", {"sort": "kind"})


def test_a_summary_is_a_part_of_the_full_item(client: TestClient) -> None:
    members = {
        *("id", "kind", "country", "product_types", "topics", "title", "currency_status", "fact_as_of"),
        *("checked_on", "evidence_grade", "confidence", "published_in", "revision", "review", "texts", "here"),
    }
    full = items(client, "/v1/entries", {"product_type": "biosimilar", "lang": "ko"})
    short = items(client, "/v1/entries", {"product_type": "biosimilar", "lang": "ko", "view": "summary"})
    for one, whole in zip(short, full, strict=True):
        assert set(one) == members
        assert one["texts"] == {"title": whole["texts"]["title"]}
        assert {name: one[name] for name in members - {"texts"}} == {
            name: whole[name] for name in members - {"texts"}
        }


@pytest.mark.parametrize("address", WHOLE_LISTS)
def test_a_list_without_pages_is_whole(client: TestClient, address: str) -> None:
    page = ask(client, address)
    assert page["next"] is None
    assert len({item["id"] for item in page["items"]}) == page["total"] == len(page["items"])
