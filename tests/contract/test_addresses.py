"""What is at an address, what is not, and which methods it takes."""

from collections.abc import Mapping
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import QUESTIONS, Data, ask, problem

FIXED = ["/docs", "/docs/assets/swagger-ui.css", "/openapi.json"]
READS = [
    "/v1",
    "/v1/requirements",
    "/v1/entries/my-local-prh",
    "/v1/entries/my-local-prh/revisions",
    "/v1/entries/my-local-prh/diff",
    "/v1/sources/npra-charter",
    "/v1/countries",
    "/v1/countries/MY",
    "/v1/guides/MY/generic",
    "/v1/calendar.ics",
    "/v1/editions",
    "/v1/editions/1",
    "/v1/editions/1/manifest",
    "/v1/editions/1/manifest/MY.txt",
    "/health/live",
    "/health/ready",
    "/problems/moved",
    *FIXED,
]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "NONSENSE"])
@pytest.mark.parametrize("address", [*READS, "/metrics"])
def test_a_method_that_an_address_does_not_take_is_refused_with_those_it_takes(
    client: TestClient, address: str, method: str
) -> None:
    answer = client.request(method, address)
    body = problem(answer, 405, "method-not-allowed")
    assert {one.strip() for one in answer.headers["allow"].split(",")} == {"GET", "HEAD"}
    assert method in body["detail"]


@pytest.mark.parametrize("address", READS)
def test_head_answers_what_get_does_without_a_body(client: TestClient, address: str) -> None:
    get, head = client.get(address), client.head(address)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert _headers(head.headers) == _headers(get.headers)
    assert int(head.headers["content-length"]) == len(get.content)


def test_head_works_for_metrics(client: TestClient) -> None:
    head = client.head("/metrics")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("address", ["/v1/nothing", "/v1/entries/nothing", "/v1/requirements?limit=0"])
def test_head_fails_where_get_does_and_still_has_no_body(client: TestClient, address: str) -> None:
    get, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == "application/problem+json"


def test_every_documented_address_takes_head(client: TestClient, operations: dict[str, Data]) -> None:
    for path in operations:
        if "{" not in path:
            answer = client.head(path, params=dict(QUESTIONS.get(path, {})))
            assert answer.status_code == client.get(path, params=dict(QUESTIONS.get(path, {}))).status_code, path
            assert answer.status_code in (200, 401), path


@pytest.mark.parametrize(
    "address",
    [
        "/v1/nothing",
        "/v1/requirements/",
        "/v1/Requirements",
        "/V1/requirements",
        "/v2/requirements",
        "/v1/requirements/my-local-prh",
        "/v1/entries/my-local-prh/",
        "/v1/entries/my-local-prh/nothing",
        "/v1/guides",
        "/v1/guides/MY",
        "/v1/guides/MY/generic/more",
        "/v1/editions/1/manifest/MY",
        "/redoc",
        "/docs/assets/nothing.js",
        "/docs/assets/../routes.py",
        "/docs/assets/..%2f__init__.py",
        "/docs/assets/",
        "/favicon.ico",
        "/.env",
    ],
)
def test_an_unknown_path_is_not_found(client: TestClient, address: str) -> None:
    problem(client.get(address), 404, "not-found")


@pytest.mark.parametrize("method", ["POST", "DELETE", "HEAD", "OPTIONS"])
def test_an_unknown_path_is_not_found_by_any_method(client: TestClient, method: str) -> None:
    assert client.request(method, "/v1/nothing").status_code == 404


def test_a_misspelt_path_is_told_the_nearest_one(client: TestClient) -> None:
    body = problem(client.get("/v1/requirement"), 404, "not-found")
    assert "/v1/requirements" in body["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/entries/my-nothing",
        "/v1/entries/MY-LOCAL-PRH",
        "/v1/entries/my-nothing/revisions",
        "/v1/entries/my-nothing/diff",
        "/v1/entries/npra-charter",
        "/v1/entries/generic/revisions",
        "/v1/sources/nothing",
        "/v1/sources/my-local-prh",
        "/v1/countries/XX",
        "/v1/countries/Malaysia",
        "/v1/countries/MYS",
        "/v1/guides/XX/generic",
        "/v1/guides/MY/nothing",
        "/v1/guides/MY/Generic",
        "/v1/guides/MY/biosimlar",
        "/v1/editions/999",
        "/v1/editions/999/manifest",
        "/v1/editions/999/manifest/MY.txt",
        "/v1/editions/1/manifest/XX.txt",
        "/v1/editions/1/manifest/my.txt",
    ],
)
def test_an_unknown_id_in_a_path_is_not_found_and_named(client: TestClient, address: str) -> None:
    body = problem(client.get(address), 404, "unknown-record")
    assert any(step in body["detail"] for step in address.replace(".txt", "").split("/")[3:])


@pytest.mark.parametrize(
    "address",
    [
        "/v1/countries/MY",
        "/v1/entries/my-local-prh",
        "/v1/entries/my-local-prh/revisions",
        "/v1/guides/MY/generic",
        "/v1/sources/npra-charter",
        "/v1/editions/1",
        "/v1/topics",
    ],
)
@pytest.mark.parametrize("query", ["edition=999", "as_of=2026-11-22"])
def test_an_edition_that_is_not_there_is_not_found_by_single_reads_too(
    client: TestClient, address: str, query: str
) -> None:
    problem(client.get(f"{address}?{query}"), 404, "unknown-edition")


@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.5", "01x", "99999999999999999999"])
def test_an_edition_in_a_path_that_is_no_number_is_refused_or_not_found(client: TestClient, number: str) -> None:
    for rest in ("", "/manifest", "/manifest/MY.txt"):
        answer = client.get(f"/v1/editions/{number}{rest}")
        assert answer.status_code in (404, 422)
        problem(answer, answer.status_code, "unknown-record" if answer.status_code == 404 else "invalid-parameter")


def test_countries_in_paths_are_known_in_either_case(client: TestClient) -> None:
    assert ask(client, "/v1/countries/my") == ask(client, "/v1/countries/MY")
    assert ask(client, "/v1/guides/my/generic")["country"] == "MY"


def test_the_index_names_every_address_of_the_api(client: TestClient) -> None:
    documented = ask(client, "/openapi.json")["paths"]
    assert ask(client, "/v1")["paths"] == sorted(path for path in documented if path.startswith("/v1/"))


def test_an_error_names_the_path_that_was_asked_for(client: TestClient) -> None:
    path = "/v1/entries/없는-것"
    assert client.get(quote(path)).json()["instance"] == path


@pytest.mark.parametrize("address", ["/v1/requirements", "/v1/nothing", "/docs", "/health/live"])
def test_every_answer_carries_an_id_and_tells_browsers_not_to_guess(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert len(headers["x-request-id"]) >= 8
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that do not differ from one request to the next."""
    return {name: value for name, value in headers.items() if name not in ("x-request-id", "ratelimit")}
