"""The stored index of search: made from frozen contents, and made anew at will, so nothing guards it."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import KEY, TEXT

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    """Make the tables; they are filled by the next publishing, or by `licensing-atlas index`."""
    op.create_table(
        "search_document",
        sa.Column("revision_key", KEY, autoincrement=False, nullable=False),
        sa.Column("labels", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", name="pk_search_document"),
        sa.ForeignKeyConstraint(["revision_key"], ["revision.key"], name="fk_search_document_revision_key"),
    )
    op.create_table(
        "search_posting",
        sa.Column("token", TEXT, nullable=False),
        sa.Column("segment", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("impacts", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token", "segment", name="pk_search_posting"),
    )
    op.create_table(
        "search_edition",
        sa.Column("edition", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("edition", name="pk_search_edition"),
        sa.ForeignKeyConstraint(["edition"], ["edition.number"], name="fk_search_edition_edition"),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("search_edition")
    op.drop_table("search_posting")
    op.drop_table("search_document")
