"""A legal date of a published entry changes: the atlas was wrong, or the law is another one."""

from datetime import date
from typing import Any

import pytest

from app.editions.publish import PublishingRefused, publish
from app.editorial.revisions.legal import ended, free_id
from tests.editorial.desk import Data, Office, told
from tests.editorial.facts import NEW


def fee(desk: Office, **body: Any) -> Data:
    """A draft that corrects the fee."""
    return desk.correct("xx-fee", **body)


def publish_named(desk: Office, *keys: int) -> int:
    """Publish these revisions."""
    with desk.working("pia") as work:
        return publish(work.connection, at=work.at, note="a test", revisions=keys).number


@pytest.mark.parametrize("member", ["applies_from", "applies_until", "ended_on"])
def test_it_is_asked_what_the_change_means(desk: Office, member: str) -> None:
    one = fee(desk)
    errors = told(desk.patch(one, content={member: "2027"}), 422)["errors"]
    assert errors[0]["pointer"] == "/legal_change"
    assert errors[0]["expected"] == ["correction", "new-law"]
    assert [error["pointer"] for error in errors[1:]] == [f"/content/{member}"]
    assert desk.read(one["id"], "ed") == one


def test_it_is_asked_when_a_correction_is_begun_as_well(desk: Office) -> None:
    body = {"content": {"applies_from": "2027"}, "reason": "x"}
    assert told(desk.ask("ed", "POST", "/entries/xx-fee/revisions", body), 422)
    fee(desk, content={"applies_from": "2027"}, legal_change="correction")


def test_other_changes_and_new_entries_are_not_asked(desk: Office) -> None:
    told(desk.patch(fee(desk), content={"note": "x", "fact_as_of": "2026-11"}))
    one = desk.start({**NEW, "applies_from": "2027"})
    told(desk.patch(one, content={"applies_from": "2028"}))


def test_a_correction_stays_in_the_entry(desk: Office) -> None:
    one = told(desk.patch(fee(desk), content={"applies_from": "2025"}, legal_change="correction"))
    assert (one["content"]["applies_from"], one["change_type"], one["publish_with"]) == ("2025", "correction", [])
    # What was answered once is not asked again, and neither is the way back.
    one = told(desk.patch(one, content={"note": "x"}))
    told(desk.patch(one, content={"applies_from": None}))


def new_law(desk: Office, **change: Any) -> tuple[Data, Data]:
    """The old entry's draft and its successor's, after the law changed."""
    content = {
        "applies_from": "2027-03-01",
        "statement": {"en": "The fee is 40,000.", "ko": "수수료는 40,000입니다."},
    }
    old = told(desk.patch(fee(desk), content={**content, **change}, legal_change="new-law"))
    (companion,) = old["publish_with"]
    return old, desk.read(companion["id"], "ed")


def test_a_new_law_is_a_new_entry_and_the_old_one_gets_its_end(desk: Office) -> None:
    old, new = new_law(desk)
    assert new["record"] == {"type": "requirement", "id": "xx-fee-2027"}
    assert (new["content"]["applies_from"], new["content"]["applies_until"]) == ("2027-03-01", None)
    assert new["content"]["statement"]["en"] == "The fee is 40,000."
    assert (new["content"]["replaces"], new["content"]["replaced_by"]) == (["xx-fee"], [])
    assert (old["content"]["applies_until"], old["content"]["replaced_by"]) == ("2027-02-28", ["xx-fee-2027"])
    assert old["content"]["statement"]["en"] == "Statement of xx-fee"
    assert (old["content"]["applies_from"], old["content"]["currency_status"]) == (None, "current")
    assert [one["record"]["id"] for one in new["publish_with"]] == ["xx-fee"]
    assert (old["change_type"], new["change_type"]) == ("substantive", "substantive")


def test_a_law_that_holds_already_makes_the_old_one_superseded(desk: Office) -> None:
    old, _ = new_law(desk, applies_from="2026-10")
    assert (old["content"]["applies_until"], old["content"]["currency_status"]) == ("2026-09", "superseded")


