"""Submissions, what an approval means, comments."""

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
    revision_is,
)

revision = "0013"
down_revision: str | None = "0012"


TABLES = ("revision_review", "comment")

SIGNED = ("approved", "published", "superseded", "withdrawn")

REVIEWS = (
    Guard(
        "revision_review",
        "INSERT",
        (
            Rule(
                "a submission belongs to a revision in review",
                f"NOT {revision_is('NEW.revision_key', 'in_review')}",
            ),
        ),
    ),
    Guard(
        "revision_review",
        "UPDATE",
        (
            Rule("a submission is never rewritten", changed("revision_key", "submitted_by", "submitted_at")),
            Rule(
                "what an approval means is said while the revision is in review",
                f"NOT {revision_is('OLD.revision_key', 'in_review')}",
            ),
        ),
    ),
    Guard(
        "revision_review",
        "DELETE",
        (Rule("what an approval meant is kept with it", revision_is("OLD.revision_key", *SIGNED)),),
    ),
    Guard("comment", "UPDATE", (Rule("a remark is never rewritten", "TRUE"),)),
    Guard(
        "comment",
        "DELETE",
        (
            Rule(
                "a remark is kept as long as its revision",
                "EXISTS (SELECT 1 FROM revision WHERE key = OLD.revision_key)",
            ),
        ),
    ),
)


def _revision(table: str) -> sa.ForeignKey:
    return sa.ForeignKey("revision.key", name=f"fk_{table}_revision_key", ondelete="CASCADE")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "revision_review",
        sa.Column("revision_key", KEY, _revision("revision_review"), autoincrement=False, nullable=False),
        sa.Column("submitted_by", TEXT, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("meaning", TEXT),
        sa.PrimaryKeyConstraint("revision_key", name="pk_revision_review"),
        sa.CheckConstraint("meaning IN ('reviewed', 'approved')", name=op.f("ck_revision_review_meaning_known")),
    )
    op.create_table(
        "comment",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("revision_key", KEY, _revision("comment"), nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("step", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_comment"),
        sa.CheckConstraint("step IN ('reject')", name=op.f("ck_comment_step_known")),
    )
    op.create_index("ix_comment_revision", "comment", ["revision_key", "key"])
    create(REVIEWS)
    extend_truncate_guards(TABLES)


def downgrade() -> None:
    """Take them away."""
    retract_truncate_guards(TABLES)
    drop(REVIEWS)
    op.drop_index("ix_comment_revision", "comment")
    op.drop_table("comment")
    op.drop_table("revision_review")
