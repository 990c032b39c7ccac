"""Typed tables of the records that entries stand on."""

from sqlalchemy.orm import Mapped

from app.database.base import Base
from app.knowledge.models.columns import (
    DateColumns,
    TextColumns,
    bilingual,
    one_of,
    partial_date,
    plain,
    position,
    revision_key,
)
from app.vocabulary.lists import (
    CalendarDayKind,
    Confidence,
    Disclosure,
    EvidenceGrade,
    GapStatus,
    JurisdictionKind,
    SourceCustody,
    SourceKind,
    Standing,
    StatementKind,
    Supply,
)


class JurisdictionRow(Base):
    """A country, region or organisation."""

    __tablename__ = "jurisdiction"
    __table_args__ = (one_of("kind", JurisdictionKind),)

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    kind: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    name_local: Mapped[str | None] = plain()


class TreeExceptionRow(Base):
    """Where a jurisdiction's tree of product types differs, and on what evidence."""

    __tablename__ = "tree_exception"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    product_type: Mapped[str] = plain(nullable=False)
    parent: Mapped[str | None] = plain()
    source: Mapped[str] = plain(nullable=False)
    locator: Mapped[str | None] = plain()


class CalendarDayRow(Base):
    """A day that staff added to a calendar, for the jurisdiction, a part of it or one authority."""

    __tablename__ = "calendar_day"
    __table_args__ = (one_of("kind", CalendarDayKind),)

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    day: Mapped[str] = plain("date", nullable=False)
    kind: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    subdivision: Mapped[str | None] = plain()
    authority: Mapped[str | None] = plain()
    source: Mapped[str] = plain(nullable=False)
    locator: Mapped[str | None] = plain()


class VocabularyRow(Base):
    """A product type, topic or document: a named node of a tree."""

    __tablename__ = "vocabulary"
    __table_args__ = (one_of("supply", Supply),)

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    parent: Mapped[str | None] = plain()
    description: Mapped[TextColumns] = bilingual("description")
    supply: Mapped[str | None] = plain()
    actd_part: Mapped[str | None] = plain()
    korean_procedure: Mapped[TextColumns] = bilingual("korean_procedure")


class GroupRow(Base):
    """A set of authorities."""

    __tablename__ = "reference_group"

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    abbreviation: Mapped[str | None] = plain()
    description: Mapped[TextColumns] = bilingual("description")


class AuthorityRow(Base):
    """A body that decides, advises or inspects."""

    __tablename__ = "authority"

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    research_id: Mapped[str | None] = plain()
    jurisdiction: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    name_local: Mapped[str | None] = plain()
    abbreviation: Mapped[str | None] = plain()
    parent: Mapped[TextColumns] = bilingual("parent")
    website: Mapped[str | None] = plain()
    role: Mapped[TextColumns] = bilingual("role")


class StatedMembershipRow(Base):
    """What a source about an authority says of a membership, in passing."""

    __tablename__ = "stated_membership"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    body: Mapped[str] = plain(nullable=False)
    reference_group: Mapped[str | None] = plain("group")
    status: Mapped[TextColumns] = bilingual("status")
    since: Mapped[DateColumns] = partial_date("since")


class MembershipRow(Base):
    """How an authority stands to a body, dated and cited."""

    __tablename__ = "membership"
    __table_args__ = (one_of("standing", Standing), one_of("confidence", Confidence))

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    jurisdiction: Mapped[str] = plain(nullable=False)
    authority: Mapped[str] = plain(nullable=False, index=True)
    body: Mapped[str] = plain(nullable=False)
    reference_group: Mapped[str | None] = plain("group", index=True)
    status: Mapped[TextColumns] = bilingual("status")
    standing: Mapped[str] = plain(nullable=False)
    since: Mapped[DateColumns] = partial_date("since")
    until: Mapped[DateColumns] = partial_date("until")
    note: Mapped[TextColumns] = bilingual("note")
    confidence: Mapped[str | None] = plain()


class SourceRow(Base):
    """A page, paper or presentation that was read."""

    __tablename__ = "source"
    __table_args__ = (
        one_of("kind", SourceKind),
        one_of("evidence_grade", EvidenceGrade),
        one_of("custody", SourceCustody),
    )

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False, index=True)
    title: Mapped[str] = plain(nullable=False)
    publisher: Mapped[str] = plain(nullable=False)
    url: Mapped[str | None] = plain()
    kind: Mapped[str] = plain(nullable=False)
    language: Mapped[str] = plain(nullable=False)
    published_on: Mapped[DateColumns] = partial_date("published_on")
    evidence_grade: Mapped[str] = plain(nullable=False)
    custody: Mapped[str] = plain(nullable=False)
    note: Mapped[TextColumns] = bilingual("note")


class SourceAliasRow(Base):
    """Another id of the same page."""

    __tablename__ = "source_alias"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    country: Mapped[str] = plain(nullable=False)
    id: Mapped[str] = plain(nullable=False)


class EventRow(Base):
    """An occasion on which regulators spoke."""

    __tablename__ = "event"

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    name: Mapped[TextColumns] = bilingual("name")
    starts_on: Mapped[DateColumns] = partial_date("starts_on")
    ends_on: Mapped[DateColumns] = partial_date("ends_on")
    place: Mapped[TextColumns] = bilingual("place")
    note: Mapped[TextColumns] = bilingual("note")


class EventOrganiserRow(Base):
    """Who held an event."""

    __tablename__ = "event_organiser"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    organiser: Mapped[str]


class EventCountryRow(Base):
    """Who took part in an event."""

    __tablename__ = "event_country"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    country: Mapped[str]


class SessionRow(Base):
    """One talk or meeting of an event."""

    __tablename__ = "session"

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    event: Mapped[str] = plain(nullable=False, index=True)
    jurisdiction: Mapped[str | None] = plain()
    title: Mapped[TextColumns] = bilingual("title")
    presenter: Mapped[TextColumns] = bilingual("presenter")
    held_on: Mapped[DateColumns] = partial_date("held_on")
    note: Mapped[TextColumns] = bilingual("note")


class StatementRow(Base):
    """What was said in a session."""

    __tablename__ = "statement"
    __table_args__ = (one_of("kind", StatementKind), one_of("disclosure", Disclosure))

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    session: Mapped[str] = plain(nullable=False, index=True)
    jurisdiction: Mapped[str] = plain(nullable=False)
    kind: Mapped[str] = plain(nullable=False)
    disclosure: Mapped[str] = plain(nullable=False)
    text: Mapped[TextColumns] = bilingual("text")
    note: Mapped[TextColumns] = bilingual("note")


class DisagreementRow(Base):
    """Sources or records that differ."""

    __tablename__ = "disagreement"

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    jurisdiction: Mapped[str] = plain(nullable=False)
    label: Mapped[str | None] = plain()
    title: Mapped[TextColumns] = bilingual("title")
    text: Mapped[TextColumns] = bilingual("text")
    followed: Mapped[TextColumns] = bilingual("followed")


class GapRow(Base):
    """Something that was looked for and not found."""

    __tablename__ = "gap"
    __table_args__ = (one_of("status", GapStatus),)

    revision_key: Mapped[int] = revision_key()
    id: Mapped[str] = plain(nullable=False)
    jurisdiction: Mapped[str] = plain(nullable=False)
    title: Mapped[TextColumns] = bilingual("title")
    text: Mapped[TextColumns] = bilingual("text")
    status: Mapped[str] = plain(nullable=False)
    now: Mapped[TextColumns] = bilingual("now")
    looked_again: Mapped[TextColumns] = bilingual("looked_again")
