"""What was asked with a key: counted in memory, written in batches, shared by processes, shown to who holds it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from app.access.keys import keeper
from app.access.keys.keeper import kept
from app.access.keys.models import ApiKeyRow, KeyUsage
from app.access.keys.ring import KeyRing
from app.database.engine import reading
from tests.access.atlas import Atlas, Data, client_on, told
from tests.access.keys.portals import call, id_of, partner, secret
from tests.access.keys.portals import key as issued


def ring(atlas: Atlas) -> KeyRing:
    """The keys of the atlas's process."""
    found: KeyRing = atlas.client.app.state.keys  # type: ignore[attr-defined]
    return found


def rows(atlas: Atlas) -> list[Data]:
    """What is written."""
    with reading(atlas.engine) as connection:
        query = select(KeyUsage.__table__).order_by(KeyUsage.day, KeyUsage.api_key)
        return [dict(row) for row in connection.execute(query).mappings()]


def test_what_is_asked_is_counted_and_written_in_a_batch(atlas: Atlas) -> None:
    whole = secret(atlas)
    for path in ("/v1/me", "/v1/nothing", "/v1/topics", "/health/live"):
        call(atlas.client, whole, path)
    assert rows(atlas) == []
    ring(atlas).flush()
    assert rows(atlas) == [{"api_key": 1, "day": "2026-12-01", "requests": 3, "units": 2}]
    # `topics` answers 503 here, for there is no edition: a failure of ours costs nothing, and is a request.
    call(atlas.client, whole)
    ring(atlas).flush()
    ring(atlas).flush()
    assert [(row["requests"], row["units"]) for row in rows(atlas)] == [(4, 3)]


def test_a_key_is_shown_what_it_used_day_by_day_and_what_is_left(atlas: Atlas) -> None:
    whole = secret(atlas, "export", "watches")
    call(atlas.client, whole)
    ring(atlas).flush()
    atlas.clock.forward(days=1)
    call(atlas.client, whole)
    me = told(call(atlas.client, whole))
    assert me["key"]["scopes"] == ["read", "export", "watches"]
    assert me["partner"] == {"name": "Partner 0", "class": "partner"}
    assert me["usage"] == [
        {"day": "2026-12-02", "requests": 1, "units": 1},
        {"day": "2026-12-01", "requests": 1, "units": 1},
    ]
    assert me["quota"] == [
        {"window": "minute", "quota": 1200, "left": 1198, "resets_in": 60},
        {"window": "day", "quota": 200000, "left": 199998, "resets_in": 43200},
    ]
    assert whole[11:] not in str(me)


def test_usage_goes_back_a_month(atlas: Atlas) -> None:
    whole = secret(atlas)
    for _ in range(2):
        call(atlas.client, whole)
        ring(atlas).flush()
        atlas.clock.forward(days=30)
    assert [one["day"] for one in told(call(atlas.client, whole))["usage"]] == ["2026-12-31"]


def test_a_quota_survives_a_restart_and_is_shared_a_batch_late(atlas: Atlas) -> None:
    whole = secret(atlas)
    with client_on(atlas.engine, atlas.clock, limit_partner_day=5) as first:
        assert [call(first, whole).status_code for _ in range(3)] == [200] * 3
    # Leaving wrote what was counted.
    with client_on(atlas.engine, atlas.clock, limit_partner_day=5) as second:
        assert [call(second, whole).status_code for _ in range(3)] == [200, 200, 429]
        with client_on(atlas.engine, atlas.clock, limit_partner_day=5) as third:
            assert [call(third, whole).status_code for _ in range(2)] == [200, 200]
            second.app.state.keys.flush()  # type: ignore[attr-defined]
            third.app.state.keys.flush()  # type: ignore[attr-defined]
            assert call(third, whole).status_code == 429
        atlas.clock.forward(days=1)
        assert call(second, whole).status_code == 200


def test_the_day_of_the_last_use_is_kept_and_no_more(atlas: Atlas) -> None:
    whole = secret(atlas)
    path = f"/keys/{id_of(whole)}"
    assert told(atlas.ask("vera", "GET", path))["last_used_on"] is None
    for day in ("2026-12-01", "2026-12-02"):
        call(atlas.client, whole)
        ring(atlas).flush()
        with reading(atlas.engine) as connection:
            assert connection.scalar(select(ApiKeyRow.last_used_on)) == day
        atlas.clock.forward(days=1)


def test_what_cannot_be_written_is_kept_for_the_next_batch(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = secret(atlas)
    call(atlas.client, whole)
    usage: Any = ring(atlas).usage
    engine = usage._engine
    usage._engine = None
    with pytest.raises(AttributeError):
        ring(atlas).flush()
    call(atlas.client, whole)
    usage._engine = engine
    ring(atlas).flush()
    assert [(row["requests"], row["units"]) for row in rows(atlas)] == [(2, 2)]


def test_the_keeper_refreshes_and_writes_by_itself(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "CHECKED", 0.01)
    monkeypatch.setattr(keeper, "FLUSHED", 0.02)
    done: list[str] = []

    class Ring:
        """Says what is asked of it; writing fails."""

        def asked_lately(self) -> bool:
            return True

        def refresh(self, *, early: bool) -> None:
            done.append("refresh")

        def flush(self) -> None:
            done.append("flush")
            raise OSError("no database")

    async def serve() -> None:
        async with kept(Ring()):  # type: ignore[arg-type]
            await asyncio.sleep(0.15)

    asyncio.run(serve())
    assert done.count("refresh") > 2
    assert done.count("flush") > 2
    assert done[-1] == "flush"


def test_keys_of_one_partner_are_counted_apart(atlas: Atlas) -> None:
    owner = partner(atlas)
    one, other = (issued(atlas, owner["id"])["secret"] for _ in range(2))
    call(atlas.client, one)
    call(atlas.client, other)
    call(atlas.client, other)
    ring(atlas).flush()
    assert [row["requests"] for row in rows(atlas)] == [1, 2]
    assert told(call(atlas.client, one))["usage"][0]["requests"] == 1
