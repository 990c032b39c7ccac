"""What a forecast on the seeded atlas says: its calendar, its assumptions, its warnings, its faults."""

import re
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.conftest import TODAY
from tests.contract.asking import fault, ids

Data = dict[str, Any]
DAY = "2026-11-23"
HANGUL = re.compile(r"[가-힣]")


def _ask(client: TestClient, **query: Any) -> Data:
    answer = client.get("/v1/forecasts", params={"procedure": "my-generic-full", "submit_on": DAY, **query})
    assert answer.status_code == 200, answer.text
    found: Data = answer.json()
    return found


def _codes(said: list[Data]) -> list[str]:
    return [one["code"] for one in said]


def test_the_calendar_is_the_authority_s_and_says_how_far_it_is_known(atlas: TestClient) -> None:
    (calendar,) = _ask(atlas)["calendars"]
    assert (calendar["id"], calendar["country"], calendar["subdivision"]) == ("MY-NPRA", "MY", "SGR")
    assert calendar["reason"] == "NPRA works in Petaling Jaya, Selangor."
    assert calendar["weekend"] == ["saturday", "sunday"]
    assert calendar["announced_until"] == "2027-12-31"
    assert re.fullmatch(r"holidays \d+\.\d+(\.\d+)?", calendar["library"])
    assert {
        "on": "2026-12-11",
        "name": "Birthday of The Sultan of Selangor",
        "estimated": False,
        "added": False,
    } in calendar["holidays"]


def test_days_behind_the_horizon_are_estimates_and_are_said_to_be(atlas: TestClient) -> None:
    known = _ask(atlas, submit_on="2026-02-02")
    assert not known["estimated"]
    assert "estimated-holidays" not in _codes(known["warnings"])
    far = _ask(atlas, submit_on="2027-06-14")
    assert far["estimated"]
    assert "estimated-holidays" in _codes(far["warnings"])
    marked = {one["on"]: one["estimated"] for one in far["calendars"][0]["holidays"]}
    assert marked["2027-10-28"] is False
    assert marked["2028-01-26"] is True
    bars = far["steps"][0]["paths"][0]["bars"]
    assert [bar["estimated"] for bar in bars if bar["kind"] == "total"] == [True]


def test_a_region_without_a_calendar_works_monday_to_friday(atlas: TestClient) -> None:
    (calendar,) = _ask(atlas, procedure="asean-gmp-listing")["calendars"]
    assert (calendar["authority"], calendar["country"], calendar["announced_until"]) == (None, None, None)
    assert calendar["reason"].startswith("No holidays are known for it")


def test_what_is_sent_on_a_weekend_is_received_on_monday_and_that_is_said(atlas: TestClient) -> None:
    found = _ask(atlas, submit_on="2026-11-21")
    step = found["steps"][0]
    assert (found["submit_on"], step["filed"]["expected"]) == ("2026-11-21", "2026-11-21")
    assert step["received"]["expected"] == DAY
    assert found["ends"] == _ask(atlas)["ends"]
    assert "received-elsewhere" in _codes(found["assumptions"])
    assert "received-elsewhere" not in _codes(_ask(atlas)["assumptions"])


def test_assumptions_say_what_was_done_with_the_applicant_s_days(atlas: TestClient) -> None:
    assert "stops-not-counted" in _codes(_ask(atlas, procedure="sg-nda-full")["assumptions"])
    assert "stops-counted" in _codes(_ask(atlas, procedure="sg-nda-full", applicant_days=30)["assumptions"])
    unused = _ask(atlas, procedure="my-new-drug-full", applicant_days=30)
    assert "stops-not-known" in _codes(unused["assumptions"])
    assert unused["ends"] == _ask(atlas, procedure="my-new-drug-full")["ends"]


def test_a_procedure_without_a_clock_is_no_error(atlas: TestClient) -> None:
    found = _ask(atlas, procedure="th-generic")
    assert not found["computable"]
    assert found["ends"] == {"earliest": None, "expected": None, "late": None}
    assert {path["reason"] for path in found["steps"][0]["paths"]} == {
        "Not computable: the source gives no duration."
    }
    assert "not-computable" in _codes(found["warnings"])


def test_a_policy_transition_inside_the_forecast_is_warned_of(atlas: TestClient) -> None:
    warnings = {one["code"]: one["entries"] for one in _ask(atlas, procedure="my-frp-recognition-pilot")["warnings"]}
    assert "my-pol-elabel" in warnings["policy-inside"]
    late = {
        one["code"]: one["entries"]
        for one in _ask(atlas, procedure="my-frp-recognition-pilot", submit_on="2027-04-26")["warnings"]
    }
    assert late["rule-ends-inside"] == ["my-frp-recognition-pilot"]
    assert "my-pol-frp-recognition" in late["policy-inside"]


def test_a_historic_path_leads_to_the_rule_that_replaced_it(atlas: TestClient) -> None:
    found = _ask(atlas, procedure="th-legacy-paths")
    assert (found["procedure"], found["rule"]["followed_from"]) == ("th-nce-standard", ["th-legacy-paths"])
    codes = _codes(found["warnings"])
    assert {"rule-followed", "replaced-entries", "unknown-start"} <= set(codes)


