"""What becomes of an entry that was merged, split or replaced, and what is about to change one."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, ids, record


def pending(client: TestClient, id_: str, query: str = "") -> list[dict[str, Any]]:
    """The pending changes of an entry."""
    found: list[dict[str, Any]] = client.get(f"/v1/entries/{id_}{query}").json()["pending_changes"]
    return found


@pytest.fixture(scope="module")
def merged(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas whose edition 2 merges `xx-doomed` into `xx-dossier`."""
    with opened(databases, databases.copy(small)) as engine:
        survivor = record("requirement", "xx-dossier", aliases=["xx-doomed", "xx-other"])
        edition(engine, survivor, withdraw=[("xx-doomed", "merged into xx-dossier")])
        with asking(engine) as client:
            yield client


def test_a_merged_entry_leads_to_the_survivor(merged: TestClient) -> None:
    for id_ in ("xx-doomed", "xx-other"):
        answer = merged.get(f"/v1/entries/{id_}")
        assert (answer.status_code, answer.headers["location"]) == (308, "/v1/entries/xx-dossier")
        assert merged.get(answer.headers["location"]).json()["aliases"] == ["xx-doomed", "xx-other"]


@pytest.mark.parametrize("query", ["lang=ko", "edition=2&lang=ko", "as_of=2026-12-31"])
def test_the_way_to_the_survivor_keeps_the_query(merged: TestClient, query: str) -> None:
    answer = merged.get(f"/v1/entries/xx-doomed?{query}")
    assert answer.headers["location"] == f"/v1/entries/xx-dossier?{query}"
    assert merged.get(answer.headers["location"]).status_code == 200


def test_before_the_merger_the_entry_answers_for_itself(merged: TestClient) -> None:
    assert merged.get("/v1/entries/xx-doomed?edition=1").json()["id"] == "xx-doomed"
    assert merged.get("/v1/entries/xx-other?edition=1").status_code == 404


def test_a_live_entry_is_shown_even_where_another_claims_its_id(engine: Engine, client: TestClient) -> None:
    edition(engine, record("requirement", "xx-dossier", aliases=["xx-fee"]))
    assert client.get("/v1/entries/xx-fee").json()["id"] == "xx-fee"


def test_a_merged_source_leads_to_the_survivor_and_filters_as_it(engine: Engine, client: TestClient) -> None:
    edition(engine, record("source", "xx-law", aliases=[{"country": "YY", "id": "yy-act"}]))
    answer = client.get("/v1/sources/yy-act?lang=ko")
    assert (answer.status_code, answer.headers["location"]) == (308, "/v1/sources/xx-law?lang=ko")
    assert ids(client, "/v1/entries?source=yy-act") == ids(client, "/v1/entries?source=xx-law") != []


def test_a_split_entry_names_its_parts(engine: Engine, client: TestClient) -> None:
    parts = [record("requirement", f"xx-doomed-{name}", split_from="xx-doomed") for name in ("b", "a")]
    edition(engine, *parts, withdraw=[("xx-doomed", "split")])
    answer = client.get("/v1/entries/xx-doomed")
    assert answer.status_code == 300
    assert answer.json() == {
        "id": "xx-doomed",
        "edition": 2,
        "parts": ["xx-doomed-a", "xx-doomed-b"],
        "links": ["/v1/entries/xx-doomed-a", "/v1/entries/xx-doomed-b"],
    }
    assert client.get("/v1/entries/xx-doomed?edition=1").status_code == 200


def test_an_entry_that_is_replaced_names_its_successor_and_shows_it_coming(
    engine: Engine, client: TestClient
) -> None:
    old = record("requirement", "xx-fee", applies_until="2027-06-30", replaced_by=["xx-fee-2"])
    new = record(
        "requirement",
        "xx-fee-2",
        title={"en": "The new fee", "ko": "새 수수료"},
        applies_from="2027-01",
        replaces=["xx-fee"],
    )
    edition(engine, old, new)
    assert pending(client, "xx-fee") == [
        {
            "id": "xx-fee-2",
            "kind": "requirement",
            "title": "The new fee",
            "how": "successor",
            "status": None,
            "effective_from": "2027-01",
        }
    ]
    assert pending(client, "xx-fee", "?lang=ko")[0]["title"] == "새 수수료"
    assert client.get("/v1/entries/xx-fee").json()["replaced_by"] == ["xx-fee-2"]
    assert client.get("/v1/entries/xx-fee-2").json()["replaces"] == ["xx-fee"]
    assert pending(client, "xx-fee-2") == []
    assert pending(client, "xx-fee", "?edition=1") == []


