"""A forecast, and a launch plan of many, as they are asked and answered."""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.answers.evidence.schemas import Evidence, Warned
from app.answers.parameters import Word
from app.answers.timelines.schemas import ObservedTimes
from app.editions.schemas import Meta, ReadParameters
from app.knowledge.schemas.common import Day, Duration
from app.vocabulary.lists import Applies, CalendarDayKind, Licence, PhaseRole
from app.vocabulary.shapes import Answered

MOST_FILINGS = 50


def _in_range(value: str) -> str:
    if not 2000 <= date.fromisoformat(value).year <= 2100:
        raise ValueError("expected a day of the years 2000 to 2100")
    return value


def _printable(value: str) -> str:
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in value):
        raise ValueError("control characters are not allowed")
    return value


FilingDay = Annotated[Day, AfterValidator(_in_range)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_printable)]
ApplicantDays = Annotated[int, Field(ge=0, le=3650)]
Form = Literal["json", "ics"]

_SUBMIT_ON = "The day on which the application (with `prerequisites=yes`: the first of them) is sent, 2000 to 2100."
_VARIANT = "One path of the procedure; without it, the answer lists all."
_PRODUCT_TYPE = "The product: leaves out paths and prerequisites that are not for it."
_APPLICANT_DAYS = (
    "Calendar days that you take whenever the clock waits for you; without it, clock stops are not counted."
)
_PREREQUISITES = "`yes` chains the procedures that must come first."
_DONE = (
    "A procedure that is through already; where one of several is enough, none of the others is needed. Repeatable."
)
_SKIP = "A prerequisite that is not needed, or not the way you go. Repeatable."


class ForecastParameters(ReadParameters):
    """`GET /v1/forecasts`."""

    procedure: Annotated[Word, Field(description="Id of a procedure.", examples=["my-generic-full"])]
    submit_on: Annotated[FilingDay, Field(description=_SUBMIT_ON, examples=["2026-12-01"])]
    variant: Annotated[Word | None, Field(description=_VARIANT)] = None
    product_type: Annotated[Word | None, Field(description=_PRODUCT_TYPE, examples=["generic"])] = None
    applicant_days: Annotated[ApplicantDays | None, Field(description=_APPLICANT_DAYS, examples=[60])] = None
    prerequisites: Annotated[Literal["yes", "no"], Field(description=_PREREQUISITES)] = "no"
    done: Annotated[list[Word], Field(max_length=50, description=_DONE)] = []
    skip: Annotated[list[Word], Field(max_length=50, description=_SKIP)] = []
    format: Annotated[Form | None, Field(description="`json` or `ics` (iCalendar); beats `Accept`.")] = None


class PlanParameters(ReadParameters):
    """Query of `POST /v1/forecasts`."""

    format: Annotated[Form | None, Field(description="`json` or `ics` (iCalendar); beats `Accept`.")] = None


class PlannedFiling(BaseModel):
    """One application of a launch plan."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)

    country: Annotated[Name, Field(description="The country of the procedure, in either case.", examples=["MY"])]
    procedure: Annotated[Name, Field(description="Id of a procedure.", examples=["my-generic-full"])]
    submit_on: Annotated[FilingDay, Field(description=_SUBMIT_ON, examples=["2026-12-01"])]
    variant: Annotated[Name | None, Field(description=_VARIANT)] = None
    product_type: Annotated[Name | None, Field(description=_PRODUCT_TYPE)] = None
    applicant_days: Annotated[ApplicantDays | None, Field(description=_APPLICANT_DAYS)] = None
    prerequisites: Annotated[Literal["yes", "no"], Field(description=_PREREQUISITES)] = "no"
    done: Annotated[list[Name], Field(max_length=50, description=_DONE)] = []
    skip: Annotated[list[Name], Field(max_length=50, description=_SKIP)] = []
    label: Annotated[Name | None, Field(description="Your own name for it; comes back in the answer.")] = None


class LaunchPlan(BaseModel):
    """Body of `POST /v1/forecasts`."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[PlannedFiling], Field(min_length=1, max_length=MOST_FILINGS)]


