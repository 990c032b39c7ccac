"""A guide as it is asked and answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.cases.schemas import FilingParameters
from app.answers.directory.schemas import AuthorityAnswer
from app.answers.evidence.schemas import Warned
from app.answers.schemas import (
    AnyEntry,
    CitedSource,
    MarketAnswer,
    ObservedTimeAnswer,
    PolicyAnswer,
    ProcedureAnswer,
    QuestionAndAnswerAnswer,
    RelianceAnswer,
    RequirementAnswer,
    TermAnswer,
)
from app.answers.unknowns.schemas import DisagreementAnswer, GapAnswer
from app.editions.schemas import Meta
from app.knowledge.schemas.entries import RelianceReference
from app.knowledge.schemas.procedures import Prerequisite, Variant
from app.vocabulary.lists import Supply
from app.vocabulary.shapes import Answered


class GuideParameters(FilingParameters):
    """`/v1/guides/{country}/{product_type}`."""

    format: Annotated[
        Literal["json", "xlsx", "html"] | None,
        Field(description="A workbook, or a page to read and print; beats `Accept`.", examples=["xlsx"]),
    ] = None


class GuideDate(Answered):
    """The next day on which something of the guide changes."""

    on: Annotated[str, Field(description="As precise as the source has it.", examples=["2027-01"])]
    what: Literal["takes-effect", "begins-to-apply", "transition-ends"]
    entry: str
    title: str


class CalendarDays(Answered):
    """A range of calendar days; an end that is not known is null."""

    min: int | None
    max: int | None


class GuideClock(Answered):
    """How long one path takes by its rules, in calendar days; the source's own units stand beside it."""

    days: CalendarDays
    basis: Annotated[
        Literal["stated", "summed", "unknown"], Field(description="Is it the source's total, or our sum of phases?")
    ]
    arithmetic: Annotated[list[str], Field(description="What was counted, and how it becomes calendar days.")]
    missing: Annotated[
        list[str],
        Field(description="Phases of the sum whose length is not known: `days` is then a lower bound."),
    ]
    phases: Annotated[
        CalendarDays | None, Field(description="The sum of the phases, where a total is stated beside them.")
    ]


class GuideVariant(Variant[str]):
    """One path through a procedure, with its clock in one unit."""

    clock: GuideClock


class GuidePrerequisite(Prerequisite[str]):
    """A procedure that must come first."""

    title: Annotated[str | None, Field(description="Null where the edition does not hold it.")]


class GuideProcedure(ProcedureAnswer):
    """A way to get one kind of licence, with clocks in one unit and prerequisites by title."""

    prerequisites: list[GuidePrerequisite]  # type: ignore[assignment]  # an answer only ever adds to its content
    variants: list[GuideVariant]  # type: ignore[assignment]


class GuideReliance(RelianceAnswer):
    """Whose approval, inspection or assessment counts, and what that means for MFDS."""

    mfds: Annotated[
        RelianceReference[str] | None, Field(description="What it says of KR-MFDS by name; null where it does not.")
    ]


class TopicRequirements(Answered):
    """The requirements on one topic."""

    topic: str
    name: str
    items: Annotated[
        list[RequirementAnswer], Field(description="Those whose first topic this is: mandatory, then own type first.")
    ]
    also: Annotated[list[str], Field(description="Ids of those that stand in full under an earlier topic.")]


class GuideDocument(Answered):
    """A paper that entries of the guide ask for, and what yields it in Korea."""

    id: str
    name: str
    supply: Supply | None
    actd_part: str | None
    korean_procedure: str | None
    asked_by: Annotated[list[str], Field(description="Entries of the guide that ask for it.")]


class GuideSource(CitedSource):
    """A source of the guide, and the entries of the guide that cite it."""

    number: Annotated[int, Field(description="Its number in this guide, in the order of reading.")]
    entries: list[str]


class GuideAnswer(Answered):
    """What it takes to license one product type in one country, in the order of reading."""

    edition: int
    country: str
    country_name: str
    product_type: str
    product_type_name: str
    applies_on: str
    warnings: list[Warned]
    dates: Annotated[list[GuideDate], Field(description="What of `coming` has a date, in order of time.")]
    authorities: list[AuthorityAnswer]
    procedures: Annotated[list[GuideProcedure], Field(description="Marketing authorisation first.")]
    requirements: Annotated[list[TopicRequirements], Field(description="A checklist, in the order of the topics.")]
    regional: Annotated[
        list[AnyEntry],
        Field(description="What regional instruments ask that the country has adopted; see `adopted_by`."),
    ]
    documents: Annotated[
        list[GuideDocument], Field(description="Papers of the vocabulary that are asked for, once each.")
    ]
    reliance: Annotated[list[GuideReliance], Field(description="What counts for MFDS first.")]
    observed_times: list[ObservedTimeAnswer]
    policies: Annotated[list[PolicyAnswer], Field(description="Policies in force.")]
    coming: Annotated[
        list[AnyEntry], Field(description="What will change, or is still in transition; undated ones last.")
    ]
    market: list[MarketAnswer]
    terms: list[TermAnswer]
    questions: list[QuestionAndAnswerAnswer]
    product_type_not_stated: Annotated[
        list[AnyEntry],
        Field(description="Entries of the country whose source does not say for which products they hold."),
    ]
    older_evidence: Annotated[
        list[AnyEntry], Field(description="Superseded, historic or ended by the filing day: history, not the rule.")
    ]
    gaps: Annotated[list[GapAnswer], Field(description="Open ones first.")]
    disagreements: list[DisagreementAnswer]
    sources: list[GuideSource]
    meta: Meta
