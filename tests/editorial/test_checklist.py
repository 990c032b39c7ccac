"""The lines of the data-integrity checklist that writing and review answer for, each by its own name."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, select

from app.audit.models import AuditRow
from app.audit.verify import verify
from app.database.engine import reading
from app.editions.publish import PublishingRefused, publish
from app.knowledge.freeze import freeze
from app.knowledge.schemas import CONTENT_MODELS
from tests.editorial.desk import Data, Office, told
from tests.editorial.facts import NEW


def rows(engine: Engine) -> list[Any]:
    """The trail."""
    with reading(engine) as connection:
        assert verify(connection).intact
        return list(connection.execute(select(AuditRow.__table__).order_by(AuditRow.seq)))


def publish_all(desk: Office) -> int:
    """Publish whatever is approved; the edition's number."""
    with desk.working("pia") as work:
        return publish(work.connection, at=work.at, note="a test").number


def test_line_01_every_act_of_writing_and_review_writes_one_row(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.patch(one, content={"note": "x"}))
    told(desk.step("ed", one["id"], "submit"))
    told(desk.step("ed", one["id"], "recall"))
    told(desk.step("ed", one["id"], "submit"))
    told(desk.step("rae", one["id"], "reject"))
    told(desk.ask("ed", "POST", f"/revisions/{one['id']}/comments", {"text": "mended"}), 201)
    told(desk.patch(desk.read(one["id"]), content={"note": "y"}))
    one = desk.approved(one["id"])
    told(desk.patch(one, content={"note": "z"}))
    told(desk.discard(desk.read(one["id"])))
    assert [row.action.removeprefix("revision.") for row in rows(desk.engine)] == [
        *("create", "update", "submit", "recall", "submit", "reject", "comment.create", "update"),
        *("submit", "approve", "void-approval", "update", "discard"),
    ]


def test_line_02_a_row_says_who_what_when_why_and_from_which_value_to_which(desk: Office) -> None:
    one = desk.start(NEW)
    answer = desk.patch(one, content={"note": {"en": "x"}}, reason="read again")
    row = rows(desk.engine)[-1]
    assert (row.actor, row.actor_kind, row.action) == ("ed", "person", "revision.update")
    assert (row.object_type, row.object_id, row.revision) == ("requirement", "xx-new", 1)
    assert (json.loads(row.old_value), json.loads(row.new_value)) == (
        {},
        {"/content/note/en": "x", "/content/note/original": "en", "/content/note/translation": "missing"},
    )
    assert (row.reason, row.at, row.request_id) == ("read again", desk.clock.at, answer.headers["x-request-id"])


def test_line_03_an_update_without_a_reason_is_refused(desk: Office) -> None:
    one = desk.start(NEW)
    answer = desk.ask("ed", "PATCH", f"/revisions/{one['id']}", {"content": {"note": "x"}}, If_Match=one["etag"])
    assert [error["pointer"] for error in told(answer, 422)["errors"]] == ["/reason"]
    assert desk.read(one["id"], "ed") == one
    assert len(rows(desk.engine)) == 1


def test_line_07_any_earlier_version_is_read_after_ten_later_edits_byte_for_byte(desk: Office) -> None:
    def edit(number: int) -> Data:
        one = desk.correct("xx-fee", content={"statement": {"en": f"The fee is {number}.", "ko": f"수수료 {number}"}})
        approved = desk.approved(one["id"])
        publish_all(desk)
        return approved

    public = desk.client.get("/v1/entries/xx-fee?edition=1").content
    seen = [edit(number) for number in range(10)]
    assert desk.client.get("/v1/entries/xx-fee?edition=1").content == public
    for one in seen:
        now = desk.read(one["id"])
        assert now["content"] == one["content"]
        canonical, sha256 = freeze("requirement", CONTENT_MODELS["requirement"].model_validate(now["content"]))
        assert (sha256, canonical.encode().decode()) == (one["approval"]["sha256"], canonical)
    history = desk.client.get("/v1/entries/xx-fee/revisions").json()["items"]
    assert [item["sha256"] for item in history[:-1]] == [one["sha256"] for one in reversed(seen)]