def test_what_is_superseded_already_has_no_successor_coming(engine: Engine, client: TestClient) -> None:
    old = record("requirement", "xx-fee", currency_status="superseded", replaced_by=["xx-fee-2"])
    edition(engine, old, record("requirement", "xx-fee-2", replaces=["xx-fee"]))
    assert pending(client, "xx-fee") == []


def test_a_successor_of_two_entries_is_shown_at_both_on_one_page(engine: Engine, client: TestClient) -> None:
    old = [record("requirement", id_, replaced_by=["xx-new"]) for id_ in ("xx-dossier", "xx-fee")]
    edition(engine, *old, record("requirement", "xx-new", applies_from="2027", replaces=["xx-dossier", "xx-fee"]))
    items = {item["id"]: item for item in client.get("/v1/requirements").json()["items"]}
    for id_ in ("xx-dossier", "xx-fee"):
        assert [one["id"] for one in items[id_]["pending_changes"]] == ["xx-new"]


def test_two_successors_of_one_entry_are_both_shown(engine: Engine, client: TestClient) -> None:
    old = record("requirement", "xx-fee", replaced_by=["xx-new-1", "xx-new-2"])
    edition(engine, old, *(record("requirement", id_, replaces=["xx-fee"]) for id_ in ("xx-new-1", "xx-new-2")))
    assert [one["id"] for one in pending(client, "xx-fee")] == ["xx-new-1", "xx-new-2"]


POLICIES: dict[str, dict[str, Any]] = {
    "announced": {"status": "announced"},
    "consultation": {"status": "consultation"},
    "adopted": {"status": "adopted", "effective_from": "2020"},
    "later": {"status": "in-force", "effective_from": "2027-06"},
    "transition": {"status": "in-force", "effective_from": "2020", "transition_until": "2027-06"},
    "done": {"status": "in-force", "effective_from": "2020"},
    "transition-over": {"status": "in-force", "effective_from": "2020", "transition_until": "2026-06"},
    "undated": {"status": "in-force"},
    "dropped": {"status": "withdrawn"},
    "dropped-later": {"status": "withdrawn", "effective_from": "2027-06"},
}
UNDER_WAY = ("announced", "consultation", "adopted", "later", "transition")


@pytest.fixture(scope="module")
def policies(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas with a policy in every state, each of which affects an entry of its own and `xx-fee`."""
    with opened(databases, databases.copy(small)) as engine:
        affected = [record("requirement", f"zz-{name}") for name in POLICIES]
        plans = [
            record("policy", f"zz-plan-{name}", affects=[f"zz-{name}", "xx-fee"], **values)
            for name, values in POLICIES.items()
        ]
        edition(engine, *affected, *plans)
        with asking(engine) as client:
            yield client


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_is_pending_at_what_it_affects_while_it_is_under_way(policies: TestClient, name: str) -> None:
    expected = [f"zz-plan-{name}"] if name in UNDER_WAY else []
    assert [one["id"] for one in pending(policies, f"zz-{name}")] == expected


def test_a_pending_policy_says_what_it_is_and_when_it_takes_effect(policies: TestClient) -> None:
    (shown,) = pending(policies, "zz-later")
    assert shown == {
        "id": "zz-plan-later",
        "kind": "policy",
        "title": "Title of zz-plan-later",
        "how": "policy",
        "status": "in-force",
        "effective_from": "2027-06",
    }


def test_all_policies_under_way_are_shown_at_an_entry(policies: TestClient) -> None:
    assert {one["id"] for one in pending(policies, "xx-fee")} == {f"zz-plan-{name}" for name in UNDER_WAY}
    assert pending(policies, "xx-dossier") == []


def test_a_policy_that_was_withdrawn_from_the_atlas_is_not_pending(engine: Engine, client: TestClient) -> None:
    edition(engine, record("policy", "xx-plan", status="announced", affects=["xx-dossier"]))
    edition(engine, withdraw=[("xx-plan", "a rumour")], when="2026-12-02T00:00:00")
    assert pending(client, "xx-dossier") == []
    assert [one["id"] for one in pending(client, "xx-dossier", "?edition=2")] == ["xx-plan"]


def test_lists_and_guides_say_what_single_entries_say_of_what_is_pending(policies: TestClient) -> None:
    guide = policies.get("/v1/guides/XX/biologic").json()
    in_guide = [item for topic in guide["requirements"] for item in topic["items"]]
    listed = policies.get("/v1/entries?limit=200").json()["items"]
    assert len(in_guide) > 10
    for item in (*in_guide, *listed):
        assert item["pending_changes"] == pending(policies, item["id"])


def test_the_guide_shows_policies_under_way_as_coming(policies: TestClient) -> None:
    coming = {item["id"] for item in policies.get("/v1/guides/XX/biologic").json()["coming"]}
    assert coming >= {f"zz-plan-{name}" for name in UNDER_WAY}
