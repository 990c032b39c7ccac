"""The OpenAPI document is complete and tight, and every answer fits it."""

import json
import re
from collections.abc import Iterator

import jsonschema_rs
import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

import app.main
from app.http.gate import is_free
from app.http.problems import MEDIA_TYPE
from tests.access.declared import PUBLIC, key_routes
from tests.contract.asking import (
    CAPABILITIES,
    ENTRY_LISTS,
    KIND_LISTS,
    PAGED_LISTS,
    QUESTIONS,
    STAFF,
    WHOLE_LISTS,
    Data,
    ask,
    ids,
    pages,
)
from tests.contract.untyped import untyped

PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
HIDDEN = {"/docs", "/docs/assets", "/openapi.json"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> Data:
    """The OpenAPI document as it is served."""
    return ask(client, "/openapi.json")


def _operations(document: Data) -> Iterator[tuple[str, Data]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_document_is_openapi_3_1_and_says_what_it_is_about(document: Data) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Licensing Atlas"
    assert len(document["info"]["description"]) > 100
    assert document["info"]["license"]["identifier"] == "Apache-2.0"


def test_the_document_has_every_route_of_the_application_and_no_other(client: TestClient, document: Data) -> None:
    routers = [one for one in vars(app.main).values() if isinstance(one, APIRouter) and one.include_in_schema]
    routes = {(path, method.lower()) for one in routers for path, method in _routes(one)}
    assert {(path, method) for path, methods in document["paths"].items() for method in methods} == routes
    own = {getattr(route, "path", None) for route in client.app.routes}  # type: ignore[attr-defined]  # it is ours
    assert own - {None} == HIDDEN


def _routes(router: APIRouter) -> Iterator[tuple[str, str]]:
    for route in router.routes:
        for method in getattr(route, "methods", ()):
            yield getattr(route, "path", ""), method


def test_every_operation_has_a_name_a_summary_a_description_and_a_tag(document: Data) -> None:
    names = [operation["operationId"] for _, operation in _operations(document)]
    assert len(set(names)) == len(names)
    for name, operation in _operations(document):
        assert operation["summary"], name
        assert operation["description"].endswith((".", "`", "?")), name
        assert operation["tags"], name


def test_every_parameter_has_a_description_and_a_type(document: Data) -> None:
    for name, operation in _operations(document):
        for one in operation.get("parameters", []):
            assert one.get("description"), f"{name} {one['name']}"
            assert untyped(document, one["schema"], one["name"]) == []


def test_every_documented_error_is_a_problem(document: Data) -> None:
    for name, operation in _operations(document):
        for status, response in operation["responses"].items():
            assert response["description"], f"{name} {status}"
            if int(status) >= 400:
                assert response["content"] == PROBLEM, f"{name} {status}"


def test_every_read_declares_what_a_caller_can_do_wrong(document: Data) -> None:
    for name, operation in _operations(document):
        if name.startswith("GET /v1/") and f"{STAFF}oidc/" not in name:
            assert {"200", "304", "404", "405", "414", "422"} <= set(operation["responses"]), name


WITH_KEY = {(one.method, one.path) for one in key_routes()}


def test_every_operation_of_staff_declares_how_to_sign_in_and_what_happens_without(document: Data) -> None:
    scheme = document["components"]["securitySchemes"]["staff"]
    assert scheme["flows"]["password"]["tokenUrl"] == "/v1/staff/token"
    for name, operation in _operations(document):
        method, path = name.split(" ")
        if path.startswith(STAFF) and (method, path) not in PUBLIC:
            assert operation["security"] == [{"staff": []}], name
            assert {"401", "403"} <= set(operation["responses"]), name
        elif (method, path) in WITH_KEY:
            assert operation["security"] == [{"key": []}], name
            assert {"401", "403", "429"} <= set(operation["responses"]), name
        elif path.startswith(STAFF) or is_free(path):
            assert "security" not in operation, name
        else:
            assert operation["security"] == [{}, {"key": []}], name
            assert {"401", "403", "429"} <= set(operation["responses"]), name


@pytest.mark.parametrize("status", ["405", "414", "500"])
def test_every_operation_declares_the_errors_that_any_address_can_give(document: Data, status: str) -> None:
    assert [name for name, operation in _operations(document) if status not in operation["responses"]] == []


def test_every_read_declares_that_the_atlas_may_not_be_ready(document: Data) -> None:
    reads = [(name, one) for name, one in _operations(document) if name.startswith("GET /v1/")]
    assert [name for name, operation in reads if "503" not in operation["responses"]] == []


def test_a_redirect_declares_where_it_leads(document: Data) -> None:
    for path in ("/v1/entries/{id}", "/v1/sources/{id}"):
        response = document["paths"][path]["get"]["responses"]["308"]
        assert response["content"] == PROBLEM
        assert "Location" in response["headers"]


def test_nothing_that_an_answer_can_hold_is_without_a_type(document: Data) -> None:
    places: list[str] = []
    for name, operation in _operations(document):
        for status, response in operation["responses"].items():
            for media in response.get("content", {}).values():
                places += untyped(document, media["schema"], f"{name} {status}")
            for header, described in response.get("headers", {}).items():
                places += untyped(document, described["schema"], f"{name} {status} {header}")
    assert places == []


@pytest.mark.parametrize(
    "schema",
    [
        {},
        True,
        {"type": "object"},
        {"type": "object", "additionalProperties": True},
        {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {"type": "array"},
        {"type": "array", "items": {}},
        {"anyOf": [{"type": "string"}, {}]},
        {"type": "object", "additionalProperties": {"type": "array"}},
        {"title": "Anything"},
    ],
)
def test_a_schema_without_a_type_is_found(document: Data, schema: object) -> None:
    assert untyped(document, schema, "here") != []


def test_every_object_of_an_answer_names_all_its_members_and_no_other(document: Data) -> None:
    sent = _sent(document)
    for name, schema in document["components"]["schemas"].items():
        if schema.get("type") == "object" and "Problem" not in name and name not in sent:
            assert schema["additionalProperties"] is False, name
            assert set(schema.get("required", ())) == set(schema.get("properties", ())), name


def _sent(document: Data) -> set[str]:
    """Names of the schemas of bodies that are sent: there a member may be left out."""
    bodies = [operation["requestBody"] for _, operation in _operations(document) if "requestBody" in operation]
    named, waiting = set[str](), re.findall(r"#/components/schemas/([^\"]+)", json.dumps(bodies))
    while waiting:
        name = waiting.pop()
        if name not in named:
            named.add(name)
            waiting += re.findall(
                r"#/components/schemas/([^\"]+)", json.dumps(document["components"]["schemas"][name])
            )
    answered = json.dumps([operation["responses"] for _, operation in _operations(document)])
    return {name for name in named if f'schemas/{name}"' not in answered}


@pytest.mark.parametrize(
    ("schema", "member"),
    [
        ("RequirementAnswer", "fact_as_of"),
        ("RequirementAnswer", "checked_on"),
        ("RequirementAnswer", "applies_from"),
        ("PolicyAnswer", "effective_from"),
        ("MarketAnswer", "value"),
        ("ObservedTimeAnswer", "point"),
    ],
)
def test_dates_and_decimals_of_answers_are_declared_with_their_form(document: Data, schema: str, member: str) -> None:
    declared = document["components"]["schemas"][schema]["properties"][member]
    assert any("pattern" in one for one in declared.get("anyOf", [declared]))


@pytest.mark.parametrize("parameter", ["as_of", "applies_on", "checked_before", "effective_from"])
def test_dates_that_are_asked_for_are_declared_with_their_form(document: Data, parameter: str) -> None:
    (declared,) = [
        one["schema"] for one in document["paths"]["/v1/policies"]["get"]["parameters"] if one["name"] == parameter
    ]
    assert any("pattern" in one for one in declared.get("anyOf", [declared]))


def test_schemas_have_plain_names_by_which_generators_call_them(document: Data) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)] == []
    assert [name for name, one in schemas.items() if one["title"] != name] == []
    assert len({name.casefold() for name in schemas}) == len(schemas), "generators make files of them"


def test_operations_are_named_by_what_they_do(document: Data) -> None:
    names = [operation["operationId"] for _, operation in _operations(document)]
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    assert [name for name in names if "_v1_" in name] == []
    assert {"list_requirements", "read_entry", "list_changes"} <= set(names)


def test_every_answer_has_an_example_that_fits_it(document: Data) -> None:
    for name, operation in _operations(document):
        method, path = name.split(" ")
        for status, response in operation["responses"].items():
            media = response.get("content", {}).get("application/json")
            if (
                media and status in ("200", "201", "202") and not path.startswith("/v1/exports/")
            ):  # a file is too long
                assert "example" in media, name
                assert _validator(document, path, status, method).is_valid(media["example"]), name


def test_every_example_of_a_parameter_is_a_real_value(client: TestClient, document: Data) -> None:
    tried = 0
    for name, operation in _operations(document):
        address = name.removeprefix("GET ")
        if address == name or address.startswith((STAFF, *CAPABILITIES)) or tuple(name.split(" ")) in WITH_KEY:
            continue  # a question that is sent as a body has its examples in the schema of the body
        parameters = {one["name"]: one for one in operation.get("parameters", [])}
        address = address.format(**_examples(operation))
        short = {"limit": 1} if "limit" in parameters else {}
        for one in parameters.values():
            for example in one["schema"].get("examples", []):
                needed = QUESTIONS.get(address, {})
                query = short | needed | ({one["name"]: example} if one["in"] == "query" else {})
                assert client.get(address, params=query).status_code == 200, f"{address} {query}"
                tried += 1
    assert tried > 50


def _examples(operation: Data) -> dict[str, str]:
    """Values for the path of an operation, from its own examples."""
    return {
        one["name"]: one["schema"].get("examples", ["moved"])[0]
        for one in operation.get("parameters", [])
        if one["in"] == "path"
    }


ADDRESSES = [
    *("/v1", "/health/live", "/health/ready", "/problems/withdrawn"),
    *PAGED_LISTS,
    *WHOLE_LISTS,
    *(f"{address}?lang=ko&limit=200" for address in PAGED_LISTS),
    *(f"{address}?lang=ko" for address in WHOLE_LISTS),
    *(f"{address}?view=summary&limit=200&product_type=biosimilar" for address in ENTRY_LISTS),
    *(f"{address}?facets=country,kind,confidence,stale,topic,product_type&limit=1" for address in ENTRY_LISTS),
    "/v1/entries?q=nobodyeverwrotethis&facets=topic",
    "/v1/entries?confidence=high&assessment=full&edition=1",
    *(f"/v1/countries/{code}{lang}" for code in ("MY", "SG", "ASEAN", "KR") for lang in ("", "?lang=ko")),
    *(
        f"/v1/guides/MY/{name}"
        for name in ("generic", "biosimilar?lang=ko", "cosmetic", "vaccine?applies_on=2020-01-01")
    ),
    *("/v1/guides/SG/vaccine", "/v1/guides/KR/generic?lang=ko", "/v1/guides/ASEAN/otc"),
    "/v1/forecasts?procedure=my-priority&submit_on=2026-12-01&prerequisites=yes&applicant_days=30",
    "/v1/forecasts?procedure=my-import-licence&submit_on=2026-12-01&prerequisites=yes&lang=ko&product_type=generic",
    "/v1/eligibility?country=SG&product_type=biologic&approved_by=US-FDA:2025&approved_by=KR-MFDS&lang=ko",
    "/v1/eligibility?country=BN&product_type=cosmetic&inspected_by=none&designation=none",
    *(
        "/v1/reliance-matrix",
        "/v1/reliance-matrix?reference=PICS&lang=ko",
        "/v1/reliance-matrix?product_type=vaccine",
    ),
    *("/v1/sources/npra-charter", "/v1/sources/npra-charter?lang=ko", "/v1/sources/survivor"),
    *("/v1/editions/1", "/v1/editions/2", "/v1/editions?limit=1"),
    *("/v1/entries/my-local-prh/revisions", "/v1/entries/my-local-prh/revisions?edition=1"),
    *("/v1/entries/my-local-prh/diff", "/v1/entries/merged-of-two/diff", "/v1/entries/my-local-prh/diff?from=1&to=1"),
]


_VALIDATORS: dict[tuple[str, str, str], jsonschema_rs.Draft202012Validator] = {}
"""Made once for each method, path and status: the document is the same for the whole module."""


def _validator(document: Data, path: str, status: str, method: str = "GET") -> jsonschema_rs.Draft202012Validator:
    if (method, path, status) not in _VALIDATORS:
        _VALIDATORS[method, path, status] = _new_validator(document, method, path, status)
    return _VALIDATORS[method, path, status]


def _new_validator(document: Data, method: str, path: str, status: str) -> jsonschema_rs.Draft202012Validator:
    schema = document["paths"][path][method.lower()]["responses"][status]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})


