"""Records that entries stand on are written, reviewed, corrected and withdrawn as entries are."""

from typing import Any

import pytest

from tests.editorial.desk import Data, Office, told
from tests.editorial.publishing.test_publishing import preview, publish

SUPPORTING: dict[str, tuple[Data, Data, str | None]] = {
    "source": (
        {
            "id": "xx-act",
            "title": "The act",
            "publisher": "Exland",
            "kind": "law",
            "language": "en",
            "evidence_grade": "A",
            "custody": "official-site",
            "url": "https://act.example/",
        },
        {"url": "https://act.example/2026", "published_on": "2026-05"},
        "/v1/sources/xx-act",
    ),
    "authority": (
        {"id": "XX-NRA", "jurisdiction": "XX", "name": {"en": "The authority", "ko": "규제기관"}},
        {"website": "https://nra.example/", "citations": [{"source": "xx-law", "locator": "s. 1"}]},
        None,
    ),
    "document": (
        {"id": "site-master-file", "name": {"en": "Site master file", "ko": "제조소 총람"}},
        {"supply": "manufacturer", "synonyms": [{"language": "en", "text": "SMF"}]},
        None,
    ),
    "gap": (
        {"id": "xx-clock-gap", "jurisdiction": "XX", "title": "The clock", "text": "Looked for, not found"},
        {"status": "closed", "closed_by": ["xx-full"], "now": "Found"},
        None,
    ),
    "event": (
        {"id": "xx-forum-2027", "name": "Forum 2027", "countries": ["XX"]},
        {"starts_on": "2027-05-04", "ends_on": "2027-05-06", "place": "Exville"},
        "/v1/events/xx-forum-2027",
    ),
    "disagreement": (
        {
            "id": "xx-fee-differs",
            "jurisdiction": "XX",
            "title": "The fee",
            "text": "Two sources differ",
            "entries": ["xx-fee"],
        },
        {"followed": "The law", "sources": ["xx-law", "xx-news"]},
        None,
    ),
}
"""Of each type a new content, a correction of it, and where readers read it alone."""

LISTS = {
    "authority": "/v1/authorities",
    "document": "/v1/documents",
    "gap": "/v1/gaps",
    "disagreement": "/v1/disagreements",
    "source": "/v1/sources",
    "event": "/v1/events",
}


def listed(desk: Office, type_: str, id_: str, query: str = "") -> Data | None:
    """The record as readers find it in its list; null where they do not."""
    items: list[Data] = told(desk.client.get(f"{LISTS[type_]}?{query}"))["items"]
    return next((one for one in items if one["id"] == id_), None)


def changed(desk: Office, type_: str, id_: str) -> Data:
    """What the next edition would do to the record."""
    seen = preview(desk)
    assert seen["faults"] == []
    one: Data = seen["items"][0]
    assert seen["total"] == 1
    assert one["record"] == {"type": type_, "id": id_}
    return one


@pytest.mark.parametrize("type_", SUPPORTING)
def test_the_life_of_a_supporting_record(desk: Office, type_: str) -> None:
    content, correction, address = SUPPORTING[type_]
    id_ = content["id"]
    one = desk.approved(desk.start(content, type_=type_)["id"])
    assert (one["record"], one["state"]) == ({"type": type_, "id": id_}, "approved")
    changed(desk, type_, id_)
    publish(desk)
    assert listed(desk, type_, id_) is not None
    assert listed(desk, type_, id_, "edition=1") is None

    two = desk.correct_record(type_, id_, content=correction)
    assert two["change_type"] == "correction"
    desk.approved(two["id"])
    fields = {change["field"].split("/")[1] for change in changed(desk, type_, id_)["fields"]}
    assert fields == set(correction)
    publish(desk)
    now, before = listed(desk, type_, id_), listed(desk, type_, id_, "edition=2")
    assert now != before
    history = told(desk.ask("vera", "GET", f"/revisions?id={id_}"))["items"]
    assert [(row["number"], row["state"]) for row in history] == [(2, "published"), (1, "superseded")]

    body = {"reason": "It was a mistake."}
    leaving = told(desk.ask("ed", "POST", f"/records/{type_}/{id_}/withdraw", body), 201)
    told(desk.ask("rae", "POST", f"/withdrawals/{leaving['id']}/approve", body))
    changed(desk, type_, id_)
    publish(desk)
    assert listed(desk, type_, id_) is None
    assert listed(desk, type_, id_, "edition=3") == now
    if address is not None:
        assert desk.client.get(address).status_code in (404, 410)
        assert desk.client.get(f"{address}?edition=3").status_code == 200


