"""Tables that several types of record use: citations, product types, topics, links, synonyms."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import TEXT, bilingual, revision_key

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "citation",
        revision_key("citation"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("locator", TEXT),
        sa.Column("supports", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_citation"),
    )
    op.create_index("ix_citation_source", "citation", ["source"])
    op.create_table(
        "revision_product_type",
        revision_key("revision_product_type"),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("product_type", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "role", "position", name="pk_revision_product_type"),
        sa.CheckConstraint("role IN ('named', 'excepted')", name=op.f("ck_revision_product_type_role_known")),
    )
    op.create_index(
        "ix_revision_product_type_lookup", "revision_product_type", ["product_type", "role", "revision_key"]
    )
    op.create_table(
        "revision_topic",
        revision_key("revision_topic"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_revision_topic"),
    )
    op.create_index("ix_revision_topic_lookup", "revision_topic", ["topic", "revision_key"])
    op.create_table(
        "revision_link",
        revision_key("revision_link"),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "relation", "position", name="pk_revision_link"),
        sa.CheckConstraint(
            "relation IN ('replaces', 'replaced_by', 'overrides', 'alias', 'affects', 'procedure', 'entry', "
            "'closed_by', 'source')",
            name=op.f("ck_revision_link_relation_known"),
        ),
    )
    op.create_index("ix_revision_link_lookup", "revision_link", ["relation", "target", "revision_key"])
    op.create_table(
        "amendment",
        revision_key("amendment"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        *bilingual("part"),
        *bilingual("reason"),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_amendment"),
    )
    op.create_table(
        "synonym",
        revision_key("synonym"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_synonym"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "synonym",
        "amendment",
        "revision_link",
        "revision_topic",
        "revision_product_type",
        "citation",
    ):
        op.drop_table(table)
