"""The feed tells what changed, in order, and how to go on."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.contract.asking import ask, fault, problem
from tests.database.databases import Databases
from tests.editions.life import FIRST, asking, edition, record, redact

Data = dict[str, Any]


@pytest.fixture(scope="module")
def lived(databases: Databases, small: str) -> Iterator[Engine]:
    """An atlas with a change, an addition and a withdrawal, a redaction, and a record that came back."""
    with opened(databases, databases.copy(small)) as engine:
        edition(
            engine,
            record("requirement", "xx-dossier", statement={"en": "Another.", "ko": "다른 내용"}, topics=["fees"]),
            record("requirement", "xx-new"),
            withdraw=[("xx-fee", "it was wrong")],
            when="2026-12-01T12:00:00",
        )
        redact(engine, "xx-doomed")
        edition(engine, record("requirement", "xx-fee"), when="2027-01-01T12:00:00")
        yield engine


@pytest.fixture(scope="module")
def feed(lived: Engine) -> Iterator[TestClient]:
    with asking(lived) as client:
        yield client


def told(page: Data) -> list[tuple[int, str, str]]:
    return [(one["edition"], one["change"], one["id"]) for one in page["items"]]


def test_the_first_edition_adds_everything(feed: TestClient) -> None:
    page = ask(feed, "/v1/changes", {"until": 1, "limit": 200})
    names = [(one["type"], one["id"]) for one in page["items"] if one["change"] == "added"]
    assert names == sorted((one.type, one.id) for one in FIRST)
    assert page["meta"]["newest"] is None
    assert page["resume_from"]["since"] == 1


def test_changes_come_in_order_with_all_that_they_are(feed: TestClient) -> None:
    page = ask(feed, "/v1/changes", {"since": 1})
    assert told(page) == [
        (2, "changed", "xx-dossier"),
        (2, "withdrawn", "xx-fee"),
        (2, "added", "xx-new"),
        (2, "redacted", "xx-doomed"),
        (3, "added", "xx-fee"),
    ]
    changed, withdrawn, added, redacted, _ = page["items"]
    assert changed["published_at"] == "2026-12-01T12:00:00Z"
    assert (changed["kind"], changed["country"], changed["change_type"]) == ("requirement", "XX", "substantive")
    assert {one["pointer"]: (one["old"], one["new"]) for one in changed["fields"]} == {
        "/statement/en": ('"Statement of xx-dossier"', '"Another."'),
        "/statement/ko": ('"xx-dossier의 내용"', '"다른 내용"'),
        "/topics/0": ('"dossier"', '"fees"'),
    }
    assert (changed["old"]["revision"], changed["new"]["revision"]) == (1, 2)
    assert hashlib.sha256(changed["content"].encode()).hexdigest() == changed["new"]["sha256"]
    assert (withdrawn["reason"], withdrawn["new"], withdrawn["content"]) == ("it was wrong", None, None)
    assert (added["old"], added["fields"]) == (None, [])
    assert (redacted["redaction"], redacted["reason"], redacted["withheld"]) == (1, "it named a person", "redacted")
    assert redacted["redacted_at"] == "2026-12-24T00:00:00Z"
    assert page["resume_from"] == {"since": 3, "redactions": 1, "url": "/v1/changes?since=3&redactions=1"}
    assert page["meta"]["newest"] == 3
    for one in page["items"]:
        if one["url"]:
            assert feed.get(one["url"]).status_code == 200


def test_who_has_everything_gets_nothing_and_the_same_place_again(feed: TestClient) -> None:
    page = ask(feed, "/v1/changes", {"since": 3, "redactions": 1})
    assert page["items"] == []
    assert page["resume_from"]["since"] == 3
    ahead = ask(feed, "/v1/changes", {"since": 9, "redactions": 4})
    assert (ahead["items"], ahead["resume_from"]["since"], ahead["resume_from"]["redactions"]) == ([], 9, 4)


def test_who_names_no_redaction_hears_of_all(feed: TestClient) -> None:
    assert told(ask(feed, "/v1/changes", {"since": 3})) == [(2, "redacted", "xx-doomed")]


def test_of_what_was_redacted_later_no_page_holds_the_content(feed: TestClient) -> None:
    page = ask(feed, "/v1/changes", {"until": 1, "limit": 200})
    (one,) = (item for item in page["items"] if item["id"] == "xx-doomed" and item["change"] == "added")
    assert (one["content"], one["withheld"]) == (None, "redacted")
    assert "Statement of xx-doomed" not in json.dumps(page)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"type": "requirement", "until": "2"}, ["xx-dossier", "xx-fee", "xx-new", "xx-doomed"]),
        ({"topic": "dossier"}, ["xx-dossier", "xx-new", "xx-doomed", "xx-fee"]),
        ({"topic": "fees"}, ["xx-dossier", "xx-fee", "xx-doomed"]),
        ({"country": "yy"}, []),
        ({"kind": "procedure"}, []),
        (
            {"product_type": "vaccine", "type": "requirement"},
            ["xx-dossier", "xx-fee", "xx-new", "xx-doomed", "xx-fee"],
        ),
        ({"product_type": "generic"}, ["xx-fee", "xx-doomed"]),
    ],
)
def test_filters_look_at_both_sides_of_a_change(feed: TestClient, query: dict[str, str], ids: list[str]) -> None:
    page = ask(feed, "/v1/changes", {"since": 1, **query})
    assert [one["id"] for one in page["items"]] == ids
    for name in query.keys() - {"until"}:
        assert f"{name}=" in page["resume_from"]["url"]


def test_a_walk_by_cursor_is_the_whole_page_cut(feed: TestClient) -> None:
    whole = ask(feed, "/v1/changes", {"limit": 200})["items"]
    for limit in (1, 2, 7):
        walked: list[Data] = []
        page = ask(feed, "/v1/changes", {"limit": limit})
        while True:
            walked += page["items"]
            if page["next"] is None:
                break
            page = ask(feed, "/v1/changes", {"limit": limit, "cursor": page["next"]})
        assert walked == whole


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_who_is_killed_anywhere_resumes_without_loss(feed: TestClient, limit: int) -> None:
    """The reader forgets its cursor after each page and goes on at the last place that it took in whole."""
    whole = {json.dumps(one) for one in ask(feed, "/v1/changes", {"limit": 200})["items"]}
    seen: set[str] = set()
    since, redactions, step = 0, 0, limit
    for _ in range(200):
        page = ask(feed, "/v1/changes", {"since": since, "redactions": redactions, "limit": step})
        seen |= {json.dumps(one) for one in page["items"]}
        place = page["resume_from"]
        step = limit if (place["since"], place["redactions"]) != (since, redactions) else min(step * 2, 200)
        since, redactions = place["since"], place["redactions"]
        if page["next"] is None:
            break
    assert seen == whole


def test_a_page_of_the_past_has_one_tag_on_any_day(lived: Engine) -> None:
    from datetime import date

    tags = []
    for day in (date(2027, 1, 2), date(2027, 5, 5)):
        with asking(lived, day) as client:
            answer = client.get("/v1/changes?since=1&until=2")
            tags.append(answer.headers["etag"])
            again = client.get("/v1/changes?since=1&until=2", headers={"If-None-Match": tags[-1]})
            assert again.status_code == 304
    assert tags[0] == tags[1]


def test_what_makes_no_sense_is_refused(feed: TestClient) -> None:
    problem(feed.get("/v1/changes?until=9"), 404, "unknown-edition")
    fault(feed.get("/v1/changes?since=3&until=2"), "since")
    fault(feed.get("/v1/changes?since=-1"), "since")
    fault(feed.get("/v1/changes?cursor=abc"), "cursor")
    assert fault(feed.get("/v1/changes?type=requirment"), "type")["did_you_mean"] == "requirement"
    assert fault(feed.get("/v1/changes?utnil=2"), "utnil")["did_you_mean"] == "until"
    fault(feed.get("/v1/changes?edition=2"), "edition")
    cursor = ask(feed, "/v1/changes", {"limit": 1})["next"]
    fault(feed.get("/v1/changes", params={"cursor": cursor, "type": "source"}), "cursor")
