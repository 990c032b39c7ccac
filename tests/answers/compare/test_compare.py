"""A comparison of the seeded countries: its rows and columns, its forms, and what it refuses."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.compare.schemas import CompareAnswer
from tests.answers.tables.spreadsheets import read_csv, read_records, read_workbook, rows_of
from tests.conftest import client
from tests.contract.asking import Data, ask, fault, ids

THREE: dict[str, Any] = {"country": ["MY", "SG", "TH"], "product_type": "biosimilar"}

__all__ = ["client"]


@pytest.fixture(scope="module")
def three(client: TestClient) -> Data:
    """Malaysia, Singapore and Thailand for biosimilars."""
    return ask(client, "/v1/compare", THREE)


@pytest.mark.parametrize("query", [THREE, {"product_type": "vaccine", "lang": "ko"}], ids=["three", "all"])
def test_a_comparison_is_what_the_document_promises(client: TestClient, query: dict[str, Any]) -> None:
    body = ask(client, "/v1/compare", query)
    assert CompareAnswer.model_validate(body).model_dump(mode="json") == body


def test_rows_are_topics_in_the_order_of_the_vocabulary_then_clocks_fees_and_reliance(
    client: TestClient, three: Data
) -> None:
    topics = [one["id"] for one in ask(client, "/v1/topics")["items"]]
    assert [row["topic"] for row in three["rows"] if row["row"] == "topic"] == topics
    kinds = list(dict.fromkeys(row["row"] for row in three["rows"]))
    assert kinds == ["topic", "document", "clock", "fees", "reliance"]
    assert len({row["id"] for row in three["rows"]}) == len(three["rows"])


def test_every_row_has_a_cell_for_each_column_in_the_order_asked_for(three: Data) -> None:
    assert [one["country"] for one in three["countries"]] == ["MY", "SG", "TH"]
    for row in three["rows"]:
        assert [cell["country"] for cell in row["cells"]] == ["MY", "SG", "TH"]


def test_the_order_of_the_columns_changes_no_verdict(client: TestClient, three: Data) -> None:
    turned = ask(client, "/v1/compare", {**THREE, "country": ["th", "my", "sg"]})
    assert [one["country"] for one in turned["countries"]] == ["TH", "MY", "SG"]
    verdicts = {row["id"]: (row["differs"], row["differences"], row["undecided"]) for row in three["rows"]}
    assert {row["id"]: (row["differs"], row["differences"], row["undecided"]) for row in turned["rows"]} == verdicts


def test_every_entry_that_a_cell_names_is_among_the_evidence_with_its_sources(three: Data) -> None:
    evidence = {one["id"]: one for one in three["evidence"]}
    named = {id_ for row in three["rows"] for cell in row["cells"] for id_ in cell["entries"]}
    assert named <= evidence.keys()
    assert all(one["sources"] for one in evidence.values())


@pytest.mark.parametrize("country", ["MY", "SG", "TH"])
def test_a_topic_holds_every_entry_of_the_country_on_it(client: TestClient, three: Data, country: str) -> None:
    query = {
        "country": country,
        "product_type": "biosimilar",
        "topic": "cpp",
        "currency_status": ["current", "unknown"],
    }
    place = [one["country"] for one in three["countries"]].index(country)
    row = next(row for row in three["rows"] if row["id"] == "cpp")
    held = {*row["cells"][place]["entries"], *row["cells"][place]["coming"]}
    assert held >= set(ids(client, "/v1/requirements", {**query, "currency_status": ["current", "unknown"]}))


def test_what_the_research_says_of_three_countries_is_told_apart(three: Data) -> None:
    rows = {row["id"]: row for row in three["rows"]}
    # Of Malaysia's form, a CPP is one of two ways, so conditional; Thai consultants list it among what is filed.
    cpp = rows["cpp/cpp"]["cells"]
    assert (cpp[0]["entries"], cpp[0]["obligations"]) == (["my-cpp-details"], ["conditional"])
    assert (cpp[2]["entries"], cpp[2]["obligations"]) == (["th-cpp"], ["mandatory"])
    assert rows["cpp/cpp"]["differences"] == ["obligations"]
    # All three ask for stability data.
    assert [cell["state"] for cell in rows["stability/stability-data"]["cells"]] == ["stated"] * 3
    assert rows["stability/stability-data"]["differs"] is False
    # 245 working days in Malaysia: 343 calendar days.
    full = rows["clock/marketing-authorisation/full"]["cells"][0]
    assert full["days"] == {"min": 343, "max": 343}
    assert full["entries"] == ["my-biologic-full"]


def test_a_step_before_a_marketing_authorisation_is_no_clock_of_one(client: TestClient) -> None:
    answer = ask(client, "/v1/compare", {"country": ["ID", "LA", "BN"], "product_type": "generic"})
    rows = {row["id"]: row for row in answer["rows"] if row["row"] == "clock"}
    found = {
        step: [cell["entries"] for cell in rows[f"clock/marketing-authorisation/not-stated{step}"]["cells"]]
        for step in ("", "/step")
    }
    assert found == {
        "": [["id-generic-reg", "id-special-tech"], ["la-ma-import"], ["bn-ma-generic"]],
        "/step": [["id-prereg"], ["la-ma-permit"], []],
    }
    assert {row["id"] for row in rows.values() if row["step"]} == {"clock/marketing-authorisation/not-stated/step"}


@pytest.mark.parametrize(
    ("product_type", "variant", "days"), [("vaccine", "new-drug-or-biologic", 168), ("generic", "generic", 140)]
)
def test_a_path_for_another_product_type_is_left_out(
    client: TestClient, product_type: str, variant: str, days: int
) -> None:
    answer = ask(client, "/v1/compare", {"country": ["MY", "PH"], "product_type": product_type})
    rows = {row["id"]: row for row in answer["rows"]}
    # Malaysia's priority review: 120 working days, for generics 100.
    priority = rows["clock/marketing-authorisation/not-stated/priority"]["cells"][0]
    assert [path["variant"] for path in priority["paths"]] == [variant]
    assert priority["days"] == {"min": days, "max": days}


def test_reliance_is_what_the_matrix_says(client: TestClient, three: Data) -> None:
    matrix = ask(client, "/v1/reliance-matrix", {"country": ["MY", "SG", "TH"], "product_type": "biosimilar"})
    said = {(row["country"], cell["scope"]): cell["answer"] for row in matrix["rows"] for cell in row["cells"]}
    found = {
        (cell["country"], row["scope"]): cell["answer"]
        for row in three["rows"]
        if row["row"] == "reliance"
        for cell in row["cells"]
    }
    assert found
    assert found.items() <= said.items()


def test_the_references_own_country_has_no_say_on_it(client: TestClient) -> None:
    answer = ask(client, "/v1/compare", {"country": ["KR", "MY"], "product_type": "generic"})
    states = {row["cells"][0]["state"] for row in answer["rows"] if row["row"] == "reliance"}
    assert states == {"not-applicable"}


def test_without_countries_all_that_have_entries_are_compared(client: TestClient) -> None:
    answer = ask(client, "/v1/compare", {"product_type": "vaccine", "topic": "cpp"})
    held = [one["id"] for one in ask(client, "/v1/countries", {"kind": "country"})["items"] if one["total_entries"]]
    assert [one["country"] for one in answer["countries"]] == held
    empty = [one["country"] for one in answer["countries"] if not one["entries"]]
    assert len([one for one in answer["warnings"] if one["code"] == "nothing-recorded"]) == len(empty) > 0


def test_the_language_changes_words_and_nothing_else(client: TestClient, three: Data) -> None:
    korean = ask(client, "/v1/compare", {**THREE, "lang": "ko"})
    assert [row["id"] for row in korean["rows"]] == [row["id"] for row in three["rows"]]
    for one, other in zip(three["rows"], korean["rows"], strict=True):
        assert (one["differs"], one["undecided"]) == (other["differs"], other["undecided"])
        assert [cell["state"] for cell in one["cells"]] == [cell["state"] for cell in other["cells"]]
    assert all(row["name"] != other["name"] for row, other in zip(three["rows"][:5], korean["rows"][:5], strict=True))
    assert all(one["message"].endswith(("다.", "오.")) for one in korean["warnings"])


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_csv_has_a_record_for_each_row_and_a_column_for_each_country(
    client: TestClient, three: Data, lang: str
) -> None:
    answer = client.get("/v1/compare", params={**THREE, "format": "csv", "lang": lang})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    heading, *_ = read_csv(answer.content)
    assert heading == ["row", "id", "name", "differs", "differences", "undecided", "MY", "SG", "TH"]
    records = read_records(answer.content)
    assert [one["id"] for one in records] == [row["id"] for row in three["rows"]]
    words = {"en": "Not known", "ko": "알 수 없음"}
    for record, row in zip(records, three["rows"], strict=True):
        assert record["differs"] == {True: "yes", False: "no", None: "unknown"}[row["differs"]]
        for cell in row["cells"]:
            text = record[cell["country"]]
            assert text.startswith(words[lang]) == (cell["state"] == "not-known")
            named = [cell.get(one, []) for one in ("entries", "gaps", "coming", "disagreements")]
            assert [id_ for ids_ in named for id_ in ids_ if id_ not in text] == [], row["id"]


def test_a_workbook_has_the_same_rows_and_those_that_differ_stand_out(client: TestClient, three: Data) -> None:
    answer = client.get("/v1/compare", params={**THREE, "format": "xlsx"})
    assert answer.headers["content-disposition"] == 'attachment; filename="licensing-atlas-compare.xlsx"'
    book = read_workbook(answer.content)
    assert book.sheetnames == ["Comparison", "Before you rely on this", "Sources"]
    sheet = book["Comparison"]
    assert [row["id"] for row in rows_of(book, "Comparison")] == [row["id"] for row in three["rows"]]
    fills = [sheet.cell(line, 1).fill.fgColor.rgb for line in range(2, len(three["rows"]) + 2)]
    standing_out = {fill for fill, row in zip(fills, three["rows"], strict=True) if row["differs"]}
    others = {fill for fill, row in zip(fills, three["rows"], strict=True) if not row["differs"]}
    assert not standing_out & others
    assert {row["entry"] for row in rows_of(book, "Sources")} == {one["id"] for one in three["evidence"]}


def test_every_form_has_its_own_tag(client: TestClient) -> None:
    query = {"country": ["MY", "SG"], "product_type": "generic", "topic": "cpp"}
    tags = set()
    for format_ in ("json", "csv", "xlsx"):
        answer = client.get("/v1/compare", params={**query, "format": format_})
        assert answer.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
        again = client.get(
            "/v1/compare", params={**query, "format": format_}, headers={"If-None-Match": answer.headers["etag"]}
        )
        assert again.status_code == 304
        tags.add(answer.headers["etag"])
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ({"product_type": "biosimlar"}, "product_type", "biosimilar"),
        ({"product_type": "generic", "topic": "cppp"}, "topic", "cpp"),
        ({"product_type": "generic", "country": "MYY"}, "country", "MY"),
        ({"product_type": "generic", "reference": "KR-MFD"}, "reference", "KR-MFDS"),
        ({"product_type": "generic", "topic": "cpp", "reference": "KR-MFD"}, "reference", "KR-MFDS"),
        ({"product_type": "generic", "format": "xslx"}, "format", "xlsx"),
        ({"product_type": "generic", "applies_on": "2026-13-01"}, "applies_on", None),
        ({"product_type": "generic", "countries": "MY"}, "countries", "country"),
        ({"country": "MY"}, "product_type", None),
    ],
)
def test_what_is_not_valid_is_refused_by_name(
    client: TestClient, query: dict[str, str], parameter: str, nearest: str | None
) -> None:
    assert fault(client.get("/v1/compare", params=query), parameter).get("did_you_mean") == nearest


def test_more_than_thirteen_columns_are_refused(client: TestClient) -> None:
    codes = [one["id"] for one in ask(client, "/v1/countries", {"kind": "country"})["items"]][:14]
    query = {"product_type": "generic", "topic": "cpp"}
    fault(client.get("/v1/compare", params={**query, "country": codes}), "country")
    assert len(ask(client, "/v1/compare", {**query, "country": codes[:13]})["countries"]) == 13


def test_an_older_edition_can_be_compared(client: TestClient, three: Data) -> None:
    assert ask(client, "/v1/compare", {**THREE, "edition": "1"}) == three
