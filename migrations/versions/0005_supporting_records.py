"""Typed tables of the records that entries stand on."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import TEXT, bilingual, partial_date, revision_key

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jurisdiction",
        revision_key("jurisdiction"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("name_local", TEXT),
        sa.PrimaryKeyConstraint("revision_key", name="pk_jurisdiction"),
        sa.CheckConstraint("kind IN ('country', 'region', 'organisation')", name=op.f("ck_jurisdiction_kind_known")),
    )
    op.create_table(
        "tree_exception",
        revision_key("tree_exception"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("product_type", TEXT, nullable=False),
        sa.Column("parent", TEXT),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("locator", TEXT),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_tree_exception"),
    )
    op.create_table(
        "vocabulary",
        revision_key("vocabulary"),
        sa.Column("id", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("parent", TEXT),
        *bilingual("description"),
        sa.Column("supply", TEXT),
        sa.Column("actd_part", TEXT),
        *bilingual("korean_procedure"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_vocabulary"),
        sa.CheckConstraint(
            "supply IN ('applicant', 'manufacturer', 'authority-at-home', 'third-party')",
            name=op.f("ck_vocabulary_supply_known"),
        ),
    )
    op.create_table(
        "reference_group",
        revision_key("reference_group"),
        sa.Column("id", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("abbreviation", TEXT),
        *bilingual("description"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_reference_group"),
    )
    op.create_table(
        "authority",
        revision_key("authority"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("research_id", TEXT),
        sa.Column("jurisdiction", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("name_local", TEXT),
        sa.Column("abbreviation", TEXT),
        *bilingual("parent"),
        sa.Column("website", TEXT),
        *bilingual("role"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_authority"),
    )
    op.create_table(
        "stated_membership",
        revision_key("stated_membership"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("reference_group", TEXT),
        *bilingual("status"),
        *partial_date("since"),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_stated_membership"),
    )
    op.create_table(
        "membership",
        revision_key("membership"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("authority", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("reference_group", TEXT),
        *bilingual("status"),
        sa.Column("standing", TEXT, nullable=False),
        *partial_date("since"),
        *partial_date("until"),
        *bilingual("note"),
        sa.Column("confidence", TEXT),
        sa.PrimaryKeyConstraint("revision_key", name="pk_membership"),
        sa.CheckConstraint(
            "standing IN ('member', 'observer', 'listed', 'participant', 'applicant', 'goal', 'none')",
            name=op.f("ck_membership_standing_known"),
        ),
        sa.CheckConstraint("confidence IN ('high', 'medium', 'low')", name=op.f("ck_membership_confidence_known")),
    )
    op.create_index("ix_membership_authority", "membership", ["authority"])
    op.create_index("ix_membership_reference_group", "membership", ["reference_group"])
    op.create_table(
        "source",
        revision_key("source"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=False),
        sa.Column("url", TEXT),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        *partial_date("published_on"),
        sa.Column("evidence_grade", TEXT, nullable=False),
        sa.Column("custody", TEXT, nullable=False),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_source"),
        sa.CheckConstraint(
            "kind IN ('law', 'guideline', 'authority-page', 'forum-presentation', 'paper', 'law-firm', "
            "'consultancy', 'news', 'other')",
            name=op.f("ck_source_kind_known"),
        ),
        sa.CheckConstraint("evidence_grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_source_evidence_grade_known")),
        sa.CheckConstraint(
            "custody IN ('official-site', 'third-party-copy', 'quoted')", name=op.f("ck_source_custody_known")
        ),
    )
    op.create_index("ix_source_id", "source", ["id"])
    op.create_table(
        "source_alias",
        revision_key("source_alias"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_source_alias"),
    )
    op.create_table(
        "event",
        revision_key("event"),
        sa.Column("id", TEXT, nullable=False),
        *bilingual("name"),
        *partial_date("starts_on"),
        *partial_date("ends_on"),
        *bilingual("place"),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_event"),
    )
    op.create_table(
        "event_organiser",
        revision_key("event_organiser"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("organiser", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_event_organiser"),
    )
    op.create_table(
        "event_country",
        revision_key("event_country"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_event_country"),
    )
    op.create_table(
        "session",
        revision_key("session"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("event", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT),
        *bilingual("title"),
        *bilingual("presenter"),
        *partial_date("held_on"),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_session"),
    )
    op.create_index("ix_session_event", "session", ["event"])
    op.create_table(
        "statement",
        revision_key("statement"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("session", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("disclosure", TEXT, nullable=False),
        *bilingual("text"),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_statement"),
        sa.CheckConstraint(
            "kind IN ('requirement', 'timeline', 'policy-direction', 'market', 'issue')",
            name=op.f("ck_statement_kind_known"),
        ),
        sa.CheckConstraint(
            "disclosure IN ('public', 'attributable', 'unattributed', 'internal')",
            name=op.f("ck_statement_disclosure_known"),
        ),
    )
    op.create_index("ix_statement_session", "statement", ["session"])
    op.create_table(
        "disagreement",
        revision_key("disagreement"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        sa.Column("label", TEXT),
        *bilingual("title"),
        *bilingual("text"),
        *bilingual("followed"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_disagreement"),
    )
    op.create_table(
        "gap",
        revision_key("gap"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        *bilingual("title"),
        *bilingual("text"),
        sa.Column("status", TEXT, nullable=False),
        *bilingual("now"),
        *bilingual("looked_again"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_gap"),
        sa.CheckConstraint("status IN ('open', 'partly-closed', 'closed')", name=op.f("ck_gap_status_known")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "gap",
        "disagreement",
        "statement",
        "session",
        "event_country",
        "event_organiser",
        "event",
        "source_alias",
        "source",
        "membership",
        "stated_membership",
        "authority",
        "reference_group",
        "vocabulary",
        "tree_exception",
        "jurisdiction",
    ):
        op.drop_table(table)
