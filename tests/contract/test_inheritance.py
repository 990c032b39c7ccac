"""What holds for a product type: what is named for it, and what inheritance may bring, and no invented law."""

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import KIND_LISTS, Data, ask, items

INHERITING = {"requirement", "policy"}
APART = ["health-supplement", "traditional-herbal", "medical-device", "ivd", "cosmetic"]
BIOLOGICS = {"biosimilar", "vaccine", "blood-product", "cell-gene-therapy"}
OVERRIDDEN = {"biosimilar": {"for-biologics"}}


@pytest.fixture(scope="module")
def parents(richer: TestClient) -> dict[str, str | None]:
    """The default tree of product types."""
    return {one["id"]: one["parent"] for one in ask(richer, "/v1/product-types")["items"]}


@pytest.fixture(scope="module")
def entries(richer: TestClient) -> list[Data]:
    """Every entry, in order of id."""
    return items(richer, "/v1/entries")


def test_the_tree_is_the_one_that_the_design_names(parents: dict[str, str | None]) -> None:
    assert {id_ for id_, parent in parents.items() if parent == "biologic"} == BIOLOGICS
    medicines = {"new-chemical-entity", "generic", "biologic", "radiopharmaceutical", "otc", "orphan"}
    assert {id_ for id_, parent in parents.items() if parent == "all-medicines"} == medicines
    assert {id_ for id_, parent in parents.items() if parent is None} == {"all-medicines", *APART}


def _chain(parents: dict[str, str | None], product_type: str, item: Data) -> list[str]:
    """The types whose entries hold for a type, nearest first; Singapore sets vaccines apart."""
    chain: list[str] = []
    one: str | None = product_type
    while one is not None:
        chain.append(one)
        one = None if (item["country"], one) == ("SG", "vaccine") else parents[one]
    return chain if item["kind"] in INHERITING else [one for one in chain if one in (product_type, "all-medicines")]


def _through(parents: dict[str, str | None], product_type: str, item: Data) -> Data | None:
    """How an entry holds for a type, by the rules alone."""
    for place, one in enumerate(chain := _chain(parents, product_type, item)):
        if one in item["product_types"]:
            if set(chain[: place + 1]) & set(item["except_product_types"]):
                return None
            return {"type": one, "how": "inherited" if place else "named"}
    return None


@pytest.mark.parametrize("address", ["/v1/entries", "/v1/requirements", "/v1/procedures"])
def test_a_product_type_gives_exactly_the_entries_that_hold_for_it_and_says_through_what(
    richer: TestClient, entries: list[Data], parents: dict[str, str | None], address: str
) -> None:
    own = [item for item in entries if item["kind"] == KIND_LISTS.get(address, item["kind"])]
    for product_type in parents:
        wanted = {
            item["id"]: through
            for item in own
            if (through := _through(parents, product_type, item))
            and item["id"] not in OVERRIDDEN.get(product_type, ())
        }
        shown = items(richer, address, {"product_type": product_type, "view": "summary"})
        assert {item["id"]: item["here"]["applies_through"] for item in shown} == wanted, product_type


def test_requirements_for_a_biosimilar_in_malaysia_are_those_of_its_three_names(
    client: TestClient,
) -> None:
    every = items(client, "/v1/requirements", {"country": "MY"})
    shown = items(client, "/v1/requirements", {"country": "MY", "product_type": "biosimilar"})
    nearest = ("biosimilar", "biologic", "all-medicines")
    wanted = [item["id"] for item in every if {*nearest} & {*item["product_types"]}]
    assert [item["id"] for item in shown] == wanted
    for item in shown:
        name = next(one for one in nearest if one in item["product_types"])
        how = "named" if name == "biosimilar" else "inherited"
        assert item["here"]["applies_through"] == {"type": name, "how": how}
    assert {item["here"]["applies_through"]["type"] for item in shown} == {*nearest}


def test_a_procedure_named_for_biologics_alone_is_not_one_for_biosimilars(client: TestClient) -> None:
    shown = items(client, "/v1/procedures", {"product_type": "biosimilar"})
    assert shown
    for item in shown:
        assert {"biosimilar", "all-medicines"} & {*item["product_types"]}
    named = {
        item["id"]
        for item in items(client, "/v1/procedures", {"product_type": "biologic"})
        if "biosimilar" not in item["product_types"] and "all-medicines" not in item["product_types"]
    }
    assert named
    assert not named & {item["id"] for item in shown}


