"""Withdrawing and redacting: proposed by one, decided by another; and restoring what once was published."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import select, text

from app.access.people import create_person
from app.access.roles import Role
from app.access.tokens import issue
from app.audit.verify import verify
from app.database.engine import reading, writing
from app.knowledge.models import Redaction, Revision
from app.search.models import SearchDocument, SearchPosting
from tests.editorial.desk import Data, Office, told
from tests.editorial.publishing.test_publishing import edited, preview, publish, rows

LEAVING = {"reason": "It was never in force."}
NAMED = {"reason": "It named a person."}


def withdrawal(desk: Office, id_: str = "xx-doomed", name: str = "ed") -> Data:
    """A proposal to withdraw an entry."""
    return told(desk.ask(name, "POST", f"/entries/{id_}/withdraw", LEAVING), 201)


def decide(desk: Office, name: str, one: Data, step: str, kind: str = "withdrawals") -> Data:
    """A proposal, approved or rejected."""
    return told(desk.ask(name, "POST", f"/{kind}/{one['id']}/{step}", {"reason": "read again"}))


def second_admin(desk: Office) -> str:
    """Another admin, signed in."""
    with writing(desk.engine) as connection:
        person = create_person(connection, "abe", Role.admin, at=desk.clock.at)
        desk.tokens["abe"] = issue(connection, person, at=desk.clock.at, signed_in_at=desk.clock.at).access
    return "abe"


def redacted(desk: Office, id_: str, **body: Any) -> Data:
    """Contents of an entry, removed by two admins."""
    one = told(desk.ask("ada", "POST", f"/entries/{id_}/redact", {**NAMED, **body}), 201)
    return decide(desk, second_admin(desk), one, "approve", "redactions")


def manifests(desk: Office, number: int) -> dict[str, bytes]:
    """The parts of an edition's manifest, each checked against its hash."""
    found: dict[str, bytes] = {}
    for part in desk.client.get(f"/v1/editions/{number}").json()["parts"]:
        body = desk.client.get(part["url"]).content
        assert hashlib.sha256(body).hexdigest() == part["sha256"]
        found[part["name"]] = body
    return found


def test_a_withdrawal_leaves_with_the_next_edition(desk: Office) -> None:
    before = desk.client.get("/v1/entries/xx-doomed?edition=1").content
    one = withdrawal(desk)
    assert (one["state"], one["proposal"]["by"], one["decision"], one["next"]) == ("proposed", "ed", None, [])
    assert decide(desk, "rae", one, "approve")["state"] == "approved"
    assert desk.client.get("/v1/entries/xx-doomed").status_code == 200
    seen = preview(desk)
    assert [(item["change"], item["record"]["id"], item["reason"]) for item in seen["items"]] == [
        ("withdrawn", "xx-doomed", LEAVING["reason"])
    ]
    made = publish(desk)
    assert (made["changed"], made["withdrawn"]) == (0, 1)
    gone = desk.client.get("/v1/entries/xx-doomed")
    assert gone.status_code == 410
    assert gone.json()["reason"] == LEAVING["reason"]
    history = desk.client.get(gone.json()["history"]).json()["items"]
    assert [(item["state"], item["removed_in"], item["removal_reason"]) for item in history] == [
        ("withdrawn", 2, LEAVING["reason"])
    ]
    assert desk.client.get("/v1/entries/xx-doomed?edition=1").content == before
    done = told(desk.ask("vera", "GET", f"/withdrawals/{one['id']}"))
    assert (done["state"], done["edition"], done["decision"]["by"]) == ("done", 2, "rae")


def test_a_withdrawal_leaves_a_row_for_each_act(desk: Office) -> None:
    decide(desk, "rae", withdrawal(desk), "approve")
    decide(desk, "rae", withdrawal(desk, "xx-fee"), "reject")
    publish(desk)
    assert [row.actor for row in rows(desk, "withdrawal.propose")] == ["ed", "ed"]
    assert [(row.actor, row.approver) for row in rows(desk, "withdrawal.approve")] == [("rae", "rae")]
    assert [(row.actor, row.object_id) for row in rows(desk, "withdrawal.reject")] == [("rae", "xx-fee")]


