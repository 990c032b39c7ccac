"""One entry has everything the API promises for its kind, and an id that has gone says what became of it."""

import re

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import KIND_LISTS, Data, ask, fault, ids, items, problem

EVERY = {
    *("id", "kind", "country", "product_types", "topics", "title", "statement", "currency_status", "fact_as_of"),
    *("checked_on", "review_due_on", "evidence_grade", "source_custody", "confidence", "review", "published_in"),
    *("revision", "sources", "texts", "replaces", "replaced_by", "pending_changes", "here"),
}
BY_KIND = {
    "requirement": {"obligation", "condition", "documents", "legal_basis", "applies_from", "applies_until"},
    "procedure": {
        *("licence", "assessment", "acceleration", "eligibility", "portal", "prerequisites", "validity", "variants"),
        *("research_basis", "research_licence"),
    },
    "reliance": {"scopes", "procedures", "references", "min_agreeing", "within_months", "same_product"},
    "observed_time": {"procedure", "measure", "low", "point", "high", "unit", "n", "period", "sample_basis"},
    "policy": {"status", "announced_on", "effective_from", "transition_until"},
    "market": {"indicator", "low", "value", "high", "unit", "year"},
    "term": {"term", "definition"},
    "qa": {"question", "answer"},
}
SOURCE = {"id", "title", "publisher", "url", "kind", "language", "published_on", "locator"}
VARIANT = {"id", "condition", "phases", "total", "fees"}
FEE = {"type", "amount", "amount_to", "currency", "per", "condition", "valid_from", "valid_until"}
PHASE = {"name", "role", "duration", "starts_from", "stop_clock", "in_total"}
REFERENCE = {"authority", "group", "any", "answer", "stated", "rests_on"}
SPLIT = "my-market-data-exclusivity-grants-nce-second"


@pytest.fixture(scope="module")
def entries(richer: TestClient) -> list[Data]:
    """Every entry, in order of id."""
    return items(richer, "/v1/entries")


@pytest.mark.parametrize("kind", BY_KIND)
def test_an_entry_has_every_member_that_its_kind_promises(entries: list[Data], kind: str) -> None:
    own = [item for item in entries if item["kind"] == kind]
    assert own
    for item in own:
        assert EVERY | BY_KIND[kind] <= set(item), (EVERY | BY_KIND[kind]) - set(item)
        assert set(item["here"]) == {"stale", "applies", "applies_through"}
        assert all(set(source) >= SOURCE for source in item["sources"])
        assert item["sources"], "an entry without a citation cannot be published"


def test_a_reliance_entry_says_its_conditions(client: TestClient) -> None:
    assert all("conditions" in item for item in items(client, "/v1/reliance"))


def test_the_parts_of_an_entry_have_every_member_promised(entries: list[Data]) -> None:
    parts = {
        "variants": (VARIANT, [one for item in entries for one in item.get("variants", [])]),
        "fees": (FEE, [fee for item in entries for one in item.get("variants", []) for fee in one["fees"]]),
        "phases": (PHASE, [phase for item in entries for one in item.get("variants", []) for phase in one["phases"]]),
        "references": (REFERENCE, [one for item in entries for one in item.get("references", [])]),
        "documents": ({"id", "as_written"}, [one for item in entries for one in item.get("documents", [])]),
        "prerequisites": ({"procedure"}, [one for item in entries for one in item.get("prerequisites", [])]),
    }
    for name, (promised, found) in parts.items():
        assert found, name
        assert all(promised <= set(one) for one in found), name


def test_money_is_a_decimal_string_with_its_currency(entries: list[Data]) -> None:
    fees = [fee for item in entries for one in item.get("variants", []) for fee in one["fees"]]
    for fee in fees:
        assert re.fullmatch(r"[A-Z]{3}", fee["currency"])
        for name in ("amount", "amount_to"):
            assert fee[name] is None or re.fullmatch(r"\d+(\.\d+)?", fee[name])
    times = {item["id"]: item["point"] for item in entries if item["kind"] == "observed_time"}
    assert times["time-of-no-procedure"] == "33333.33"


