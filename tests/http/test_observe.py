"""The outermost layer: crashes become problems, every request is recorded, and nobody is recorded with it."""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, text
from starlette.responses import Response, StreamingResponse
from starlette.testclient import TestClient

from app.cli.logs import configure_logs
from app.database.engine import writing
from app.http.access_log import ACCESS
from app.main import create_app
from app.settings import Settings
from tests.conftest import client_of
from tests.database.databases import Databases
from tests.http.raw import ask_raw

SECRET = "our-unannounced-product"
CALLER = "203.0.113.7"


def _crash() -> Response:
    raise RuntimeError("a secret of ours")


async def _crash_midway() -> Response:
    async def body() -> AsyncIterator[bytes]:
        yield b"a beginning"
        raise RuntimeError("a secret of ours")

    return StreamingResponse(body())


@pytest.fixture(scope="module")
def app(databases: Databases, seeded: str) -> Iterator[FastAPI]:
    """An application of its own, with two addresses that crash."""
    address = databases.copy(seeded)
    made = create_app(Settings(database_url=address))
    made.add_api_route("/crash", _crash)
    made.add_api_route("/crash-midway", _crash_midway)
    yield made
    made.state.engine.dispose()
    databases.drop(address)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    """A caller with an address that must not be kept."""
    return TestClient(app, raise_server_exceptions=False, client=(CALLER, 4711))


