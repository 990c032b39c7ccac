"""Signing in: what is right gets in, what is wrong gets nowhere and learns nothing, guessing is locked out."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import select, update

from app.access import sign_in
from app.access.models import PersonRow
from app.access.passwords import verify_password
from app.database.engine import reading, writing
from tests.access.atlas import PASSWORD, PEOPLE, Atlas, problem, told

WRONG = "four wrong words here"


def test_a_name_and_a_password_yield_a_pair_of_tokens(atlas: Atlas) -> None:
    answer = atlas.sign_in("ed")
    body = told(answer)
    assert body["access_token"].startswith("st_")
    assert body["refresh_token"].startswith("st_")
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, "editor")
    assert answer.headers["cache-control"] == "no-store"
    assert atlas.actions("ed") == ["sign-in"]


@pytest.mark.parametrize("name", ["ed", "nobody", "", "ED", "ed ", "ed\x00", "\x00", "e" * 200, "é", "'; --"])
def test_a_wrong_password_and_a_wrong_name_are_told_the_same(atlas: Atlas, name: str) -> None:
    found = problem(atlas.sign_in(name, WRONG), 401, "unauthenticated")
    known = problem(atlas.sign_in("vera", WRONG), 401, "unauthenticated")
    assert {**found, "request_id": ""} == {**known, "request_id": ""}
    assert found["error"] == "invalid_grant"
    assert "www-authenticate" in atlas.sign_in(name, WRONG).headers


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(atlas: Atlas) -> None:
    for _ in range(sign_in.TRIES):
        problem(atlas.sign_in("ed", WRONG), 401, "unauthenticated")
    locked = problem(atlas.sign_in("ed"), 401, "unauthenticated")
    unknown = problem(atlas.sign_in("nobody"), 401, "unauthenticated")
    assert {**locked, "request_id": ""} == {**unknown, "request_id": ""}
    assert atlas.actions("ed") == ["sign-in.failed"] * 4 + ["sign-in.locked"]
    atlas.clock.forward(seconds=61)
    told(atlas.sign_in("ed"))


def test_four_wrong_passwords_do_not_and_a_right_one_begins_the_count_anew(atlas: Atlas) -> None:
    for _ in range(3):
        for _ in range(sign_in.TRIES - 1):
            problem(atlas.sign_in("ed", WRONG), 401, "unauthenticated")
        told(atlas.sign_in("ed"))


def test_the_lock_grows_with_each_further_try_up_to_four_hours(atlas: Atlas) -> None:
    for _ in range(sign_in.TRIES):
        atlas.sign_in("ed", WRONG)
    waits = []
    for _ in range(10):
        with reading(atlas.engine) as connection:
            until = connection.scalars(select(PersonRow.locked_until).where(PersonRow.name == "ed")).one()
        assert until is not None
        waits.append((until - atlas.clock.at) / timedelta(minutes=1))
        atlas.clock.at = until
        atlas.sign_in("ed", WRONG)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]


def test_tries_while_it_is_locked_do_not_make_the_lock_longer(atlas: Atlas) -> None:
    for _ in range(sign_in.TRIES + 20):
        atlas.sign_in("ed", WRONG)
    atlas.clock.forward(seconds=61)
    told(atlas.sign_in("ed"))


def test_many_guesses_at_once_are_no_way_around_the_lock(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try is counted before its password is compared."""
    compared = 0
    verify, lock = verify_password, threading.Lock()

    def counting(kept: str | None, password: str) -> bool:
        nonlocal compared
        with lock:
            compared += kept is not None
        return verify(kept, password)

    monkeypatch.setattr(sign_in, "verify_password", counting)
    monkeypatch.setattr(sign_in, "_WAITING", threading.BoundedSemaphore(100))
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda number: atlas.sign_in("ed", f"{WRONG} {number}"), range(40)))
    assert {answer.status_code for answer in answers} == {401}
    assert len([row for row in atlas.trail() if row["object_id"] == "ed"]) == sign_in.TRIES
    assert compared == 40, "a locked account costs as much time as any"


def test_the_tries_of_one_do_not_lock_another(atlas: Atlas) -> None:
    for _ in range(sign_in.TRIES):
        atlas.sign_in("ed", WRONG)
    told(atlas.sign_in("rae"))


