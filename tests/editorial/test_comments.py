"""Remarks on revisions."""

import pytest

from tests.editorial.desk import Office, told
from tests.editorial.facts import NEW


def test_remarks_stand_in_their_order(desk: Office) -> None:
    one = desk.start(NEW)
    path = f"/revisions/{one['id']}/comments"
    made = told(desk.ask("rae", "POST", path, {"text": "Which page of the act?"}), 201)
    assert (made["by"], made["at"], made["text"]) == ("rae", "2026-12-01T12:00:00Z", "Which page of the act?")
    told(desk.ask("ed", "POST", path, {"text": "Page 12.", "reason": "an answer"}), 201)
    page = told(desk.ask("vera", "GET", path))
    assert [item["text"] for item in page["items"]] == ["Which page of the act?", "Page 12."]
    assert (page["total"], page["next"]) == (2, None)


def test_a_remark_changes_no_state(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.ask("rae", "POST", one["comments_url"].removeprefix("/v1/staff"), {"text": "x"}), 201)
    assert desk.read(one["id"], "ed") == one


def test_a_remark_that_is_sent_twice_is_made_once(desk: Office) -> None:
    one = desk.start(NEW)
    path = f"/revisions/{one['id']}/comments"
    answers = [desk.ask("rae", "POST", path, {"text": "x"}, Idempotency_Key="k") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert told(desk.ask("rae", "GET", path))["total"] == 1


@pytest.mark.parametrize("text", ["", " ", "a\u0000b", "x" * 5001, None])
def test_a_remark_says_something(desk: Office, text: str | None) -> None:
    one = desk.start(NEW)
    answer = desk.ask("rae", "POST", f"/revisions/{one['id']}/comments", {"text": text})
    assert told(answer, 422)["errors"][0]["pointer"] == "/text"


def test_a_viewer_does_not_remark(desk: Office) -> None:
    one = desk.start(NEW)
    assert desk.ask("vera", "POST", f"/revisions/{one['id']}/comments", {"text": "x"}).status_code == 403
