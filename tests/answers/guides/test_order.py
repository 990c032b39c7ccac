"""A guide is ordered as it is read: what is needed first comes first, and each thing is told once."""

import pytest
from starlette.testclient import TestClient

from app.answers.guides.guide import entries_in
from app.answers.guides.held import next_date
from app.answers.guides.schemas import GuideAnswer
from app.vocabulary.dates import day_range
from tests.conftest import TODAY
from tests.contract.asking import Data, ask

GUIDES = ["MY/biosimilar", "SG/generic", "TH/vaccine", "KR/biologic"]


@pytest.fixture(scope="module", params=GUIDES)
def guide(client: TestClient, request: pytest.FixtureRequest) -> Data:
    """A guide of the seeded atlas."""
    return ask(client, f"/v1/guides/{request.param}")


def test_a_guide_is_what_the_document_promises(guide: Data) -> None:
    assert GuideAnswer.model_validate(guide).model_dump(mode="json") == guide


def test_members_stand_in_the_order_of_reading(guide: Data) -> None:
    order = [
        *("warnings", "dates", "procedures", "requirements", "regional", "documents", "reliance", "observed_times"),
        *("policies", "coming", "older_evidence", "gaps", "disagreements", "sources"),
    ]
    assert [name for name in guide if name in order] == order


def test_each_entry_is_shown_once(guide: Data) -> None:
    ids = [item["id"] for item in entries_in(guide)]
    assert len(set(ids)) == len(ids) > 30


def test_sources_are_numbered_in_the_order_of_reading(guide: Data) -> None:
    cited = dict.fromkeys(source["id"] for item in entries_in(guide) for source in item["sources"])
    assert [one["id"] for one in guide["sources"]] == list(cited)
    assert [one["number"] for one in guide["sources"]] == list(range(1, len(cited) + 1))


def test_every_path_has_its_clock_in_calendar_days_beside_the_source_units(guide: Data) -> None:
    for item in guide["procedures"]:
        for variant in item["variants"]:
            clock = variant["clock"]
            known = clock["days"]["min"] is not None or clock["days"]["max"] is not None
            assert known == (clock["basis"] != "unknown")
            assert known == bool(clock["arithmetic"])
            if variant["total"] and variant["total"]["duration"]:
                assert clock["basis"] == variant["total"]["basis"]


def test_prerequisites_are_named(guide: Data) -> None:
    titles = {item["id"]: item["title"] for item in guide["procedures"]}
    for item in guide["procedures"]:
        for one in item["prerequisites"]:
            assert one["title"] == titles.get(one["procedure"], one["title"]) is not None


def test_papers_are_listed_once_with_what_asks_for_them(guide: Data) -> None:
    asked: dict[str, list[str]] = {}
    for item in entries_in(guide):
        for paper in item.get("documents", ()):
            if paper["id"] and item["id"] not in asked.setdefault(paper["id"], []):
                asked[paper["id"]].append(item["id"])
    assert {one["id"]: one["asked_by"] for one in guide["documents"]} == asked
    assert [one["id"] for one in guide["documents"]] == list(asked)


def test_requirements_are_mandatory_first_and_the_own_product_type_before_the_general(guide: Data) -> None:
    order = ["mandatory", "prohibited", "conditional", "recommended", "not-required"]
    near = [guide["product_type"], "biologic", "all-medicines"]
    for group in guide["requirements"]:
        keys = [
            (order.index(item["obligation"]), near.index(item["here"]["applies_through"]["type"]), item["id"])
            for item in group["items"]
        ]
        assert keys == sorted(keys)


def test_reliance_tells_first_what_counts_for_mfds(guide: Data) -> None:
    order = ["yes", "partly", "no", "unknown"]
    found = [order.index(item["mfds"]["answer"]) if item["mfds"] else len(order) for item in guide["reliance"]]
    assert found == sorted(found)
    for item in guide["reliance"]:
        named = [one for one in item["references"] if one["authority"] == "KR-MFDS"]
        assert item["mfds"] == (named[0] if named else None)


def test_what_is_coming_is_in_order_of_time(guide: Data) -> None:
    days = [day_range(found[1]) if (found := next_date(item, TODAY)) else None for item in guide["coming"]]
    dated = [one for one in days if one]
    assert days[: len(dated)] == dated == sorted(dated)
    assert all(last >= TODAY for _, last in dated)
    assert [one["entry"] for one in guide["dates"]] == [item["id"] for item in guide["coming"]][: len(dated)]


def test_observed_times_follow_the_procedures_and_what_was_measured_comes_first(guide: Data) -> None:
    procedures = [item["id"] for item in guide["procedures"]]
    basis = ["measured", "estimate", "anecdote", "unknown"]
    keys = [
        (
            procedures.index(item["procedure"]) if item["procedure"] in procedures else len(procedures),
            basis.index(item["sample_basis"]),
            item["id"],
        )
        for item in guide["observed_times"]
    ]
    assert keys == sorted(keys)


def test_warnings_are_in_the_language_of_the_guide(client: TestClient) -> None:
    english = ask(client, "/v1/guides/MY/biosimilar")["warnings"]
    korean = ask(client, "/v1/guides/MY/biosimilar", {"lang": "ko"})["warnings"]
    said = {one["code"]: one for one in korean}
    for one in english:
        assert said[one["code"]]["message"] != one["message"]
        assert said[one["code"]]["message"].endswith(("다.", "오."))
        if one["code"] != "machine-translated":
            assert said[one["code"]]["entries"] == one["entries"]
    assert len(said["machine-translated"]["entries"]) > 100


def test_korean_paths_are_shown_in_korean_words(client: TestClient) -> None:
    guide = ask(client, "/v1/guides/MY/biosimilar", {"lang": "ko"})
    full = next(item for item in guide["procedures"] if item["id"] == "my-biologic-full")
    assert full["variants"][0]["clock"]["arithmetic"] == ["245근무일 × 7/5 = 343역일"]
