"""The other files by API: workbooks and YAML, with everything that they can hold."""

from typing import Any

import pytest

from tests.editorial.desk import Office
from tests.editorial.imports.books import XLSX, book_of, packed, table_of
from tests.editorial.imports.sending import brief, csv_of, refused, report, row, taken_in

YAML = "application/yaml"


def test_a_workbook_holds_a_procedure_whole_and_the_source_that_it_cites(desk: Office) -> None:
    own = {name: value for name, value in row("xx-path").items() if "citations" not in name and name != "obligation"}
    sheets: dict[str, Any] = {
        "procedure": table_of(
            [
                own
                | {
                    "name.en": "A path",
                    "licence": "marketing-authorisation",
                    "validity.max": 60,
                    "validity.unit": "month",
                }
            ]
        ),
        "procedure.citations": [["record_id", "source", "locator"], ["xx-path", "xx-decree", "s. 9"]],
        "procedure.variants": [
            ["record_id", "id", "condition.en"],
            ["xx-path", "full", "New"],
            ["xx-path", "short", "Known"],
        ],
        "procedure.variants.phases": [
            ["record_id", "variant_id", "name.en", "duration.min", "duration.max", "duration.unit", "stop_clock"],
            ["xx-path", "full", "Review", 30, 60.0, "working-day", True],
            ["xx-path", "short", "Check", None, 10, "working-day", None],
            ["xx-path", "full", "Decision", None, 5, "working-day", None],
        ],
        "procedure.variants.fees": [
            ["record_id", "variant_id", "type", "name.en", "amount", "currency", "valid_from"],
            ["xx-path", "full", "processing", "Fee", 33333.33, "MYR", "2024-05"],
        ],
        "source": table_of(
            [
                {
                    "id": "xx-decree",
                    "title": "The decree",
                    "publisher": "Exland",
                    "url": "https://xx.example/decree",
                    "kind": "law",
                    "language": "en",
                    "evidence_grade": "B",
                    "custody": "quoted",
                }
            ]
        ),
        "notes": [["anything"], ["that people write"]],
    }
    seen = taken_in(desk, packed(book_of(sheets)), media_type=XLSX)
    drafts = {one["record"]["id"]: desk.read(one["revision"]) for one in seen["drafts"]}
    content = drafts["xx-path"]["content"]
    assert (content["evidence_grade"], content["source_custody"]) == ("B", "quoted")
    assert content["validity"] == {"min": None, "max": 60, "unit": "month"}
    full, short = content["variants"]
    assert [(one["name"]["en"], one["duration"]["max"], one["stop_clock"]) for one in full["phases"]] == [
        ("Review", 60, True),
        ("Decision", 5, None),
    ]
    assert [one["name"]["en"] for one in short["phases"]] == ["Check"]
    assert (full["fees"][0]["amount"], full["fees"][0]["valid_from"]) == ("33333.33", "2024-05")


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ({"Sheet1": [["id"], ["xx-a"]]}, "a sheet is named for the type of its records"),
        ({"requirements": [["id"], ["xx-a"]]}, "Did you mean requirement?"),
        (
            {"requirement": [["id"], ["xx-a"]], "requirement.papers": [["record_id"]]},
            "no sheet of this name goes with",
        ),
        ({"requirement.citations": [["record_id"], ["xx-a"]]}, "no sheet of this name goes with the others"),
        ({"notes": [["id"]]}, "the file has no table of records"),
    ],
)
def test_sheets_have_names_that_say_what_they_hold(desk: Office, sheets: dict[str, Any], says: str) -> None:
    seen = report(desk, packed(book_of(sheets)), media_type=XLSX)
    assert says in seen["faults"][0]["message"]


def test_a_sheet_without_a_name_of_ours_is_what_kind_says(desk: Office) -> None:
    book = packed(book_of({"Sheet1": table_of([row("xx-a")])}))
    assert report(desk, book, media_type=XLSX, kind="requirement")["new"] == 1


def test_a_list_stands_in_columns_or_in_its_sheet(desk: Office) -> None:
    sheets = {
        "requirement": table_of([row("xx-a")]),
        "requirement.citations": [["record_id", "source"], ["xx-a", "xx-news"]],
    }
    (fault,) = report(desk, packed(book_of(sheets)), media_type=XLSX)["faults"]
    assert (fault["sheet"], fault["cell"], fault["pointer"]) == ("requirement.citations", "A2", "/citations")


