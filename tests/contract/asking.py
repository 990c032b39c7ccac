"""How the contract tests ask and read: problems, pages, links, and the lists there are."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.http.problems import TITLES

Data = dict[str, Any]
Query = Mapping[str, str | int | Sequence[str]]

STAFF = "/v1/staff/"
"""What begins so needs a person who is signed in; `tests/access` and `tests/editorial` ask there."""

ON_POSTGRESQL = os.environ.get("ATLAS_TEST_ENGINE") == "postgresql"
"""For promises that only one engine breaks."""

CAPABILITIES = ("/v1/reports/{receipt}", "/v1/feeds/{secret}")
"""Addresses that only those know who were given them; the tests of their rooms ask there."""

KIND_LISTS = {
    "/v1/requirements": "requirement",
    "/v1/procedures": "procedure",
    "/v1/reliance": "reliance",
    "/v1/observed-times": "observed_time",
    "/v1/policies": "policy",
    "/v1/market": "market",
    "/v1/terms": "term",
    "/v1/qa": "qa",
}
ENTRY_LISTS = ["/v1/entries", *KIND_LISTS]
PAGED_LISTS = [
    *ENTRY_LISTS,
    "/v1/sources",
    "/v1/gaps",
    "/v1/disagreements",
    "/v1/editions",
    "/v1/events",
    "/v1/coverage",
]
WHOLE_LISTS = ["/v1/countries", "/v1/authorities", "/v1/product-types", "/v1/topics", "/v1/documents"]

QUESTIONS = {
    "/v1/compare": {"product_type": "biosimilar", "topic": "cpp"},
    "/v1/eligibility": {"country": "MY", "product_type": "biosimilar"},
    "/v1/fees": {"procedure": "my-new-drug-full"},
    "/v1/forecasts": {"procedure": "my-new-drug-full", "submit_on": "2026-12-01"},
    "/v1/search": {"q": "biosimilar"},
    "/v1/timelines": {"product_type": "biosimilar"},
}
"""Addresses that cannot be read without parameters, and what to ask them."""

_OUR_INSIDES = re.compile(r"Traceback|File \"|site-packages|sqlalchemy|psycopg|sqlite3|\[SQL|/app/|/tests/")


def ask(client: TestClient, address: str, query: Query | None = None, **headers: str) -> Data:
    """A 200's body as data."""
    answer = client.get(address, params=dict(query) if query else None, headers=headers)
    assert answer.status_code == 200, f"{address} {query}: {answer.text[:500]}"
    data: Data = answer.json()
    return data


def problem(answer: Response, status: int, name: str) -> Data:
    """The body of an answer that must be this problem, and a whole one, and show nothing of our insides."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body: Data = answer.json()
    assert body["type"] == f"/problems/{name}"
    assert (body["status"], body["title"]) == TITLES[name]
    assert body["status"] == status
    assert body["detail"]
    assert body["instance"].startswith("/")
    assert body["request_id"] == answer.headers["x-request-id"]
    assert not _OUR_INSIDES.search(answer.text), answer.text[:500]
    return body


def fault(answer: Response, parameter: str) -> Data:
    """The one thing at fault in a 422, which must be this parameter."""
    errors: list[Data] = problem(answer, 422, "invalid-parameter")["errors"]
    assert [error["parameter"] for error in errors] == [parameter]
    assert errors[0]["message"]
    return errors[0]


def pages(client: TestClient, address: str, query: Query | None = None, *, limit: int = 200) -> list[Data]:
    """All pages of a list, by its cursors."""
    given = {**(query or {}), "limit": limit}
    found = [ask(client, address, given)]
    while found[-1]["next"]:
        found.append(ask(client, address, {**given, "cursor": found[-1]["next"]}))
        assert len(found) < 1000, "the cursors go round in circles"
    return found


def items(client: TestClient, address: str, query: Query | None = None, *, limit: int = 200) -> list[Data]:
    """All items of a list, by its cursors."""
    return [item for page in pages(client, address, query, limit=limit) for item in page["items"]]


def ids(client: TestClient, address: str, query: Query | None = None, *, limit: int = 200) -> list[str]:
    """Ids of all items of a list, by its cursors."""
    return [item["id"] for item in items(client, address, query, limit=limit)]


def links(answer: Response) -> dict[str, str]:
    """The addresses of a `Link` header by relation."""
    found = re.findall(r'<([^>]+)>; rel="([a-z]+)"', answer.headers["link"])
    return {relation: address for address, relation in found}
