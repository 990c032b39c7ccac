"""Indexes that keep a large atlas quick: of a part's lines, of what is open, of the kinds in a country."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision: str | None = "0021"

PART = ("part", "published_in", "removed_in", "record_key", "number", "content_sha256")


def upgrade() -> None:
    """Make the indexes."""
    published, open_ = sa.text("published_in IS NOT NULL"), sa.text("published_in IS NULL")
    op.create_index("ix_revision_part", "revision", list(PART), sqlite_where=published, postgresql_where=published)
    op.create_index("ix_revision_open", "revision", ["state", "key"], sqlite_where=open_, postgresql_where=open_)
    op.create_index("ix_entry_country_kind_id", "entry", ["country", "kind", "id"])
    # Nearly all are live: an index that holds them under null is large, and SQLite would take it for a choice of few.
    removed = sa.text("removed_in IS NOT NULL")
    op.drop_index("ix_revision_removed_in", "revision")
    op.create_index(
        "ix_revision_removed_in", "revision", ["removed_in"], sqlite_where=removed, postgresql_where=removed
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_revision_removed_in", "revision")
    op.create_index("ix_revision_removed_in", "revision", ["removed_in"])
    op.drop_index("ix_entry_country_kind_id", "entry")
    op.drop_index("ix_revision_open", "revision")
    op.drop_index("ix_revision_part", "revision")