def test_neither_half_is_published_alone(desk: Office) -> None:
    old, new = new_law(desk)
    for one in (old, new):
        desk.approved(one["id"])
    with pytest.raises(PublishingRefused, match="xx-fee-2027"):
        publish_named(desk, old["id"])
    with pytest.raises(PublishingRefused, match="publish both in one edition"):
        publish_named(desk, new["id"])
    assert publish_named(desk, old["id"], new["id"]) == 2
    answer = desk.client.get("/v1/entries/xx-fee").json()
    assert answer["replaced_by"] == ["xx-fee-2027"]
    assert answer["pending_changes"][0]["id"] == "xx-fee-2027"
    assert desk.client.get("/v1/entries/xx-fee?edition=1").json()["replaced_by"] == []


def test_a_successor_whose_other_half_was_given_up_does_not_go_to_review(desk: Office) -> None:
    old, new = new_law(desk)
    told(desk.discard(old))
    (error,) = told(desk.step("ed", new["id"], "submit"), 422)["errors"]
    assert error["pointer"] == "/content/replaces/0"
    assert "`replaced_by` has no xx-fee-2027" in error["message"]


def test_an_old_entry_whose_successor_was_given_up_does_not_go_to_review(desk: Office) -> None:
    old, new = new_law(desk)
    told(desk.discard(new))
    (error,) = told(desk.step("ed", old["id"], "submit"), 422)["errors"]
    assert error["pointer"] == "/content/replaced_by/0"


def test_the_successors_id_may_be_chosen(desk: Office) -> None:
    change: Data = {"content": {"applies_from": "2027"}, "legal_change": "new-law"}
    old = told(desk.patch(fee(desk), **change, successor="xx-fee-new"))
    assert old["content"]["replaced_by"] == ["xx-fee-new"]


@pytest.mark.parametrize(("id_", "status"), [("xx-dossier", 409), ("Not An Id", 422), ("xx-fee", 409)])
def test_a_successors_id_is_free_and_an_id(desk: Office, id_: str, status: int) -> None:
    one = fee(desk)
    answer = desk.patch(one, content={"applies_from": "2027"}, legal_change="new-law", successor=id_)
    assert told(answer, status)["errors"][0]["pointer"] == "/successor"
    assert desk.read(one["id"], "ed") == one


def test_a_new_law_says_from_when_it_holds(desk: Office) -> None:
    answer = desk.patch(fee(desk), content={"applies_until": "2027"}, legal_change="new-law")
    assert [error["pointer"] for error in told(answer, 422)["errors"]] == ["/content/applies_from"]


def test_what_was_never_published_has_no_successor(desk: Office) -> None:
    one = desk.start({**NEW, "applies_from": "2026"})
    answer = desk.patch(one, content={"applies_from": "2027"}, legal_change="new-law")
    assert [error["pointer"] for error in told(answer, 422)["errors"]] == ["/legal_change"]


def test_both_drafts_stand_in_the_trail(desk: Office) -> None:
    new_law(desk)
    rows = told(desk.ask("ed", "GET", "/revisions"))
    assert {item["record"]["id"]: item["editors"] for item in rows["items"]} == {
        "xx-fee": ["ed"],
        "xx-fee-2027": ["ed"],
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [("2027-03-01", "2027-02-28"), ("2027-01-01", "2026-12-31"), ("2027-03", "2027-02"), ("2027", "2026")],
)
def test_the_end_is_as_precise_as_the_beginning(start: str, end: str) -> None:
    before = {"currency_status": "current"}
    assert ended(before, "new", start, date(2026, 12, 1))["applies_until"] == end


def test_an_earlier_end_stays() -> None:
    before = {"currency_status": "current", "applies_until": "2026-06"}
    assert ended(before, "new", "2027", date(2026, 12, 1))["applies_until"] == "2026-06"


def test_ids_that_are_taken_are_passed_over() -> None:
    taken = {"a-2027", "a-2027-2"}
    assert free_id("a", "2027-03", taken.__contains__) == "a-2027-3"
    assert len(free_id("a" * 120, "2027", taken.__contains__)) <= 120
