"""A provider that is silent, slow, or answers what it should not."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.access.oidc import fetching
from tests.access.atlas import Clock, client_on, problem
from tests.access.oidc import Browser, Provider, browser
from tests.access.provider import SECRET

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