@pytest.mark.parametrize("name", ["rae", "ada"])
def test_nobody_approves_a_withdrawal_of_their_own(desk: Office, name: str) -> None:
    one = withdrawal(desk, name=name)
    for step in ("approve", "reject"):
        refused = told(desk.ask(name, "POST", f"/withdrawals/{one['id']}/{step}", {"reason": "I say so"}), 403)
        assert refused["type"] == "/problems/forbidden"
    assert decide(desk, "pia", one, "reject")["state"] == "rejected"


def test_a_withdrawal_is_proposed_once_and_of_what_is_published(desk: Office) -> None:
    one = withdrawal(desk)
    told(desk.ask("eve", "POST", "/entries/xx-doomed/withdraw", LEAVING), 409)
    told(desk.ask("eve", "POST", "/entries/xx-none/withdraw", LEAVING), 404)
    told(desk.ask("eve", "POST", "/entries/xx-fee/withdraw", {}), 422)
    decide(desk, "rae", one, "reject")
    refused = told(desk.ask("rae", "POST", f"/withdrawals/{one['id']}/approve", {"reason": "after all"}), 409)
    assert refused["type"] == "/problems/wrong-state"
    assert withdrawal(desk)["id"] != one["id"]


def test_what_others_point_at_does_not_leave(desk: Office) -> None:
    one = told(desk.ask("ed", "POST", "/records/source/xx-law/withdraw", LEAVING), 201)
    decide(desk, "rae", one, "approve")
    faults = preview(desk)["faults"]
    assert "requirement xx-dossier /citations/0/source: no source xx-law in this edition" in faults
    told(desk.ask("pia", "POST", "/editions", {"note": "n", "reason": "r"}), 409)
    decide(desk, "pia", one, "reject")
    assert preview(desk)["faults"] == ["nothing is approved for publication"]


def test_an_entry_is_not_changed_and_withdrawn_at_once(desk: Office) -> None:
    edited(desk, "xx-fee", "It is law.")
    one = decide(desk, "rae", withdrawal(desk, "xx-fee"), "approve")
    (fault,) = preview(desk)["faults"]
    assert "is to be changed and withdrawn in one edition" in fault
    assert publish(desk, withdrawals=[one["id"]])["withdrawn"] == 1


def test_withdrawals_are_listed_newest_first(desk: Office) -> None:
    first, second = withdrawal(desk), withdrawal(desk, "xx-fee")
    page = told(desk.ask("vera", "GET", "/withdrawals?limit=1"))
    assert ([item["id"] for item in page["items"]], page["total"]) == ([second["id"]], 2)
    page = told(desk.ask("vera", "GET", f"/withdrawals?before={page['next']}"))
    assert ([item["id"] for item in page["items"]], page["next"]) == ([first["id"]], None)
    assert told(desk.ask("vera", "GET", "/withdrawals?state=done"))["items"] == []


def test_an_old_revision_is_restored_as_a_draft(desk: Office) -> None:
    before = desk.client.get("/v1/entries/xx-fee").json()
    edited(desk, "xx-fee", "The fee is 9.")
    publish(desk)
    body = {"from_edition": 1, "reason": "The old one was right."}
    one = told(desk.ask("ed", "POST", "/entries/xx-fee/restore", body), 201)
    assert (one["state"], one["number"], one["editors"]) == ("draft", 3, ["ed"])
    (row,) = rows(desk, "revision.restore")
    assert (row.revision, row.reason, '"restores":1' in (row.new_value or "")) == (3, body["reason"], True)
    desk.approved(one["id"])
    publish(desk)
    now = desk.client.get("/v1/entries/xx-fee").json()
    assert (now["statement"], now["revision"]) == (before["statement"], 3)
    first, _, third = reversed(desk.client.get("/v1/entries/xx-fee/revisions").json()["items"])
    assert first["sha256"] == third["sha256"]


def test_a_withdrawn_entry_comes_back_under_its_id(desk: Office) -> None:
    decide(desk, "rae", withdrawal(desk), "approve")
    publish(desk)
    one = told(desk.ask("ed", "POST", "/entries/xx-doomed/restore", {"revision": 1, "reason": "It is law."}), 201)
    source = desk.correct_record("source", "xx-news", content={"url": "https://xx-news.example/"})
    desk.approved(source["id"])
    desk.approved(one["id"])
    publish(desk)
    assert desk.client.get("/v1/entries/xx-doomed").status_code == 200
    assert desk.client.get("/v1/entries/xx-doomed?edition=2").status_code == 410


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/from_edition"),
        ({"from_edition": 1, "revision": 1}, "/from_edition"),
        ({"from_edition": 7}, "/from_edition"),
        ({"revision": 7}, "/revision"),
    ],
)
def test_what_never_was_is_not_restored(desk: Office, body: Data, pointer: str) -> None:
    refused = told(desk.ask("ed", "POST", "/entries/xx-fee/restore", {**body, "reason": "r"}), 422)
    assert [error["pointer"] for error in refused["errors"]] == [pointer]


