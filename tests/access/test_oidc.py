"""Signing in at a provider: the good path, and whatever a provider, a browser or somebody between could do wrong."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, select

from app.access.models import OidcSignIn, PersonRow
from app.access.oidc import fetching
from app.database.engine import reading
from tests.access.atlas import PASSWORD, Clock, client_on, problem, told
from tests.access.oidc import REDIRECT, Browser, Provider, browser, provider
from tests.access.provider import CLIENT, SECRET


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    """The provider's process."""
    with provider() as found:
        yield found


@pytest.fixture
def there(running: Provider) -> Provider:
    """The provider, well-behaved."""
    running.behave()
    running.seen("")
    return running


@pytest.fixture
def here(engine: Engine, there: Provider) -> Iterator[Browser]:
    """A browser before an atlas with that provider."""
    with browser(engine, there.issuer) as found:
        yield found


@pytest.fixture
def nobody(quiet_engine: Engine, there: Provider) -> Iterator[Browser]:
    """The same, for those whom it does not let in."""
    with browser(quiet_engine, there.issuer) as found:
        yield found


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


HOUR = 3600
BAD: dict[str, dict[str, Any]] = {
    "expired": {"claims": {"exp": 1_700_000_000}},
    "without an end": {"claims": {"exp": None}},
    "with an end that is no time": {"claims": {"exp": "tomorrow"}},
    "issued in the future": {"claims": {"iat": 4_000_000_000}},
    "without its time of issue": {"claims": {"iat": None}},
    "not valid yet": {"claims": {"nbf": 4_000_000_000}},
    "for another audience": {"claims": {"aud": "other"}},
    "for another audience, in a list": {"claims": {"aud": ["other"]}},
    "for many, without saying for whom": {"claims": {"aud": [CLIENT, "other"]}},
    "for many, made for another": {"claims": {"aud": [CLIENT, "other"], "azp": "other"}},
    "for us, made for another": {"claims": {"azp": "other"}},
    "without an audience": {"claims": {"aud": None}},
    "with an audience that is none": {"claims": {"aud": {"atlas": True}}},
    "of another issuer": {"claims": {"iss": "https://other.example"}},
    "of an issuer with a stroke more": {"claims": {"iss": "http://127.0.0.1/"}},
    "without an issuer": {"claims": {"iss": None}},
    "of another sign-in": {"claims": {"nonce": "another"}},
    "with a nonce that is no text": {"claims": {"nonce": ["x"]}},
    "without a nonce": {"claims": {"nonce": None}},
    "of nobody": {"claims": {"sub": None}},
    "of somebody without a name": {"claims": {"sub": ""}},
    "of a number": {"claims": {"sub": 7}},
    "of somebody too long": {"claims": {"sub": "s" * 256}},
    "of a strange subject": {"claims": {"sub": "a\x00b"}},
    "with a time of asking that is none": {"claims": {"auth_time": "noon"}},
    "signed by nobody": {"header": {"alg": "none"}},
    "signed with the public key as a secret": {"header": {"alg": "HS256"}, "key": "secret"},
    "signed with another key under a known name": {"key": "other"},
    "signed with another key under no name": {"key": "other", "header": {"kid": None}},
    "under a key that nobody knows": {"header": {"kid": "unheard-of"}},
    "under a key of another kind": {"header": {"kid": "key-1-ES256"}},
    "with a header that we must understand": {"header": {"crit": ["x"], "x": 1}},
    "in pieces": {"token": "a.b.c"},
    "empty": {"token": ""},
    "encrypted": {"token": "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.YQ.YQ.YQ.YQ"},
    "far too long": {"token": "a" * 40_000},
}


