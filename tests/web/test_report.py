""" "This is wrong": the form without a script, its limits, and that only its own pages may send it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.editorial.reports.models import Report
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking
from tests.web.markup import Markup

FORM = "/en/entries/xx-fee/report"


@pytest.fixture
def engine(databases: Databases, small: str) -> Iterator[Engine]:
    """A copy of the small atlas."""
    with opened(databases, databases.copy(small)) as engine:
        yield engine


@pytest.fixture
def reader(engine: Engine) -> Iterator[TestClient]:
    """Somebody who reads it."""
    with asking(engine) as client:
        yield client


def _kept(engine: Engine) -> list[tuple[str | None, ...]]:
    with engine.connect() as connection:
        query = select(Report.what, Report.detail, Report.source_url, Report.language).order_by(Report.key)
        return [tuple(row) for row in connection.execute(query)]


def test_a_report_is_kept_and_its_receipt_shown(reader: TestClient, engine: Engine) -> None:
    sent = {"what": " The fee rose.\r\nTwice. ", "detail": "", "source_url": "https://law.example/fees"}
    answer = reader.post(FORM.replace("/en/", "/ko/"), data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
    assert _kept(engine) == [("The fee rose.\nTwice.", None, "https://law.example/fees", "ko")]
    page = reader.get(answer.headers["location"])
    assert page.headers["cache-control"] == "no-store"
    receipt = answer.headers["location"].rpartition("/")[2]
    assert receipt in Markup(page.text).one("main").text
    assert "신고가 접수되었습니다" in page.text
    assert reader.get(f"/v1/reports/{receipt}").json()["entry"] == "xx-fee"


def test_a_report_that_says_nothing_comes_back_with_what_was_typed(reader: TestClient, engine: Engine) -> None:
    answer = reader.post(
        FORM, data={"what": " ", "detail": '"><b>', "source_url": "ftp://x"}, headers={"If-None-Match": "*"}
    )
    assert (answer.status_code, answer.headers["cache-control"]) == (422, "no-store")
    page = Markup(answer.text)
    wrong = [one.get("id") for one in page.elements if one.get("aria-invalid")]
    assert wrong == ["what", "source_url"]
    assert [one.text for one in page.all("textarea")] == ["", '"><b>']
    assert not _kept(engine)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://other.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_a_form_of_another_site_is_refused(reader: TestClient, engine: Engine, headers: dict[str, str]) -> None:
    answer = reader.post(FORM, data={"what": "x"}, headers=headers)
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert not _kept(engine)


@pytest.mark.parametrize("headers", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}, {}])
def test_a_form_of_these_pages_is_taken(reader: TestClient, headers: dict[str, str]) -> None:
    assert reader.post(FORM, data={"what": "x"}, headers=headers).status_code == 303


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"what": "x", "who": "me"}, 422),
        ({"what": ["x", "y"]}, 422),
        ({"what": "x" * 501}, 422),
        ({"what": "a\x00b"}, 422),
        ({"what": "x", "detail": "y" * 4001}, 422),
        ({"what": ""}, 422),
    ],
)
def test_what_is_no_report_is_not_kept(
    reader: TestClient, engine: Engine, sent: dict[str, str | list[str]], status: int
) -> None:
    assert reader.post(FORM, data=sent).status_code == status
    assert not _kept(engine)


def test_only_forms_are_taken(reader: TestClient) -> None:
    assert reader.post(FORM, json={"what": "x"}).status_code == 415
    assert reader.post(FORM, files={"what": b"x"}).status_code == 415
    assert (
        reader.post(
            FORM, content=b"%ff=%00&&=", headers={"Content-Type": "application/x-www-form-urlencoded"}
        ).status_code
        == 422
    )


@pytest.mark.parametrize("address", ["/en/entries/nothing/report", "/ko/reports/nothing"])
def test_there_is_no_form_on_what_there_is_not(reader: TestClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_the_limits_of_the_api_hold_here_as_well(reader: TestClient) -> None:
    for _ in range(5):
        reader.post(FORM, data={"what": "x"})
        reader.post("/v1/entries/xx-fee/reports", json={"what": "x"})
    answer = reader.post(FORM, data={"what": "x"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
