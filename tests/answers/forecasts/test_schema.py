"""Every forecast fits the schema that is promised for it."""

from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

Data = dict[str, Any]


@pytest.fixture(scope="module")
def document(atlas: TestClient) -> Data:
    """The OpenAPI document as it is served."""
    found: Data = atlas.get("/openapi.json").json()
    return found


def _validator(document: Data, method: str) -> jsonschema_rs.Draft202012Validator:
    content = document["paths"]["/v1/forecasts"][method]["responses"]["200"]["content"]
    assert content["text/calendar"]["schema"] == {"type": "string"}
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


def _procedures(atlas: TestClient) -> list[tuple[str, str]]:
    page = atlas.get("/v1/procedures", params={"limit": 200, "view": "summary"}).json()
    return [(one["country"], one["id"]) for one in page["items"]]


def test_forecasts_of_every_procedure_fit_their_schema(atlas: TestClient, document: Data) -> None:
    validator = _validator(document, "get")
    for _, procedure in _procedures(atlas):
        query = {"procedure": procedure, "submit_on": "2026-12-05", "prerequisites": "yes", "applicant_days": "20"}
        answer = atlas.get("/v1/forecasts", params=query).json()
        assert [f"{one.instance_path}: {one.message[:200]}" for one in validator.iter_errors(answer)] == []


def test_a_plan_of_many_fits_its_schema(atlas: TestClient, document: Data) -> None:
    validator = _validator(document, "post")
    filings = [
        {"country": country, "procedure": procedure, "submit_on": "2026-12-05", "label": procedure}
        for country, procedure in _procedures(atlas)
    ]
    for start in range(0, len(filings), 50):
        answer = atlas.post("/v1/forecasts", json={"items": filings[start : start + 50]}).json()
        assert [f"{one.instance_path}: {one.message[:200]}" for one in validator.iter_errors(answer)] == []
