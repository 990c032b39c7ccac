"""Records, their revisions, and the editions that publish them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, BinaryText, Key, SurrogateKey
from app.knowledge.models.columns import one_of
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES, ChangeType, Origin, State

_ENTRY_TYPES = ", ".join(f"'{kind}'" for kind in sorted(ENTRY_KINDS))


class Record(Base):
    """What the atlas publishes, whatever its revisions say: an identity that is never reused."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("type", "id"),
        Index(
            "uq_record_entry_id",
            "id",
            unique=True,
            sqlite_where=text(f"type IN ({_ENTRY_TYPES})"),
            postgresql_where=text(f"type IN ({_ENTRY_TYPES})"),
        ),
        CheckConstraint(f"type IN ({', '.join(repr(kind) for kind in map(str, RECORD_TYPES))})", name="type_known"),
    )

    key: Mapped[SurrogateKey]
    type: Mapped[str]
    id: Mapped[str]


class Edition(Base):
    """A numbered publication of the whole atlas; the hash of its head chains it to the one before."""

    __tablename__ = "edition"
    __table_args__ = (CheckConstraint("number >= 1", name="number_positive"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    published_at: Mapped[datetime]
    note: Mapped[str]
    previous_sha256: Mapped[str | None]
    head_sha256: Mapped[str | None] = mapped_column(doc="Set once, at the end of the publishing transaction.")


class EditionPart(Base):
    """The hash of one part of an edition's manifest."""

    __tablename__ = "edition_part"

    edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    records: Mapped[int]
    sha256: Mapped[str]


class Revision(Base):
    """One version of a record, and the editions that it is live in: `published_in` up to before `removed_in`."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("record_key", "number"),
        Index(
            "uq_revision_live",
            "record_key",
            unique=True,
            sqlite_where=text("published_in IS NOT NULL AND removed_in IS NULL"),
            postgresql_where=text("published_in IS NOT NULL AND removed_in IS NULL"),
        ),
        Index(
            "ix_revision_part",  # all that a line of a manifest needs, beside the record's name
            "part",
            "published_in",
            "removed_in",
            "record_key",
            "number",
            "content_sha256",
            sqlite_where=text("published_in IS NOT NULL"),
            postgresql_where=text("published_in IS NOT NULL"),
        ),
        Index(
            "ix_revision_open",
            "state",
            "key",
            sqlite_where=text("published_in IS NULL"),
            postgresql_where=text("published_in IS NULL"),
        ),
        Index("ix_revision_published_in", "published_in"),
        Index(
            "ix_revision_removed_in",
            "removed_in",
            sqlite_where=text("removed_in IS NOT NULL"),
            postgresql_where=text("removed_in IS NOT NULL"),
        ),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("removed_in IS NULL OR removed_in > published_in", name="removed_after_published"),
        CheckConstraint(
            "(published_in IS NOT NULL) = (state IN ('published', 'superseded', 'withdrawn'))",
            name="published_has_edition",
        ),
        CheckConstraint(
            "(removed_in IS NOT NULL) = (state IN ('superseded', 'withdrawn'))", name="removed_has_edition"
        ),
        CheckConstraint("state <> 'withdrawn' OR removal_reason IS NOT NULL", name="withdrawal_has_reason"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approval_is_whole"),
        one_of("state", State),
        one_of("origin", Origin),
        one_of("change_type", ChangeType),
    )

    key: Mapped[SurrogateKey]
    record_key: Mapped[int] = mapped_column(Key, ForeignKey("record.key"))
    number: Mapped[int]
    part: Mapped[str] = mapped_column(doc="The manifest's part it stands in: a jurisdiction, or `common`.")
    state: Mapped[str]
    origin: Mapped[str]
    change_type: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    content: Mapped[str | None] = mapped_column(BinaryText, doc="Canonical JSON, frozen by approval.")
    content_format: Mapped[int | None]
    content_sha256: Mapped[str | None]
    published_in: Mapped[int | None] = mapped_column(Integer, ForeignKey("edition.number"))
    removed_in: Mapped[int | None] = mapped_column(Integer, ForeignKey("edition.number"))
    removal_reason: Mapped[str | None]


class RevisionEditor(Base):
    """Who edited a revision; none of them may approve it."""

    __tablename__ = "revision_editor"

    revision_key: Mapped[int] = mapped_column(Key, ForeignKey("revision.key", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)


class Redaction(Base):
    """Two people's decision to remove a revision's content; its hash stays."""

    __tablename__ = "redaction"
    __table_args__ = (CheckConstraint("requested_by <> approved_by", name="two_people"),)

    revision_key: Mapped[int] = mapped_column(Key, ForeignKey("revision.key"), primary_key=True)
    requested_by: Mapped[str]
    approved_by: Mapped[str]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
