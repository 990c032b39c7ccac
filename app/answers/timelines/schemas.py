"""Timelines as they are asked and answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.cases.schemas import FilingParameters
from app.answers.evidence.schemas import Evidence, Warned
from app.answers.parameters import Word
from app.answers.schemas import Here, PendingChange
from app.answers.unknowns.schemas import UnknownInShort
from app.editions.schemas import Meta
from app.knowledge.schemas.common import Duration
from app.knowledge.schemas.procedures import Prerequisite
from app.vocabulary.lists import (
    Acceleration,
    Assessment,
    DurationUnit,
    Licence,
    Measure,
    ObservedUnit,
    PhaseRelation,
    PhaseRole,
    Stale,
    TotalStanding,
)
from app.vocabulary.shapes import Answered

RankBy = Literal["statutory", "observed"]
Route = Literal["unconditional", "any-approval", "conditional", "product-type-not-stated"]
Status = Literal[
    "ranked",
    "apart",
    "lower-bound-only",
    "conditional-only",
    "draft-only",
    "no-clock",
    "no-procedure",
    "not-ranked",
]
Apart = Literal["older", "needs-approval"]
ConditionCode = Literal[
    "approval-by-any",
    "approval-elsewhere",
    "recent-approval",
    "same-product",
    "inspected-site",
    "no-approval-by",
    "designation",
    "acceleration",
    "reliance",
    "local-holder",
    "further",
]


class TimelineParameters(FilingParameters):
    """`/v1/timelines`."""

    product_type: Annotated[Word, Field(description="The product type.", examples=["new-chemical-entity"])]
    country: Annotated[
        list[Word],
        Field(max_length=50, description="Jurisdiction; default: all countries. Repeatable.", examples=["MY"]),
    ] = []
    licence: Annotated[Licence, Field(description="What the procedure leads to.")] = Licence.marketing_authorisation
    rank_by: Annotated[
        RankBy, Field(description="Order by what the rules say, or by what was measured. They are never mixed.")
    ] = "statutory"


class Days(Answered):
    """A range of whole calendar days; an end that the source does not give is null."""

    min: int | None
    max: int | None


class Ratio(Answered):
    """How many calendar days one of a unit is taken for."""

    unit: DurationUnit
    calendar_days: Annotated[str, Field(description="Exact.", examples=["7/5"])]


class ClockPhase(Answered):
    """One phase of a path: the source's duration, and its calendar days."""

    name: str
    role: PhaseRole | None
    relation: PhaseRelation
    in_clock: Annotated[bool, Field(description="Does every application go through it, within the time that counts?")]
    duration: Duration | None
    days: Days | None
    arithmetic: str | None
    source_duration: str | None
    starts_from: str | None
    stop_clock: bool | None
    stops_on: str | None
    note: str | None


class PathClockAnswer(Answered):
    """How long a path takes by its rules."""

    basis: Annotated[
        Literal["stated", "summed", "unknown"],
        Field(description="The total is the source's, or our sum, or there is no figure."),
    ]
    standing: Annotated[
        TotalStanding | None,
        Field(description="`aim`: what the authority aims at; `draft`: proposed, which never ranks; else null."),
    ]
    days: Days
    lower_bound: Annotated[bool, Field(description="The sum or the source leaves the upper end open.")]
    duration: Annotated[Duration | None, Field(description="The total in the source's own unit.")]
    arithmetic: Annotated[str | None, Field(examples=["245 working days × 7/5 = 343 calendar days"])]
    source_duration: Annotated[str | None, Field(description="The source's wording where its figure was converted.")]
    starts_from: str | None
    note: str | None
    phases: list[ClockPhase]
    phases_total: Annotated[
        Days | None, Field(description="Where a total stands beside phases that are all known: their sum.")
    ]
    differs: Annotated[bool, Field(description="The total and the sum of its phases are not the same.")]
    missing: Annotated[list[str], Field(description="Phases that belong to the sum and have no duration.")]


class PathCondition(Answered):
    """Something a path asks for, or that closes it."""

    code: ConditionCode
    message: str


