"""Contents to tables and back: nothing is lost on the way, whatever a content says."""

import csv
import io
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.answers.tables.csv_file import csv_bytes
from app.answers.tables.table import Column
from app.editorial.imports.template_book import workbook_bytes
from app.editorial.imports.templates import WIDTHS
from app.intake.seed import Seed
from app.intake.tables.candidates import Candidates
from app.intake.tables.cells import Sheet
from app.intake.tables.csv_reader import read_csv
from app.intake.tables.rows import candidates_of
from app.intake.tables.shape import shape_of
from app.intake.tables.workbook_reader import read_workbook
from app.intake.tables.written import written
from app.knowledge.freeze import freeze
from app.knowledge.schemas import CONTENT_MODELS

Data = dict[str, Any]


def frozen(type_: str, data: Data) -> Data:
    """A content as it is frozen, without what only freezing says."""
    content: Data = orjson.loads(freeze(type_, CONTENT_MODELS[type_].model_validate(data))[0])
    return {name: value for name, value in content.items() if name not in ("type", "content_format")}


def through_csv(type_: str, contents: list[Data]) -> Candidates:
    (sheet,) = written(type_, contents, flat=True)
    return candidates_of([read_csv(csv_bytes([Column(one) for one in sheet.headings], sheet.rows))], type_)


def through_workbook(type_: str, contents: list[Data]) -> Candidates:
    return candidates_of(read_workbook(workbook_bytes(written(type_, contents, flat=False), [], WIDTHS)), None)


def said(type_: str, found: Candidates) -> list[Data]:
    assert found.faults == []
    return [frozen(type_, without_nothing(one.data)) for one in found.records]


def without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nothing(one) for name, one in value.items() if one is not None}
    return value


@pytest.mark.parametrize("through", [through_csv, through_workbook])
@pytest.mark.parametrize("type_", CONTENT_MODELS)
def test_the_seed_comes_back_as_it_was(seed: Seed, type_: str, through: Any) -> None:
    records = [one for one in seed.records if one.type == type_][:12]
    if type_ == "qa" and not records:
        pytest.skip("the seed has none")
    contents = [frozen(type_, one.content.model_dump(mode="json")) for one in records]
    assert said(type_, through(type_, contents)) == contents


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), include_characters="\n=+-@';,\"가"),
    min_size=1,
    max_size=20,
).filter(lambda text: bool(text.strip()))
texts = st.one_of(
    words,
    st.builds(lambda en, ko: {"en": en, "ko": ko}, words, words),
    st.builds(lambda ko: {"ko": ko, "original": "ko"}, words),
    st.builds(lambda en, ko: {"en": en, "ko": ko, "original": "ko", "translation": "reviewed"}, words, words),
)
ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
amounts = st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)
spans = st.builds(
    lambda low, more: {"min": low, "max": low + more, "unit": "month"}, st.integers(0, 99), st.integers(0, 9)
)
phases = st.fixed_dictionaries(
    {"name": texts},
    optional={"duration": spans, "stop_clock": st.booleans(), "note": texts, "source_duration": words},
)
fees = st.fixed_dictionaries(
    {"type": st.just("processing"), "name": texts, "currency": st.just("MYR")},
    optional={
        "amount": amounts,
        "applies_when": st.just({"product_types": ["generic", "biologic"]}),
        "valid_from": st.just("2024-05"),
    },
)
references = st.lists(
    st.one_of(st.just({"any": True}), st.builds(lambda text: {"as_written": text}, texts)), min_size=1, max_size=3
)
variants = st.lists(
    st.fixed_dictionaries(
        {"id": ids, "condition": texts, "phases": st.lists(phases, max_size=3), "fees": st.lists(fees, max_size=2)},
        optional={"approvals": st.builds(lambda found: {"references": found}, references)},
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: str(one["id"]),
)
procedures = st.fixed_dictionaries(
    {
        "id": ids,
        "country": st.just("XX"),
        "topics": st.lists(ids, min_size=1, max_size=3),
        "title": texts,
        "statement": texts,
        "checked_on": st.just("2026-11-23"),
        "evidence_grade": st.just("A"),
        "source_custody": st.just("official-site"),
        "name": texts,
        "licence": st.just("marketing-authorisation"),
        "variants": variants,
        "citations": st.lists(
            st.fixed_dictionaries({"source": ids}, optional={"locator": words, "supports": st.booleans()}), max_size=3
        ),
    },
    optional={
        "note": texts,
        "validity": spans,
        "eligibility": st.builds(lambda found: {"references": found, "local_holder": False}, references),
    },
)


@pytest.mark.parametrize("through", [through_csv, through_workbook])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=st.lists(procedures, min_size=1, max_size=3, unique_by=lambda one: str(one["id"])))
def test_any_procedure_comes_back_as_it_was(through: Any, found: list[Data]) -> None:
    contents = [frozen("procedure", one) for one in found]
    assert said("procedure", through("procedure", contents)) == contents


def test_every_member_has_a_column_and_every_sheet_a_name_that_fits() -> None:
    for type_ in CONTENT_MODELS:
        assert all(len(name) <= 31 for name in shape_of(type_).sheets)
        assert ("id",) in shape_of(type_).leaves


def test_items_of_a_sheet_go_to_their_record() -> None:
    def sheet(name: str, *rows: list[str]) -> Sheet:
        written_rows = list(csv.reader(io.StringIO("\n".join(",".join(one) for one in rows))))
        table = read_csv("\n".join(",".join(one) for one in written_rows).encode())
        return Sheet(name, table.headings, table.rows)

    found = candidates_of(
        [
            sheet(
                "procedure.variants.fees",
                ["record_id", "variant_id", "type"],
                ["b", "v", "annual"],
                ["b", "w", "annual"],
            ),
            sheet("procedure.variants", ["record_id", "id"], ["b", "v"], ["c", "v"]),
            sheet("procedure", ["id"], ["a"], ["b"]),
        ],
        None,
    )
    assert [one.data for one in found.records] == [
        {"id": "a"},
        {"id": "b", "variants": [{"id": "v", "fees": [{"type": "annual"}]}]},
    ]
    assert [(one.place.sheet, one.place.cell, one.value) for one in found.faults] == [
        ("procedure.variants", "A3", "c"),
        ("procedure.variants.fees", "B3", "w"),
    ]
