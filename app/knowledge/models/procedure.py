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
)
from app.vocabulary.lists import (
    Acceleration,
    Assessment,
    DurationUnit,
    FeeType,
    Licence,
    PhaseRelation,
    PhaseRole,
    TotalBasis,
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
    eligibility_local_holder: Mapped[bool | None] = flag("eligibility", "local_holder")
    portal: Mapped[TextColumns] = bilingual("portal")
    validity: Mapped[DurationColumns] = duration("validity")


class EligibilityDesignationRow(Base):
    """A designation that a product needs."""

    __tablename__ = "eligibility_designation"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    designation: Mapped[str]


class EligibilityReferenceRow(Base):
    """An authority or group whose approval a product needs."""

    __tablename__ = "eligibility_reference"
    __table_args__ = (CheckConstraint("(authority IS NULL) <> (reference_group IS NULL)", name="authority_or_group"),)

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    authority: Mapped[str | None] = plain()
    reference_group: Mapped[str | None] = plain("group")


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
    __table_args__ = (one_of("total_duration_unit", DurationUnit), one_of("total_basis", TotalBasis))

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    id: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    condition: Mapped[TextColumns] = bilingual("condition")
    total_duration: Mapped[DurationColumns] = duration("total", "duration")
    total_basis: Mapped[str | None] = plain("total", "basis")
    total_starts_from: Mapped[TextColumns] = bilingual("total", "starts_from")
    total_source_duration: Mapped[str | None] = plain("total", "source_duration")
    total_note: Mapped[TextColumns] = bilingual("total", "note")


class VariantProductTypeRow(Base):
    """A product type that a path is for, where it is narrower than its procedure."""

    __tablename__ = "variant_product_type"

    revision_key: Mapped[int] = revision_key()
    parent: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = position()
    product_type: Mapped[str]


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
    __table_args__ = (one_of("type", FeeType),)

    revision_key: Mapped[int] = revision_key()
    parent: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = position()
    type: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    amount: Mapped[str | None] = plain()
    amount_to: Mapped[str | None] = plain()
    currency: Mapped[str] = plain(nullable=False)
    per: Mapped[TextColumns] = bilingual("per")
    condition: Mapped[TextColumns] = bilingual("condition")
    valid_from: Mapped[DateColumns] = partial_date("valid_from")
    valid_until: Mapped[DateColumns] = partial_date("valid_until")
    note: Mapped[TextColumns] = bilingual("note")
