"""The embedded database and the big one give the same answers, to the byte.

It needs PostgreSQL, so it runs where that is the engine under test, and brings an SQLite file of its own.
"""

import random
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.database.engine import open_engine, writing
from app.editions.commands import seed_empty
from app.intake.seed import Seed
from tests.conftest import SEED, client_of
from tests.contract.asking import (
    ENTRY_LISTS,
    KIND_LISTS,
    ON_POSTGRESQL,
    PAGED_LISTS,
    STAFF,
    Data,
    Query,
    ask,
    ids,
    items,
    links,
)
from tests.contract.editions import publish_again, richer_records
from tests.database.databases import SQLiteDatabases, upgrade

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="runs once, where PostgreSQL is the engine under test")

RANDOM_ADDRESSES = 360
SAMPLES = {
    "approved_by": ["KR-MFDS", "us-fda:2026-01", "EU-EMA:2025", "SG-HSA:2024-06-01", "none", "nobody"],
    "inspected_by": ["KR-MFDS", "SG-HSA:2010", "none", "KR-MFDS:2026-13"],
    "designation": ["orphan", "none", "rare"],
    "applies_on": ["2012-01-01", "2024-01-01", "2026-11-23", "2027-06-01"],
    "as_of": ["2026-11-23", "2026-12-01"],
    "checked_before": ["2020-01-01", "2026-11-23", "2026-11-24"],
    "applicant_days": ["0", "45", "4000"],
    "done": ["my-biologic-full", "nothing"],
    "edition": ["1", "2"],
    "effective_from": ["2019", "2024-01", "2025-07-30"],
    "effective_until": ["2019", "2024-01", "2026"],
    "facets": [
        "topic,country",
        "stale,confidence,product_type",
        "kind",
        "evidence_grade,currency_status",
        "nonsense",
    ],
    "format": ["json", "csv", "xlsx", "html"],
    "lang": ["en", "ko"],
    "limit": ["1", "3", "17", "200"],
    "skip": ["my-foreign-gmp-inspection", "nothing"],
    "submit_on": ["2026-01-05", "2026-12-05", "2027-02-30"],
    "variant": ["standard", "one-active", "nothing"],
    **{name: ["1", "3", "0"] for name in ("applications", "products", "ingredients", "formulas", "sites")},
    **{name: ["1", "7", "101"] for name in ("dosage_forms", "licences", "years")},
    "q": [
        "gmp",
        "바이오시밀러",
        "허가 심사",
        "50 %",
        "_",
        "\\",
        "biosimilar NPRA",
        "ＧＭＰ",
        "nobodyeverwrotethis",
        "é'",
    ],
    **{name: ["0", "1", "2", "3"] for name in ("since", "until", "redactions")},
    "type": ["requirement", "source", "gap", "nothing"],
    "sort": ["id", "-id", "kind", "-checked_on", "fact_as_of", "-fact_as_of", "applies_from", "-applies_from"],
    "view": ["full", "summary"],
}
"""Values for parameters that take no word of the vocabulary and no closed list."""


@pytest.fixture(scope="module")
def embedded(seed: Seed) -> Iterator[TestClient]:
    """A client of the same two editions on SQLite."""
    databases = SQLiteDatabases()
    address = databases.empty()
    engine = open_engine(address)
    upgrade(engine)
    with writing(engine) as connection:
        seed_empty(connection, SEED, lambda _: None)
    publish_again(engine, *richer_records(seed))
    engine.dispose()
    with client_of(address) as made:
        yield made
    databases.close()


@pytest.fixture(scope="module")
def words(whole: TestClient) -> dict[str, list[str]]:
    """Real values for the parameters that take a word of the data, and one of each that is none."""
    entries = items(whole, "/v1/entries")
    references = [one for item in entries for one in item.get("references", [])]
    return {
        "country": ["MY", "my", "SG", "VN", "ASEAN", "KR", "XX"],
        "product_type": [one["id"] for one in ask(whole, "/v1/product-types")["items"]] + ["biosimlar"],
        "topic": [one["id"] for one in ask(whole, "/v1/topics")["items"]] + ["nothing"],
        "source": [*ids(whole, "/v1/sources"), "merged-away", "nothing"],
        "event": ["forum-2026", "quiet-forum", "nothing"],
        "document": ["cpp-paper", "site-master-file", "nothing"],
        "procedure": [*sorted({item["procedure"] for item in entries if item.get("procedure")}), "nothing"],
        "reference": sorted({one["authority"] or one["group"] for one in references if not one["any"]} - {None}),
        "entry": sorted({entry for one in items(whole, "/v1/gaps") for entry in one["entries"]}),
        "ids": [item["id"] for item in entries],
    }


