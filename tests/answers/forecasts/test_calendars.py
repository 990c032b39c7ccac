"""Counting days on the calendars of authorities, against numpy and against the lists that governments announced."""

from calendar import monthrange
from datetime import date, timedelta

import holidays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers.clocks.calendars import FIRST_DAY, LAST_DAY, WorkCalendar, calendar_of, place_of
from app.answers.clocks.places import KNOWN_UNTIL, LEADS, SEATS, Place, lead_authority
from app.intake.seed import Seed

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=150)
YEARS = range(2024, 2029)
MONDAY_TO_FRIDAY, NOT_FRIDAY_NOR_SUNDAY = "1111100", "1111010"
WEEKS = {
    "BN": NOT_FRIDAY_NOR_SUNDAY,
    **dict.fromkeys(("ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN"), MONDAY_TO_FRIDAY),
}
"""The week of each of the eleven countries, Monday first."""
SUBDIVISIONS = {"MY": "SGR"}

COUNTRIES = st.sampled_from(sorted(WEEKS))
DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))

SELANGOR_2026 = (
    "01-01 02-02 02-17 02-18 03-20 03-23 05-01 05-27 06-01 06-02 06-17 08-25 08-31 09-16 11-09 12-11 12-25"
)
PUTRAJAYA_2026 = SELANGOR_2026.replace(" 12-11", "")
SINGAPORE_2026 = "01-01 02-17 02-18 04-03 05-01 05-27 06-01 08-10 11-09 12-25"
SINGAPORE_2027 = "01-01 02-08 03-10 03-26 05-17 05-20 08-09 10-28"
THAI_OFFICES_2026 = (
    "01-01 01-02 03-03 04-06 04-13 04-14 04-15 05-04 05-13 06-01 06-03 07-28 07-29 07-30 08-12 10-13 10-23 12-07 "
    "12-10 12-31"
)


def _of(country: str) -> WorkCalendar:
    return calendar_of(Place(country, SUBDIVISIONS.get(country)))


def _closed_days(country: str) -> set[date]:
    """Days on which public offices are closed by the library; Thailand's Labour Day is for others."""
    offered = getattr(holidays, country).supported_categories
    table = holidays.country_holidays(
        country,
        subdiv=SUBDIVISIONS.get(country),
        years=range(YEARS[0] - 1, YEARS[-1] + 3),
        categories=[one for one in ("public", "government") if one in offered],
        language="en_US",
    )
    return {on for on, name in table.items() if not (country == "TH" and name.startswith("National Labor Day"))}


CLOSED = {country: _closed_days(country) for country in WEEKS}
WORKED_SATURDAYS = {
    "MM": {date(2025, 1, 11), date(2025, 3, 22), date(2025, 3, 29), date(2025, 11, 8), date(2026, 1, 3)},
    "VN": {date(2024, 5, 4), date(2025, 4, 26), date(2026, 8, 22)},
}
"""Saturdays that are worked for a day off elsewhere; numpy has no such thing."""


def _counted(country: str, after: date, until: date) -> int:
    """Working days behind `after` up to and with `until`, by numpy."""
    day = timedelta(days=1)
    counted = np.busday_count(
        np.datetime64(after + day),
        np.datetime64(until + day),
        weekmask=WEEKS[country],
        holidays=sorted(CLOSED[country]),
    )
    return int(counted) + sum(after < one <= until for one in WORKED_SATURDAYS.get(country, ()))


@pytest.mark.parametrize("country", sorted(WEEKS))
@pytest.mark.parametrize("year", YEARS)
def test_every_year_of_every_country_has_the_working_days_that_numpy_counts(country: str, year: int) -> None:
    calendar, last = _of(country), date(year, 12, 31)
    for month in range(1, 13):
        first = date(year, month, 1) - timedelta(days=1)
        assert calendar.working_days(first, last) == _counted(country, first, last)


@STEADY
@given(country=COUNTRIES, after=DAYS, length=st.integers(0, 500))
def test_working_days_between_two_days_are_those_that_numpy_counts(country: str, after: date, length: int) -> None:
    until = min(after + timedelta(days=length), date(YEARS[-1] + 1, 12, 31))
    assert _of(country).working_days(after, until) == _counted(country, after, until)


