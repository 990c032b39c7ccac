"""The reliance board as a page: every answer of `/v1/reliance-matrix` in words, with the entry that decides."""

import pytest
from starlette.testclient import TestClient

from app.vocabulary.lists import Answer
from app.vocabulary.names import name_of
from tests.web.markup import Markup

SIGNS = {"yes": "✓", "partly": "◐", "no": "✕", "unknown": "?"}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("query", ["", "product_type=biosimilar&reference=us-fda", "scope=gmp-inspection"])
def test_the_board_says_what_the_matrix_says(client: TestClient, language: str, query: str) -> None:
    answer = client.get(f"/v1/reliance-matrix?{query}&lang={language}").json()
    html = client.get(f"/{language}/reliance?{query}").text
    board, _, rest = html.partition("</table>")
    page = Markup(html)
    spoken = [row for row in answer["rows"] if row["entries"]]
    steps = [
        one for one in answer["scopes"] if any(c["entries"] for r in spoken for c in r["cells"] if c["scope"] == one)
    ]
    cells = [
        cell
        for row in spoken
        for step in steps
        for cell in sorted((c for c in row["cells"] if c["scope"] == step), key=lambda c: not c["entries"])
    ]
    shown = [one.text for one in page.all("span") if one.get("class").startswith("answer ")]
    said = [f"{SIGNS[one['answer']]} {name_of(Answer, one['answer'], language)}" for one in cells]
    assert shown[: len(said)] == said
    assert all(f"/{language}/entries/{one['decided_by']}" in board for one in cells if one["decided_by"])
    contradicted = {"en": "entries contradict one another", "ko": "항목 간 모순"}[language]
    assert board.count(contradicted) == sum(one["contradicted"] for one in cells)
    for row in answer["rows"]:
        assert row["name"] in page.one("main").text
        for entry in row["entries"]:
            assert f'id="{row["country"]}-{entry["id"]}"' in rest


def test_a_reference_can_be_chosen_by_name(client: TestClient) -> None:
    page = Markup(client.get("/en/reliance?reference=US-FDA").text)
    options = [one.get("value") for one in page.all("option")]
    assert {"KR-MFDS", "US-FDA", "PICS"} <= set(options)
    assert "US-FDA" in [one.get("value") for one in page.all("option") if "selected" in one.attributes]


def test_where_nothing_is_recorded_it_says_so(client: TestClient) -> None:
    text = Markup(client.get("/en/reliance?country=AU").text).one("main").text
    assert "No entry speaks of this reference" in text
    assert "Australia" in text


@pytest.mark.parametrize("query", ["reference=FDA", "scope=x", "country=QQ", "product_type=x", "what=1"])
def test_what_is_not_known_is_a_page_that_names_it(client: TestClient, query: str) -> None:
    answer = client.get(f"/en/reliance?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert query.partition("=")[0] in Markup(answer.text).one("main").text