def test_more_at_once_than_the_server_bears_are_sent_away(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "_WAITING", threading.BoundedSemaphore(1))
    with sign_in._WAITING:
        problem(atlas.sign_in("ed"), 429, "too-many-requests")
    told(atlas.sign_in("ed"))


@pytest.mark.slow
@pytest.mark.usefixtures("at_real_cost")
def test_nothing_in_the_time_of_an_answer_tells_why_it_is_no(atlas: Atlas) -> None:
    """Answers come on a grid of time that is coarser than all that differs between them."""
    for _ in range(sign_in.TRIES):
        atlas.sign_in("vera", WRONG)

    def seconds(name: str) -> float:
        started = time.monotonic()
        problem(atlas.sign_in(name, WRONG), 401, "unauthenticated")
        return time.monotonic() - started

    taken = {name: median(seconds(name) for _ in range(3)) for name in ("vera", "nobody", "ed")}
    for one in taken.values():
        assert one >= sign_in.GRID
        assert one % sign_in.GRID < 0.15, taken


def test_who_is_inactive_cannot_sign_in_and_is_told_the_same(atlas: Atlas) -> None:
    told(atlas.change("ada", "ed", active=False))
    found = problem(atlas.sign_in("ed"), 401, "unauthenticated")
    assert {**found, "request_id": ""} == {
        **problem(atlas.sign_in("nobody"), 401, "unauthenticated"),
        "request_id": "",
    }


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    def changing(kept: str | None, password: str) -> bool:
        with writing(atlas.engine) as connection:
            connection.execute(update(PersonRow).where(PersonRow.name == "ed").values(password_hash="another"))
        return verify_password(kept, password)

    monkeypatch.setattr(sign_in, "verify_password", changing)
    problem(atlas.sign_in("ed"), 401, "unauthenticated")


FORMS: dict[str, tuple[dict[str, Any], int]] = {
    "nothing": ({}, 422),
    "JSON": ({"json": {"grant_type": "password", "username": "ed", "password": PASSWORD}}, 422),
    "broken JSON": ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
    "no type": ({"content": b"grant_type=password"}, 422),
    "text": ({"content": b"grant_type=password", "headers": {"Content-Type": "text/plain"}}, 422),
    "a boundary that is missing": ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400),
    "parts that are none": ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=a"}}, 400),
    "a file": ({"files": {"grant_type": (None, "password"), "username": ("a.txt", b"ed")}}, 422),
    "another grant": ({"data": {"grant_type": "client_credentials"}}, 422),
    "the last of two": ({"data": {"grant_type": ["password", "code"]}}, 422),
    "no name": ({"data": {"grant_type": "password", "password": PASSWORD}}, 401),
    "no password": ({"data": {"grant_type": "password", "username": "ed"}}, 401),
    "no refresh token": ({"data": {"grant_type": "refresh_token"}}, 401),
    "a long password": ({"data": {"grant_type": "password", "username": "ed", "password": "a" * 1001}}, 422),
    "a long name": ({"data": {"grant_type": "password", "username": "e" * 201, "password": "a"}}, 422),
    "a thousand members": ({"data": {f"a{number}": "b" for number in range(1001)}}, 400),
    "bytes that are no UTF-8": (
        {
            "content": b"grant_type=password&username=%ff%fe&password=%ED%A0%80\xff",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        },
        401,
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_any_wrong_kind_is_a_problem_that_tells_no_secret(quiet: Atlas, form: str) -> None:
    sent, status = FORMS[form]
    answer = quiet.client.post("/v1/staff/token", **sent)
    told(answer, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert PASSWORD not in answer.text


def test_members_of_other_grants_are_ignored(atlas: Atlas) -> None:
    form = {"grant_type": "password", "username": "ed", "password": PASSWORD, "client_id": "curl", "scope": "all"}
    told(atlas.client.post("/v1/staff/token", data=form))


@pytest.mark.parametrize("path", ["/token", "/token/revoke"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused_with_those_that_are_not(quiet: Atlas, method: str, path: str) -> None:
    answer = quiet.client.request(method, f"/v1/staff{path}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_everybody_of_the_test_can_sign_in(atlas: Atlas) -> None:
    assert {name: atlas.tokens(name)["scope"] for name in PEOPLE} == {
        name: str(role) for name, role in PEOPLE.items()
    }
