"""Who a provider's people are here, and what they may do."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from app.access.models import PersonRow
from app.database.engine import reading
from tests.access.atlas import PASSWORD, problem, told
from tests.access.oidc import Browser, Provider, browser


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
