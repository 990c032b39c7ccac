"""Signing in, and looking after people."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.access import people, tokens
from app.access.dependencies import CHALLENGE, Admin, FreshAdmin, Viewer, problem_of, tag_of
from app.access.faults import Refused, invalid
from app.access.people import Person
from app.access.roles import Role
from app.access.schemas import (
    MeAnswer,
    NewPassword,
    NewPerson,
    PeopleAnswer,
    PersonAnswer,
    PersonChange,
    RevokeForm,
    SignedOut,
    TokenAnswer,
    TokenForm,
)
from app.access.sign_in import check_password
from app.access.tokens import ReusedRefresh, Tokens
from app.access.work import Done, Work
from app.audit.acts import Act, Action, Actor
from app.audit.trail import append
from app.database.engine import writing
from app.http.answers import JSON, json_bytes
from app.http.openapi import PUBLIC_RESPONSES, STAFF_RESPONSES
from app.http.problems import Problem
from app.vocabulary.dates import instant_text

router = APIRouter(prefix="/v1/staff", tags=["staff: people"])

PersonPath = Annotated[str, Path(min_length=1, max_length=60, description="Name of a person.")]


@router.post("/token", response_model=TokenAnswer, responses=PUBLIC_RESPONSES)
def give_token(request: Request, form: Annotated[TokenForm, Form()]) -> Response:
    """A pair of tokens for a name and password, or for a refresh token, which is used up by it."""
    if form.grant_type == "password":
        return _by_password(request, form.username, form.password.get_secret_value())
    if form.grant_type == "refresh_token":
        return _by_refresh(request, form.refresh_token.get_secret_value())
    raise Problem(
        "invalid-parameter",
        "grant_type: expected password or refresh_token",
        more={"error": "unsupported_grant_type"},
    )


@router.post("/token/revoke", response_model=SignedOut, responses=PUBLIC_RESPONSES)
def revoke_token(request: Request, form: Annotated[RevokeForm, Form()]) -> Response:
    """End a sign-in at once: its access token and its refresh tokens."""
    with writing(request.app.state.engine) as connection:
        at = request.app.state.now()
        person = tokens.end(connection, form.token.get_secret_value(), at=at)
        if person:
            _tell(connection, request, person, Action.signed_out, at)
    return Response(json_bytes({}), media_type=JSON, headers={"Cache-Control": "no-store"})


@router.get("/me", response_model=MeAnswer, responses=STAFF_RESPONSES)
def me(request: Request, desk: Viewer) -> Response:
    """Who is signed in, and until when that counts as recent."""
    since = desk.signed.signed_in_at
    recent = since + timedelta(minutes=request.app.state.settings.recent_minutes)
    body = {
        "person": _shown(desk.signed.person),
        "signed_in_at": instant_text(since),
        "recent_until": instant_text(recent),
    }
    return desk.read(lambda _: body)


@router.post("/me/password", response_model=PersonAnswer, responses=STAFF_RESPONSES)
def change_own_password(desk: Viewer, body: NewPassword) -> Response:
    """Set another password; every sign-in of yours ends. Wrong tries lock the account as at signing in."""
    name = desk.signed.person.name
    try:
        kept = people.hashed(body.new.get_secret_value(), name, "/new")
        # Before the transaction of the change: a failed try has to be counted.
        if _check(desk.request, name, body.current.get_secret_value()) is None:
            raise invalid("/current", "this is not your password now, or the account is locked for a while")
    except Refused as refused:
        raise problem_of(refused) from refused

    def build(work: Work) -> Done:
        people.set_password(work.connection, work.person, kept, at=work.at)
        work.tell(Action.credentials_changed, "person", name, reason=body.reason)
        return Done(_shown(work.person))

    return desk.write(build)


@router.get("/users", response_model=PeopleAnswer, responses=STAFF_RESPONSES)
def list_people(desk: Admin) -> Response:
    """Everybody, also who is inactive."""

    def build(connection: Connection) -> dict[str, Any]:
        everybody = people.all_people(connection)
        return {"items": [_shown(one) for one in everybody], "next": None, "total": len(everybody)}

    return desk.read(build)


@router.post("/users", response_model=PersonAnswer, status_code=201, responses=STAFF_RESPONSES)
def add_person(desk: FreshAdmin, body: NewPerson) -> Response:
    """Someone new, with a password that they should change."""
    try:
        kept = people.hashed(body.password.get_secret_value(), body.name)
    except Refused as refused:
        raise problem_of(refused) from refused

    def build(work: Work) -> Done:
        made = people.create_person(work.connection, body.name, Role(body.role), at=work.at, password_hash=kept)
        work.tell(Action.person_created, "person", made.name, new=made.shown(), reason=body.reason)
        return Done(_shown(made), status=201, location=f"/v1/staff/users/{made.name}")

    return desk.write(build, create=body)


@router.get("/users/{name}", response_model=PersonAnswer, responses=STAFF_RESPONSES)
def read_person(desk: Admin, name: PersonPath) -> Response:
    """One person."""
    return desk.read(lambda connection: _shown(_find(connection, name)))


@router.patch("/users/{name}", response_model=PersonAnswer, responses=STAFF_RESPONSES)
def change_person(desk: FreshAdmin, name: PersonPath, body: PersonChange) -> Response:
    """Another role, or made (in)active; either ends every sign-in of that person."""

    def build(work: Work) -> Done:
        people.queue(work.connection)
        before = _find(work.connection, name)
        work.expect(tag_of(_shown(before)))
        role = Role(body.role) if body.role else None
        after = people.change_person(work.connection, before, role=role, active=body.active, at=work.at)
        work.tell(Action.person_changed, "person", name, old=before.shown(), new=after.shown(), reason=body.reason)
        return Done(_shown(after))

    return desk.write(build)


def _by_password(request: Request, name: str, password: str) -> Response:
    try:
        person = _check(request, name, password)
    except Refused as refused:
        raise problem_of(refused) from refused
    if person is None:
        raise Problem(
            "unauthenticated",
            "Name or password is wrong, or the account is locked for a while.",
            headers=CHALLENGE,
            more={"error": "invalid_grant"},
        )
    at = request.app.state.now()
    with writing(request.app.state.engine) as connection:
        given = tokens.issue(connection, person, at=at, signed_in_at=at)
        _tell(connection, request, person, Action.signed_in, at)
    return token_response(given)


def _check(request: Request, name: str, password: str) -> Person | None:
    state = request.app.state
    return check_password(state.engine, name, password, at=state.now(), request_id=request_id(request))


def _by_refresh(request: Request, token: str) -> Response:
    with writing(request.app.state.engine) as connection:
        at = request.app.state.now()
        try:
            found = tokens.refresh(connection, token, at=at)
        except ReusedRefresh as reused:
            _tell(connection, request, reused.person, Action.reuse_detected, at)
            found = None
    if found is None:
        raise Problem(
            "unauthenticated",
            "The refresh token is not valid, was used, or has ended.",
            headers=CHALLENGE,
            more={"error": "invalid_grant"},
        )
    return token_response(found[1])


def token_response(given: Tokens) -> Response:
    """Tokens as OAuth 2.0 has them (RFC 6749, 5.1)."""
    body = TokenAnswer(
        access_token=given.access,
        token_type="Bearer",  # noqa: S106 -- the name of a scheme
        expires_in=tokens.ACCESS_SECONDS,
        refresh_token=given.refresh,
        scope=given.role,
    )
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    return Response(json_bytes(body.model_dump(mode="json")), media_type=JSON, headers=headers)


def _tell(connection: Connection, request: Request, person: Person, action: Action, at: datetime) -> None:
    act = Act(Actor(person.name), action, "person", person.name, request_id=request_id(request))
    append(connection, act, at=at)


def request_id(request: Request) -> str | None:
    """The id under which this request stands in the log and in the trail."""
    found: str | None = request.scope.get("state", {}).get("request_id")
    return found


def _find(connection: Connection, name: str) -> Person:
    person = people.find_person(connection, name) if people.NAME.fullmatch(name) else None
    if person is None:
        raise Refused("unknown-record", f"Nobody is called {name}.")
    return person


def _shown(person: Person) -> dict[str, Any]:
    return {**person.shown(), "created_at": instant_text(person.created_at)}