def _values(parameter: Data, document: Data, words: dict[str, list[str]]) -> Sequence[str]:
    """Values that one parameter of the document can take."""
    name, schema = parameter["name"], parameter["schema"]
    if name in SAMPLES:
        return SAMPLES[name]
    if name in words:
        return words[name]
    inner = schema.get("items", schema)
    if "$ref" in inner:
        inner = document["components"]["schemas"][inner["$ref"].rsplit("/", 1)[1]]
    found: list[str] = inner["enum"] if "enum" in inner else [inner["const"]]
    return found


def _addresses(document: Data, words: dict[str, list[str]]) -> list[str]:
    """Random addresses, the same every time: lists with one to four filters, and everything else once or more."""
    chance = random.Random(20261123)
    found = ["/v1/entries/my-market-data-exclusivity-grants-nce-second", "/v1/entries/the-one-that-went?lang=ko"]
    found += [
        f"/v1/guides/MY/{name}?lang={chance.choice(SAMPLES['lang'])}"
        for name in chance.sample(words["product_type"], 8)
    ]
    found += [f"/v1/guides/{code}/vaccine?applies_on=2027-01-01" for code in words["country"]]
    found += [f"/v1/entries/{id_}?lang={chance.choice(SAMPLES['lang'])}" for id_ in chance.sample(words["ids"], 25)]
    found += [f"/v1/entries/{id_}/{rest}" for id_ in chance.sample(words["ids"], 6) for rest in ("revisions", "diff")]
    found += [f"/v1/sources/{id_}" for id_ in chance.sample(words["source"], 12)]
    found += [f"/v1/countries/{code}" for code in words["country"]]
    found += [
        f"/v1/guides/{code}/{chance.choice(words['product_type'])}?format={form}"
        for code in words["country"]
        for form in ("xlsx", "html")
    ]
    found += [
        f"/v1/compare?country=MY&country=SG&product_type={name}&format={chance.choice(SAMPLES['format'])}"
        for name in chance.sample(words["product_type"], 6)
    ]
    found += [
        f"/v1/timelines?product_type={name}&rank_by=observed" for name in chance.sample(words["product_type"], 4)
    ]
    found += [f"/v1/timelines?product_type={name}&lang=ko" for name in chance.sample(words["product_type"], 4)]
    found += [f"/v1/fees?procedure={name}&lang={chance.choice(SAMPLES['lang'])}" for name in words["procedure"]]
    found += [
        f"/v1/forecasts?procedure={id_}&submit_on=2026-12-05&prerequisites=yes&lang={chance.choice(SAMPLES['lang'])}"
        for id_ in words["procedure"]
    ]
    found += [f"/v1/policies?{name}={SAMPLES[name][0]}" for name in ("effective_from", "effective_until")]
    found += ["/v1/reliance?scope=gmp-inspection", "/v1/reliance-matrix?scope=marketing-authorisation"]
    for number in (1, 2, 3):
        found += [f"/v1/editions/{number}", f"/v1/editions/{number}/manifest"]
        found += [f"/v1/editions/{number}/manifest/{part}.txt" for part in ("MY", "SG", "ASEAN", "common", "XX")]
    reads = (
        path
        for path, methods in document["paths"].items()
        if "get" in methods and STAFF not in path and {} in methods["get"].get("security", [{}])
    )
    lists = [path for path in reads if path.startswith("/v1/") and "{" not in path]
    found += lists
    while len(found) < RANDOM_ADDRESSES:
        path = chance.choice([*lists, *ENTRY_LISTS])
        parameters = [one for one in document["paths"][path]["get"].get("parameters", []) if one["name"] != "cursor"]
        chosen = chance.sample(parameters, min(len(parameters), chance.randint(1, 5)))
        pairs = [(one["name"], chance.choice(_values(one, document, words))) for one in chosen]
        repeated = [one for one in chosen if one["schema"].get("type") == "array" and chance.random() < 0.3]
        pairs += [(one["name"], chance.choice(_values(one, document, words))) for one in repeated]
        found.append(f"{path}?{urlencode(pairs)}")
    return found


