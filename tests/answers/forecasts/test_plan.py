"""A launch plan: many applications at once, one line of time, nothing kept, faults by pointer."""

import json
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.answers.forecasts.schemas import MOST_FILINGS
from tests.contract.asking import problem

Data = dict[str, Any]

FILING = {"country": "MY", "procedure": "my-new-drug-full", "submit_on": "2026-01-05"}
PLAN: list[Data] = [
    {**FILING, "label": "Seoul tablets"},
    {"country": "sg", "procedure": "sg-nda-abridged", "submit_on": "2026-11-23", "applicant_days": 45},
    {"country": "TH", "procedure": "th-generic", "submit_on": "2026-03-02", "prerequisites": "yes"},
]


def _send(client: TestClient, *filings: Data, **query: str) -> Response:
    return client.post("/v1/forecasts", params=query, json={"items": list(filings)})


def _plan(client: TestClient, *filings: Data, **query: str) -> Data:
    answer = _send(client, *filings, **query)
    assert answer.status_code == 200, answer.text
    found: Data = answer.json()
    return found


def test_every_application_is_forecast_as_it_is_alone(atlas: TestClient) -> None:
    found = _plan(atlas, *PLAN)
    for position, (one, asked) in enumerate(zip(found["items"], PLAN, strict=True)):
        query = {name: value for name, value in asked.items() if name not in ("country", "label")}
        alone = atlas.get("/v1/forecasts", params=query).json()
        for name in ("edition", "evidence", "meta"):
            alone.pop(name)
        assert one == {**alone, "position": position, "label": asked.get("label")}


def test_the_span_runs_from_the_first_filing_to_the_last_end(atlas: TestClient) -> None:
    found = _plan(atlas, *PLAN)
    ends = [one["ends"] for one in found["items"][:2]]
    span = found["span"]
    assert span["start"] == "2026-01-05"
    for case in ("earliest", "expected", "late"):
        assert span["ends"][case] == max(one[case] for one in ends)
    assert span["last"] == [1]
    assert span["not_computable"] == [2]
    assert span["at_least"]


def test_a_plan_of_one_sure_application_is_no_lower_bound(atlas: TestClient) -> None:
    span = _plan(atlas, FILING)["span"]
    assert (span["at_least"], span["last"], span["not_computable"]) == (False, [0], [])


def test_a_plan_without_any_date_says_so(atlas: TestClient) -> None:
    span = _plan(atlas, PLAN[2])["span"]
    assert span["ends"] == {"earliest": None, "expected": None, "late": None}
    assert (span["last"], span["not_computable"]) == ([], [0])


def test_evidence_and_warnings_stand_once_for_the_whole_plan(atlas: TestClient) -> None:
    found = _plan(atlas, *PLAN, PLAN[0])
    ids = [one["id"] for one in found["evidence"]]
    assert ids == sorted(set(ids))
    codes = [one["code"] for one in found["warnings"]]
    assert len(codes) == len(set(codes))
    for item in found["items"]:
        for warning in item["warnings"]:
            (merged,) = [one for one in found["warnings"] if one["code"] == warning["code"]]
            assert set(warning["entries"]) <= set(merged["entries"])


def test_a_plan_is_nobody_else_s_and_is_kept_nowhere(atlas: TestClient) -> None:
    answer = _send(atlas, *PLAN, lang="ko")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert answer.headers["content-language"] == "ko"
    assert "Seoul" not in atlas.get("/metrics").text


def test_a_plan_of_the_most_applications_is_taken_and_one_more_is_not(atlas: TestClient) -> None:
    assert len(_plan(atlas, *[FILING] * MOST_FILINGS)["items"]) == MOST_FILINGS
    body = problem(_send(atlas, *[FILING] * (MOST_FILINGS + 1)), 422, "invalid-parameter")
    assert [one["pointer"] for one in body["errors"]] == ["/items"]


