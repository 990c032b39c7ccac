"""A fact is good for as many years as its topic allows: fees 2, clocks 3, all else 5."""

from typing import Any

import pytest

from app.knowledge.staleness import allowed_years, stale, stale_after


def entry(**values: Any) -> dict[str, Any]:
    """What staleness looks at of an entry."""
    return {"kind": "requirement", "topics": ["dossier"], "currency_status": "current", **values}


@pytest.mark.parametrize(
    ("kind", "topics", "years"),
    [
        ("requirement", ["fees"], 2),
        ("requirement", ["dossier", "fees"], 2),
        ("procedure", ["fees"], 2),
        ("procedure", ["other"], 3),
        ("observed_time", ["timelines"], 3),
        ("requirement", ["timelines"], 5),
        ("policy", ["other"], 5),
        ("reliance", ["other"], 5),
        ("market", ["other"], 5),
        ("term", ["other"], 5),
        ("qa", ["other"], 5),
    ],
)
def test_years_by_topic_and_kind(kind: str, topics: list[str], years: int) -> None:
    assert allowed_years(entry(kind=kind, topics=topics)) == years


@pytest.mark.parametrize(
    ("fact_as_of", "last"),
    [
        ("2021", "2026-12-31"),
        ("2021-11", "2026-11-30"),
        ("2021-11-23", "2026-11-23"),
        ("2024-02-29", "2029-02-28"),
        ("2024-02", "2029-02-28"),
        (None, None),
    ],
)
def test_a_partial_date_counts_from_its_last_day(fact_as_of: str | None, last: str | None) -> None:
    assert stale_after(entry(fact_as_of=fact_as_of)) == last


@pytest.mark.parametrize(
    ("values", "today", "answer"),
    [
        ({"fact_as_of": "2021-11-23"}, "2026-11-23", "no"),
        ({"fact_as_of": "2021-11-23"}, "2026-11-24", "yes"),
        ({"fact_as_of": "2024-11-23", "topics": ["fees"]}, "2026-11-24", "yes"),
        ({"fact_as_of": "2023-11-23", "kind": "procedure"}, "2026-11-23", "no"),
        ({"fact_as_of": "2023-11-23", "kind": "procedure"}, "2026-11-24", "yes"),
        ({}, "2026-11-23", "unknown"),
        ({"currency_status": "unknown"}, "2026-11-23", "unknown"),
        ({"currency_status": "superseded"}, "2026-11-23", "yes"),
        ({"currency_status": "historic", "fact_as_of": "2026"}, "2026-11-23", "yes"),
        ({"review_due_on": "2026-11-23", "fact_as_of": "2026"}, "2026-11-23", "no"),
        ({"review_due_on": "2026-11-22", "fact_as_of": "2026"}, "2026-11-23", "yes"),
        ({"review_due_on": "2026-11-22"}, "2026-11-23", "yes"),
        ({"review_due_on": "2027-11-23"}, "2026-11-23", "unknown"),
    ],
)
def test_staleness_of_one_entry_on_one_day(values: dict[str, Any], today: str, answer: str) -> None:
    assert stale(entry(**values), today) == answer
