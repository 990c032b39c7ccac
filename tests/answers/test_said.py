"""What was said at a forum is told as far as it may be passed on; what was said behind closed doors never is."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.intake.seed import SeedRecord
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, ids, record

SECRET = "what was said behind closed doors"
UNNAMED = "what nobody is to be named for"
PRESS = [{"source": "xx-news"}]
BOTH = [*PRESS, {"source": "xx-law"}]


def said(id_: str, entry: str, **values: Any) -> SeedRecord:
    """A statement of the session, about an entry."""
    data = {"kind": "requirement", "disclosure": "public", "text": f"Text of {id_}", "entries": [entry]} | values
    data.setdefault("citations", [{"source": "xx-law"}])
    return record("statement", id_, session="forum-a", jurisdiction="XX", **data)


@pytest.fixture(scope="module")
def client(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas with an event, its session, and statements of every disclosure."""
    with opened(databases, databases.copy(small)) as engine:
        edition(
            engine,
            record("event", "forum", name="The forum", countries=["YY"]),
            record(
                "session",
                "forum-a",
                event="forum",
                jurisdiction="XX",
                title="Fees",
                presenter="The director",
                citations=[{"source": "xx-law"}],
            ),
            said("st-public", "xx-fee", confirmed_by=["yy-law"]),
            said("st-attributable", "xx-fee", disclosure="attributable"),
            said("st-unattributed", "xx-full", disclosure="unattributed", text=UNNAMED, citations=BOTH),
            said("st-press", "xx-dossier", citations=PRESS),
            said("st-both", "xx-full", citations=BOTH),
            said("st-internal", "xx-fee", disclosure="internal", text=SECRET),
            said("st-internal-alone", "xx-doomed", disclosure="internal", text=SECRET),
        )
        with asking(engine) as client:
            yield client


def said_at(client: TestClient, id_: str) -> list[dict[str, Any]]:
    """Where an entry was said."""
    found: list[dict[str, Any]] = client.get(f"/v1/entries/{id_}").json()["said_at"]
    return found


def test_an_entry_tells_where_it_was_said_and_what_confirmed_it(client: TestClient) -> None:
    public = next(one for one in said_at(client, "xx-fee") if one["statement"] == "st-public")
    assert public == {
        "statement": "st-public",
        "session": "forum-a",
        "event": "forum",
        "disclosure": "public",
        "confirmed_by": ["yy-law"],
        "reported_by_press": False,
    }


def test_what_only_the_press_reports_says_so(client: TestClient) -> None:
    assert [one["reported_by_press"] for one in said_at(client, "xx-dossier")] == [True]
    assert {one["reported_by_press"] for one in said_at(client, "xx-full")} == {False}


def test_an_entry_that_nobody_spoke_of_was_said_nowhere(client: TestClient) -> None:
    assert said_at(client, "yy-one") == []


def test_lists_and_guides_tell_the_same(client: TestClient) -> None:
    guide = client.get("/v1/guides/XX/biologic").json()
    in_guide = [item for topic in guide["requirements"] for item in topic["items"]]
    for item in (*client.get("/v1/entries").json()["items"], *in_guide):
        assert item["said_at"] == said_at(client, item["id"])


def test_an_event_tells_its_public_statements(client: TestClient) -> None:
    event = client.get("/v1/events/forum").json()
    (session,) = event["sessions_in_full"]
    assert [one["id"] for one in session["statements"]] == ["st-attributable", "st-both", "st-press", "st-public"]
    assert event["statements"] == 5


def test_what_nobody_is_to_be_named_for_stands_under_no_session(client: TestClient) -> None:
    event = client.get("/v1/events/forum").json()
    (statement,) = event.pop("unattributed")
    assert (statement["id"], statement["text"]) == ("st-unattributed", UNNAMED)
    assert [one["id"] for one in statement["sources"]] == ["xx-news"], "the session's own source would lead to it"
    assert UNNAMED not in str(event)
    assert "presenter" not in statement
    assert "session" not in statement


def test_an_entry_does_not_tell_in_which_session_it_was_said_unattributed(client: TestClient) -> None:
    (said,) = [one for one in said_at(client, "xx-full") if one["statement"] == "st-unattributed"]
    assert (said["statement"], said["session"], said["event"]) == ("st-unattributed", None, "forum")


@pytest.mark.parametrize("place", ["/v1/entries/xx-full", "/v1/guides/XX/biologic", "/v1/entries?event=forum"])
def test_no_answer_joins_an_unattributed_statement_to_its_session(client: TestClient, place: str) -> None:
    found = [one for one in _members(client.get(place).json(), "said_at") if one["statement"] == "st-unattributed"]
    assert found
    assert {one["session"] for one in found} == {None}


def _members(value: Any, name: str) -> Iterator[Any]:
    """The items of every list of that name, at any depth."""
    if isinstance(value, dict):
        yield from value.get(name, ())
        for inner in value.values():
            yield from _members(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner, name)


PLACES = (
    "/v1/entries?limit=200",
    "/v1/entries/xx-fee",
    "/v1/entries/xx-doomed",
    "/v1/guides/XX/biologic",
    "/v1/guides/XX/biologic?lang=ko",
    "/v1/events",
    "/v1/events/forum",
    "/v1/sources/xx-law",
    "/v1/gaps",
)


@pytest.mark.parametrize("place", PLACES)
def test_what_was_said_behind_closed_doors_is_told_nowhere(client: TestClient, place: str) -> None:
    answer = client.get(place)
    assert answer.status_code == 200
    assert SECRET not in answer.text
    assert "st-internal" not in answer.text


def test_what_was_said_behind_closed_doors_matches_no_filter(client: TestClient) -> None:
    assert ids(client, "/v1/entries?event=forum") == ["xx-dossier", "xx-fee", "xx-full"]


def test_entries_are_found_by_the_event_they_came_from(client: TestClient) -> None:
    assert {"xx-dossier", "xx-fee", "xx-full"} <= set(ids(client, "/v1/entries?event=forum"))
    assert client.get("/v1/entries?event=forums").status_code == 422
