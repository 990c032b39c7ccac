"""Content of a procedure: the way to get one kind of licence."""

from typing import Annotated, Generic, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from app.knowledge.schemas.common import (
    Cited,
    Content,
    Currency,
    DecimalText,
    Duration,
    Identifier,
    Line,
    PartialDate,
    ProcedureId,
    ProductTypeId,
    T,
    Text,
)
from app.knowledge.schemas.entries import Entry, OneReference, RequiredDocument, choices_left
from app.vocabulary.fee_cases import AXIS_OF
from app.vocabulary.lists import (
    Acceleration,
    Assessment,
    FeeFrequency,
    FeeStanding,
    FeeType,
    FeeUnit,
    Licence,
    PhaseRelation,
    PhaseRole,
    TotalBasis,
    TotalStanding,
)


class EligibilityReference(OneReference[T], Generic[T]):
    """Whose approval or inspection counts for a procedure."""


class Approvals(Content, Generic[T]):
    """What must have been approved or inspected elsewhere. What the source does not say is null, never false.

    One of `references` is enough unless `min_agreeing` says more; one of `not_approved_by` closes the way. `further`
    is what no other member can hold ("made in India only"): nothing can weigh it, so a reader has to.
    """

    references: list[EligibilityReference[T]] = []
    not_approved_by: Annotated[
        list[EligibilityReference[T]],
        Field(description="Bodies whose approval closes this way: another one is open."),
    ] = []
    min_agreeing: Annotated[int, Field(ge=1, le=50)] | None = None
    within_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    same_product: bool | None = None
    inspected_site: bool | None = None
    further: Annotated[T | None, Field(description="A condition that remains in words.")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(value is None or value == [] for _, value in self):
            raise ValueError("expected at least one condition; leave it out where none is known")
        return self


class Eligibility(Approvals[T], Generic[T]):
    """Who may use a procedure. What the source does not say is null, never false.

    `statement` tells it in the source's sense and decides nothing; what of it binds stands in the other members.
    """

    statement: T | None = None
    designations: list[ProductTypeId] = []
    local_holder: bool | None = None


class Prerequisite(Content, Generic[T]):
    """A procedure that must come first."""

    procedure: ProcedureId
    note: T | None = None


class Phase(Content, Generic[T]):
    """One stretch of the clock."""

    name: T
    role: PhaseRole | None = None
    duration: Duration | None = None
    starts_from: T | None = None
    stop_clock: bool | None = None
    stops_on: T | None = None
    relation: PhaseRelation = PhaseRelation.sequence
    in_total: bool | None = None
    source_duration: Line | None = None
    note: T | None = None


class Total(Content, Generic[T]):
    """The whole time of a variant, and whether the source states it or we summed it."""

    duration: Duration | None = None
    basis: TotalBasis = TotalBasis.stated
    standing: Annotated[TotalStanding | None, Field(description="Null for a time limit or a published standard.")] = (
        None
    )
    starts_from: T | None = None
    source_duration: Line | None = None
    note: T | None = None


def _case_word(value: str) -> str:
    if value not in AXIS_OF:
        raise ValueError(f"expected one of {', '.join(AXIS_OF)}")
    return value


FeeCase = Annotated[
    str,
    AfterValidator(_case_word),
    WithJsonSchema({"type": "string", "enum": list(AXIS_OF), "description": "What an application is."}),
]


class FeeCondition(Content):
    """When a fee is due, as far as a case decides it; all members must hold. `condition` keeps the words."""

    ingredients_min: Annotated[int, Field(ge=1, le=1000)] | None = None
    ingredients_max: Annotated[int, Field(ge=1, le=1000)] | None = None
    product_types: list[ProductTypeId] = []
    cases: Annotated[list[FeeCase], Field(description="Words of one axis are alternatives.")] = []

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if all(value is None or value == [] for _, value in self):
            raise ValueError("expected at least one condition; leave `applies_when` out where there is none")
        if self.ingredients_min and self.ingredients_max and self.ingredients_min > self.ingredients_max:
            raise ValueError("expected `ingredients_min` not above `ingredients_max`")
        return self


class Fee(Content, Generic[T]):
    """One amount that is paid, per what and under which condition."""

    type: FeeType
    name: T
    amount: DecimalText | None = None
    amount_to: DecimalText | None = None
    currency: Currency
    per: T | None = None
    unit: Annotated[
        FeeUnit | None, Field(description="What one amount pays for; null where the source does not say.")
    ] = None
    frequency: Annotated[
        FeeFrequency | None, Field(description="Null: yearly where `type` is annual, else once.")
    ] = None
    condition: T | None = None
    applies_when: Annotated[
        FeeCondition | None, Field(description="The condition as a structure; null where there are only words.")
    ] = None
    standing: Annotated[FeeStanding | None, Field(description="Null for an ordinary fee.")] = None
    reduction: Annotated[T | None, Field(description="Who pays less, in words.")] = None
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None
    note: T | None = None


class Variant(Content, Generic[T]):
    """One path through a procedure, with its own clock and fees.

    Where one path of a procedure has `approvals`, these decide path by path which approvals are asked for, and a path
    without any asks for none; else those of the procedure's `eligibility` hold for all of them. Its designations, its
    local holder and its `further` hold for all paths in either case.
    """

    id: Identifier
    name: T | None = None
    condition: T | None = None
    product_types: list[ProductTypeId] = []
    approvals: Approvals[T] | None = None
    phases: list[Phase[T]] = []
    total: Total[T] | None = None
    fees: list[Fee[T]] = []


class Procedure(Entry[T], Generic[T]):
    """A way to get one kind of licence; where there are several paths, each is a variant."""

    kind: Literal["procedure"] = "procedure"
    name: T
    licence: Licence
    research_licence: Line | None = None
    research_basis: Line | None = None
    assessment: Assessment | None = None
    acceleration: Acceleration | None = None
    eligibility: Eligibility[T] | None = None
    portal: T | None = None
    prerequisites: list[Prerequisite[T]] = []
    documents: Annotated[list[RequiredDocument[T]], AfterValidator(choices_left)] = []
    validity: Duration | None = None
    variants: Annotated[list[Variant[T]], Field(min_length=1)]

    @model_validator(mode="after")
    def _variants_differ(self) -> "Procedure[T]":
        ids = [variant.id for variant in self.variants]
        if len(set(ids)) != len(ids):
            raise ValueError("expected variants with different ids")
        if len(ids) > 1 and any(variant.condition is None for variant in self.variants):
            raise ValueError("expected a `condition` on every variant where there are several")
        return self


class ProcedureContent(Procedure[Text], Cited):
    """A procedure as it is stored."""
