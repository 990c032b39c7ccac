"""The desk: how a route lets signed-in people read and change things.

Every route of staff names the role that it needs, by `requires`. A change runs in one transaction together with
its rows of the trail, at most once for one `Idempotency-Key`, and only on the state that the caller last saw.
What that takes is `Counter`, on which the desk of partners' keys stands as well (`keys/dependencies.py`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import quote

import orjson
from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel
from sqlalchemy import Connection, Engine, delete, insert, select, text
from starlette.responses import Response

from app.access.faults import Refused
from app.access.models import IdempotencyKey
from app.access.roles import Role
from app.access.tokens import SignedIn, signed_in
from app.access.work import Change, Done, Work
from app.database.engine import reading, writing
from app.http.answers import JSON, json_bytes
from app.http.conditional import entity_tag, matches
from app.http.problems import Problem, ProblemError, parameter_error

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Licensing Atlas"'}
"""What every 401 carries (RFC 9110, 11.6.1)."""

_SCHEME = Depends(
    OAuth2PasswordBearer(
        "/v1/staff/token", scheme_name="staff", refreshUrl="/v1/staff/token", auto_error=False, description="Staff."
    )
)
"""For the OpenAPI document, which then says how to sign in; the token is read by `requires`."""

KEPT = timedelta(days=1)
"""How long a request with an `Idempotency-Key` is answered the same."""


Kind = TypeVar("Kind", bound=Change)
"""The kind of work that is done at a counter."""


@dataclass
class Counter(Generic[Kind]):
    """One request of somebody who is known; what it may do is one kind of work."""

    request: Request
    engine: Engine
    at: datetime

    def read(self, build: Callable[[Connection], Done | dict[str, Any]]) -> Response:
        """Answer with what `build` makes of the database, or 304 where the caller has it."""
        with reading(self.engine) as connection:
            try:
                built = build(connection)
            except Refused as refused:
                raise problem_of(refused) from refused
        done = built if isinstance(built, Done) else Done(built)
        body = json_bytes(done.body)
        tag = done.tag or tag_of(done.body)
        if matches(self.request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=_headers(tag, None))
        return Response(body, media_type=JSON, headers=_headers(tag, None))

    def write(self, build: Callable[[Kind], Done], *, create: BaseModel | None = None) -> Response:
        """Carry out a piece of work: all of it, with its acts in the trail, or nothing.

        `create` is the body of a request that makes something new: with the same `Idempotency-Key` it is carried
        out once, and answered the same every time.
        """
        key = self.request.headers.get("idempotency-key") if create is not None else None
        if key is not None and not 1 <= len(key) <= 200:
            raise Problem("invalid-parameter", "Idempotency-Key: expected 1 to 200 characters")
        with writing(self.engine) as connection:
            work = self.work(connection)
            if key is not None and create is not None:
                self._queue(connection, key)
                answered = self._answered(connection, key, self._digest(create))
                if answered is not None:
                    return answered
            try:
                done = build(work)
            except Refused as refused:
                raise problem_of(refused) from refused
            assert work.acts, "a change leaves a row in the trail"
            response = _response(done)
            if key is not None and create is not None:
                self._keep(connection, key, self._digest(create), response, done)
        self.request.app.state.newest.forget()
        return response

    @property
    def whose(self) -> str:
        """Under which name an `Idempotency-Key` of this caller is kept."""
        raise NotImplementedError

    def work(self, connection: Connection) -> Kind:
        """The piece of work that begins now. Asks again, inside the transaction, whether the caller still may."""
        raise NotImplementedError

    @property
    def request_id(self) -> str | None:
        """The id under which this request stands in the log and in the trail."""
        found: str | None = self.request.scope.get("state", {}).get("request_id")
        return found

    @property
    def _route(self) -> str:
        # Quoted: a path may hold what a database does not take.
        return f"{self.request.method} {quote(self.request.scope['path'])}"

    def _digest(self, body: BaseModel) -> str:
        """What was asked. Secrets are masked in it, for a digest of a password could be guessed from."""
        asked = f"{self.request.url.query}\n{body.model_dump_json()}"
        return hashlib.sha256(asked.encode()).hexdigest()

    def _queue(self, connection: Connection, key: str) -> None:
        """The same key at the same time waits; on SQLite the write lock sees to that."""
        if connection.dialect.name == "postgresql":
            words = f"{self.whose}\n{self._route}\n{key}"
            number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], signed=True)
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": number})

    def _answered(self, connection: Connection, key: str, digest: str) -> Response | None:
        row = connection.execute(
            select(IdempotencyKey.__table__).where(
                IdempotencyKey.person == self.whose,
                IdempotencyKey.route == self._route,
                IdempotencyKey.key == key,
                IdempotencyKey.created_at > self.at - KEPT,
            )
        ).first()
        if row is None:
            return None
        if row.body_sha256 != digest:
            raise Problem("invalid-parameter", "Idempotency-Key: it was used before for another body")
        headers = {**orjson.loads(row.headers), "Cache-Control": "no-store", "Idempotency-Replayed": "true"}
        return Response(row.body.encode(), status_code=row.status, media_type=JSON, headers=headers)

    def _keep(self, connection: Connection, key: str, digest: str, response: Response, done: Done) -> None:
        old = IdempotencyKey.created_at <= self.at - KEPT
        connection.execute(delete(IdempotencyKey).where(IdempotencyKey.person == self.whose, old))
        kept = {name: value for name, value in response.headers.items() if name in ("etag", "location")}
        connection.execute(
            insert(IdempotencyKey).values(
                person=self.whose,
                route=self._route,
                key=key,
                body_sha256=digest,
                status=response.status_code,
                headers=orjson.dumps(kept).decode(),
                body=bytes(response.body if done.again is None else json_bytes(done.again)).decode(),
                created_at=self.at,
            )
        )


@dataclass
class Desk(Counter[Work]):
    """One request of a signed-in person."""

    signed: SignedIn
    token: str

    @property
    def whose(self) -> str:
        """The person's."""
        return self.signed.person.name

    def work(self, connection: Connection) -> Work:
        """The person's work, unless they were signed out meanwhile."""
        now = signed_in(connection, self.token, at=self.at)
        if now is None or now.person.role != self.signed.person.role:
            raise ended("The token is not valid, or has ended.")
        return Work(connection, now.person, self.at, self.request_id, self.request.headers.get("if-match"))


