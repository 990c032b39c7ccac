"""Consultations, and what was said in them."""

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

revision = "0021"
down_revision: str | None = "0020"

TABLES = ("consultation", "consultation_message")

CONSULTATIONS = (
    Guard(
        "consultation",
        "UPDATE",
        (
            Rule(
                "what was asked, and by whom, never changes",
                changed(
                    "key",
                    "id",
                    "partner_key",
                    "asked_by",
                    "country",
                    "product_type",
                    "topic",
                    "language",
                    "related",
                    "asked_at",
                ),
            ),
            Rule("a consultation that was closed stays closed", "OLD.state = 'closed' AND NEW.state <> 'closed'"),
        ),
    ),
    Guard("consultation", "DELETE", (Rule("a consultation is kept", "TRUE"),)),
    Guard(
        "consultation_message",
        "UPDATE",
        (
            Rule(
                "of what was said the words can be taken away, and nothing else",
                changed("key", "consultation_key", "at", "side", "author", "entries") + " OR NEW.text IS NOT NULL",
            ),
        ),
    ),
    Guard("consultation_message", "DELETE", (Rule("that something was said is kept", "TRUE"),)),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "consultation",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column(
            "partner_key", KEY, sa.ForeignKey("partner.key", name="fk_consultation_partner_key"), nullable=False
        ),
        sa.Column("asked_by", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        sa.Column("product_type", TEXT),
        sa.Column("topic", TEXT),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("related", TEXT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("waiting_since", INSTANT),
        sa.Column("assigned_to", TEXT),
        sa.Column("assigned_at", INSTANT),
        sa.Column("answered_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        sa.Column("record_key", KEY, sa.ForeignKey("record.key", name="fk_consultation_record_key")),
        sa.PrimaryKeyConstraint("key", name="pk_consultation"),
        sa.UniqueConstraint("id", name="uq_consultation_id"),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_consultation_{name}"))
            for name, rule in {
                "state_known": "state IN ('open', 'assigned', 'answered', 'closed')",
                "language_known": "language IN ('en', 'ko')",
                "assignment_is_whole": "(assigned_to IS NULL) = (assigned_at IS NULL)",
                "somebody_sees_to_it": "state NOT IN ('assigned', 'answered') OR assigned_to IS NOT NULL",
                "answered_at_some_time": "state <> 'answered' OR answered_at IS NOT NULL",
                "closed_at_some_time": "(state = 'closed') = (closed_at IS NOT NULL)",
                "waits_for_the_desk": "(waiting_since IS NOT NULL) = (state IN ('open', 'assigned'))",
            }.items()
        ),
    )
    op.create_index("ix_consultation_partner", "consultation", ["partner_key", "key"])
    op.create_index("ix_consultation_state", "consultation", ["state", "key"])
    op.create_table(
        "consultation_message",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column(
            "consultation_key",
            KEY,
            sa.ForeignKey("consultation.key", name="fk_consultation_message_consultation_key"),
            nullable=False,
        ),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("side", TEXT, nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("text", TEXT),
        sa.Column("entries", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_consultation_message"),
        sa.CheckConstraint("side IN ('partner', 'desk')", name=op.f("ck_consultation_message_side_known")),
    )
    op.create_index("ix_consultation_message_consultation", "consultation_message", ["consultation_key", "key"])
    create(CONSULTATIONS)
    extend_truncate_guards(TABLES)


def downgrade() -> None:
    """Take them away."""
    retract_truncate_guards(TABLES)
    drop(CONSULTATIONS)
    op.drop_index("ix_consultation_message_consultation", "consultation_message")
    op.drop_table("consultation_message")
    for index in ("partner", "state"):
        op.drop_index(f"ix_consultation_{index}", "consultation")
    op.drop_table("consultation")
