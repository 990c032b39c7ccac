"""A day that staff add to a calendar: reviewed, published, counted from then on, and in no older edition."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.answers.forecasts.made import way
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import edition, record, word
from tests.editorial.desk import Data, Office, office, told
from tests.editorial.publishing.test_publishing import publish, rows

DAY: Data = {
    "date": "2027-06-08",
    "kind": "holiday",
    "name": {"en": "Day in lieu of 1 Muharram", "ko": "무하람 1일 대체 휴일"},
    "source": "my-gazette",
    "locator": "p. 1",
    "reason": "It was gazetted",
}
FORECAST = "/v1/forecasts?procedure=my-main&submit_on=2027-06-04"


@pytest.fixture
def malaysia(databases: Databases, small: str) -> Iterator[Office]:
    """The small atlas with Malaysia's authority and a procedure of one working day, in edition 2."""
    with opened(databases, databases.copy(small)) as engine:
        _malaysia(engine)
        with office(engine) as desk:
            yield desk


def _malaysia(engine: Engine) -> None:
    edition(
        engine,
        word("jurisdiction", "MY", kind="country"),
        word("authority", "MY-NPRA", jurisdiction="MY"),
        word("authority", "MY-MOH", jurisdiction="MY"),
        record("source", "my-gazette", url="https://gazette.example/"),
        way("my-main", 1, country="MY", part="MY"),
    )


def add(desk: Office, status: int = 201, authority: str = "MY-NPRA", who: str = "ed", **body: object) -> Data:
    """What adding a day is answered."""
    return told(desk.ask(who, "POST", f"/authorities/{authority}/days", {**DAY, **body}), status)


def ends(desk: Office, query: str = "") -> str | None:
    """The expected end of the procedure."""
    end: str | None = told(desk.client.get(FORECAST + query))["ends"]["expected"]
    return end


def test_a_day_is_counted_from_its_edition_on(malaysia: Office) -> None:
    one = add(malaysia)
    assert (one["record"], one["change_type"]) == ({"type": "jurisdiction", "id": "MY"}, "substantive")
    assert ends(malaysia) == "2027-06-08"
    malaysia.approved(one["id"])
    publish(malaysia)
    assert (ends(malaysia), ends(malaysia, "&edition=2")) == ("2027-06-09", "2027-06-08")
    (calendar,) = malaysia.client.get(FORECAST).json()["calendars"]
    added = {"on": "2027-06-08", "kind": "holiday", "name": "Day in lieu of 1 Muharram"}
    assert calendar["added_days"] == [{**added, "source": "my-gazette", "locator": "p. 1"}]
    assert {"on": "2027-06-08", "name": added["name"], "estimated": False, "added": True} in calendar["holidays"]
    (before,) = malaysia.client.get(f"{FORECAST}&edition=2").json()["calendars"]
    assert before["added_days"] == []
    korean = malaysia.client.get(f"{FORECAST}&lang=ko").json()["calendars"][0]["added_days"]
    assert korean[0]["name"] == "무하람 1일 대체 휴일"
    (shown,) = malaysia.client.get("/v1/countries/MY").json()["calendar_days"]
    assert (shown["date"], shown["subdivision"], shown["authority"]) == ("2027-06-08", None, None)
    (row,) = rows(malaysia, "calendar-day.create")
    assert (row.object_type, row.object_id, row.actor) == ("authority", "MY-NPRA", "ed")


def test_a_second_day_goes_into_the_draft_that_is_open(malaysia: Office) -> None:
    one = add(malaysia)
    two = add(malaysia, who="eve", date="2027-06-12", kind="working-day", whose="subdivision")
    assert (two["id"], two["editors"]) == (one["id"], ["ed", "eve"])
    assert [day.get("subdivision") for day in two["content"]["calendar_days"]] == [None, "SGR"]
    malaysia.approved(one["id"])
    assert add(malaysia, 409, date="2027-06-15")["type"] == "/problems/conflict"


def test_for_whom_a_day_holds(malaysia: Office) -> None:
    one = add(malaysia, authority="MY-MOH", whose="authority")
    malaysia.approved(one["id"])
    publish(malaysia)
    assert ends(malaysia) == "2027-06-08"
    two = add(malaysia, whose="subdivision")
    assert two["content"]["calendar_days"][1]["subdivision"] == "SGR"


def test_what_cannot_be_added_is_refused(malaysia: Office) -> None:
    for pointer, body in (
        ("/date", {"date": "2027-06-05"}),
        ("/date", {"date": "2027-06-09", "kind": "working-day"}),
        ("/date", {"date": "2027-06"}),
        ("/date", {"date": "1850-01-01"}),
        ("/kind", {"kind": "half-day"}),
        ("/name", {"name": {"ko": "휴일", "original": "en"}}),
        ("/whose", {"whose": "country"}),
        ("/source", {"source": ""}),
        ("/content/calendar_days/0/source", {"source": "No Source"}),
    ):
        fault = add(malaysia, 422, **body)
        assert [error["pointer"] for error in fault["errors"]] == [pointer], body
    assert add(malaysia, 404, authority="MY-NOBODY")["type"] == "/problems/unknown-record"
    add(malaysia, 403, who="vera")
    add(malaysia)
    assert "a day off already" in add(malaysia, 422)["detail"]


def test_a_source_that_is_not_there_is_told_before_review(malaysia: Office) -> None:
    one = add(malaysia, source="my-other")
    assert one["warnings"][0]["pointer"] == "/content/calendar_days/0/source"
    assert told(malaysia.step("ed", one["id"], "submit"), 422)