def requires(role: Role, *, recent: bool = False) -> Any:
    """A dependency that gives the desk to people whose role covers `role`; `recent` asks for a fresh sign-in.

    Answers 401 without a valid token, 403 with too small a role or too old a sign-in.
    """

    def desk(request: Request, _: Annotated[str | None, _SCHEME] = None) -> Desk:
        state = request.app.state
        at = state.now()
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Problem("unauthenticated", "Send a staff token: POST /v1/staff/token.", headers=CHALLENGE)
        if token.strip().startswith("la_"):
            raise ended("This is an API key, which opens nothing of staff; staff tokens begin with st_.")
        with reading(state.engine) as connection:
            found = signed_in(connection, token.strip(), at=at)
        if found is None:
            raise ended("The token is not valid, or has ended.")
        if not found.person.role.covers(role):
            raise Problem("forbidden", f"This needs the role {role}; yours is {found.person.role}.")
        if recent and at - found.signed_in_at > timedelta(minutes=state.settings.recent_minutes):
            raise Problem(
                "sign-in-again",
                f"This needs a sign-in of the last {state.settings.recent_minutes} minutes; "
                f"yours is of {found.signed_in_at:%Y-%m-%dT%H:%M:%SZ}.",
            )
        return Desk(request, state.engine, at, found, token.strip())

    desk.role = role  # type: ignore[attr-defined]  # read by the table of roles and routes
    desk.recent = recent  # type: ignore[attr-defined]  # the same table
    return Depends(desk)


def ended(detail: str) -> Problem:
    """The 401 of a token or key that opens nothing (RFC 6750, 3.1)."""
    return Problem(
        "unauthenticated",
        detail,
        headers={"WWW-Authenticate": f'{CHALLENGE["WWW-Authenticate"]}, error="invalid_token"'},
    )


def problem_of(refused: Refused) -> Problem:
    """A refusal as the problem that is sent."""
    errors: list[ProblemError] = [
        parameter_error(fault.pointer, fault.message, fault.value, fault.valid) for fault in refused.faults
    ]
    return Problem(refused.name, refused.detail, errors=errors, more=refused.more)


def _response(done: Done) -> Response:
    body = json_bytes(done.body)
    return Response(
        body,
        status_code=done.status,
        media_type=JSON,
        headers=_headers(done.tag or tag_of(done.body), done.location),
    )


def tag_of(body: Any) -> str:
    """The entity tag of a state that is shown whole."""
    return entity_tag(json_bytes(body).decode())


def _headers(tag: str, location: str | None) -> dict[str, str]:
    headers = {"ETag": tag, "Cache-Control": "no-store"}
    if location:
        headers["Location"] = location
    return headers


Viewer = Annotated[Desk, requires(Role.viewer)]
Editor = Annotated[Desk, requires(Role.editor)]
Reviewer = Annotated[Desk, requires(Role.reviewer)]
Publisher = Annotated[Desk, requires(Role.publisher)]
Admin = Annotated[Desk, requires(Role.admin)]
FreshReviewer = Annotated[Desk, requires(Role.reviewer, recent=True)]
FreshPublisher = Annotated[Desk, requires(Role.publisher, recent=True)]
FreshAdmin = Annotated[Desk, requires(Role.admin, recent=True)]
