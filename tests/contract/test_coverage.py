"""Coverage counts what the lists would find: cell by cell, and each country in sum."""

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import Data, ask, fault, pages

ALL = "/v1/coverage"


def _cells(client: TestClient, **query: str | list[str]) -> list[Data]:
    return [cell for page in pages(client, ALL, query) for cell in page["items"]]


@pytest.mark.parametrize(("country", "product_type"), [("MY", "biosimilar"), ("SG", "vaccine")])
def test_a_cell_counts_the_entries_that_the_lists_find_for_it(
    richer: TestClient, country: str, product_type: str
) -> None:
    counted = 0
    for cell in _cells(richer, country=country, product_type=product_type):
        query = {"country": country, "product_type": product_type, "topic": cell["topic"], "limit": 1}
        assert cell["entries"] == ask(richer, "/v1/entries", query)["total"], cell
        old = ask(richer, "/v1/entries", {**query, "stale": ["yes", "unknown"]})["total"] if cell["entries"] else 0
        assert cell["stale_entries"] == old, cell
        counted += cell["entries"]
    assert counted > 0


def test_the_state_of_a_cell_follows_from_what_it_counts(richer: TestClient) -> None:
    states = set()
    for cell in _cells(richer, country="MY"):
        states.add(cell["state"])
        if cell["disagreements"]:
            assert cell["state"] == "contradicted"
        elif not cell["entries"]:
            assert cell["state"] == "empty"
        else:
            assert cell["state"] == ("stale" if cell["stale_entries"] == cell["entries"] else "filled")
    assert states == {"filled", "stale", "contradicted", "empty"}


def test_there_is_one_cell_for_each_country_type_and_topic_in_order(richer: TestClient) -> None:
    types, topics = (
        [one["id"] for one in ask(richer, f"/v1/{name}")["items"]] for name in ("product-types", "topics")
    )
    cells = [(one["country"], one["product_type"], one["topic"]) for one in _cells(richer, country=["SG", "MY"])]
    assert cells == sorted((c, p, t) for c in ("MY", "SG") for p in types for t in topics)


def test_a_country_is_counted_in_sum_whatever_the_page(richer: TestClient) -> None:
    first = ask(richer, ALL, {"country": ["MY", "SG"], "limit": 1})
    cells = _cells(richer, country=["MY", "SG"])
    assert first["total"] == len(cells)
    for total in first["by_country"]:
        own = [cell["state"] for cell in cells if cell["country"] == total["country"]]
        assert {name: own.count(name) for name in set(total) - {"country"}} == {
            name: count for name, count in total.items() if name != "country"
        }
    assert [one["country"] for one in first["by_country"]] == ["MY", "SG"]


@pytest.mark.parametrize("state", ["filled", "stale", "contradicted", "empty"])
def test_cells_can_be_asked_for_by_their_state(richer: TestClient, state: str) -> None:
    every = _cells(richer, country="MY", product_type="generic")
    wanted = [cell for cell in every if cell["state"] == state]
    assert _cells(richer, country="MY", product_type="generic", state=state) == wanted


def test_without_a_country_those_with_entries_are_counted(richer: TestClient) -> None:
    countries = [one["id"] for one in ask(richer, "/v1/countries")["items"] if one["total_entries"]]
    assert [one["country"] for one in ask(richer, ALL)["by_country"]] == sorted(countries)


@pytest.mark.parametrize(
    "query",
    [
        {"country": ["MY", "my"], "product_type": "generic", "topic": "cpp"},
        {"country": "MY", "product_type": ["generic", "generic"], "topic": "cpp"},
        {"country": "MY", "product_type": "generic", "topic": ["cpp", "cpp"]},
    ],
)
def test_a_value_given_again_counts_nothing_twice(richer: TestClient, query: dict[str, str | list[str]]) -> None:
    assert _cells(richer, **query) == _cells(richer, country="MY", product_type="generic", topic="cpp")


@pytest.mark.parametrize(
    ("query", "parameter"), [("country=XX", "country"), ("topic=nothing", "topic"), ("state=full", "state")]
)
def test_a_value_that_there_is_not_is_refused(client: TestClient, query: str, parameter: str) -> None:
    fault(client.get(f"{ALL}?{query}"), parameter)
