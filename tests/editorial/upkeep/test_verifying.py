"""A check, still true, goes to review and readers like any change, and changes nothing that was said."""

from typing import Any

import pytest

from tests.editions.life import edition, record
from tests.editorial.desk import Data, Office, told
from tests.editorial.publishing.test_publishing import publish, rows

SEEN: Data = {"source": "xx-law", "seen_on": "2026-11-30", "reason": "read again"}


def verified(desk: Office, id_: str = "xx-fee", **body: Any) -> Data:
    """The draft that a check made."""
    return told(desk.ask("ed", "POST", f"/entries/{id_}/verify", {**SEEN, **body}), 201)


def refused(desk: Office, status: int, id_: str = "xx-fee", **body: Any) -> Data:
    """Why a check was refused."""
    return told(desk.ask("ed", "POST", f"/entries/{id_}/verify", {**SEEN, **body}), status)


def test_a_check_is_reviewed_published_and_told(desk: Office) -> None:
    one = verified(desk, note="Page 3 says so.")
    assert (one["state"], one["change_type"], one["reason"]) == ("draft", "verified", "read again")
    before = desk.client.get("/v1/entries/xx-fee").json()
    desk.approved(one["id"])
    publish(desk)
    after = desk.client.get("/v1/entries/xx-fee").json()
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {"checked_on", "review_due_on", "published_in", "revision", "review", "edition", "meta"}
    assert (after["checked_on"], after["review_due_on"], after["review"]) == ("2026-11-30", "2027-11-30", "approved")
    changed = desk.client.get("/v1/entries/xx-fee/diff?from=1&to=2").json()["changes"]
    assert [one["field"] for one in changed] == ["/checked_on", "/review_due_on"]
    assert desk.client.get("/v1/entries/xx-fee/revisions").json()["items"][0]["change_type"] == "verified"
    assert desk.client.get("/v1/editions/2").json()["changes"] == {"verified": 1, "withdrawn": 0}
    (row,) = rows(desk, "record.verify")
    assert (row.actor, row.object_id, row.revision) == ("ed", "xx-fee", 2)
    assert "2026-11-30" in (row.new_value or "")
    (remark,) = told(desk.ask("rae", "GET", f"/revisions/{one['id']}/comments"))["items"]
    assert (remark["by"], remark["text"]) == ("ed", "Page 3 says so.")


def test_a_day_that_cannot_be_is_refused(desk: Office) -> None:
    """After today, before the last check, or no day at all."""
    for seen_on in ("2026-12-02", "2026-11-22", "2026-11", "yesterday", "2026-02-30", ""):
        assert [error["pointer"] for error in refused(desk, 422, seen_on=seen_on)["errors"]] == ["/seen_on"]


def test_today_and_the_day_of_the_last_check_are_fine(desk: Office) -> None:
    assert verified(desk, seen_on="2026-12-01")["content"]["checked_on"] == "2026-12-01"
    assert verified(desk, "xx-dossier", seen_on="2026-11-23")["content"]["checked_on"] == "2026-11-23"


def test_a_source_that_was_not_cited_is_added(desk: Office) -> None:
    one = verified(desk, source="yy-law", locator="p. 9")
    assert one["content"]["citations"] == [
        {"source": "xx-law", "locator": "s. 2", "supports": True},
        {"source": "yy-law", "locator": "p. 9", "supports": True},
    ]


def test_the_place_in_a_cited_source_moves(desk: Office) -> None:
    one = verified(desk, locator="s. 4")
    assert one["content"]["citations"] == [{"source": "xx-law", "locator": "s. 4", "supports": True}]


def test_the_date_of_the_fact_moves_with_a_newer_source_only(desk: Office) -> None:
    edition(desk.engine, record("source", "xx-new-law", published_on="2026-10", url="https://new.example/"))
    edition(desk.engine, record("source", "xx-old-law", published_on="2020", url="https://old.example/"))
    assert verified(desk, source="xx-new-law")["content"]["fact_as_of"] == "2026-10"
    assert verified(desk, "xx-dossier", source="xx-old-law")["content"]["fact_as_of"] == "2026-01"


def test_a_source_that_is_not_published_is_refused(desk: Office) -> None:
    for source in ("xx-nothing", "XX", "xx-\u00e9", "' OR 1=1"):
        fault = refused(desk, 422, source=source)
        assert [error["pointer"] for error in fault["errors"]] == ["/source"]
        assert "xx-law" in str(fault["errors"])


def test_a_source_for_context_vouches_for_nothing(desk: Office) -> None:
    context = [{"source": "xx-law"}, {"source": "xx-news", "supports": False}]
    edition(desk.engine, record("requirement", "xx-fee", topics=["fees"], citations=context))
    assert "context" in refused(desk, 422, source="xx-news")["detail"]


def test_what_nobody_can_check_is_refused(desk: Office) -> None:
    assert refused(desk, 404, "xx-nothing")["type"] == "/problems/unknown-record"
    assert refused(desk, 404, "xx-law")["type"] == "/problems/unknown-record"
    verified(desk)
    assert refused(desk, 409)["type"] == "/problems/conflict"
    answer = desk.ask("vera", "POST", "/entries/xx-dossier/verify", SEEN)
    assert answer.status_code == 403


def test_the_same_check_twice_is_refused_once_a_person_vouches(desk: Office) -> None:
    desk.approved(verified(desk)["id"])
    publish(desk)
    assert "checked on 2026-11-30 already" in refused(desk, 409)["detail"]
    assert verified(desk, seen_on="2026-12-01")["number"] == 3


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ({"statement": {"en": "Another rule."}}, "/content/statement"),
        ({"obligation": "recommended"}, "/content/obligation"),
        ({"evidence_grade": "D"}, "/content/evidence_grade"),
        ({"citations": [{"source": "yy-law"}]}, "/content/citations"),
        ({"checked_on": "2026-11-01", "review_due_on": None}, "/content/checked_on"),
        ({"fact_as_of": None}, "/content/fact_as_of"),
    ],
)
def test_a_verification_that_changes_what_is_said_is_not_reviewed(desk: Office, content: Data, pointer: str) -> None:
    """By whatever door: an edit of the draft, or a correction that calls itself one."""
    one = verified(desk)
    told(desk.patch(one, content=content))
    fault = told(desk.step("ed", one["id"], "submit"), 422)
    assert [error["pointer"] for error in fault["errors"]] == [pointer]
    other = desk.correct("xx-dossier", content=content, change_type="verified")
    fault = told(desk.step("ed", other["id"], "submit"), 422)
    assert [error["pointer"] for error in fault["errors"]] == [pointer]


def test_a_correction_may_say_what_a_verification_may_not(desk: Office) -> None:
    one = verified(desk)
    now = told(desk.patch(one, content={"statement": {"en": "Another rule."}}, change_type="correction"))
    assert desk.approved(now["id"])["change_type"] == "correction"


def test_a_key_makes_a_check_safe_to_send_twice(desk: Office) -> None:
    first = desk.ask("ed", "POST", "/entries/xx-fee/verify", SEEN, Idempotency_Key="k1")
    again = desk.ask("ed", "POST", "/entries/xx-fee/verify", SEEN, Idempotency_Key="k1")
    assert (told(first, 201)["id"], again.headers["idempotency-replayed"]) == (told(again, 201)["id"], "true")
