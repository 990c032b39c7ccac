"""Looks at the addresses of sources: what is found, kept and listed, and that no fact changes by it."""

import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from app.cli.commands import cli
from app.database.engine import reading
from app.editorial.upkeep.links import Found, Verdict, Watched, look
from app.editorial.upkeep.models import SourceCheck
from app.knowledge.models import Revision
from app.outside.addresses import Reach
from app.outside.fetching import Limits
from app.settings import get_settings
from tests.editions.life import edition, record
from tests.editorial.desk import Data, Office, told
from tests.editorial.publishing.test_publishing import rows
from tests.outside.hosts import asked, host, says


class Page:
    """A host whose one page changes as a test says."""

    def __init__(self) -> None:
        self.answer = says("200 OK", b"the act")

    def __call__(self, connection: socket.socket) -> None:
        self.answer(connection)


@pytest.fixture
def page() -> Page:
    """What the source's address shows."""
    return Page()


@pytest.fixture
def url(page: Page) -> Iterator[str]:
    """The source's address."""
    with host(page) as port:
        yield f"http://127.0.0.1:{port}/act"


@pytest.fixture
def looking(desk: Office, url: str) -> Office:
    """The office, whose server may reach this machine, with a source on it."""
    edition(desk.engine, record("source", "xx-law", url=url))
    desk.client.app.state.settings.outside_loopback = True  # type: ignore[attr-defined]  # the application's own
    return desk


def check(desk: Office, id_: str = "xx-law", status: int = 200, name: str = "ed", **body: object) -> Data:
    """What a look is answered."""
    return told(desk.ask(name, "POST", f"/sources/{id_}/check", {"reason": "the round", **body}), status)


def verdicts(one: Data) -> list[str]:
    """The verdicts of its looks, the newest first."""
    return [look["verdict"] for look in one["checks"]]


def test_a_source_is_looked_at_again_and_again(looking: Office, page: Page, url: str) -> None:
    first = check(looking)["last_check"]
    assert (first["verdict"], first["status"], first["bytes"], first["by"]) == ("ok", 200, 7, "ed")
    assert (first["url"], first["at"]) == (url, "2026-12-01T12:00:00Z")
    assert check(looking)["last_check"]["detail"] == "It is there, as it was."
    page.answer = says("200 OK", b"the act, amended", "Content-Type: text/html")
    assert check(looking)["last_check"]["verdict"] == "changed"
    assert check(looking)["last_check"]["verdict"] == "changed"
    assert check(looking, accept=True)["last_check"]["verdict"] == "ok"
    page.answer = says("301 Moved Permanently", b"", "Location: https://elsewhere.example/act")
    moved = check(looking)["last_check"]
    assert (moved["verdict"], moved["location"], moved["sha256"]) == ("moved", "https://elsewhere.example/act", None)
    page.answer = says("404 Not Found", b"no")
    gone = check(looking)
    assert verdicts(gone) == ["gone", "moved", "ok", "changed", "changed", "ok", "ok"]
    assert told(looking.ask("vera", "GET", "/sources/xx-law")) == gone
    trail = rows(looking, "source.link-check")
    assert [(row.object_id, row.actor, row.reason) for row in trail] == [("xx-law", "ed", "the round")] * 7


def test_a_look_changes_no_fact(looking: Office, page: Page) -> None:
    before = looking.client.get("/v1/entries").json(), looking.client.get("/v1/sources/xx-law").json()
    page.answer = says("410 Gone")
    check(looking)
    assert (looking.client.get("/v1/entries").json(), looking.client.get("/v1/sources/xx-law").json()) == before
    with reading(looking.engine) as connection:
        assert connection.scalar(select(func.count()).where(Revision.state.in_(("draft", "in_review")))) == 0


def test_what_a_lost_source_supports_weighs_more(looking: Office, page: Page) -> None:
    edition(looking.engine, record("requirement", "xx-old", fact_as_of=None))
    risks = []
    for answer in (says("200 OK", b"the act"), says("200 OK", b"other"), says("404 Not Found")):
        page.answer = answer
        check(looking)
        risks.append(told(looking.ask("vera", "GET", "/stale"))["items"][0]["risk"])
    assert risks == [3, 5, 6]
    edition(looking.engine, record("source", "xx-law", url="https://new.example/"))
    assert told(looking.ask("vera", "GET", "/stale"))["items"][0]["risk"] == 3


def test_this_machine_is_looked_at_only_where_the_operator_lets_it(desk: Office, url: str) -> None:
    edition(desk.engine, record("source", "xx-law", url=url))
    found = check(desk)["last_check"]
    assert (found["verdict"], found["status"]) == ("refused", None)
    assert "not a public address" in found["detail"]


