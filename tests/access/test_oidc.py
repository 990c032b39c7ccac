"""Signing in at a provider: the good path, and whatever a browser or somebody between could do wrong."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, select

from app.access.models import OidcSignIn
from app.database.engine import reading
from tests.access.atlas import problem, told
from tests.access.oidc import REDIRECT, Browser, Provider, browser
from tests.access.provider import CLIENT, SECRET


def test_whoever_signs_in_there_is_signed_in_here(here: Browser, there: Provider) -> None:
    answer = here.sign_in_there()
    body = told(answer)
    assert (body["token_type"], body["scope"]) == ("Bearer", "editor")
    assert answer.headers["cache-control"] == "no-store"
    here.access["mina.kim"] = body["access_token"]
    person = told(here.ask("mina.kim", "GET", "/me"))["person"]
    assert (person["name"], person["role"], person["by_provider"]) == ("mina.kim", "editor", True)
    assert here.actions("mina.kim") == ["person.create", "sign-in"]
    told(here.refresh(body["refresh_token"]))
    assert len(there.seen("/token")) == 1


def test_the_provider_is_asked_as_the_standards_ask(here: Browser, there: Provider) -> None:
    address = here.begin()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{there.issuer}/authorize?")
    assert asked.pop("state") != asked.pop("nonce")
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": REDIRECT,
        "scope": "openid profile email",
        "code_challenge_method": "S256",
        "max_age": "600",
    }
    here.back(here.at_provider(address))
    (token,) = there.seen("/token")
    assert token["grant_type"] == "authorization_code"
    assert 43 <= len(token["code_verifier"]) <= 128
    assert SECRET not in str(token)
    assert "prompt=login" in here.begin("?prompt=login")


def test_the_secret_goes_into_the_form_where_the_provider_wants_it_there(engine: Engine, there: Provider) -> None:
    there.behave(document={"token_endpoint_auth_methods_supported": ["client_secret_post"]})
    with browser(engine, there.issuer) as here:
        told(here.sign_in_there())
    (token,) = there.seen("/token")
    assert (token["client_id"], token["client_secret"], token["authorization"]) == (CLIENT, SECRET, None)


def test_the_cookie_is_for_this_server_alone(here: Browser) -> None:
    answer = here.client.get("/v1/staff/oidc/login")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("atlas-sign-in=")
    for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"):
        assert word in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert "Max-Age=0" in here.sign_in_there().headers["set-cookie"]


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(engine: Engine, there: Provider) -> None:
    with browser(engine, there.issuer, oidc_redirect_uri="https://atlas.example/v1/staff/oidc/callback") as here:
        cookie = here.client.get("/v1/staff/oidc/login").headers["set-cookie"]
    assert cookie.startswith("__Host-atlas-sign-in=")
    assert "Secure" in cookie


def test_what_is_kept_of_a_sign_in_under_way_opens_nothing(here: Browser) -> None:
    address = here.begin()
    state = parse_qs(urlsplit(address).query)["state"][0]
    cookie = here.client.cookies["atlas-sign-in"]
    with reading(here.engine) as connection:
        (row,) = connection.execute(select(OidcSignIn.__table__)).all()
    assert state not in repr(row)
    assert cookie not in repr(row)


def test_a_sign_in_comes_back_once(here: Browser) -> None:
    back = here.at_provider(here.begin())
    cookies = dict(here.client.cookies)
    told(here.back(back))
    here.client.cookies.update(cookies)
    problem(here.back(back), 401, "unauthenticated")


def test_a_code_is_taken_once(here: Browser) -> None:
    """A replayed code under a sign-in of its own."""
    first = here.at_provider(here.begin())
    told(here.back(first))
    second = here.at_provider(here.begin())
    found = problem(here.back({**second, "code": first["code"]}), 401, "unauthenticated")
    assert "does not take the code" in found["detail"]


def test_a_code_of_another_sign_in_is_not_taken(here: Browser) -> None:
    """Somebody else's code, injected: PKCE binds it to the sign-in that it came from."""
    other = here.at_provider(here.begin())
    mine = here.at_provider(here.begin())
    problem(here.back({**mine, "code": other["code"]}), 401, "unauthenticated")


def test_a_sign_in_comes_back_to_the_browser_that_began_it(here: Browser) -> None:
    """Somebody who is sent another's answer does not become that other."""
    back = here.at_provider(here.begin())
    for cookies in ({}, {"atlas-sign-in": "another"}, {"__Host-atlas-sign-in": here.client.cookies["atlas-sign-in"]}):
        here.client.cookies.clear()
        here.client.cookies.update(cookies)
        problem(here.back(back), 401, "unauthenticated")


def test_a_sign_in_comes_back_in_time(here: Browser) -> None:
    back = here.at_provider(here.begin())
    here.clock.forward(seconds=600)
    problem(here.back(back), 401, "unauthenticated")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 422),
        ({"state": "x"}, 401),
        ({"state": "x", "code": "y"}, 401),
        ({"state": "\x00", "code": "\x00"}, 401),
        ({"state": "x" * 201, "code": "y"}, 422),
        ({"state": "x", "code": "y" * 4001}, 422),
        ({"state": "x", "error": "access_denied", "more": "is ignored"}, 401),
    ],
)
def test_what_comes_back_of_any_wrong_kind_is_a_problem(nobody: Browser, query: dict[str, str], status: int) -> None:
    told(nobody.back(query), status)


@pytest.mark.parametrize(
    ("error", "shown"),
    [("access_denied", "access_denied"), ("<script>", "does not name"), ("login required", "does not name")],
)
def test_the_provider_s_no_is_told_and_nothing_that_was_slipped_in(nobody: Browser, error: str, shown: str) -> None:
    state = nobody.at_provider(nobody.begin())["state"]
    found = problem(nobody.back({"state": state, "error": error}), 401, "unauthenticated")
    assert shown in found["detail"]
    assert "<" not in found["detail"]


def test_the_answer_of_another_provider_is_not_taken(here: Browser, there: Provider) -> None:
    """RFC 9207: where an answer names its issuer, it names the right one."""
    back = here.at_provider(here.begin())
    problem(here.back({**back, "iss": "https://other.example"}), 401, "unauthenticated")
    back = here.at_provider(here.begin())
    told(here.back({**back, "iss": there.issuer}))


def test_an_answer_that_does_not_name_its_issuer_is_refused_where_it_was_promised(
    engine: Engine, there: Provider
) -> None:
    there.behave(document={"authorization_response_iss_parameter_supported": True})
    with browser(engine, there.issuer) as here:
        problem(here.sign_in_there(), 401, "unauthenticated")


def test_no_secret_of_a_sign_in_stands_in_log_or_trail(here: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        address = here.begin()
        back = here.at_provider(address)
        pair = told(here.back(back))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    said = "\n".join(
        f"{one.getMessage()} {one.__dict__}" for one in caplog.records if one.name.partition(".")[0] == "atlas"
    )
    assert "/v1/staff/oidc/callback" in said
    for secret in (asked["state"], asked["nonce"], back["code"], pair["access_token"], SECRET):
        assert secret not in said
        assert secret not in repr(here.trail())
