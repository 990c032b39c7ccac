"""Publishing by staff: what is approved becomes an edition, as the preview showed it, with its row in the trail."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditRow
from app.audit.verify import verify
from app.database.engine import reading, writing
from tests.editorial.desk import Data, Office, told
from tests.editorial.facts import NEW, new

NOTE = {"note": "The news of winter", "reason": "the review is over"}


def preview(desk: Office, query: str = "") -> Data:
    """What the next edition would change."""
    return told(desk.ask("rae", "GET", f"/editions/preview{query}"))


def publish(desk: Office, name: str = "pia", **body: Any) -> Data:
    """A new edition."""
    return told(desk.ask(name, "POST", "/editions", {**NOTE, **body}), 201)


def edited(desk: Office, id_: str, statement: str) -> Data:
    """An approved correction."""
    one = desk.correct(id_, content={"statement": {"en": statement}})
    return desk.approved(one["id"])


def rows(desk: Office, action: str) -> list[AuditRow]:
    """Rows of the trail for one action, oldest first."""
    with reading(desk.engine) as connection:
        query = select(AuditRow.__table__).where(AuditRow.action == action).order_by(AuditRow.seq)
        return list(connection.execute(query))  # type: ignore[arg-type]  # rows with the table's columns


def test_an_approved_draft_becomes_edition_2(desk: Office) -> None:
    one = desk.approved(desk.start(NEW)["id"])
    made = publish(desk)
    assert (made["number"], made["changed"], made["withdrawn"]) == (2, 1, 0)
    assert made["note"] == "The news of winter"
    head = desk.client.get("/v1/editions/2").json()
    assert (head["sha256"], head["note"], head["published_at"]) == (
        made["sha256"],
        NOTE["note"],
        made["published_at"],
    )
    assert head["changes"] == {"substantive": 1, "withdrawn": 0}
    assert desk.client.get("/v1/entries/xx-new").status_code == 200
    assert desk.client.get("/v1/entries/xx-new?edition=1").status_code == 404
    assert desk.read(one["id"])["state"] == "published"


def test_an_edition_leaves_one_row_with_its_hash(desk: Office) -> None:
    desk.approved(desk.start(NEW)["id"])
    made = publish(desk)
    (row,) = rows(desk, "edition.publish")
    assert (row.actor, row.object_type, row.object_id, row.reason) == ("pia", "edition", "2", NOTE["reason"])
    assert json.loads(row.new_value or "") == {
        "sha256": made["sha256"],
        "changed": 1,
        "withdrawn": 0,
        "records": ["requirement xx-new 1"],
    }
    with reading(desk.engine) as connection:
        assert verify(connection).intact


def test_the_preview_is_what_is_published(desk: Office) -> None:
    desk.approved(desk.start(NEW)["id"])
    edited(desk, "xx-fee", "The fee is 9.")
    seen = preview(desk)
    assert (seen["edition"], seen["total"], seen["faults"]) == (2, 2, [])
    again = preview(desk)
    assert again == seen
    made = publish(desk)
    assert [{name: value for name, value in one.items() if name != "fields"} for one in seen["items"]] == made[
        "items"
    ]
    public = desk.client.get("/v1/entries/xx-fee/diff?from=1&to=2").json()["changes"]
    assert seen["items"][0]["record"]["id"] == "xx-fee"
    assert seen["items"][0]["fields"] == public
    assert {"field": "/statement/en", "before": '"Statement of xx-fee"', "after": '"The fee is 9."'} in public


def test_the_preview_tells_what_would_be_refused(desk: Office) -> None:
    assert preview(desk)["faults"] == ["nothing is approved for publication"]
    source = desk.start(
        {
            "id": "xx-act",
            "title": "The act",
            "publisher": "Exland",
            "kind": "law",
            "language": "en",
            "evidence_grade": "A",
            "custody": "official-site",
            "url": "https://xx.example/",
        },
        type_="source",
    )
    entry = desk.approved(desk.start(new(citations=[{"source": "xx-act"}]))["id"])
    message = "requirement xx-new /citations/0/source: no source xx-act in this edition"
    assert preview(desk, f"?revision={entry['id']}")["faults"] == [message]
    refused = told(desk.ask("pia", "POST", "/editions", NOTE), 409)
    assert [error["message"] for error in refused["errors"]] == [message]
    desk.approved(source["id"])
    assert preview(desk)["faults"] == []
    assert publish(desk)["changed"] == 2


def test_only_what_is_named_is_published(desk: Office) -> None:
    one, two = desk.approved(desk.start(NEW)["id"]), edited(desk, "xx-fee", "The fee is 9.")
    assert publish(desk, revisions=[two["id"]])["changed"] == 1
    assert desk.read(one["id"])["state"] == "approved"
    assert publish(desk)["number"] == 3


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_approved_is_not_published(desk: Office, state: str) -> None:
    one = desk.start(NEW)
    if state == "in_review":
        told(desk.step("ed", one["id"], "submit"))
    refused = told(desk.ask("pia", "POST", "/editions", {**NOTE, "revisions": [one["id"]]}), 409)
    assert refused["type"] == "/problems/wrong-state"
    assert told(desk.ask("pia", "POST", "/editions", NOTE), 409)["detail"] == "Nothing is approved for publication."
    refused = told(desk.ask("pia", "POST", "/editions", {**NOTE, "revisions": [999]}), 422)
    assert [error["pointer"] for error in refused["errors"]] == ["/revisions/0"]


def test_publishing_asks_for_the_role_a_recent_sign_in_a_note_and_a_reason(desk: Office) -> None:
    desk.approved(desk.start(NEW)["id"])
    assert told(desk.ask("rae", "POST", "/editions", NOTE), 403)["type"] == "/problems/forbidden"
    for left_out in NOTE:
        body = {name: value for name, value in NOTE.items() if name != left_out}
        told(desk.ask("pia", "POST", "/editions", body), 422)
    desk.clock.forward(minutes=11)
    assert told(desk.ask("pia", "POST", "/editions", NOTE), 403)["type"] == "/problems/sign-in-again"


def test_two_publishers_at_once_make_one_edition_and_one_refusal(desk: Office) -> None:
    desk.approved(desk.start(NEW)["id"])
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda name: desk.ask(name, "POST", "/editions", NOTE), ("pia", "ada")))
    assert sorted(one.status_code for one in answers) == [201, 409]
    assert desk.client.get("/v1/editions").json()["total"] == 2


def test_two_publishers_of_different_things_make_two_editions(desk: Office) -> None:
    one, two = desk.approved(desk.start(NEW)["id"]), edited(desk, "xx-fee", "The fee is 9.")
    wishes = [("pia", one["id"]), ("ada", two["id"])]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda w: desk.ask(w[0], "POST", "/editions", {**NOTE, "revisions": [w[1]]}), wishes))
    assert sorted(told(one, 201)["number"] for one in answers) == [2, 3]


def test_a_repeated_request_publishes_once(desk: Office) -> None:
    desk.approved(desk.start(NEW)["id"])
    answers = [desk.ask("pia", "POST", "/editions", NOTE, Idempotency_Key="winter") for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert [one.status_code for one in answers] == [201, 201]
    assert len(rows(desk, "edition.publish")) == 1


@pytest.mark.parametrize("step", ["app.editions.publish._seal", "app.editorial.publishing.publishing.told"])
def test_publishing_that_stops_midway_leaves_nothing(
    desk: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    one = desk.approved(desk.start(NEW)["id"])

    def stop(*_: object) -> None:
        raise RuntimeError("the machine stops here")

    with monkeypatch.context() as patched:
        patched.setattr(step, stop)
        assert desk.ask("pia", "POST", "/editions", NOTE).status_code == 500
    assert desk.read(one["id"])["state"] == "approved"
    assert rows(desk, "edition.publish") == []
    assert publish(desk)["number"] == 2


def test_a_source_that_lost_its_address_stops_the_fact_that_cites_it(desk: Office) -> None:
    desk.approved(desk.start(NEW)["id"])
    law = desk.correct_record("source", "xx-law", content={"url": None})
    desk.approved(law["id"])
    (fault,) = preview(desk)["faults"]
    assert fault.startswith("requirement xx-new cites xx-law")
    refused = told(desk.ask("pia", "POST", "/editions", NOTE), 422)
    assert [error["message"] for error in refused["errors"]] == [fault]


def test_any_earlier_version_reads_byte_for_byte_after_ten_later_edits(desk: Office) -> None:
    address = "/v1/entries/xx-fee?edition={}"
    before: dict[int, bytes] = {}
    for number in range(1, 12):
        before[number] = desk.client.get(address.format(number)).content
        edited(desk, "xx-fee", f"The fee is {number}.")
        publish(desk)
    for number, body in before.items():
        assert desk.client.get(address.format(number)).content == body
        assert (b"The fee is" in body) == (number > 1)


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE revision SET content = '{}' WHERE state = 'published'",
        "DELETE FROM revision WHERE state = 'published'",
        "UPDATE entry SET title_en = 'x' WHERE revision_key IN (SELECT key FROM revision WHERE state = 'published')",
        "UPDATE edition SET note = 'x'",
    ],
)
def test_the_database_refuses_to_change_what_was_published(desk: Office, write: str) -> None:
    with pytest.raises(IntegrityError), writing(desk.engine) as connection:
        connection.execute(text(write))
