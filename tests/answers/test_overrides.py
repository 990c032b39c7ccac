"""A rule that overrides another takes its place for the products that it holds for, and for no others."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.intake.seed import SeedRecord
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, ids, record, word

GENERAL = record("requirement", "xx-general", product_types=["all-medicines"])


def special(**values: Any) -> SeedRecord:
    """A rule for biologics and their kinds that overrides the general one."""
    return record("requirement", "xx-special", overrides=["xx-general"], **values)


def rules(client: TestClient, *product_types: str, among: str = "/v1/requirements", query: str = "") -> list[str]:
    """Which of the two rules hold for product types."""
    asked = "&".join(f"product_type={one}" for one in product_types)
    return [id_ for id_ in ids(client, f"{among}?{asked}{query}") if id_ in ("xx-general", "xx-special")]


@pytest.fixture(scope="module")
def both(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas with both rules."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, GENERAL, special())
        with asking(engine) as client:
            yield client


@pytest.mark.parametrize(
    ("product_type", "found"),
    [
        ("biologic", ["xx-special"]),
        ("biosimilar", ["xx-special"]),
        ("vaccine", ["xx-special"]),
        ("generic", ["xx-general"]),
        ("all-medicines", ["xx-general"]),
        ("health-supplement", []),
    ],
)
def test_the_special_rule_takes_the_place_of_the_general_one(
    both: TestClient, product_type: str, found: list[str]
) -> None:
    assert rules(both, product_type) == found
    guide = both.get(f"/v1/guides/XX/{product_type}").json()
    in_guide = {item["id"] for topic in guide["requirements"] for item in topic["items"]}
    assert in_guide & {"xx-general", "xx-special"} == set(found)


def test_without_a_product_type_both_are_listed(both: TestClient) -> None:
    assert {"xx-general", "xx-special"} <= set(ids(both, "/v1/requirements"))
    assert both.get("/v1/entries/xx-general").status_code == 200


def test_a_rule_for_one_kind_leaves_the_others_alone(engine: Engine, client: TestClient) -> None:
    edition(engine, GENERAL, special(product_types=["biosimilar"]))
    assert rules(client, "biosimilar") == ["xx-special"]
    assert rules(client, "vaccine") == rules(client, "biologic") == ["xx-general"]


def test_a_rule_overrides_from_the_edition_that_brought_it_to_the_one_that_withdrew_it(
    engine: Engine, client: TestClient
) -> None:
    edition(engine, GENERAL)
    edition(engine, special())
    edition(engine, withdraw=[("xx-special", "misread")])
    found = [rules(client, "biologic", query=f"&edition={number}") for number in (2, 3, 4)]
    assert found == [["xx-general"], ["xx-special"], ["xx-general"]]


def test_one_rule_may_override_several(engine: Engine, client: TestClient) -> None:
    edition(engine, GENERAL, record("requirement", "xx-special", overrides=["xx-general", "xx-fee"]))
    assert "xx-fee" not in ids(client, "/v1/requirements?product_type=vaccine")
    assert "xx-fee" in ids(client, "/v1/requirements?product_type=generic")


def test_of_several_types_each_has_its_own_rule(both: TestClient) -> None:
    assert rules(both, "biosimilar", "generic") == ["xx-general", "xx-special"]


def test_a_rule_does_not_override_for_what_it_excepts(engine: Engine, client: TestClient) -> None:
    edition(engine, GENERAL, special(except_product_types=["vaccine"]))
    assert rules(client, "biosimilar") == ["xx-special"]
    assert rules(client, "vaccine") == ["xx-general"]


def test_a_rule_does_not_override_for_what_its_country_sets_apart(engine: Engine, client: TestClient) -> None:
    apart = [{"product_type": "vaccine", "parent": "all-medicines", "source": "xx-law"}]
    edition(engine, word("jurisdiction", "XX", kind="country", tree_exceptions=apart), GENERAL, special())
    assert rules(client, "biosimilar") == ["xx-special"]
    assert rules(client, "vaccine") == ["xx-general"]


def test_a_procedure_for_biologics_does_not_override_for_their_kinds(engine: Engine, client: TestClient) -> None:
    general = record("procedure", "xx-general", product_types=["all-medicines"])
    edition(engine, general, record("procedure", "xx-special", overrides=["xx-general"]))
    assert rules(client, "biologic", among="/v1/procedures") == ["xx-special"]
    assert rules(client, "vaccine", among="/v1/procedures") == ["xx-general"]


def test_the_facet_counts_what_the_filter_finds(both: TestClient) -> None:
    facet = both.get("/v1/requirements?facets=product_type").json()["facets"]["product_type"]
    for one in facet:
        total = both.get("/v1/requirements", params={"product_type": one["value"]}).json()["total"]
        assert (one["value"], one["count"]) == (one["value"], total)


def test_gaps_touch_the_types_they_name_and_those_below(engine: Engine, client: TestClient) -> None:
    gap = record("gap", "xx-gap", jurisdiction="XX", title="The fee", text="Not found", product_types=["biologic"])
    edition(engine, gap)
    found = {one: ids(client, f"/v1/gaps?product_type={one}") for one in ("vaccine", "biologic", "generic")}
    assert found == {"vaccine": ["xx-gap"], "biologic": ["xx-gap"], "generic": []}


def test_gaps_follow_the_tree_of_their_country(engine: Engine, client: TestClient) -> None:
    apart = [{"product_type": "vaccine", "parent": None, "source": "xx-law"}]
    gap = record("gap", "xx-gap", jurisdiction="XX", title="The fee", text="Not found", product_types=["biologic"])
    edition(engine, word("jurisdiction", "XX", kind="country", tree_exceptions=apart), gap)
    assert ids(client, "/v1/gaps?product_type=vaccine") == []
    with asking(engine) as other:
        assert other.get("/v1/guides/XX/vaccine").json()["gaps"] == []
