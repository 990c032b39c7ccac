"""Editions as resources, and the history of an entry: revision by revision, member by member."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from app.database.engine import writing
from app.editions.publish import publish
from app.intake.seed import SeedRecord
from app.knowledge.models import Revision
from tests.conftest import opened
from tests.database.databases import Databases
from tests.database.records import approve, change, make_draft
from tests.editions.life import asking, at, draft, edition, keys, record, word

FEE = "/v1/entries/xx-fee"


def fee(**values: Any) -> SeedRecord:
    """The entry on the fee, with other values."""
    return record("requirement", "xx-fee", **{"topics": ["fees"], "product_types": ["all-medicines"], **values})


@pytest.fixture(scope="module")
def told(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas in which the fee changes in editions 2 and 4; a person approves it in 4."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, fee(statement="The fee is 100."), note="the fee")
        edition(engine, record("requirement", "xx-a"), when="2026-12-02T00:00:00")
        with writing(engine) as connection:
            content = fee(statement="The fee is 200.", condition="if imported", topics=["dossier", "fees"]).content
            key = make_draft(connection, "requirement", content, origin="staff", editors=["ann"])
            values = {"change_type": "correction", "reason": "misread"}
            connection.execute(update(Revision).where(Revision.key == key).values(values))
            change(connection, key, state="in_review")
            approve(connection, key, by="bob")
            publish(connection, at=at("2026-12-03T00:00:00"), note="corrected")
        with asking(engine) as client:
            yield client


def test_editions_are_listed_newest_first(told: TestClient) -> None:
    page = told.get("/v1/editions").json()
    assert [(one["number"], one["note"]) for one in page["items"]] == [
        (4, "corrected"),
        (3, "a test"),
        (2, "the fee"),
        (1, "the first"),
    ]
    assert [one["previous_sha256"] for one in page["items"]] == [
        *(one["sha256"] for one in page["items"][1:]),
        None,
    ]
    assert page["total"] == 4


def test_editions_come_page_by_page(told: TestClient) -> None:
    first = told.get("/v1/editions?limit=3").json()
    second = told.get("/v1/editions", params={"limit": 3, "cursor": first["next"]}).json()
    assert [one["number"] for one in first["items"] + second["items"]] == [4, 3, 2, 1]
    assert (first["total"], second["total"], second["next"]) == (4, 4, None)


def test_an_edition_tells_by_type_what_it_changed(told: TestClient) -> None:
    changes = [told.get(f"/v1/editions/{number}").json()["changes"] for number in (2, 4)]
    assert changes == [{"substantive": 1, "withdrawn": 0}, {"correction": 1, "withdrawn": 0}]


def test_a_history_tells_every_revision_newest_first(told: TestClient) -> None:
    answer = told.get(f"{FEE}/revisions").json()
    told_of = [
        (one["revision"], one["state"], one["published_in"], one["removed_in"], one["change_type"], one["review"])
        for one in answer["items"]
    ]
    assert told_of == [
        (3, "published", 4, None, "correction", "approved"),
        (2, "superseded", 2, 4, "substantive", "seed-compiled"),
        (1, "superseded", 1, 2, "substantive", "seed-compiled"),
    ]
    assert (answer["total"], answer["items"][0]["reason"]) == (3, "misread")


def test_a_history_leads_to_each_revision_as_it_stood(told: TestClient) -> None:
    items = told.get(f"{FEE}/revisions").json()["items"]
    assert [told.get(one["url"]).json()["statement"] for one in items] == [
        "The fee is 200.",
        "The fee is 100.",
        "Statement of xx-fee",
    ]


def test_an_older_edition_knows_only_the_history_until_then(told: TestClient) -> None:
    items = told.get(f"{FEE}/revisions?edition=3").json()["items"]
    assert [(one["revision"], one["state"], one["removed_in"]) for one in items] == [
        (2, "published", None),
        (1, "superseded", 2),
    ]


def test_an_unknown_id_has_no_history(told: TestClient) -> None:
    for place in ("xx-lost", "xx-gap", "xx-law"):
        assert told.get(f"/v1/entries/{place}/revisions").status_code == 404
        assert told.get(f"/v1/entries/{place}/diff").status_code == 404
    assert told.get("/v1/entries/xx-a/revisions?edition=2").status_code == 404


def changes(answer: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """Values before and after, by field."""
    return {one["field"]: (one["before"], one["after"]) for one in answer["changes"]}


def test_a_diff_names_every_member_that_differs(told: TestClient) -> None:
    answer = told.get(f"{FEE}/diff?from=2&to=4").json()
    assert (answer["from_revision"], answer["to_revision"]) == (2, 3)
    assert changes(answer) == {
        "/condition/en": (None, '"if imported"'),
        "/condition/original": (None, '"en"'),
        "/condition/translation": (None, '"missing"'),
        "/statement/en": ('"The fee is 100."', '"The fee is 200."'),
        "/topics/0": ('"fees"', '"dossier"'),
        "/topics/1": (None, '"fees"'),
    }


def test_a_diff_across_several_editions_compares_its_ends(told: TestClient) -> None:
    statement = changes(told.get(f"{FEE}/diff?from=1&to=4").json())["/statement/en"]
    assert statement == ('"Statement of xx-fee"', '"The fee is 200."')
    assert changes(told.get(f"{FEE}/diff?from=2&to=3").json()) == {}


def test_without_from_the_revision_before_is_compared(told: TestClient) -> None:
    newest = told.get(f"{FEE}/diff").json()
    assert (newest["from_edition"], newest["to_edition"]) == (3, 4)
    assert (newest["from_revision"], newest["to_revision"]) == (2, 3)
    older = told.get(f"{FEE}/diff?to=3").json()
    assert (older["from_revision"], older["to_revision"]) == (1, 2)


def test_what_came_is_a_diff_from_nothing(told: TestClient) -> None:
    answer = told.get("/v1/entries/xx-a/diff?from=2&to=3").json()
    assert (answer["from_revision"], answer["to_revision"]) == (None, 1)
    assert {before for before, _ in changes(answer).values()} == {None}


@pytest.mark.parametrize("query", ["from=3&to=2", "from=5", "to=5", "from=0", "from=x", "edition=2&to=3"])
def test_a_diff_between_editions_that_cannot_be_is_refused(told: TestClient, query: str) -> None:
    answer = told.get(f"{FEE}/diff?{query}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-parameter")


def test_what_left_is_a_diff_to_nothing(engine: Engine) -> None:
    edition(engine, withdraw=[("xx-doomed", "wrong")])
    with asking(engine) as client:
        answer = client.get("/v1/entries/xx-doomed/diff?from=1&to=2").json()
    assert (answer["from_revision"], answer["to_revision"]) == (1, None)
    assert {after for _, after in changes(answer).values()} == {None}


def test_without_from_the_last_revision_of_what_left_is_compared(engine: Engine) -> None:
    edition(engine, withdraw=[("xx-doomed", "wrong")])
    with asking(engine) as client:
        answer = client.get("/v1/entries/xx-doomed/diff").json()
    assert (answer["from_revision"], answer["to_revision"]) == (1, None)
    assert answer["changes"]


def test_a_word_that_is_edited_keeps_its_place(engine: Engine) -> None:
    edition(engine, word("topic", "dossier", description="What is filed"))
    with asking(engine) as client:
        assert [item["id"] for item in client.get("/v1/topics").json()["items"]] == ["dossier", "fees"]


def test_what_is_approved_but_not_published_is_in_no_history(engine: Engine) -> None:
    with writing(engine) as connection:
        draft(connection, [fee(statement="The fee is 100.")])
    assert len(keys(engine, "xx-fee")) == 2
    with asking(engine) as client:
        assert [one["revision"] for one in client.get(f"{FEE}/revisions").json()["items"]] == [1]
        assert client.get(FEE).json()["statement"] == "Statement of xx-fee"
