"""Typed tables of entries: what all kinds share, and each kind's own."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.knowledge.models.columns import (
    DateColumns,
    TextColumns,
    bilingual,
    flag,
    number,
    one_of,
    partial_date,
    plain,
    position,
    revision_key,
)
from app.vocabulary.lists import (
    Answer,
    Confidence,
    CurrencyStatus,
    EntryKind,
    EvidenceGrade,
    Measure,
    Obligation,
    ObservedUnit,
    PolicyStatus,
    RelianceScope,
    SampleBasis,
    SourceCustody,
    Stated,
)


class EntryRow(Base):
    """What every entry says; lists are filtered and sorted by these columns."""

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_country_id", "country", "id"),
        Index("ix_entry_country_kind_id", "country", "kind", "id"),
        Index("ix_entry_kind_id", "kind", "id"),
        Index("ix_entry_id", "id"),
        Index("ix_entry_split_from", "split_from"),
        one_of("kind", EntryKind),
        one_of("currency_status", CurrencyStatus),
        one_of("evidence_grade", EvidenceGrade),
        one_of("source_custody", SourceCustody),
        one_of("confidence", Confidence),
    )

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    kind: Mapped[str] = plain(nullable=False)
    country: Mapped[str] = plain(nullable=False)
    title: Mapped[TextColumns] = bilingual("title")
    statement: Mapped[TextColumns] = bilingual("statement")
    note: Mapped[TextColumns] = bilingual("note")
    status_note: Mapped[TextColumns] = bilingual("status_note")
    legal_basis: Mapped[TextColumns] = bilingual("legal_basis")
    currency_status: Mapped[str] = plain(nullable=False)
    superseded_by: Mapped[TextColumns] = bilingual("superseded_by")
    ended_on: Mapped[DateColumns] = partial_date("ended_on")
    applies_from: Mapped[DateColumns] = partial_date("applies_from")
    applies_until: Mapped[DateColumns] = partial_date("applies_until")
    split_from: Mapped[str | None] = plain()
    fact_as_of: Mapped[DateColumns] = partial_date("fact_as_of")
    checked_on: Mapped[str] = plain(nullable=False)
    review_due_on: Mapped[str | None] = plain()
    evidence_grade: Mapped[str] = plain(nullable=False)
    source_custody: Mapped[str] = plain(nullable=False)
    confidence: Mapped[str | None] = plain()
    stale_after: Mapped[str | None] = mapped_column(
        info={"computed": "stale_after"}, doc="Last day on which `fact_as_of` is young enough for its topic."
    )
    search_text: Mapped[str] = mapped_column(
        info={"computed": "search_text"}, doc="Case-folded text in both languages, for `q=`."
    )


class RequirementRow(Base):
    """What an applicant must show or do."""

    __tablename__ = "requirement"
    __table_args__ = (one_of("obligation", Obligation),)

    revision_key: Mapped[int] = revision_key()
    obligation: Mapped[str] = plain(nullable=False)
    condition: Mapped[TextColumns] = bilingual("condition")


class RequiredDocumentRow(Base):
    """A paper that a requirement or procedure asks for."""

    __tablename__ = "required_document"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    id: Mapped[str | None] = plain(index=True)
    as_written: Mapped[TextColumns] = bilingual("as_written")
    alternative_group: Mapped[str | None] = plain("alternative", "group")
    alternative_set: Mapped[str | None] = plain("alternative", "set")
    alternative_at_least: Mapped[int | None] = number("alternative", "at_least")
    condition: Mapped[TextColumns] = bilingual("condition")


class RelianceRow(Base):
    """Whose work counts, for what."""

    __tablename__ = "reliance"

    revision_key: Mapped[int] = revision_key()
    scope_as_written: Mapped[TextColumns] = bilingual("scope_as_written")
    min_agreeing: Mapped[int | None] = number()
    within_months: Mapped[int | None] = number()
    same_product: Mapped[bool | None] = flag()
    conditions: Mapped[TextColumns] = bilingual("conditions")


class RelianceScopeRow(Base):
    """A step for which it counts."""

    __tablename__ = "reliance_scope"
    __table_args__ = (one_of("scope", RelianceScope), Index("ix_reliance_scope_lookup", "scope", "revision_key"))

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    scope: Mapped[str]


class RelianceReferenceRow(Base):
    """One body whose work counts, or does not."""

    __tablename__ = "reliance_reference"
    __table_args__ = (
        one_of("answer", Answer),
        one_of("stated", Stated),
        CheckConstraint("authority IS NULL OR reference_group IS NULL", name="authority_or_group"),
        Index("ix_reliance_reference_authority", "authority", "answer", "revision_key"),
        Index("ix_reliance_reference_group", "reference_group", "answer", "revision_key"),
    )

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    authority: Mapped[str | None] = plain()
    reference_group: Mapped[str | None] = plain("group")
    any: Mapped[bool | None] = flag()
    as_written: Mapped[TextColumns] = bilingual("as_written")
    answer: Mapped[str] = plain(nullable=False)
    stated: Mapped[str | None] = plain()
    rests_on: Mapped[str | None] = plain()


class ObservedTimeRow(Base):
    """How long it really took. Figures are decimal text."""

    __tablename__ = "observed_time"
    __table_args__ = (
        one_of("measure", Measure),
        one_of("unit", ObservedUnit),
        one_of("sample_basis", SampleBasis),
        CheckConstraint("low IS NOT NULL OR point IS NOT NULL OR high IS NOT NULL", name="some_figure"),
    )

    revision_key: Mapped[int] = revision_key()
    procedure: Mapped[str | None] = plain(index=True)
    measure: Mapped[str] = plain(nullable=False)
    stage: Mapped[TextColumns] = bilingual("stage")
    low: Mapped[str | None] = plain()
    point: Mapped[str | None] = plain()
    high: Mapped[str | None] = plain()
    unit: Mapped[str] = plain(nullable=False)
    n: Mapped[int | None] = number()
    period: Mapped[TextColumns] = bilingual("period")
    sample_basis: Mapped[str] = plain(nullable=False)
    source_duration: Mapped[str | None] = plain()


class PolicyRow(Base):
    """Where the rules are heading."""

    __tablename__ = "policy"
    __table_args__ = (one_of("status", PolicyStatus),)

    revision_key: Mapped[int] = revision_key()
    status: Mapped[str] = plain(nullable=False)
    announced_on: Mapped[DateColumns] = partial_date("announced_on")
    effective_from: Mapped[DateColumns] = partial_date("effective_from")
    transition_until: Mapped[DateColumns] = partial_date("transition_until")


class MarketRow(Base):
    """A figure about the market. Figures are decimal text."""

    __tablename__ = "market"

    revision_key: Mapped[int] = revision_key()
    indicator: Mapped[TextColumns] = bilingual("indicator")
    low: Mapped[str | None] = plain()
    value: Mapped[str | None] = plain()
    high: Mapped[str | None] = plain()
    as_written: Mapped[str | None] = plain()
    unit: Mapped[TextColumns] = bilingual("unit")
    currency: Mapped[str | None] = plain()
    year: Mapped[DateColumns] = partial_date("year")


class TermRow(Base):
    """A country's own word."""

    __tablename__ = "term"

    revision_key: Mapped[int] = revision_key()
    term: Mapped[TextColumns] = bilingual("term")
    definition: Mapped[TextColumns] = bilingual("definition")


class QuestionAndAnswerRow(Base):
    """A question that was asked, and its answer."""

    __tablename__ = "qa"

    revision_key: Mapped[int] = revision_key()
    question: Mapped[TextColumns] = bilingual("question")
    answer: Mapped[TextColumns] = bilingual("answer")
    event: Mapped[str | None] = plain(index=True)
    session: Mapped[str | None] = plain()
    answered_on: Mapped[DateColumns] = partial_date("answered_on")
