"""A redaction removes a content for good: nothing shows it, nothing else breaks, the manifest still holds."""

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError
from starlette.testclient import TestClient

from app.database.engine import reading, writing
from app.knowledge.models import Redaction, Revision
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, at, edition, ids, keys, record, redact

DOOMED = "/v1/entries/xx-doomed"
SECRET = "the name of a person"


@pytest.fixture(scope="module")
def cleaned(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas in which `xx-doomed` was changed in edition 2 and both its revisions were redacted."""
    with opened(databases, databases.copy(small)) as engine:
        edition(engine, record("requirement", "xx-doomed", statement=SECRET), note="a change")
        redact(engine, "xx-doomed")
        edition(engine, record("requirement", "xx-a"), when="2026-12-25T00:00:00")
        with asking(engine) as client:
            yield client


def test_two_people_are_needed(engine: Engine) -> None:
    (key,) = keys(engine, "xx-doomed")
    values = {"revision_key": key, "requested_by": "ann", "approved_by": "ann", "reason": "x"}
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(insert(Redaction).values(**values, decided_at=at("2026-12-24T00:00:00")))
    with pytest.raises(IntegrityError, match="only a redaction removes it"), writing(engine) as connection:
        connection.execute(update(Revision).where(Revision.key == key).values(content=None))


def test_the_content_is_gone_and_its_hash_stays(engine: Engine) -> None:
    query = select(Revision.content, Revision.content_sha256).where(Revision.key == keys(engine, "xx-doomed")[0])
    with reading(engine) as connection:
        content, before = connection.execute(query).one()
    redact(engine, "xx-doomed")
    with reading(engine) as connection:
        assert tuple(connection.execute(query).one()) == (None, before)
    assert hashlib.sha256((content or "").encode()).hexdigest() == before


@pytest.mark.parametrize("number", [None, 1, 2, 3])
def test_a_redacted_entry_answers_410_in_all_editions(cleaned: TestClient, number: int | None) -> None:
    answer = cleaned.get(DOOMED, params={} if number is None else {"edition": number})
    problem = answer.json()
    assert answer.status_code == 410
    assert (problem["reason"], problem["detail"]) == ("it named a person", "xx-doomed was redacted.")
    assert cleaned.get(problem["history"]).status_code == 200


PLACES = (
    "/v1/entries?limit=200",
    "/v1/requirements?facets=topic,product_type,stale",
    "/v1/requirements?view=summary&q=person",
    "/v1/guides/XX/biologic",
    "/v1/guides/XX/biologic?lang=ko",
    "/v1/sources",
    "/v1/sources/xx-news",
    "/v1/countries",
    "/v1/gaps",
    "/v1/editions",
    "/v1/entries/xx-doomed/revisions",
    "/v1/entries/xx-doomed/diff?from=1&to=2",
)


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_shows_it_and_nothing_fails(cleaned: TestClient, place: str, number: int) -> None:
    answer = cleaned.get(
        f"{place}{'&' if '?' in place else '?'}edition={max(number, 2) if 'diff' in place else number}"
    )
    assert answer.status_code == 200
    assert SECRET not in answer.text
    assert "Statement of xx-doomed" not in answer.text


@pytest.mark.parametrize("number", [1, 2, 3])
def test_it_is_in_no_list_and_no_count(cleaned: TestClient, number: int) -> None:
    page = cleaned.get("/v1/requirements", params={"edition": number, "country": "XX", "facets": "country"}).json()
    listed = [item["id"] for item in page["items"]]
    assert "xx-doomed" not in listed
    assert {"value": "XX", "count": len(listed)} in page["facets"]["country"]
    assert page["total"] == len(listed)
    country = cleaned.get("/v1/countries/XX", params={"edition": number}).json()
    assert country["entries"]["requirement"] == len(listed)
    assert cleaned.get("/v1/sources/xx-news", params={"edition": number}).json()["cited_by"] == 0


def test_its_history_keeps_the_hashes_and_says_that_it_is_redacted(cleaned: TestClient) -> None:
    items = cleaned.get(f"{DOOMED}/revisions").json()["items"]
    assert [(one["revision"], one["redacted"], one["url"]) for one in items] == [(2, True, None), (1, True, None)]
    assert all(len(one["sha256"]) == 64 for one in items)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_manifest_still_verifies(cleaned: TestClient, number: int) -> None:
    head = cleaned.get(f"/v1/editions/{number}/manifest").text
    assert hashlib.sha256(head.encode()).hexdigest() == cleaned.get(f"/v1/editions/{number}").json()["sha256"]
    for line in head.splitlines()[3:]:
        sha256, name = line.split("  ")
        part = cleaned.get(f"/v1/editions/{number}/manifest/{name}").text
        assert hashlib.sha256(part.encode()).hexdigest() == sha256
        assert ("requirement xx-doomed " in part) == (name == "XX.txt")


def test_the_next_edition_is_published_as_ever(engine: Engine) -> None:
    redact(engine, "xx-doomed")
    published = edition(
        engine, record("requirement", "xx-a"), withdraw=[("yy-one", "wrong")], when="2027-01-01T00:00:00"
    )
    assert (published.number, published.changed, published.withdrawn) == (2, 1, 1)


def test_only_the_redacted_revision_is_gone(engine: Engine) -> None:
    redact(engine, "xx-doomed")
    edition(engine, record("requirement", "xx-doomed", statement="Harmless."), when="2026-12-25T00:00:00")
    with asking(engine) as client:
        assert client.get(f"{DOOMED}?edition=1").status_code == 410
        assert client.get(DOOMED).json()["statement"] == "Harmless."


def test_a_redacted_gap_is_neither_listed_nor_counted(engine: Engine) -> None:
    redact(engine, "xx-gap")
    with asking(engine) as client:
        assert ids(client, "/v1/gaps") == []
        assert client.get("/v1/guides/XX/biologic").json()["gaps"] == []
        assert client.get("/v1/countries/XX").json()["gaps"] == 0


def test_who_holds_what_was_redacted_is_not_told_that_it_is_still_good(engine: Engine) -> None:
    with asking(engine) as client:
        places = (DOOMED, "/v1/requirements", "/v1/guides/XX/biologic", f"{DOOMED}?edition=1")
        tags = {place: client.get(place).headers["etag"] for place in places}
        redact(engine, "xx-doomed")
        again = {place: client.get(place, headers={"If-None-Match": tag}) for place, tag in tags.items()}
    assert [answer.status_code for answer in again.values()] == [410, 200, 200, 410]


def test_entries_are_shown_though_a_source_of_theirs_is_redacted(engine: Engine) -> None:
    redact(engine, "xx-law")
    with asking(engine) as client:
        for place in ("/v1/requirements", "/v1/entries/xx-dossier", "/v1/guides/XX/biologic", "/v1/countries/XX"):
            answer = client.get(place)
            assert answer.status_code == 200
            assert "Title of xx-law" not in answer.text
        assert client.get("/v1/sources/xx-law").status_code in (404, 410)


def test_a_server_that_held_a_redacted_record_in_memory_no_longer_shows_it(engine: Engine) -> None:
    places = {
        "/v1/sources/xx-law": "Title of xx-law",
        "/v1/requirements": "Title of xx-law",
        "/v1/authorities": "XX-FDA 이름",
    }
    with asking(engine) as client:
        for place, name in places.items():
            assert name in client.get(place, params={"lang": "ko"}).text
        redact(engine, "xx-law")
        redact(engine, "XX-FDA")
        for place, name in places.items():
            assert name not in client.get(place, params={"lang": "ko"}).text
