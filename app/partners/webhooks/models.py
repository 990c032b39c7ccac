"""Webhooks, what they are told, and how each attempt went. The events themselves are the outbox of editions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey

_PENDING = text("state = 'pending'")


class WebhookRow(Base):
    """An address of a partner's that is told of events. Its secrets are derived, and stand nowhere."""

    __tablename__ = "webhook"
    __table_args__ = (
        UniqueConstraint("id"),
        Index("ix_webhook_partner", "partner_key", "key"),
        CheckConstraint("active = (disabled_at IS NULL)", name="active_or_disabled"),
        CheckConstraint("(disabled_at IS NULL) = (disabled_reason IS NULL)", name="disabling_is_whole"),
        CheckConstraint(
            "(old_nonce IS NULL) = (old_until IS NULL) AND (old_nonce IS NULL) = (old_root IS NULL)",
            name="old_secret_is_whole",
        ),
        CheckConstraint("failures >= 0", name="failures_counted"),
    )

    key: Mapped[SurrogateKey]
    id: Mapped[str]
    partner_key: Mapped[int] = mapped_column(Key, ForeignKey("partner.key"))
    url: Mapped[str]
    label: Mapped[str]
    events: Mapped[str] = mapped_column(doc="Types of event, in order, parted by spaces.")
    filters: Mapped[str] = mapped_column(doc="JSON: which entries it is told of; an empty object: all.")
    active: Mapped[bool]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    secret_nonce: Mapped[str] = mapped_column(doc="What the secret is derived from, together with the root.")
    secret_root: Mapped[str] = mapped_column(doc="Fingerprint of the root, to tell when it was exchanged.")
    secret_from: Mapped[datetime]
    old_nonce: Mapped[str | None]
    old_root: Mapped[str | None]
    old_until: Mapped[datetime | None] = mapped_column(doc="Until when the secret before signs as well.")
    position: Mapped[int] = mapped_column(Key, doc="The last event for which its deliveries were made.")
    failures: Mapped[int] = mapped_column(doc="Attempts that failed since the last that did not.")
    resume_at: Mapped[datetime | None] = mapped_column(doc="Until then nothing is sent, because it fails.")
    served_at: Mapped[datetime | None] = mapped_column(doc="When a worker last took something to send to it.")


class DeliveryRow(Base):
    """One event for one webhook. Its id is the `webhook-id` that is sent."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("webhook_key", "seq"),
        Index(
            "ix_delivery_order",
            "webhook_key",
            "subject",
            "seq",
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_delivery_due", "webhook_key", "next_at", "seq", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_delivery_log", "webhook_key", "state", "key"),
        Index("ix_delivery_done", "state", "done_at"),
        CheckConstraint("state IN ('pending', 'delivered', 'dead')", name="state_known"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint("(state = 'pending') = (done_at IS NULL)", name="end_is_whole"),
        CheckConstraint(
            "(lease IS NULL) = (leased_until IS NULL) AND (lease IS NULL OR state = 'pending')",
            name="lease_is_whole",
        ),
    )

    key: Mapped[SurrogateKey]
    id: Mapped[str]
    webhook_key: Mapped[int] = mapped_column(Key, ForeignKey("webhook.key", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(Key, ForeignKey("outbox.seq"))
    subject: Mapped[str] = mapped_column(doc="The event's: what is earlier of the same subject goes first.")
    state: Mapped[str]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    first_at: Mapped[datetime | None] = mapped_column(doc="Of the first attempt, from which three days count.")
    done_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    last_status: Mapped[int | None]
    last_detail: Mapped[str | None]
    lease: Mapped[str | None] = mapped_column(doc="Drawn by the worker that sends it at this moment.")
    leased_until: Mapped[datetime | None]


class DeliveryAttempt(Base):
    """How one attempt went; never rewritten."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (
        Index("ix_delivery_attempt_delivery", "delivery_key", "key"),
        CheckConstraint(
            "outcome IN ('delivered', 'refused-by-receiver', 'no-answer', 'not-allowed')", name="outcome_known"
        ),
    )

    key: Mapped[SurrogateKey]
    delivery_key: Mapped[int] = mapped_column(Key, ForeignKey("delivery.key", ondelete="CASCADE"))
    at: Mapped[datetime]
    milliseconds: Mapped[int]
    outcome: Mapped[str]
    status: Mapped[int | None]
    detail: Mapped[str]
    body: Mapped[str | None] = mapped_column(doc="How the receiver's answer begins, without control characters.")