class _Records(logging.Handler):
    """What is logged, as it comes, and as a person would read it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
        self.list: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.list.append(record)

    @property
    def text(self) -> str:
        """Every line, with what a structured log adds to it."""
        return "\n".join(f"{self.format(one)} {vars(one)}" for one in self.list)

    @property
    def failures(self) -> list[logging.LogRecord]:
        """Those that tell of an exception."""
        return [one for one in self.list if one.exc_info]


@pytest.fixture
def records() -> Iterator[_Records]:
    logger = logging.getLogger("atlas.access")
    handler = _Records()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


Counts = dict[tuple[str, str, str], float]


@contextmanager
def _counting(client: TestClient) -> Iterator[Counts]:
    """How often each method, route and status was counted more at the end than at the beginning."""
    more: Counts = {}
    before = _requests(client)
    yield more
    own = ("GET", "/metrics", "200")
    more.update(
        {key: count - before.get(key, 0) for key, count in _requests(client).items() if count != before.get(key)}
    )
    more.pop(own, None)


def _requests(client: TestClient) -> Counts:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (one.labels["method"], one.labels["route"], one.labels["status"]): one.value
        for family in families
        for one in family.samples
        if one.name == "atlas_requests_total"
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_crash_is_a_problem_that_tells_nothing_of_us(client: TestClient, method: str) -> None:
    answer = client.request(method, "/crash")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    if method == "GET":
        body = answer.json()
        assert body["type"] == "/problems/internal-error"
        assert body["request_id"] == answer.headers["x-request-id"]
        assert not re.search("secret|Runtime|Traceback|File", answer.text)
    else:
        assert answer.content == b""


def test_a_crash_is_logged_whole_under_the_id_that_the_caller_was_told(client: TestClient, records: _Records) -> None:
    answer = client.get("/crash")
    (failure,) = records.failures
    assert failure.levelno == logging.ERROR
    assert failure.exc_info
    assert "a secret of ours" in str(failure.exc_info[1])
    assert vars(failure)["request_id"] == answer.headers["x-request-id"]


def test_a_crash_is_counted_and_recorded_as_a_500_of_its_route(client: TestClient, records: _Records) -> None:
    with _counting(client) as counted:
        client.get("/crash")
    assert counted == {("GET", "/crash", "500"): 1}
    assert [vars(one)["status"] for one in records.list if vars(one).get("route") == "/crash"] == [500]


def test_the_server_goes_on_after_a_crash(client: TestClient) -> None:
    client.get("/crash")
    assert client.get("/v1/topics").status_code == 200


def test_a_crash_midway_starts_no_second_answer_and_is_logged(app: FastAPI, records: _Records) -> None:
    sent = ask_raw(app, "/crash-midway")
    assert [one["type"] for one in sent].count("http.response.start") == 1
    assert b"problem" not in b"".join(one.get("body", b"") for one in sent)
    assert records.failures


def test_every_request_is_recorded_once_with_route_status_and_time(client: TestClient, records: _Records) -> None:
    asked = {
        "/v1/entries/my-local-prh": ("/v1/entries/{id}", 200),
        "/v1/requirements?limit=0": ("/v1/requirements", 422),
        "/v1/nothing": ("unmatched", 404),
        f"/v1/topics?lang={'a' * 9000}": ("unmatched", 414),
        "/health/live": ("/health/live", 200),
    }
    answers = [client.get(address) for address in asked]
    recorded = [vars(one) for one in records.list]
    assert [(one["route"], one["status"]) for one in recorded] == list(asked.values())
    assert [one["request_id"] for one in recorded] == [answer.headers["x-request-id"] for answer in answers]
    assert all(one["method"] == "GET" and one["milliseconds"] > 0 for one in recorded)


def test_a_head_is_recorded_as_one(client: TestClient, records: _Records) -> None:
    with _counting(client) as counted:
        client.head("/v1/topics")
    assert "HEAD" in {vars(one)["method"] for one in records.list}
    assert counted == {("HEAD", "/v1/topics", "200"): 1}


@pytest.mark.parametrize(
    "address",
    [
        f"/v1/requirements?q={SECRET}",
        f"/v1/requirements?topic={SECRET}",
        f"/v1/requirements?{SECRET}=1",
        f"/v1/entries/{SECRET}",
        f"/v1/{SECRET}",
        f"/crash?q={SECRET}",
        f"/v1/requirements?q={SECRET * 500}",
    ],
)
def test_no_log_says_what_was_asked_for_or_by_whom(client: TestClient, records: _Records, address: str) -> None:
    client.get(address, headers={"User-Agent": "a-telling-agent", "Referer": "https://a-telling-page"})
    assert records.list
    for secret in (SECRET, CALLER, "4711", "a-telling"):
        assert secret not in records.text


def test_no_log_of_a_failing_database_says_what_was_asked_for(seeded_engine: Engine, records: _Records) -> None:
    with client_of(seeded_engine.url.render_as_string(hide_password=False)) as client:
        with writing(seeded_engine) as connection:
            connection.execute(text("ALTER TABLE source_alias RENAME TO gone"))
        assert client.get(f"/v1/requirements?source={SECRET}").status_code == 500
    assert records.failures
    assert SECRET not in records.text


def test_requests_are_counted_by_route_and_not_by_address(client: TestClient) -> None:
    with _counting(client) as counted:
        for id_ in ("my-local-prh", "my-hybrid", "nothing"):
            client.get(f"/v1/entries/{id_}")
        for number in range(5):
            client.get(f"/nothing-{number}")
            client.get(f"/docs/assets/nothing-{number}")
    assert counted.pop(("GET", "/v1/entries/{id}", "200")) == 2
    assert counted.pop(("GET", "/v1/entries/{id}", "404")) == 1
    assert sum(counted.values()) == 10
    assert len(counted) <= 2


def test_times_are_measured_by_route(client: TestClient) -> None:
    def measured() -> float:
        families = text_string_to_metric_families(client.get("/metrics").text)
        (family,) = [one for one in families if one.name == "atlas_request_seconds"]
        counted = {one.labels["route"]: one.value for one in family.samples if one.name.endswith("_count")}
        return counted.get("/v1/documents", 0)

    before = measured()
    client.get("/v1/documents")
    assert measured() == before + 1


def test_methods_that_there_are_not_do_not_fill_the_memory(client: TestClient) -> None:
    with _counting(client) as counted:
        for number in range(20):
            client.request(f"NONSENSE{number}", "/v1/topics")
    assert sum(counted.values()) == 20
    assert len(counted) <= 2


@pytest.mark.parametrize("given", ["abcdefgh", "A-Za-z0-9_-", "0" * 64, "7f3e1a8e-6f2f-4d0c-9d5b-0d9c7c1f9e55"])
def test_a_request_id_that_is_well_formed_comes_back(client: TestClient, given: str) -> None:
    answer = client.get("/v1/nothing", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == given


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        "a" * 65,
        "with space",
        "semi;colon",
        '{"a":1}',
        "../../..",
        "%0d%0aX-Evil:1",
        "tab\tbed---",
        "가나다라마바사아",
    ],
)
def test_a_request_id_that_is_not_is_replaced(client: TestClient, given: str) -> None:
    answer = client.get("/v1/nothing", headers={b"X-Request-ID": given.encode()})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    "given",
    [
        b"abcdefgh\n",
        b"abcdefgh\r\nX-Evil: 1",
        b"abcdefgh\nGET /v1/topics 200",
        b"\nabcdefgh",
    ],
)
def test_no_header_writes_a_line_into_the_log_or_the_answer(app: FastAPI, records: _Records, given: bytes) -> None:
    sent = ask_raw(app, "/v1/topics", headers=[(b"x-request-id", given)])
    headers = dict(sent[0]["headers"])
    assert re.fullmatch(b"[0-9a-f]{32}", headers[b"x-request-id"])
    assert re.fullmatch("[0-9a-f]{32}", vars(records.list[0])["request_id"])


@pytest.mark.parametrize("path", ["/v1/entries/a\nGET /v1/fake 200", "/v1/a\r\nfake", "/\x1b[31m"])
def test_no_path_writes_a_line_into_the_log(app: FastAPI, records: _Records, path: str) -> None:
    ask_raw(app, path)
    assert len(records.list) == 1
    assert "fake" not in records.text
    assert "\x1b" not in records.text


def test_the_json_log_is_one_object_a_line_with_what_a_machine_asks_for(
    app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    try:
        configure_logs("info", "json")
        for path in ("/v1/topics", "/crash"):
            ask_raw(app, path)
            ACCESS.write()
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        ACCESS.stream = None
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["level"] for line in lines] == ["INFO", "ERROR", "INFO"]
    assert (lines[0]["route"], lines[0]["status"], lines[0]["logger"]) == ("/v1/topics", 200, "atlas.access")
    assert lines[1]["request_id"] == lines[2]["request_id"]
    assert "a secret of ours" in lines[1]["exc_info"]


def test_every_answer_carries_headers_that_keep_browsers_from_guessing(client: TestClient) -> None:
    for address in ("/v1/topics", "/v1/nothing", "/crash", "/docs", "/metrics"):
        headers = client.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
