"""The work list: what is being written, reviewed, or waits to be published."""

import pytest

from tests.editorial.desk import Office, told
from tests.editorial.facts import NEW, new


@pytest.fixture
def full(desk: Office) -> Office:
    """A desk with a draft of ed's, one of eve's in review, an approved one and a source."""
    desk.start(NEW)
    two = desk.start(new(id="xx-two", country="YY"), "eve")
    told(desk.step("eve", two["id"], "submit"))
    desk.approved(desk.start(new(id="xx-three"))["id"])
    desk.correct_record("source", "yy-law", "eve", content={"title": "The law of Whyland"})
    return desk


ALL = ["yy-law", "xx-three", "xx-two", "xx-new"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("state=draft", ["yy-law", "xx-new"]),
        ("state=in_review&state=approved", ["xx-three", "xx-two"]),
        ("country=XX", ["xx-three", "xx-new"]),
        ("country=xx&country=yy", ["xx-three", "xx-two", "xx-new"]),
        ("country=common", ["yy-law"]),
        ("type=source", ["yy-law"]),
        ("kind=requirement&state=draft", ["xx-new"]),
        ("type=source&kind=requirement", ALL),
        ("mine=true", ["xx-three", "xx-new"]),
        ("mine=false", ["yy-law", "xx-two"]),
        ("id=xx-new", ["xx-new"]),
        ("id=xx-law", ["xx-law"]),
        ("id=xx-fee&state=draft", []),
        ("state=published&country=YY", ["yy-one"]),
    ],
)
def test_filters(full: Office, query: str, found: list[str]) -> None:
    page = told(full.ask("ed", "GET", f"/revisions?{query}"))
    assert [item["record"]["id"] for item in page["items"]] == found
    assert (page["total"], page["next"]) == (len(found), None)


def test_items_say_what_they_are_and_what_the_caller_may_do(full: Office) -> None:
    (item,) = told(full.ask("rae", "GET", "/revisions?id=xx-two"))["items"]
    assert (item["title"], item["state"], item["editors"]) == (NEW["title"]["en"], "in_review", ["eve"])
    assert [step["action"] for step in item["next"]] == ["approve", "reject"]
    assert "content" not in item
    assert full.ask("rae", "GET", item["url"].removeprefix("/v1/staff")).json()["etag"] == item["etag"]
    (same,) = told(full.ask("eve", "GET", "/revisions?id=xx-two"))["items"]
    assert [step["action"] for step in same["next"]] == ["recall"]


def test_pages_go_on_where_the_last_one_ended(full: Office) -> None:
    found, query = [], "limit=3"
    for _ in range(3):
        page = told(full.ask("ed", "GET", f"/revisions?{query}"))
        found += [item["record"]["id"] for item in page["items"]]
        assert page["total"] == 4
        if page["next"] is None:
            break
        full.start(new(id=f"xx-later-{len(found)}"))  # what comes meanwhile shifts nothing
        query = f"limit=3&cursor={page['next']}"
        page["total"] = 4
        total = told(full.ask("ed", "GET", "/revisions"))["total"]
        assert total == 5
        told(full.discard(told(full.ask("ed", "GET", "/revisions?limit=1"))["items"][0]))
    assert found == ALL


def test_a_cursor_belongs_to_its_list_and_its_person(full: Office) -> None:
    cursor = told(full.ask("ed", "GET", "/revisions?limit=1"))["next"]
    for name, query in (("eve", ""), ("ed", "&state=draft")):
        problem = told(full.ask(name, "GET", f"/revisions?limit=1&cursor={cursor}{query}"), 422)
        assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("state=aproved", "state", "approved"),
        ("country=XZ", "country", None),
        ("type=sorce", "type", "source"),
        ("kind=policies", "kind", None),
        ("contry=XX", "contry", "country"),
        ("limit=0", "limit", None),
        ("cursor=x", "cursor", None),
        ("id=%00", "id", None),
        ("mine=maybe", "mine", None),
    ],
)
def test_what_is_not_understood_is_refused(desk: Office, query: str, parameter: str, nearest: str | None) -> None:
    (error,) = told(desk.ask("ed", "GET", f"/revisions?{query}"), 422)["errors"]
    assert error["parameter"] == parameter
    if nearest:
        assert error["did_you_mean"] == nearest


def test_a_viewer_reads_and_a_stranger_does_not(full: Office) -> None:
    assert told(full.ask("vera", "GET", "/revisions"))["total"] == 4
    assert full.ask(None, "GET", "/revisions").status_code == 401


def test_an_unknown_revision_is_not_found(desk: Office) -> None:
    for path in ("/revisions/4711", "/revisions/4711/comments"):
        assert told(desk.ask("ed", "GET", path), 404)["type"] == "/problems/unknown-record"
    for action in ("submit", "recall", "approve", "reject"):
        assert desk.step("ada", 4711, action).status_code == 404
