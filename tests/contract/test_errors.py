"""What is not valid is refused, and the error says what, where and what would have been right."""

from collections import defaultdict

import pytest
from starlette.testclient import TestClient

from app.http.problems import TITLES
from tests.access.declared import key_routes
from tests.contract.asking import CAPABILITIES, ENTRY_LISTS, PAGED_LISTS, QUESTIONS, Data, fault, ids, problem

LIST = "/v1/requirements"
ENTRY = "my-local-prh"
SAMPLES = {"country": "MY", "product_type": "biosimilar", "id": ENTRY, "number": "1", "part": "MY", "name": "moved"}
ONE_VALUE = {
    "limit": "5",
    "edition": "1",
    "as_of": "2026-11-23",
    "since": "0",
    "redactions": "0",
    "until": "1",
    "lang": "ko",
    "q": "gmp",
    "sort": "id",
    "view": "full",
    "facets": "topic",
    "applies_on": "2026-11-23",
    "checked_before": "2026-11-23",
    "effective_from": "2026",
    "effective_until": "2026-05",
    "from": "1",
    "to": "1",
    "product_type": "biosimilar",
    "licence": "marketing-authorisation",
    "rank_by": "observed",
    "format": "json",
    "country": "MY",
    "reference": "KR-MFDS",
    "same_product": "yes",
    "local_holder": "no",
    "procedure": "my-new-drug-full",
    "variant": "standard",
    "submit_on": "2026-12-01",
    "applicant_days": "30",
    "prerequisites": "yes",
    **dict.fromkeys(("applications", "products", "ingredients", "formulas", "sites", "dosage_forms"), "2"),
    **dict.fromkeys(("licences", "years"), "2"),
}
READS = [
    "/v1",
    *PAGED_LISTS,
    *QUESTIONS,
    "/v1/countries",
    "/v1/countries/MY",
    "/v1/events/kpa-2019-asean",
    "/v1/authorities",
    "/v1/product-types",
    "/v1/topics",
    "/v1/documents",
    "/v1/sources/npra-charter",
    f"/v1/entries/{ENTRY}",
    f"/v1/entries/{ENTRY}/revisions",
    f"/v1/entries/{ENTRY}/diff",
    "/v1/editions/1",
    "/v1/editions/1/manifest",
    "/v1/editions/1/manifest/MY.txt",
    "/v1/guides/MY/biosimilar",
    "/v1/reliance-matrix",
    "/v1/calendar.ics",
    "/v1/changes",
    "/v1/changes.atom",
    "/v1/editions/1/signatures",
]
WITHOUT_EDITION = ("/v1/changes", "/v1/changes.atom", "/v1/editions/1/signatures")
"""These have no parameter `edition`; `tests/partners` asks them for what they do not know."""


def test_the_addresses_tested_here_are_all_there_are(operations: dict[str, Data]) -> None:
    with_key = {one.path for one in key_routes()}
    public = {path for path in operations if path.startswith("/v1") and not path.startswith(CAPABILITIES)}
    assert {_sample(path) for path in public - with_key} == set(READS)


@pytest.mark.parametrize(
    ("query", "parameter", "near"),
    [
        ("product_type=biosimlar", "product_type", "biosimilar"),
        ("product_type=generic&product_type=Vacine", "product_type", "vaccine"),
        ("topic=gmp-evidense", "topic", "gmp-evidence"),
        ("obligation=mandatry", "obligation", "mandatory"),
        ("confidence=hihg", "confidence", "high"),
        ("currency_status=curent", "currency_status", "current"),
        ("stale=unknow", "stale", "unknown"),
        ("evidence_grade=a", "evidence_grade", "A"),
        ("view=sumary", "view", "summary"),
        ("sort=chekced_on", "sort", "checked_on"),
        ("sort=-fact_asof", "sort", "-fact_as_of"),
        ("facets=topic,contry", "facets", "country"),
        ("contry=MY", "contry", "country"),
        ("Country=MY", "Country", "country"),
        ("productType=generic", "productType", "product_type"),
        ("product_type[]=generic", "product_type[]", "product_type"),
        ("langg=ko", "langg", "lang"),
    ],
)
def test_a_misspelt_name_or_value_is_refused_with_the_nearest_valid_one(
    client: TestClient, query: str, parameter: str, near: str
) -> None:
    assert fault(client.get(f"{LIST}?{query}"), parameter)["did_you_mean"] == near


def test_a_misspelt_authority_is_refused_with_the_nearest_one(client: TestClient) -> None:
    assert fault(client.get("/v1/reliance?reference=kr-mfd"), "reference")["did_you_mean"] == "KR-MFDS"


