"""What a reader sends, what is kept of it, and what its receipt shows."""

from typing import Any

from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.testclient import TestClient

from app.database.engine import reading
from app.editorial.reports.limits import Intake
from app.editorial.reports.models import Report
from app.main import create_app
from app.settings import Settings
from tests.editions.life import edition, record, redact
from tests.editorial.desk import Data, Office, told

WHAT: Data = {"what": "The fee was raised in May."}


def send(desk: Office, id_: str = "xx-fee", body: Any = WHAT, **headers: str) -> Response:
    """What a reader is answered."""
    return desk.client.post(f"/v1/entries/{id_}/reports", json=body, headers=headers)


def kept(desk: Office) -> list[Any]:
    """The rows of reports."""
    with reading(desk.engine) as connection:
        return list(connection.execute(select(Report.__table__).order_by(Report.key)))


def test_a_report_is_taken_with_a_receipt(desk: Office) -> None:
    answer = send(desk, body={**WHAT, "detail": "Page 2", "source_url": "https://x.example/a?b=1", "language": "en"})
    taken = told(answer, 202)
    assert answer.headers["location"] == taken["url"] == f"/v1/reports/{taken['report']}"
    assert answer.headers["cache-control"] == "no-store"
    assert len(taken["report"]) >= 32
    assert (taken["entry"], taken["edition"], taken["state"]) == ("xx-fee", 1, "open")
    assert told(desk.client.get(taken["url"])) == taken
    assert taken["received_at"] == "2026-12-01T12:00:00Z"


def test_nothing_is_kept_of_who_sent_it(desk: Office) -> None:
    """Neither the receipt itself nor anything of the request but its body."""
    heard = {"X-Forwarded-For": "203.0.113.7", "User-Agent": "portal-of-kim", "From": "kim@x.example"}
    taken = told(send(desk, **heard), 202)
    (row,) = kept(desk)
    said = " ".join(str(value) for value in row)
    assert taken["report"] not in said
    assert not any(word in said for word in ("203.0.113.7", "testclient", "kim"))
    assert row._mapping.keys() >= {"what", "detail", "source_url", "language"}


def test_two_reports_of_the_same_words_are_two(desk: Office) -> None:
    assert told(send(desk), 202)["report"] != told(send(desk), 202)["report"]
    assert len(kept(desk)) == 2


UNSAYABLE: list[tuple[Data, str]] = [
    ({}, "/what"),
    ({"what": ""}, "/what"),
    ({"what": " \n"}, "/what"),
    ({"what": "a" * 501}, "/what"),
    ({"what": "a\x00b"}, "/what"),
    ({"what": 5}, "/what"),
    ({**WHAT, "detail": "a" * 4001}, "/detail"),
    ({**WHAT, "source_url": "javascript:alert(1)"}, "/source_url"),
    ({**WHAT, "source_url": "https://kim:word@x.example/"}, "/source_url"),
    ({**WHAT, "source_url": "https://x.example/a b"}, "/source_url"),
    ({**WHAT, "source_url": "https://x.example/" + "a" * 2000}, "/source_url"),
    ({**WHAT, "language": "English"}, "/language"),
    ({**WHAT, "email": "kim@x.example"}, "/email"),
]


def test_what_cannot_be_said_is_refused_at_its_place(desk: Office) -> None:
    for body, pointer in UNSAYABLE:
        fault = told(send(desk, body=body), 422)
        assert [error["pointer"] for error in fault["errors"]] == [pointer], body
    assert kept(desk) == []


