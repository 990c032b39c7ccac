"""What pages of other origins may do, and what every answer tells browsers."""

import hashlib
import re
from base64 import b64encode

import pytest
from starlette.testclient import TestClient

PAGE = {"Origin": "https://portal.example"}


@pytest.mark.parametrize("address", ["/v1/topics", "/v1/nothing", "/v1/topics?nonsense=1", "/health/live", "/v1/me"])
def test_every_page_may_read_what_is_public(client: TestClient, address: str) -> None:
    for headers in ({}, PAGE, {"Origin": "null"}):
        answer = client.get(address, headers=headers)
        assert answer.headers["access-control-allow-origin"] == "*"
        exposed = {one.strip() for one in answer.headers["access-control-expose-headers"].split(",")}
        assert exposed >= {"ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"}
        assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" not in answer.headers.get("vary", "")


def test_what_is_too_long_can_be_read_as_well(client: TestClient) -> None:
    answer = client.get(f"/v1/topics?lang={'a' * 9000}", headers=PAGE)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (414, "*")


@pytest.mark.parametrize("path", ["/v1/topics", "/v1/readiness", "/v1/me", "/v1/nothing"])
def test_a_browser_that_asks_first_is_told(client: TestClient, path: str) -> None:
    asked = {**PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    answer = client.options(path, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"GET", "POST", "PATCH", "DELETE"} <= set(answer.headers["access-control-allow-methods"].split(", "))
    allowed = set(answer.headers["access-control-allow-headers"].lower().split(", "))
    assert allowed >= {"authorization", "if-none-match", "if-match", "accept-language", "content-type"}
    assert answer.headers["access-control-max-age"] == "86400"
    assert "ratelimit" not in answer.headers


def test_an_options_of_another_kind_is_a_method_that_is_not_allowed(client: TestClient) -> None:
    assert client.options("/v1/topics").status_code == 405
    assert client.options("/v1/topics", headers=PAGE).status_code == 405


@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
@pytest.mark.parametrize("path", ["/v1/staff/me", "/v1/staff/token", "/v1/staff/keys", "/v1/staff/nothing"])
def test_no_page_of_another_origin_reads_what_is_for_staff(client: TestClient, method: str, path: str) -> None:
    asked = {**PAGE, "Access-Control-Request-Method": "GET"}
    answer = client.request(method, path, headers=asked)
    assert answer.status_code >= 400
    assert not [name for name in answer.headers if name.startswith("access-control")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/v1/topics", "/v1/nothing", "/v1/staff/me", "/metrics", "/openapi.json"])
def test_no_answer_is_a_page_that_runs_anything(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert "x-powered-by" not in headers


def test_the_documentation_runs_its_own_scripts_and_no_others(client: TestClient) -> None:
    answer = client.get("/docs")
    policy = dict(part.split(" ", maxsplit=1) for part in answer.headers["content-security-policy"].split("; "))
    inline = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert inline
    hashes = {f"'sha256-{b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inline}
    assert set(policy["script-src"].split()) == {"'self'", *hashes}
    assert not re.search(r"\son[a-z]+=|javascript:", answer.text)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert loaded
    assert all(one.startswith("/docs/assets/") for one in loaded)


def test_the_index_lists_versions_and_environments(client: TestClient) -> None:
    body = client.get("/v1").json()
    assert body["versions"] == [{"version": "1", "path": "/v1", "status": "current", "sunset": None}]
    assert body["environments"] == []