@pytest.mark.parametrize("what", BAD)
def test_an_id_token_is_refused_that_is(nobody: Browser, there: Provider, what: str) -> None:
    there.behave(**BAD[what])
    answer = nobody.sign_in_there()
    problem(answer, 401, "unauthenticated")
    assert "www-authenticate" in answer.headers
    with reading(nobody.engine) as connection:
        assert not connection.scalars(select(PersonRow.name).where(PersonRow.oidc_subject.is_not(None))).all()
    assert nobody.trail() == []


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "Ed25519"])
def test_tokens_of_every_algorithm_that_we_take_are_taken(here: Browser, there: Provider, alg: str) -> None:
    there.behave(header={"alg": alg})
    told(here.sign_in_there())


@pytest.mark.parametrize("claims", [{"aud": [CLIENT]}, {"azp": CLIENT}, {"aud": [CLIENT, "other"], "azp": CLIENT}])
def test_a_token_for_us_is_taken_in_each_form(here: Browser, there: Provider, claims: dict[str, Any]) -> None:
    there.behave(claims=claims)
    told(here.sign_in_there())


def test_clocks_may_differ_by_a_minute(here: Browser) -> None:
    for seconds, status in ((300 + 55, 200), (300 + 65, 401)):
        back = here.at_provider(here.begin())
        here.clock.forward(seconds=seconds)
        told(here.back(back), status)
        here.clock.forward(seconds=-seconds)


def test_keys_are_fetched_once_and_again_for_one_that_is_not_known(here: Browser, there: Provider) -> None:
    for _ in range(3):
        told(here.sign_in_there())
    assert len(there.seen("/jwks")) == 1
    there.rotate()
    told(here.sign_in_there())
    told(here.sign_in_there())
    assert len(there.seen("/jwks")) == 1
    there.behave(header={"kid": "unheard-of"})
    problem(here.sign_in_there(), 401, "unauthenticated")
    assert len(there.seen("/jwks")) == 1, "once for a token, no more"


def test_a_key_that_was_taken_back_is_trusted_for_an_hour_at_most(
    here: Browser, there: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(here.sign_in_there())
    later = time.monotonic() + 3601
    monkeypatch.setattr("app.access.oidc.provider.time.monotonic", lambda: later)
    told(here.sign_in_there())
    assert len(there.seen("/jwks")) == 2


def test_weak_and_foreign_keys_of_the_set_are_passed_over(nobody: Browser, there: Provider) -> None:
    there.behave(keys={"keys": [None, 7, {}, {"kty": "oct", "k": "YQ"}, {"kty": "RSA", "n": "wQ", "e": "AQAB"}]})
    problem(nobody.sign_in_there(), 502, "provider-failed")
    there.behave(keys={"keys": "none"})
    problem(nobody.sign_in_there(), 502, "provider-failed")


BROKEN: dict[str, dict[str, Any]] = {
    "an error": {"status": 500, "body": "{}"},
    "no JSON": {"body": "<html>"},
    "JSON that is no object": {"body": "[]"},
    "nothing": {"body": ""},
    "more than it should": {"body": "aaaaa", "times": 100_000},
    "another address": {"location": "http://127.0.0.1:1/"},
    "what it does not have": {"status": 404, "body": "{}"},
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("where", ["/.well-known/openid-configuration", "/jwks", "/token"])
def test_a_provider_that_answers(nobody: Browser, there: Provider, where: str, what: str) -> None:
    """With whatever: it is a problem of ours that says so, and no redirect is followed."""
    if where.startswith("/."):
        there.behave(where=[where], **BROKEN[what])
        problem(nobody.client.get("/v1/staff/oidc/login"), 502, "provider-failed")
        return
    back = nobody.at_provider(nobody.begin())
    there.behave(where=[where], **BROKEN[what])
    found = problem(nobody.back(back), 502, "provider-failed")
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"token_endpoint": "http://token.example/"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": ["https://a.example"]},
        {"jwks_uri": "https://user:word@keys.example/"},
    ],
)
def test_a_description_that_cannot_be_trusted_is_not(
    quiet_engine: Engine, there: Provider, document: dict[str, Any]
) -> None:
    there.behave(document=document)
    with browser(quiet_engine, there.issuer) as here:
        problem(here.client.get("/v1/staff/oidc/login"), 502, "provider-failed")


