"""The staff's queue of reports: taking one on, closing it, and what its sender then sees."""

import pytest

from tests.editions.life import edition, record
from tests.editorial.desk import Data, Office, told
from tests.editorial.publishing.test_publishing import edited, publish, rows
from tests.editorial.reports.test_receiving import WHAT, kept, send


def queue(desk: Office, query: str = "", name: str = "vera") -> Data:
    """The list."""
    return told(desk.ask(name, "GET", f"/reports{query}"))


def step(desk: Office, action: str, status: int = 200, name: str = "ed", key: int = 1, **body: object) -> Data:
    """What a step is answered."""
    answer = desk.ask(name, "POST", f"/reports/{key}/{action}", {"reason": "seen", **body})
    return told(answer, status)


def seen(desk: Office, receipt: Data) -> Data:
    """What the sender sees."""
    return told(desk.client.get(receipt["url"]))


def test_a_report_waits_in_the_queue_the_oldest_first(desk: Office) -> None:
    for id_ in ("xx-fee", "yy-one", "xx-dossier"):
        send(desk, id_, {**WHAT, "what": f"about {id_}"})
        desk.clock.forward(seconds=1)
    answer = queue(desk)
    assert [one["entry"]["id"] for one in answer["items"]] == ["xx-fee", "yy-one", "xx-dossier"]
    first = answer["items"][0]
    assert first["entry"] == {
        "id": "xx-fee",
        "kind": "requirement",
        "country": "XX",
        "title": "Title of xx-fee",
        "url": "/v1/entries/xx-fee",
    }
    assert (first["what"], first["state"], first["next"]) == ("about xx-fee", "open", [])
    assert told(desk.ask("vera", "GET", "/reports/1")) == first
    page = queue(desk, "?limit=2")
    assert page["total"] == 3
    assert [one["id"] for one in queue(desk, f"?limit=2&cursor={page['next']}")["items"]] == [3]


def test_a_report_that_is_right_ends_in_a_correction_that_its_sender_sees(desk: Office) -> None:
    receipt = told(send(desk), 202)
    taken = step(desk, "assign")
    assert taken["assignment"] == {"to": "ed", "at": "2026-12-01T12:00:00Z"}
    assert [one["action"] for one in taken["next"]] == ["assign", "close"]
    assert seen(desk, receipt)["state"] == "assigned"
    one = edited(desk, "xx-fee", "The fee is 9.")
    publish(desk)
    closed = step(desk, "close", outcome="corrected", revision=one["id"])
    assert (closed["state"], closed["closing"]["revision"], closed["closing"]["by"]) == ("closed", one["id"], "ed")
    after = seen(desk, receipt)
    assert (after["state"], after["outcome"], after["corrected_in"]) == ("closed", "corrected", 2)
    assert "ed" not in after.values()
    assert queue(desk)["total"] == 0
    assert queue(desk, "?state=closed&outcome=corrected&country=xx")["total"] == 1
    trail = [*rows(desk, "report.assign"), *rows(desk, "report.close")]
    assert [(row.object_id, row.actor) for row in trail] == [("1", "ed"), ("1", "ed")]


@pytest.mark.parametrize("outcome", ["not-wrong", "duplicate", "cannot-tell"])
def test_a_report_may_come_to_nothing(desk: Office, outcome: str) -> None:
    receipt = told(send(desk), 202)
    step(desk, "close", outcome=outcome)
    assert seen(desk, receipt)["outcome"] == outcome
    assert step(desk, "close", 409, outcome=outcome)["type"] == "/problems/wrong-state"
    assert step(desk, "assign", 409)["next"] == []


def test_a_correction_names_a_revision_that_readers_have_since_the_report(desk: Office) -> None:
    early = edited(desk, "xx-fee", "The fee is 7.")
    publish(desk)
    for id_ in ("xx-fee", "xx-dossier"):
        send(desk, id_)
    mine = edited(desk, "xx-fee", "The fee is 9.")
    for key, revision in ((1, None), (1, 10**9), (1, early["id"]), (1, mine["id"]), (2, early["id"])):
        fault = step(desk, "close", 422, key=key, outcome="corrected", revision=revision)
        assert [error["pointer"] for error in fault["errors"]] == ["/revision"]
    publish(desk)
    fault = step(desk, "close", 422, outcome="not-wrong", revision=mine["id"])
    assert [error["pointer"] for error in fault["errors"]] == ["/revision"]
    assert step(desk, "close", outcome="corrected", revision=mine["id"])["closing"]["corrected_in"] == 3


