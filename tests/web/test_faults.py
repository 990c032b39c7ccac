"""Problems as pages: in the language of the address, with what to do next; the API's stay documents."""

import pytest
from starlette.testclient import TestClient

from app.http.problems import Problem
from app.main import create_app
from app.settings import Settings
from app.web.faults import problem_page
from tests.web.markup import Markup


@pytest.mark.parametrize(
    ("address", "status", "said", "leads"),
    [
        ("/en/where-frist", 404, "There is no such page", "/en/where-first"),
        ("/ko/nothing", 404, "페이지를 찾을 수 없습니다", "/ko/search?q=nothing"),
        ("/en/entries/my-no-such-thing", 404, "no such record", "/en/search?q=my+no+such+thing"),
        ("/en/guides/MY/biosimlar", 404, "biosimlar", "/en/search?q=biosimlar"),
        ("/en/entries/my-local-prh?edition=9", 404, "no such edition", "/en/changes"),
        ("/en/search?q=fee&contry=MY", 422, "contry", "/en/search?q=fee&country=MY"),
        ("/ko/calendar?status=adpoted", 422, "답할 수 없는 요청입니다", "/ko/calendar?status=adopted"),
        ("/en/?measure=tme", 422, "measure", "/en/?measure=time"),
        ("/en/calendar?lang=ko", 422, "the address names the language already", "/en/"),
        ("/en/guides/MY/generic?format=xlsx", 422, "a page has one form", "/en/"),
        ("/en/?measure=time&measure=time", 422, "give this parameter once", "/en/"),
    ],
)
def test_a_problem_says_what_to_do_next(client: TestClient, address: str, status: int, said: str, leads: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    page = Markup(answer.text)
    assert page.one("html").get("lang") == address[1:3]
    assert said in page.one("main").text
    assert leads in page.links


@pytest.mark.parametrize(
    "address",
    [
        "/en/%00",
        "/en/entries/%00",
        "/en/entries/a%0Ab",
        "/ko/entries/%ED%A0%80",
        "/en/search?q=%00",
        "/en/search?q=%ED%A0%80&cursor=%ff",
        "/en/search?q=fee&cursor=" + "A" * 600,
        "/en/<script>alert(1)</script>",
        "/en/calendar?country=" + "x" * 5000,
        "/en/changes/999999999999999999999",
        "/ko/events?limit=1e9",
        "/en/sources/..%2f..%2fetc",
        "/en/entries/" + "a" * 5000,
    ],
)
def test_what_is_hostile_is_a_page_as_well(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")
    assert "alert(1)" not in [one.text for one in Markup(answer.text).all("script")]


def test_the_problems_of_the_api_stay_documents(client: TestClient) -> None:
    for address in ("/v1/nothing", "/v1/entries/nothing", "/eng/", "/fr/", "/v1/", "/static/x/y"):
        assert client.get(address).headers["content-type"] == "application/problem+json", address


def test_a_method_that_an_address_does_not_take_is_said(client: TestClient) -> None:
    answer = client.post("/en/calendar")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert Markup(answer.text).one("h1").text == "That cannot be done here"


def test_too_many_requests_are_told_when_to_come_back(client: TestClient) -> None:
    settings = Settings(database_url=client.app.state.settings.database, limit_local_minute=1)  # type: ignore[attr-defined]
    with TestClient(create_app(settings), raise_server_exceptions=False) as limited:
        assert limited.get("/ko/search").status_code == 200
        answer = limited.get("/ko/search")
    assert answer.status_code == 429
    assert f"{answer.headers['retry-after']}초 후에" in Markup(answer.text).one("main").text


def test_a_failure_of_ours_is_a_page_with_its_number_and_nothing_else() -> None:
    answer = problem_page(
        Problem("internal-error", "The failure is logged."), "/ko/guides/MY/generic", "", "r-123456"
    )
    page = Markup(bytes(answer.body).decode())
    assert answer.status_code == 500
    assert "r-123456" in page.one("main").text
    assert "서버에서 오류가 발생했습니다" in page.one("h1").text


def test_what_was_split_leads_to_its_parts_and_what_was_merged_to_the_survivor(client: TestClient) -> None:
    split = client.get("/ko/entries/asean-market-korea-s-rank-and-share")
    assert split.status_code == 300
    parts = [one for one in Markup(split.text).links if one.startswith("/ko/entries/")]
    assert len(parts) == 2
    assert all(client.get(one).status_code == 200 for one in parts)
    moved = client.get("/en/entries/kr-mra-sg-scope?edition=1")
    assert moved.status_code == 308
    assert moved.headers["location"] == "/en/entries/sg-gmp-korea-scope?edition=1"
