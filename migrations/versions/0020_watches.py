"""Watches, and the webhooks that follow them."""

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

revision = "0020"
down_revision: str | None = "0019"

TABLES = ("watch", "webhook_watch")

_OWN = Rule(
    "a webhook follows a watch of its own partner",
    "(SELECT partner_key FROM webhook WHERE key = NEW.webhook_key)"
    " IS DISTINCT FROM (SELECT partner_key FROM watch WHERE key = NEW.watch_key)",
)

WATCHES = (
    Guard(
        "watch",
        "UPDATE",
        (
            Rule(
                "whose a watch is never changes",
                changed("key", "id", "partner_key", "created_at", "created_by"),
            ),
        ),
    ),
    Guard("webhook_watch", "INSERT", (_OWN,)),
    Guard("webhook_watch", "UPDATE", (_OWN,)),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "watch",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("partner_key", KEY, sa.ForeignKey("partner.key", name="fk_watch_partner_key"), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("name", "filters", "feed_digest")),
        sa.Column("feed_from", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_watch"),
        sa.UniqueConstraint("id", name="uq_watch_id"),
        sa.UniqueConstraint("feed_digest", name="uq_watch_feed_digest"),
        sa.CheckConstraint("length(feed_digest) = 64", name=op.f("ck_watch_feed_by_digest")),
    )
    op.create_index("ix_watch_partner", "watch", ["partner_key", "key"])
    op.create_table(
        "webhook_watch",
        sa.Column(
            "webhook_key",
            KEY,
            sa.ForeignKey("webhook.key", name="fk_webhook_watch_webhook_key", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("watch_key", KEY, sa.ForeignKey("watch.key", name="fk_webhook_watch_watch_key"), nullable=False),
        sa.PrimaryKeyConstraint("webhook_key", name="pk_webhook_watch"),
    )
    op.create_index("ix_webhook_watch_watch", "webhook_watch", ["watch_key"])
    create(WATCHES)
    extend_truncate_guards(TABLES)


def downgrade() -> None:
    """Take them away."""
    retract_truncate_guards(TABLES)
    drop(WATCHES)
    op.drop_index("ix_webhook_watch_watch", "webhook_watch")
    op.drop_table("webhook_watch")
    op.drop_index("ix_watch_partner", "watch")
    op.drop_table("watch")
