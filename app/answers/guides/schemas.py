"""A guide as it is asked and answered."""

from typing import Annotated

from pydantic import Field

from app.answers.directory.schemas import AuthorityAnswer
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
from app.editions.schemas import Answered, Meta, ReadParameters
from app.knowledge.schemas.common import Day


class GuideParameters(ReadParameters):
    """`/v1/guides/{country}/{product_type}`."""

    applies_on: Annotated[
        Day | None,
        Field(description="The filing day; default is today. What surely does not hold then is set apart."),
    ] = None


class TopicRequirements(Answered):
    """The requirements on one topic."""

    topic: str
    name: str
    items: list[RequirementAnswer]


class GuideSource(CitedSource):
    """A source of the guide, and the entries of the guide that cite it."""

    entries: list[str]


class GuideWarning(Answered):
    """Something to know before relying on the guide."""

    code: Annotated[str, Field(examples=["stale-entries"])]
    message: str
    entries: list[str]


class GuideAnswer(Answered):
    """What it takes to license one product type in one country."""

    edition: int
    country: str
    country_name: str
    product_type: str
    product_type_name: str
    applies_on: str
    authorities: list[AuthorityAnswer]
    procedures: Annotated[list[ProcedureAnswer], Field(description="Marketing authorisation first.")]
    requirements: Annotated[list[TopicRequirements], Field(description="A checklist, in the order of the topics.")]
    regional: Annotated[
        list[AnyEntry],
        Field(description="What regional instruments ask that the country has adopted; see `adopted_by`."),
    ]
    reliance: list[RelianceAnswer]
    observed_times: list[ObservedTimeAnswer]
    policies: Annotated[list[PolicyAnswer], Field(description="Policies in force.")]
    coming: Annotated[list[AnyEntry], Field(description="What will change, or is still in transition.")]
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
    gaps: list[GapAnswer]
    disagreements: list[DisagreementAnswer]
    warnings: list[GuideWarning]
    sources: list[GuideSource]
    meta: Meta
