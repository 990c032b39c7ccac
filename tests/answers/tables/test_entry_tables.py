"""The lists for a spreadsheet are the same entries as the lists in JSON, under columns that do not move."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.tables.entry_columns import columns_of
from app.settings import ROOT
from app.vocabulary.lists import EntryKind
from tests.answers.tables.spreadsheets import read_csv, read_records, read_workbook, rows_of
from tests.conftest import client
from tests.contract.asking import ENTRY_LISTS, KIND_LISTS, ask, fault, links

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Data = dict[str, Any]

__all__ = ["client"]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_a_list_as_csv_has_the_entries_of_the_list(client: TestClient, address: str, lang: str) -> None:
    query = {"limit": "200", "lang": lang}
    answer = client.get(address, params={**query, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    items, records = ask(client, address, query)["items"], read_records(answer.content)
    assert [one["id"] for one in records] == [one["id"] for one in items]
    for item, record in zip(items, records, strict=True):
        for name in ("title", "statement", "checked_on", "evidence_grade", "kind", "country"):
            assert record[name] == item[name]
        assert record["fact_as_of"] == (item["fact_as_of"] or "")
        assert record["stale"] == item["here"]["stale"]
        assert record["source_ids"].split("\n") == [one["id"] for one in item["sources"]]
        assert len(record["source_urls"].split("\n")) == len(item["sources"])
        assert record["edition"] == "1"


@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_a_list_as_a_workbook_has_the_rows_of_the_csv(client: TestClient, address: str) -> None:
    query = {"limit": "40"}
    records = read_records(client.get(address, params={**query, "format": "csv"}).content)
    answer = client.get(address, params={**query, "format": "xlsx"})
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    book = read_workbook(answer.content)
    entries = rows_of(book, book.sheetnames[0])
    assert [[one["id"], one["statement"]] for one in entries] == [[one["id"], one["statement"]] for one in records]
    assert list(entries[0] if entries else records or []) == list(records[0] if records else [])
    about = {row["name"]: row["value"] for row in rows_of(book, "about")}
    assert about["edition"] == 1
    assert about["items"] == len(records)


def _named(kind: EntryKind | None, *, summary: bool = False) -> list[str]:
    return [one.name for one in columns_of(kind, summary=summary)]


@pytest.mark.parametrize("kind", [None, *EntryKind])
def test_no_column_stands_twice_and_what_is_common_stands_in_one_order(kind: EntryKind | None) -> None:
    names = _named(kind)
    assert len(set(names)) == len(names)
    assert [one for one in names if one in _named(EntryKind.qa)[:8]] == _named(EntryKind.qa)[:8]
    assert set(names) <= set(_named(None))
    assert set(_named(kind, summary=True)) < set(names)


def test_every_column_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    assert [name for name in _named(None) if f"`{name}`" not in text] == []


def test_kinds_add_their_own_members(client: TestClient) -> None:
    def record(address: str, id_: str) -> Data:
        records = read_records(client.get(f"{address}?format=csv&limit=200&country=MY").content)
        return next(one for one in records if one["id"] == id_)

    procedure = record("/v1/procedures", "my-biologic-full")
    assert procedure["clocks"] == "standard: 245 working-day = 343 calendar-day (stated)"
    assert "standard: processing 1000 MYR per application" in procedure["fees"].split("\n")
    reliance = record("/v1/reliance", "my-rel-mfds-frp")
    assert "KR-MFDS: no (derived)" in reliance["references"].split("\n")
    assert reliance["scopes"] == "marketing-authorisation"
    assert record("/v1/requirements", "my-local-prh")["obligation"] == "mandatory"


def test_a_summary_has_the_columns_of_a_summary(client: TestClient) -> None:
    heading, *records = read_csv(client.get("/v1/requirements?view=summary&format=csv&limit=3").content)
    assert heading == _named(EntryKind.requirement, summary=True)
    assert "statement" not in heading
    assert len(records) == 3


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_pages_follow_one_another_by_the_link_header(client: TestClient, format_: str) -> None:
    def ids(content: bytes) -> list[str]:
        if format_ == "csv":
            return [one["id"] for one in read_records(content)]
        book = read_workbook(content)
        return [one["id"] for one in rows_of(book, book.sheetnames[0])]

    query = f"/v1/requirements?country=MY&limit=60&format={format_}"
    found: list[str] = []
    address: str | None = query
    while address:
        answer = client.get(address)
        found += ids(answer.content)
        address = links(answer).get("next")
    total = ask(client, "/v1/requirements?country=MY&limit=200")
    assert found == [one["id"] for one in total["items"]][: len(found)]
    assert len(found) == total["total"]


@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_the_accept_header_asks_for_it_too_and_a_parameter_beats_it(client: TestClient, address: str) -> None:
    as_csv, as_book = {"Accept": "text/csv"}, {"Accept": f"{XLSX}, application/json;q=0.5"}
    assert client.get(f"{address}?limit=1", headers=as_csv).headers["content-type"].startswith("text/csv")
    assert client.get(f"{address}?limit=1", headers=as_book).headers["content-type"] == XLSX
    forced = client.get(f"{address}?limit=1&format=json", headers=as_csv)
    assert forced.headers["content-type"] == "application/json"
    assert client.get(f"{address}?limit=1", headers={"Accept": "*/*"}).json()["edition"] == 1


@pytest.mark.parametrize("address", ENTRY_LISTS)
def test_an_unknown_format_is_refused_with_the_valid_ones(client: TestClient, address: str) -> None:
    found = fault(client.get(f"{address}?format=pdf"), "format")
    assert found["expected"] == ["csv", "json", "xlsx"]


def test_every_form_has_its_own_tag_and_says_what_it_varies_by(client: TestClient) -> None:
    tags = set()
    for format_ in ("json", "csv", "xlsx"):
        address = f"/v1/requirements?limit=2&format={format_}"
        answer = client.get(address)
        assert answer.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
        tag = answer.headers["etag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
        tags.add(tag)
    plain = client.get("/v1/requirements?limit=2", headers={"Accept": "text/csv"}).headers["etag"]
    assert len(tags) == 3
    assert plain != client.get("/v1/requirements?limit=2").headers["etag"]


@pytest.mark.parametrize("path", sorted(KIND_LISTS))
def test_an_empty_list_still_has_its_columns(client: TestClient, path: str) -> None:
    rows = read_csv(client.get(f"{path}?country=US&format=csv").content)
    assert rows == [_named(EntryKind(KIND_LISTS[path]))]
