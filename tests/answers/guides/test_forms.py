"""The workbook and the page of a guide hold every entry of the guide, and nothing in them runs."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.guides.guide import entries_in
from app.answers.guides.labels import label
from tests.answers.tables.spreadsheets import HOSTILE, read_workbook, rows_of, texts_of
from tests.contract.asking import ask, fault, problem

GUIDES = ["MY/biosimilar", "SG/vaccine", "TH/generic", "KR/new-chemical-entity", "VN/biologic", "JP/generic"]
SHEETS = [
    *("overview", "procedures", "phases", "fees", "checklist", "documents", "reliance", "observed_times", "policy"),
    *("context", "older_evidence", "unknowns", "sources"),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """What a page holds: its ids, where it links to, its tags, its text; and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(client: TestClient, which: str, lang: str = "en") -> Page:
    answer = client.get(f"/v1/guides/{which}?format=html&lang={lang}")
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


def _book(client: TestClient, which: str, lang: str = "en") -> Any:
    answer = client.get(f"/v1/guides/{which}?format=xlsx&lang={lang}")
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == XLSX
    return read_workbook(answer.content)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("which", GUIDES)
def test_every_entry_gap_and_source_of_a_guide_is_in_its_workbook(client: TestClient, which: str, lang: str) -> None:
    guide = ask(client, f"/v1/guides/{which}", {"lang": lang})
    book = _book(client, which, lang)
    assert book.sheetnames == [label(one, lang) for one in SHEETS]
    held = texts_of(book)
    for item in entries_in(guide):
        assert item["id"] in held
        assert item["title"] in held
        assert item["statement"] in held, item["id"]
    for one in (*guide["gaps"], *guide["disagreements"]):
        assert one["text"] in held
    for one in guide["warnings"]:
        assert one["message"] in held
    sources = rows_of(book, label("sources", lang))
    assert [row[label("number", lang)] for row in sources] == list(range(1, len(guide["sources"]) + 1))
    assert [row[label("id", lang)] for row in sources] == [one["id"] for one in guide["sources"]]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("which", GUIDES)
def test_every_entry_gap_and_source_of_a_guide_is_on_its_page(client: TestClient, which: str, lang: str) -> None:
    guide = ask(client, f"/v1/guides/{which}", {"lang": lang})
    page = _page(client, which, lang)
    text = _squeezed(page.text)
    for item in entries_in(guide):
        assert page.ids.count(f"entry-{item['id']}") == 1
        assert _squeezed(item["title"]) in text
        assert _squeezed(item["statement"]) in text, item["id"]
    assert [one for one in page.ids if one.startswith("source-")] == [
        f"source-{one['number']}" for one in guide["sources"]
    ]
    for kind, name in (("gap", "gaps"), ("disagreement", "disagreements")):
        assert [one for one in page.ids if one.startswith(f"{kind}-")] == [
            f"{kind}-{one['id']}" for one in guide[name]
        ]
    assert guide["meta"]["edition_sha256"] in text
    assert guide["meta"]["disclaimer"] in text


@pytest.mark.parametrize("which", GUIDES)
def test_the_checklist_has_a_box_and_room_for_notes_for_every_requirement(client: TestClient, which: str) -> None:
    guide = ask(client, f"/v1/guides/{which}")
    wanted = [item["id"] for group in guide["requirements"] for item in group["items"]]
    wanted += [item["id"] for item in guide["regional"]]
    rows = rows_of(_book(client, which), "Checklist")
    assert [row["Id"] for row in rows if row["Done"] == "☐"] == wanted
    assert {row["Notes"] for row in rows} <= {None}
    page = _page(client, which)
    boxes = [given for tag, given in page.tags if tag == "input"]
    assert {given["type"] for given in boxes} <= {"checkbox"}
    assert len([one for one in boxes if one.get("aria-label")]) == len(wanted) + len(guide["documents"])
    assert len([1 for tag, given in page.tags if tag == "td" and given.get("class") == "notes"]) == len(wanted)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("which", GUIDES)
def test_a_page_is_whole_in_itself_and_can_be_found_through_by_a_screen_reader(
    client: TestClient, which: str, lang: str
) -> None:
    page = _page(client, which, lang)
    tags = [tag for tag, _ in page.tags]
    assert ("html", {"lang": lang}) in page.tags
    assert not {"script", "link", "img", "iframe", "object", "form", "svg"} & set(tags)
    assert all(not name.startswith("on") for _, given in page.tags for name in given)
    assert all("style" not in given and "src" not in given for _, given in page.tags)
    assert len(set(page.ids)) == len(page.ids)
    assert tags.count("h1") == tags.count("main") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(given.get("scope") == "col" for tag, given in page.tags if tag == "th")
    assert tags.count("table") == tags.count("thead")
    for address in page.links:
        assert address.startswith(("#", "https://", "http://"))
    inside = {one[1:] for one in page.links if one.startswith("#")}
    missing = {one for one in inside if one not in page.ids}
    assert {
        one for one in missing if not one.startswith("entry-")
    } == set()  # prerequisites may be for other products


