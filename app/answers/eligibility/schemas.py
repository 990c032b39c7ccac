"""Eligibility as it is asked and answered."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.answers.cases.schemas import ApprovalParameters, FilingParameters, Known
from app.answers.directory.schemas import MembershipAnswer
from app.answers.evidence.schemas import Evidence, Warned
from app.answers.parameters import Word
from app.answers.standing.listing import Because
from app.editions.schemas import Meta
from app.vocabulary.lists import Acceleration, Assessment, Licence
from app.vocabulary.shapes import Answered


class Outcome(StrEnum):
    """Is the way open to this product?"""

    open = "open"
    undecided = "undecided"
    closed = "closed"


class Result(StrEnum):
    """How a condition came out."""

    met = "met"
    not_met = "not-met"
    unknown = "unknown"


class ConditionCode(StrEnum):
    """What a condition is about."""

    product_type = "product-type"
    in_force = "in-force"
    designation = "designation"
    references = "references"
    not_approved_by = "not-approved-by"
    within_months = "within-months"
    same_product = "same-product"
    inspected_site = "inspected-site"
    local_holder = "local-holder"
    words = "words"
    paths = "paths"


class EligibilityParameters(FilingParameters, ApprovalParameters):
    """`/v1/eligibility`."""

    country: Annotated[
        Word, Field(description="Jurisdiction: ISO 3166-1 alpha-2 in either case, or `ASEAN`.", examples=["MY"])
    ]
    product_type: Annotated[Word, Field(description="Product type.", examples=["biosimilar"])]
    licence: Annotated[
        list[Licence], Field(max_length=20, description="Only procedures that lead to this licence. Repeatable.")
    ] = []


class ListedReference(Answered):
    """Whose approval or inspection counts: an authority, a group, any, or a body in the source's words."""

    authority: str | None
    group: str | None
    any: bool
    as_written: str | None


class Required(Answered):
    """The structured condition, as the entry holds it; what it does not speak of is null or empty."""

    product_types: list[str]
    except_product_types: list[str]
    designations: list[str]
    references: list[ListedReference]
    min_agreeing: int | None
    within_months: int | None
    applies_from: str | None
    applies_until: str | None
    value: Annotated[bool | None, Field(description="Of `same-product`, `inspected-site`, `local-holder`.")]


class Weighed(Answered):
    """One approval or inspection of the case, and whether it counts."""

    authority: str
    on: Annotated[str | None, Field(description="The date that was given.")]
    counts: Known
    because: Because
    explanation: str
    group: str | None
    rests_on: Annotated[MembershipAnswer | None, Field(description="The membership that decided, with its sources.")]
    entries: Annotated[list[str], Field(description="Reliance entries that speak of this authority here.")]


class ConditionAnswer(Answered):
    """One condition, how it came out, and why."""

    condition: ConditionCode
    result: Result
    decided: Annotated[bool, Field(description="Did the outcome turn on it?")]
    explanation: str
    required: Required
    weighed: list[Weighed]
    ask: Annotated[str | None, Field(description="The parameter that would settle what is unknown.")]
    entries: list[str]


class EligiblePath(Answered):
    """One path through a procedure."""

    id: str
    name: str | None
    words: Annotated[str | None, Field(description="The source's words on when this path is the one.")]
    further: Annotated[str | None, Field(description="A condition of this path that remains in words.")]
    outcome: Outcome
    decided_by: list[ConditionCode]
    conditions: Annotated[list[ConditionAnswer], Field(description="Its own, beside those of the procedure.")]


class EligibleProcedure(Answered):
    """A procedure, whether it is open to the product, and what decided."""

    procedure: str
    title: str
    name: str
    licence: Licence
    assessment: Assessment | None
    acceleration: Acceleration | None
    outcome: Outcome
    reason: str
    decided_by: Annotated[
        list[ConditionCode],
        Field(description="Conditions that are not met (closed) or not known (undecided); empty where it is open."),
    ]
    conditions: list[ConditionAnswer]
    words: Annotated[
        str | None, Field(description="Who may use it, as the entry tells it; the conditions hold what of it binds.")
    ]
    further: Annotated[
        str | None,
        Field(description="A condition that remains in words. Nothing can weigh it: it holds for every path."),
    ]
    paths: list[EligiblePath]
    entries: Annotated[list[str], Field(description="Ids of the entries that the row rests on.")]


class GrantedAnswer(Answered):
    """An approval or inspection, as it was told."""

    authority: str
    on: str | None


class CaseAnswer(Answered):
    """What was told of the product; null where nothing was told, empty where there is none."""

    designations: list[str] | None
    approved_by: list[GrantedAnswer] | None
    inspected_by: list[GrantedAnswer] | None
    same_product: Known
    local_holder: Known


class OutcomeCounts(Answered):
    """How many procedures there are of each outcome."""

    open: int
    undecided: int
    closed: int
    older: int


class EligibilityAnswer(Answered):
    """Which procedures of a country are open to a product."""

    edition: int
    country: str
    country_name: str
    product_type: str
    product_type_name: str
    applies_on: str
    case: CaseAnswer
    counts: OutcomeCounts
    open: Annotated[list[EligibleProcedure], Field(description="Every condition that the atlas can decide is met.")]
    undecided: Annotated[
        list[EligibleProcedure], Field(description="No condition closes it, and something is not known.")
    ]
    closed: Annotated[list[EligibleProcedure], Field(description="A condition is surely not met.")]
    older: Annotated[
        list[EligibleProcedure],
        Field(description="Superseded, historic or ended by the filing day: history, not ways to file."),
    ]
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
