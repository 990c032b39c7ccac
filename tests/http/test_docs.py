"""The documentation pages work without a network: nothing in them leads to another host."""

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from tests.http.raw import ask_raw


class _Addresses(HTMLParser):
    """Every address that a page loads or leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("src", "href", "action", "data") and value]


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    answer = client.get("/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    text: str = answer.text
    return text


def test_the_page_names_no_other_host(page: str) -> None:
    assert not re.search(r"https?://|[\"'(]//", page)


def test_everything_that_the_page_loads_is_here(client: TestClient, page: str) -> None:
    addresses = _Addresses(page).found
    assert len(addresses) >= 3
    for address in addresses:
        assert address.startswith("/docs/assets/")
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) > 500


def test_the_page_shows_our_document(client: TestClient, page: str) -> None:
    (address,) = re.findall(r"url: '([^']+)'", page)
    assert client.get(address).json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("swagger-ui-bundle.js", "javascript"),
        ("swagger-ui.css", "text/css"),
        ("favicon-32x32.png", "image/png"),
    ],
)
def test_assets_have_their_types_and_are_known_again(client: TestClient, name: str, kind: str) -> None:
    first = client.get(f"/docs/assets/{name}")
    assert kind in first.headers["content-type"]
    again = client.get(f"/docs/assets/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_style_sheet_loads_nothing_from_another_host(client: TestClient) -> None:
    style = client.get("/docs/assets/swagger-ui.css").text
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", style)
    assert "@import" not in style


def test_the_document_names_no_server_but_this_one(client: TestClient) -> None:
    assert all(one["url"].startswith("/") for one in client.get("/openapi.json").json().get("servers", []))


@pytest.mark.parametrize(
    "name", ["", "..", "../docs.py", "../../http/docs.py", "..\\docs.py", "/etc/passwd", "nothing.js"]
)
def test_the_assets_are_only_those_of_the_package(client: TestClient, name: str) -> None:
    sent = ask_raw(client.app, f"/docs/assets/{name}")
    assert sent[0]["status"] == 404
