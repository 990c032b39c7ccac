"""Records, their revisions, and the editions that publish them."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, KEY, TEXT

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "record",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_record"),
        sa.UniqueConstraint("type", "id", name="uq_record_type_id"),
        sa.CheckConstraint(
            "type IN ('requirement', 'procedure', 'reliance', 'observed_time', 'policy', 'market', 'term', "
            "'qa', 'jurisdiction', 'product_type', 'topic', 'document', 'group', 'authority', 'membership', "
            "'source', 'event', 'session', 'statement', 'disagreement', 'gap')",
            name=op.f("ck_record_type_known"),
        ),
    )
    where = sa.text(
        "type IN ('market', 'observed_time', 'policy', 'procedure', 'qa', 'reliance', 'requirement', 'term')"
    )
    op.create_index("uq_record_entry_id", "record", ["id"], unique=True, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "edition",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("previous_sha256", TEXT),
        sa.Column("head_sha256", TEXT),
        sa.PrimaryKeyConstraint("number", name="pk_edition"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_edition_number_positive")),
    )
    op.create_table(
        "edition_part",
        sa.Column(
            "edition", sa.Integer, sa.ForeignKey("edition.number", name="fk_edition_part_edition"), nullable=False
        ),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("edition", "part", name="pk_edition_part"),
    )
    op.create_table(
        "revision",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("record_key", KEY, sa.ForeignKey("record.key", name="fk_revision_record_key"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("change_type", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("approved_by", TEXT),
        sa.Column("approved_at", INSTANT),
        sa.Column("content", TEXT),
        sa.Column("content_format", sa.Integer),
        sa.Column("content_sha256", TEXT),
        sa.Column("published_in", sa.Integer, sa.ForeignKey("edition.number", name="fk_revision_published_in")),
        sa.Column("removed_in", sa.Integer, sa.ForeignKey("edition.number", name="fk_revision_removed_in")),
        sa.Column("removal_reason", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_revision"),
        sa.UniqueConstraint("record_key", "number", name="uq_revision_record_key_number"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revision_number_positive")),
        sa.CheckConstraint(
            "removed_in IS NULL OR removed_in > published_in", name=op.f("ck_revision_removed_after_published")
        ),
        sa.CheckConstraint(
            "(published_in IS NOT NULL) = (state IN ('published', 'superseded', 'withdrawn'))",
            name=op.f("ck_revision_published_has_edition"),
        ),
        sa.CheckConstraint(
            "(removed_in IS NOT NULL) = (state IN ('superseded', 'withdrawn'))",
            name=op.f("ck_revision_removed_has_edition"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR removal_reason IS NOT NULL", name=op.f("ck_revision_withdrawal_has_reason")
        ),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_revision_approval_is_whole")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'in_review', 'approved', 'published', 'superseded', 'withdrawn')",
            name=op.f("ck_revision_state_known"),
        ),
        sa.CheckConstraint("origin IN ('seed', 'staff', 'import')", name=op.f("ck_revision_origin_known")),
        sa.CheckConstraint(
            "change_type IN ('substantive', 'editorial', 'correction', 'translation', 'verified')",
            name=op.f("ck_revision_change_type_known"),
        ),
    )
    op.create_index("ix_revision_published_in", "revision", ["published_in"])
    op.create_index("ix_revision_removed_in", "revision", ["removed_in"])
    where = sa.text("published_in IS NOT NULL AND removed_in IS NULL")
    op.create_index(
        "uq_revision_live", "revision", ["record_key"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "revision_editor",
        sa.Column(
            "revision_key",
            KEY,
            sa.ForeignKey("revision.key", name="fk_revision_editor_revision_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("person", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "person", name="pk_revision_editor"),
    )
    op.create_table(
        "redaction",
        sa.Column(
            "revision_key",
            KEY,
            sa.ForeignKey("revision.key", name="fk_redaction_revision_key"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("requested_by", TEXT, nullable=False),
        sa.Column("approved_by", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", name="pk_redaction"),
        sa.CheckConstraint("requested_by <> approved_by", name=op.f("ck_redaction_two_people")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "redaction",
        "revision_editor",
        "revision",
        "edition_part",
        "edition",
        "record",
    ):
        op.drop_table(table)
