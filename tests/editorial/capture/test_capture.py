"""Forum capture: a session's statements and entries as drafts, and what was said in confidence stays there."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.database.engine import reading
from app.knowledge.models import Revision
from tests.editorial.desk import Data, Office, told

SECRET = "Zweckverschwiegen"
"""A word that stands in what was said in confidence, and nowhere else."""

PATH = "/events/xx-forum/sessions/xx-talk/capture"


def forum(desk: Office, **session: Any) -> list[int]:
    """An event with a session, as drafts; their keys."""
    event = {"id": "xx-forum", "name": "A forum", "starts_on": "2026-11-20", "countries": ["XX"]}
    talk = {
        "id": "xx-talk",
        "event": "xx-forum",
        "jurisdiction": "XX",
        "title": "A talk",
        "presenter": "Head of the office",
        "citations": [{"source": "xx-law", "locator": "slide 1"}],
    }
    return [desk.start(event, type_="event")["id"], desk.start(talk | session, type_="session")["id"]]


def statement(**values: Any) -> Data:
    own = {
        "text": {"en": "Zone IVb data will be asked for.", "ko": "IVb 구역 자료를 요구할 예정입니다."},
        "language": "en",
        "kind": "policy-direction",
        "disclosure": "public",
        "product_types": ["biologic"],
        "topics": ["dossier"],
    }
    return own | values


def captured(desk: Office, *statements: Data, status: int = 201, path: str = PATH, name: str = "ed") -> Data:
    return told(desk.ask(name, "POST", path, {"statements": list(statements), "reason": "Heard there"}), status)


def pointers(problem: Data) -> list[str]:
    return [one["pointer"] for one in problem["errors"]]


def drafts(desk: Office) -> int:
    with reading(desk.engine) as connection:
        return connection.scalar(select(func.count()).where(Revision.state == "draft")) or 0


ENTRY: Data = {"kind": "requirement", "id": "xx-zone", "title": "Zone IVb data", "obligation": "mandatory"}


def publish(desk: Office, *keys: int) -> None:
    for key in keys:
        desk.approved(key)
    told(desk.ask("pia", "POST", "/editions", {"note": "The forum", "reason": "It is read"}), 201)


def test_a_session_is_captured_reviewed_and_published(desk: Office) -> None:
    keys = forum(desk)
    seen = captured(desk, statement(entry=ENTRY, speaker_role={"en": "Head of the office"}), statement())
    first, second = seen["statements"]
    assert (first["record"]["id"], second["record"]["id"]) == ("xx-talk-st1", "xx-talk-st2")
    assert (first["entry"]["record"], second["entry"]) == ({"type": "requirement", "id": "xx-zone"}, None)
    said = desk.read(first["revision"])
    assert (said["editors"], said["reason"], said["content"]["entries"]) == (["ed"], "Heard there", ["xx-zone"])
    assert said["content"]["note"]["en"] == "Speaker: Head of the office"
    content = desk.read(first["entry"]["revision"])["content"]
    assert (content["country"], content["topics"], content["product_types"]) == ("XX", ["dossier"], ["biologic"])
    assert content["statement"]["ko"] == "IVb 구역 자료를 요구할 예정입니다."
    assert content["citations"] == [{"source": "xx-law", "locator": "slide 1", "supports": True}]
    publish(desk, *keys, first["revision"], first["entry"]["revision"], second["revision"])
    shown = told(desk.client.get("/v1/entries/xx-zone"))
    assert [one["statement"] for one in shown["said_at"]] == ["xx-talk-st1"]
    event = told(desk.client.get("/v1/events/xx-forum"))
    assert [one["id"] for one in event["sessions_in_full"][0]["statements"]] == ["xx-talk-st1", "xx-talk-st2"]


def test_all_or_nothing(desk: Office) -> None:
    forum(desk)
    before = drafts(desk)
    problem = captured(desk, statement(), statement(topics=["dossier"], jurisdiction="not one"), status=422)
    assert pointers(problem) == ["/statements/1/jurisdiction"]
    assert drafts(desk) == before


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        (statement(language="ko", text={"en": "Only English"}), "/statements/0/text"),
        (statement(kind="gossip"), "/statements/0/kind"),
        (statement(disclosure="secret"), "/statements/0/disclosure"),
        (statement(entry={**ENTRY, "kind": "rule"}), "/statements/0/entry/kind"),
        (statement(entry={**ENTRY, "obligation": "must"}), "/statements/0/entry/obligation"),
        (statement(entry={**ENTRY, "id": None}), "/statements/0/entry/id"),
        (statement(text={"en": "a\x00b"}), "/statements/0/text/en"),
        (statement(disclosure="internal", entry=ENTRY), "/statements/0/entry"),
        (statement(disclosure="unattributed", entry=ENTRY), "/statements/0/entry/citations"),
        (
            statement(disclosure="unattributed", entry={**ENTRY, "citations": [{"source": "xx-law"}]}),
            "/statements/0/entry/citations",
        ),
        (statement(disclosure="unattributed", speaker_role={"en": "Head"}), "/statements/0/speaker_role"),
    ],
)
def test_faults_have_their_place(desk: Office, said: Data, pointer: str) -> None:
    forum(desk)
    before = drafts(desk)
    assert pointers(captured(desk, said, status=422)) == [pointer]
    assert drafts(desk) == before


def test_what_is_unattributed_may_become_an_entry_by_another_source(desk: Office) -> None:
    forum(desk)
    entry = {**ENTRY, "citations": [{"source": "xx-news"}]}
    assert captured(desk, statement(disclosure="unattributed", entry=entry))["statements"][0]["entry"]


def test_ids_are_taken_once(desk: Office) -> None:
    forum(desk)
    captured(desk, statement(id="xx-talk-st1"), statement())
    problem = captured(desk, statement(id="xx-talk-st1"), status=409)
    assert pointers(problem) == ["/statements/0/id"]
    assert captured(desk, statement())["statements"][0]["record"]["id"] == "xx-talk-st3"


def test_the_session_has_to_be_one_of_the_event(desk: Office) -> None:
    forum(desk)
    desk.start({"id": "xx-other", "name": "Another"}, type_="event")
    for path in ("/events/xx-other/sessions/xx-talk/capture", "/events/xx-forum/sessions/none/capture"):
        captured(desk, statement(), status=404, path=path)
    captured(desk, statement(), status=403, name="vera")


def test_a_session_without_a_jurisdiction_asks_for_one(desk: Office) -> None:
    forum(desk, jurisdiction=None)
    assert pointers(captured(desk, statement(), status=422)) == ["/statements/0/jurisdiction"]
    assert captured(desk, statement(jurisdiction="YY"))["statements"]


def public_addresses(desk: Office) -> list[str]:
    """Every public read that needs no more than a path, and those that could show a statement."""
    paths = told(desk.client.get("/openapi.json"))["paths"]
    plain = [
        path
        for path, methods in paths.items()
        if "get" in methods
        and "{" not in path
        and not path.startswith("/v1/staff")
        and not any(one.get("required") for one in methods["get"].get("parameters", ()))
    ]
    known = {
        "id": ["xx-talk-st1", "xx-talk-st2", "xx-talk", "xx-forum", "xx-dossier", "xx-law"],
        "country": ["XX"],
        "number": ["2", "latest"],
        "part": ["XX", "common"],
        "product_type": ["biologic"],
    }
    filled = [path for path, methods in paths.items() if "get" in methods and "{" in path and "staff" not in path]
    for name, values in known.items():
        filled = [
            path.replace(f"{{{name}}}", one) for path in filled for one in (values if f"{{{name}}}" in path else [""])
        ]
    asked = [
        f"/v1/search?q={SECRET}",
        f"/v1/entries?q={SECRET}",
        "/v1/entries?event=xx-forum",
        "/v1/changes?since=1",
        "/v1/exports/2.ndjson",
        "/v1/exports/2.json",
        "/v1/exports/2.csv",
        "/v1/entries/xx-dossier/diff?from=1&to=2",
    ]
    return sorted({*plain, *filled, *asked})


def test_what_is_internal_reaches_no_public_answer(desk: Office) -> None:
    keys = forum(desk)
    hidden = statement(
        disclosure="internal",
        text={"en": f"{SECRET} said", "ko": f"{SECRET} 발언"},
        speaker_role={"en": f"{SECRET} office"},
        entries=["xx-dossier"],
    )
    seen = captured(desk, hidden, statement())["statements"]
    publish(desk, *keys, *(one["revision"] for one in seen))
    assert SECRET in desk.ask("vera", "GET", f"/revisions/{seen[0]['revision']}").text
    asked = public_addresses(desk)
    answers = {address: desk.client.get(address) for address in asked}
    assert len(asked) > 40
    assert sum(one.status_code == 200 for one in answers.values()) > 30
    leaking = [
        address
        for address, one in answers.items()
        if SECRET.casefold() in one.text.casefold() and "q=" not in address
    ]
    assert leaking == []
    for address in (one for one in asked if "q=" in one):
        assert answers[address].json()["total"] == 0
    assert "xx-talk-st1" not in answers["/v1/events/xx-forum"].text
    assert told(answers["/v1/entries/xx-dossier"]).get("said_at", []) == []


def test_the_same_capture_twice_is_made_once(desk: Office) -> None:
    forum(desk)
    body = {"statements": [statement()], "reason": "Heard there"}
    first = desk.ask("ed", "POST", PATH, body, Idempotency_Key="once")
    again = desk.ask("ed", "POST", PATH, body, Idempotency_Key="once")
    assert (again.status_code, again.json()) == (201, first.json())
