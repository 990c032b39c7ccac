"""Filters know their words, lists their sort keys; unknown values come last and nothing is sorted by chance."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.filters import Filters
from app.editions.faults import InvalidValue
from app.editions.known import known
from app.vocabulary.dates import day_range

SORTS = ("id", "country", "kind", "checked_on", "review_due_on", "fact_as_of", "applies_from", "evidence_grade")
POLICY_SORTS = (*SORTS, "announced_on", "effective_from", "transition_until")
DATES = {"fact_as_of", "applies_from", "announced_on", "effective_from", "transition_until"}


def test_known_values_are_given_back_in_their_order() -> None:
    assert known("topic", ["fees", "cpp", "fees"], ["cpp", "fees", "other"], "topic") == ["fees", "cpp", "fees"]
    assert known("topic", [], ["cpp"], "topic") == []


def test_an_unknown_value_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(InvalidValue, match="topic: no topic is called feess") as caught:
        known("topic", ["cpp", "feess"], iter(["cpp", "fees"]), "topic")
    fault = caught.value
    assert (fault.parameter, fault.value, fault.valid) == ("topic", "feess", ["cpp", "fees"])


@pytest.mark.parametrize("value", ["", "CPP", " cpp", "cpp\n", "%", "c_p"])
def test_a_value_is_known_only_as_it_is_written(value: str) -> None:
    with pytest.raises(InvalidValue):
        known("topic", [value], ["cpp"], "topic")


def test_a_facet_can_leave_its_own_filter_aside() -> None:
    one, other = object(), object()
    filters = Filters({"topic": one, "country": other})  # type: ignore[dict-item]
    assert filters.without("topic") == [other]
    assert filters.without("topic", "country") == []
    assert filters.without("kind") == [one, other]


def listed(client: TestClient, path: str, sort: str) -> list[dict[str, Any]]:
    """All entries of a list in an order, over several pages."""
    found: list[dict[str, Any]] = []
    params: dict[str, Any] = {"sort": sort, "limit": 100, "country": ["TH", "VN"]}
    while True:
        page = client.get(path, params=params).json()
        found += page["items"]
        if page["next"] is None:
            return found
        params["cursor"] = page["next"]


def in_order(items: list[dict[str, Any]], field: str, *, descending: bool) -> list[str]:
    """The ids as they must come: by the field, unknown values last, and by id where that is equal."""

    def key(item: dict[str, Any]) -> str:
        value: str = item[field]
        return day_range(value)[0].isoformat() if field in DATES else value

    by_id = sorted(items, key=lambda item: str(item["id"]))
    known_first = sorted((item for item in by_id if item[field] is not None), key=key, reverse=descending)
    return [str(item["id"]) for item in [*known_first, *(item for item in by_id if item[field] is None)]]


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("field", SORTS)
def test_entries_are_sorted_by_every_key(crafted_client: TestClient, field: str, descending: bool) -> None:
    items = listed(crafted_client, "/v1/entries", f"{'-' if descending else ''}{field}")
    assert len(items) > 150
    assert [item["id"] for item in items] == in_order(items, field, descending=descending)


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("field", POLICY_SORTS)
def test_policies_are_sorted_by_their_own_dates_too(
    crafted_client: TestClient,
    field: str,
    descending: bool,
) -> None:
    items = listed(crafted_client, "/v1/policies", f"{'-' if descending else ''}{field}")
    assert len(items) > 20
    assert [item["id"] for item in items] == in_order(items, field, descending=descending)


@pytest.mark.parametrize(
    "sort", ["", "-", "--id", "title", "ID", "id,kind", "announced_on", "statement_en", "revision_key"]
)
def test_a_list_is_not_sorted_by_anything_else(crafted_client: TestClient, sort: str) -> None:
    assert crafted_client.get("/v1/entries", params={"sort": sort}).status_code == 422


def test_the_default_order_is_by_id(crafted_client: TestClient) -> None:
    plain = crafted_client.get("/v1/entries?limit=200").json()
    assert plain["items"] == crafted_client.get("/v1/entries?limit=200&sort=id").json()["items"]
