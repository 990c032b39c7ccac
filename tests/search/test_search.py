"""`/v1/search`: what is found first, what an item shows, filters, pages, odd questions."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.http.cursors import decode_cursor
from app.search.fields import SEARCHED
from app.vocabulary.lists import ENTRY_KINDS
from tests.contract.asking import ask, fault, problem

Data = dict[str, Any]
SUPPORTING = set(SEARCHED) - set(ENTRY_KINDS)


@pytest.fixture(scope="module")
def seeded_client(databases: Any, seeded: str) -> Any:
    """A client of the whole seed."""
    from tests.conftest import client_of

    address = databases.copy(seeded)
    with client_of(address) as made:
        yield made
    databases.drop(address)


def search(client: TestClient, q: str, **more: Any) -> Data:
    return ask(client, "/v1/search", {"q": q, **more})


def first(client: TestClient, q: str, count: int = 3) -> list[str]:
    return [item["id"] for item in search(client, q)["items"][:count]]


@pytest.mark.parametrize(
    ("q", "answers"),
    [
        ("biosimilar malaysia how long", {"my-biologic-full"}),
        ("태국 GMP 실사 면제", {"th-rel-gmp-pics", "th-gmp-onsite", "th-gmp-docs-pics"}),
        ("does singapore accept korean approval", {"sg-rel-abridged", "sg-nda-abridged", "sg-rel-verification"}),
        ("말레이시아 제네릭 생동 시험 필요한가요", {"my-be-ir", "my-be-mr", "my-be-ir-2012"}),
        ("30 working days FRP verification", {"my-frp-verification"}),
        ("BPFK 501", {"my-foreign-gmp-inspection", "my-gmp-inspection-form"}),
        ("할랄 인증 기관 말레이시아", {"MY-JAKIM", "my-halal-after"}),
    ],
)
def test_the_record_that_answers_is_among_the_first_three(
    seeded_client: TestClient, q: str, answers: set[str]
) -> None:
    assert answers & set(first(seeded_client, q))


def test_a_question_gives_the_same_in_either_language_of_the_answer(seeded_client: TestClient) -> None:
    english = search(seeded_client, "태국 GMP 실사 면제", lang="en")
    korean = search(seeded_client, "태국 GMP 실사 면제", lang="ko")
    assert [item["id"] for item in english["items"]] == [item["id"] for item in korean["items"]]
    assert english["items"][0]["title"]["text"] != korean["items"][0]["title"]["text"]


def test_an_item_shows_enough_to_be_used(seeded_client: TestClient) -> None:
    page = search(seeded_client, "fees for biosimilar registration malaysia")
    for item in page["items"]:
        assert item["url"].startswith("/v1/")
        assert seeded_client.get(item["url"]).status_code in (200, 308)
        for shown in (item["title"], item["snippet"]):
            if shown:
                for span in shown["highlights"]:
                    assert 0 <= span["start"] < span["end"] <= len(shown["text"])
        assert item["why"] or item["without"]
        if item["kind"] not in SUPPORTING:
            assert all(item[name] for name in ("currency_status", "stale", "evidence_grade"))
    assert [item["score"] for item in page["items"]] == sorted((i["score"] for i in page["items"]), reverse=True)


def test_how_the_question_was_read_is_shown_with_filters(seeded_client: TestClient) -> None:
    query = search(seeded_client, "생동 말레이시아 수수료")["query"]
    filters = {one["filter"] for one in query["understood"]}
    assert {"country=MY", "topic=bioequivalence", "topic=fees"} <= filters
    assert "how-much" in query["intents"]
    for one in query["understood"]:
        assert query["text"][one["start"] : one["end"]] == one["text"]


def test_a_slip_is_mended_and_offered(seeded_client: TestClient) -> None:
    page = search(seeded_client, "biosimlar malasia")
    assert page["did_you_mean"].casefold() == "biosimilar malaysia"
    assert page["items"][0]["id"] == first(seeded_client, "biosimilar malaysia")[0]


@pytest.mark.parametrize("q", ["asdf qwerty", "뷁쉙 꿻뛟", "pizza napoletana", "!!! ???", "ㅁㄴㅇㄹ", "12345678901"])
def test_nonsense_finds_nothing(seeded_client: TestClient, q: str) -> None:
    page = search(seeded_client, q)
    assert (page["items"], page["total"], page["next"]) == ([], 0, None)


def test_a_country_alone_gives_its_overview(seeded_client: TestClient) -> None:
    for q in ("thailand", "태국", "TH"):
        items = search(seeded_client, q, limit=100)["items"]
        assert (items[0]["kind"], items[0]["id"]) == ("jurisdiction", "TH")
        assert {item["country"] for item in items} == {"TH"}
        assert {"authority", "procedure", "reliance"} <= {item["kind"] for item in items}


@pytest.mark.parametrize(
    "given",
    [
        {"country": ["TH", "sg"]},
        {"kind": ["procedure", "authority"]},
        {"topic": ["gmp-inspection"]},
        {"product_type": ["biosimilar"]},
    ],
)
def test_filters_narrow_and_keep_the_order(seeded_client: TestClient, given: Data) -> None:
    everything = [item["id"] for item in search(seeded_client, "GMP inspection", limit=100)["items"]]
    page = search(seeded_client, "GMP inspection", limit=100, **given)
    ids = [item["id"] for item in page["items"]]
    assert ids
    known = [id_ for id_ in everything if id_ in ids]
    assert known == [id_ for id_ in ids if id_ in known]
    for item in page["items"]:
        assert item["country"] in ("TH", "SG") if "country" in given else True
        assert item["kind"] in given["kind"] if "kind" in given else True
        assert "gmp-inspection" in item["topics"] if "topic" in given else True


@pytest.mark.parametrize(
    ("name", "value"),
    [("country", "XQ"), ("topic", "gmp-inspections"), ("product_type", "generics"), ("kind", "law")],
)
def test_an_unknown_filter_value_is_refused(seeded_client: TestClient, name: str, value: str) -> None:
    found = fault(seeded_client.get("/v1/search", params={"q": "GMP", name: value}), name)
    assert found


@pytest.mark.parametrize(
    "given", [{}, {"q": ""}, {"q": "   "}, {"q": "x" * 301}, {"q": "GMP", "limit": 101}, {"q": "a", "z": 1}]
)
def test_a_question_that_is_none_is_refused(seeded_client: TestClient, given: Data) -> None:
    problem(seeded_client.get("/v1/search", params=given), 422, "invalid-parameter")


def test_pages_put_together_are_the_whole(seeded_client: TestClient) -> None:
    whole = [item["id"] for item in search(seeded_client, "GMP 실사", limit=100)["items"]]
    page = search(seeded_client, "GMP 실사", limit=7)
    seen = [item["id"] for item in page["items"]]
    while page["next"] and len(seen) < 100:
        page = search(seeded_client, "GMP 실사", limit=7, cursor=page["next"])
        seen += [item["id"] for item in page["items"]]
    assert seen[:100] == whole
    assert len(set(seen)) == len(seen)


def test_a_cursor_belongs_to_its_question(seeded_client: TestClient) -> None:
    following = search(seeded_client, "GMP 실사", limit=2)["next"]
    fault(seeded_client.get("/v1/search", params={"q": "label", "cursor": following}), "cursor")


@pytest.mark.parametrize("key", ["", "abc", "-1", "1.5", "9" * 5000, "\u0663x"])
def test_a_forged_cursor_is_refused(seeded_client: TestClient, key: str) -> None:
    following = decode_cursor(search(seeded_client, "GMP 실사", limit=2)["next"])
    forged = replace(following, key=key).encode()
    fault(seeded_client.get("/v1/search", params={"q": "GMP 실사", "limit": 2, "cursor": forged}), "cursor")


def test_a_cursor_beyond_the_end_gives_an_empty_page(seeded_client: TestClient) -> None:
    following = decode_cursor(search(seeded_client, "GMP 실사", limit=2)["next"])
    page = search(seeded_client, "GMP 실사", limit=2, cursor=replace(following, key="999").encode())
    assert (page["items"], page["next"]) == ([], None)


def test_what_is_not_held_is_marked(seeded_client: TestClient) -> None:
    page = search(seeded_client, "일본 의약품 등록 기간")
    assert page["covered"] is False
    assert [(one["text"], one["why"]) for one in page["query"]["missing"]] == [("일본", "no-entries")]
    assert search(seeded_client, "asdf qwerty")["covered"] is False
    assert search(seeded_client, "biosimilar malaysia how long")["covered"] is True


@pytest.mark.parametrize(
    ("q", "kind"),
    [
        ("what did the NPRA speaker say about unregistered products", "statement"),
        ("New Southern Pharmaceutical Bio Cooperation Forum", "event"),
        ("what is not known about the malaysian fee table", "gap"),
        ("conflicting figures for the FRP clock", "disagreement"),
    ],
)
def test_what_was_said_and_what_is_not_known_is_found_too(seeded_client: TestClient, q: str, kind: str) -> None:
    assert kind in [item["kind"] for item in search(seeded_client, q)["items"][:3]]


def test_facets_count_what_was_found(seeded_client: TestClient) -> None:
    page = search(seeded_client, "pharmacovigilance singapore", limit=100)
    kinds = {one["value"]: one["count"] for one in page["facets"]["kind"]}
    assert sum(kinds.values()) == page["total"]
    if page["next"] is None:
        for kind, count in kinds.items():
            assert count == sum(item["kind"] == kind for item in page["items"])


def test_an_entity_tag_saves_the_answer(seeded_client: TestClient) -> None:
    answer = seeded_client.get("/v1/search", params={"q": "label"})
    again = seeded_client.get("/v1/search", params={"q": "label"}, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60))
def test_no_question_is_an_error_of_ours(seeded_client: TestClient, q: str) -> None:
    assert seeded_client.get("/v1/search", params={"q": q}).status_code in (200, 422)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.permutations(["malaysia", "biosimilar", "GMP", "inspection", "fee"]))
def test_the_order_of_single_words_does_not_change_what_is_found(seeded_client: TestClient, words: list[str]) -> None:
    found = {item["id"] for item in search(seeded_client, " , ".join(words), limit=100)["items"]}
    usual = {
        item["id"]
        for item in search(seeded_client, "malaysia , biosimilar , GMP , inspection , fee", limit=100)["items"]
    }
    assert len(found & usual) > 0.6 * len(usual)
