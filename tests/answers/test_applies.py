"""`applies` is yes, no or unknown: `no` needs proof, and inside a partial date nothing is sure."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers.applies import applies
from app.vocabulary.dates import day_range

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=300)
SUPERSEDED = {"currency_status": "superseded"}
HISTORIC = {"currency_status": "historic"}
PARTIALS = st.sampled_from([None, "2024", "2025", "2026", "2025-06", "2026-02", "2025-06-15", "2026-11-23"])
DAYS = st.dates(date(2023, 1, 1), date(2028, 1, 1))


def entry(**values: Any) -> dict[str, Any]:
    """An entry's content, as far as it matters here."""
    return {"currency_status": "current", "checked_on": "2026-11-23", **values}


CASES: list[tuple[dict[str, Any], str, str]] = [
    # a start
    ({"applies_from": "2025-06-15"}, "2025-06-14", "no"),
    ({"applies_from": "2025-06-15"}, "2025-06-15", "yes"),
    ({"applies_from": "2025-06"}, "2025-05-31", "no"),
    ({"applies_from": "2025-06"}, "2025-06-01", "unknown"),
    ({"applies_from": "2025-06"}, "2025-06-29", "unknown"),
    ({"applies_from": "2025-06"}, "2025-06-30", "yes"),
    ({"applies_from": "2025"}, "2024-12-31", "no"),
    ({"applies_from": "2025"}, "2025-07-01", "unknown"),
    ({"applies_from": "2025"}, "2025-12-31", "yes"),
    # no start: unknown before the source's own date
    ({"fact_as_of": "2025-06-15"}, "2025-06-14", "unknown"),
    ({"fact_as_of": "2025-06-15"}, "2025-06-15", "yes"),
    ({"fact_as_of": "2025-06"}, "2025-06-29", "unknown"),
    ({"fact_as_of": "2025-06"}, "2025-06-30", "yes"),
    ({"fact_as_of": "2025"}, "2025-12-30", "unknown"),
    ({}, "2026-11-23", "unknown"),
    ({}, "1990-01-01", "unknown"),
    ({"applies_from": "2020", "fact_as_of": "2026"}, "2022-01-01", "yes"),
    # an end
    ({"fact_as_of": "2020", "applies_until": "2025-06-15"}, "2025-06-15", "yes"),
    ({"fact_as_of": "2020", "applies_until": "2025-06-15"}, "2025-06-16", "no"),
    ({"fact_as_of": "2020", "applies_until": "2025-06"}, "2025-06-01", "yes"),
    ({"fact_as_of": "2020", "applies_until": "2025-06"}, "2025-06-02", "unknown"),
    ({"fact_as_of": "2020", "applies_until": "2025-06"}, "2025-06-30", "unknown"),
    ({"fact_as_of": "2020", "applies_until": "2025-06"}, "2025-07-01", "no"),
    ({"applies_until": "2025-06-15"}, "2025-01-01", "unknown"),
    ({"applies_until": "2025-06-15"}, "2025-06-16", "no"),
    # both
    ({"applies_from": "2024", "applies_until": "2026"}, "2025-06-15", "yes"),
    ({"applies_from": "2024", "applies_until": "2024"}, "2024-06-15", "unknown"),
    ({"applies_from": "2025-01-01", "applies_until": "2025"}, "2024-12-31", "no"),
    # replaced or over, and nobody said when
    ({**SUPERSEDED, "fact_as_of": "2020"}, "2026-11-23", "no"),
    ({**SUPERSEDED, "fact_as_of": "2020"}, "2026-11-22", "unknown"),
    ({**HISTORIC, "fact_as_of": "2020"}, "2027-01-01", "no"),
    ({**SUPERSEDED}, "2026-11-22", "unknown"),
    # replaced, with its end
    ({**SUPERSEDED, "fact_as_of": "2020", "applies_until": "2025-12-31"}, "2025-12-31", "yes"),
    ({**SUPERSEDED, "fact_as_of": "2020", "applies_until": "2025-12-31"}, "2026-01-01", "no"),
    ({**SUPERSEDED, "fact_as_of": "2020", "applies_until": "2027"}, "2026-12-01", "yes"),
    ({"currency_status": "unknown", "fact_as_of": "2020"}, "2026-11-23", "yes"),
]


@pytest.mark.parametrize(("values", "day", "answer"), CASES)
def test_cases(values: dict[str, Any], day: str, answer: str) -> None:
    assert applies(entry(**values), date.fromisoformat(day)) == answer


@STEADY
@given(start=PARTIALS, end=PARTIALS, seen=PARTIALS, day=DAYS)
def test_no_needs_proof(start: str | None, end: str | None, seen: str | None, day: date) -> None:
    answer = applies(entry(applies_from=start, applies_until=end, fact_as_of=seen), day)
    starts_later = start is not None and day_range(start)[0] > day
    ended = end is not None and day_range(end)[1] < day
    assert (answer == "no") == (starts_later or ended)


@STEADY
@given(start=PARTIALS, end=PARTIALS, seen=PARTIALS, day=DAYS)
def test_yes_is_sure_whatever_day_a_partial_date_means(
    start: str | None, end: str | None, seen: str | None, day: date
) -> None:
    if applies(entry(applies_from=start, applies_until=end, fact_as_of=seen), day) == "yes":
        begun = start or seen
        assert begun is not None
        assert day_range(begun)[1] <= day
        assert end is None or day <= day_range(end)[0]


@STEADY
@given(start=PARTIALS, seen=PARTIALS, day=DAYS, later=DAYS)
def test_what_has_begun_and_never_ends_goes_on(start: str | None, seen: str | None, day: date, later: date) -> None:
    content = entry(applies_from=start, fact_as_of=seen)
    if later >= day and applies(content, day) == "yes":
        assert applies(content, later) == "yes"