@pytest.mark.parametrize("value", ["XX", "Malaysia", "MYS", "MY,SG", "M", "말레이시아"])
@pytest.mark.parametrize("address", [*ENTRY_LISTS, "/v1/sources", "/v1/gaps", "/v1/disagreements", "/v1/authorities"])
def test_an_unknown_country_is_refused_with_those_there_are(client: TestClient, address: str, value: str) -> None:
    error = fault(client.get(address, params={"country": value}), "country")
    assert value.upper() in error["message"]
    assert "expected" in error or "/v1/countries" in error["message"]


@pytest.mark.parametrize(
    ("query", "parameter", "hint"),
    [
        ("limit=0", "limit", "1"),
        ("limit=-1", "limit", "1"),
        ("limit=201", "limit", "200"),
        ("limit=abc", "limit", "integer"),
        ("limit=1.5", "limit", "integer"),
        ("edition=abc", "edition", "integer"),
        ("edition=0", "edition", "1"),
        ("edition=-1", "edition", "1"),
        ("edition=99999999999999999999999", "edition", "2000000000"),
        ("as_of=2026-13-01", "as_of", "month"),
        ("as_of=2026-02-30", "as_of", "day"),
        ("as_of=2026-11", "as_of", "YYYY-MM-DD"),
        ("as_of=yesterday", "as_of", "YYYY-MM-DD"),
        ("as_of=2026-11-23T00:00:00Z", "as_of", "YYYY-MM-DD"),
        ("as_of=0001-01-01", "as_of", "1800"),
        ("as_of=9999-12-31", "as_of", "2200"),
        ("applies_on=2026-05", "applies_on", "YYYY-MM-DD"),
        ("applies_on=2026", "applies_on", "YYYY-MM-DD"),
        ("applies_on=23.11.2026", "applies_on", "YYYY-MM-DD"),
        ("checked_before=2026-05", "checked_before", "YYYY-MM-DD"),
        ("lang=fr", "lang", "en"),
        ("lang=EN", "lang", "en"),
        ("view=table", "view", "full"),
        ("source=nobody-wrote-this", "source", "/v1/sources"),
        ("q=" + "a" * 201, "q", "200"),
        ("product_type=" + "a" * 121, "product_type", "120"),
        ("cursor=" + "a" * 601, "cursor", "600"),
        ("&".join(["topic=cpp"] * 51), "topic", "50"),
    ],
)
def test_a_value_that_is_not_valid_is_refused_and_told_what_would_be(
    client: TestClient, query: str, parameter: str, hint: str
) -> None:
    error = fault(client.get(f"{LIST}?{query}"), parameter)
    assert hint in f"{error['message']} {error.get('expected')}"


@pytest.mark.parametrize("value", ["2026-13", "26", "2026-1", "2026-05-32", "May 2026"])
@pytest.mark.parametrize("parameter", ["effective_from", "effective_until"])
def test_a_partial_date_that_is_not_in_the_calendar_is_refused(
    client: TestClient, parameter: str, value: str
) -> None:
    fault(client.get("/v1/policies", params={parameter: value}), parameter)


@pytest.mark.parametrize(("query", "parameter"), [("sort=nonsense", "sort"), ("facets=nonsense", "facets")])
@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_an_unknown_sort_or_facet_is_refused_with_those_there_are(
    client: TestClient, address: str, query: str, parameter: str
) -> None:
    error = fault(client.get(f"{address}?{query}"), parameter)
    assert "country" in error["expected"]


@pytest.mark.parametrize("facets", ["topic,,country", ",", "topic,", " topic"])
def test_a_list_of_facets_with_holes_is_refused(client: TestClient, facets: str) -> None:
    fault(client.get(LIST, params={"facets": facets}), "facets")


@pytest.mark.parametrize(
    "address",
    [one for one in READS if one not in WITHOUT_EDITION],
)
def test_no_address_takes_a_parameter_that_it_does_not_know(client: TestClient, address: str) -> None:
    error = fault(client.get(_asking(address, "editon=1")), "editon")
    assert error["did_you_mean"] == "edition"


@pytest.mark.parametrize("address", [one for one in READS if one != "/v1"])
def test_an_empty_value_is_refused_by_every_parameter(
    client: TestClient, operations: dict[str, Data], address: str
) -> None:
    for name in _parameters(operations, address):
        fault(client.get(_asking(address, f"{name}=")), name)


@pytest.mark.parametrize("address", [one for one in READS if one != "/v1"])
def test_a_parameter_given_twice_where_one_is_meant_is_refused(
    client: TestClient, operations: dict[str, Data], address: str
) -> None:
    for name, schema in _parameters(operations, address).items():
        if name != "cursor" and schema.get("type") != "array":
            value = schema.get("const", ONE_VALUE[name])
            short = "&limit=1" if address in PAGED_LISTS and name != "limit" else ""
            assert client.get(_asking(address, f"{name}={value}{short}")).status_code == 200
            assert "once" in fault(client.get(_asking(address, f"{name}={value}&{name}={value}")), name)["message"]


