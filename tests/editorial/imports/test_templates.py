"""Templates: what they offer, and that what they give out comes back as it was."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from app.database.engine import reading
from app.editorial.imports.files import CSV, WORKBOOK
from app.knowledge.models import Record, Revision
from app.knowledge.schemas import CONTENT_MODELS
from tests.editions.life import edition, record
from tests.editorial.desk import Office, told
from tests.editorial.imports.sending import send, taken_in


def template(desk: Office, name: str, who: str = "vera") -> bytes:
    answer = desk.ask(who, "GET", f"/imports/templates/{name}")
    assert answer.status_code == 200, answer.text[:300]
    return answer.content


def headings(data: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_template_has_the_columns_and_one_real_row(desk: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(template(desk, "requirement.csv").decode("utf-8-sig"))))
    assert [one["id"] for one in rows] == ["xx-doomed"]
    assert rows[0]["citations.1.source"] == "xx-news"
    assert {"obligation", "title.en", "documents.1.id", "legal_change"} <= rows[0].keys()
    assert not {"kind", "title.translation", "title.original"} & rows[0].keys()


def test_a_workbook_template_has_notes_and_drop_downs(desk: Office) -> None:
    book = load_workbook(io.BytesIO(template(desk, "procedure.xlsx")))
    assert {"procedure", "procedure.variants", "procedure.variants.phases", "procedure.citations"} <= {
        *book.sheetnames
    }
    assert book.sheetnames[-2:] == ["notes", "values"]
    rows = [[str(one) for one in row] for row in book["notes"].iter_rows(min_row=2, values_only=True)]
    notes = {(sheet, column): (text, values) for sheet, column, text, values in rows}
    assert notes["procedure", "licence"][0] == "Needed: one of the values."
    assert "marketing-authorisation" in notes["procedure", "licence"][1]
    assert notes["procedure.variants.phases", "variant_id"][0].startswith("Needed. Names the row")
    assert len(book["procedure"].data_validations.dataValidation) >= 4
    assert [one.value for one in book["procedure.variants.phases"][1]][:2] == ["record_id", "variant_id"]


@pytest.mark.parametrize("kind", CONTENT_MODELS)
def test_every_type_of_record_has_templates(desk: Office, kind: str) -> None:
    assert headings(template(desk, f"{kind}.csv"))[0] == "id"
    assert template(desk, f"{kind}.xlsx").startswith(b"PK")


@pytest.fixture
def varied(engine: Engine) -> Engine:
    """The small atlas with one full record of every kind of entry."""
    shown = [
        record("source", "small-source", note="=SUM(A1)", title="+82 2 law"),
        record("policy", "xx-policy", announced_on="2024-05", note={"ko": "메모", "original": "ko"}),
        record(
            "market",
            "xx-market",
            low="33333.33",
            value="40000",
            high="1000000",
            title={"en": "-5 %", "ko": "@가", "translation": "reviewed"},
        ),
        record("observed_time", "xx-time", note="two\nlines; and more"),
        record(
            "procedure",
            "xx-path",
            variants=[
                {
                    "id": "a",
                    "condition": "A",
                    "phases": [{"name": "One", "duration": {"max": 30, "unit": "working-day"}}],
                },
                {
                    "id": "b",
                    "condition": "B",
                    "approvals": {"references": [{"authority": "XX-FDA"}, {"any": True}]},
                    "fees": [{"type": "processing", "name": "Fee", "amount": "33333.33", "currency": "MYR"}],
                    "phases": [{"name": {"en": "Two", "ko": "둘"}, "in_total": False}, {"name": "Three"}],
                },
            ],
        ),
    ]
    edition(engine, *shown)
    return engine


@pytest.mark.parametrize(("suffix", "media_type"), [("csv", CSV), ("xlsx", WORKBOOK)])
def test_what_is_given_out_comes_back_unchanged(varied: Engine, desk: Office, suffix: str, media_type: str) -> None:
    with reading(varied) as connection:
        types = connection.scalars(select(Record.type).join(Revision, Revision.record_key == Record.key).distinct())
        kinds = sorted(types)
    assert len(kinds) > 8
    for kind in kinds:
        data = template(desk, f"{kind}.{suffix}?rows=published")
        seen = told(send(desk, data, media_type=media_type, kind=kind))
        assert (seen["faults"], seen["new"], seen["corrections"]) == ([], 0, 0), (kind, seen["faults"])
        assert seen["unchanged"] == seen["rows"] > 0


def test_a_list_that_was_given_out_is_corrected_and_sent_back(desk: Office) -> None:
    book = load_workbook(io.BytesIO(template(desk, "requirement.xlsx?rows=published&country=XX")))
    sheet = book["requirement"]
    names = [one.value for one in sheet[1]]
    line = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "xx-fee")
    line[names.index("obligation")].value = "conditional"
    book["requirement.citations"].append(["xx-fee", "xx-news", None, "no"])
    written = io.BytesIO()
    book.save(written)
    seen = taken_in(desk, written.getvalue(), media_type=WORKBOOK)
    assert (seen["rows"], seen["corrections"], seen["unchanged"]) == (3, 1, 2)
    content = desk.read(seen["drafts"][0]["revision"])["content"]
    assert content["obligation"] == "conditional"
    assert content["citations"] == [
        {"source": "xx-law", "locator": "s. 2", "supports": True},
        {"source": "xx-news", "locator": None, "supports": False},
    ]


def test_what_a_spreadsheet_could_run_is_text(varied: Engine, desk: Office) -> None:
    given = template(desk, "source.csv?rows=published").decode("utf-8-sig")
    assert "'=SUM(A1)" in given
    assert "'+82 2 law" in given
    sheet = load_workbook(io.BytesIO(template(desk, "source.xlsx?rows=published")))["source"]
    risky = [one for row in sheet.iter_rows(min_row=2) for one in row if str(one.value).startswith(("=", "+"))]
    assert len(risky) == 2
    assert all(one.data_type == "s" and one.quotePrefix for one in risky)


def test_templates_are_told_apart_and_cached(desk: Office) -> None:
    first = desk.ask("vera", "GET", "/imports/templates/term.csv")
    again = desk.ask("vera", "GET", "/imports/templates/term.csv", If_None_Match=first.headers["etag"])
    assert (again.status_code, first.headers["cache-control"]) == (304, "no-store")
    other = desk.ask("vera", "GET", "/imports/templates/term.xlsx", If_None_Match=first.headers["etag"])
    assert other.status_code == 200
    assert desk.ask("vera", "GET", "/imports/templates/terms.csv").status_code == 404
    assert desk.ask(None, "GET", "/imports/templates/term.csv").status_code == 401
    assert desk.ask("vera", "GET", "/imports/templates/term.csv?rows=all").status_code == 422
