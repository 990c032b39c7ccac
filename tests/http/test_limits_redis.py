"""Limits shared through Redis, against a real one where there is one: two processes count as one."""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.http.callers import Callers
from app.http.limits import Quota
from app.http.shared_limits import Exchange
from app.http.sharing import sharing

NOWHERE = "redis://127.0.0.1:1/0"


def clock() -> float:
    return 1_795_000_000.0


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis of our own."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    place: Path = tmp_path_factory.mktemp("redis")
    socket = place / "r.sock"
    kept_nowhere = ["--save", "", "--appendonly", "no", "--port", "0", "--dir", str(place)]
    with subprocess.Popen([program, *kept_nowhere, "--unixsocket", str(socket)], stdout=subprocess.DEVNULL) as server:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.02)
        yield f"unix://{socket}"
        server.terminate()


def quota(name: str) -> Quota:
    return Quota(name, 10, 20, clock, shared=True)


@asynccontextmanager
async def exchanging(url: str, quota: Quota, callers: Callers | None = None) -> AsyncIterator[Exchange]:
    exchange = Exchange(url, [quota], callers or Callers())
    yield exchange
    await exchange.close()


def test_two_processes_count_as_one(redis: str) -> None:
    one, other = quota("two"), quota("two")

    async def compare() -> None:
        async with exchanging(redis, one) as first, exchanging(redis, other) as second:
            assert all([one.take(7), one.take(7, 3), other.take(7, 4)])
            await first.once()
            await second.once()
            assert other.minute.left(7) == 2
            assert one.minute.left(7) == 6, "it has not compared since"
            one.give_back(7, 1)
            await first.once()
            assert one.minute.left(7) == 3
            assert other.take(7, 5)
            await second.once()
            assert not other.take(7)
            assert other.take(8), "somebody else"

    asyncio.run(compare())


def test_addresses_are_hashed_alike_by_all_who_share(redis: str) -> None:
    first, second = Callers(), Callers()
    assert first.origin("203.0.113.7") != second.origin("203.0.113.7")

    async def agree() -> None:
        async with exchanging(redis, quota("a"), first) as one, exchanging(redis, quota("b"), second) as other:
            await one.once()
            await other.once()

    asyncio.run(agree())
    assert first.origin("203.0.113.7") == second.origin("203.0.113.7")


def test_what_is_in_redis_ends_by_itself_and_names_no_address(redis: str) -> None:
    counting, callers = quota("ends"), Callers()

    async def look() -> list[tuple[str, int]]:
        async with exchanging(redis, counting, callers) as exchange:
            await exchange.once()
            counting.take(callers.origin("203.0.113.7").who)
            await exchange.once()
            names = await exchange._redis.keys("atlas:limits:ends-*")
            return [(str(name), int(await exchange._redis.ttl(name))) for name in names]

    found = asyncio.run(look())
    assert len(found) == 2
    assert all(0 < seconds <= 86_410 for _, seconds in found)
    assert not [name for name, _ in found if "203" in name and "113" in name]


def test_without_redis_each_goes_on_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    alone = quota("alone")

    async def fail() -> None:
        async with exchanging(NOWHERE, alone) as exchange:
            assert alone.take(7, 10)
            for _ in range(3):
                await exchange.once()
            assert not alone.take(7), "limits still hold"

    asyncio.run(fail())
    assert caplog.text.count("Redis fails") == 1


def test_redis_may_come_back(redis: str, caplog: pytest.LogCaptureFixture) -> None:
    counting = quota("back")

    async def fail_and_mend() -> None:
        async with exchanging(NOWHERE, counting) as exchange, exchanging(redis, counting) as sound:
            counting.take(7, 3)
            await exchange.once()
            exchange._redis, broken = sound._redis, exchange._redis
            counting.take(7, 2)
            await exchange.once()
            assert counting.minute.left(7) == 5, "what was counted alone is not forgotten"
            exchange._redis = broken

    asyncio.run(fail_and_mend())
    assert "shared again" in caplog.text


def test_a_server_shares_as_long_as_it_serves(redis: str) -> None:
    one, other = quota("serving"), quota("serving")

    async def serve() -> None:
        async with sharing(redis, [one], Callers()), sharing(redis, [other], Callers()):
            one.take(7, 10)
            for _ in range(40):
                await asyncio.sleep(0.05)
                other.take(7)
                if not other.minute.left(7):
                    return
            raise AssertionError("they never compared")

    asyncio.run(serve())


def test_without_an_address_nothing_is_shared() -> None:
    async def serve() -> None:
        async with sharing(None, [quota("x")], Callers()):
            pass

    asyncio.run(serve())