def test_every_parameter_at_fault_is_named_at_once(client: TestClient) -> None:
    answer = client.get(f"{LIST}?limit=0&lang=fr&contry=MY")
    errors = problem(answer, 422, "invalid-parameter")["errors"]
    assert {error["parameter"] for error in errors} == {"limit", "lang", "contry"}


def test_an_edition_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert "999" in problem(client.get(f"{LIST}?edition=999"), 404, "unknown-edition")["detail"]


def test_a_day_before_the_first_edition_is_not_found(client: TestClient) -> None:
    assert client.get(f"{LIST}?as_of=2026-11-23").status_code == 200
    problem(client.get(f"{LIST}?as_of=2026-11-22"), 404, "unknown-edition")


def test_edition_and_day_together_are_refused(client: TestClient) -> None:
    problem(client.get(f"{LIST}?edition=1&as_of=2026-11-23"), 422, "invalid-parameter")


def test_edition_and_day_together_name_a_parameter_at_fault(client: TestClient) -> None:
    errors = client.get(f"{LIST}?edition=1&as_of=2026-11-23").json()["errors"]
    assert {error["parameter"] for error in errors} <= {"edition", "as_of"}


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        (LIST, ["licence=import", "assessment=full", "reference=KR-MFDS", "status=in-force", "kind=requirement"]),
        ("/v1/procedures", ["obligation=mandatory", "document=cpp", "scope=tender", "kind=procedure"]),
        ("/v1/reliance", ["licence=import", "obligation=mandatory", "status=in-force"]),
        ("/v1/observed-times", ["licence=import", "answer=yes", "effective_from=2026"]),
        ("/v1/policies", ["obligation=mandatory", "assessment=full", "procedure=my-ctil"]),
        ("/v1/market", ["obligation=mandatory", "licence=import", "status=in-force"]),
        ("/v1/terms", ["licence=import", "answer=yes"]),
        ("/v1/qa", ["licence=import", "answer=yes"]),
    ],
)
def test_a_filter_that_a_kind_lacks_is_refused_on_its_own_list(
    client: TestClient, address: str, filters: list[str]
) -> None:
    for one in filters:
        fault(client.get(f"{address}?{one}"), one.split("=")[0])


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"licence": "import"}, {"procedure"}),
        ({"assessment": "full"}, {"procedure"}),
        ({"acceleration": "priority"}, {"procedure"}),
        ({"obligation": "mandatory"}, {"requirement"}),
        ({"reference": "KR-MFDS"}, {"reliance"}),
        ({"answer": "yes"}, {"reliance"}),
        ({"scope": "gmp-inspection"}, {"reliance"}),
        ({"status": "in-force"}, {"policy"}),
        ({"effective_from": "2024"}, {"policy"}),
        ({"effective_until": "2024"}, {"policy"}),
        ({"procedure": "my-new-drug-full"}, {"observed_time"}),
    ],
)
def test_a_filter_that_a_kind_lacks_matches_none_of_it_among_all_entries(
    client: TestClient, query: dict[str, str], kinds: set[str]
) -> None:
    found = client.get("/v1/entries", params={**query, "limit": 200, "view": "summary"}).json()["items"]
    assert {item["kind"] for item in found} == kinds
    assert ids(client, "/v1/entries", {**query, "kind": "term"}) == []


def test_every_problem_type_can_be_looked_up(client: TestClient) -> None:
    for name, (status, title) in TITLES.items():
        said = client.get(f"/problems/{name}").json()
        assert said == {"type": f"/problems/{name}", "status": status, "title": title}


def _parameters(operations: dict[str, Data], address: str) -> dict[str, Data]:
    """The query parameters of an address and their schemas."""
    operation = next(one for path, one in operations.items() if _sample(path) == address)
    return {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}


def _asking(address: str, query: str) -> str:
    """An address with a query, and with what it cannot be read without."""
    needed = {name: value for name, value in QUESTIONS.get(address, {}).items() if f"{name}=" not in query}
    return f"{address}?{'&'.join((*(f'{name}={value}' for name, value in needed.items()), query))}"


def _sample(path: str) -> str:
    """An address that a path of the document stands for."""
    path = path.replace("/sources/{id}", "/sources/npra-charter").replace("/events/{id}", "/events/kpa-2019-asean")
    return path.format_map(defaultdict(lambda: "nothing", SAMPLES))
