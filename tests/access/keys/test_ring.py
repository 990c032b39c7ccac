"""Whose key it is: told in memory, at most half a second behind the database, and never in case of doubt."""

import hmac
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from app.access.keys import ring as rings
from app.access.keys.ring import ApiKey, KeyRing
from tests.access.atlas import Atlas, client_on, problem, told
from tests.access.keys.portals import WHY, call, id_of, secret


class Ticks:
    """A clock for the age of the table."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_key_opens_and_anything_else_is_told_apart(atlas: Atlas) -> None:
    whole = secret(atlas)
    told(call(atlas.client, whole))
    other = secret(atlas)
    mixed = whole[:11] + other[11:]
    said = {
        whole[:-1]: "mistyped",
        whole[:20] + ("x" if whole[20] != "x" else "y") + whole[21:]: "mistyped",
        mixed: "mistyped",
        "la_": "mistyped",
        "": "mistyped",
        "st_whatever": "token of staff",
    }
    for given_, word in said.items():
        assert word in problem(call(atlas.client, given_), 401, "unauthenticated")["detail"], given_
    assert problem(call(atlas.client, _stranger()), 401, "unauthenticated")["detail"] == "The key is not valid."


def _stranger() -> str:
    from app.access.keys.written import draw

    return draw().secret


def test_a_key_and_a_token_are_each_refused_at_the_other_s_door(atlas: Atlas) -> None:
    whole = secret(atlas)
    answer = atlas.client.get("/v1/staff/me", headers={"Authorization": f"Bearer {whole}"})
    assert "API key" in problem(answer, 401, "unauthenticated")["detail"]
    token = atlas.tokens("ada")["access_token"]
    for path in ("/v1/me", "/v1/topics", "/v1/nothing"):
        assert "token of staff" in problem(call(atlas.client, token, path), 401, "unauthenticated")["detail"]


@pytest.mark.parametrize("given_", ["Basic YTpi", "la_x", "bearer", "Bearer", "Token la_x", "\x00"])
def test_what_is_no_bearer_is_not_taken_for_nobody(quiet: Atlas, given_: str) -> None:
    answer = quiet.client.get("/v1/topics", headers={b"Authorization": given_.encode()})
    problem(answer, 401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_scheme_is_bearer_in_any_case(atlas: Atlas) -> None:
    whole = secret(atlas)
    for scheme in ("Bearer", "bearer", "BEARER"):
        told(atlas.client.get("/v1/me", headers={"Authorization": f"{scheme} {whole}"}))


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=st.binary(max_size=120))
def test_whatever_is_sent_opens_nothing_and_breaks_nothing(quiet: Atlas, header: bytes) -> None:
    keys: KeyRing = quiet.client.app.state.keys  # type: ignore[attr-defined]
    for given_ in (header, b"Bearer " + header, b"Bearer la_" + header):
        assert isinstance(keys.identify(given_), str)


def test_a_wrong_key_costs_as_much_work_as_one_that_there_is_not(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = secret(atlas)
    told(call(atlas.client, whole))
    compared: list[tuple[str, str]] = []

    def compare(one: str, other: str) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(hmac, "compare_digest", compare)
    keys: KeyRing = atlas.client.app.state.keys  # type: ignore[attr-defined]
    for given_ in (whole[:-1] + "x", _stranger(), "la_", whole):
        keys.identify(b"Bearer " + given_.encode())
    assert len(compared) == 4
    assert {len(one) for pair in compared for one in pair} == {64}


def test_the_database_is_asked_for_a_number_at_most_twice_a_second(atlas: Atlas) -> None:
    whole = secret(atlas)
    keys: KeyRing = atlas.client.app.state.keys  # type: ignore[attr-defined]
    ticks = Ticks()
    keys._clock = ticks
    keys.refresh()
    keys.forget()
    asked: list[str] = []
    event.listen(keys._engine, "before_cursor_execute", lambda *given_: asked.append(given_[2]))
    for _ in range(5):
        assert keys.stale() == (not asked)
        keys.refresh()
        assert isinstance(keys.identify(b"Bearer " + whole.encode()), ApiKey)
    assert [one for one in asked if "BEGIN" not in one] == [asked[-1]]
    assert "key_version" in asked[-1]
    ticks.at += 0.49
    assert not keys.stale()
    ticks.at += 0.02
    assert keys.stale()


def test_a_revocation_elsewhere_counts_within_half_a_second(atlas: Atlas) -> None:
    whole = secret(atlas)
    with client_on(atlas.engine, atlas.clock) as elsewhere:
        ticks = Ticks()
        elsewhere.app.state.keys._clock = ticks  # type: ignore[attr-defined]
        told(call(elsewhere, whole))
        told(atlas.ask("ada", "POST", f"/keys/{id_of(whole)}/revoke", {"reason": WHY}))
        problem(call(atlas.client, whole), 401, "unauthenticated")
        ticks.at += 0.5
        problem(call(elsewhere, whole), 401, "unauthenticated")


def test_a_change_while_the_table_is_read_is_not_overlooked(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    secret(atlas)
    keys: KeyRing = atlas.client.app.state.keys  # type: ignore[attr-defined]
    keys.forget()
    real = rings.all_keys

    def meanwhile(connection: Any) -> list[ApiKey]:
        found = real(connection)
        keys.forget()
        return found

    monkeypatch.setattr(rings, "all_keys", meanwhile)
    keys._version = None
    keys.refresh()
    assert keys.stale()


def test_a_key_ends_to_the_second(atlas: Atlas) -> None:
    whole = secret(atlas, expires_in_days=1)
    atlas.clock.at += timedelta(days=1, seconds=-1)
    told(call(atlas.client, whole))
    atlas.clock.at += timedelta(seconds=1)
    problem(call(atlas.client, whole), 401, "unauthenticated")


def test_where_keys_cannot_be_looked_up_none_opens_and_nobody_else_is_kept_out(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = secret(atlas)
    told(call(atlas.client, whole))
    keys: KeyRing = atlas.client.app.state.keys  # type: ignore[attr-defined]

    def fails(**_: Any) -> None:
        raise OSError("the network is gone: a secret of ours")

    monkeypatch.setattr(keys, "refresh", fails)
    keys.forget()
    answer = call(atlas.client, whole)
    assert "secret" not in problem(answer, 503, "not-ready")["detail"]
    assert atlas.client.get("/v1/nothing").status_code == 404


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("https://portal.example", 200),
        ("https://PORTAL.example", 200),
        (None, 200),
        ("https://evil.example", 403),
        ("https://portal.example.evil.example", 403),
        ("http://portal.example", 403),
        ("null", 403),
    ],
)
def test_a_key_of_some_pages_is_refused_to_others(atlas: Atlas, page: str | None, status: int) -> None:
    whole = secret(atlas, origins=["https://portal.example"])
    more = {} if page is None else {"Origin": page}
    answer = call(atlas.client, whole, **more)
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_a_key_of_no_pages_in_particular_is_taken_from_any(atlas: Atlas) -> None:
    told(call(atlas.client, secret(atlas), Origin="https://any.example"))
