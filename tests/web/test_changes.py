"""What changed, as people read it: editions, differences word by word, histories, and what left."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.web.changes import WORDS
from app.web.differences import differences
from app.web.words import Words
from tests.web.markup import Markup

EN = Words("en", WORDS)


def _page(client: TestClient, address: str, status: int = 200) -> Markup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Markup(answer.text)


def test_editions_are_listed_newest_first(lived: TestClient) -> None:
    page = _page(lived, "/en/changes")
    assert [one for one in page.links if one.startswith("/en/changes/")] == [f"/en/changes/{n}" for n in (3, 2, 1)]
    assert "fees & more" in page.one("main").text


def test_an_edition_tells_what_it_changed_word_by_word(lived: TestClient) -> None:
    page = _page(lived, "/en/changes/2?kind=requirement")
    text = page.one("main").text
    assert "Title of xx-fee" in text
    assert {", raised", "conditional"} <= {one.text for one in page.all("ins")}
    assert "mandatory" in [one.text for one in page.all("del")]
    assert "the law was <misread>" in text
    assert "/en/entries/xx-doomed/history" in page.links
    assert "/en/entries/xx-fee?edition=2" in page.links


def test_a_difference_is_told_in_the_pages_language(lived: TestClient) -> None:
    english, korean = (_page(lived, f"/{one}/changes/2?country=XX") for one in ("en", "ko"))
    assert "인상된" not in english.one("main").text
    assert "인상된" in " ".join(one.text for one in korean.all("ins"))
    # Of a text that changed in the other language alone this is said, and the text is marked as being in it.
    assert "only the text in this language changed: Korean" in english.one("main").text
    assert "고친" in " ".join(one.text for one in english.all("dd") if one.get("lang") == "ko")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_page_of_changes_holds_what_the_feed_holds(lived: TestClient, number: int) -> None:
    feed = lived.get(f"/v1/changes?since={number - 1}&until={number}&limit=100").json()["items"]
    page = _page(lived, f"/en/changes/{number}?limit=100")
    assert len([one for one in page.all("li") if one.within.count("main")]) == len(feed)


def test_pages_of_changes_go_on_in_either_language(lived: TestClient) -> None:
    first = _page(lived, "/en/changes/1?limit=5")
    (following,) = [one for one in first.links if "cursor=" in one]
    second = _page(lived, following)
    assert _page(lived, following.replace("/en/", "/ko/")).one("html").get("lang") == "ko"
    assert not set(_titles(first)) & set(_titles(second))


def _titles(page: Markup) -> list[str]:
    return [one.text for one in page.all("li") if "main" in one.within]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/en/changes/4", 404, "There is no such edition."),
        ("/en/changes/0", 422, "number"),
        ("/en/changes/2?edition=1", 422, "edition"),
        ("/en/changes/2?as_of=2026-12-02", 422, "as_of"),
        ("/en/changes/2?country=ZZ", 422, "country"),
        ("/en/changes/2?kind=polcy", 422, "policy"),
        ("/en/changes?cursor=AAAA", 422, "cursor"),
    ],
)
def test_what_there_is_not_is_said(lived: TestClient, address: str, status: int, said: str) -> None:
    assert said in _page(lived, address, status).one("main").text


def test_a_history_compares_revision_by_revision(lived: TestClient) -> None:
    page = _page(lived, "/en/entries/xx-fee/history")
    assert [one.text.split(" ")[1] for one in page.all("h2")] == ["2", "1"]
    assert ", raised" in [one.text for one in page.all("ins")]
    assert "/en/entries/xx-fee?edition=1" in page.links


def test_what_was_withdrawn_leads_to_its_history_and_its_reason(lived: TestClient) -> None:
    page = _page(lived, "/en/entries/xx-doomed", 410)
    assert "the law was <misread>" in page.one("main").text
    assert "/en/entries/xx-doomed/history" in page.links
    assert "the law was <misread>" in _page(lived, "/en/entries/xx-doomed/history").one("main").text
    assert "Title of xx-doomed" in _page(lived, "/en/entries/xx-doomed?edition=1").one("h1").text


def test_of_what_was_redacted_nothing_is_shown(lived: TestClient) -> None:
    assert "it named a person" in _page(lived, "/en/entries/yy-one", 410).one("main").text
    for address in ("/en/entries/yy-one/history", "/en/changes/1?limit=100", "/en/changes/3"):
        assert "Statement of yy-one" not in _page(lived, address).one("main").text


def test_members_are_named_and_values_are_plain() -> None:
    found = differences(
        [
            {"pointer": "/variants/0/phases/1/duration/max", "old": "30", "new": "45"},
            {"pointer": "/citations/0/supports", "old": "true", "new": "false"},
            {"pointer": "/some_new_member", "old": None, "new": '"<b>"'},
        ],
        EN,
        "en",
    )
    assert [one.member for one in found] == [
        "path 1, phase 2, duration, most",
        "source 1, supports it",
        "some new member",
    ]
    assert [str(one.shown) for one in found] == [
        "<del>30</del> <ins>45</ins>",
        "<del>yes</del> <ins>no</ins>",
        "<ins>&lt;b&gt;</ins>",
    ]


def test_a_date_is_one_word_and_neighbouring_changes_are_one() -> None:
    old, new = '"From 1 May to 31 December 2026, at most"', '"From 1 May to 30 June 2027, at most"'
    changes = [{"pointer": "/statement/en", "old": old, "new": new}]
    changes.append({"pointer": "/applies_from", "old": '"2026-12-31"', "new": '"2027-06-30"'})
    assert [str(one.shown) for one in differences(changes, EN, "en")] == [
        "From 1 May to <del>31 December 2026</del> <ins>30 June 2027</ins>, at most",
        "<del>2026-12-31</del> <ins>2027-06-30</ins>",
    ]


@given(st.text("ab 1-년.", max_size=30), st.text("ab 1-년.", max_size=30))
def test_what_is_shown_holds_both_texts(old: str, new: str) -> None:
    changes = [{"pointer": "/note/en", "old": json.dumps(old), "new": json.dumps(new)}]
    (found,) = differences(changes, EN, "en")
    shown = str(found.shown).replace("</del> <ins>", "</del><ins>")
    assert re.sub("<ins>.*?</ins>|</?del>", "", shown) == old
    assert re.sub("<del>.*?</del>|</?ins>", "", shown) == new
