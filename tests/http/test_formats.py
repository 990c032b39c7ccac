"""Choosing a form: what was asked for by name, then what is accepted most gladly, then JSON."""

import pytest

from app.http.formats import Format, choose_format
from app.http.negotiation import quality_of

CSV = Format("csv", "text/csv; charset=utf-8", lambda body, language: b"")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", lambda body, language: b"")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("accept", [None, "", "application/json", "text/csv", "nonsense"])
def test_a_form_asked_for_by_name_beats_any_header(accept: str | None) -> None:
    assert choose_format("xlsx", accept, (CSV, XLSX)) is XLSX
    assert choose_format("json", accept, (CSV, XLSX)) is None


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, None),
        ("", None),
        ("*/*", None),
        (BROWSER, None),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("text/csv;q=0.5, application/json", None),
        ("text/csv, application/json;q=0.5", CSV),
        ("application/json;q=0.9, text/csv;q=0.9", None),
        ("text/csv;q=0", None),
        ("text/csv;q=0.3, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=0.4", XLSX),
        ("*/*;q=0.1, text/csv", CSV),
        ("image/png", None),
    ],
)
def test_the_form_accepted_most_gladly_is_sent_and_json_where_nothing_fits(
    accept: str | None, chosen: Format | None
) -> None:
    assert choose_format(None, accept, (CSV, XLSX)) is chosen


def test_an_answer_without_other_forms_is_json_whatever_is_accepted() -> None:
    assert choose_format(None, "text/csv", ()) is None


@pytest.mark.parametrize(
    ("accept", "quality"),
    [("text/csv;q=0.2, text/*;q=0.6, */*;q=0.9", 0.2), ("text/*;q=0.6, */*;q=0.9", 0.6), ("*/*;q=0.9", 0.9), ("", 0)],
)
def test_the_most_exact_range_decides(accept: str, quality: float) -> None:
    assert quality_of(accept, "text/csv") == quality
