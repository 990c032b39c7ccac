"""An atlas with people who sign in by password, on a clock that tests set."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from httpx2 import Response
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.access.passwords import hash_password
from app.access.people import create_person
from app.access.roles import Role
from app.audit.models import AuditRow
from app.database.engine import reading, writing
from app.main import create_app
from app.settings import Settings

Data = dict[str, Any]

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
PASSWORD = "four plain words here"
PEOPLE = {"vera": Role.viewer, "ed": Role.editor, "rae": Role.reviewer, "pia": Role.publisher, "ada": Role.admin}


@dataclass
class Clock:
    """The time, as tests set it."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def day(self) -> date:
        """The day that it is."""
        return self.at.date()

    def forward(self, **by: float) -> None:
        """Let time pass; with negative numbers it jumps back."""
        self.at += timedelta(**by)


@dataclass
class Atlas:
    """The staff's side of an atlas, and what its clock says."""

    client: TestClient
    engine: Engine
    clock: Clock
    access: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name: str, password: str = PASSWORD) -> Response:
        """What somebody is answered who signs in."""
        form = {"grant_type": "password", "username": name, "password": password}
        return self.client.post("/v1/staff/token", data=form)

    def tokens(self, name: str) -> Data:
        """A new pair of tokens."""
        return told(self.sign_in(name))

    def refresh(self, token: str) -> Response:
        """What a refresh token is answered."""
        return self.client.post("/v1/staff/token", data={"grant_type": "refresh_token", "refresh_token": token})

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """What a person is answered, who signs in once; headers are named with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if who is not None:
            if who not in self.access:
                self.access[who] = self.tokens(who)["access_token"]
            given["Authorization"] = f"Bearer {self.access[who]}"
        more: Data = {} if body is None else {"json": body}
        return self.client.request(method, f"/v1/staff{path}", headers=given, **more)

    def change(self, who: str, name: str, **body: Any) -> Response:
        """What somebody is answered who changes a person as they are now."""
        tag = self.ask(who, "GET", f"/users/{name}").headers["etag"]
        return self.ask(who, "PATCH", f"/users/{name}", {"reason": "as agreed", **body}, If_Match=tag)

    def trail(self) -> list[Data]:
        """All rows of the trail."""
        with reading(self.engine) as connection:
            return [dict(row) for row in connection.execute(select(AuditRow.__table__).order_by("seq")).mappings()]

    def actions(self, name: str) -> list[str]:
        """What the trail tells of a person, in order."""
        return [row["action"] for row in self.trail() if row["object_id"] == name]


def told(answer: Response, status: int = 200) -> Data:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text[:800]
    body: Data = answer.json()
    return body


def problem(answer: Response, status: int, name: str) -> Data:
    """The problem that an answer must be."""
    found = told(answer, status)
    assert found["type"] == f"/problems/{name}"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    return found


def make_people(engine: Engine) -> None:
    """One person of each role, all with the same password."""
    kept = hash_password(PASSWORD)
    with writing(engine) as connection:
        for name, role in PEOPLE.items():
            create_person(connection, name, role, at=NOON, password_hash=kept)


def client_on(engine: Engine, clock: Clock, **settings: Any) -> TestClient:
    """A client of the application on an engine's database."""
    address = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=address, **settings), today=clock.day, now=clock)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)