@pytest.mark.parametrize("name", ["rae", "pia", "ada"])
def test_line_09_an_editors_own_approval_is_refused_also_for_admins(desk: Office, name: str) -> None:
    one = desk.start(NEW)
    told(desk.patch(one, name, content={"note": "x"}))
    told(desk.step("ed", one["id"], "submit"))
    problem = told(desk.step(name, one["id"], "approve"), 403)
    assert problem["type"] == "/problems/forbidden"
    assert "You edited this revision" in problem["detail"]
    assert desk.read(one["id"])["state"] == "in_review"


def test_line_10_an_edit_after_approval_voids_it(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    now = told(desk.patch(one, content={"note": "x"}))
    assert (now["state"], now["approval"]) == ("draft", None)
    voided = next(row for row in rows(desk.engine) if row.action == "revision.void-approval")
    assert json.loads(voided.old_value) == {"by": "rae", "meaning": "approved", "sha256": one["sha256"]}
    with pytest.raises(PublishingRefused):
        publish_all(desk)


def test_line_11_no_state_is_skipped(desk: Office) -> None:
    one = desk.start(NEW)
    problem = told(desk.step("rae", one["id"], "approve"), 409)
    assert problem["type"] == "/problems/wrong-state"
    with pytest.raises(PublishingRefused, match="not approved"), desk.working("pia") as work:
        publish(work.connection, at=work.at, note="a test", revisions=[one["id"]])
    assert desk.read(one["id"])["state"] == "draft"


def test_line_12_an_approval_keeps_name_time_meaning_and_hash(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    desk.clock.forward(minutes=2)
    approval = told(desk.step("rae", one["id"], "approve", meaning="reviewed"))["approval"]
    assert approval == {"by": "rae", "at": "2026-12-01T12:02:00Z", "meaning": "reviewed", "sha256": one["sha256"]}
    publish_all(desk)
    assert desk.read(one["id"])["approval"] == approval


def test_line_13_an_approval_asks_for_a_recent_sign_in(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    desk.clock.forward(minutes=11)
    assert told(desk.step("rae", one["id"], "approve"), 403)["type"] == "/problems/sign-in-again"


@pytest.mark.parametrize("place", ["content", "body"])
def test_line_14_the_time_of_recording_is_the_servers(desk: Office, place: str) -> None:
    given = {"recorded_at": "2020-01-01T00:00:00Z"}
    body: Data = {"type": "requirement", "content": NEW, "reason": "x"}
    body = {**body, "content": {**NEW, **given}} if place == "content" else {**body, **given}
    (error,) = told(desk.ask("ed", "POST", "/entries", body), 422)["errors"]
    assert error["pointer"].endswith("/recorded_at")
    assert desk.start(NEW)["created_at"] == "2026-12-01T12:00:00Z"


def test_line_15_of_two_writers_with_one_etag_one_wins(desk: Office) -> None:
    """A thousand at once, through two servers: see `test_two_servers.py`."""
    one = desk.start(NEW)
    answers = [desk.patch(one, name, content={"note": f"by {name}"}) for name in ("ed", "eve")]
    assert [answer.status_code for answer in answers] == [200, 412]
    assert desk.read(one["id"])["content"]["note"]["en"] == "by ed"


def test_line_18_what_is_refused_stores_nothing_of_a_pair(desk: Office) -> None:
    one = desk.correct("xx-fee")
    before = len(rows(desk.engine))
    answer = desk.patch(one, content={"applies_from": "2027"}, legal_change="new-law", successor="xx-dossier")
    assert answer.status_code == 409
    assert (len(rows(desk.engine)), desk.read(one["id"], "ed")) == (before, one)


def test_line_23_a_fact_has_a_source_with_title_address_and_publisher(desk: Office) -> None:
    one = desk.start({**NEW, "citations": [{"source": "xx-news"}]})
    (error,) = told(desk.step("ed", one["id"], "submit"), 422)["errors"]
    assert "no address" in error["message"]
    nameless = {"id": "xx-nameless", "kind": "law", "language": "en", "evidence_grade": "A", "custody": "quoted"}
    answer = desk.ask("ed", "POST", "/entries", {"type": "source", "content": nameless, "reason": "x"})
    assert {error["pointer"] for error in told(answer, 422)["errors"]} == {"/content/title", "/content/publisher"}
