"""What the staff's side keeps beside revisions: submissions, what an approval means, comments."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey


class RevisionReview(Base):
    """Who submitted a revision, when, and what its approver meant by approving."""

    __tablename__ = "revision_review"
    __table_args__ = (CheckConstraint("meaning IN ('reviewed', 'approved')", name="meaning_known"),)

    revision_key: Mapped[int] = mapped_column(Key, ForeignKey("revision.key", ondelete="CASCADE"), primary_key=True)
    submitted_by: Mapped[str]
    submitted_at: Mapped[datetime]
    meaning: Mapped[str | None]


class Comment(Base):
    """What somebody remarked on a revision."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_revision", "revision_key", "key"),
        CheckConstraint("step IN ('reject')", name="step_known"),
    )

    key: Mapped[SurrogateKey]
    revision_key: Mapped[int] = mapped_column(Key, ForeignKey("revision.key", ondelete="CASCADE"))
    person: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]
    step: Mapped[str | None] = mapped_column(doc="The step whose reason it is, such as `reject`; null for a remark.")
