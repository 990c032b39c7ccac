"""Forecasts as iCalendar, read back by a parser."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from httpx2 import Response
from starlette.testclient import TestClient

Data = dict[str, Any]
ASK = {"procedure": "my-generic-full", "submit_on": "2026-11-23", "applicant_days": "10"}


def _read(answer: Response) -> icalendar.Calendar:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    made = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(made, icalendar.Calendar)
    assert made.errors == []
    return made


def _events(client: TestClient, **query: str) -> dict[str, icalendar.Event]:
    made = _read(client.get("/v1/forecasts", params={**ASK, "format": "ics", **query}))
    events = list(made.events)
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


def test_every_bar_with_dates_and_every_end_is_an_event(atlas: TestClient) -> None:
    answer = atlas.get("/v1/forecasts", params=ASK).json()
    path = answer["steps"][0]["paths"][0]
    spans = {
        (date.fromisoformat(bar["start"]["expected"]), date.fromisoformat(bar["end"]["expected"]))
        for bar in path["bars"]
        if bar["end"]["expected"]
    }
    ends = {(date.fromisoformat(day), date.fromisoformat(day)) for day in path["ends"].values()}
    found = {(event.start, event.end - timedelta(days=1)) for event in _events(atlas).values()}
    assert found == spans | ends


def test_events_are_whole_days_with_a_stamp_of_the_edition(atlas: TestClient) -> None:
    published = datetime.fromisoformat(atlas.get("/v1/editions/1").json()["published_at"]).astimezone(UTC)
    for event in _events(atlas).values():
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert published == event.DTSTAMP
        assert event["SEQUENCE"] == 1
        assert event["STATUS"] == "TENTATIVE"


def test_the_ids_of_events_tell_cases_apart_and_stay(atlas: TestClient) -> None:
    first = _events(atlas)
    assert _events(atlas).keys() == first.keys()
    assert _events(atlas, lang="ko").keys() == first.keys()
    assert not _events(atlas, applicant_days="20").keys() & first.keys()
    assert not _events(atlas, submit_on="2026-11-24").keys() & first.keys()


def test_the_text_is_in_the_language_that_was_asked_for(atlas: TestClient) -> None:
    for event in _events(atlas, lang="ko").values():
        assert event["SUMMARY"].params["LANGUAGE"] == "ko"
        assert "항목: my-generic-full, 판 1." in str(event["DESCRIPTION"])


def test_a_procedure_without_a_clock_leaves_a_note_on_the_day_of_receipt(atlas: TestClient) -> None:
    found = _events(atlas, procedure="th-cosmetic-notification")
    (event,) = found.values()
    assert event.start == date(2026, 11, 23)
    assert "no end can be computed" in str(event["SUMMARY"])


def test_the_same_answer_has_a_tag_of_its_own_in_each_form(atlas: TestClient) -> None:
    calendar = atlas.get("/v1/forecasts", params={**ASK, "format": "ics"})
    negotiated = atlas.get("/v1/forecasts", params=ASK, headers={"accept": "text/calendar"})
    plain = atlas.get("/v1/forecasts", params=ASK)
    assert negotiated.content == calendar.content
    assert len({calendar.headers["etag"], plain.headers["etag"]}) == 2
    again = atlas.get(
        "/v1/forecasts", params={**ASK, "format": "ics"}, headers={"if-none-match": calendar.headers["etag"]}
    )
    assert again.status_code == 304
    assert 'filename="forecast.ics"' in calendar.headers["content-disposition"]


def test_a_launch_plan_is_one_calendar_in_which_equal_filings_stay_apart(atlas: TestClient) -> None:
    filing = {"country": "MY", "procedure": "my-generic-full", "submit_on": "2026-11-23"}
    hostile = 'BEGIN:VEVENT;"\\,{x} 한글'
    items = [filing, filing, {**filing, "label": hostile}]
    answer = atlas.post("/v1/forecasts", params={"format": "ics"}, json={"items": items})
    assert answer.headers["cache-control"] == "no-store"
    made = _read(answer)
    uids = [str(event["UID"]) for event in made.events]
    assert len(uids) == len(set(uids))
    assert len(uids) % 3 == 0
    labelled = [event for event in made.events if hostile in str(event["SUMMARY"])]
    assert len(labelled) == len(uids) // 3
