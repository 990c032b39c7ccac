"""The forecast as a page: the dates of `/v1/forecasts` as bars and as a table, and a form that needs no script."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.web.charts.bars import Row, Scale, calendar_bars
from tests.web.markup import Markup

ASKED = "submit_on=2026-12-01&applicant_days=30&prerequisites=yes"
DAYS = st.dates(date(2026, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    "procedure", ["my-new-drug-full", "sg-nda-full", "th-nce-standard", "my-foreign-gmp-inspection"]
)
def test_the_page_has_the_dates_of_the_answer(client: TestClient, language: str, procedure: str) -> None:
    answer = client.get(f"/v1/forecasts?procedure={procedure}&{ASKED}&lang={language}").json()
    page = Markup(client.get(f"/{language}/forecast?procedure={procedure}&{ASKED}").text)
    text = page.one("main").text
    if answer["computable"]:
        ends = [one.text for one in page.all("dd")][:4]
        assert ends == [answer["start"], *(end or text for end in answer["ends"].values())]
    bars = [bar for step in answer["steps"] for path in step["paths"] for bar in path["bars"]]
    said = [bar["arithmetic"] for bar in bars] + [note["message"] for bar in bars for note in bar["notes"]]
    said += [one["message"] for name in ("assumptions", "warnings") for one in answer[name]]
    said += [bar["name"] for bar in bars] + [day["name"] for one in answer["calendars"] for day in one["holidays"]]
    assert [one for one in said if one and " ".join(one.split()) not in text] == []
    rows = [one for one in page.all("tr") if one.text]
    assert len(rows) >= len(bars)


def test_the_calendar_file_is_the_same_question(client: TestClient) -> None:
    page = Markup(client.get(f"/ko/forecast?country=MY&procedure=my-new-drug-full&{ASKED}").text)
    (link,) = (one for one in page.links if "format=ics" in one)
    answer = client.get(link)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "2027" in answer.text


def test_the_form_goes_from_the_country_to_its_procedures_to_the_dates(client: TestClient) -> None:
    first = Markup(client.get("/en/forecast").text)
    assert "procedure" not in {one.get("name") for one in first.all("select")}
    second = Markup(client.get("/en/forecast?country=sg").text)
    options = [one.get("value") for one in second.all("option")]
    assert "sg-nda-full" in options
    assert "my-new-drug-full" not in options
    third = Markup(client.get("/en/forecast?country=SG&procedure=sg-nda-full&submit_on=&product_type=").text)
    assert third.all("rect")
    assert "2026-11-23" in {one.get("value") for one in third.all("input")}


def test_another_country_leads_to_its_procedures(client: TestClient) -> None:
    page = Markup(client.get("/en/forecast?country=TH&procedure=my-new-drug-full&submit_on=2026-12-01").text)
    assert not page.all("rect")
    assert "th-nce-standard" in [one.get("value") for one in page.all("option")]


def test_a_country_without_procedures_is_said_to_have_none_recorded(client: TestClient) -> None:
    page = Markup(client.get("/en/forecast?country=AU").text)
    assert "No procedure of this country is recorded" in page.one("main").text
    assert "AU" in [one.get("value") for one in page.all("option") if "selected" in one.attributes]


def test_a_prerequisite_can_be_taken_out_by_a_link(client: TestClient) -> None:
    page = Markup(client.get(f"/en/forecast?procedure=my-new-drug-full&{ASKED}").text)
    (link,) = (one for one in page.links if "done=" in one)
    after = Markup(client.get(link).text)
    assert "you said that it is through" in after.one("main").text
    assert ("done", "my-foreign-gmp-inspection") in {
        (one.get("name"), one.get("value")) for one in after.all("input") if one.get("type") == "hidden"
    }


@pytest.mark.parametrize(
    "query",
    [
        "procedure=nope",
        "submit_on=1999-01-01",
        "submit_on=x",
        "applicant_days=-1",
        "country=QQ",
        "format=ics",
        "variant=x",
    ],
)
def test_what_is_not_known_is_a_page_that_names_it(client: TestClient, query: str) -> None:
    asked = {"procedure": "my-new-drug-full"} | dict([query.split("=")])
    answer = client.get("/ko/forecast", params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert query.partition("=")[0] in Markup(answer.text).one("main").text


def _rects(chart: Any) -> list[tuple[str, float, float]]:
    return [
        (one.get("class"), float(one.get("x")), float(one.get("width"))) for one in Markup(str(chart)).all("rect")
    ]


@given(DAYS, st.integers(30, 3000), st.integers(0, 900))
def test_a_bar_is_as_long_as_its_days(begins: date, length: int, more: int) -> None:
    ends, late = begins + timedelta(length), begins + timedelta(length + more)
    row = Row("phase", "authority", begins, ends, begins, late)
    scale = Scale(row.days)
    rects = _rects(calendar_bars([row], closed=[begins], closed_label="off", title="t"))
    (solid,) = (one for one in rects if one[0] == "bar authority")
    assert solid[1] == pytest.approx(scale.at(begins), abs=0.06)
    assert solid[2] == pytest.approx(max(length * scale.unit, 1), abs=0.06)
    pale = [one for one in rects if one[0].endswith("possible")]
    assert len(pale) == (more > 0)
    for one in pale:
        assert one[1] == pytest.approx(scale.at(ends), abs=0.06)
        assert one[2] == pytest.approx(max(more * scale.unit, 1), abs=0.06)


@given(st.lists(DAYS, min_size=1, max_size=4))
def test_all_days_lie_within_the_chart(days: list[date]) -> None:
    scale = Scale(days)
    assert all(0 <= scale.at(day) <= 1000 for day in days)
    assert list(scale.months()) == sorted(scale.months())


def test_a_path_without_any_phase_is_drawn_as_of_unknown_length(client: TestClient) -> None:
    answer = client.get(f"/v1/forecasts?procedure=th-nce-standard&{ASKED}").json()
    empty = [path for step in answer["steps"] for path in step["paths"] if not path["bars"]]
    page = Markup(client.get(f"/en/forecast?procedure=th-nce-standard&{ASKED}").text)
    labels = [one.text for one in page.all("li")]
    assert empty
    assert labels.count("the source gives no length") == len(empty)


def test_without_any_day_there_is_no_chart_and_unknown_length_is_drawn_as_such() -> None:
    assert calendar_bars([Row("heading")], closed=[], closed_label="off", title="t") is None
    rects = _rects(
        calendar_bars(
            [Row("unknown", "authority", date(2026, 12, 1), open=True)], closed=[], closed_label="off", title="t"
        )
    )
    assert [one[0] for one in rects] == ["bar unknown"]