@pytest.mark.parametrize("type_", SUPPORTING)
def test_a_supporting_record_is_held_to_its_form(desk: Office, type_: str) -> None:
    content = SUPPORTING[type_][0]
    for body, pointer in (
        ({**content, "colour": "red"}, "/content/colour"),
        ({**content, "id": "Not An Id"}, "/content/id"),
        ({name: value for name, value in content.items() if name != "id"}, "/content/id"),
    ):
        answer = desk.ask("ed", "POST", "/entries", {"type": type_, "content": body, "reason": "new"})
        assert [error["pointer"] for error in told(answer, 422)["errors"]] == [pointer]
    desk.start(content, type_=type_)
    again = desk.ask("ed", "POST", "/entries", {"type": type_, "content": content, "reason": "new"})
    assert told(again, 409)["type"] == "/problems/conflict"


@pytest.mark.parametrize(
    ("type_", "id_", "who"),
    [
        ("source", "xx-law", "xx-dossier"),
        ("topic", "fees", "xx-fee"),
        ("product_type", "biologic", "xx-dossier"),
        ("jurisdiction", "YY", "yy-one"),
    ],
)
def test_what_others_stand_on_does_not_leave(desk: Office, type_: str, id_: str, who: str) -> None:
    leaving = told(desk.ask("ed", "POST", f"/records/{type_}/{id_}/withdraw", {"reason": "x"}), 201)
    told(desk.ask("rae", "POST", f"/withdrawals/{leaving['id']}/approve", {"reason": "x"}))
    assert any(who in fault for fault in preview(desk)["faults"])
    assert desk.ask("pia", "POST", "/editions", {"note": "x", "reason": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("type_", "id_", "content", "pointer"),
    [
        ("gap", "xx-gap", {"entries": ["xx-nothing"]}, "/content/entries/0"),
        ("gap", "xx-gap", {"jurisdiction": "ZZ"}, "/content/jurisdiction"),
        ("authority", "XX-FDA", {"jurisdiction": "ZZ"}, "/content/jurisdiction"),
        ("topic", "fees", {"parent": "nothing"}, "/content/parent"),
    ],
)
def test_a_reference_that_leads_nowhere_is_not_reviewed(
    desk: Office, type_: str, id_: str, content: dict[str, Any], pointer: str
) -> None:
    one = desk.correct_record(type_, id_, content=content)
    fault = told(desk.step("ed", one["id"], "submit"), 422)
    assert [error["pointer"] for error in fault["errors"]] == [pointer]


def test_a_tree_does_not_bite_its_own_tail(desk: Office) -> None:
    """A topic under its own child: readers' trees and inheritance would go round in circles."""
    one = desk.approved(desk.start({"id": "fees.annual", "name": "Annual", "parent": "fees"}, type_="topic")["id"])
    publish(desk, revisions=[one["id"]])
    for id_ in ("fees.annual", "fees"):
        round_ = desk.correct_record("topic", "fees", content={"parent": id_})
        (fault,) = told(desk.step("ed", round_["id"], "submit"), 422)["errors"]
        assert (fault["pointer"], "fees > " in fault["message"]) == ("/content/parent", True)
        told(desk.discard(round_))
    other = desk.correct_record("topic", "fees", content={"parent": "dossier"})
    told(desk.step("ed", other["id"], "submit"))
