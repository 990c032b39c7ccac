"""The desk: a request that creates is carried out once for its key, and what staff see is kept nowhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.models import IdempotencyKey
from app.database.engine import reading
from tests.access.atlas import Atlas, Data, problem, told

BODY: Data = {"name": "mina", "role": "editor", "password": "five other plain words", "reason": "joins us"}


def test_the_same_key_and_body_are_answered_the_same_and_carried_out_once(atlas: Atlas) -> None:
    first = atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one")
    again = atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one")
    assert told(first, 201) == told(again, 201)
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    for name in ("etag", "location", "cache-control", "content-type"):
        assert first.headers[name] == again.headers[name]
    assert atlas.actions("mina") == ["person.create"]


def test_the_same_key_with_another_body_is_refused(atlas: Atlas) -> None:
    told(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), 201)
    answer = atlas.ask("ada", "POST", "/users", {**BODY, "name": "minho"}, Idempotency_Key="one")
    assert "Idempotency-Key" in problem(answer, 422, "invalid-parameter")["detail"]
    told(atlas.ask("ada", "POST", "/users", {**BODY, "name": "minho"}, Idempotency_Key="two"), 201)


def test_the_same_key_at_the_same_time_is_carried_out_once(atlas: Atlas) -> None:
    told(atlas.ask("ada", "GET", "/me"))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len([answer for answer in answers if "idempotency-replayed" not in answer.headers]) == 1
    assert atlas.actions("mina") == ["person.create"]


def test_a_refusal_is_not_kept_and_a_key_is_its_person_s_own(atlas: Atlas) -> None:
    problem(atlas.ask("ada", "POST", "/users", {**BODY, "name": "ed"}, Idempotency_Key="one"), 409, "conflict")
    told(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), 201)
    told(atlas.change("ada", "rae", role="admin"))
    told(atlas.ask("rae", "POST", "/users", {**BODY, "name": "minho"}, Idempotency_Key="one"), 201)


def test_a_key_is_kept_for_a_day(atlas: Atlas) -> None:
    told(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), 201)
    atlas.clock.forward(days=1, seconds=1)
    del atlas.access["ada"]
    problem(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), 409, "conflict")
    told(atlas.ask("ada", "POST", "/users", {**BODY, "name": "minho"}, Idempotency_Key="two"), 201)
    with reading(atlas.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(IdempotencyKey)) == 1


def test_a_key_has_a_length(atlas: Atlas) -> None:
    problem(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key=""), 422, "invalid-parameter")
    problem(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="k" * 201), 422, "invalid-parameter")
    told(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="k" * 200), 201)


def test_who_was_signed_out_meanwhile_gets_no_answer_for_their_key(atlas: Atlas) -> None:
    told(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), 201)
    atlas.client.post("/v1/staff/token/revoke", data={"token": atlas.access["ada"]})
    problem(atlas.ask("ada", "POST", "/users", BODY, Idempotency_Key="one"), 401, "unauthenticated")


def test_what_staff_see_has_a_tag_and_is_kept_by_no_cache(atlas: Atlas) -> None:
    answer = atlas.ask("ada", "GET", "/users")
    assert answer.headers["cache-control"] == "no-store"
    again = atlas.ask("ada", "GET", "/users", If_None_Match=answer.headers["etag"])
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-store")
    head = atlas.ask("ada", "HEAD", "/users")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", ["/token", "/me", "/users/ed", "/audit/export", "/oidc/login", "/nothing"])
def test_nothing_below_staff_is_kept_by_a_cache_whatever_it_is(quiet: Atlas, method: str, path: str) -> None:
    answer = quiet.ask("ada", method, path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_a_sign_in_is_recent_for_ten_minutes_to_the_second(atlas: Atlas) -> None:
    told(atlas.ask("ada", "GET", "/me"))
    atlas.clock.at += timedelta(minutes=10)
    told(atlas.ask("ada", "POST", "/users", BODY), 201)
    atlas.clock.at += timedelta(seconds=1)
    problem(atlas.ask("ada", "POST", "/users", {**BODY, "name": "minho"}), 403, "sign-in-again")
    told(atlas.ask("ada", "GET", "/users"))
