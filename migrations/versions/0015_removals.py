"""Proposals to withdraw records and to redact contents."""

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

revision = "0015"
down_revision: str | None = "0014"

TABLES = ("removal",)

_STEPS = (
    "(OLD.state = 'proposed' AND NEW.state IN ('approved', 'rejected') AND NEW.kind = 'withdrawal')"
    " OR (OLD.state = 'proposed' AND NEW.state IN ('done', 'rejected') AND NEW.kind = 'redaction')"
    " OR (OLD.state = 'approved' AND NEW.state IN ('done', 'rejected'))"
)

REMOVALS = (
    Guard("removal", "INSERT", (Rule("a removal starts as a proposal", "NEW.state <> 'proposed'"),)),
    Guard(
        "removal",
        "UPDATE",
        (
            Rule(
                "a proposal is never rewritten",
                changed("key", "kind", "record_key", "numbers", "reason", "proposed_by", "proposed_at"),
            ),
            Rule("a removal does not go from that state to this one", f"NOT ({_STEPS})"),
            Rule(
                "who approved a withdrawal stands in it when it is carried out",
                "OLD.state = 'approved' AND NEW.state = 'done'"
                f" AND {changed('decided_by', 'decided_at', 'decision_reason')}",
            ),
        ),
    ),
    Guard("removal", "DELETE", (Rule("proposals are kept for ever", "TRUE"),)),
)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "removal",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("record_key", KEY, sa.ForeignKey("record.key", name="fk_removal_record_key"), nullable=False),
        sa.Column("numbers", TEXT),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("proposed_by", TEXT, nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("decided_by", TEXT),
        sa.Column("decided_at", INSTANT),
        sa.Column("decision_reason", TEXT),
        sa.Column("edition", sa.Integer, sa.ForeignKey("edition.number", name="fk_removal_edition")),
        sa.PrimaryKeyConstraint("key", name="pk_removal"),
        sa.CheckConstraint("kind IN ('withdrawal', 'redaction')", name=op.f("ck_removal_kind_known")),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'rejected', 'done')", name=op.f("ck_removal_state_known")
        ),
        sa.CheckConstraint("decided_by <> proposed_by", name=op.f("ck_removal_two_people")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)"
            " AND (decided_by IS NULL) = (decision_reason IS NULL)",
            name=op.f("ck_removal_decision_is_whole"),
        ),
        sa.CheckConstraint(
            "(edition IS NOT NULL) = (kind = 'withdrawal' AND state = 'done')",
            name=op.f("ck_removal_done_in_edition"),
        ),
        sa.CheckConstraint(
            "(numbers IS NOT NULL) = (kind = 'redaction')", name=op.f("ck_removal_redaction_names_revisions")
        ),
    )
    open_ = sa.text("state IN ('proposed', 'approved')")
    op.create_index(
        "uq_removal_open",
        "removal",
        ["record_key", "kind"],
        unique=True,
        sqlite_where=open_,
        postgresql_where=open_,
    )
    create(REMOVALS)
    extend_truncate_guards(TABLES)


def downgrade() -> None:
    """Take it away."""
    retract_truncate_guards(TABLES)
    drop(REMOVALS)
    op.drop_index("uq_removal_open", "removal")
    op.drop_table("removal")
