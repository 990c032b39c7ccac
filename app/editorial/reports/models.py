"""What readers reported: kept as they said it, without a word about who they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey


class Report(Base):
    """That an entry is wrong, as a reader said, and what staff made of it."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_record", "record_key", "state"),
        Index("ix_report_state", "state", "key"),
        CheckConstraint("state IN ('open', 'assigned', 'closed')", name="state_known"),
        CheckConstraint("outcome IN ('corrected', 'not-wrong', 'duplicate', 'cannot-tell')", name="outcome_known"),
        CheckConstraint("(assigned_to IS NULL) = (assigned_at IS NULL)", name="assignment_is_whole"),
        CheckConstraint("state <> 'assigned' OR assigned_to IS NOT NULL", name="assigned_to_somebody"),
        CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL) AND (outcome IS NULL) = (closed_by IS NULL)"
            " AND (outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (reason IS NULL)",
            name="closing_is_whole",
        ),
        CheckConstraint(
            "(revision_key IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'corrected')", name="revision_corrects"
        ),
    )

    key: Mapped[SurrogateKey]
    receipt_sha256: Mapped[str] = mapped_column(unique=True, doc="The receipt itself only the reader has.")
    record_key: Mapped[int] = mapped_column(Key, ForeignKey("record.key"))
    edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"), doc="The newest when it came.")
    what: Mapped[str | None] = mapped_column(doc="Null where the words were erased.")
    detail: Mapped[str | None]
    source_url: Mapped[str | None]
    language: Mapped[str | None]
    at: Mapped[datetime]
    state: Mapped[str]
    assigned_to: Mapped[str | None]
    assigned_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    revision_key: Mapped[int | None] = mapped_column(
        Key, ForeignKey("revision.key"), doc="The published revision that corrects the entry."
    )
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
