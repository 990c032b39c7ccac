"""Content of a procedure: the way to get one kind of licence."""

from typing import Annotated, Generic, Literal

from pydantic import Field, model_validator

from app.knowledge.schemas.common import (
    AuthorityId,
    Cited,
    Content,
    Currency,
    DecimalText,
    Duration,
    GroupId,
    Identifier,
    Line,
    PartialDate,
    ProcedureId,
    ProductTypeId,
    T,
    Text,
)
from app.knowledge.schemas.entries import Entry, RequiredDocument
from app.vocabulary.lists import (
    Acceleration,
    Assessment,
    FeeType,
    Licence,
    PhaseRelation,
    PhaseRole,
    TotalBasis,
)


class EligibilityReference(Content):
    """An authority or group whose approval a product needs for this procedure."""

    authority: AuthorityId | None = None
    group: GroupId | None = None

    @model_validator(mode="after")
    def _one(self) -> "EligibilityReference":
        if (self.authority is None) == (self.group is None):
            raise ValueError("expected either `authority` or `group`")
        return self


class Eligibility(Content, Generic[T]):
    """Who may use a procedure. What the source does not say is null, never false."""

    statement: T | None = None
    designations: list[ProductTypeId] = []
    references: list[EligibilityReference] = []
    min_agreeing: Annotated[int, Field(ge=1, le=50)] | None = None
    within_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    same_product: bool | None = None
    inspected_site: bool | None = None
    local_holder: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Eligibility[T]":
        if all(value is None or value == [] for _, value in self):
            raise ValueError("expected at least one condition; leave `eligibility` out where none is known")
        return self


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
    starts_from: T | None = None
    source_duration: Line | None = None
    note: T | None = None


class Fee(Content, Generic[T]):
    """One amount that is paid, per what and under which condition."""

    type: FeeType
    name: T
    amount: DecimalText | None = None
    amount_to: DecimalText | None = None
    currency: Currency
    per: T | None = None
    condition: T | None = None
    valid_from: PartialDate | None = None
    valid_until: PartialDate | None = None
    note: T | None = None


class Variant(Content, Generic[T]):
    """One path through a procedure, with its own clock and fees."""

    id: Identifier
    name: T | None = None
    condition: T | None = None
    product_types: list[ProductTypeId] = []
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
    documents: list[RequiredDocument[T]] = []
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