def test_a_provider_that_is_slow_is_not_waited_for(
    nobody: Browser, there: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.4)
    there.behave(where=["/.well-known/openid-configuration"], seconds=2)
    problem(nobody.client.get("/v1/staff/oidc/login"), 502, "provider-failed")


def test_a_provider_that_drips_is_not_waited_for(
    nobody: Browser, there: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.4)
    there.behave(where=["/.well-known/openid-configuration"], body="a" * 40, drip=0.05)
    found = problem(nobody.client.get("/v1/staff/oidc/login"), 502, "provider-failed")
    assert "took more than" in found["detail"]


def test_a_provider_that_is_not_there_is_asked_again_only_after_a_moment(engine: Engine) -> None:
    with browser(engine, "http://127.0.0.1:1") as here:
        first = problem(here.client.get("/v1/staff/oidc/login"), 502, "provider-failed")
        second = problem(here.client.get("/v1/staff/oidc/login"), 502, "provider-failed")
    assert "ConnectError" in first["detail"]
    assert "a moment ago" in second["detail"]


def test_without_a_provider_the_routes_say_so(engine: Engine) -> None:
    with client_on(engine, Clock()) as client:
        for path in ("/v1/staff/oidc/login", "/v1/staff/oidc/callback?state=x&code=y"):
            found = problem(client.get(path), 404, "not-found")
            assert "No OpenID provider is configured" in found["detail"]


def test_a_role_that_changed_there_changes_here_and_the_last_admin_too(here: Browser, there: Provider) -> None:
    there.behave(claims={"roles": ["atlas-admins"]})
    old = told(here.sign_in_there())
    there.behave(claims={"roles": "atlas-viewers"})
    assert told(here.sign_in_there())["scope"] == "viewer"
    here.access["mina.kim"] = old["access_token"]
    problem(here.ask("mina.kim", "GET", "/users"), 401, "unauthenticated")
    assert here.actions("mina.kim") == ["person.create", "sign-in", "person.update", "sign-in"]


def test_of_several_roles_the_highest_counts(here: Browser, there: Provider) -> None:
    there.behave(claims={"roles": ["atlas-viewers", 7, None, "atlas-admins", "atlas-editors"]})
    assert told(here.sign_in_there())["scope"] == "admin"


@pytest.mark.parametrize(
    ("claim", "claims", "role"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["atlas-editors"]}}, "editor"),
        ("https://example.org/roles", {"https://example.org/roles": "atlas-viewers"}, "viewer"),
        ("a.b.c", {"a": {"b": {"c": ["atlas-admins"]}}}, "admin"),
        ("a.b.c", {"a": {"b": "atlas-admins"}}, None),
        ("a.b", {"a.b": [], "a": {"b": ["atlas-admins"]}}, None),
        ("groups", {"groups": {"atlas-admins": True}}, None),
        ("groups", {}, None),
        ("groups", {"groups": ["ATLAS-ADMINS", "atlas-admins "]}, None),
    ],
)
def test_the_role_stands_where_the_setting_says(
    engine: Engine, there: Provider, claim: str, claims: dict[str, Any], role: str | None
) -> None:
    there.behave(claims=claims)
    with browser(engine, there.issuer, oidc_role_claim=claim) as here:
        answer = here.sign_in_there()
        if role is None:
            problem(answer, 403, "forbidden")
            assert here.trail() == [], "nobody was made"
        else:
            assert told(answer)["scope"] == role


def test_who_has_no_role_any_more_is_signed_out_everywhere(here: Browser, there: Provider) -> None:
    here.access["mina.kim"] = told(here.sign_in_there())["access_token"]
    there.behave(claims={"roles": []})
    problem(here.sign_in_there(), 403, "forbidden")
    problem(here.ask("mina.kim", "GET", "/me"), 401, "unauthenticated")
    assert here.actions("mina.kim")[-1] == "sign-in.failed"


