"""What was asked before is answered from memory: the same bytes, and never a moment longer than they hold."""

from collections.abc import Iterator
from datetime import date

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.editions.life import edition, record, redact

LIST = "/v1/requirements?country=XX&facets=topic"
ENTRY = "/v1/entries/xx-dossier"
GUIDE = "/v1/guides/XX/biologic"
COMPARE = "/v1/compare?product_type=biosimilar&reference=XX-FDA"
ADDRESSES = (
    LIST,
    f"{LIST}&view=summary",
    f"{LIST}&format=csv",
    "/v1/requirements?limit=1",
    "/v1/requirements?edition=1",
    "/v1/requirements?as_of=2026-11-23",
    "/v1/entries?product_type=vaccine&sort=-checked_on",
    ENTRY,
    GUIDE,
    f"{GUIDE}?lang=ko",
    f"{GUIDE}?format=html",
    COMPARE,
    "/v1/countries",
    "/v1/gaps",
    "/v1/reliance-matrix?reference=XX-FDA",
    "/v1/timelines?product_type=generic",
    "/v1/eligibility?country=XX&product_type=biosimilar",
)


class Clock:
    """A day that can pass."""

    def __init__(self) -> None:
        self.day = date(2026, 11, 23)

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(engine: Engine, clock: Clock) -> Iterator[TestClient]:
    with _client(engine, clock) as made:
        yield made


def _client(engine: Engine, clock: Clock, **settings: int) -> TestClient:
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, response_cache_bytes=0, **settings), today=clock)  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False, headers={"accept-encoding": "identity"})


def _seen(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    own = ("x-request-id", "ratelimit")
    return answer.status_code, answer.content, {k: v for k, v in answer.headers.items() if k not in own}


@pytest.mark.parametrize("kept", [{}, {"part_cache_bytes": 0, "entry_cache": 0}, {"part_cache_bytes": 2000}])
def test_every_time_the_same_answer(engine: Engine, clock: Clock, kept: dict[str, int]) -> None:
    with _client(engine, clock) as other, _client(engine, clock, **kept) as client:
        for address in ADDRESSES:
            first = other.get(address)
            assert first.status_code == 200, first.text
            known = {"if-none-match": first.headers["etag"]}
            for _ in range(3):
                assert _seen(client.get(address)) == _seen(first), address
                assert client.head(address).headers["etag"] == first.headers["etag"]
                assert client.get(address, headers=known).status_code == 304
                assert client.get(address, headers={"if-none-match": "*"}).status_code == 304


def test_what_the_headers_ask_is_read_at_every_request(client: TestClient) -> None:
    for _ in range(2):
        assert client.get(GUIDE).json()["procedures"][0]["title"] == "Title of xx-full"
        korean = client.get(GUIDE, headers={"accept-language": "ko"})
        assert korean.json()["procedures"][0]["title"] == "xx-full의 제목"
        assert client.get(LIST, headers={"accept": "text/csv"}).headers["content-type"].startswith("text/csv")
        assert client.get(LIST).headers["content-type"] == "application/json"


def test_a_new_edition_is_seen_by_the_next_request(client: TestClient, engine: Engine) -> None:
    for address in (LIST, ENTRY, GUIDE, COMPARE):
        assert [client.get(address).json()["edition"] for _ in range(3)] == [1, 1, 1]
    edition(engine, record("requirement", "xx-dossier", statement="Changed"), record("requirement", "xx-new"))
    for address in (LIST, ENTRY, GUIDE, COMPARE):
        assert client.get(address).json()["edition"] == 2
    assert client.get(ENTRY).json()["statement"] == "Changed"
    assert [item["id"] for item in client.get(LIST).json()["items"]] == [
        "xx-doomed",
        "xx-dossier",
        "xx-fee",
        "xx-new",
    ]
    assert client.get("/v1/requirements?edition=1&country=XX").json()["total"] == 3


def test_a_redaction_is_seen_by_the_next_request(client: TestClient, engine: Engine) -> None:
    address = "/v1/entries/xx-doomed"
    assert [client.get(one).status_code for one in (address, address, LIST, GUIDE)] == [200] * 4
    redact(engine, "xx-doomed")
    assert client.get(address).status_code == 410
    assert b"xx-doomed" not in client.get(LIST).content + client.get(GUIDE).content


def test_a_new_day_is_seen_by_the_next_request(client: TestClient, engine: Engine, clock: Clock) -> None:
    edition(engine, record("requirement", "xx-due", review_due_on="2026-12-02"))

    def age() -> list[str]:
        item = next(one for one in client.get(LIST).json()["items"] if one["id"] == "xx-due")
        return [client.get("/v1/entries/xx-due").json()["here"]["stale"], item["here"]["stale"]]

    assert [age(), age()] == [["no", "no"]] * 2
    clock.day = date(2026, 12, 3)
    assert [age(), age()] == [["yes", "yes"]] * 2
    assert client.get(GUIDE).json()["applies_on"] == "2026-12-03"


def test_what_was_wrong_stays_wrong(client: TestClient, engine: Engine) -> None:
    for address, status in (
        (f"{LIST}&x=1", 422),
        ("/v1/guides/XX/biosimlar", 404),
        ("/v1/requirements?country=ZZ", 422),
    ):
        assert {client.get(address).status_code for _ in range(3)} == {status}
    edition(engine, record("requirement", "xx-a"), withdraw=[("xx-full", "it was wrong")])
    assert client.get("/v1/entries/xx-full").status_code == 410


def test_limits_and_metrics_count_what_is_answered_from_memory(engine: Engine, clock: Clock) -> None:
    with _client(engine, clock, limit_local_minute=4, limit_anonymous_minute=4) as client:
        assert [client.get(ENTRY).status_code for _ in range(6)] == [200] * 4 + [429] * 2
        told = client.get("/metrics").text
    assert 'route="/v1/entries/{id}",status="200"} 4.0' in told.replace(" ", " "), told[:3000]