def test_dates_keep_the_precision_of_their_source(entries: list[Data]) -> None:
    found = {len(item["fact_as_of"]) for item in entries if item["fact_as_of"]}
    assert found == {4, 7, 10}


def test_an_entry_by_its_id_is_the_item_of_its_list(richer: TestClient) -> None:
    for address in KIND_LISTS:
        for item in items(richer, address, {"lang": "ko"})[:40]:
            alone = ask(richer, f"/v1/entries/{item['id']}", {"lang": "ko"})
            assert {name: alone[name] for name in item} == item
            assert set(alone) - set(item) <= {"edition", "meta"}


def test_an_entry_by_its_id_names_the_edition_it_is_of(richer: TestClient) -> None:
    for edition in (1, 2):
        entry = ask(richer, "/v1/entries/my-local-prh", {"edition": edition, "lang": "ko"})
        assert entry["edition"] == edition
        assert entry["meta"]["edition_sha256"] == ask(richer, f"/v1/editions/{edition}")["sha256"]
        assert entry["meta"]["language"] == "ko"


def test_every_source_of_an_entry_can_be_read_and_names_the_entry(client: TestClient) -> None:
    for item in items(client, "/v1/reliance"):
        for cited in item["sources"]:
            source = ask(client, f"/v1/sources/{cited['id']}")
            assert {name: source[name] for name in SOURCE - {"locator"}} == {
                name: cited[name] for name in SOURCE - {"locator"}
            }
            assert (item["id"], cited["locator"]) in {(one["id"], one["locator"]) for one in source["entries"]}


def test_what_a_source_says_of_its_entries_is_what_the_entries_say(client: TestClient) -> None:
    citing: dict[str, set[str]] = {}
    for item in items(client, "/v1/entries"):
        for source in item["sources"]:
            citing.setdefault(source["id"], set()).add(item["id"])
    for source in items(client, "/v1/sources"):
        assert source["cited_by"] == len(citing.get(source["id"], ()))
    for id_ in sorted(citing)[::10]:
        assert {one["id"] for one in ask(client, f"/v1/sources/{id_}")["entries"]} == citing[id_]


def test_seed_entries_say_that_nobody_has_approved_them(client: TestClient) -> None:
    assert {item["review"] for item in items(client, "/v1/entries", {"view": "summary"})} == {"seed-compiled"}


def test_an_entry_names_the_policies_under_way_that_will_change_it(entries: list[Data]) -> None:
    by_id = {item["id"]: item for item in entries}
    coming = [(item, one) for item in entries for one in item["pending_changes"]]
    assert {one["how"] for _, one in coming} == {"policy", "successor"}
    for item, one in coming:
        other = by_id[one["id"]]
        assert (one["kind"], one["title"], one["status"]) == (other["kind"], other["title"], other.get("status"))
        assert item["id"] in (other["affects"] if one["how"] == "policy" else other["replaces"])


def test_an_id_that_was_split_answers_with_its_parts(client: TestClient) -> None:
    answer = client.get(f"/v1/entries/{SPLIT}")
    assert answer.status_code == 300
    body = answer.json()
    assert (body["id"], body["edition"]) == (SPLIT, 1)
    assert len(body["parts"]) == 2
    assert body["links"] == [f"/v1/entries/{part}" for part in body["parts"]]
    for part, link in zip(body["parts"], body["links"], strict=True):
        assert ask(client, link)["id"] == part
        assert ask(client, link)["split_from"] == SPLIT


def test_an_id_that_was_merged_leads_to_the_survivor_and_keeps_the_question(richer: TestClient) -> None:
    answer = richer.get("/v1/entries/the-one-that-went?lang=ko&edition=2")
    assert problem(answer, 308, "moved")["detail"]
    assert answer.headers["location"] == "/v1/entries/merged-of-two?lang=ko&edition=2"
    survivor = richer.get("/v1/entries/the-one-that-went?lang=ko&edition=2", follow_redirects=True)
    assert survivor.json() == ask(richer, "/v1/entries/merged-of-two", {"lang": "ko"})


