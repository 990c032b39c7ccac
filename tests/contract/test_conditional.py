"""Whoever has an answer is told so, and a tag means one answer: edition, question, language and day."""

from datetime import date, timedelta

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.conftest import TODAY, client_of
from tests.contract.asking import links, problem
from tests.contract.editions import publish_again

LIST = "/v1/requirements?country=MY&product_type=biosimilar"
JSON_READS = [
    LIST,
    "/v1/entries/my-local-prh",
    "/v1/entries/my-local-prh/revisions",
    "/v1/entries/my-local-prh/diff",
    "/v1/guides/MY/generic",
    "/v1/compare?country=MY&country=SG&product_type=generic&topic=cpp",
    "/v1/countries",
    "/v1/countries/MY",
    "/v1/authorities",
    "/v1/product-types",
    "/v1/topics",
    "/v1/sources",
    "/v1/sources/npra-charter",
    "/v1/gaps",
    "/v1/disagreements",
    "/v1/editions",
    "/v1/editions/1",
    "/v1/forecasts?procedure=my-new-drug-full&submit_on=2026-12-01",
    "/v1/calendar.ics",
]
TEXT_READS = ["/v1/editions/1/manifest", "/v1/editions/1/manifest/MY.txt"]
READS = JSON_READS + TEXT_READS