@pytest.mark.parametrize("address", ["/v1/requirements", "/v1/policies", "/v1/entries"])
def test_what_is_named_for_a_kind_of_biologic_alone_is_not_law_for_biologics(
    client: TestClient, address: str
) -> None:
    for item in items(client, address, {"product_type": "biologic", "view": "summary"}):
        assert {"biologic", "all-medicines"} & {*item["product_types"]}
    below = items(client, address, {"product_type": "biosimilar", "view": "summary"})
    assert any(item["product_types"] == ["biosimilar"] for item in below)


@pytest.mark.parametrize("product_type", APART)
def test_what_is_no_medicine_gets_nothing_from_all_medicines(client: TestClient, product_type: str) -> None:
    for item in items(client, "/v1/entries", {"product_type": product_type, "view": "summary"}):
        assert product_type in item["product_types"]
        assert item["here"]["applies_through"] == {"type": product_type, "how": "named"}


def test_all_medicines_asks_for_what_is_named_so_and_nothing_below(client: TestClient) -> None:
    for item in items(client, "/v1/entries", {"product_type": "all-medicines", "view": "summary"}):
        assert "all-medicines" in item["product_types"]


def test_an_exception_takes_the_type_and_what_is_below_it_out(richer: TestClient) -> None:
    def holds(id_: str, product_type: str) -> bool:
        found = items(richer, "/v1/requirements", {"product_type": product_type, "view": "summary"})
        return id_ in {item["id"] for item in found}

    assert holds("for-biologics-but-vaccines", "biologic")
    assert holds("for-biologics-but-vaccines", "biosimilar")
    assert not holds("for-biologics-but-vaccines", "vaccine")
    assert holds("for-all-but-biologics", "generic")
    assert not holds("for-all-but-biologics", "biologic")
    assert not holds("for-all-but-biologics", "biosimilar")


def test_what_overrides_a_rule_stands_in_its_place_for_its_own_type_only(richer: TestClient) -> None:
    def found(product_type: str) -> set[str]:
        query = {"product_type": product_type, "view": "summary"}
        return {item["id"] for item in items(richer, "/v1/requirements", query)}

    assert "for-biologics" in found("vaccine") & found("biologic")
    assert "for-biosimilars-instead" not in found("vaccine") | found("biologic")
    assert "for-biosimilars-instead" in found("biosimilar")
    assert "for-biologics" not in found("biosimilar")


def test_a_countrys_own_tree_holds_in_that_country_alone(richer: TestClient) -> None:
    def found(**query: str) -> list[str]:
        return [item["id"] for item in items(richer, "/v1/requirements", {**query, "view": "summary"})]

    vaccine, biosimilar = (found(product_type=one, country="SG") for one in ("vaccine", "biosimilar"))
    assert "sg-for-vaccines" in vaccine
    assert "sg-for-biologics" not in vaccine
    assert "sg-for-biologics" in biosimilar
    assert "sg-for-vaccines" not in biosimilar
    assert "for-biologics" in found(product_type="vaccine", country="MY")


def test_several_product_types_give_what_holds_for_any_and_name_the_first_that_it_holds_for(
    richer: TestClient, entries: list[Data], parents: dict[str, str | None]
) -> None:
    asked = ["generic", "vaccine"]
    shown = items(richer, "/v1/entries", {"product_type": asked, "view": "summary"})
    wanted = {
        item["id"]: next(through for one in asked if (through := _through(parents, one, item)))
        for item in entries
        if any(_through(parents, one, item) for one in asked)
    }
    assert {item["id"]: item["here"]["applies_through"] for item in shown} == wanted


def test_without_a_product_type_nothing_is_said_about_why_an_entry_holds(entries: list[Data]) -> None:
    assert all(item["here"]["applies_through"] is None for item in entries)


def test_what_is_overridden_for_one_type_still_holds_for_another_that_is_asked_with_it(richer: TestClient) -> None:
    query = {"product_type": ["vaccine", "biosimilar"], "view": "summary"}
    assert "for-biologics" in {item["id"] for item in items(richer, "/v1/requirements", query)}