def test_who_is_inactive_here_gets_nothing_by_signing_in_there(here: Browser) -> None:
    told(here.sign_in_there())
    told(here.change("ada", "mina.kim", active=False))
    problem(here.sign_in_there(), 403, "forbidden")
    assert here.actions("mina.kim")[-1] == "sign-in.failed"
    told(here.change("ada", "mina.kim", active=True))
    told(here.sign_in_there())


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "Mina.Kim@example.org"}, "mina.kim"),
        ({"preferred_username": "민아", "email": "mina@example.org"}, "mina"),
        ({"preferred_username": None, "email": None, "sub": "auth0|7"}, "auth0-7"),
        ({"preferred_username": "…", "email": ["x"], "sub": "-"}, "person"),
        ({"preferred_username": "Zoë van Dijk"}, "zoe-van-dijk"),
        ({"preferred_username": "ed"}, "ed-2"),
        ({"preferred_username": "x" * 200}, "x" * 50),
        ({"preferred_username": "../../etc\x00"}, "etc"),
    ],
)
def test_a_person_s_name_is_made_from_what_the_provider_calls_them(
    here: Browser, there: Provider, claims: dict[str, Any], name: str
) -> None:
    """And is never the name of somebody who is here already."""
    there.behave(claims=claims)
    here.access["new"] = told(here.sign_in_there())["access_token"]
    assert told(here.ask("new", "GET", "/me"))["person"]["name"] == name


def test_the_subject_is_who_it_is_and_not_the_name(here: Browser, there: Provider) -> None:
    told(here.sign_in_there())
    there.behave(claims={"preferred_username": "other", "email": "other@example.org"})
    told(here.sign_in_there())
    there.behave(claims={"sub": "another"})
    told(here.sign_in_there())
    with reading(here.engine) as connection:
        rows = connection.execute(
            select(PersonRow.name, PersonRow.oidc_subject).where(PersonRow.oidc_subject.is_not(None))
        ).all()
    assert {tuple(row) for row in rows} == {("mina.kim", "248289761001"), ("mina.kim-2", "another")}


def test_people_of_the_provider_have_no_password_and_their_role_is_the_provider_s(here: Browser) -> None:
    here.access["mina.kim"] = told(here.sign_in_there())["access_token"]
    problem(here.sign_in("mina.kim", ""), 401, "unauthenticated")
    problem(here.sign_in("mina.kim"), 401, "unauthenticated")
    problem(here.change("ada", "mina.kim", role="admin"), 409, "conflict")
    body = {"current": PASSWORD, "new": "five other plain words", "reason": "x"}
    assert here.ask("mina.kim", "POST", "/me/password", body).status_code == 422


def test_a_sign_in_is_as_recent_as_the_provider_says(here: Browser, there: Provider) -> None:
    asked = here.clock.at - timedelta(minutes=8)
    there.behave(claims={"auth_time": int(asked.timestamp()), "roles": ["atlas-admins"]})
    here.access["mina.kim"] = told(here.sign_in_there())["access_token"]
    assert told(here.ask("mina.kim", "GET", "/me"))["signed_in_at"] == f"{asked:%Y-%m-%dT%H:%M:%SZ}"
    here.clock.forward(minutes=3)
    body = {"name": "new", "role": "viewer", "password": "five other plain words", "reason": "x"}
    problem(here.ask("mina.kim", "POST", "/users", body), 403, "sign-in-again")


@pytest.mark.parametrize(("hours", "status"), [(11.9, 200), (12.1, 401), (-5, 200)])
def test_a_sign_in_that_the_provider_holds_for_long_is_none_here(
    here: Browser, there: Provider, hours: float, status: int
) -> None:
    there.behave(claims={"auth_time": (here.clock.at - timedelta(hours=hours)).timestamp()})
    body = told(here.sign_in_there(), status)
    if status == 200:
        here.access["mina.kim"] = body["access_token"]
        since = told(here.ask("mina.kim", "GET", "/me"))["signed_in_at"]
        assert since <= f"{here.clock.at:%Y-%m-%dT%H:%M:%SZ}", "never in the future"


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
