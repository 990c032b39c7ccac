"""Typed tables that several types of record use: citations, product types, topics, links, synonyms."""

from sqlalchemy import Boolean, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base
from app.knowledge.models.columns import (
    DateColumns,
    TextColumns,
    bilingual,
    partial_date,
    plain,
    position,
    revision_key,
)


class CitationRow(Base):
    """Where a fact stands: a source and the place in it."""

    __tablename__ = "citation"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    source: Mapped[str] = plain("source", nullable=False, index=True)
    locator: Mapped[str | None] = plain()
    supports: Mapped[bool] = mapped_column(Boolean)


class ProductTypeRow(Base):
    """A product type that a record names, or excepts."""

    __tablename__ = "revision_product_type"
    __table_args__ = (
        CheckConstraint("role IN ('named', 'excepted')", name="role_known"),
        Index("ix_revision_product_type_lookup", "product_type", "role", "revision_key"),
    )

    revision_key: Mapped[int] = revision_key()
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = position()
    product_type: Mapped[str]


class TopicRow(Base):
    """A topic that a record is about."""

    __tablename__ = "revision_topic"
    __table_args__ = (Index("ix_revision_topic_lookup", "topic", "revision_key"),)

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    topic: Mapped[str]


LINKS = ("replaces", "replaced_by", "overrides", "alias", "affects", "procedure", "entry", "closed_by", "source")


class LinkRow(Base):
    """An id that a record names: a successor, an affected entry, an older id of itself."""

    __tablename__ = "revision_link"
    __table_args__ = (
        CheckConstraint(f"relation IN ({', '.join(repr(link) for link in LINKS)})", name="relation_known"),
        Index("ix_revision_link_lookup", "relation", "target", "revision_key"),
    )

    revision_key: Mapped[int] = revision_key()
    relation: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = position()
    target: Mapped[str]


class AmendmentRow(Base):
    """A newer record that replaces or sharpens a part of this one."""

    __tablename__ = "amendment"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    record: Mapped[str] = plain(nullable=False)
    part: Mapped[TextColumns] = bilingual("part")
    reason: Mapped[TextColumns] = bilingual("reason")


class AdoptionRow(Base):
    """A member that a regional instrument binds, and who says so."""

    __tablename__ = "adoption"
    __table_args__ = (Index("ix_adoption_lookup", "jurisdiction", "revision_key"),)

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    jurisdiction: Mapped[str] = plain(nullable=False)
    since: Mapped[DateColumns] = partial_date("since")
    note: Mapped[TextColumns] = bilingual("note")
    source: Mapped[str] = plain(nullable=False)
    locator: Mapped[str | None] = plain()


class SynonymRow(Base):
    """Another name of a record of the vocabulary."""

    __tablename__ = "synonym"

    revision_key: Mapped[int] = revision_key()
    position: Mapped[int] = position()
    language: Mapped[str] = plain(nullable=False)
    text: Mapped[str] = plain(nullable=False)