@STEADY
@given(country=COUNTRIES, event=DAYS, amount=st.integers(1, 400))
def test_a_period_ends_on_the_nth_working_day_behind_its_event(country: str, event: date, amount: int) -> None:
    calendar = _of(country)
    end = calendar.after(event, amount, "working-day")
    assert end is not None
    assert calendar.works(end)
    assert _counted(country, event, end) == amount
    if country not in WORKED_SATURDAYS:
        following = np.busday_offset(
            np.datetime64(event) + 1,
            amount - 1,
            roll="forward",
            weekmask=WEEKS[country],
            holidays=sorted(CLOSED[country]),
        )
        assert end == following.astype(object)


@STEADY
@given(country=COUNTRIES, day=DAYS, amount=st.integers(0, 400))
def test_counting_back_undoes_counting_forward(country: str, day: date, amount: int) -> None:
    calendar = _of(country)
    day = calendar.on_or_after(day)
    begin = calendar.before(day, amount, "working-day")
    assert begin is not None
    assert calendar.after(begin, amount, "working-day") == day


@STEADY
@given(day=DAYS, months=st.integers(0, 240))
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(day: date, months: int) -> None:
    calendar = _of("SG")
    end = calendar.after(day, months, "month")
    assert end is not None
    assert (end.year - day.year) * 12 + end.month - day.month == months
    assert end.day == min(day.day, monthrange(end.year, end.month)[1])
    if months % 12 == 0:
        assert calendar.after(day, months // 12, "year") == end


@STEADY
@given(day=DAYS, amount=st.integers(0, 1000))
def test_days_and_weeks_ask_no_calendar(day: date, amount: int) -> None:
    for country in ("BN", "TH"):
        calendar = _of(country)
        assert calendar.after(day, amount, "calendar-day") == day + timedelta(days=amount)
        assert calendar.after(day, amount, "week") == day + timedelta(weeks=amount)


@pytest.mark.parametrize("country", sorted(WEEKS))
def test_the_weekend_is_the_country_s_own(country: str) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    closed = [name for name, works in zip(names, WEEKS[country], strict=True) if works == "0"]
    assert _of(country).weekend == closed


@pytest.mark.parametrize(
    ("place", "year", "listed"),
    [
        (Place("MY", "SGR"), 2026, SELANGOR_2026),
        (Place("MY", "PJY"), 2026, PUTRAJAYA_2026),
        (Place("SG"), 2026, SINGAPORE_2026),
        (Place("SG"), 2027, SINGAPORE_2027),
        (Place("TH"), 2026, THAI_OFFICES_2026),
    ],
    ids=str,
)
def test_weekday_holidays_are_those_that_the_government_announced(place: Place, year: int, listed: str) -> None:
    found = calendar_of(place).closed(date(year - 1, 12, 31), date(year, 12, 31))
    assert [f"{one.on:%m-%d}" for one in found] == listed.split()
    assert not any(one.estimated for one in found)


def test_the_agency_in_selangor_is_closed_when_the_rest_of_malaysia_is_not() -> None:
    birthday = date(2026, 12, 11)
    assert not calendar_of(place_of("MY-NPRA", "MY")).works(birthday)
    assert calendar_of(place_of("MY-MOH", "MY")).works(birthday)
    assert calendar_of(Place("MY")).works(birthday)


def test_thai_offices_work_on_labour_day_and_on_the_day_in_lieu_of_it() -> None:
    thailand = calendar_of(Place("TH"))
    assert thailand.works(date(2026, 5, 1))
    assert thailand.works(date(2027, 5, 3))
    assert date(2026, 5, 1) in holidays.country_holidays("TH", years=2026)


def test_a_saturday_that_is_worked_for_a_day_off_counts() -> None:
    vietnam = calendar_of(Place("VN"))
    assert vietnam.works(date(2026, 8, 22))
    assert not vietnam.works(date(2026, 8, 31))


@pytest.mark.parametrize("country", ["ASEAN", "WHO", "EU"])
def test_who_has_no_calendar_works_monday_to_friday(country: str) -> None:
    calendar = calendar_of(place_of(None, country))
    assert calendar.place == Place(None)
    assert calendar.weekend == ["saturday", "sunday"]
    assert calendar.works(date(2026, 12, 25))
    assert calendar.after(date(2026, 12, 24), 2, "working-day") == date(2026, 12, 28)
    assert not calendar.estimated(date(2099, 1, 1))


@pytest.mark.parametrize("country", sorted(KNOWN_UNTIL))
def test_nothing_up_to_the_horizon_is_an_estimate_of_the_library(country: str) -> None:
    calendar = _of(country)
    horizon = calendar.known_until
    assert horizon == date(KNOWN_UNTIL[country], 12, 31)
    assert not calendar.estimated(horizon)
    assert calendar.estimated(horizon + timedelta(days=1))
    assert [one.on for one in calendar.closed(date(2023, 12, 31), horizon) if one.estimated] == []


def test_a_country_without_a_horizon_has_estimates_alone() -> None:
    assert calendar_of(Place("CH", "BE")).known_until is None
    assert calendar_of(Place("CH", "BE")).estimated(date(2026, 1, 1))


@pytest.mark.parametrize("unit", ["working-day", "calendar-day", "week", "month", "year"])
def test_what_lies_too_far_away_is_not_counted(unit: str) -> None:
    calendar = _of("MY")
    assert calendar.after(date(2026, 11, 23), 100_000, unit) is None
    assert calendar.after(LAST_DAY, 1, unit) is None
    assert calendar.before(FIRST_DAY, 1, unit) is None
    assert calendar.after(LAST_DAY, 0, unit) == LAST_DAY


def test_every_authority_of_a_country_with_regional_holidays_has_a_seat(seed: Seed) -> None:
    known = {one.id: one.content.model_dump()["jurisdiction"] for one in seed.records if one.type == "authority"}
    regional = {
        id_
        for id_, country in known.items()
        if len(country) == 2 and hasattr(holidays, country) and getattr(holidays, country).subdivisions
    }
    assert regional <= SEATS.keys()
    assert SEATS.keys() <= known.keys()
    for id_, seat in SEATS.items():
        assert seat.place.country == known[id_]
        holidays.country_holidays(known[id_], subdiv=seat.place.subdivision)
    leads = [lead for one in LEADS.values() for lead in one]
    assert {lead.authority for lead in leads} <= known.keys()
    assert {id_ for lead in leads for id_ in lead.procedures} <= {one.id for one in seed.records}


def test_a_lead_may_name_procedures_that_another_authority_runs() -> None:
    assert lead_authority("VN", "marketing-authorisation", ["medical-device"], "vn-device-ab") == "VN-PPC"
    assert lead_authority("VN", "marketing-authorisation", ["medical-device"], "vn-device-cd") == "VN-IMDA"
    assert lead_authority("MM", "import", ["all-medicines"], "mm-import-licence") == "MM-DOT"
    assert lead_authority("MM", "import", ["all-medicines"], "mm-diac") == "MM-DFDA"


@pytest.mark.parametrize(
    ("country", "licence", "product_types", "authority"),
    [
        ("MY", "marketing-authorisation", ["generic"], "MY-NPRA"),
        ("MY", "marketing-authorisation", ["medical-device", "ivd"], "MY-MDA"),
        ("MY", "marketing-authorisation", ["medical-device", "generic"], "MY-NPRA"),
        ("MY", "halal", ["generic"], "MY-JAKIM"),
        ("MY", "variation", [], "MY-NPRA"),
        ("TH", "lot-release", ["vaccine"], "TH-DMSC-IBP"),
        ("TH", "gmp", ["all-medicines"], "TH-FDA"),
        ("VN", "marketing-authorisation", ["generic"], "VN-DAV"),
        ("VN", "marketing-authorisation", ["medical-device"], "VN-IMDA"),
        ("VN", "clinical-trial", ["vaccine"], "VN-ASTT"),
        ("ID", "marketing-authorisation", ["medical-device", "ivd"], "ID-MOH"),
        ("ID", "import", ["all-medicines", "cosmetic"], "ID-BPOM"),
        ("PH", "marketing-authorisation", ["ivd"], "PH-CDRRHR"),
        ("KH", "import", ["all-medicines"], "KH-DDF"),
        ("LA", "renewal", ["all-medicines"], "LA-FDD"),
        ("MM", "variation", ["all-medicines"], "MM-DFDA"),
        ("BN", "marketing-authorisation", ["generic"], "BN-DPS"),
        ("TL", "marketing-authorisation", ["all-medicines"], "TL-RCPA"),
        ("ASEAN", "gmp", ["all-medicines"], None),
    ],
)
def test_a_procedure_is_run_by_the_authority_for_its_licence_and_products(
    country: str, licence: str, product_types: list[str], authority: str | None
) -> None:
    assert lead_authority(country, licence, product_types) == authority
