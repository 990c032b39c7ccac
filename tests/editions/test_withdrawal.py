"""Nothing leaves in silence: what was withdrawn says so, and stays where it was."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, ids, record

DOOMED = "/v1/entries/xx-doomed"


@pytest.fixture(scope="module")
def gone(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas whose edition 2 withdrew `xx-doomed`, and whose edition 3 brought something else."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, withdraw=[("xx-doomed", "the law was misread")])
        edition(engine, record("requirement", "xx-a"), when="2026-12-02T00:00:00")
        with asking(engine) as client:
            yield client


def test_a_withdrawn_entry_answers_410_with_reason_and_history(gone: TestClient) -> None:
    answer = gone.get(DOOMED)
    problem = answer.json()
    assert answer.status_code == 410
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems/withdrawn"
    assert problem["reason"] == "the law was misread"
    assert problem["detail"] == "xx-doomed was withdrawn in edition 2."
    assert gone.get(problem["history"]).json()["items"][0]["removal_reason"] == "the law was misread"


@pytest.mark.parametrize(("number", "status"), [(1, 200), (2, 410), (3, 410)])
def test_it_answers_200_only_in_the_editions_that_held_it(gone: TestClient, number: int, status: int) -> None:
    assert gone.get(DOOMED, params={"edition": number}).status_code == status


def test_it_is_gone_from_every_list(gone: TestClient) -> None:
    for place in (
        "/v1/entries",
        "/v1/requirements?country=XX",
        "/v1/requirements?q=doomed",
        "/v1/entries?source=xx-news",
    ):
        mark = "&" if "?" in place else "?"
        assert "xx-doomed" not in ids(gone, place)
        assert "xx-doomed" in ids(gone, f"{place}{mark}edition=1")


def test_it_is_gone_from_the_guide_and_its_sources(gone: TestClient) -> None:
    now, then = (gone.get("/v1/guides/XX/biologic", params=params) for params in ({}, {"edition": 1}))
    assert "xx-doomed" not in now.text
    assert "xx-doomed" in then.text
    sources = [[source["id"] for source in answer.json()["sources"]] for answer in (now, then)]
    assert sources == [["xx-law"], ["xx-law", "xx-news"]]


def test_it_is_gone_from_every_count(gone: TestClient) -> None:
    def counts(number: int) -> dict[str, Any]:
        at = {"edition": number}
        page = gone.get("/v1/requirements", params={**at, "country": "XX", "facets": "topic,country"}).json()
        country = gone.get("/v1/countries/XX", params=at).json()
        return {
            "total": page["total"],
            "topics": {one["value"]: one["count"] for one in page["facets"]["topic"]},
            "country": country["entries"]["requirement"],
            "all": country["total_entries"],
            "edition": gone.get(f"/v1/editions/{number}").json()["counts"]["requirement"],
            "cited": gone.get("/v1/sources/xx-news", params=at).json()["cited_by"],
        }

    assert counts(1) == {
        "total": 3,
        "topics": {"dossier": 2, "fees": 1},
        "country": 3,
        "all": 4,
        "edition": 4,
        "cited": 1,
    }
    assert counts(2) == {
        "total": 2,
        "topics": {"dossier": 1, "fees": 1},
        "country": 2,
        "all": 3,
        "edition": 3,
        "cited": 0,
    }


def test_the_edition_counts_what_it_withdrew(gone: TestClient) -> None:
    changes = [gone.get(f"/v1/editions/{number}").json()["changes"] for number in (1, 2, 3)]
    assert changes == [{"substantive": 20, "withdrawn": 0}, {"withdrawn": 1}, {"substantive": 1, "withdrawn": 0}]


def test_its_history_stays(gone: TestClient) -> None:
    (revision,) = gone.get(f"{DOOMED}/revisions").json()["items"]
    assert (revision["state"], revision["published_in"], revision["removed_in"]) == ("withdrawn", 1, 2)
    assert gone.get(revision["url"]).json()["id"] == "xx-doomed"


def test_before_the_withdrawal_its_history_does_not_know_of_it(gone: TestClient) -> None:
    (revision,) = gone.get(f"{DOOMED}/revisions?edition=1").json()["items"]
    assert (revision["state"], revision["removed_in"], revision["removal_reason"]) == ("published", None, None)


def test_it_can_come_back(engine: Engine) -> None:
    edition(engine, withdraw=[("xx-doomed", "the law was misread")])
    back = record("requirement", "xx-doomed", statement="Read again.", citations=[{"source": "xx-law"}])
    edition(engine, back, when="2026-12-02T00:00:00")
    with asking(engine) as client:
        found = [client.get(DOOMED, params={"edition": number}) for number in (1, 2, 3)]
        assert [one.status_code for one in found] == [200, 410, 200]
        assert (found[2].json()["revision"], found[2].json()["statement"]) == (2, "Read again.")
        states = [one["state"] for one in client.get(f"{DOOMED}/revisions").json()["items"]]
        assert states == ["published", "withdrawn"]


def test_a_withdrawn_source_is_unknown_from_then_on(engine: Engine) -> None:
    edition(engine, withdraw=[("xx-news", "taken down"), ("xx-doomed", "its source is gone")])
    with asking(engine) as client:
        assert [client.get("/v1/sources/xx-news", params={"edition": n}).status_code for n in (1, 2)] == [200, 404]
        assert ids(client, "/v1/sources") == ["xx-law", "yy-law"]


def test_a_withdrawn_gap_is_no_longer_listed_or_counted(engine: Engine) -> None:
    edition(engine, withdraw=[("xx-gap", "closed")])
    with asking(engine) as client:
        assert (ids(client, "/v1/gaps"), ids(client, "/v1/gaps?edition=1")) == ([], ["xx-gap"])
        assert client.get("/v1/countries/XX").json()["gaps"] == 0
        assert client.get("/v1/guides/XX/biologic").json()["gaps"] == []
