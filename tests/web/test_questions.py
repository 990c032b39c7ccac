"""Search, calendar, events and sources: what the pages show is what the API answers."""

import re

import pytest
from starlette.testclient import TestClient

from app.search.questions import asking
from app.web.search import WORDS, highlighted
from tests.web.markup import Markup


def _page(client: TestClient, address: str) -> Markup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return Markup(answer.text)


def _entries(page: Markup) -> list[str]:
    return [one.rpartition("/")[2] for one in page.links if re.fullmatch(r"/(en|ko)/entries/[^/?]+", one)]


@pytest.mark.parametrize("question", ["biosimilar malasia how long", "태국 GMP 실사 면제", "fees in Singapore"])
def test_search_shows_what_the_api_finds_in_its_order(client: TestClient, question: str) -> None:
    found = client.get(
        "/v1/search", params={"q": question, "kind": ["requirement", "procedure"], "lang": "ko"}
    ).json()
    answer = client.get("/ko/search", params={"q": question, "kind": ["requirement", "procedure"]})
    page = Markup(answer.text)
    assert _entries(page) == [one["id"] for one in found["items"]]
    if found["did_you_mean"]:
        assert found["did_you_mean"] in page.one("main").text
    marked = [one.text for one in page.all("mark") if "h2" in one.within]
    assert len(marked) == sum(len(one["title"]["highlights"]) for one in found["items"])


def test_facets_narrow_and_widen(client: TestClient) -> None:
    page = _page(client, "/en/search?q=gmp")
    narrower = next(one for one in page.links if one.startswith("/en/search?q=gmp&country=TH"))
    found = _page(client, narrower)
    assert "chosen" in found.one("main").text
    assert "/en/search?q=gmp" in found.links


def test_results_go_on_in_either_language(client: TestClient) -> None:
    page = _page(client, "/en/search?q=gmp")
    following = next(one for one in page.links if "cursor=" in one)
    assert not set(_entries(page)) & set(_entries(_page(client, following)))
    assert _page(client, following.replace("/en/", "/ko/")).one("html").get("lang") == "ko"


@pytest.mark.parametrize("address", ["/en/search", "/en/search?q=", "/en/search?q=++"])
def test_without_a_question_there_is_the_form(client: TestClient, address: str) -> None:
    page = _page(client, address)
    assert not _entries(page)
    assert "Ask in your own words" in page.one("main").text


def test_what_is_not_covered_is_said_before_what_is_near(client: TestClient) -> None:
    text = _page(client, "/en/search?q=Japan+biosimilar+fee").one("main").text
    assert "Not in this atlas" in text or "Nothing in this edition answers that" in text


def test_every_intent_has_its_words() -> None:
    assert {f"wants_{one}" for one in asking().intents} <= WORDS.keys()


def test_marks_do_not_open_the_text() -> None:
    text = highlighted({"text": "<b> gmp &", "highlights": [{"start": 4, "end": 7}]})
    assert str(text) == "&lt;b&gt; <mark>gmp</mark> &amp;"


@pytest.mark.parametrize("query", ["", "?country=MY", "?product_type=biosimilar&status=in-force"])
def test_the_calendar_shows_every_policy_once(client: TestClient, query: str) -> None:
    policies = client.get(f"/v1/policies{query}{'&' if query else '?'}limit=200").json()
    page = _page(client, f"/en/calendar{query}")
    listed = [one.rpartition("/")[2] for one in _in_tables(page)]
    assert sorted(listed) == sorted(one["id"] for one in policies["items"])
    for one in policies["items"]:
        if not one["effective_from"] and not one["transition_until"] and not one["applies_from"]:
            assert one["title"] in page.one("main").text


def _in_tables(page: Markup) -> list[str]:
    links = [one for one in page.all("a") if "table" in one.within]
    return [one.get("href") for one in links if "/entries/" in one.get("href")]


def test_what_is_drawn_stands_in_the_list_and_can_be_subscribed_to(client: TestClient) -> None:
    page = _page(client, "/ko/calendar?country=TH")
    drawn = [one.get("href") for one in page.all("a") if "svg" in one.within]
    assert drawn
    assert set(drawn) <= set(_in_tables(page))
    (subscribe,) = {one for one in page.links if one.startswith("/v1/calendar.ics")}
    answer = client.get(subscribe)
    assert answer.headers["content-type"].startswith("text/calendar")


def test_a_policy_under_way_without_a_date_is_named(lived: TestClient) -> None:
    page = _page(lived, "/en/calendar?country=XX")
    text = page.one("main").text
    assert "Under way, without a date" in text
    assert "Title of xx-idea" in text
    assert "Title of xx-plan" in page.one("svg").text
    assert _page(lived, "/en/guides/XX/biologic").one("svg").text.startswith("2026-07") or "axis" in "".join(
        one.get("class") for one in _page(lived, "/en/guides/XX/biologic").all("svg")
    )


def test_an_event_shows_what_was_said_and_whether_a_text_confirms_it(client: TestClient) -> None:
    event = client.get("/v1/events/kpa-2019-asean").json()
    page = _page(client, "/en/events/kpa-2019-asean")
    said = [one for session in event["sessions_in_full"] for one in session["statements"]] + event["unattributed"]
    ids = {one.get("id") for one in page.elements}
    assert {one["id"] for one in said} <= ids
    marks = [one.text for one in page.all("span")]
    assert marks.count("no official text found that confirms it") == sum(not one["confirmed_by"] for one in said)


def test_a_source_shows_every_entry_that_rests_on_it(client: TestClient) -> None:
    source = client.get("/v1/sources/npra-charter").json()
    assert _entries(_page(client, "/ko/sources/npra-charter")) == [one["id"] for one in source["entries"]]
