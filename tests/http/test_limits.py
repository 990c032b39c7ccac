"""Quotas: who asks too much is told so, and when to come back; what costs nothing costs nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.http.costs import COSTS, cost_of
from app.http.limits import MINUTE, MOST, Quota, Window
from app.main import create_app
from app.settings import Settings
from app.web.routes import router as pages
from tests.access.declared import declared
from tests.contract.asking import problem
from tests.database.databases import Databases

CALLER = "203.0.113.7"
START = datetime(2026, 11, 23, 10, 0, 15, tzinfo=UTC)


class Clock:
    """The time, as tests set it."""

    def __init__(self) -> None:
        self.at = START.timestamp()

    def __call__(self) -> float:
        return self.at

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def address(databases: Databases, seeded: str) -> Iterator[str]:
    """A seeded database that nobody changes."""
    found = databases.copy(seeded)
    yield found
    databases.drop(found)


@contextmanager
def asking(address: str, clock: Clock, caller: str = CALLER, **limits: object) -> Iterator[TestClient]:
    """A caller from outside, before an atlas with these limits."""
    given_ = Settings.model_validate({"database_url": address, **limits})
    app = create_app(given_, today=lambda: date(2026, 11, 23), now=clock.now)
    yield TestClient(app, raise_server_exceptions=False, follow_redirects=False, client=(caller, 4711))
    app.state.engine.dispose()


def left(answer: Response) -> dict[str, tuple[int, int]]:
    """What `RateLimit` says: units and seconds, by window."""
    found = re.findall(r'"([a-z-]+)";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
    return {name: (int(units), int(seconds)) for name, units, seconds in found}


def test_every_answer_says_what_is_allowed_and_what_is_left(address: str, clock: Clock) -> None:
    with asking(address, clock) as client:
        answer = client.get("/v1/topics")
        assert answer.headers["ratelimit-policy"] == '"anonymous-minute";q=120;w=60, "anonymous-day";q=5000;w=86400'
        assert left(answer) == {"anonymous-minute": (119, 45), "anonymous-day": (4999, 50385)}
        assert left(client.get("/v1/nothing"))["anonymous-minute"][0] == 118
        assert left(client.get("/v1/topics?nonsense=1"))["anonymous-minute"][0] == 117
        assert left(client.post("/v1/topics"))["anonymous-minute"][0] == 116


def test_who_has_used_up_a_minute_waits_for_the_next(address: str, clock: Clock) -> None:
    with asking(address, clock, limit_anonymous_minute=3) as client:
        assert [client.get("/v1/topics").status_code for _ in range(3)] == [200] * 3
        answer = client.get("/v1/topics")
        said = problem(answer, 429, "too-many-requests")
        assert said["detail"] == "The quota anonymous-minute (3) is used up; there is more in 45 seconds."
        assert answer.headers["retry-after"] == "45"
        assert left(answer)["anonymous-minute"] == (0, 45)
        assert answer.headers["access-control-allow-origin"] == "*"
        clock.at += 44.9
        assert client.get("/v1/topics").status_code == 429
        clock.at += 0.2
        assert left(client.get("/v1/topics"))["anonymous-minute"] == (2, 60)


def test_who_has_used_up_a_day_waits_for_the_next(address: str, clock: Clock) -> None:
    with asking(address, clock, limit_anonymous_day=2, limit_anonymous_minute=0) as client:
        assert [client.get("/v1/topics").status_code for _ in range(3)] == [200, 200, 429]
        clock.at += 3600
        assert client.get("/v1/topics").headers["retry-after"] == str(50385 - 3600)
        clock.at += 50385 - 3600
        assert client.get("/v1/topics").status_code == 200


def test_a_304_and_a_failure_of_ours_cost_nothing(address: str, clock: Clock) -> None:
    with asking(address, clock) as client:
        client.app.add_api_route("/crash", _crash)  # type: ignore[attr-defined]
        first = client.get("/v1/topics")
        for _ in range(5):
            again = client.get("/v1/topics", headers={"If-None-Match": first.headers["etag"]})
            assert again.status_code == 304
            assert left(again) == left(first)
        assert client.get("/crash").status_code == 500
        assert left(client.get("/v1/topics"))["anonymous-minute"][0] == 118
        clock.at += 60
        other = client.get("/v1/topics", headers={"If-None-Match": first.headers["etag"]})
        assert left(other)["anonymous-minute"][0] == 120


def _crash() -> None:
    raise RuntimeError("a secret of ours")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics", "/docs", "/openapi.json"])
def test_what_tells_of_the_server_alone_is_free(address: str, clock: Clock, path: str) -> None:
    with asking(address, clock, limit_anonymous_minute=1) as client:
        for _ in range(3):
            answer = client.get(path, headers={"Authorization": "Bearer nonsense"})
            assert answer.status_code == 200
            assert "ratelimit" not in answer.headers
        assert client.get("/docs/assets/swagger-ui.css").status_code == 200
        assert client.get("/v1/topics").status_code == 200


def test_a_head_costs_what_its_get_costs(address: str, clock: Clock) -> None:
    with asking(address, clock) as client:
        answer = client.head("/v1/compare?country=MY&country=SG&product_type=biosimilar&topic=cpp")
        assert answer.status_code == 200
        assert left(answer)["anonymous-minute"][0] == 115


def test_what_is_long_costs_more(address: str, clock: Clock) -> None:
    with asking(address, clock) as client:
        client.get("/v1/compare?country=MY&country=SG&product_type=biosimilar&topic=cpp&format=xlsx")
        assert left(client.get("/v1/topics"))["anonymous-minute"][0] == 120 - 15 - 1


@pytest.mark.parametrize(
    ("method", "path", "more", "cost"),
    [
        ("GET", "/v1/topics", {}, 1),
        ("GET", "/v1/forecasts", {}, 1),
        ("POST", "/v1/forecasts", {}, 5),
        ("POST", "/v1/readiness", {}, 5),
        ("GET", "/v1/compare", {"query": b"format=csv"}, 5),
        ("GET", "/v1/guides/MY/generic", {"query": b"format=xlsx"}, 11),
        ("GET", "/v1/entries", {"accept": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, 11),
        ("GET", "/v1/exports/3.ndjson", {}, 50),
        ("GET", "/v1/exports/latest.ndjson", {}, 1),
        ("POST", "/v1/entries/my-local-prh/reports", {}, 10),
        ("GET", "/v1/entries/my-local-prh/reports", {}, 1),
        ("NONSENSE", "/v1/topics", {}, 1),
    ],
)
def test_costs(method: str, path: str, more: dict[str, bytes], cost: int) -> None:
    assert cost_of(method, path, **more) == cost


def test_every_address_with_a_cost_is_one() -> None:
    there = {(one.method, one.path) for one in declared()}
    there |= {(method, one.path) for one in pages.routes if isinstance(one, APIRoute) for method in one.methods or ()}
    assert {(method, path) for method, costs in COSTS.items() for path in costs} <= there


def test_a_costly_request_is_let_through_to_whoever_has_anything_left(address: str, clock: Clock) -> None:
    costly = "/v1/compare?country=MY&country=SG&product_type=biosimilar&topic=cpp"
    with asking(address, clock, limit_anonymous_minute=2) as client:
        answer = client.get(costly)
        assert (answer.status_code, left(answer)["anonymous-minute"][0]) == (200, 0)
        assert client.get(costly).status_code == 429
        clock.at += 60
        assert client.get(costly).status_code == 200


def test_callers_are_counted_apart_and_this_machine_by_itself(address: str, clock: Clock) -> None:
    with asking(address, clock, limit_anonymous_minute=1) as one:
        assert [one.get("/v1/topics").status_code for _ in range(2)] == [200, 429]
        other = TestClient(one.app, client=("203.0.113.8", 1))
        assert other.get("/v1/topics").status_code == 200
        for host in ("127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"):
            here = TestClient(one.app, client=(host, 1))
            assert {here.get("/v1/topics").status_code for _ in range(3)} == {200}
            assert here.get("/v1/topics").headers["ratelimit-policy"] == '"local-minute";q=1000000;w=60'


def test_a_line_of_ipv6_is_one_caller(address: str, clock: Clock) -> None:
    with asking(address, clock, "2001:db8:1:2::1", limit_anonymous_minute=1) as one:
        assert one.get("/v1/topics").status_code == 200
        assert TestClient(one.app, client=("2001:db8:1:2:ffff::9", 1)).get("/v1/topics").status_code == 429
        assert TestClient(one.app, client=("2001:db8:1:3::1", 1)).get("/v1/topics").status_code == 200


def test_who_guesses_keys_is_held_off_and_others_are_not(address: str, clock: Clock) -> None:
    with asking(address, clock, limit_wrong_keys_minute=3) as client:
        wrong = {"Authorization": "Bearer la_nothing"}
        answers = [client.get("/v1/topics", headers=wrong) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
        assert "wrong-key-minute (3)" in problem(answers[3], 429, "too-many-requests")["detail"]
        assert answers[3].headers["retry-after"] == "45"
        assert left(client.get("/v1/topics"))["anonymous-minute"][0] == 119
        other = TestClient(client.app, client=("203.0.113.8", 1))
        assert other.get("/v1/topics", headers=wrong).status_code == 401
        clock.at += 60
        assert client.get("/v1/topics", headers=wrong).status_code == 401


def test_whoever_asks_for_staff_is_counted_by_address(address: str, clock: Clock) -> None:
    with asking(address, clock, limit_staff_minute=2) as client:
        form = {"grant_type": "password", "username": "x", "password": "y"}
        codes = [client.post("/v1/staff/token", data=form).status_code, client.get("/v1/staff/me").status_code]
        assert codes == [401, 401]
        answer = client.get("/v1/staff/me")
        problem(answer, 429, "too-many-requests")
        assert answer.headers["cache-control"] == "no-store"
        assert left(client.get("/v1/topics"))["anonymous-minute"][0] == 119


def test_without_limits_nothing_is_said_of_them(address: str, clock: Clock) -> None:
    with asking(address, clock, limit_anonymous_minute=0, limit_anonymous_day=0) as client:
        answer = client.get("/v1/topics")
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers
        assert "ratelimit-policy" not in answer.headers


def test_what_is_refused_is_not_answered_and_is_logged_without_the_caller(
    address: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with asking(address, clock, limit_anonymous_minute=1) as client, caplog.at_level("INFO", "atlas.access"):
        client.get("/v1/topics")
        answer = client.get("/v1/topics?q=secret")
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert "429" in caplog.text
    assert CALLER not in caplog.text


@settings(max_examples=30, deadline=None, database=None)
@given(
    asked=st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 7), st.integers(0, 40), st.booleans()), min_size=1, max_size=60
    )
)
def test_nobody_gets_much_more_than_the_quota_and_nobody_less(asked: list[tuple[int, int, int, bool]]) -> None:
    """Against an account kept the slow way: within a minute all that was let through but the last fits the quota."""
    clock = Clock()
    quota = Quota("x", 20, 0, clock)
    account: dict[tuple[int, int], list[int]] = {}
    for who, cost, seconds, returned in asked:
        clock.at += seconds
        mine = account.setdefault((who, int(clock.at) // MINUTE), [])
        allowed = quota.take(who, cost)
        assert allowed == (sum(mine) < 20)
        if allowed and returned:
            quota.give_back(who, cost)
        elif allowed:
            mine.append(cost)
        assert [one.units for one in quota.state(who)] == [max(0, 20 - sum(mine))]


def test_the_memory_for_callers_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST >= 100_000
    monkeypatch.setattr("app.http.limits.MOST", 3)
    window = Window("x", 60, 10)
    for who in range(5):
        window.add(who, 1, shared=False)
    assert list(window.used) == [2, 3, 4]


def test_a_clock_that_jumps_back_locks_nobody_out() -> None:
    clock = Clock()
    quota = Quota("x", 1, 1, clock)
    assert [quota.take(1), quota.take(1)] == [True, False]
    clock.at -= 100_000
    assert quota.take(1)


def test_what_others_counted_is_learnt_and_never_counted_less() -> None:
    quota = Quota("x", 10, 10, Clock(), shared=True)
    quota.take(1, 4)
    gone = quota.minute.drain()
    assert gone == {1: 4}
    quota.take(1)
    quota.minute.learn(quota.minute.number, 1, 7)
    assert quota.minute.left(1) == 2
    quota.minute.learn(quota.minute.number, 1, 2)
    assert quota.minute.left(1) == 2
    quota.minute.learn(quota.minute.number - 1, 1, 10)
    assert quota.minute.left(1) == 2
    quota.learn_day(1, 9)
    assert quota.day.left(1) == 1