def test_files_that_cannot_be_read_are_told_in_the_report(desk: Office) -> None:
    for media_type in (XLSX, YAML):
        seen = report(desk, b"\xff\xfe nothing", media_type=media_type, kind="requirement")
        assert (seen["rows"], seen["total_faults"]) == (0, 1)
    assert refused(desk, b"", media_type=XLSX)["detail"] == "1 fault in 0 rows; nothing was stored."


def test_yaml_has_the_seed_s_format(desk: Office) -> None:
    text = """
sources:
- {id: xx-decree, title: The decree, publisher: Exland, url: "https://xx.example/d", kind: law, language: en,
   evidence_grade: B, custody: quoted}
requirements:
- id: xx-a
  country: XX
  topics: [dossier]
  title: {en: A title, ko: 제목}
  statement: A statement
  obligation: mandatory
  citations: [{source: xx-decree, locator: s. 1}]
- id: xx-b
  country: XX
  topics: [dossier]
  title: B
  statement: B
  obligation: must
  citations: [{source: xx-decree}]
"""
    seen = report(desk, text.encode(), media_type=YAML)
    assert brief(seen["faults"])[0][:2] == (18, "obligation")
    made = taken_in(desk, text.replace("must", "conditional").encode(), media_type=YAML)
    assert [one["record"]["id"] for one in made["drafts"]] == ["xx-decree", "xx-a", "xx-b"]
    assert desk.read(made["drafts"][1]["revision"])["content"]["evidence_grade"] == "B"


def test_a_whole_record_of_yaml_takes_the_place_of_what_is_published(desk: Office) -> None:
    said = "topics: [fees], title: Fee, statement: Paid., obligation: mandatory, citations: [{source: xx-law}]"
    text = f"- {{id: xx-fee, {said}}}"
    seen = taken_in(desk, text.encode(), media_type=YAML, kind="requirement")
    content = desk.read(seen["drafts"][0]["revision"])["content"]
    assert (content["country"], content["product_types"], content["checked_on"]) == ("XX", [], "2026-11-23")


def test_the_jurisdiction_of_new_records_may_be_said_once(desk: Office) -> None:
    text = "- {id: xx-gap-2, title: A fee, text: It was not found.}"
    assert report(desk, text.encode(), media_type=YAML, kind="gap")["faults"][0]["pointer"] == "/jurisdiction"
    assert report(desk, text.encode(), media_type=YAML, kind="gap", country="xx")["new"] == 1
    rows = csv_of([{name: value for name, value in row("xx-a").items() if name != "country"}])
    assert report(desk, rows, country="YY")["new"] == 1


def test_faults_of_yaml_are_all_told(desk: Office) -> None:
    data = b"- id: xx-a\n  id: xx-b\n- {id: xx-c, title: A, title: B}\n"
    seen = report(desk, data, media_type=YAML, kind="requirement")
    assert [(one["row"], one["message"]) for one in seen["faults"]] == [
        (2, "the key is repeated"),
        (3, "the key is repeated"),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('- {id: "xx\\0a", topics: [fees]}\n', "/id"),
        ('- {id: xx-a, topics: [fees], title: "a\\0b"}\n', "/title"),
        ('- {id: xx-a, "to\\0pics": [fees]}\n', ""),
        ('- {id: xx-fee, successor: "a\\0b", legal_change: new-law, applies_from: "2024"}\n', None),
        ("- {id: xx-a, topics: {a: {b: {c: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}}}\n", ""),
        (f"- {{id: {'x' * 500}}}\n", "/id"),
        ("- {id: xx-a, checked_on: 99999999999999999999, fact_as_of: 1e9}\n", None),
    ],
)
def test_strange_records_are_at_fault_and_nothing_breaks(desk: Office, text: str, place: str | None) -> None:
    seen = report(desk, text.encode(), media_type=YAML, kind="requirement")
    assert seen["total_faults"] >= 1
    if place is not None:
        assert any((one["pointer"] or "").startswith(place) for one in seen["faults"])
    refused(desk, text.encode(), media_type=YAML, kind="requirement")