STRANGE = [
    (b'{"what": "\\ud800"}', 422),
    (b'{"what": "\xff"}', 400),
    (b"{", 400),
    (b"[" * 100_000, 400),
    (b'{"what": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400),
    (b"null", 422),
    (b"[]", 422),
    (b'{"what": "' + b"a" * 2_000_000 + b'"}', 413),
]


def test_strange_bodies_are_refused(desk: Office) -> None:
    sent = {"Content-Type": "application/json"}
    for content, status in STRANGE:
        answer = desk.client.post("/v1/entries/xx-fee/reports", content=content, headers=sent)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
    assert kept(desk) == []


def test_an_entry_that_is_not_there_cannot_be_wrong(desk: Office) -> None:
    for id_ in ("xx-nothing", "xx-law", "XX", "%00", "%0A", "%ED%A0%80", "a" * 200, "xx-fee%20"):
        assert send(desk, id_).status_code in (404, 422), id_
    assert kept(desk) == []


def test_a_merged_entry_is_found_under_its_old_id(desk: Office) -> None:
    edition(desk.engine, record("requirement", "xx-fee", topics=["fees"], aliases=["xx-fee-old"]))
    assert told(send(desk, "xx-fee-old"), 202)["entry"] == "xx-fee"


def test_of_a_split_entry_the_parts_are_named(desk: Office) -> None:
    parts = (record("requirement", f"xx-whole-{part}", split_from="xx-whole") for part in "ab")
    edition(desk.engine, *parts)
    assert "xx-whole-a, xx-whole-b" in told(send(desk, "xx-whole"), 404)["detail"]


def test_what_is_gone_answers_as_its_address_does(desk: Office) -> None:
    edition(desk.engine, withdraw=[("xx-doomed", "It never was.")])
    redact(desk.engine, "xx-fee")
    for id_, why in (("xx-doomed", "It never was."), ("xx-fee", "it named a person")):
        fault = told(send(desk, id_), 410)
        assert (fault["type"], fault["reason"]) == ("/problems/withdrawn", why)
        assert fault["history"] == f"/v1/entries/{id_}/revisions"


def test_a_receipt_that_nobody_has_shows_nothing(desk: Office) -> None:
    send(desk)
    for receipt in ("nothing", "1", "%00", "%ED%A0%80", "a" * 64, "a" * 65, "'; --"):
        assert desk.client.get(f"/v1/reports/{receipt}").status_code in (404, 422), receipt


def test_a_receipt_is_read_conditionally_and_kept_private(desk: Office) -> None:
    url = told(send(desk), 202)["url"]
    answer = desk.client.get(url)
    assert answer.headers["cache-control"] == "private, no-cache"
    again = desk.client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_too_many_on_one_entry_or_in_all_have_to_wait(desk: Office) -> None:
    address = desk.engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=address, reports_an_hour=3, reports_an_hour_on_one_entry=2)
    app = create_app(settings, today=lambda: desk.clock().date(), now=desk.clock)
    with TestClient(app) as client:

        def status(id_: str) -> int:
            return client.post(f"/v1/entries/{id_}/reports", json=WHAT).status_code

        assert [status("xx-fee") for _ in range(3)] == [202, 202, 429]
        assert [status("xx-nothing"), status("xx-dossier"), status("xx-dossier")] == [404, 202, 429]
        answer = client.post("/v1/entries/yy-one/reports", json=WHAT)
        assert answer.json()["type"] == "/problems/too-many-requests"
        assert answer.headers["retry-after"] == "1200"
        desk.clock.forward(seconds=1199)
        assert status("yy-one") == 429
        desk.clock.forward(seconds=1)
        assert status("yy-one") == 202
    assert len(kept(desk)) == 4


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 2000)), max_size=40))
def test_no_hour_takes_more_than_its_bucket_and_what_flows_in(asked: list[tuple[str, float]]) -> None:
    """At most a full bucket and what flowed in meanwhile; and who waits as long as told is served."""
    intake, now, taken = Intake(an_hour=6, an_hour_on_one=3), 0.0, []
    for entry, pause in asked:
        now += pause
        wait = intake.take(entry, now)
        assert wait == 0 or intake.take(entry, now) > 0
        if not wait:
            taken.append((entry, now))
    for start in range(len(taken)):
        for end in range(start, len(taken)):
            span = taken[end][1] - taken[start][1]
            assert end - start + 1 <= 6 + 6 * span / 3600 + 1e-6
    wait = intake.take("a", now)
    assert wait == 0 or intake.take("a", now + wait) == 0
