"""Typed tables of procedures: variants, phases, fees, prerequisites, eligibility."""

from sqlalchemy import CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.knowledge.models.columns import (
    DateColumns,
    DurationColumns,
    TextColumns,
    bilingual,
    duration,
    flag,
    number,
    one_of,
    partial_date,
    plain,
    position,
    revision_key,
    words,
)
from app.vocabulary.lists import (
    Acceleration,
    Assessment,
    DurationUnit,
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


class ProcedureRow(Base):
    """A way to get one kind of licence."""

    __tablename__ = "procedure"
    __table_args__ = (
        one_of("licence", Licence),
        one_of("assessment", Assessment),
        one_of("acceleration", Acceleration),
        one_of("validity_unit", DurationUnit),
    )

    revision_key: Mapped[int] = revision_key()
    name: Mapped[TextColumns] = bilingual("name")
    licence: Mapped[str] = plain(nullable=False)
    research_licence: Mapped[str | None] = plain()
    research_basis: Mapped[str | None] = plain()
    assessment: Mapped[str | None] = plain()
    acceleration: Mapped[str | None] = plain()
    eligibility_statement: Mapped[TextColumns] = bilingual("eligibility", "statement")
    eligibility_min_agreeing: Mapped[int | None] = number("eligibility", "min_agreeing")
    eligibility_within_months: Mapped[int | None] = number("eligibility", "within_months")
    eligibility_same_product: Mapped[bool | None] = flag("eligibility", "same_product")
    eligibility_inspected_site: Mapped[bool | None] = flag("eligibility", "inspected_site")
    eligibility_further: Mapped[TextColumns] = bilingual("eligibility", "further")
    eligibility_local_holder: Mapped[bool | None] = flag("eligibility", "local_holder")
    portal: Mapped[TextColumns] = bilingual("portal")
    validity: Mapped[DurationColumns] = duration("validity")


class EligibilityDesignationRow(Base):
    """A designation that a product needs."""

    __tablename__ = "eligibility_designation"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    designation: Mapped[str]


ONE_REFERENCE = (
    '(authority IS NULL OR reference_group IS NULL) AND "any" = (authority IS NULL AND reference_group IS NULL)'
)
"""SQL: a reference is an authority, a group, or any."""

REFERENCE_ROLES = "role IN ('needed', 'excluding')"
"""SQL: a reference's approval is needed for a procedure, or closes it."""


class EligibilityReferenceRow(Base):
    """An authority or group whose approval a product needs, or must not have."""

    __tablename__ = "eligibility_reference"
    __table_args__ = (
        CheckConstraint("authority IS NULL OR reference_group IS NULL", name="authority_or_group"),
        CheckConstraint(REFERENCE_ROLES, name="role_known"),
    )

    revision_key: Mapped[int] = revision_key()
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = position()
    authority: Mapped[str | None] = plain()
    reference_group: Mapped[str | None] = plain("group")
    any: Mapped[bool | None] = flag()
    as_written: Mapped[TextColumns] = bilingual("as_written")


class PrerequisiteRow(Base):
    """A procedure that must come first."""

    __tablename__ = "prerequisite"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    procedure: Mapped[str] = plain(nullable=False)
    note: Mapped[TextColumns] = bilingual("note")


class VariantRow(Base):
    """One path through a procedure."""

    __tablename__ = "variant"
    __table_args__ = (
        one_of("total_duration_unit", DurationUnit),
        one_of("total_basis", TotalBasis),
        one_of("total_standing", TotalStanding),
    )

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    id: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    condition: Mapped[TextColumns] = bilingual("condition")
    total_duration: Mapped[DurationColumns] = duration("total", "duration")
    total_basis: Mapped[str | None] = plain("total", "basis")
    total_standing: Mapped[str | None] = plain("total", "standing")
    total_starts_from: Mapped[TextColumns] = bilingual("total", "starts_from")
    total_source_duration: Mapped[str | None] = plain("total", "source_duration")
    total_note: Mapped[TextColumns] = bilingual("total", "note")
    approvals_min_agreeing: Mapped[int | None] = number("approvals", "min_agreeing")
    approvals_within_months: Mapped[int | None] = number("approvals", "within_months")
    approvals_same_product: Mapped[bool | None] = flag("approvals", "same_product")
    approvals_inspected_site: Mapped[bool | None] = flag("approvals", "inspected_site")
    approvals_further: Mapped[TextColumns] = bilingual("approvals", "further")


class VariantProductTypeRow(Base):
    """A product type that a path is for, where it is narrower than its procedure."""

    __tablename__ = "variant_product_type"

    revision_key: Mapped[int] = revision_key()
    parent: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = position()
    product_type: Mapped[str]


class VariantReferenceRow(Base):
    """An authority or group whose approval one path needs, or must not have."""

    __tablename__ = "variant_reference"
    __table_args__ = (
        CheckConstraint("authority IS NULL OR reference_group IS NULL", name="authority_or_group"),
        CheckConstraint(REFERENCE_ROLES, name="role_known"),
    )

    revision_key: Mapped[int] = revision_key()
    parent: Mapped[int] = mapped_column(Integer, primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = position()
    authority: Mapped[str | None] = plain()
    reference_group: Mapped[str | None] = plain("group")
    any: Mapped[bool | None] = flag()
    as_written: Mapped[TextColumns] = bilingual("as_written")


class PhaseRow(Base):
    """One stretch of a variant's clock."""

    __tablename__ = "phase"
    __table_args__ = (
        one_of("role", PhaseRole),
        one_of("relation", PhaseRelation),
        one_of("duration_unit", DurationUnit),
        CheckConstraint(
            "duration_min IS NULL OR duration_max IS NULL OR duration_min <= duration_max", name="duration_ordered"
        ),
    )

    revision_key: Mapped[int] = revision_key()
    parent: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = position()
    name: Mapped[TextColumns] = bilingual("name")
    role: Mapped[str | None] = plain()
    duration: Mapped[DurationColumns] = duration("duration")
    starts_from: Mapped[TextColumns] = bilingual("starts_from")
    stop_clock: Mapped[bool | None] = flag()
    stops_on: Mapped[TextColumns] = bilingual("stops_on")
    relation: Mapped[str] = plain(nullable=False)
    in_total: Mapped[bool | None] = flag()
    source_duration: Mapped[str | None] = plain()
    note: Mapped[TextColumns] = bilingual("note")


class FeeRow(Base):
    """One amount, as decimal text in its currency."""

    __tablename__ = "fee"
    __table_args__ = (
        one_of("type", FeeType),
        one_of("unit", FeeUnit),
        one_of("frequency", FeeFrequency),
        one_of("standing", FeeStanding),
    )

    revision_key: Mapped[int] = revision_key()
    parent: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = position()
    type: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    amount: Mapped[str | None] = plain()
    amount_to: Mapped[str | None] = plain()
    currency: Mapped[str] = plain(nullable=False)
    per: Mapped[TextColumns] = bilingual("per")
    unit: Mapped[str | None] = plain()
    frequency: Mapped[str | None] = plain()
    condition: Mapped[TextColumns] = bilingual("condition")
    applies_when_ingredients_min: Mapped[int | None] = number("applies_when", "ingredients_min")
    applies_when_ingredients_max: Mapped[int | None] = number("applies_when", "ingredients_max")
    applies_when_product_types: Mapped[str | None] = words("applies_when", "product_types")
    applies_when_cases: Mapped[str | None] = words("applies_when", "cases")
    standing: Mapped[str | None] = plain()
    reduction: Mapped[TextColumns] = bilingual("reduction")
    valid_from: Mapped[DateColumns] = partial_date("valid_from")
    valid_until: Mapped[DateColumns] = partial_date("valid_until")
    note: Mapped[TextColumns] = bilingual("note")
