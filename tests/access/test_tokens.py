"""Tokens: short-lived, good for nothing once they ended, never kept in clear, and a stolen one is found out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select, text

from app.access import tokens
from app.access.models import StaffToken
from app.database.engine import reading
from tests.access.atlas import PASSWORD, Atlas, Data, problem, told


def me(atlas: Atlas, token: str) -> int:
    """What `/me` answers to a token."""
    return atlas.client.get("/v1/staff/me", headers={"Authorization": f"Bearer {token}"}).status_code


def revoke(atlas: Atlas, token: str) -> None:
    """End a sign-in."""
    told(atlas.client.post("/v1/staff/token/revoke", data={"token": token}))


def test_an_access_token_ends_after_a_quarter_of_an_hour(atlas: Atlas) -> None:
    token = atlas.tokens("ed")["access_token"]
    atlas.clock.forward(seconds=tokens.ACCESS_SECONDS - 1)
    assert me(atlas, token) == 200
    atlas.clock.forward(seconds=1)
    assert me(atlas, token) == 401


def test_a_refresh_token_is_good_for_one_new_pair(atlas: Atlas) -> None:
    first = atlas.tokens("ed")
    second = told(atlas.refresh(first["refresh_token"]))
    assert {first["access_token"], first["refresh_token"]}.isdisjoint(second.values())
    assert me(atlas, second["access_token"]) == me(atlas, first["access_token"]) == 200
    told(atlas.refresh(second["refresh_token"]))


def test_a_refresh_token_that_comes_twice_ends_everything_of_its_sign_in(atlas: Atlas) -> None:
    first, other = atlas.tokens("ed"), atlas.tokens("ed")
    second = told(atlas.refresh(first["refresh_token"]))
    problem(atlas.refresh(first["refresh_token"]), 401, "unauthenticated")
    assert me(atlas, first["access_token"]) == me(atlas, second["access_token"]) == 401
    problem(atlas.refresh(second["refresh_token"]), 401, "unauthenticated")
    assert me(atlas, other["access_token"]) == 200, "another sign-in is another affair"
    assert atlas.actions("ed").count("sign-in.reuse") == 1


def test_of_two_who_refresh_at_once_one_gets_a_pair_and_it_ends_at_once(atlas: Atlas) -> None:
    first = atlas.tokens("ed")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: atlas.refresh(first["refresh_token"]), range(8)))
    got = [answer.json() for answer in answers if answer.status_code == 200]
    assert len(got) == 1
    assert {answer.status_code for answer in answers} == {200, 401}
    assert me(atlas, got[0]["access_token"]) == 401


def test_a_sign_in_ends_after_twelve_hours_however_often_it_is_refreshed(atlas: Atlas) -> None:
    pair = atlas.tokens("ed")
    for _ in range(12):
        atlas.clock.forward(minutes=59)
        pair = told(atlas.refresh(pair["refresh_token"]))
    assert me(atlas, pair["access_token"]) == 200
    atlas.clock.forward(minutes=12)
    assert me(atlas, pair["access_token"]) == 401
    problem(atlas.refresh(pair["refresh_token"]), 401, "unauthenticated")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_either_token_ends_the_sign_in_at_once(atlas: Atlas, kind: str) -> None:
    pair = atlas.tokens("ed")
    revoke(atlas, pair[kind])
    assert me(atlas, pair["access_token"]) == 401
    problem(atlas.refresh(pair["refresh_token"]), 401, "unauthenticated")
    assert atlas.actions("ed") == ["sign-in", "sign-out"]


def test_ending_what_has_ended_or_never_was_is_told_the_same(atlas: Atlas) -> None:
    pair = atlas.tokens("ed")
    for token in (pair["access_token"], pair["access_token"], "st_nothing", "nothing", "é\x00"):
        revoke(atlas, token)
    assert atlas.actions("ed") == ["sign-in", "sign-out"], "only what ended something leaves a row"


@pytest.mark.parametrize("change", [{"active": False}, {"role": "viewer"}])
def test_a_change_of_the_person_ends_their_tokens_at_once(atlas: Atlas, change: Data) -> None:
    pair = atlas.tokens("ed")
    told(atlas.change("ada", "ed", **change))
    assert me(atlas, pair["access_token"]) == 401
    problem(atlas.refresh(pair["refresh_token"]), 401, "unauthenticated")


def test_an_access_token_does_not_refresh_and_a_refresh_token_does_not_open(atlas: Atlas) -> None:
    pair = atlas.tokens("ed")
    assert me(atlas, pair["refresh_token"]) == 401
    problem(atlas.refresh(pair["access_token"]), 401, "unauthenticated")
    assert me(atlas, pair["access_token"]) == 200


def test_refreshing_is_no_sign_in_where_a_recent_one_is_asked(atlas: Atlas) -> None:
    pair = atlas.tokens("ada")
    atlas.clock.forward(minutes=11)
    atlas.access["ada"] = told(atlas.refresh(pair["refresh_token"]))["access_token"]
    body = {"name": "new", "role": "viewer", "password": PASSWORD, "reason": "x"}
    found = problem(atlas.ask("ada", "POST", "/users", body), 403, "sign-in-again")
    assert "2026-12-01T12:00:00Z" in found["detail"]
    atlas.access["ada"] = atlas.tokens("ada")["access_token"]
    told(atlas.ask("ada", "POST", "/users", body), 201)


def test_no_token_and_no_password_stands_in_the_database_or_the_trail(atlas: Atlas) -> None:
    pair = atlas.tokens("ada")
    second = told(atlas.refresh(pair["refresh_token"]))
    atlas.access["ada"] = second["access_token"]
    body = {"name": "new", "role": "viewer", "password": "a word nobody knows", "reason": "x"}
    told(atlas.ask("ada", "POST", "/users", body, Idempotency_Key="once"), 201)
    secrets = [PASSWORD, "a word nobody knows", *(one["access_token"] for one in (pair, second)), "st_"]
    secrets += [one["refresh_token"] for one in (pair, second)]
    with reading(atlas.engine) as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                assert not [secret for secret in secrets if secret in repr(tuple(row))], table


def test_no_secret_stands_in_the_log(atlas: Atlas, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        pair = atlas.tokens("ed")
        told(atlas.refresh(pair["refresh_token"]))
        atlas.sign_in("ed", "a wrong word or two")
        me(atlas, pair["access_token"])
    told_all = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "/v1/staff/token" in told_all
    for secret in (PASSWORD, "a wrong word or two", pair["access_token"], pair["refresh_token"]):
        assert secret not in told_all


def test_what_ended_long_ago_is_forgotten_at_the_next_sign_in(atlas: Atlas) -> None:
    for _ in range(5):
        atlas.tokens("ed")
    atlas.clock.forward(days=2)
    atlas.tokens("ed")
    with reading(atlas.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(StaffToken)) == 2


def test_a_clock_that_jumps_back_opens_nothing_that_was_ended(atlas: Atlas) -> None:
    pair = atlas.tokens("ed")
    revoke(atlas, pair["access_token"])
    atlas.clock.forward(hours=-5)
    assert me(atlas, pair["access_token"]) == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer la_key", "bearer st_nothing", "st_nothing", "Bearer é"]
)
def test_without_a_valid_token_there_is_a_401_with_its_challenge(atlas: Atlas, header: str) -> None:
    answer = atlas.client.get("/v1/staff/me", headers={b"Authorization": header.encode("latin-1")})
    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer realm=")


def test_the_scheme_is_read_in_either_case(atlas: Atlas) -> None:
    token = atlas.tokens("ed")["access_token"]
    assert atlas.client.get("/v1/staff/me", headers={"Authorization": f"bEARER {token}"}).status_code == 200


def test_two_tokens_are_never_alike_and_hard_to_guess(atlas: Atlas) -> None:
    found = {atlas.tokens("ed")["access_token"] for _ in range(20)}
    assert len(found) == 20
    assert {len(one) for one in found} == {46}, "st_ and 256 bits"


def test_me_says_until_when_the_sign_in_is_recent(atlas: Atlas) -> None:
    body = told(atlas.ask("ed", "GET", "/me"))
    assert body["person"]["name"] == "ed"
    assert (body["signed_in_at"], body["recent_until"]) == ("2026-12-01T12:00:00Z", "2026-12-01T12:10:00Z")
    assert timedelta(minutes=10) == timedelta(minutes=atlas.client.app.state.settings.recent_minutes)  # type: ignore[attr-defined]