def test_a_page_prints_on_a4_with_page_numbers_edition_and_hash(client: TestClient) -> None:
    guide = ask(client, "/v1/guides/MY/biosimilar")
    text = client.get("/v1/guides/MY/biosimilar?format=html").text
    assert re.search(r"@page \{\s*size: A4;", text)
    assert 'content: counter(page) " / " counter(pages)' in text
    assert f"Licensing Atlas · 1 · {guide['meta']['edition_sha256'][:16]}" in text
    assert "display: table-header-group" in text


def test_workbooks_show_clocks_fees_and_prerequisites(client: TestClient) -> None:
    book = _book(client, "MY/biosimilar")
    (full,) = [row for row in rows_of(book, "Procedures") if row["Id"] == "my-biologic-full"]
    assert (full["Calendar days, least"], full["Calendar days, most"]) == (343, 343)
    assert full["Arithmetic"] == "245 working days × 7/5 = 343 calendar days"
    assert full["Basis"] == "stated by the source"
    assert "[my-foreign-gmp-inspection]" in full["Must come first"]
    fees = [row for row in rows_of(book, "Fees") if row["Id"] == "my-biologic-full"]
    assert {(row["Type of fee"], row["Amount"], row["Currency"]) for row in fees} == {
        ("processing", 1000, "MYR"),
        ("analysis", 3000, "MYR"),
        ("analysis", 4000, "MYR"),
    }
    sheet = book["Sources"]
    linked = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert linked
    assert all(cell.hyperlink.target == cell.value for cell in linked)


def test_hostile_texts_survive_in_the_workbook_and_are_texts(hostile: TestClient) -> None:
    book = _book(hostile, "XX/biologic")
    titles = {row["Id"]: row["Title"] for row in rows_of(book, "Checklist")}
    for number, text in enumerate(one.strip() for one in HOSTILE):
        assert titles[f"zz-{number:02d}"] == text
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_hostile_texts_survive_on_the_page_and_do_nothing(hostile: TestClient) -> None:
    page = _page(hostile, "XX/biologic")
    assert "script" not in [tag for tag, _ in page.tags]
    for text in HOSTILE:
        assert _squeezed(text) in _squeezed(page.text)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_guide_of_which_nothing_is_recorded_says_so_in_every_form(client: TestClient, lang: str) -> None:
    (warning,) = ask(client, "/v1/guides/JP/generic", {"lang": lang})["warnings"]
    assert warning["code"] == "nothing-recorded"
    assert warning["message"] in _page(client, "JP/generic", lang).text
    assert warning["message"] in texts_of(_book(client, "JP/generic", lang))


def test_every_form_has_its_own_tag_and_is_the_same_bytes_each_time(client: TestClient) -> None:
    tags: set[str] = set()
    for format_ in ("json", "xlsx", "html"):
        for lang in ("en", "ko"):
            address = f"/v1/guides/VN/biologic?format={format_}&lang={lang}"
            first, second = client.get(address), client.get(address)
            assert first.content == second.content
            assert first.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
            assert first.headers["content-language"] == lang
            tags.add(first.headers["etag"])
            again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
    assert len(tags) == 6


def test_a_browser_is_shown_the_page_and_a_program_the_data(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert client.get("/v1/guides/VN/biologic", headers=browser).headers["content-type"].startswith("text/html")
    assert client.get("/v1/guides/VN/biologic").headers["content-type"] == "application/json"
    forced = client.get("/v1/guides/VN/biologic?format=json", headers=browser)
    assert forced.headers["content-type"] == "application/json"
    book = client.get("/v1/guides/vn/biologic", headers={"Accept": XLSX})
    assert book.headers["content-disposition"] == 'attachment; filename="licensing-atlas-VN-biologic.xlsx"'


def test_an_unknown_format_is_refused_with_the_valid_ones(client: TestClient) -> None:
    assert fault(client.get("/v1/guides/VN/biologic?format=pdf"), "format")["expected"] == ["html", "json", "xlsx"]


@pytest.mark.parametrize("format_", ["xlsx", "html"])
@pytest.mark.parametrize("address", ['XX"/generic', "MY/%22%0d%0aX: y", "XX/generic", "MY/nothing"])
def test_what_is_unknown_is_a_problem_in_any_form(client: TestClient, address: str, format_: str) -> None:
    answer = client.get(f"/v1/guides/{address}?format={format_}")
    if answer.status_code == 422:
        problem(answer, 422, "invalid-parameter")
    else:
        problem(answer, 404, "unknown-record")
    assert "content-disposition" not in answer.headers


def test_every_label_is_there_in_both_languages_and_says_something() -> None:
    for name in SHEETS:
        assert label(name, "en") != label(name, "ko")
        assert len(label(name, "en")) <= 31
