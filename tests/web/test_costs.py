"""A page costs what the answer costs that it shows, and is kept like it; its files cost nothing."""

from time import sleep
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.http.costs import cost_of
from app.http.gate import is_free
from app.main import create_app
from app.settings import Settings
from app.web import render, templates
from tests.conftest import TODAY
from tests.database.databases import Databases


@pytest.mark.parametrize(
    ("method", "page", "path"),
    [
        ("GET", "/ko/compare", "/v1/compare"),
        ("GET", "/en/guides/MY/generic", "/v1/guides/MY/generic"),
        ("POST", "/en/entries/my-local-prh/report", "/v1/entries/my-local-prh/reports"),
    ],
)
def test_a_page_costs_what_its_answer_costs(method: str, page: str, path: str) -> None:
    assert cost_of(method, page) == cost_of(method, path)


def test_what_every_page_loads_is_free() -> None:
    assert is_free("/static/abc/site.css")
    assert is_free("/robots.txt")
    assert not is_free("/en/")


def test_a_kept_page_is_not_written_again(databases: Databases, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def template(name: str) -> Any:
        written.append(name)
        return templates.template(name)

    monkeypatch.setattr(render, "template", template)
    address = databases.copy(small)
    settings = Settings(database_url=address, response_cache_bytes=8_000_000)
    with TestClient(create_app(settings, today=lambda: TODAY)) as client:
        _until_answers_are_kept(client, written)
        first, second = (client.get("/ko/guides/XX/biologic") for _ in range(2))
        english = client.get("/en/guides/XX/biologic")
    databases.drop(address)
    assert first.content == second.content != english.content
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["content-security-policy"] == second.headers["content-security-policy"]
    assert written == ["guide", "guide"]


def _until_answers_are_kept(client: TestClient, written: list[str]) -> None:
    """A process that has just begun looks first which edition is the newest."""
    for _ in range(50):
        written.clear()
        client.get("/en/countries/XX")
        client.get("/en/countries/XX")
        if len(written) < 2:
            written.clear()
            return
        sleep(0.05)
    raise AssertionError("nothing is kept")