def test_the_list_of_sources(looking: Office, page: Page) -> None:
    check(looking)
    answer = told(looking.ask("vera", "GET", "/sources"))
    assert [(one["id"], one["cited_by"]) for one in answer["items"]] == [("xx-law", 3), ("xx-news", 1), ("yy-law", 1)]
    found = {
        query: [one["id"] for one in told(looking.ask("vera", "GET", f"/sources?{query}"))["items"]]
        for query in ("verdict=ok", "verdict=unchecked", "verdict=ok&verdict=unchecked", "verdict=gone", "country=yy")
    }
    assert found == {
        "verdict=ok": ["xx-law"],
        "verdict=unchecked": ["xx-news", "yy-law"],
        "verdict=ok&verdict=unchecked": ["xx-law", "xx-news", "yy-law"],
        "verdict=gone": [],
        "country=yy": ["yy-law"],
    }
    first = told(looking.ask("vera", "GET", "/sources?limit=2"))
    rest = told(looking.ask("vera", "GET", f"/sources?limit=2&cursor={first['next']}"))
    assert [one["id"] for one in first["items"] + rest["items"]] == ["xx-law", "xx-news", "yy-law"]
    assert (first["total"], rest["next"]) == (3, None)
    for query in ("verdict=fine", "country=ZZ", "verdicts=ok", "cursor=abc", f"verdict=ok&cursor={first['next']}"):
        assert looking.ask("vera", "GET", f"/sources?{query}").status_code == 422


def test_what_cannot_be_looked_at_is_refused(looking: Office) -> None:
    assert "has no address" in check(looking, "xx-news", 409)["detail"]
    for id_ in ("xx-nothing", "xx-fee", "%00"):
        check(looking, id_, 404)
        assert looking.ask("vera", "GET", f"/sources/{id_}").status_code == 404
    check(looking, status=403, name="vera")


def seen(play: object, sha256: str | None = None) -> Found:
    """What a short look at a host finds."""
    with host(play) as port:  # type: ignore[arg-type]
        source = Watched(1, "x", f"http://127.0.0.1:{port}/", sha256)
        return look(source, reach=Reach.loopback, limits=Limits(seconds=0.5, bytes=1000))


def _silent(connection: socket.socket) -> None:
    asked(connection)
    connection.recv(1)


@pytest.mark.parametrize(
    ("play", "verdict", "status"),
    [
        (says("200 OK", b"a"), Verdict.ok, 200),
        (says("204 No Content"), Verdict.ok, 204),
        (says("308 Permanent Redirect", b"", "Location: file:///etc/passwd"), Verdict.moved, 308),
        (says("302 Found"), Verdict.moved, 302),
        (says("403 Forbidden", b"no"), Verdict.unreachable, 403),
        (says("429 Too Many Requests"), Verdict.unreachable, 429),
        (says("500 Internal Server Error"), Verdict.unreachable, 500),
        (says("410 Gone"), Verdict.gone, 410),
        (_silent, Verdict.unreachable, None),
    ],
)
def test_verdicts(play: object, verdict: Verdict, status: int | None) -> None:
    found = seen(play)
    assert (found.verdict, found.status) == (verdict, status)


def test_a_long_body_is_compared_by_its_beginning() -> None:
    found = seen(says("200 OK", b"a" * 2000))
    assert (found.verdict, found.bytes) == (Verdict.ok, 1000)
    assert found.detail.endswith("Only its first 1000 bytes were read.")
    assert seen(says("200 OK", b"a" * 3000), found.sha256).verdict == Verdict.ok


def test_what_a_stranger_says_is_kept_short_and_plain() -> None:
    found = seen(says("301 Moved", b"", "Location: /" + "\u00e9a" * 4000, "Content-Type: " + "\x85" * 300))
    assert len(found.location or "") == 2000
    assert (found.content_type or "").isprintable()


def test_the_command_looks_at_the_longest_unseen_first(
    looking: Office, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", looking.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("ATLAS_OUTSIDE_LOOPBACK", "true")
    get_settings.cache_clear()
    try:
        done = CliRunner().invoke(cli, ["links", "check", "--country", "xx", "--limit", "1"])
        assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "1 sources looked at")
        assert done.stdout.startswith("ok          xx-law http://127.0.0.1:")
        assert CliRunner().invoke(cli, ["links", "check", "--country", "ZZ"]).exit_code == 1
    finally:
        get_settings.cache_clear()
    with reading(looking.engine) as connection:
        assert connection.execute(select(SourceCheck.actor, SourceCheck.verdict)).all() == [("command line", "ok")]
    (row,) = rows(looking, "source.link-check")
    assert (row.actor_kind, row.object_id) == ("command", "xx-law")
