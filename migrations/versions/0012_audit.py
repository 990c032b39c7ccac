"""The trail of what staff do: rows in a chain, written once."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, KEY, TEXT
from migrations.guards import Guard, Rule, create, drop, extend_truncate_guards, retract_truncate_guards

revision = "0012"
down_revision: str | None = "0011"

AUDIT = (
    Guard(
        "audit_row",
        "INSERT",
        (
            Rule(
                "rows of the trail are numbered 1, 2, 3 without a hole",
                "NEW.seq IS DISTINCT FROM 1 + coalesce((SELECT max(seq) FROM audit_row), 0)",
            ),
            Rule(
                "a row of the trail names the hash of the row before it",
                "NEW.previous_sha256 IS DISTINCT FROM (SELECT sha256 FROM audit_row WHERE seq = NEW.seq - 1)",
            ),
        ),
    ),
    Guard("audit_row", "UPDATE", (Rule("the trail is never rewritten", "TRUE"),)),
    Guard("audit_row", "DELETE", (Rule("nothing is taken out of the trail", "TRUE"),)),
)


def upgrade() -> None:
    """Make the table, and let nobody change what stands in it."""
    op.create_table(
        "audit_row",
        sa.Column("seq", KEY, autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("actor_kind", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("object_type", TEXT, nullable=False),
        sa.Column("object_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("old_value", TEXT),
        sa.Column("new_value", TEXT),
        sa.Column("reason", TEXT),
        sa.Column("approver", TEXT),
        sa.Column("request_id", TEXT),
        sa.Column("previous_sha256", TEXT),
        sa.Column("sha256", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_row"),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'key', 'job', 'command')", name=op.f("ck_audit_row_actor_kind_known")
        ),
    )
    op.create_index("ix_audit_row_object", "audit_row", ["object_type", "object_id", "seq"])
    op.create_index("ix_audit_row_actor", "audit_row", ["actor", "seq"])
    op.create_index("ix_audit_row_action", "audit_row", ["action", "seq"])
    create(AUDIT)
    extend_truncate_guards(("audit_row",))


def downgrade() -> None:
    """Drop the trail."""
    retract_truncate_guards(("audit_row",))
    drop(AUDIT)
    op.drop_index("ix_audit_row_action", "audit_row")
    op.drop_index("ix_audit_row_actor", "audit_row")
    op.drop_index("ix_audit_row_object", "audit_row")
    op.drop_table("audit_row")
