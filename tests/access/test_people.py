"""People: made once, changed with care, never deleted; their names are never used twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.access.roles import Role
from app.database.engine import writing
from tests.access.atlas import PASSWORD, PEOPLE, Atlas, Data, problem, told

OTHER = "five other plain words here"


def add(atlas: Atlas, name: str, **body: str) -> Data:
    """A new person."""
    sent = {"name": name, "role": "editor", "password": OTHER, "reason": "joins us", **body}
    return told(atlas.ask("ada", "POST", "/users", sent), 201)


def test_an_admin_makes_a_person_who_can_sign_in(atlas: Atlas) -> None:
    assert add(atlas, "mina.kim") == {
        "name": "mina.kim",
        "role": "editor",
        "active": True,
        "by_provider": False,
        "created_at": "2026-12-01T12:00:00Z",
    }
    told(atlas.sign_in("mina.kim", OTHER))
    row = next(row for row in atlas.trail() if row["action"] == "person.create")
    assert (row["actor"], row["object_id"], row["reason"]) == ("ada", "mina.kim", "joins us")
    assert row["new_value"] == '{"active":true,"by_provider":false,"name":"mina.kim","role":"editor"}'


@pytest.mark.parametrize("name", ["Mina", "mina kim", "-mina", "mina.", "", "m" * 61, "미나", "mina\x00", "a/b", "."])
def test_a_name_is_made_of_plain_letters(quiet: Atlas, name: str) -> None:
    body = {"name": name, "role": "editor", "password": OTHER, "reason": "x"}
    found = problem(quiet.ask("ada", "POST", "/users", body), 422, "invalid-parameter")
    assert found["errors"][0]["pointer"] == "/name"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"reason": None}, "/reason"),
        ({"reason": "  "}, "/reason"),
        ({"reason": "a\x00b"}, "/reason"),
        ({"reason": "x" * 501}, "/reason"),
        ({"role": "owner"}, "/role"),
        ({"password": "short"}, "/password"),
        ({"password": "x" * 257}, "/password"),
        ({"password": "mina mina mina"}, "/password"),
        ({"created_at": "2020-01-01T00:00:00Z"}, "/created_at"),
        ({"key": 7}, "/key"),
    ],
)
def test_what_a_new_person_may_not_have_is_named(quiet: Atlas, body: Data, pointer: str) -> None:
    """Also line 14: what the server sets is refused, not ignored."""
    sent = {"name": "mina", "role": "editor", "password": OTHER, "reason": "x", **body}
    found = problem(quiet.ask("ada", "POST", "/users", sent), 422, "invalid-parameter")
    assert [one["pointer"] for one in found["errors"]] == [pointer]


def test_a_lone_surrogate_breaks_nothing(atlas: Atlas) -> None:
    told(atlas.ask("ada", "GET", "/me"))
    headers = {"Authorization": f"Bearer {atlas.access['ada']}", "Content-Type": "application/json"}
    for member in ("name", "role", "password", "reason"):
        body = {"name": "mina", "role": "editor", "password": OTHER, "reason": "x"}
        sent = "{" + ",".join(f'"{k}":"{v if k != member else chr(92) + "ud800" * 3}"' for k, v in body.items()) + "}"
        answer = atlas.client.post("/v1/staff/users", content=sent.encode(), headers=headers)
        assert answer.status_code in (400, 422), answer.text


def test_a_change_without_a_reason_is_refused(atlas: Atlas) -> None:
    """Line 3."""
    tag = atlas.ask("ada", "GET", "/users/ed").headers["etag"]
    found = problem(
        atlas.ask("ada", "PATCH", "/users/ed", {"role": "viewer"}, If_Match=tag), 422, "invalid-parameter"
    )
    assert found["errors"][0]["pointer"] == "/reason"


def test_a_name_is_not_used_twice_even_when_its_person_has_left(atlas: Atlas) -> None:
    told(atlas.change("ada", "ed", active=False))
    for name in ("ed", "vera"):
        body = {"name": name, "role": "editor", "password": OTHER, "reason": "x"}
        problem(atlas.ask("ada", "POST", "/users", body), 409, "conflict")


def test_of_two_who_make_the_same_person_at_once_one_is_told_so(atlas: Atlas) -> None:
    told(atlas.ask("ada", "GET", "/me"))
    body = {"name": "mina", "role": "editor", "password": OTHER, "reason": "x"}
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: atlas.ask("ada", "POST", "/users", body).status_code, range(6)))
    assert sorted(answers) == [201] + [409] * 5


def test_who_left_keeps_their_name_and_their_rows(atlas: Atlas) -> None:
    """Line 19: a person who is removed today keeps their name on yesterday's rows."""
    told(atlas.change("ada", "ed", role="reviewer"))
    told(atlas.change("ada", "ed", active=False))
    assert told(atlas.ask("ada", "GET", "/users/ed"))["active"] is False
    assert [one["name"] for one in told(atlas.ask("ada", "GET", "/users"))["items"]] == sorted(PEOPLE)
    with writing(atlas.engine) as connection:
        connection.execute(text("DELETE FROM staff_token"))
    with writing(atlas.engine) as connection:
        delete = text("DELETE FROM person WHERE name = 'ed'")
        with pytest.raises(IntegrityError):
            connection.execute(delete)
        connection.rollback()
    rows = [row for row in atlas.trail() if row["object_id"] == "ed"]
    assert [row["new_value"] for row in rows] == [
        '{"active":true,"by_provider":false,"name":"ed","role":"reviewer"}',
        '{"active":false,"by_provider":false,"name":"ed","role":"reviewer"}',
    ]


