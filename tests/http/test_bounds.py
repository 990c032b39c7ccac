"""Everything that a caller may send has an end, and whatever is one beyond it is refused by name (OWASP API4)."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.contract.asking import STAFF, Data, problem


@pytest.fixture(scope="module")
def operations(client: TestClient) -> Data:
    """What may be asked without signing in, by path."""
    paths: Data = client.get("/openapi.json").json()["paths"]
    return {path: one["get"] for path, one in paths.items() if "get" in one and not path.startswith(STAFF)}


def beyond(schema: Data) -> list[Any]:
    """Values one beyond what a schema takes; none where it takes anything."""
    found: list[Any] = []
    for one in schema.get("anyOf", [schema]):
        if "maximum" in one:
            found.append(one["maximum"] + 1)
        if "maxLength" in one:
            found.append("a" * (one["maxLength"] + 1))
        if "maxItems" in one:
            item = one["items"].get("anyOf", [one["items"]])[0]
            found.append([item.get("enum", ["a"])[0]] * (one["maxItems"] + 1))
    return found


def test_every_bound_of_a_query_is_a_bound(client: TestClient, operations: Data) -> None:
    tried = set()
    for path, operation in operations.items():
        for parameter in operation.get("parameters", ()):
            if (
                parameter["in"] != "query"
                or "{" in path
                or ["key"] in [list(one) for one in operation["security"][:1]]
            ):
                continue
            for value in beyond(parameter["schema"]):
                asked = (parameter["name"], type(value).__name__, len(str(value)))
                if asked in tried:
                    continue
                tried.add(asked)
                answer = client.get(path, params={parameter["name"]: value})
                named = [one["parameter"] for one in problem(answer, 422, "invalid-parameter")["errors"]]
                assert parameter["name"] in named, (path, parameter["name"], named)
    assert len(tried) > 20


def test_every_text_and_list_of_a_query_has_an_end(operations: Data) -> None:
    endless = [
        f"{path} {parameter['name']}"
        for path, operation in operations.items()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
        for one in parameter["schema"].get("anyOf", [parameter["schema"]])
        if (one.get("type") == "string" and not {"maxLength", "enum", "pattern", "format", "const"} & one.keys())
        or (one.get("type") == "integer" and "maximum" not in one)
    ]
    assert endless == []


def test_a_body_has_an_end_whether_it_says_how_long_it_is_or_not(tmp_path: Path) -> None:
    app = create_app(
        Settings.model_validate({"database_url": f"sqlite:///{tmp_path}/none.db", "max_body_bytes": 1000})
    )
    with TestClient(app) as client:
        kind = {"Content-Type": "application/json"}
        for path in ("/v1/readiness", "/v1/forecasts", "/v1/entries/my-local-prh/reports", "/v1/staff/keys"):
            problem(client.post(path, content=b"[" * 1001, headers=kind), 413, "body-too-large")
            answer = client.post(path, content=iter([b" " * 600, b" " * 600]), headers=kind)
            problem(answer, 413, "body-too-large")


@pytest.mark.parametrize("depth", [50, 5_000, 100_000])
def test_a_body_that_is_deep_is_refused(client: TestClient, depth: int) -> None:
    body = b'{"country":' + b"[" * depth + b"]" * depth + b"}"
    answer = client.post("/v1/readiness", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)


def test_a_plan_and_a_list_of_documents_have_an_end(client: TestClient) -> None:
    body = {"country": "MY", "product_type": "generic", "documents": ["cpp"] * 2_000}
    pointers = [
        one["pointer"] for one in problem(client.post("/v1/readiness", json=body), 422, "invalid-parameter")["errors"]
    ]
    assert pointers == ["/documents"]
