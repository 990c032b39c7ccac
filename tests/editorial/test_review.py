"""Into review and out of it: what has to hold before, what an approval keeps, and what ends it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database.engine import reading
from app.editions.publish import publish
from app.knowledge.models import Record, Revision
from tests.editorial.desk import Data, Office, told
from tests.editorial.facts import NEW, new


def faults(desk: Office, content: Data, type_: str = "requirement") -> dict[str, str]:
    """Why a draft cannot go to review, by pointer."""
    one = desk.start(content, type_=type_)
    answer = told(desk.step("ed", one["id"], "submit"), 422)
    assert desk.read(one["id"])["state"] == "draft"
    return {error["pointer"]: error["message"] for error in answer["errors"]}


def publish_all(desk: Office) -> None:
    """Publish whatever is approved."""
    with desk.working("pia") as work:
        publish(work.connection, at=work.at, note="a test")


def test_a_draft_goes_through_review_into_an_edition(desk: Office) -> None:
    one = desk.start(NEW)
    one = told(desk.step("ed", one["id"], "submit"))
    assert (one["state"], one["submission"]) == ("in_review", {"by": "ed", "at": "2026-12-01T12:00:00Z"})
    one = told(desk.step("rae", one["id"], "approve", meaning="reviewed", sha256=one["sha256"]))
    assert one["state"] == "approved"
    assert one["approval"] == {
        "by": "rae",
        "at": "2026-12-01T12:00:00Z",
        "meaning": "reviewed",
        "sha256": one["sha256"],
    }
    publish_all(desk)
    answer = desk.client.get("/v1/entries/xx-new").json()
    assert (answer["review"], answer["published_in"], answer["revision"]) == ("approved", 2, 1)
    assert desk.read(one["id"])["state"] == "published"


def test_the_approved_hash_is_the_published_one(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    publish_all(desk)
    (revision,) = desk.client.get("/v1/entries/xx-new/revisions").json()["items"]
    assert revision["sha256"] == one["approval"]["sha256"]


def test_a_fact_without_a_source_does_not_go_to_review(desk: Office) -> None:
    content = new(citations=None, evidence_grade="A", source_custody="official-site")
    assert faults(desk, content) == {
        "/content/citations": "expected at least one source; a fact without one cannot be published"
    }


def test_a_fact_that_no_source_supports_does_not_go_to_review(desk: Office) -> None:
    content = new(evidence_grade="A", source_custody="official-site")
    content["citations"] = [{"source": "xx-law", "supports": False}]
    assert faults(desk, content) == {"/content/citations": "expected at least one source that supports the fact"}


def test_a_source_has_an_address_or_says_why_it_has_none(desk: Office) -> None:
    content = new(citations=[{"source": "xx-law"}, {"source": "xx-news"}])
    assert faults(desk, content) == {
        "/content/citations/1/source": "source xx-news has no address, and no note that says why it has none"
    }
    said = {"note": {"en": "Heard on the radio; nobody kept it.", "ko": "라디오에서 들은 내용입니다."}}
    desk.correct_record("source", "xx-news", content=said)
    (listed,) = told(desk.ask("ed", "GET", "/revisions?id=xx-new"))["items"]
    told(desk.step("ed", listed["id"], "submit"))


def test_what_is_named_is_there_or_being_written(desk: Office) -> None:
    content = new(topics=["dossier", "labels"], overrides=["xx-later"], citations=[{"source": "xx-none"}],
                  evidence_grade="A", source_custody="official-site")  # fmt: skip
    assert faults(desk, content) == {
        "/content/topics/1": "no topic has the id labels",
        "/content/overrides/0": "no entry has the id xx-later",
        "/content/citations/0/source": "no source has the id xx-none",
    }


def test_a_draft_is_told_earlier_what_is_missing(desk: Office) -> None:
    one = desk.start(new(overrides=["xx-later"]))
    assert one["warnings"] == [{"pointer": "/content/overrides/0", "message": "no entry has the id xx-later yet"}]
    desk.start(new(id="xx-later"))
    (warning,) = desk.read(one["id"])["warnings"]
    assert warning["message"] == "xx-later is not published yet; publish both in one edition"
    told(desk.step("ed", one["id"], "submit"))


def test_what_goes_while_it_is_reviewed_is_noticed_by_the_approval(desk: Office) -> None:
    other = desk.start(new(id="xx-later"))
    one = desk.start(new(overrides=["xx-later"]))
    told(desk.step("ed", one["id"], "submit"))
    told(desk.discard(other))
    (error,) = told(desk.step("rae", one["id"], "approve"), 422)["errors"]
    assert error["pointer"] == "/content/overrides/0"


def test_what_says_the_same_as_before_is_not_reviewed(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    publish_all(desk)
    again = desk.correct("xx-new")
    assert again["sha256"] == one["sha256"]
    assert "published already" in told(desk.step("ed", again["id"], "submit"), 409)["detail"]


def test_what_only_the_seed_said_may_be_approved_as_it_is(desk: Office) -> None:
    assert desk.client.get("/v1/entries/xx-fee").json()["review"] == "seed-compiled"
    desk.approved(desk.correct("xx-fee")["id"])
    publish_all(desk)
    assert desk.client.get("/v1/entries/xx-fee").json()["review"] == "approved"


def test_an_approval_says_what_it_means(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    for meaning in (None, "seen"):
        (error,) = told(desk.step("rae", one["id"], "approve", meaning=meaning), 422)["errors"]
        assert error["pointer"] == "/meaning"


def test_an_approval_of_what_the_approver_did_not_read_is_refused(desk: Office) -> None:
    one = desk.start(NEW)
    read = told(desk.step("ed", one["id"], "submit"))
    told(desk.step("ed", one["id"], "recall"))
    told(desk.patch(desk.read(one["id"]), content={"note": "Slipped in"}))
    told(desk.step("ed", one["id"], "submit"))
    problem = told(desk.step("rae", one["id"], "approve", sha256=read["sha256"]), 412)
    assert problem["type"] == "/problems/precondition-failed"
    assert desk.read(one["id"])["state"] == "in_review"


def test_an_approval_needs_a_recent_sign_in(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    desk.clock.forward(minutes=10, seconds=1)
    assert told(desk.step("rae", one["id"], "approve"), 403)["type"] == "/problems/sign-in-again"
    told(desk.step("rae", one["id"], "reject"))


def test_a_rejection_sends_it_back_with_its_reason(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    now = told(desk.step("rae", one["id"], "reject", reason="The Korean says the opposite."))
    assert (now["state"], now["submission"]) == ("draft", None)
    (comment,) = told(desk.ask("ed", "GET", f"/revisions/{one['id']}/comments"))["items"]
    assert (comment["by"], comment["text"], comment["step"]) == ("rae", "The Korean says the opposite.", "reject")
    desk.approved(one["id"])


def test_an_editor_takes_a_draft_back_and_no_other_editor_does(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    assert told(desk.step("eve", one["id"], "recall"), 403)["type"] == "/problems/forbidden"
    assert told(desk.step("ed", one["id"], "recall"))["state"] == "draft"


@pytest.mark.parametrize("action", ["recall", "approve", "reject"])
def test_what_is_not_in_review_is_told_what_can_be_done(desk: Office, action: str) -> None:
    one = desk.start(NEW, "ada")
    problem = told(desk.step("ada", one["id"], action), 409)
    assert (problem["type"], problem["next"]) == ("/problems/wrong-state", ["edit", "submit", "discard"])


def test_what_is_in_review_is_not_edited_submitted_or_given_up(desk: Office) -> None:
    one = desk.start(NEW)
    now = told(desk.step("ed", one["id"], "submit"))
    for answer in (desk.patch(now, content={"note": "x"}), desk.step("ed", one["id"], "submit"), desk.discard(now)):
        assert told(answer, 409)["next"] == ["recall"]


def test_an_edit_of_what_is_approved_makes_it_a_draft_again(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    now = told(desk.patch(one, content={"note": "One thing more"}))
    assert (now["state"], now["approval"], now["submission"]) == ("draft", None, None)
    with desk.working("pia") as work:
        assert work.connection.scalar(select(Revision.content_sha256).where(Revision.key == one["id"])) is None
    now = desk.approved(one["id"])
    assert now["approval"]["sha256"] not in (None, one["approval"]["sha256"])


def test_whoever_edits_after_the_approval_cannot_approve_it_anew(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    told(desk.patch(one, "rae", content={"note": "One thing more"}))
    told(desk.step("ed", one["id"], "submit"))
    assert desk.step("rae", one["id"], "approve").status_code == 403
    told(desk.step("pia", one["id"], "approve"))


def test_the_step_after_approval_is_publishing(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    assert [step["action"] for step in desk.read(one["id"], "pia")["next"]] == ["edit", "publish"]
    (publish_step,) = [step for step in desk.read(one["id"], "pia")["next"] if step["action"] == "publish"]
    assert publish_step == {"action": "publish", "method": "POST", "url": "/v1/staff/editions"}


@pytest.mark.parametrize(
    ("type_", "id_", "change"),
    [
        ("source", "xx-law", {"publisher": "The parliament of Exland"}),
        ("authority", "XX-FDA", {"website": "https://fda.example/"}),
        ("topic", "fees", {"description": {"en": "What is paid", "ko": "납부액"}}),
        ("gap", "xx-gap", {"status": "closed", "now": {"en": "It is 100.", "ko": "100입니다."}}),
    ],
)
def test_supporting_records_go_the_same_way(desk: Office, type_: str, id_: str, change: Data) -> None:
    one = desk.correct_record(type_, id_, content=change)
    told(desk.step("ed", one["id"], "submit"))
    assert desk.step("ed", one["id"], "approve").status_code == 403
    told(desk.step("rae", one["id"], "approve"))
    publish_all(desk)
    with reading(desk.engine) as connection:
        query = select(Revision.number, Revision.part).join(Record, Record.key == Revision.record_key)
        live = connection.execute(query.where(Record.id == id_, Record.type == type_, Revision.state == "published"))
        first = connection.execute(
            query.where(Record.id == id_, Record.type == type_, Revision.state == "superseded")
        )
        assert live.one() == (2, first.one().part)


def test_steps_tell_the_trail_from_which_state_to_which(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    with reading(desk.engine) as connection:
        rows = connection.execute(select(AuditRow.__table__).order_by(AuditRow.seq)).all()
    told_of = [(row.action, row.actor, row.reason, row.approver, row.revision) for row in rows]
    assert told_of == [
        ("revision.create", "ed", "it is new", None, 1),
        ("revision.submit", "ed", "to submit it", None, 1),
        ("revision.approve", "rae", "to approve it", "rae", 1),
    ]
    assert f'"sha256":"{one["sha256"]}"' in rows[-1].new_value
    assert rows[-1].old_value == '{"state":"in_review"}'


def test_an_approval_is_of_the_time_that_the_server_knows(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.step("ed", one["id"], "submit"))
    desk.clock.at += timedelta(minutes=3)
    assert told(desk.step("rae", one["id"], "approve"))["approval"]["at"] == "2026-12-01T12:03:00Z"
