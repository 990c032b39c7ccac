"""A kept answer is the computed one, byte for byte, for whoever may have it, and not longer than it holds."""

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import zstandard

from app.http.encodings import choose_encoding
from tests.http.behind import LONG, Behind


def asking(work: Callable[[Behind, httpx.AsyncClient], Any], **given: Any) -> Behind:
    behind = Behind(**given)

    async def run() -> None:
        async with behind.client() as client:
            await work(behind, client)

    asyncio.run(run())
    return behind


def test_the_second_answer_is_the_first_and_is_not_computed() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        first, second = await client.get("/public"), await client.get("/public")
        assert (first.status_code, first.content) == (second.status_code, second.content) == (200, LONG)
        own = {"x-request-id", "ratelimit", "ratelimit-policy"}
        shared = {name: value for name, value in second.headers.items() if name not in own}
        assert shared == {name: value for name, value in first.headers.items() if name not in own}
        assert second.headers["x-request-id"] != (await client.get("/public")).headers["x-request-id"]
        assert behind.asked == 1

    asking(work)


def test_what_is_not_for_everybody_is_not_kept() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        for _ in range(2):
            assert (await client.get("/private")).text == "mine"
        for _ in range(2):
            assert (await client.post("/public")).status_code == 405
        assert behind.asked == 2

    asking(work)


def test_another_question_is_another_answer() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        await client.get("/public")
        await client.get("/public?short")
        await client.get("/public", headers={"accept-language": "ko"})
        await client.get("/public", headers={"accept": "text/csv"})
        assert behind.asked == 4

    asking(work)


def test_a_new_edition_or_day_is_seen_by_the_next_request() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        await client.get("/public")
        behind.edition = ("2", "today")
        await client.get("/public")
        assert behind.asked == 2
        await client.get("/public")
        assert behind.asked == 2

    asking(work)


def test_an_answer_of_which_nobody_knows_the_edition_is_not_kept() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        behind.edition = None
        for _ in range(3):
            assert (await client.get("/public")).status_code == 200
        assert behind.asked == 3

    asking(work)


def test_what_was_begun_before_a_new_edition_is_not_kept_under_it() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        under_way = asyncio.create_task(client.get("/public"))
        await asyncio.sleep(0.01)
        behind.edition = ("2", "today")
        await under_way
        await client.get("/public")
        assert behind.asked == 2

    asking(work, wait=0.05)


def test_many_who_ask_at_once_are_answered_by_one_computation() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        answers = await asyncio.gather(*(client.get("/public") for _ in range(20)))
        assert {one.content for one in answers} == {LONG}
        assert behind.asked == 1

    asking(work, wait=0.02)


@pytest.mark.parametrize("warm", [True, False])
@pytest.mark.parametrize("coding", ["", "gzip", "zstd"])
def test_who_has_it_is_told_so(coding: str, warm: bool) -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        headers = {"accept-encoding": coding}
        tag = (await client.get("/public", headers=headers)).headers["etag"]
        if not warm:
            behind.edition = ("2", "today")
        for _ in range(2):
            answer = await client.get("/public", headers={**headers, "if-none-match": f'"other", {tag}'})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == tag
        assert behind.asked == (1 if warm else 2)

    asking(work)


@pytest.mark.parametrize(
    ("coding", "unpack"), [("gzip", gzip.decompress), ("zstd", zstandard.ZstdDecompressor().decompress)]
)
def test_it_is_packed_for_those_who_like_it(coding: str, unpack: Callable[[bytes], bytes]) -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        plain = await client.get("/public")
        for _ in range(2):
            async with client.stream("GET", "/public", headers={"accept-encoding": coding}) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
                assert answer.headers["content-encoding"] == coding
                assert int(answer.headers["content-length"]) == len(raw) < len(LONG) / 4
                assert unpack(raw) == LONG
                assert answer.headers["etag"] != plain.headers["etag"]
                assert "Accept-Encoding" in answer.headers["vary"]
        short = await client.get("/public?short", headers={"accept-encoding": coding})
        assert "content-encoding" not in short.headers

    asking(work)


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (b"", ""),
        (b"gzip, deflate, br, zstd", "zstd"),
        (b"gzip;q=1.0, zstd;q=0.5", "gzip"),
        (b"zstd;q=0", ""),
        (b"*", "zstd"),
        (b"identity, gzip;q=0.5", ""),
        (b"br", ""),
        (b"gzip;q=nonsense, zstd;q=0.1", "zstd"),
    ],
)
def test_the_coding_is_the_one_liked_best(header: bytes, chosen: str) -> None:
    assert choose_encoding(header) == chosen


def test_a_quota_holds_for_kept_answers_and_a_304_is_free() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        tag = (await client.get("/public")).headers["etag"]
        left = [(await client.get("/public")).headers["ratelimit"] for _ in range(2)]
        assert [one.split("r=")[1].split(";")[0] for one in left] == ["4", "3"]
        for _ in range(5):
            answer = await client.get("/public", headers={"if-none-match": tag})
            assert answer.status_code == 304
            assert "r=3" in answer.headers["ratelimit"]

    asking(work, minute=5)


def test_what_tells_of_the_server_alone_is_kept_and_free() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        answers = [await client.get("/docs/page") for _ in range(3)]
        assert behind.asked == 1
        assert all("ratelimit" not in one.headers for one in answers[1:])
        assert (await client.get("/public")).status_code == 200

    asking(work, minute=1)


def test_no_more_is_kept_than_may_be() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        for number in range(40):
            await client.get(f"/public?{number}")
            assert behind.answers.bytes <= 60_000
        asked = behind.asked
        await client.get("/public?39")
        assert behind.asked == asked
        await client.get("/public?0")
        assert behind.asked == asked + 1

    asking(work, most=60_000)


def test_every_request_is_counted_by_its_route() -> None:
    async def work(behind: Behind, client: httpx.AsyncClient) -> None:
        for _ in range(3):
            await client.get("/public")

    behind = asking(work)
    kept = next(metric for metric in behind.tally.collect() if metric.name == "atlas_requests")
    assert [(one.labels["route"], one.value) for one in kept.samples] == [("/public", 2.0)]  # the first counts itself
