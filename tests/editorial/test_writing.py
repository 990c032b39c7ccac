"""Drafts: what may be written, what is refused and where, and that no writer undoes another's work."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database.engine import reading
from app.knowledge.models import Record
from app.knowledge.schemas import CONTENT_MODELS
from tests.database.samples import SMALL
from tests.editorial.desk import Data, Office, told
from tests.editorial.facts import NEW, new


def refused(desk: Office, content: Data, type_: str = "requirement", **more: Any) -> list[Data]:
    """What is wrong with a new record, which must be refused."""
    answer = desk.ask("ed", "POST", "/entries", {"type": type_, "content": content, "reason": "x", **more})
    errors: list[Data] = told(answer, 422)["errors"]
    return errors


def test_a_new_entry_is_a_draft_that_says_what_was_written(desk: Office) -> None:
    answer = desk.ask("ed", "POST", "/entries", {"type": "requirement", "content": NEW, "reason": "it is new"})
    one = told(answer, 201)
    assert answer.headers["location"] == f"/v1/staff/revisions/{one['id']}"
    assert answer.headers["etag"] == one["etag"]
    assert answer.headers["cache-control"] == "no-store"
    assert (one["record"], one["number"]) == ({"type": "requirement", "id": "xx-new"}, 1)
    assert (one["state"], one["origin"], one["change_type"]) == ("draft", "staff", "substantive")
    assert (one["reason"], one["editors"], one["created_at"]) == ("it is new", ["ed"], "2026-12-01T12:00:00Z")
    assert (one["submission"], one["approval"], one["published_in"]) == (None, None, None)
    assert one["content"]["statement"] == {**NEW["statement"], "original": "en", "translation": "machine"}
    assert desk.read(one["id"], "ed") == one


def test_what_follows_from_the_day_and_the_sources_may_be_left_out(desk: Office) -> None:
    content = desk.start(NEW)["content"]
    assert (content["checked_on"], content["review_due_on"]) == ("2026-12-01", "2027-12-01")
    assert (content["evidence_grade"], content["source_custody"]) == ("A", "official-site")


def test_marks_that_no_source_gives_are_shown(desk: Office) -> None:
    one = desk.start(new(evidence_grade="C"))
    assert one["warnings"] == [
        {"pointer": "/content/evidence_grade", "message": "the best of its supporting sources is A"}
    ]


def test_an_entry_is_nobody_elses_until_it_is_published(desk: Office) -> None:
    desk.start(NEW)
    assert desk.client.get("/v1/entries/xx-new").status_code == 404


def test_the_kind_in_the_content_stands_for_the_type(desk: Office) -> None:
    body = {"content": new(kind="requirement"), "reason": "x"}
    assert told(desk.ask("ed", "POST", "/entries", body), 201)["record"]["type"] == "requirement"


@pytest.mark.parametrize("type_", CONTENT_MODELS)
def test_every_type_of_record_can_be_written_and_read_back(desk: Office, type_: str) -> None:
    content = {**SMALL[type_], "id": "XX-NEW" if SMALL[type_]["id"].isupper() else "xx-brand-new"}
    one = desk.start(content, type_=type_)
    assert one["record"] == {"type": type_, "id": content["id"]}
    again = desk.read(one["id"])
    assert again["content"] == one["content"]
    assert again["sha256"] == one["sha256"]


def test_the_kind_of_a_source_is_part_of_what_it_says(desk: Office) -> None:
    one = desk.correct_record("source", "xx-law", content={"kind": "guideline"})
    assert one["content"]["kind"] == "guideline"


@pytest.mark.parametrize(
    ("change", "pointer", "says"),
    [
        ({"obligation": "madatory"}, "/content/obligation", "mandatory"),
        ({"statment": "x"}, "/content/statment", "statement"),
        ({"citations": [{"source": "xx-law", "locater": "x"}]}, "/content/citations/0/locater", "locator"),
    ],
)
def test_a_fault_names_its_place_and_the_nearest_word(desk: Office, change: Data, pointer: str, says: str) -> None:
    (error,) = refused(desk, {**NEW, **change})
    assert (error["pointer"], error["did_you_mean"]) == (pointer, says)


def test_all_faults_are_told_at_once(desk: Office) -> None:
    faulty = {**NEW, "obligation": "x", "applies_from": "soon", "topics": []}
    assert {error["pointer"] for error in refused(desk, faulty)} == {
        "/content/obligation",
        "/content/applies_from",
        "/content/topics",
    }


@pytest.mark.parametrize(
    "member", ["recorded_at", "published_in", "revision", "review", "sources", "here", "created_at", "state"]
)
def test_what_the_server_sets_is_refused(desk: Office, member: str) -> None:
    (error,) = refused(desk, {**NEW, member: "2026-01-01"})
    assert error == {"pointer": f"/content/{member}", "message": "is set by the server; leave it out"}


@pytest.mark.parametrize("member", ["recorded_at", "state", "editors", "approval", "published_in", "sha256", "id"])
def test_what_the_server_sets_is_refused_beside_the_content_as_well(desk: Office, member: str) -> None:
    (error,) = refused(desk, NEW, **{member: "x"})
    assert error["pointer"] == f"/{member}"
    one = desk.start(NEW)
    answer = desk.patch(one, content={}, **{member: "x"})
    assert [error["pointer"] for error in told(answer, 422)["errors"]] == [f"/{member}"]


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ([], "/content"),
        ("x", "/content"),
        (None, "/content"),
        ({**NEW, "title": {"en": {"deep": "x"}}}, "/content/title/en"),
        ({**NEW, "title": "a\u0000b"}, "/content/title"),
        ({**NEW, "title": "a\ud800b"}, "/content/title"),
        ({**NEW, "citations": [{"source": "xx\u0000law"}]}, "/content/citations/0/source"),
        ({**NEW, "id": "xx new"}, "/content/id"),
        ({**NEW, "id": "x" * 121}, "/content/id"),
    ],
)
def test_hostile_contents_are_refused_at_their_place(desk: Office, content: Any, pointer: str) -> None:
    body = {"type": "requirement", "content": content, "reason": "x"}
    answer = desk.raw("ed", "POST", "/entries", body)
    assert [error["pointer"] for error in told(answer, 422)["errors"]] == [pointer]


def test_what_is_nested_without_end_is_refused(desk: Office) -> None:
    nested: Any = "x"
    for _ in range(200):
        nested = {"en": nested}
    (error,) = refused(desk, {**NEW, "title": nested})
    assert (error["pointer"], error["message"]) == ("/content", "is nested deeper than 24 levels")
    one = desk.start(NEW)
    assert told(desk.patch(one, content={"title": nested}), 422)["errors"][0]["pointer"] == "/content"


@pytest.mark.parametrize("reason", [None, "", "  ", "a\u0000b", "x" * 501])
def test_without_a_reason_nothing_is_written(desk: Office, reason: str | None) -> None:
    body = {"type": "requirement", "content": NEW, **({} if reason is None else {"reason": reason})}
    answer = desk.ask("ed", "POST", "/entries", body)
    assert [error["pointer"] for error in told(answer, 422)["errors"]] == ["/reason"]


def test_a_type_that_there_is_none_of_names_the_nearest(desk: Office) -> None:
    (error,) = refused(desk, NEW, "requirment")
    assert (error["pointer"], error["did_you_mean"]) == ("/type", "requirement")


@pytest.mark.parametrize("id_", ["xx-dossier", "xx-full"])
def test_an_id_is_never_used_twice(desk: Office, id_: str) -> None:
    answer = desk.ask("ed", "POST", "/entries", {"type": "requirement", "content": new(id=id_), "reason": "x"})
    problem = told(answer, 409)
    assert problem["type"] == "/problems/conflict"
    assert problem["errors"][0]["pointer"] == "/content/id"
    assert f"POST /v1/staff/entries/{id_}/revisions" in problem["detail"]


def test_the_id_of_a_draft_that_was_given_up_is_free_again(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.discard(one))
    assert desk.start(NEW, "eve")["editors"] == ["eve"]


def test_a_correction_begins_with_what_is_published(desk: Office) -> None:
    one = desk.correct("xx-fee")
    assert (one["number"], one["state"], one["change_type"]) == (2, "draft", "correction")
    assert one["content"]["statement"]["en"] == "Statement of xx-fee"


def test_a_correction_may_come_with_its_change(desk: Office) -> None:
    one = desk.correct("xx-fee", content={"statement": {"en": "The fee is 40,000.", "ko": "수수료는 40,000입니다."}})
    assert one["content"]["statement"]["en"] == "The fee is 40,000."
    assert one["content"]["title"]["en"] == "Title of xx-fee"


def test_a_record_has_one_open_revision(desk: Office) -> None:
    one = desk.correct("xx-fee")
    problem = told(desk.ask("eve", "POST", "/entries/xx-fee/revisions", {"reason": "me too"}), 409)
    assert f"/v1/staff/revisions/{one['id']}" in problem["detail"]


@pytest.mark.parametrize(
    "path", ["/entries/xx-none/revisions", "/entries/xx-law/revisions", "/entries/%00/revisions"]
)
def test_what_is_no_entry_cannot_be_corrected_as_one(desk: Office, path: str) -> None:
    problem = told(desk.ask("ed", "POST", path, {"reason": "x"}), 404)
    assert problem["type"] == "/problems/unknown-record"


@pytest.mark.parametrize(
    "path",
    [
        "/records/source/xx-none/revisions",
        "/records/requirement/xx-law/revisions",
        "/records/x/y/revisions",
        "/records/source/%00/revisions",
        "/records/%00/xx-law/revisions",
    ],
)
def test_an_unknown_record_cannot_be_corrected(desk: Office, path: str) -> None:
    assert told(desk.ask("ed", "POST", path, {"reason": "x"}), 404)["type"] == "/problems/unknown-record"


def test_what_was_never_published_has_nothing_to_correct(desk: Office) -> None:
    one = desk.start(NEW)
    assert told(desk.ask("ed", "POST", "/entries/xx-new/revisions", {"reason": "x"}), 409)
    told(desk.discard(one))
    assert told(desk.ask("ed", "POST", "/entries/xx-new/revisions", {"reason": "x"}), 404)


def test_an_edit_changes_what_it_names_and_nothing_else(desk: Office) -> None:
    one = desk.start(NEW)
    now = told(desk.patch(one, "eve", content={"condition": "For solid forms", "fact_as_of": "2026-01"}))
    changed = {name for name, value in now["content"].items() if value != one["content"][name]}
    assert changed == {"condition", "fact_as_of"}
    assert now["editors"] == ["ed", "eve"]
    assert now["etag"] != one["etag"]


def test_null_removes_a_member_and_what_is_needed_cannot_be_removed(desk: Office) -> None:
    one = desk.start(new(note="x"))
    one = told(desk.patch(one, content={"note": None}))
    assert one["content"]["note"] is None
    assert told(desk.patch(one, content={"title": None}), 422)["errors"][0]["pointer"] == "/content/title"


def test_a_record_keeps_its_id(desk: Office) -> None:
    one = desk.start(NEW)
    (error,) = told(desk.patch(one, content={"id": "xx-other"}), 422)["errors"]
    assert error["pointer"] == "/content/id"
    told(desk.patch(one, content={"id": "xx-new"}))


def test_a_text_whose_original_changes_makes_its_translation_outdated(desk: Office) -> None:
    one = desk.start(NEW)
    now = told(desk.patch(one, content={"title": {"en": "Another title"}}))
    assert now["content"]["title"] == {
        "en": "Another title",
        "ko": NEW["title"]["ko"],
        "original": "en",
        "translation": "outdated",
    }
    now = told(desk.patch(now, content={"title": {"translation": "reviewed"}}))
    assert now["content"]["title"]["translation"] == "reviewed"


def test_an_entry_that_moves_to_another_country_is_listed_there(desk: Office) -> None:
    one = desk.start(NEW)
    told(desk.patch(one, content={"country": "YY"}))
    assert told(desk.ask("ed", "GET", "/revisions?country=yy"))["total"] == 1
    assert told(desk.ask("ed", "GET", "/revisions?country=XX"))["total"] == 0


def test_an_edit_says_which_state_it_saw(desk: Office) -> None:
    one = desk.start(NEW)
    path, body = f"/revisions/{one['id']}", {"content": {"note": "x"}, "reason": "x"}
    assert told(desk.ask("ed", "PATCH", path, body), 428)["type"] == "/problems/precondition-required"
    problem = told(desk.ask("ed", "PATCH", path, body, If_Match='"another"'), 412)
    assert (problem["type"], problem["etag"]) == ("/problems/precondition-failed", one["etag"])
    assert desk.read(one["id"]) == {**one, "next": []}


def test_giving_a_draft_up_says_which_state_it_saw(desk: Office) -> None:
    one = desk.start(NEW)
    path = f"/revisions/{one['id']}?reason=x"
    assert desk.ask("ed", "DELETE", path).status_code == 428
    assert desk.ask("ed", "DELETE", path, If_Match='"another"').status_code == 412
    assert desk.ask("ed", "DELETE", f"/revisions/{one['id']}", If_Match=one["etag"]).status_code == 422
    assert told(desk.discard(one)) == {"id": one["id"], "record": one["record"], "discarded": True}
    assert desk.ask("ed", "GET", f"/revisions/{one['id']}").status_code == 404


def test_a_step_may_say_which_state_it_saw(desk: Office) -> None:
    one = desk.start(NEW)
    path = f"/revisions/{one['id']}/submit"
    assert desk.ask("ed", "POST", path, {"reason": "x"}, If_Match='"another"').status_code == 412
    told(desk.ask("ed", "POST", path, {"reason": "x"}, If_Match=one["etag"]))


def test_a_merge_patch_may_be_called_one(desk: Office) -> None:
    one = desk.start(NEW)
    headers = {"If_Match": one["etag"], "Content_Type": "application/merge-patch+json"}
    now = told(
        desk.ask("ed", "PATCH", f"/revisions/{one['id']}", {"content": {"note": "x"}, "reason": "x"}, **headers)
    )
    assert now["content"]["note"]["en"] == "x"


def test_what_changed_nothing_gives_304(desk: Office) -> None:
    one = desk.start(NEW)
    assert desk.ask("ed", "GET", f"/revisions/{one['id']}", If_None_Match=one["etag"]).status_code == 304


def test_a_request_that_is_sent_twice_is_carried_out_once(desk: Office) -> None:
    body = {"type": "requirement", "content": NEW, "reason": "x"}
    first = desk.ask("ed", "POST", "/entries", body, Idempotency_Key="k1")
    again = desk.ask("ed", "POST", "/entries", body, Idempotency_Key="k1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]
    other = {**body, "content": new(id="xx-other")}
    assert desk.ask("ed", "POST", "/entries", other, Idempotency_Key="k1").status_code == 422


@pytest.mark.parametrize("path", ["/entries", "/entries/xx-fee/revisions"])
def test_of_writers_who_begin_the_same_at_once_one_is_first(desk: Office, path: str) -> None:
    start = Barrier(6)
    body = {"reason": "x", **({"type": "requirement", "content": NEW} if path == "/entries" else {})}

    def begin(name: str) -> int:
        start.wait(timeout=30)
        return int(desk.ask(name, "POST", path, body).status_code)

    with ThreadPoolExecutor(6) as pool:
        told_them = sorted(pool.map(begin, ["ed", "eve", "rae", "pia", "ada", "ed"]))
    assert told_them == [201, 409, 409, 409, 409, 409]


def test_what_is_refused_leaves_nothing_behind(desk: Office) -> None:
    refused(desk, {**NEW, "applies_from": "2027", "applies_until": "2026"})
    with reading(desk.engine) as connection:
        assert connection.scalar(select(func.count()).where(Record.id == "xx-new")) == 0
        assert connection.scalar(select(func.count()).select_from(AuditRow)) == 0


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("vera", 403)])
def test_who_is_no_editor_writes_nothing(desk: Office, name: str | None, status: int) -> None:
    one = desk.start(NEW)
    body = {"type": "requirement", "content": new(id="xx-other"), "reason": "x"}
    assert desk.ask(name, "POST", "/entries", body).status_code == status
    assert desk.ask(name, "PATCH", f"/revisions/{one['id']}", body, If_Match=one["etag"]).status_code == status
    assert desk.ask(name, "DELETE", f"/revisions/{one['id']}?reason=x", If_Match=one["etag"]).status_code == status


def test_another_editors_draft_is_not_given_up_by_a_mere_editor(desk: Office) -> None:
    one = desk.start(NEW)
    problem = told(desk.discard(one, "eve"), 403)
    assert problem["type"] == "/problems/forbidden"
    told(desk.discard(one, "rae"))
