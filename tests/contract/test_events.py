"""What was said at events, as far as it may be passed on."""

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import ask, ids, items, problem

SECRET = "Said behind closed doors"
READS = [
    "/v1/events",
    "/v1/events/forum-2026",
    "/v1/entries/for-vaccines-said",
    "/v1/entries?limit=200&q=for",
    "/v1/guides/MY/vaccine",
]


def test_an_event_alone_is_the_one_of_the_list_with_its_sessions(richer: TestClient) -> None:
    for event in items(richer, "/v1/events"):
        alone = ask(richer, f"/v1/events/{event['id']}")
        assert {name: alone[name] for name in event} == event
        sessions = alone["sessions_in_full"]
        assert [one["id"] for one in sessions] == event["sessions"]
        assert sum(len(one["statements"]) for one in sessions) == event["statements"]


def test_an_event_has_its_sources_and_its_statements_theirs(richer: TestClient) -> None:
    event = ask(richer, "/v1/events/forum-2026")
    assert [one["id"] for one in event["sources"]] == ["npra-charter"]
    (session,) = event["sessions_in_full"]
    (statement,) = session["statements"]
    assert (statement["id"], statement["disclosure"]) == ("said", "public")
    assert statement["entries"] == ["for-biologics", "a-question"]
    assert [one["id"] for one in statement["sources"]] == ["npra-charter"]


def test_what_an_event_says_it_led_to_is_what_the_event_filter_finds(whole: TestClient) -> None:
    for event in ids(whole, "/v1/events"):
        sessions = ask(whole, f"/v1/events/{event}")["sessions_in_full"]
        said = {entry for session in sessions for one in session["statements"] for entry in one["entries"]}
        assert said <= set(ids(whole, "/v1/entries", {"event": event, "view": "summary"})), event


@pytest.mark.parametrize("address", READS)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_was_said_behind_closed_doors_is_not_told(richer: TestClient, address: str, lang: str) -> None:
    text = richer.get(f"{address}{'&' if '?' in address else '?'}lang={lang}").text
    assert SECRET not in text
    assert "said-in-private" not in text


def test_what_was_said_behind_closed_doors_links_no_entry_to_its_event(richer: TestClient) -> None:
    assert "for-vaccines-said" not in ids(richer, "/v1/entries", {"event": "forum-2026"})


def test_a_question_that_was_asked_at_an_event_is_found_by_it(richer: TestClient) -> None:
    assert "a-question" in ids(richer, "/v1/qa", {"event": "forum-2026"})


def test_an_unknown_event_is_not_found(richer: TestClient) -> None:
    problem(richer.get("/v1/events/nothing"), 404, "unknown-record")
    problem(richer.get("/v1/events/forum-2026?edition=1"), 404, "unknown-record")
