"""The outbox, webhooks and deliveries."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, KEY, TEXT
from migrations.guards import (
    Guard,
    Rule,
    changed,
    create,
    drop,
    extend_truncate_guards,
    retract_truncate_guards,
)

revision = "0019"
down_revision: str | None = "0018"

TABLES = ("outbox", "webhook", "delivery", "delivery_attempt")

WEBHOOKS = (
    Guard(
        "outbox",
        "INSERT",
        (
            Rule(
                "events are numbered 1, 2, 3 without a hole",
                "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM outbox)",
            ),
        ),
    ),
    Guard("outbox", "UPDATE", (Rule("what happened is never rewritten", "TRUE"),)),
    Guard("outbox", "DELETE", (Rule("what happened is kept", "TRUE"),)),
    Guard(
        "webhook",
        "UPDATE",
        (
            Rule(
                "whose a webhook is never changes",
                changed("key", "id", "partner_key", "created_at", "created_by"),
            ),
            Rule("a webhook does not go back in the events", "NEW.position < OLD.position"),
        ),
    ),
    Guard(
        "delivery",
        "UPDATE",
        (
            Rule(
                "a delivery keeps what it delivers, and to whom",
                changed("key", "id", "webhook_key", "seq", "subject", "created_at"),
            ),
        ),
    ),
    Guard("delivery_attempt", "UPDATE", (Rule("how an attempt went is never rewritten", "TRUE"),)),
)


def upgrade() -> None:
    """Make the tables."""
    _outbox()
    _webhook()
    _delivery()
    create(WEBHOOKS)
    extend_truncate_guards(TABLES)


def downgrade() -> None:
    """Take them away."""
    retract_truncate_guards(TABLES)
    drop(WEBHOOKS)
    op.drop_index("ix_delivery_attempt_delivery", "delivery_attempt")
    op.drop_table("delivery_attempt")
    for index in ("order", "due", "log", "done"):
        op.drop_index(f"ix_delivery_{index}", "delivery")
    op.drop_table("delivery")
    op.drop_index("ix_webhook_partner", "webhook")
    op.drop_table("webhook")
    op.drop_table("outbox")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", KEY, autoincrement=False, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("audience", TEXT),
        sa.Column("edition", sa.Integer, sa.ForeignKey("edition.number", name="fk_outbox_edition")),
        sa.Column("payload", TEXT, nullable=False),
        sa.Column("labels", TEXT, nullable=False),
        sa.Column("once", TEXT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
        sa.UniqueConstraint("once", name="uq_outbox_once"),
    )


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("partner_key", KEY, sa.ForeignKey("partner.key", name="fk_webhook_partner_key"), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("url", "label", "events", "filters")),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("disabled_at", INSTANT),
        sa.Column("disabled_reason", TEXT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("secret_nonce", TEXT, nullable=False),
        sa.Column("secret_root", TEXT, nullable=False),
        sa.Column("secret_from", INSTANT, nullable=False),
        sa.Column("old_nonce", TEXT),
        sa.Column("old_root", TEXT),
        sa.Column("old_until", INSTANT),
        sa.Column("position", KEY, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("resume_at", INSTANT),
        sa.Column("served_at", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_webhook"),
        sa.UniqueConstraint("id", name="uq_webhook_id"),
        sa.CheckConstraint("active = (disabled_at IS NULL)", name=op.f("ck_webhook_active_or_disabled")),
        sa.CheckConstraint(
            "(disabled_at IS NULL) = (disabled_reason IS NULL)", name=op.f("ck_webhook_disabling_is_whole")
        ),
        sa.CheckConstraint(
            "(old_nonce IS NULL) = (old_until IS NULL) AND (old_nonce IS NULL) = (old_root IS NULL)",
            name=op.f("ck_webhook_old_secret_is_whole"),
        ),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_webhook_failures_counted")),
    )
    op.create_index("ix_webhook_partner", "webhook", ["partner_key", "key"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column(
            "webhook_key",
            KEY,
            sa.ForeignKey("webhook.key", name="fk_delivery_webhook_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("seq", KEY, sa.ForeignKey("outbox.seq", name="fk_delivery_seq"), nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("first_at", INSTANT),
        sa.Column("done_at", INSTANT),
        sa.Column("last_at", INSTANT),
        sa.Column("last_status", sa.Integer),
        sa.Column("last_detail", TEXT),
        sa.Column("lease", TEXT),
        sa.Column("leased_until", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_delivery"),
        sa.UniqueConstraint("id", name="uq_delivery_id"),
        sa.UniqueConstraint("webhook_key", "seq", name="uq_delivery_webhook_key_seq"),
        sa.CheckConstraint("state IN ('pending', 'delivered', 'dead')", name=op.f("ck_delivery_state_known")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_delivery_attempts_counted")),
        sa.CheckConstraint("(state = 'pending') = (done_at IS NULL)", name=op.f("ck_delivery_end_is_whole")),
        sa.CheckConstraint(
            "(lease IS NULL) = (leased_until IS NULL) AND (lease IS NULL OR state = 'pending')",
            name=op.f("ck_delivery_lease_is_whole"),
        ),
    )
    pending = sa.text("state = 'pending'")
    for name, columns in {
        "order": ["webhook_key", "subject", "seq"],
        "due": ["webhook_key", "next_at", "seq"],
    }.items():
        op.create_index(f"ix_delivery_{name}", "delivery", columns, sqlite_where=pending, postgresql_where=pending)
    op.create_index("ix_delivery_log", "delivery", ["webhook_key", "state", "key"])
    op.create_index("ix_delivery_done", "delivery", ["state", "done_at"])
    op.create_table(
        "delivery_attempt",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column(
            "delivery_key",
            KEY,
            sa.ForeignKey("delivery.key", name="fk_delivery_attempt_delivery_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("body", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_delivery_attempt"),
        sa.CheckConstraint(
            "outcome IN ('delivered', 'refused-by-receiver', 'no-answer', 'not-allowed')",
            name=op.f("ck_delivery_attempt_outcome_known"),
        ),
    )
    op.create_index("ix_delivery_attempt_delivery", "delivery_attempt", ["delivery_key", "key"])
