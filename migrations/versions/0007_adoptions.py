"""Which members a regional instrument binds, as far as a source says so."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import TEXT, bilingual, partial_date, revision_key
from migrations.guards import extend_typed_guards, retract_typed_guards

revision = "0007"
down_revision: str | None = "0006"

TABLES = ("adoption",)


def upgrade() -> None:
    """Make the table and guard it as all typed rows are guarded."""
    op.create_table(
        "adoption",
        revision_key("adoption"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("jurisdiction", TEXT, nullable=False),
        *partial_date("since"),
        *bilingual("note"),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("locator", TEXT),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_adoption"),
    )
    op.create_index("ix_adoption_lookup", "adoption", ["jurisdiction", "revision_key"])
    extend_typed_guards(TABLES)


def downgrade() -> None:
    """Take the table away."""
    retract_typed_guards(TABLES)
    op.drop_table("adoption")