@pytest.fixture(scope="module")
def addresses(whole: TestClient, words: dict[str, list[str]]) -> list[str]:
    return _addresses(ask(whole, "/openapi.json"), words)


def _same(embedded: Response, big: Response, address: str) -> None:
    """The answers are the same, an error's request id apart."""
    assert embedded.status_code == big.status_code < 500, address
    for name in ("etag", "link", "content-type", "content-language", "location", "vary"):
        assert embedded.headers.get(name) == big.headers.get(name), f"{address} {name}"
    if embedded.headers["content-type"].startswith("application/problem"):
        one, other = embedded.json(), big.json()
        assert one.pop("request_id") != other.pop("request_id")
        assert one == other, address
    else:
        assert embedded.content == big.content, address


def test_each_engine_is_the_one_it_should_be(embedded: TestClient, whole: TestClient) -> None:
    engines = [client.app.state.engine.dialect.name for client in (embedded, whole)]  # type: ignore[attr-defined]
    assert engines == ["sqlite", "postgresql"]


def test_both_engines_answer_random_addresses_with_the_same_bytes(
    embedded: TestClient, whole: TestClient, addresses: list[str]
) -> None:
    assert len(addresses) >= RANDOM_ADDRESSES
    statuses: dict[int, int] = {}
    for address in addresses:
        one, other = embedded.get(address), whole.get(address)
        _same(one, other, address)
        statuses[one.status_code] = statuses.get(one.status_code, 0) + 1
    assert statuses[200] > RANDOM_ADDRESSES * 0.7
    assert {300, 308, 404, 422} <= set(statuses)


def test_the_random_addresses_ask_for_every_list_and_every_parameter(whole: TestClient, addresses: list[str]) -> None:
    asked = {address.split("?")[0] for address in addresses}
    assert {*PAGED_LISTS, *KIND_LISTS} <= asked
    document = ask(whole, "/openapi.json")
    names = {
        one["name"]
        for path in ENTRY_LISTS
        for one in document["paths"][path]["get"].get("parameters", [])
        if path in asked
    }
    unasked = {name for name in names - {"cursor"} if not any(f"{name}=" in address for address in addresses)}
    assert unasked == set()


@pytest.mark.parametrize(
    "address",
    [
        *(f"{address}?limit=37" for address in PAGED_LISTS if address not in ("/v1/entries", "/v1/coverage")),
        "/v1/coverage?country=MY&country=KR&product_type=vaccine&limit=7",
        *(f"/v1/entries?country=SG&country=VN&limit=40&view=summary&sort={sort}" for sort in SAMPLES["sort"]),
        "/v1/policies?limit=2&sort=-effective_from&lang=ko",
        "/v1/requirements?limit=9&product_type=biosimilar&product_type=vaccine&lang=ko",
        "/v1/editions?limit=1",
    ],
)
def test_both_engines_cut_pages_in_the_same_places_with_the_same_cursors(
    embedded: TestClient, whole: TestClient, address: str
) -> None:
    following: str | None = address
    while following:
        one, other = embedded.get(following), whole.get(following)
        _same(one, other, following)
        following = links(one).get("next")


def test_a_cursor_of_one_engine_goes_on_in_the_other(embedded: TestClient, whole: TestClient) -> None:
    query: Query = {"sort": "-fact_as_of", "limit": 20}
    for mine, its in ((embedded, whole), (whole, embedded)):
        cursor = ask(mine, "/v1/entries", query)["next"]
        assert ask(its, "/v1/entries", {**query, "cursor": cursor}) == ask(
            mine, "/v1/entries", {**query, "cursor": cursor}
        )


def test_both_engines_publish_editions_of_the_same_hash(embedded: TestClient, whole: TestClient) -> None:
    assert ask(embedded, "/v1/editions") == ask(whole, "/v1/editions")


def test_who_has_an_answer_from_one_engine_has_it_from_the_other(embedded: TestClient, whole: TestClient) -> None:
    for address in ("/v1/entries?lang=ko", "/v1/guides/MY/generic", "/v1/editions/2/manifest"):
        tag = embedded.get(address).headers["etag"]
        assert whole.get(address, headers={"If-None-Match": tag}).status_code == 304