class Dates(Answered):
    """One date in three cases; null where the source gives no such end, or none that can be counted."""

    earliest: str | None
    expected: str | None
    late: str | None


class Said(Answered):
    """A sentence with its code."""

    code: Annotated[str, Field(examples=["day-count"])]
    message: str


class Bar(Answered):
    """One stretch of the way, to be drawn as a bar."""

    id: Annotated[str, Field(examples=["my-generic-full/standard/1"])]
    kind: Annotated[
        Literal["total", "phase", "before", "outside", "inside", "extra-round"],
        Field(
            description="`total` the whole clock as the source states it; `phase` part of the clock; `before` ahead "
            "of filing; `outside` not in the clock, but on the way; `inside` somewhere within the bar before it; "
            "`extra-round` in the late case alone."
        ),
    ]
    name: str
    role: PhaseRole | None
    start: Dates
    end: Dates
    at_least: Annotated[
        bool, Field(description="Time of unknown length lies before its end: the dates are lower bounds.")
    ]
    critical: Annotated[bool, Field(description="Its end moves the end of the whole forecast.")]
    duration: Duration | None
    written: Annotated[str | None, Field(examples=["up to 30 calendar days"])]
    source_duration: Annotated[str | None, Field(description="The source's wording where its figure was converted.")]
    arithmetic: Annotated[str | None, Field(description="How the expected end was counted.")]
    starts_from: Annotated[str | None, Field(description="The event from which the source counts.")]
    stops_clock: Annotated[bool | None, Field(description="Can the clock stop in it? Null where that is not said.")]
    stops_on: str | None
    stop_days: Annotated[int, Field(description="Calendar days of clock stops that the late end holds.")]
    not_working: Annotated[
        list[Literal["earliest", "expected", "late"]],
        Field(description="Ends that fall on a day on which the authority does not work; they stay there."),
    ]
    estimated: Annotated[bool, Field(description="Counted over holidays that nobody has announced yet.")]
    notes: list[Said]


class ForecastPath(Answered):
    """One variant of a procedure, from its filing to its end."""

    variant: str
    name: str | None
    condition: str | None
    computable: Annotated[bool, Field(description="False: the source gives no duration; see `reason`.")]
    reason: str | None
    basis: Annotated[
        Literal["total", "phases"] | None, Field(description="Was the end counted by the total or by the phases?")
    ]
    bars: list[Bar]
    clock_ends: Annotated[Dates, Field(description="The end of the source's own clock.")]
    ends: Annotated[Dates, Field(description="The end with what lies outside the clock.")]
    at_least: bool
    estimated: bool
    notes: list[Said]


class ForecastStep(Answered):
    """One procedure of the way: what was asked for, or a prerequisite."""

    procedure: str
    title: str
    country: str
    licence: Licence
    role: Literal["main", "prerequisite"]
    needed_for: Annotated[list[str], Field(description="Procedures of this forecast that wait for it.")]
    conditions: Annotated[list[str], Field(description="When it is needed, in the words of the entries.")]
    calendar: Annotated[str, Field(description="Which of `calendars` it is counted on.")]
    filed: Dates
    received: Annotated[Dates, Field(description="The next working day where it is filed on another one.")]
    paths: list[ForecastPath]
    ends: Annotated[
        Dates,
        Field(description="Over all its paths: earliest of the fastest, expected and late of the slowest."),
    ]
    at_least: bool
    critical: bool


class Undecided(Answered):
    """Prerequisites of which one is enough, and the case does not say which."""

    needed_for: str
    alternatives: list[str]
    message: str