def _path_of(document: Data, address: str) -> str:
    """The documented path that an address is one of."""
    steps = address.split("?", maxsplit=1)[0].split("/")
    found: str
    (found,) = [
        path
        for path in document["paths"]
        if len(path.split("/")) == len(steps)
        and all(mine == its or its.startswith("{") for mine, its in zip(steps, path.split("/"), strict=True))
    ]
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_fits_its_own_schema(richer: TestClient, document: Data, address: str) -> None:
    validator = _validator(document, _path_of(document, address), "200")
    errors = [
        f"{error.instance_path}: {error.message[:200]}" for error in validator.iter_errors(ask(richer, address))
    ]
    assert errors == []


@pytest.mark.parametrize("kind", KIND_LISTS.values())
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_single_entries_of_every_kind_fit_their_schema(
    richer: TestClient, document: Data, kind: str, lang: str
) -> None:
    validator = _validator(document, "/v1/entries/{id}", "200")
    found = ids(richer, "/v1/entries", {"kind": kind, "view": "summary"})
    for id_ in found[:: max(1, len(found) // 15)]:
        answer = ask(richer, f"/v1/entries/{id_}", {"lang": lang})
        assert [error.message[:300] for error in validator.iter_errors(answer)] == []


@pytest.mark.parametrize("address", KIND_LISTS)
def test_every_entry_of_the_whole_seed_fits_its_schema(whole: TestClient, document: Data, address: str) -> None:
    validator = _validator(document, address, "200")
    for page in pages(whole, address, {"lang": "ko"}):
        assert [f"{error.instance_path}: {error.message[:200]}" for error in validator.iter_errors(page)] == []


def test_a_split_entry_fits_its_schema(client: TestClient, document: Data) -> None:
    answer = client.get("/v1/entries/my-market-data-exclusivity-grants-nce-second")
    assert answer.status_code == 300
    assert _validator(document, "/v1/entries/{id}", "300").is_valid(answer.json())


@pytest.mark.parametrize(
    "address", ["/v1/nothing", "/v1/requirements?limit=0&lang=fr", "/v1/entries/nothing", "/v1/entries?edition=9"]
)
def test_every_problem_fits_the_schema_of_problems(client: TestClient, document: Data, address: str) -> None:
    schema = {"$ref": "#/components/schemas/ProblemDocument", "components": document["components"]}
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(client.get(address).json())


def test_an_answer_that_lacks_or_adds_a_member_does_not_fit(client: TestClient, document: Data) -> None:
    validator = _validator(document, "/v1/requirements", "200")
    changes: list[Data] = [
        {"extra": 1},
        {"obligation": "perhaps"},
        {"fact_as_of": 2024},
        {"sources": None},
        {"here": {}},
    ]
    for change in changes:
        page = ask(client, "/v1/requirements", {"limit": 1})
        assert validator.is_valid(page)
        page["items"][0].update(change)
        assert not validator.is_valid(page)