def test_a_merged_source_leads_to_the_survivor(richer: TestClient) -> None:
    answer = richer.get("/v1/sources/merged-away?lang=ko")
    problem(answer, 308, "moved")
    assert answer.headers["location"] == "/v1/sources/survivor?lang=ko"


def test_an_id_that_came_later_is_not_in_an_earlier_edition(richer: TestClient) -> None:
    for id_ in ("merged-of-two", "the-one-that-went"):
        problem(richer.get(f"/v1/entries/{id_}?edition=1"), 404, "unknown-record")
        problem(richer.get(f"/v1/entries/{id_}?as_of=2026-11-30"), 404, "unknown-record")
    assert ask(richer, "/v1/entries/merged-of-two", {"as_of": "2026-12-01"})["published_in"] == 2


def test_an_entry_reads_as_it_stood_in_each_edition(richer: TestClient, client: TestClient) -> None:
    address = "/v1/entries/my-local-prh"
    assert richer.get(f"{address}?edition=1").content == client.get(address).content
    newer = ask(richer, address)
    assert (newer["revision"], newer["published_in"]) == (2, 2)
    assert newer["statement"].endswith("It may be a subsidiary.")


def test_the_history_of_an_entry_tells_each_revision_and_where_to_read_it(richer: TestClient) -> None:
    history = ask(richer, "/v1/entries/my-local-prh/revisions")
    assert [one["revision"] for one in history["items"]] == [2, 1]
    assert history["total"] == 2
    newer, older = history["items"]
    assert (newer["state"], newer["published_in"], newer["removed_in"]) == ("published", 2, None)
    assert (older["state"], older["published_in"], older["removed_in"]) == ("superseded", 1, 2)
    assert newer["sha256"] != older["sha256"]
    for one in history["items"]:
        assert ask(richer, one["url"])["revision"] == one["revision"]
        assert one["review"] == "seed-compiled"
        assert one["reason"]


def test_the_history_of_an_entry_ends_with_the_edition_that_answers(richer: TestClient, client: TestClient) -> None:
    address = "/v1/entries/my-local-prh/revisions"
    assert richer.get(f"{address}?edition=1").json() == client.get(address).json()


def test_a_diff_tells_what_changed_field_by_field(richer: TestClient) -> None:
    diff = ask(richer, "/v1/entries/my-local-prh/diff")
    assert (diff["from_edition"], diff["to_edition"]) == (1, 2)
    assert (diff["from_revision"], diff["to_revision"]) == (1, 2)
    assert [one["field"] for one in diff["changes"]] == ["/statement/en"]
    assert diff["changes"][0]["after"] == diff["changes"][0]["before"][:-1] + ' It may be a subsidiary."'
    assert ask(richer, "/v1/entries/my-local-prh/diff", {"from": 1, "to": 2}) == diff
    assert ask(richer, "/v1/entries/my-local-prh/diff", {"from": 2, "to": 2})["changes"] == []


def test_a_diff_of_an_entry_that_came_later_is_the_whole_entry(richer: TestClient) -> None:
    diff = ask(richer, "/v1/entries/merged-of-two/diff")
    assert diff["from_revision"] is None
    assert all(one["before"] is None for one in diff["changes"])
    assert "/title/en" in {one["field"] for one in diff["changes"]}


def test_a_diff_the_wrong_way_round_or_of_no_edition_is_refused(richer: TestClient) -> None:
    address = "/v1/entries/my-local-prh/diff"
    fault(richer.get(f"{address}?from=2&to=1"), "from")
    fault(richer.get(f"{address}?from=3"), "from")
    fault(richer.get(f"{address}?to=3"), "to")
    fault(richer.get(f"{address}?edition=1&to=2"), "to")


def test_an_entry_without_change_has_an_empty_diff(client: TestClient) -> None:
    for id_ in ids(client, "/v1/terms"):
        assert ask(client, f"/v1/entries/{id_}/diff", {"from": 1, "to": 1})["changes"] == []
