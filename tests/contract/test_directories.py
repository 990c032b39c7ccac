"""Who and what there is: countries with what is known of them, authorities, the vocabulary, sources, unknowns."""

import pytest
from starlette.testclient import TestClient

from app.vocabulary.tokens import fold
from tests.contract.asking import KIND_LISTS, Data, ask, ids, items


def test_a_country_says_how_many_entries_of_each_kind_there_are(richer: TestClient) -> None:
    countries = {one["id"]: one for one in ask(richer, "/v1/countries")["items"]}
    for country in (countries[code] for code in ("MY", "SG", "ASEAN", "KR")):
        query = {"country": country["id"]}
        counts = {kind: ask(richer, address, query)["total"] for address, kind in KIND_LISTS.items()}
        assert country["entries"] == {kind: count for kind, count in counts.items() if count}
        assert country["total_entries"] == sum(counts.values())
        assert country["gaps"] == ask(richer, "/v1/gaps", query)["total"]
        assert country["disagreements"] == ask(richer, "/v1/disagreements", query)["total"]
        checked = [item["checked_on"] for item in items(richer, "/v1/entries", query)]
        assert country["oldest_checked_on"] == min(checked, default=None)


def test_a_country_alone_is_the_one_of_the_list_with_its_authorities(client: TestClient) -> None:
    for country in ask(client, "/v1/countries")["items"][::3]:
        alone = ask(client, f"/v1/countries/{country['id']}")
        assert {name: alone[name] for name in country} == country
        authorities = ask(client, "/v1/authorities", {"country": country["id"]})["items"]
        assert alone["authorities_in_full"] == authorities
        assert country["authorities"] == [one["id"] for one in authorities]


def test_malaysia_has_its_memberships_with_their_sources(client: TestClient) -> None:
    memberships = ask(client, "/v1/countries/MY")["memberships"]
    assert {one["group"] for one in memberships} >= {"PICS", "ICH-REG"}
    for one in memberships:
        assert one["authority"].startswith("MY-")
        assert one["standing"]
        assert one["sources"]
    by_authority = [one for item in ask(client, "/v1/authorities")["items"] for one in item["memberships"]]
    assert [one for one in by_authority if one["authority"].startswith("MY-")] == memberships


def test_countries_can_be_asked_for_by_kind(client: TestClient) -> None:
    every = ask(client, "/v1/countries")["items"]
    assert "ASEAN" in {one["id"] for one in ask(client, "/v1/countries", {"kind": "region"})["items"]}
    for kinds in (["country"], ["region", "organisation"]):
        found = ask(client, "/v1/countries", {"kind": kinds})
        assert found["items"] == [one for one in every if one["kind"] in kinds]
        assert found["total"] == len(found["items"]) > 0


def test_authorities_have_one_id_everywhere_and_keep_that_of_the_research(client: TestClient) -> None:
    authorities = {one["id"]: one for one in ask(client, "/v1/authorities")["items"]}
    assert {"MY-NPRA", "KR-MFDS"} <= set(authorities)
    assert authorities["MY-NPRA"]["research_id"]
    named = {one["authority"] for item in items(client, "/v1/reliance") for one in item["references"]}
    assert named - {None} <= set(authorities)


def test_authorities_of_several_countries_are_those_of_each(client: TestClient) -> None:
    def of(*countries: str) -> list[Data]:
        found: list[Data] = ask(client, "/v1/authorities", {"country": countries})["items"]
        return found

    both = sorted(of("my") + of("kr"), key=lambda one: one["id"])
    assert of("MY", "KR") == both
    assert of("TL") == []


def test_product_types_are_a_tree_whose_children_name_their_parent(client: TestClient) -> None:
    words = {one["id"]: one for one in ask(client, "/v1/product-types")["items"]}
    for id_, word in words.items():
        assert word["children"] == [other for other, one in words.items() if one["parent"] == id_]
        assert word["parent"] is None or word["parent"] in words


@pytest.mark.parametrize("address", ["/v1/product-types", "/v1/topics", "/v1/documents"])
def test_a_word_has_names_and_synonyms_in_their_languages(richer: TestClient, address: str) -> None:
    for word in ask(richer, address)["items"]:
        assert word["name"]
        assert set(word["names"]) == {"en", "ko"}
        assert all(one["language"] and one["text"] for one in word["synonyms"])