def test_who_may_take_a_report_on(desk: Office) -> None:
    send(desk)
    assert step(desk, "assign", to="rae", name="eve")["assignment"]["to"] == "rae"
    assert queue(desk, "?mine=true", "rae")["total"] == 1
    assert queue(desk, "?mine=true", "ed")["total"] == 0
    for to in ("vera", "nobody", "\u00e9", "x" * 60):
        fault = step(desk, "assign", 422, to=to)
        assert [error["pointer"] for error in fault["errors"]] == ["/to"]
    step(desk, "assign", 403, name="vera")
    step(desk, "close", 403, name="vera", outcome="not-wrong")
    step(desk, "erase", 403, name="pia")


def test_an_admin_erases_the_words_of_a_closed_report(desk: Office) -> None:
    receipt = told(send(desk, body={**WHAT, "detail": "Ask Kim", "source_url": "https://x.example/"}), 202)
    assert step(desk, "erase", 409, name="ada")["type"] == "/problems/wrong-state"
    step(desk, "close", outcome="not-wrong")
    erased = step(desk, "erase", name="ada")
    assert (erased["what"], erased["detail"], erased["source_url"]) == (None, None, None)
    assert "Kim" not in " ".join(map(str, kept(desk)[0]))
    assert "Kim" not in str(rows(desk, "report.erase")[0])
    assert seen(desk, receipt)["outcome"] == "not-wrong"
    assert step(desk, "erase", 409, name="ada")["detail"] == "Its words are erased already."


def test_a_step_on_a_state_that_was_not_seen_is_refused(desk: Office) -> None:
    send(desk)
    tag = desk.ask("eve", "GET", "/reports/1").headers["etag"]
    step(desk, "assign")
    body = {"outcome": "not-wrong", "reason": "seen"}
    assert desk.ask("eve", "POST", "/reports/1/close", body, If_Match=tag).status_code == 412
    tag = desk.ask("eve", "GET", "/reports/1").headers["etag"]
    told(desk.ask("eve", "POST", "/reports/1/close", body, If_Match=tag))


def test_a_report_outlives_its_entry(desk: Office) -> None:
    send(desk, "xx-doomed")
    edition(desk.engine, withdraw=[("xx-doomed", "It never was.")])
    (one,) = queue(desk)["items"]
    assert (one["entry"]["id"], one["entry"]["country"]) == ("xx-doomed", "XX")
    step(desk, "close", outcome="cannot-tell")


IMPOSSIBLE = [
    ("state=opened", "open"),
    ("country=ZZ", None),
    ("outcome=correct", "corrected"),
    ("statee=open", "state"),
    ("cursor=abc", None),
    ("entry=%00", None),
    ("limit=0", None),
]


def test_a_question_that_cannot_be_is_refused(desk: Office) -> None:
    for query, nearest in IMPOSSIBLE:
        fault = told(desk.ask("vera", "GET", f"/reports?{query}"), 422)
        assert fault["errors"][0].get("did_you_mean") == nearest, query


def test_the_filters(desk: Office) -> None:
    edition(desk.engine, record("requirement", "xx-more"))
    for id_ in ("xx-fee", "yy-one", "xx-more"):
        send(desk, id_)
    step(desk, "close", outcome="duplicate")
    found = {
        query: [one["id"] for one in queue(desk, f"?{query}")["items"]]
        for query in ("country=yy", "entry=xx-more", "state=closed", "state=open&state=closed", "outcome=duplicate")
    }
    assert found == {
        "country=yy": [2],
        "entry=xx-more": [3],
        "state=closed": [1],
        "state=open&state=closed": [1, 2, 3],
        "outcome=duplicate": [],
    }