def _tag(client: TestClient, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.headers["etag"]


def _not_modified(answer: Response) -> bool:
    """Is it a 304? If so it has no body, and the tag that was asked for."""
    if answer.status_code == 304:
        assert answer.content == b""
        assert "etag" in answer.headers
        assert "content-type" not in answer.headers
        return True
    assert answer.status_code == 200
    assert answer.content
    return False


@pytest.mark.parametrize("address", READS)
def test_every_read_has_a_strong_tag_that_the_next_read_has_too(client: TestClient, address: str) -> None:
    first, second = client.get(address), client.get(address)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert tag.endswith('"')
    assert len(tag) >= 34
    assert (second.headers["etag"], second.content) == (tag, first.content)
    assert first.headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize("form", ["{}", "W/{}", 'W/"other" ,  W/{}, "another"', "*"])
@pytest.mark.parametrize("address", READS)
def test_who_has_the_answer_gets_a_304_without_a_body(client: TestClient, address: str, form: str) -> None:
    tag = _tag(client, address)
    answer = client.get(address, headers={"If-None-Match": form.format(tag)})
    assert _not_modified(answer)
    assert answer.headers["etag"] == tag
    assert _not_modified(client.head(address, headers={"If-None-Match": form.format(tag)}))


@pytest.mark.parametrize("header", ['"other"', 'W/"other"', "", "nonsense", '"*"', '""'])
def test_who_has_another_answer_gets_this_one(client: TestClient, header: str) -> None:
    assert not _not_modified(client.get(LIST, headers={"If-None-Match": header}))


def test_a_tag_without_its_quotes_is_another(client: TestClient) -> None:
    assert not _not_modified(client.get(LIST, headers={"If-None-Match": _tag(client, LIST).strip('"')}))


@pytest.mark.parametrize("address", READS)
def test_a_304_has_the_headers_of_its_200(client: TestClient, address: str) -> None:
    whole = client.get(address, headers={"Accept-Language": "ko"})
    short = client.get(address, headers={"Accept-Language": "ko", "If-None-Match": whole.headers["etag"]})
    assert _not_modified(short)
    for name in ("etag", "cache-control", "vary", "content-language"):
        assert short.headers.get(name) == whole.headers.get(name), name


@pytest.mark.parametrize("address", ["/v1/entries/my-nothing", "/v1/countries/XX", "/v1/guides/MY/nothing"])
def test_what_is_not_there_is_not_found_whatever_the_reader_says_to_have(client: TestClient, address: str) -> None:
    problem(client.get(address, headers={"If-None-Match": "*"}), 404, "unknown-record")


@pytest.mark.parametrize("query", ["country=XX", "topic=nothing", "sort=nothing", "facets=nothing", "source=nothing"])
def test_what_is_not_valid_is_refused_whatever_the_reader_says_to_have(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/requirements?{query}", headers={"If-None-Match": "*"})
    problem(answer, 422, "invalid-parameter")


def test_errors_have_no_tag(client: TestClient) -> None:
    for address in ("/v1/nothing", "/v1/entries/my-nothing", "/v1/requirements?limit=0"):
        assert "etag" not in client.get(address).headers


def test_tags_differ_by_address(client: TestClient) -> None:
    assert len({_tag(client, address) for address in READS}) == len(READS)


@pytest.mark.parametrize(
    "query",
    [
        *(
            "lang=ko",
            "limit=49",
            "q=gmp",
            "country=MY",
            "country=SG",
            "product_type=generic",
            "topic=cpp",
            "stale=no",
        ),
        *("sort=-id", "view=summary", "facets=topic", "applies_on=2026-11-23", "checked_before=2026-11-24"),
        *("obligation=mandatory", "country=MY&country=SG", "topic=cpp&country=MY", "product_type=vaccine"),
    ],
)
def test_the_tag_differs_by_what_is_asked(client: TestClient, query: str) -> None:
    plain = _tag(client, "/v1/requirements")
    assert _tag(client, f"/v1/requirements?{query}") != plain
    assert not _not_modified(client.get(f"/v1/requirements?{query}", headers={"If-None-Match": plain}))


def test_values_that_run_together_are_different_questions(client: TestClient) -> None:
    asked = ("q=a%26topic%3Dcpp", "q=a&topic=cpp", "q=a", "q=%5B%27a%27%5D", "q=a%2C+b", "topic=cpp", "q=cpp")
    assert len({_tag(client, f"/v1/requirements?{one}") for one in asked}) == len(asked)


def test_a_value_that_is_written_like_two_parameters_is_another_question(client: TestClient) -> None:
    one = _tag(client, "/v1/requirements?q=a%26topic%3D%5B%27cpp%27%5D")
    assert one != _tag(client, "/v1/requirements?q=a&topic=cpp")


def test_the_tag_does_not_differ_by_the_order_or_spelling_of_parameters(client: TestClient) -> None:
    tag = _tag(client, "/v1/requirements?country=MY&topic=cpp&limit=5&lang=ko")
    for query in ("lang=ko&limit=5&topic=cpp&country=MY", "%74opic=cpp&l%61ng=ko&country=M%59&limit=5"):
        assert _tag(client, f"/v1/requirements?{query}") == tag


def test_the_tag_does_not_differ_by_a_default_that_is_spelt_out(client: TestClient) -> None:
    assert _tag(client, "/v1/requirements?limit=50&sort=id&view=full") == _tag(client, "/v1/requirements")


def test_two_questions_with_one_tag_have_one_answer(client: TestClient) -> None:
    for one, other in (
        ("country=MY&topic=cpp&topic=fees", "topic=cpp&topic=fees&country=MY"),
        ("limit=50&q=gmp", "q=gmp"),
        ("view=full&lang=en&stale=no", "stale=no&lang=en"),
    ):
        first, second = (client.get(f"/v1/requirements?{query}") for query in (one, other))
        assert first.headers["etag"] == second.headers["etag"]
        assert first.content == second.content
        assert links(first)["first"].split("?")[0] == links(second)["first"].split("?")[0]


@pytest.mark.parametrize("address", JSON_READS)
def test_the_tag_differs_by_language_however_it_was_chosen(client: TestClient, address: str) -> None:
    english, korean = _tag(client, address), _tag(client, address, **{"Accept-Language": "ko"})
    assert english != korean
    answer = client.get(address, headers={"Accept-Language": "ko", "If-None-Match": english})
    assert not _not_modified(answer)


def test_the_tag_differs_by_the_day(client: TestClient, seeded_engine: Engine) -> None:
    database = seeded_engine.url.render_as_string(hide_password=False)
    with client_of(database) as today, client_of(database, TODAY + timedelta(days=1)) as tomorrow:
        for address in READS:
            tag = _tag(client, address)
            assert _tag(today, address) == tag
            assert not _not_modified(tomorrow.get(address, headers={"If-None-Match": tag})), address


def test_staleness_in_an_answer_follows_the_day_that_its_tag_names(seeded_engine: Engine) -> None:
    database = seeded_engine.url.render_as_string(hide_password=False)
    found: dict[date, int] = {}
    for day in (TODAY, date(2027, 11, 23), date(2027, 11, 24)):
        with client_of(database, day) as client:
            found[day] = client.get("/v1/entries?stale=yes").json()["total"]
            every = client.get("/v1/entries?limit=1").json()["total"]
    assert found[TODAY] < found[date(2027, 11, 24)] == every


def test_the_tag_differs_by_edition_and_an_old_editions_tag_stays(client: TestClient, richer: TestClient) -> None:
    for address in READS:
        join = "&" if "?" in address else "?"
        assert not _not_modified(richer.get(address, headers={"If-None-Match": _tag(client, address)})), address
        then, now = (one.get(f"{address}{join}edition=1") for one in (client, richer))
        assert (now.headers["etag"], now.content) == (then.headers["etag"], then.content)


def test_the_tag_differs_as_soon_as_a_new_edition_is_out(seeded_engine: Engine) -> None:
    with client_of(seeded_engine.url.render_as_string(hide_password=False)) as client:
        tag = _tag(client, LIST)
        publish_again(seeded_engine)
        assert not _not_modified(client.get(LIST, headers={"If-None-Match": tag}))


def test_an_edition_named_by_number_or_by_day_gives_the_same_answer(client: TestClient) -> None:
    plain = client.get(LIST)
    for query in ("edition=1", "as_of=2026-11-23", "as_of=2100-01-01"):
        answer = client.get(f"{LIST}&{query}")
        assert answer.json()["items"] == plain.json()["items"]
