"""The comparison as a page: what `/v1/compare` says, cut into pages without losing a row."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.answers.compare.sheets import STATES
from app.web.pieces import pieces
from tests.web.markup import Element, Markup

THREE = "country=MY&country=SG&country=TH&product_type=biosimilar"
KINDS = {"topics": "topic", "papers": "document", "clocks": "clock", "fees": "fees", "reliance": "reliance"}
LARGEST = 150_000


def _main(client: TestClient, address: str) -> Markup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert len(answer.content) < LARGEST
    return Markup(answer.text)


def _rows(page: Markup) -> list[str]:
    return [one.get("id") for one in page.all("th") if one.get("id")]


def _states(page: Markup) -> list[str]:
    return [one.text for one in page.all("span") if one.get("class") == "state"]


@pytest.mark.parametrize(
    ("part", "language"), [("topics", "en"), ("papers", "ko"), ("clocks", "en"), ("fees", "ko"), ("reliance", "ko")]
)
def test_a_page_says_what_the_api_says(client: TestClient, language: str, part: str) -> None:
    answer = client.get(f"/v1/compare?{THREE}&lang={language}").json()
    rows = [one for one in answer["rows"] if one["row"] == KINDS[part]]
    page = _main(client, f"/{language}/compare?{THREE}&part={part}")
    text = page.one("main").text
    shown = _rows(page)
    rows = rows[: len(shown)] if "&page=2" in " ".join(page.links) else rows
    assert shown == [one["id"] for one in rows]
    assert _states(page) == [STATES[cell["state"]].say(language) for row in rows for cell in row["cells"]]
    assert [one["name"] for one in rows if one["name"] not in text] == []


def test_only_what_differs_is_shown_on_request_and_the_rest_is_counted(client: TestClient) -> None:
    rows = [one for one in client.get(f"/v1/compare?{THREE}").json()["rows"] if one["row"] == "topic"]
    page = _main(client, f"/en/compare?{THREE}&only=differences")
    assert _rows(page) == [one["id"] for one in rows if one["differs"]]
    assert f"{sum(one['differs'] is not True for one in rows)} are left out" in page.one("main").text


@pytest.mark.parametrize("part", ["topics", "papers"])
def test_all_countries_fit_into_pages_that_miss_no_row(client: TestClient, part: str) -> None:
    answer = client.get("/v1/compare?product_type=biosimilar").json()
    address = f"/ko/compare?product_type=biosimilar&part={part}"
    page, found, number = _main(client, address), [], 1
    while True:
        found += _rows(page)
        number += 1
        following = [one for one in page.links if one.endswith(f"&page={number}")]
        if not following:
            break
        page = _main(client, following[0])
    assert found == [one["id"] for one in answer["rows"] if one["row"] == KINDS[part]]


def test_a_topic_by_itself_has_its_statements(client: TestClient) -> None:
    answer = client.get(f"/v1/compare?{THREE}&topic=cpp").json()
    text = _main(client, f"/en/compare?{THREE}&topic=cpp").one("main").text
    topic = answer["rows"][0]
    said = [one["statement"] for cell in topic["cells"] for one in cell["statements"]]
    assert said
    assert all(" ".join(one.split()) in text for one in said)


def test_what_differs_is_marked_in_words(client: TestClient) -> None:
    rows = client.get(f"/v1/compare?{THREE}").json()["rows"]
    headings = {one.get("id"): one.text for one in _main(client, f"/en/compare?{THREE}").all("th") if one.get("id")}
    verdicts = {True: "differs", False: "the same", None: "cannot be told"}
    for row in (one for one in rows if one["row"] == "topic"):
        assert headings[row["id"]].startswith(f"{row['name']} {verdicts[row['differs']]}")


def test_downloads_are_the_same_question(client: TestClient) -> None:
    page = _main(client, f"/ko/compare?{THREE}&only=differences&page=1")
    files = [one for one in page.links if one.startswith("/v1/compare")]
    for form, type_ in (("csv", "text/csv"), ("xlsx", "spreadsheet")):
        (link,) = (one for one in files if f"format={form}" in one)
        answer = client.get(link)
        assert answer.status_code == 200
        assert type_ in answer.headers["content-type"]
        assert all(f"country={code}" in link for code in ("MY", "SG", "TH"))


def test_nothing_asked_is_the_form_alone(client: TestClient) -> None:
    page = _main(client, "/en/compare")
    boxes: list[Element] = [one for one in page.all("input") if one.get("name") == "country"]
    assert {"MY", "SG", "TH"} <= {one.get("value") for one in boxes}
    assert not page.all("table")


def test_what_was_asked_stays_ticked(client: TestClient) -> None:
    page = _main(client, "/en/compare?country=asean&country=MY&product_type=generic")
    boxes = [one for one in page.all("input") if one.get("name") == "country"]
    assert {one.get("value") for one in boxes if "checked" in one.attributes} == {"ASEAN", "MY"}


@pytest.mark.parametrize(
    "query", ["country=QQ", "part=all", "only=x", "page=0", "page=9999999", "format=csv", "topic=x"]
)
def test_what_is_not_known_is_a_page_that_names_it(client: TestClient, query: str) -> None:
    answer = client.get(f"/en/compare?product_type=biosimilar&{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert query.partition("=")[0] in Markup(answer.text).one("main").text


@given(st.lists(st.text(max_size=40).map(lambda text: {"name": text}), max_size=30), st.integers(1, 200))
def test_pieces_lose_nothing_and_weigh_no_more_than_they_may(rows: list[dict[str, Any]], most: int) -> None:
    cut = pieces(rows, most)
    assert [row for piece in cut for row in piece] == rows
    assert all(cut)
    for piece in cut:
        weight = sum(len(str(row["name"]).encode("utf-8", "replace")) for row in piece)
        assert len(piece) == 1 or weight <= most
