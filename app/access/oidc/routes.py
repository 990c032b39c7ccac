"""To the OpenID provider and back."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.access import tokens
from app.access.dependencies import CHALLENGE
from app.access.oidc.faults import ProviderFault, SignInRefused
from app.access.oidc.people import end_without_role, person_of_claims, role_of
from app.access.oidc.provider import Provider
from app.access.oidc.under_way import SECONDS, Asked, begin, come_back, lost
from app.access.routes import request_id, token_response
from app.access.schemas import TokenAnswer
from app.audit.acts import Act, Action, Actor
from app.audit.trail import append
from app.database.engine import writing
from app.http.openapi import PROVIDER_RESPONSES
from app.http.problems import Problem
from app.vocabulary.shapes import Parameters

router = APIRouter(prefix="/v1/staff/oidc", tags=["staff: people"])

COOKIE = "atlas-sign-in"


class LoginParameters(Parameters):
    """How to sign in."""

    prompt: Annotated[
        Literal["login"] | None,
        Field(description="`login` has the provider ask again, whenever it asked last.", examples=["login"]),
    ] = None


class CallbackParameters(Parameters):
    """What the provider sends back (RFC 6749, 4.1.2; RFC 9207). More than these is ignored."""

    model_config = {"extra": "ignore"}

    state: Annotated[str, Field(max_length=200, description="What we gave the provider to send back.")]
    code: Annotated[str | None, Field(max_length=4000, description="Good once, for the tokens.")] = None
    error: Annotated[str | None, Field(max_length=200, description="Why there is no code.")] = None
    iss: Annotated[str | None, Field(max_length=2000, description="Who sends it.")] = None


@router.get("/login", status_code=302, responses=PROVIDER_RESPONSES, response_class=Response)
def to_the_provider(request: Request, parameters: Annotated[LoginParameters, Query()]) -> Response:
    """Go to the OpenID provider to sign in there; it sends the browser back to the callback."""
    provider = _provider(request)
    state = request.app.state
    try:
        with provider.asking():
            provider.described()  # before the transaction begins
        with writing(state.engine) as connection:
            begun = begin(
                connection,
                provider,
                at=state.now(),
                max_age=state.settings.recent_minutes * 60,
                prompt=parameters.prompt,
            )
    except ProviderFault as fault:
        raise _failed(fault) from fault
    answer = Response(status_code=302, headers={"Location": begun.address, "Cache-Control": "no-store"})
    _set_cookie(answer, provider, begun.browser, SECONDS)
    return answer


@router.get("/callback", response_model=TokenAnswer, responses=PROVIDER_RESPONSES)
def back_from_the_provider(
    request: Request,
    parameters: Annotated[CallbackParameters, Query()],
    plain: Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)] = None,
    secure: Annotated[str | None, Cookie(alias=f"__Host-{COOKIE}", include_in_schema=False)] = None,
) -> Response:
    """Come back from the provider, and get a pair of tokens as from `POST /v1/staff/token`."""
    provider = _provider(request)
    state = request.app.state
    at = state.now()
    browser = (secure if provider.redirect_uri.startswith("https:") else plain) or ""
    # A transaction of its own: whatever follows, this sign-in has come back.
    with writing(state.engine) as connection:
        asked = come_back(connection, parameters.state, browser, at=at)
    try:
        with provider.asking():
            answer = _tokens(request, provider, parameters, asked)
    except SignInRefused as refused:
        raise Problem("unauthenticated", f"No sign-in: {refused}.", headers=CHALLENGE) from refused
    except ProviderFault as fault:
        raise _failed(fault) from fault
    _set_cookie(answer, provider, "", 0)
    return answer


def _tokens(request: Request, provider: Provider, parameters: CallbackParameters, asked: Asked | None) -> Response:
    from app.access.oidc.id_token import asked_at, checked  # see key_set.py

    if asked is None:
        raise lost()
    if parameters.iss not in (None, provider.issuer) or (
        parameters.iss is None and provider.described().names_itself
    ):
        raise SignInRefused("the answer is another provider's (iss)")
    if parameters.error is not None or parameters.code is None:
        raise SignInRefused("the provider sent no code, but the error " + _word(parameters.error))
    state = request.app.state
    token = provider.exchange(parameters.code, asked.verifier)
    at = state.now()
    claims = checked(token, provider, nonce=asked.nonce, at=at)
    signed_in_at = asked_at(claims, at=at)
    if at - signed_in_at >= timedelta(seconds=tokens.REFRESH_SECONDS):
        raise SignInRefused("the provider asked for your password too long ago; begin with prompt=login")
    settings = provider.settings
    role = role_of(claims, settings.oidc_role_claim, settings.oidc_roles)
    id_ = request_id(request)
    with writing(state.engine) as connection:
        if role is None:
            end_without_role(connection, provider.issuer, claims, at=at, request_id=id_)
        else:
            person = person_of_claims(connection, provider.issuer, claims, role, at=at, request_id=id_)
            action = Action.signed_in if person.active else Action.sign_in_failed
            append(connection, Act(Actor(person.name), action, "person", person.name, request_id=id_), at=at)
            if person.active:
                given = tokens.issue(connection, person, at=at, signed_in_at=signed_in_at)
    if role is None:
        raise Problem("forbidden", f"The provider gives you no role here (claim {settings.oidc_role_claim}).")
    if not person.active:
        raise Problem("forbidden", "Your account is inactive; an admin can change that.")
    return token_response(given)


def _provider(request: Request) -> Provider:
    found: Provider | None = request.app.state.provider
    if found is None:
        raise Problem("not-found", "No OpenID provider is configured here; sign in at POST /v1/staff/token.")
    return found


def _failed(fault: ProviderFault) -> Problem:
    return Problem("provider-failed", f"The OpenID provider does not answer as it should: {fault}.")


def _word(error: str | None) -> str:
    """An error code of the provider, as far as it is one: it is shown again."""
    return error if error and error.replace("_", "").isalpha() and error.isascii() else "that it does not name"


def _set_cookie(answer: Response, provider: Provider, value: str, seconds: int) -> None:
    """The browser's half of a sign-in. `__Host-` keeps other hosts of the domain from planting one."""
    secure = provider.redirect_uri.startswith("https:")
    answer.set_cookie(
        f"__Host-{COOKIE}" if secure else COOKIE,
        value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