class TimelinePath(Answered):
    """One path through a procedure."""

    procedure: str
    title: str
    variant: str
    name: str | None
    condition: Annotated[str | None, Field(description="When this path is the one, in words.")]
    eligibility: Annotated[str | None, Field(description="Who may use the procedure, in words.")]
    assessment: Assessment | None
    acceleration: Acceleration | None
    route: Annotated[
        Route,
        Field(
            description="`unconditional`: needs no approval elsewhere, designation or acceleration; `any-approval`: "
            "needs one approval, by whichever authority; `conditional`: needs more than that."
        ),
    ]
    conditions: list[PathCondition]
    clock: PathClockAnswer
    prerequisites: Annotated[
        list[Prerequisite[str]], Field(description="Their time comes before, and is not counted.")
    ]
    pending_changes: list[PendingChange]
    here: Here
    entries: list[str]


class FastestPath(Answered):
    """The path with the fewest days, and what it asks for, in structure and in words."""

    procedure: str
    variant: str
    days: int
    standing: TotalStanding | None
    condition: str | None
    eligibility: str | None
    conditions: list[PathCondition]


class StatutoryRank(Answered):
    """Where a country stands by its rules, and what that rests on."""

    rank: int | None
    status: Annotated[
        Status, Field(description="`apart`: the time is known and does not rank, for the reasons in `apart`.")
    ]
    apart: Annotated[
        list[Apart],
        Field(
            description="`older`: superseded, ended or history; `needs-approval`: needs an approval elsewhere first."
        ),
    ]
    would_rank: Annotated[
        int | None, Field(description="The place among the ranked countries that what stands apart would take.")
    ]
    days: Annotated[
        int | None, Field(description="Highest number of calendar days of the path that stands for the country.")
    ]
    at_least: Annotated[int | None, Field(description="Where only a lower bound is known. It does not rank.")]
    procedure: str | None
    variant: str | None
    route: Route | None
    standing: Annotated[TotalStanding | None, Field(description="`aim`: an aim of the authority stands for a rule.")]
    fact_as_of: Annotated[str | None, Field(description="The newest date that its evidence vouches for.")]
    stale: Annotated[Stale | None, Field(description="Is the evidence too old for its topic?")]
    reason: str
    entries: list[str]


class ObservedRank(Answered):
    """Where a country stands by measured times of whole procedures."""

    rank: int | None
    days: int | None
    reason: str
    entries: list[str]


class ObservedDays(Answered):
    """An observed figure in calendar days."""

    low: int | None
    point: int | None
    high: int | None


class ObservedFigure(Answered):
    """How long it really took, as someone measured or estimated it."""

    id: str
    title: str
    procedure: str | None
    measure: Measure
    whole: Annotated[bool, Field(description="The source names no stage: the figure is for the whole procedure.")]
    stage: str | None
    days: Annotated[ObservedDays | None, Field(description="Null where the unit is not a length of time.")]
    unit: ObservedUnit
    arithmetic: str | None
    source_duration: str | None
    n: int | None
    period: str | None
    fact_as_of: str | None
    note: str | None
    here: Here


class ObservedTimes(Answered):
    """Observed figures by how they came about; these are never mixed."""

    measured: list[ObservedFigure]
    estimate: list[ObservedFigure]
    anecdote: list[ObservedFigure]
    unknown: list[ObservedFigure]


class CountryTimeline(Answered):
    """One jurisdiction: its place, its paths, what was observed there, what is not known."""

    rank: Annotated[int | None, Field(description="Place in the order that was asked for; equal days share one.")]
    country: str
    country_name: str
    statutory: StatutoryRank
    observed: ObservedRank
    fastest: Annotated[FastestPath | None, Field(description="Null where no path is faster than the ranked one.")]
    paths: list[TimelinePath]
    observed_times: ObservedTimes
    coming: Annotated[list[TimelinePath], Field(description="Paths that start after the filing day.")]
    older: Annotated[list[TimelinePath], Field(description="Superseded, historic or ended: history, not the rule.")]
    gaps: list[UnknownInShort]
    disagreements: list[UnknownInShort]


class TimelineAnswer(Answered):
    """Procedures side by side in calendar days; across countries, where first."""

    edition: int
    product_type: str
    product_type_name: str
    licence: Licence
    applies_on: str
    rank_by: RankBy
    unit: Literal["calendar-day"]
    ratios: Annotated[list[Ratio], Field(description="Averages without any calendar; dates are `/v1/forecasts`.")]
    rule: Annotated[str, Field(description="How countries are ranked.")]
    ranking: Annotated[
        list[CountryTimeline], Field(description="Shortest first; then what stands apart; what is not known last.")
    ]
    other_jurisdictions: Annotated[
        list[CountryTimeline], Field(description="Regions and organisations: shown, never ranked.")
    ]
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