class LeftOut(Answered):
    """A prerequisite or path that was not counted, and why."""

    id: str
    needed_for: Annotated[str, Field(description="The procedure that names it.")]
    reason: Annotated[
        Literal["not-asked", "done", "skipped", "other-product-type", "may-follow", "cycle", "not-recorded"],
        Field(
            description="`not-asked` with `prerequisites=no`; `may-follow`: it builds on another prerequisite of the "
            "same kind, and whether it is needed as well is not known; `cycle`: it waits for what waits for it; "
            "`not-recorded`: the edition does not hold it."
        ),
    ]
    condition: str | None


class PublicHoliday(Answered):
    """A holiday on what would be a working day."""

    on: str
    name: Annotated[str, Field(description="In English, or as the country writes it.")]
    estimated: bool
    added: Annotated[bool, Field(description="Added by staff, not known to the library; see `added_days`.")]


class AddedDayAnswer(Answered):
    """A day of the forecast on which staff say, with a source, what the library does not know."""

    on: str
    kind: CalendarDayKind
    name: str
    source: Annotated[str, Field(description="Id of the source that says so.")]
    locator: str | None


class ForecastCalendar(Answered):
    """The calendar that days were counted on."""

    id: Annotated[str, Field(examples=["MY-NPRA"])]
    authority: Annotated[str | None, Field(description="Whose calendar it is; null where it is not recorded.")]
    country: Annotated[str | None, Field(description="Null: Monday to Friday, without holidays.")]
    subdivision: Annotated[str | None, Field(examples=["SGR"])]
    reason: str
    weekend: Annotated[list[str], Field(examples=[["saturday", "sunday"]])]
    announced_until: Annotated[
        str | None, Field(description="Later holidays are estimates; null: all of them are, or there are none.")
    ]
    library: Annotated[str, Field(examples=["holidays 0.109"])]
    holidays: Annotated[list[PublicHoliday], Field(description="Those that fall on a weekday of the forecast.")]
    added_days: Annotated[
        list[AddedDayAnswer],
        Field(description="Days of the forecast that staff added to the calendar, holidays and working days."),
    ]


class RuleHere(Answered):
    """Which rule was followed for the filing day."""

    applies: Annotated[Applies, Field(description="Does the procedure hold on the filing day?")]
    followed_from: Annotated[list[str], Field(description="Older procedures that led to it, the asked one first.")]


class Forecast(Answered):
    """When a procedure is likely to be through."""

    procedure: str
    variant: str | None
    product_type: str | None
    country: str
    title: str
    submit_on: str
    applicant_days: int | None
    rule: RuleHere
    steps: Annotated[list[ForecastStep], Field(description="Prerequisites first, each behind what it waits for.")]
    undecided: list[Undecided]
    left_out: list[LeftOut]
    start: Annotated[str, Field(description="`submit_on`, or earlier where something has to begin before filing.")]
    ends: Dates
    computable: bool
    at_least: bool
    estimated: bool
    calendars: list[ForecastCalendar]
    observed: Annotated[ObservedTimes, Field(description="How long it really took; never part of a date.")]
    assumptions: list[Said]
    warnings: list[Warned]


class ForecastAnswer(Forecast):
    """A forecast, and what it rests on."""

    edition: int
    evidence: list[Evidence]
    meta: Meta


class PlannedForecast(Forecast):
    """One application of a launch plan, forecast."""

    position: Annotated[int, Field(description="Its place in the plan, from 0.")]
    label: str | None


class PlanSpan(Answered):
    """From the first filing to the end of the last."""

    start: str
    ends: Dates
    at_least: Annotated[bool, Field(description="At least one application may take longer than could be counted.")]
    last: Annotated[list[int], Field(description="Positions of the applications that end last, by the expected end.")]
    not_computable: Annotated[list[int], Field(description="Positions without any date, which the span leaves out.")]


class PlanAnswer(Answered):
    """A launch plan, forecast."""

    edition: int
    items: list[PlannedForecast]
    span: PlanSpan
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
