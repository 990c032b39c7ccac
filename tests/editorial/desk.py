"""People at their desks: signed in, asking the staff's routes of a small atlas, on a pinned clock."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from httpx2 import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.access.people import create_person, find_person
from app.access.roles import Role
from app.access.tokens import issue
from app.access.work import Work
from app.database.engine import writing
from app.main import create_app
from app.settings import Settings

Data = dict[str, Any]

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
STAFF = {"vera": Role.viewer, "ed": Role.editor, "eve": Role.editor, "rae": Role.reviewer, "pia": Role.publisher} | {
    "ada": Role.admin
}
"""One person of each role, and a second editor."""


@dataclass
class Clock:
    """The time, as tests set it."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@dataclass
class Office:
    """The staff's side of one atlas."""

    client: TestClient
    engine: Engine
    clock: Clock
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, name: str | None, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """What a person is answered; headers are named with underscores. Nobody is asked without a token."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if name is not None:
            given["Authorization"] = f"Bearer {self.tokens[name]}"
        more: Data = {} if body is None else {"json": body}
        return self.client.request(method, f"/v1/staff{path}", headers=given, **more)

    def raw(self, name: str, method: str, path: str, body: Any) -> Response:
        """What a person is answered whose body may hold what no well-behaved client sends."""
        headers = {"Authorization": f"Bearer {self.tokens[name]}", "Content-Type": "application/json"}
        return self.client.request(method, f"/v1/staff{path}", headers=headers, content=json.dumps(body))

    def start(self, content: Data, name: str = "ed", type_: str = "requirement") -> Data:
        """The first draft of a new record."""
        body = {"type": type_, "content": content, "reason": "it is new"}
        return told(self.ask(name, "POST", "/entries", body), 201)

    def correct(self, id_: str, name: str = "ed", **body: Any) -> Data:
        """A draft that corrects an entry."""
        answer = self.ask(name, "POST", f"/entries/{id_}/revisions", {"reason": "it was wrong", **body})
        return told(answer, 201)

    def correct_record(self, type_: str, id_: str, name: str = "ed", **body: Any) -> Data:
        """A draft that corrects a supporting record."""
        answer = self.ask(name, "POST", f"/records/{type_}/{id_}/revisions", {"reason": "it was wrong", **body})
        return told(answer, 201)

    def discard(self, one: Data, name: str = "ed") -> Response:
        """What giving a draft up is answered."""
        return self.ask(name, "DELETE", f"/revisions/{one['id']}?reason=no+use", If_Match=one["etag"])

    def read(self, key: int, name: str = "vera") -> Data:
        """A revision as it is now."""
        return told(self.ask(name, "GET", f"/revisions/{key}"))

    def patch(self, one: Data, name: str = "ed", **body: Any) -> Response:
        """What an edit is answered; it names the state that `one` shows."""
        sent = {"reason": "read again", **body}
        return self.ask(name, "PATCH", f"/revisions/{one['id']}", sent, If_Match=one["etag"])

    def step(self, name: str, key: int, action: str, **body: Any) -> Response:
        """What a step is answered."""
        sent: Data = {"reason": f"to {action} it", **body}
        if action == "approve":
            sent.setdefault("meaning", "approved")
        return self.ask(name, "POST", f"/revisions/{key}/{action}", sent)

    def approved(self, key: int, *, editor: str = "ed", reviewer: str = "rae") -> Data:
        """The draft, handed in and approved."""
        told(self.step(editor, key, "submit"))
        return told(self.step(reviewer, key, "approve"))

    @contextmanager
    def working(self, name: str) -> Iterator[Work]:
        """A piece of work of a person, as rooms that are not routes have it."""
        with writing(self.engine) as connection:
            person = find_person(connection, name)
            assert person is not None
            yield Work(connection, person, self.clock.at)


@contextmanager
def office(engine: Engine) -> Iterator[Office]:
    """The staff's side of the atlas that an engine holds, with everybody signed in just now."""
    clock = Clock()
    address = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=address), today=lambda: clock().date(), now=clock)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        made = Office(client, engine, clock)
        made.tokens = staffed(engine)
        yield made


def staffed(engine: Engine, at: datetime = NOON) -> dict[str, str]:
    """Make the staff, sign them in, and give their tokens."""
    tokens: dict[str, str] = {}
    with writing(engine) as connection:
        for name, role in STAFF.items():
            person = create_person(connection, name, role, at=at)
            tokens[name] = issue(connection, person, at=at, signed_in_at=at).access
    return tokens


def told(answer: Response, status: int = 200) -> Data:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text[:800]
    body: Data = answer.json()
    return body
