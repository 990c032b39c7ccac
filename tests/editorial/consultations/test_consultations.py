"""Consultations: a partner asks, the desk answers, and what is of use to all becomes an entry that names nobody."""

from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from httpx2 import Response
from sqlalchemy import select

from app.access.keys.scopes import Scope
from app.access.models import IdempotencyKey
from app.audit.models import AuditRow
from app.editions.models import OutboxRow
from tests.access.atlas import problem, told
from tests.editorial.desk import Data, Office
from tests.partners.webhooks.portal import in_one

QUESTION = "Is a stability study in zone IVb asked for where the product is kept cold all the way?"
ENTRY: Data = {
    "id": "xx-cold-chain",
    "country": "XX",
    "topics": ["dossier"],
    "title": {"en": "Stability of cold products", "ko": "저온 제품의 안정성"},
    "statement": {"en": "Zone IVb is not asked for.", "ko": "IVb 구역은 요구되지 않습니다."},
    "question": {"en": "Which zone for cold products?", "ko": "저온 제품은 어느 구역입니까?"},
    "answer": {"en": "None beyond the storage condition.", "ko": "보관 조건 외에는 없습니다."},
    "citations": [{"source": "xx-law", "locator": "s. 3"}],
}


@dataclass
class Partner:
    """A partner with a key."""

    desk: Office
    key: str

    def ask(self, method: str, path: str = "", body: Any = None, **headers: str) -> Response:
        """What the partner is answered at its consultations."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Authorization"] = f"Bearer {self.key}"
        more: Data = {} if body is None else {"json": body}
        return self.desk.client.request(method, f"/v1/consultations{path}", headers=given, **more)

    def begin(self, **values: Any) -> Data:
        """A new consultation."""
        return told(self.ask("POST", body={"country": "xx", "question": QUESTION, "language": "en", **values}), 201)

    def read(self, id_: str) -> Data:
        """It, as the partner sees it."""
        return told(self.ask("GET", f"/{id_}"))


@pytest.fixture
def hanul(desk: Office) -> Partner:
    """A partner that may consult."""
    return Partner(desk, in_one(desk.engine, "Hanul Pharm", Scope.consult))


def step(desk: Office, name: str, one: Data, action: str, **body: Any) -> Response:
    """What a person is answered who takes a step."""
    sent = {"reason": f"to {action} it", **body}
    return desk.ask(name, "POST", f"/consultations/{one['id']}/{action}", sent)


def answered(desk: Office, one: Data) -> Data:
    """The consultation, given to ed and answered."""
    told(step(desk, "ed", one, "assign"))
    return told(step(desk, "ed", one, "answer", text="It is not.", entries=["xx-dossier"]))


def test_a_question_is_asked_assigned_answered_and_closed(desk: Office, hanul: Partner) -> None:
    desk.clock.forward(days=-2)
    one = hanul.begin(product_type="biosimilar", topic="dossier", related_entries=["xx-full"])
    desk.clock.forward(days=2)
    assert (one["state"], one["country"], one["published"]) == ("open", "XX", None)
    assert one["related_entries"] == [{"id": "xx-full", "url": "/v1/entries/xx-full"}]
    queue = told(desk.ask("vera", "GET", "/consultations"))
    assert [(item["partner"], item["waiting_days"]) for item in queue["items"]] == [("Hanul Pharm", 2)]
    assert queue["waiting"] == {"under_a_day": 0, "under_a_week": 1, "under_a_month": 0, "longer": 0}
    problem(step(desk, "ed", one, "answer", text="Soon."), 409, "wrong-state")
    told(step(desk, "rae", one, "assign", to="ed"))
    after = told(step(desk, "ed", one, "answer", text="It is not.", entries=["xx-dossier"]))
    assert (after["state"], after["waiting_since"], after["messages"][1]["author"]) == ("answered", None, "ed")
    seen = hanul.read(one["id"])
    assert [(said["side"], said["text"]) for said in seen["messages"]] == [
        ("partner", QUESTION),
        ("desk", "It is not."),
    ]
    assert seen["messages"][1]["entries"] == [{"id": "xx-dossier", "url": "/v1/entries/xx-dossier"}]
    assert told(desk.ask("vera", "GET", "/consultations"))["total"] == 0
    more = told(hanul.ask("POST", f"/{one['id']}/messages", {"text": "And in zone IVa?"}), 201)
    assert more["state"] == "assigned"
    told(step(desk, "ed", one, "answer", text="Neither."))
    told(step(desk, "ed", one, "close"))
    problem(hanul.ask("POST", f"/{one['id']}/messages", {"text": "One more"}), 409, "wrong-state")
    with desk.engine.connect() as connection:
        query = select(AuditRow.action, AuditRow.actor_kind).where(AuditRow.object_type == "consultation")
        acts = [tuple(row) for row in connection.execute(query.order_by(AuditRow.seq))]
    assert [action.removeprefix("consultation.") for action, _ in acts] == [
        "ask",
        "assign",
        "answer",
        "continue",
        "answer",
        "close",
    ]
    assert [kind for _, kind in acts] == ["key", "person", "person", "key", "person", "person"]


def test_only_the_asker_is_told_and_nobody_of_the_staff_is_named(desk: Office, hanul: Partner) -> None:
    one = hanul.begin()
    answered(desk, one)
    with desk.engine.connect() as connection:
        mine = select(OutboxRow.__table__).where(OutboxRow.subject == f"consultation {one['id']}")
        event = connection.execute(mine).one()
        trail = connection.execute(select(AuditRow.new_value)).all()
    assert (event.type, event.audience) == ("consultation.answered", "partner 1")
    assert orjson.loads(event.payload)["data"] == {
        "consultation": one["id"],
        "answered_at": "2026-12-01T12:00:00Z",
        "entries": ["xx-dossier"],
        "url": f"/v1/consultations/{one['id']}",
    }
    assert QUESTION not in str(trail)  # the trail is for ever, and the words can be erased
    assert '"ed"' not in hanul.ask("GET", f"/{one['id']}").text


def test_another_partner_s_consultation_is_not_there(desk: Office, hanul: Partner) -> None:
    one = hanul.begin()
    daon = Partner(desk, in_one(desk.engine, "Daon", Scope.consult))
    desk.client.app.state.keys.forget()  # type: ignore[attr-defined]  # the application
    problem(daon.ask("GET", f"/{one['id']}"), 404, "unknown-record")
    problem(daon.ask("POST", f"/{one['id']}/messages", {"text": "x"}), 404, "unknown-record")
    problem(daon.ask("POST", f"/{one['id']}/close"), 404, "unknown-record")
    assert told(daon.ask("GET"))["total"] == 0
    assert told(hanul.ask("GET"))["total"] == 1


def test_an_entry_comes_of_it_by_review_and_names_nobody(desk: Office, hanul: Partner) -> None:
    one = hanul.begin()
    problem(step(desk, "ed", one, "publish", content=ENTRY), 409, "wrong-state")
    answered(desk, one)
    named = {**ENTRY, "question": {"en": "Hanul Pharm's cold product?", "ko": "저온 제품은?"}}
    found = problem(step(desk, "ed", one, "publish", content=named), 422, "invalid-parameter")
    assert found["errors"][0]["pointer"] == "/content/question/en"
    copied = {**ENTRY, "question": {"en": f"Asked: {QUESTION.upper()}", "ko": "저온 제품은?"}}
    problem(step(desk, "ed", one, "publish", content=copied), 422, "invalid-parameter")
    problem(step(desk, "ed", one, "publish", content={**ENTRY, "kind": "term"}), 422, "invalid-parameter")
    draft = told(step(desk, "ed", one, "publish", content=ENTRY))["draft"]
    assert (draft["record"], draft["state"]) == ({"type": "qa", "id": "xx-cold-chain"}, "draft")
    problem(step(desk, "ed", one, "publish", content={**ENTRY, "id": "xx-two"}), 409, "conflict")
    told(desk.step("ed", draft["revision"], "submit"))
    problem(desk.step("ed", draft["revision"], "approve"), 403, "forbidden")
    told(desk.step("rae", draft["revision"], "approve"))
    assert hanul.read(one["id"])["published"] is None
    told(desk.ask("pia", "POST", "/editions", {"note": "a question", "reason": "it is due"}), 201)
    published = hanul.read(one["id"])["published"]
    assert published == {"id": "xx-cold-chain", "url": "/v1/entries/xx-cold-chain", "edition": 2}
    shown = desk.client.get(published["url"])
    history = desk.client.get(f"{published['url']}/revisions")
    assert history.json()["items"][0]["reason"] == "From a consultation."
    for public in (shown, history, desk.client.get("/v1/changes?since=1")):
        assert public.status_code == 200
        assert not [word for word in ("Hanul", one["id"], '"ed"') if word in public.text]


def test_an_entry_without_a_citation_is_not_handed_in(desk: Office, hanul: Partner) -> None:
    one = hanul.begin()
    answered(desk, one)
    bare = {name: value for name, value in ENTRY.items() if name != "citations"}
    refused = step(desk, "ed", one, "publish", content=bare)
    if refused.status_code == 200:  # a draft may be unfinished
        refused = desk.step("ed", refused.json()["draft"]["revision"], "submit")
    assert refused.status_code in (409, 422)


def test_the_words_can_be_erased_once_it_is_closed(desk: Office, hanul: Partner) -> None:
    body = {"country": "XX", "question": QUESTION, "language": "en"}
    one = told(hanul.ask("POST", body=body, Idempotency_Key="one"), 201)
    problem(step(desk, "ada", one, "erase"), 409, "wrong-state")
    assert told(hanul.ask("POST", f"/{one['id']}/close"))["state"] == "closed"
    problem(step(desk, "ed", one, "erase"), 403, "forbidden")
    told(step(desk, "ada", one, "erase"))
    assert [said["text"] for said in hanul.read(one["id"])["messages"]] == [None]
    with desk.engine.connect() as connection:
        assert QUESTION not in str(connection.execute(select(IdempotencyKey.body)).all())


def test_what_cannot_be_asked_is_refused_with_its_place(desk: Office, hanul: Partner) -> None:
    wrong: tuple[tuple[Data, str], ...] = (
        ({"country": "ZZ"}, "/country"),
        ({"product_type": "biosimlar"}, "/product_type"),
        ({"topic": "dosier"}, "/topic"),
        ({"question": " \n"}, "/question"),
        ({"question": "x" * 4001}, "/question"),
        ({"question": "a\u0000b"}, "/question"),
        ({"language": "fr"}, "/language"),
        ({"related_entries": ["xx-full", "nothing"]}, "/related_entries/1"),
        ({"name": "Ms. Kim"}, "/name"),
    )
    for values, pointer in wrong:
        body = {"country": "XX", "question": QUESTION, "language": "en", **values}
        found = problem(hanul.ask("POST", body=body), 422, "invalid-parameter")
        assert found["errors"][0]["pointer"] == pointer
    assert told(hanul.ask("GET"))["total"] == 0


def test_roles_and_tags_are_asked_for(desk: Office, hanul: Partner) -> None:
    one = hanul.begin()
    problem(step(desk, "vera", one, "assign"), 403, "forbidden")
    problem(step(desk, "ed", one, "assign", to="vera"), 422, "invalid-parameter")
    read = desk.ask("ed", "GET", f"/consultations/{one['id']}")
    assert [item["action"] for item in read.json()["next"]] == ["assign"]
    path = f"/consultations/{one['id']}/assign"
    told(desk.ask("ed", "POST", path, {"reason": "mine"}, If_Match=read.headers["etag"]))
    late = desk.ask("eve", "POST", path, {"reason": "mine"}, If_Match=read.headers["etag"])
    problem(late, 412, "precondition-failed")
    problem(desk.ask(None, "GET", "/consultations"), 401, "unauthenticated")
    problem(hanul.ask("GET", "/co_1111111111111111"), 404, "unknown-record")


def test_asked_once_with_one_idempotency_key_and_page_by_page(hanul: Partner) -> None:
    body = {"country": "XX", "question": QUESTION, "language": "ko"}
    first = told(hanul.ask("POST", body=body, Idempotency_Key="one"), 201)
    assert told(hanul.ask("POST", body=body, Idempotency_Key="one"), 201) == first
    second = hanul.begin()
    page = told(hanul.ask("GET", "?limit=1"))
    assert [item["id"] for item in page["items"]] == [second["id"]]
    rest = told(hanul.ask("GET", f"?limit=1&cursor={page['next']}"))
    assert ([item["id"] for item in rest["items"]], rest["next"]) == ([first["id"]], None)
    problem(hanul.ask("GET", f"?state=closed&cursor={page['next']}"), 422, "invalid-parameter")