def test_a_redaction_takes_the_content_and_leaves_the_hashes(desk: Office) -> None:
    edited(desk, "xx-fee", "Call zanzibar for the fee.")
    publish(desk)
    assert desk.client.get("/v1/search?q=zanzibar").json()["total"] == 1
    before = [manifests(desk, number) for number in (1, 2)]
    hashes = [item["sha256"] for item in desk.client.get("/v1/entries/xx-fee/revisions").json()["items"]]
    one = redacted(desk, "xx-fee")
    assert (one["state"], one["revisions"], one["decision"]["by"]) == ("done", [1, 2], "abe")
    for edition in (1, 2):
        gone = desk.client.get(f"/v1/entries/xx-fee?edition={edition}")
        assert (gone.status_code, gone.json()["reason"]) == (410, NAMED["reason"])
    assert [manifests(desk, number) for number in (1, 2)] == before
    history = desk.client.get("/v1/entries/xx-fee/revisions").json()["items"]
    assert [(item["redacted"], item["sha256"]) for item in history] == [(True, sha256) for sha256 in hashes]
    assert desk.client.get("/v1/search?q=zanzibar").json()["total"] == 0
    with reading(desk.engine) as connection:
        assert verify(connection).intact


def test_nothing_of_a_redacted_revision_is_left_in_the_tables(desk: Office) -> None:
    edited(desk, "xx-fee", "Call zanzibar for the fee.")
    publish(desk)
    redacted(desk, "xx-fee", revisions=[2])
    with reading(desk.engine) as connection:
        (key,) = connection.scalars(select(Redaction.revision_key))
        assert connection.scalar(select(Revision.content).where(Revision.key == key)) is None
        for table in ("entry", "citation", "requirement", "revision_topic"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table} WHERE revision_key = {key}")) == 0
        assert connection.scalar(select(SearchDocument.labels).where(SearchDocument.revision_key == key)) is None
        assert connection.scalar(select(SearchPosting.token).where(SearchPosting.token.contains("zanzibar"))) is None
    assert desk.client.get("/v1/entries/xx-fee?edition=1").status_code == 200
    assert desk.client.get("/v1/search?q=fee&edition=1").json()["total"] >= 1


def test_a_redacted_entry_is_written_anew(desk: Office) -> None:
    redacted(desk, "xx-fee")
    told(desk.ask("ed", "POST", "/entries/xx-fee/restore", {"revision": 1, "reason": "r"}), 409)
    assert desk.client.get("/v1/entries?country=XX").status_code == 200
    edited(desk, "xx-dossier", "After the redaction.")
    assert publish(desk)["number"] == 2


def test_a_redaction_needs_two_admins_and_recent_sign_ins(desk: Office) -> None:
    told(desk.ask("pia", "POST", "/entries/xx-fee/redact", NAMED), 403)
    one = told(desk.ask("ada", "POST", "/entries/xx-fee/redact", NAMED), 201)
    assert one["next"] == []
    for name in ("ada", "pia"):
        told(desk.ask(name, "POST", f"/redactions/{one['id']}/approve", NAMED), 403)
    abe = second_admin(desk)
    desk.clock.forward(minutes=11)
    refused = told(desk.ask(abe, "POST", f"/redactions/{one['id']}/approve", NAMED), 403)
    assert refused["type"] == "/problems/sign-in-again"
    assert decide(desk, abe, one, "reject", "redactions")["state"] == "rejected"
    assert desk.client.get("/v1/entries/xx-fee").status_code == 200


def test_only_what_was_published_is_redacted(desk: Office) -> None:
    refused = told(desk.ask("ada", "POST", "/entries/xx-fee/redact", {**NAMED, "revisions": [1, 2]}), 422)
    assert [error["pointer"] for error in refused["errors"]] == ["/revisions/1"]
