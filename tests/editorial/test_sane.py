"""Dates and figures that cannot be are refused, and nothing that the seed says is among them."""

from datetime import date
from typing import Any

import pytest

from app.editorial.revisions.held import as_written
from app.editorial.revisions.sane import insane
from app.intake.seed import Seed
from tests.conftest import TODAY
from tests.editorial.desk import Office, told
from tests.editorial.facts import new


@pytest.mark.parametrize(
    ("content", "at_fault"),
    [
        ({"applies_from": "2026-05", "applies_until": "2026-04-30"}, ["/content/applies_until"]),
        ({"applies_from": "2026-05", "applies_until": "2026"}, []),
        ({"applies_from": "2026", "applies_until": "2026-01-01"}, []),
        ({"applies_from": "2027", "applies_until": "2026"}, ["/content/applies_until"]),
        ({"announced_on": "2026-06", "transition_until": "2026-05"}, ["/content/transition_until"]),
        ({"checked_on": "2026-11-24"}, ["/content/checked_on"]),
        ({"checked_on": "2026-11-23"}, []),
        ({"fact_as_of": "2026-12"}, ["/content/fact_as_of"]),
        ({"fact_as_of": "2026"}, []),
        ({"published_on": "2027"}, ["/content/published_on"]),
        ({"low": "12.5", "point": "12.4"}, ["/content/point"]),
        ({"low": "9", "high": "10"}, []),
        ({"variants": [{"fees": [{"amount": "10", "amount_to": "9"}]}]}, ["/content/variants/0/fees/0/amount_to"]),
        ({"variants": [{"fees": [{"valid_from": "2026", "valid_until": "2025"}]}]},
         ["/content/variants/0/fees/0/valid_until"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_found_and_named(content: dict[str, Any], at_fault: list[str]) -> None:
    assert [fault.pointer for fault in insane(content, date(2026, 11, 23))] == at_fault


def test_nothing_that_the_seed_says_cannot_be(seed: Seed) -> None:
    found = [
        (record.id, fault)
        for record in seed.records
        for fault in insane(as_written(record.type, record.content)[0], TODAY)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("member", "value", "says"),
    [
        ("applies_from", "1799", "between 1800 and 2200"),
        ("applies_from", "2026-02-30", "day is out of range"),
        ("applies_from", "next year", "YYYY"),
        ("checked_on", "2026-05", "expected a day"),
        ("checked_on", "2026-12-02", "not after today"),
    ],
)
def test_a_draft_with_such_a_date_is_refused(desk: Office, member: str, value: str, says: str) -> None:
    answer = desk.ask(
        "ed", "POST", "/entries", {"type": "requirement", "content": new(**{member: value}), "reason": "x"}
    )
    (error,) = told(answer, 422)["errors"]
    assert error["pointer"] == f"/content/{member}"
    assert says in error["message"]


def test_a_phase_that_ends_before_it_begins_is_refused(desk: Office) -> None:
    phase = {"name": "Review", "duration": {"min": 30, "max": 20, "unit": "working-day"}}
    content = new(id="xx-way", name="A way", licence="marketing-authorisation", obligation=None)
    content["variants"] = [{"id": "only", "phases": [phase]}]
    answer = desk.ask("ed", "POST", "/entries", {"type": "procedure", "content": content, "reason": "x"})
    (error,) = told(answer, 422)["errors"]
    assert (error["pointer"], error["message"]) == (
        "/content/variants/0/phases/0/duration",
        "expected `min` not above `max`",
    )