def test_stale_evidence_is_never_computed_on_in_silence(atlas: TestClient) -> None:
    for procedure in ("my-generic-full", "th-ma-renewal", "sg-nda-full", "kr-new-drug-ma"):
        found = _ask(atlas, procedure=procedure)
        stale = {one["id"] for one in found["evidence"] if one["here"]["stale"] == "yes" and one["kind"] != "policy"}
        warned = {id_ for one in found["warnings"] if one["code"] == "stale-entries" for id_ in one["entries"]}
        assert warned == stale


def test_a_clock_that_is_only_proposed_is_counted_with_a_warning(atlas: TestClient) -> None:
    page = atlas.get("/v1/procedures", params={"limit": 200}).json()
    drafts = [
        one["id"]
        for one in page["items"]
        if any((path["total"] or {}).get("standing") == "draft" for path in one["variants"])
    ]
    assert drafts
    for procedure in drafts:
        found = _ask(atlas, procedure=procedure)
        assert {one["code"]: one["entries"] for one in found["warnings"]}["draft-clock"] == [procedure]
        notes = [note["code"] for path in found["steps"][0]["paths"] for note in path["notes"]]
        assert "total-draft" in notes
    assert "draft-clock" not in _codes(_ask(atlas)["warnings"])


def test_observed_times_are_beside_the_dates_and_say_what_they_are(atlas: TestClient) -> None:
    found = _ask(atlas, procedure="my-new-drug-full")
    assert "my-obs-2017-total" in [one["id"] for one in found["observed"]["measured"]]
    assert found["observed"]["anecdote"] == []
    lot = _ask(atlas, procedure="th-lot-release")["observed"]
    assert [one["id"] for one in lot["anecdote"]] == ["th-obs-lot-tests"]


def test_procedures_of_the_seed_can_be_asked_in_both_languages(atlas: TestClient) -> None:
    listed = ids(atlas, "/v1/procedures")
    assert len(listed) > 200
    for procedure in listed[::4]:  # every fourth: neighbours are alike, and the suite stays short
        english = _ask(atlas, procedure=procedure, prerequisites="yes", applicant_days=30)
        korean = _ask(atlas, procedure=procedure, prerequisites="yes", applicant_days=30, lang="ko")
        assert _dates(english) == _dates(korean)
        assert _codes(english["warnings"]) == _codes(korean["warnings"])
        for one in (*korean["assumptions"], *korean["warnings"], *korean["calendars"]):
            assert HANGUL.search(one.get("message") or one["reason"])
        for one in (*english["assumptions"], *english["warnings"]):
            assert not HANGUL.search(one["message"])


def _dates(found: Data) -> list[Any]:
    return [[bar["start"], bar["end"]] for step in found["steps"] for path in step["paths"] for bar in path["bars"]]


def test_what_comes_from_the_atlas_itself_is_in_formal_korean(atlas: TestClient) -> None:
    found = _ask(atlas, lang="ko", applicant_days=45)
    for one in (*found["assumptions"], *found["warnings"]):
        assert re.search(r"(니다|십시오)\.$", one["message"]), one["message"]
    total = found["steps"][0]["paths"][0]["bars"][0]
    assert total["name"] == "전체 기간"
    assert "근무일" in total["arithmetic"]


def test_an_answer_does_not_hang_on_the_day_it_is_asked_but_for_staleness(atlas: TestClient) -> None:
    found = _ask(atlas, submit_on="2030-01-01")
    assert found["start"] == "2030-01-01"
    assert date.fromisoformat(found["ends"]["expected"]) > TODAY


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ({"procedure": "my-generic-ful"}, "procedure", "my-generic-full"),
        ({"procedure": "my-local-prh"}, "procedure", "my-change-prh"),
        ({"variant": "standart"}, "variant", "standard"),
        ({"product_type": "generik"}, "product_type", "generic"),
        ({"done": "my-foreign-gmp-inspectio"}, "done", "my-foreign-gmp-inspection"),
        ({"skip": "my-foreign-gmp-inspectio"}, "skip", "my-foreign-gmp-inspection"),
        ({"submit_on": "2026-13-01"}, "submit_on", None),
        ({"submit_on": "2026-12"}, "submit_on", None),
        ({"submit_on": "1999-12-31"}, "submit_on", None),
        ({"submit_on": "2101-01-01"}, "submit_on", None),
        ({"applicant_days": "-1"}, "applicant_days", None),
        ({"applicant_days": "3651"}, "applicant_days", None),
        ({"applicant_days": "ten"}, "applicant_days", None),
        ({"prerequisites": "yess"}, "prerequisites", "yes"),
        ({"format": "icss"}, "format", "ics"),
        ({"applicant_day": "5"}, "applicant_day", "applicant_days"),
    ],
)
def test_bad_input_is_named_with_the_nearest_valid_value(
    atlas: TestClient, query: Data, parameter: str, nearest: str | None
) -> None:
    answer = atlas.get("/v1/forecasts", params={"procedure": "my-generic-full", "submit_on": DAY, **query})
    assert fault(answer, parameter).get("did_you_mean") == nearest


@pytest.mark.parametrize("missing", ["procedure", "submit_on"])
def test_what_cannot_be_left_out_is_asked_for(atlas: TestClient, missing: str) -> None:
    query = {"procedure": "my-generic-full", "submit_on": DAY}
    del query[missing]
    fault(atlas.get("/v1/forecasts", params=query), missing)


@pytest.mark.parametrize("day", ["2000-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_counted(atlas: TestClient, day: str) -> None:
    found = _ask(atlas, submit_on=day, procedure="sg-nda-full", prerequisites="yes")
    assert found["ends"]["expected"] > day
    assert found["estimated"] == (day > "2027")
