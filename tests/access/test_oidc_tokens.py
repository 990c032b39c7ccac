"""ID tokens and the keys that sign them: which are taken, and which are not."""

import time
from typing import Any

import pytest
from sqlalchemy import select

from app.access.models import PersonRow
from app.database.engine import reading
from tests.access.atlas import problem, told
from tests.access.oidc import Browser, Provider
from tests.access.provider import CLIENT

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
