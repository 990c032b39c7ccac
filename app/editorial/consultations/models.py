"""Consultations and what was said in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey


class ConsultationRow(Base):
    """A partner's question about a country, and how far it has come. Never deleted."""

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("id"),
        Index("ix_consultation_partner", "partner_key", "key"),
        Index("ix_consultation_state", "state", "key"),
        CheckConstraint("state IN ('open', 'assigned', 'answered', 'closed')", name="state_known"),
        CheckConstraint("language IN ('en', 'ko')", name="language_known"),
        CheckConstraint("(assigned_to IS NULL) = (assigned_at IS NULL)", name="assignment_is_whole"),
        CheckConstraint(
            "state NOT IN ('assigned', 'answered') OR assigned_to IS NOT NULL", name="somebody_sees_to_it"
        ),
        CheckConstraint("state <> 'answered' OR answered_at IS NOT NULL", name="answered_at_some_time"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_some_time"),
        CheckConstraint("(waiting_since IS NOT NULL) = (state IN ('open', 'assigned'))", name="waits_for_the_desk"),
    )

    key: Mapped[SurrogateKey]
    id: Mapped[str]
    partner_key: Mapped[int] = mapped_column(Key, ForeignKey("partner.key"))
    asked_by: Mapped[str] = mapped_column(doc="How the key begins that asked.")
    country: Mapped[str]
    product_type: Mapped[str | None]
    topic: Mapped[str | None]
    language: Mapped[str]
    related: Mapped[str] = mapped_column(doc="JSON: ids of the entries that the question is about.")
    asked_at: Mapped[datetime]
    state: Mapped[str]
    waiting_since: Mapped[datetime | None] = mapped_column(doc="Since when the desk owes an answer.")
    assigned_to: Mapped[str | None]
    assigned_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None] = mapped_column(doc="Of the last answer.")
    closed_at: Mapped[datetime | None]
    record_key: Mapped[int | None] = mapped_column(
        Key, ForeignKey("record.key"), doc="The `qa` entry that was written from it."
    )


class ConsultationMessage(Base):
    """One thing that was said. Its words can be taken away, and never changed."""

    __tablename__ = "consultation_message"
    __table_args__ = (
        Index("ix_consultation_message_consultation", "consultation_key", "key"),
        CheckConstraint("side IN ('partner', 'desk')", name="side_known"),
    )

    key: Mapped[SurrogateKey]
    consultation_key: Mapped[int] = mapped_column(Key, ForeignKey("consultation.key"))
    at: Mapped[datetime]
    side: Mapped[str]
    author: Mapped[str] = mapped_column(doc="The key's beginning, or the person; partners are not told which person.")
    text: Mapped[str | None] = mapped_column(doc="Null where the words were erased.")
    entries: Mapped[str] = mapped_column(doc="JSON: ids of the entries that answer.")
