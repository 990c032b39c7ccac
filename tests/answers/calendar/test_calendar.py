"""`/v1/calendar.ics`, read back by a parser and held against the lists."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from httpx2 import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.vocabulary.dates import day_range
from tests.contract.asking import fault, items, problem
from tests.editions.life import asking, edition, record

Data = dict[str, Any]
MEMBERS = ("announced_on", "effective_from", "transition_until", "applies_from", "applies_until")


def _read(answer: Response) -> dict[str, icalendar.Event]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    made = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(made, icalendar.Calendar)
    events = list(made.events)
    found = {str(event["UID"]).removesuffix("@licensing-atlas"): event for event in events}
    assert len(found) == len(events)
    return found


def _ask(client: TestClient, **query: Any) -> dict[str, icalendar.Event]:
    return _read(client.get("/v1/calendar.ics", params=query))


def _expected(entries: list[Data]) -> dict[str, tuple[date, date]]:
    """Events of entries by uid: one for each date, a rule's own days left out where a policy's date says the same."""
    found: dict[str, tuple[date, date]] = {}
    for entry in entries:
        seen: set[str] = set()
        for member in MEMBERS:
            written = entry.get(member)
            if written and not (member.startswith("applies") and written in seen):
                found[f"{entry['id']}-{member.replace('_', '-')}"] = day_range(written)
                seen.add(written)
    return found


@pytest.mark.parametrize(
    ("query", "address", "listed"),
    [
        ({}, "/v1/entries", {}),
        ({"country": "MY", "kind": "policy"}, "/v1/policies", {"country": "MY"}),
        (
            {"country": ["MY", "SG"], "product_type": "vaccine"},
            "/v1/entries",
            {"country": ["MY", "SG"], "product_type": "vaccine"},
        ),
        ({"topic": "fees"}, "/v1/entries", {"topic": "fees"}),
        ({"kind": "policy", "status": "in-force"}, "/v1/policies", {"status": "in-force"}),
        ({"kind": "policy", "effective_from": "2026"}, "/v1/policies", {"effective_from": "2026"}),
        ({"stale": "no"}, "/v1/entries", {"stale": "no"}),
        ({"q": "elabel"}, "/v1/entries", {"q": "elabel"}),
    ],
    ids=str,
)
def test_the_events_are_the_dates_of_what_the_list_finds(
    atlas: TestClient, query: Data, address: str, listed: Data
) -> None:
    found = _ask(atlas, **query)
    expected = _expected(items(atlas, address, listed))
    assert {uid: (event.start, event.end - timedelta(days=1)) for uid, event in found.items()} == expected


def test_a_month_spans_its_days_and_the_text_says_that_no_day_is_known(atlas: TestClient) -> None:
    event = _ask(atlas, country="MY", kind="policy")["my-pol-frp-recognition-transition-until"]
    assert (event.start, event.end) == (date(2027, 5, 1), date(2027, 6, 1))
    assert 'only "2027-05"' in str(event["DESCRIPTION"])
    exact = _ask(atlas, country="MY", kind="policy")["my-pol-frp-recognition-effective-from"]
    assert (exact.start, exact.end) == (date(2026, 5, 2), date(2026, 5, 3))
    assert "only" not in str(exact["DESCRIPTION"]).split("\n")[1]


def test_what_was_withdrawn_is_cancelled_and_what_is_only_announced_is_tentative(atlas: TestClient) -> None:
    found = _ask(atlas, country="MY", kind="policy")
    assert found["my-pol-variation-trial-effective-from"]["STATUS"] == "CANCELLED"
    assert found["my-pol-vaccine-lab-effective-from"]["STATUS"] == "TENTATIVE"
    assert found["my-pol-elabel-transition-until"]["STATUS"] == "CONFIRMED"


def test_events_name_entry_sources_and_address_in_the_language_asked(atlas: TestClient) -> None:
    english, korean = _ask(atlas, country="SG"), _ask(atlas, country="SG", lang="ko")
    assert english.keys() == korean.keys()
    for uid, event in korean.items():
        assert event["SUMMARY"].params["LANGUAGE"] == "ko"
        assert "판 1." in str(event["DESCRIPTION"])
        assert "edition 1." in str(english[uid]["DESCRIPTION"])
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event["TRANSP"] == "TRANSPARENT"
        assert str(event["SUMMARY"]).startswith("SG: ")


def test_a_calendar_without_dates_is_still_a_valid_one(atlas: TestClient) -> None:
    answer = atlas.get("/v1/calendar.ics", params={"q": "nobodyeverwrotethis"})
    assert _read(answer) == {}
    assert len(icalendar.Calendar.from_ical(answer.content).subcomponents) == 1


def test_the_answer_has_a_strong_tag_and_hangs_on_the_edition_alone(atlas: TestClient) -> None:
    first, second = atlas.get("/v1/calendar.ics"), atlas.get("/v1/calendar.ics?format=ics")
    assert first.content == second.content
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "public, no-cache"
    again = atlas.get("/v1/calendar.ics", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert atlas.head("/v1/calendar.ics").headers["etag"] == tag


def test_lines_are_folded_as_the_standard_has_it(atlas: TestClient) -> None:
    lines = atlas.get("/v1/calendar.ics", params={"lang": "ko"}).content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75


def test_an_event_keeps_its_id_and_its_sequence_rises_with_the_entry(engine: Engine) -> None:
    edition(engine, record("policy", "xx-change", effective_from="2027-01-05"), when="2026-12-01T12:00:00")
    edition(engine, record("policy", "xx-change", effective_from="2027-02"), when="2026-12-02T12:00:00")
    with asking(engine) as client:
        assert _ask(client, edition=1) == {}
        before = _ask(client, edition=2)["xx-change-effective-from"]
        after = _ask(client)["xx-change-effective-from"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert before["UID"] == after["UID"]
    assert (before.start, after.start, after.end) == (date(2027, 1, 5), date(2027, 2, 1), date(2027, 3, 1))
    assert before.DTSTAMP < after.DTSTAMP


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"country": "XY"}, "country"),
        ({"product_type": "vacine"}, "product_type"),
        ({"status": "in-forc"}, "status"),
        ({"kind": "polici"}, "kind"),
        ({"effective_from": "2026-13"}, "effective_from"),
        ({"format": "json"}, "format"),
        ({"limit": "5"}, "limit"),
        ({"sort": "id"}, "sort"),
    ],
)
def test_bad_input_is_a_problem_that_names_it(atlas: TestClient, query: Data, parameter: str) -> None:
    fault(atlas.get("/v1/calendar.ics", params=query), parameter)


def test_an_edition_that_is_not_there_is_not_found(atlas: TestClient) -> None:
    problem(atlas.get("/v1/calendar.ics?edition=9"), 404, "unknown-edition")