def test_the_last_admin_stays(atlas: Atlas) -> None:
    for change in ({"role": "publisher"}, {"active": False}):
        found = problem(atlas.change("ada", "ada", **change), 409, "conflict")
        assert "only active admin" in found["detail"]
    told(atlas.change("ada", "rae", role="admin"))
    told(atlas.change("ada", "ada", active=False))
    problem(atlas.change("rae", "rae", role="viewer"), 409, "conflict")


def test_two_admins_who_step_down_at_once_leave_one(atlas: Atlas) -> None:
    told(atlas.change("ada", "rae", role="admin"))
    tags = {name: atlas.ask(name, "GET", f"/users/{name}").headers["etag"] for name in ("ada", "rae")}

    def step_down(name: str) -> int:
        body = {"role": "viewer", "reason": "x"}
        return atlas.ask(name, "PATCH", f"/users/{name}", body, If_Match=tags[name]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(step_down, tags)) == [200, 409]


def test_a_change_names_the_state_that_was_seen(atlas: Atlas) -> None:
    path, body = "/users/ed", {"role": "viewer", "reason": "x"}
    tag = atlas.ask("ada", "GET", path).headers["etag"]
    problem(atlas.ask("ada", "PATCH", path, body), 428, "precondition-required")
    told(atlas.ask("ada", "PATCH", path, body, If_Match=tag))
    now = atlas.ask("ada", "GET", path).headers["etag"]
    assert problem(atlas.ask("ada", "PATCH", path, body, If_Match=tag), 412, "precondition-failed")["etag"] == now


def test_who_is_not_there_is_a_404(atlas: Atlas) -> None:
    for name in ("nobody", "Ed", "%00", "e%00d", "%ED%A0%80", "..%2f"):
        for method, body in (("GET", None), ("PATCH", {"active": True, "reason": "x"})):
            assert atlas.ask("ada", method, f"/users/{name}", body, If_Match='"x"').status_code == 404, name


@pytest.mark.parametrize("role", PEOPLE.values())
@pytest.mark.parametrize("needed", Role)
def test_roles_nest(role: Role, needed: Role) -> None:
    assert role.covers(needed) == (list(Role).index(role) >= list(Role).index(needed))


@pytest.mark.parametrize("name", PEOPLE)
def test_only_admins_see_and_change_people(atlas: Atlas, name: str) -> None:
    expected = 200 if name == "ada" else 403
    assert atlas.ask(name, "GET", "/users").status_code == expected
    assert atlas.ask(name, "GET", "/users/ed").status_code == expected
    body = {"name": "mina", "role": "editor", "password": OTHER, "reason": "x"}
    assert atlas.ask(name, "POST", "/users", body).status_code == (201 if name == "ada" else 403)
    answer = atlas.ask(name, "PATCH", "/users/vera", {"role": "admin", "reason": "x"}, If_Match="x")
    assert answer.status_code == (412 if name == "ada" else 403)


def test_one_s_own_password_changes_and_every_sign_in_ends(atlas: Atlas) -> None:
    pair = atlas.tokens("ed")
    body = {"current": PASSWORD, "new": OTHER, "reason": "it was seen"}
    told(atlas.ask("ed", "POST", "/me/password", body))
    problem(atlas.ask("ed", "GET", "/me"), 401, "unauthenticated")
    problem(atlas.refresh(pair["refresh_token"]), 401, "unauthenticated")
    problem(atlas.sign_in("ed"), 401, "unauthenticated")
    told(atlas.sign_in("ed", OTHER))
    assert "person.credentials" in atlas.actions("ed")


def test_guessing_at_one_s_own_password_locks_the_account(atlas: Atlas) -> None:
    """Whoever has stolen a token does not get the password with it."""
    for number in range(7):
        body = {"current": f"a guess, number {number}", "new": OTHER, "reason": "x"}
        found = problem(atlas.ask("ed", "POST", "/me/password", body), 422, "invalid-parameter")
        assert found["errors"][0]["pointer"] == "/current"
    assert atlas.actions("ed").count("sign-in.failed") == 4
    assert atlas.actions("ed").count("sign-in.locked") == 1
    body = {"current": PASSWORD, "new": OTHER, "reason": "x"}
    problem(atlas.ask("ed", "POST", "/me/password", body), 422, "invalid-parameter")


def test_a_weak_new_password_is_refused_before_the_old_one_is_asked(atlas: Atlas) -> None:
    body = {"current": PASSWORD, "new": "short", "reason": "x"}
    found = problem(atlas.ask("ed", "POST", "/me/password", body), 422, "invalid-parameter")
    assert found["errors"][0]["pointer"] == "/new"
    assert atlas.actions("ed") == ["sign-in"]