def test_every_topic_and_product_type_of_an_entry_is_in_the_vocabulary(richer: TestClient) -> None:
    topics, types = (
        {one["id"] for one in ask(richer, f"/v1/{name}")["items"]} for name in ("topics", "product-types")
    )
    for item in items(richer, "/v1/entries", {"view": "summary"}):
        assert set(item["topics"]) <= topics
        assert set(item["product_types"]) <= types


@pytest.fixture(scope="module")
def sources(richer: TestClient) -> list[Data]:
    return items(richer, "/v1/sources")


@pytest.mark.parametrize("name", ["kind", "evidence_grade"])
def test_sources_can_be_asked_for_by_what_they_are(richer: TestClient, sources: list[Data], name: str) -> None:
    values = sorted({source[name] for source in sources})
    assert len(values) > 2
    for value in values:
        assert ids(richer, "/v1/sources", {name: value}) == [one["id"] for one in sources if one[name] == value]
    first = values[:2]
    assert ids(richer, "/v1/sources", {name: first}) == [one["id"] for one in sources if one[name] in first]


@pytest.mark.parametrize("words", ["malaysia", "NPRA", "guideline drug", "100%", "_", "nobodyeverwrotethis"])
def test_sources_can_be_asked_for_by_words_of_title_and_publisher(
    richer: TestClient, sources: list[Data], words: str
) -> None:
    def fits(source: Data) -> bool:
        return all(word in fold(f"{source['title']} {source['publisher']}") for word in fold(words).split())

    assert ids(richer, "/v1/sources", {"q": words}) == [source["id"] for source in sources if fits(source)]


def test_sources_of_a_country_are_those_that_its_entries_cite(richer: TestClient) -> None:
    for country in ("MY", "SG", "ASEAN"):
        cited = {one["id"] for item in items(richer, "/v1/entries", {"country": country}) for one in item["sources"]}
        assert ids(richer, "/v1/sources", {"country": country}) == sorted(cited)


@pytest.mark.parametrize("address", ["/v1/gaps", "/v1/disagreements"])
def test_unknowns_can_be_asked_for_by_country_topic_and_entry(client: TestClient, address: str) -> None:
    every = items(client, address)
    assert every
    for country in ("MY", "SG", "KR", "JP"):
        own = [one["id"] for one in every if one["jurisdiction"] == country]
        assert ids(client, address, {"country": country}) == own
    for topic in {topic for one in every for topic in one["topics"]}:
        assert ids(client, address, {"topic": topic}) == [one["id"] for one in every if topic in one["topics"]]
    for entry in {entry for one in every for entry in one["entries"]}:
        assert ids(client, address, {"entry": entry}) == [one["id"] for one in every if entry in one["entries"]]
    assert ids(client, address, {"entry": "my-nothing"}) == []


@pytest.mark.parametrize("address", ["/v1/gaps", "/v1/disagreements"])
def test_unknowns_touch_the_types_they_name_and_those_below(client: TestClient, address: str) -> None:
    every = items(client, address)
    for product_type, chain in {
        "biosimilar": {"biosimilar", "biologic", "all-medicines"},
        "generic": {"generic", "all-medicines"},
        "biologic": {"biologic", "all-medicines"},
        "cosmetic": {"cosmetic"},
    }.items():
        wanted = [one["id"] for one in every if chain & set(one["product_types"])]
        assert ids(client, address, {"product_type": product_type}) == wanted


def test_gaps_can_be_asked_for_by_whether_they_are_filled(client: TestClient) -> None:
    every = items(client, "/v1/gaps")
    for status in ("open", "partly-closed", "closed"):
        assert ids(client, "/v1/gaps", {"status": status}) == [one["id"] for one in every if one["status"] == status]


def test_the_entries_that_unknowns_name_can_be_read(client: TestClient) -> None:
    for address in ("/v1/gaps", "/v1/disagreements"):
        for entry in {entry for one in items(client, address) for entry in one["entries"]}:
            assert client.get(f"/v1/entries/{entry}").status_code in (200, 300)
