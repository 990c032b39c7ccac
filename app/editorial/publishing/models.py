"""Proposals to take something away again: a record from the next edition, or contents from all of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey

_OPEN = text("state IN ('proposed', 'approved')")


class Removal(Base):
    """A withdrawal or a redaction, proposed by one person and decided by another."""

    __tablename__ = "removal"
    __table_args__ = (
        Index("uq_removal_open", "record_key", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("kind IN ('withdrawal', 'redaction')", name="kind_known"),
        CheckConstraint("state IN ('proposed', 'approved', 'rejected', 'done')", name="state_known"),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)"
            " AND (decided_by IS NULL) = (decision_reason IS NULL)",
            name="decision_is_whole",
        ),
        CheckConstraint("(edition IS NOT NULL) = (kind = 'withdrawal' AND state = 'done')", name="done_in_edition"),
        CheckConstraint("(numbers IS NOT NULL) = (kind = 'redaction')", name="redaction_names_revisions"),
    )

    key: Mapped[SurrogateKey]
    kind: Mapped[str]
    record_key: Mapped[int] = mapped_column(Key, ForeignKey("record.key"))
    numbers: Mapped[str | None] = mapped_column(doc="Of the revisions to redact, with spaces between.")
    reason: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    state: Mapped[str]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    edition: Mapped[int | None] = mapped_column(Integer, ForeignKey("edition.number"))