@pytest.mark.parametrize(
    ("change", "pointer", "nearest"),
    [
        ({"procedure": "my-new-drug-ful"}, "/items/1/procedure", "my-new-drug-full"),
        ({"country": "SG"}, "/items/1/country", None),
        ({"country": "XX"}, "/items/1/country", None),
        ({"variant": "standart"}, "/items/1/variant", "standard"),
        ({"product_type": "biosimlar"}, "/items/1/product_type", "biosimilar"),
        ({"done": ["my-hybri"]}, "/items/1/done", "my-hybrid"),
        ({"skip": ["my-hybri"]}, "/items/1/skip", "my-hybrid"),
        ({"submit_on": "1999-01-01"}, "/items/1/submit_on", None),
        ({"submit_on": 20260105}, "/items/1/submit_on", None),
        ({"submit_on": None}, "/items/1/submit_on", None),
        ({"applicant_days": 3651}, "/items/1/applicant_days", None),
        ({"applicant_days": 1.5}, "/items/1/applicant_days", None),
        ({"prerequisites": "maybe"}, "/items/1/prerequisites", None),
        ({"label": ""}, "/items/1/label", None),
        ({"label": "a\u0000b"}, "/items/1/label", None),
        ({"label": "x" * 121}, "/items/1/label", None),
        ({"procedure": "my\u0000"}, "/items/1/procedure", None),
        ({"procedures": "my-hybrid"}, "/items/1/procedures", None),
        ({"done": "my-hybrid"}, "/items/1/done", None),
    ],
)
def test_a_fault_is_named_by_its_place_in_the_body(
    atlas: TestClient, change: Data, pointer: str, nearest: str | None
) -> None:
    body = problem(_send(atlas, FILING, {**FILING, **change}), 422, "invalid-parameter")
    (error,) = body["errors"]
    assert error["pointer"] == pointer
    assert error.get("did_you_mean") == nearest


@pytest.mark.parametrize("missing", ["country", "procedure", "submit_on"])
def test_what_a_filing_lacks_is_named(atlas: TestClient, missing: str) -> None:
    filing = {name: value for name, value in FILING.items() if name != missing}
    body = problem(_send(atlas, filing), 422, "invalid-parameter")
    assert [one["pointer"] for one in body["errors"]] == [f"/items/0/{missing}"]


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        (b"", 422, "invalid-parameter"),
        (b"{", 400, "malformed-body"),
        (b"[]", 422, "invalid-parameter"),
        (b"null", 422, "invalid-parameter"),
        (b'{"items": {}}', 422, "invalid-parameter"),
        (b'{"items": []}', 422, "invalid-parameter"),
        (b'{"items": [1]}', 422, "invalid-parameter"),
        (b'{"items": [[[[[[]]]]]]}', 422, "invalid-parameter"),
        (b'{"items": [], "more": 1}', 422, "invalid-parameter"),
        (b'{"items": [{"\\ud800": 1}]}', 422, "invalid-parameter"),
    ],
)
def test_hostile_bodies_are_problems(atlas: TestClient, body: bytes, status: int, name: str) -> None:
    answer = atlas.post("/v1/forecasts", content=body, headers={"content-type": "application/json"})
    problem(answer, status, name)


def test_a_label_with_half_a_character_is_refused(atlas: TestClient) -> None:
    body = json.dumps({"items": [{**FILING, "label": "\ud800"}]}).encode()
    answer = atlas.post("/v1/forecasts", content=body, headers={"content-type": "application/json"})
    assert problem(answer, 422, "invalid-parameter")["errors"][0]["pointer"] == "/items/0/label"


def test_a_body_of_another_type_is_refused(atlas: TestClient) -> None:
    answer = atlas.post("/v1/forecasts", content=b"items=1", headers={"content-type": "text/plain"})
    assert answer.status_code in (415, 422)


def test_editions_and_unknown_parameters_are_handled_as_everywhere(atlas: TestClient) -> None:
    assert _plan(atlas, FILING, edition="1")["edition"] == 1
    problem(_send(atlas, FILING, edition="9"), 404, "unknown-edition")
    problem(_send(atlas, FILING, editon="1"), 422, "invalid-parameter")
