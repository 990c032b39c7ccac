"""`edition=` and `as_of=` ask what the atlas knew: the answer is the one that was given then."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, ids, record, word


@pytest.fixture(scope="module")
def four(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas with four editions, two of them of one day."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, record("requirement", "xx-a"), when="2026-12-01T23:59:59")
        edition(engine, record("requirement", "xx-a", statement="Another."), when="2026-12-02T00:00:00")
        edition(engine, word("topic", "gmp"), withdraw=[("xx-a", "wrong")], when="2026-12-05T08:00:00+09:00")
        with asking(engine) as client:
            yield client


PLACES = (
    "/v1/entries",
    "/v1/requirements?country=XX",
    "/v1/entries/xx-dossier",
    "/v1/guides/XX/biologic",
    "/v1/countries",
    "/v1/countries/XX",
    "/v1/topics",
    "/v1/sources/xx-law",
    "/v1/gaps",
    "/v1/editions",
    "/v1/entries/xx-dossier/revisions",
)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2026-11-23", 1),
        ("2026-11-30", 1),
        ("2026-12-01", 2),
        ("2026-12-02", 3),
        ("2026-12-03", 3),
        ("2026-12-04", 4),
        ("2026-12-05", 4),
        ("2200-12-31", 4),
    ],
)
def test_a_day_means_the_newest_edition_at_its_end_in_utc(four: TestClient, day: str, number: int) -> None:
    assert four.get("/v1/entries", params={"as_of": day}).json()["edition"] == number


@pytest.mark.parametrize("day", ["2026-11-22", "1999-01-01"])
def test_a_day_before_the_first_edition_is_not_found(four: TestClient, day: str) -> None:
    answer = four.get("/v1/entries", params={"as_of": day})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-edition")


@pytest.mark.parametrize("number", [5, 2_000_000_000])
def test_an_edition_that_does_not_exist_is_not_found(four: TestClient, number: int) -> None:
    for place in ("/v1/entries", "/v1/entries/xx-dossier", "/v1/guides/XX/biologic"):
        answer = four.get(place, params={"edition": number})
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-edition")
    assert four.get(f"/v1/editions/{number}").status_code == 404


def test_without_either_the_newest_edition_answers(four: TestClient) -> None:
    assert four.get("/v1/entries").json()["edition"] == 4


def test_edition_and_day_together_are_refused(four: TestClient) -> None:
    assert four.get("/v1/entries?edition=4&as_of=2026-12-31").status_code == 422


@pytest.mark.parametrize("place", PLACES)
def test_a_day_and_its_edition_give_the_same_answer(four: TestClient, place: str) -> None:
    for number, day in ((1, "2026-11-23"), (2, "2026-12-01"), (3, "2026-12-02"), (4, "2026-12-04")):
        by_number = four.get(place, params={**_own(place), "edition": number})
        by_day = four.get(place, params={**_own(place), "as_of": day})
        assert by_number.status_code == by_day.status_code == 200
        assert by_number.content == by_day.content


def _own(place: str) -> dict[str, str]:
    return {"country": "XX"} if "country=" in place else {}


def test_lists_hold_what_their_edition_held(four: TestClient) -> None:
    first = ["xx-doomed", "xx-dossier", "xx-fee"]
    found = {n: ids(four, f"/v1/requirements?country=XX&edition={n}") for n in (1, 2, 3, 4)}
    assert found == {1: first, 2: ["xx-a", *first], 3: ["xx-a", *first], 4: first}


def test_an_entry_says_what_it_said_then(four: TestClient) -> None:
    said = [four.get(f"/v1/entries/xx-a?edition={n}") for n in (1, 2, 3, 4)]
    assert [one.status_code for one in said] == [404, 200, 200, 410]
    assert [one.json()["statement"] for one in said[1:3]] == ["Statement of xx-a", "Another."]
    assert [(one.json()["revision"], one.json()["published_in"]) for one in said[1:3]] == [(1, 2), (2, 3)]


def test_the_vocabulary_is_that_of_the_edition(four: TestClient) -> None:
    assert ids(four, "/v1/topics?edition=3") == ["dossier", "fees"]
    assert ids(four, "/v1/topics?edition=4") == ["dossier", "fees", "gmp"]
    assert four.get("/v1/entries?topic=gmp&edition=3").status_code == 422
    assert four.get("/v1/entries?topic=gmp&edition=4").json()["total"] == 0


def test_answers_of_an_edition_do_not_change_when_another_comes(engine: Engine) -> None:
    def answers(client: TestClient, **params: Any) -> dict[str, tuple[bytes, str]]:
        found = {place: client.get(place, params={**_own(place), **params}) for place in PLACES}
        return {place: (one.content, one.headers["etag"]) for place, one in found.items()}

    with asking(engine) as client:
        newest, before = answers(client), answers(client, edition=1)
        assert {place: body for place, (body, _) in newest.items()} == {
            place: body for place, (body, _) in before.items()
        }
        edition(
            engine,
            record("requirement", "xx-dossier", statement="Now 6 modules."),
            record("source", "xx-law", title="Another title"),
            word("topic", "dossier", parent="fees"),
            record("policy", "xx-plan", status="announced", affects=["xx-dossier"]),
            withdraw=[("xx-doomed", "wrong"), ("xx-gap", "closed")],
        )
        changed = answers(client)
        assert [place for place in PLACES if changed[place][0] == newest[place][0]] == []
        assert answers(client, edition=1) == before
    with asking(engine) as client:  # nor for a server that begins only now
        assert answers(client, edition=1) == before


def test_a_list_goes_on_in_the_edition_in_which_it_began(engine: Engine) -> None:
    with asking(engine) as client:
        page = client.get("/v1/requirements?limit=2").json()
        edition(engine, record("requirement", "xx-z"), withdraw=[("xx-fee", "wrong")])
        following = client.get("/v1/requirements", params={"limit": 2, "cursor": page["next"]}).json()
        assert (page["edition"], following["edition"]) == (1, 1)
        assert [item["id"] for item in page["items"] + following["items"]] == [
            "xx-doomed",
            "xx-dossier",
            "xx-fee",
            "yy-one",
        ]
        other = client.get("/v1/requirements", params={"limit": 2, "cursor": page["next"], "edition": 2})
        assert other.status_code == 422
