"""Papers that stand for each other, and approvals that open or close a path.

Tables are made anew, because SQLite can change neither a key nor a CHECK, and what it adds to a table reads unlike
what the models make.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.columns import TEXT, bilingual, duration, revision_key
from migrations.guards import extend_typed_guards, retract_typed_guards
from migrations.remaking import remake

revision = "0008"
down_revision: str | None = "0007"

TABLES = ("variant_reference",)


def upgrade() -> None:
    """Widen papers, references and paths; make the table of paths' references."""
    remake(
        "required_document",
        [
            *_document(),
            sa.Column("alternative_group", TEXT),
            sa.Column("alternative_set", TEXT),
            sa.Column("alternative_at_least", sa.Integer),
            *bilingual("condition"),
            *_document_rules(),
        ],
    )
    op.create_index("ix_required_document_id", "required_document", ["id"])
    remake(
        "eligibility_reference",
        [
            revision_key("eligibility_reference"),
            sa.Column("role", TEXT, nullable=False),
            *_reference(),
            sa.PrimaryKeyConstraint("revision_key", "role", "position", name="pk_eligibility_reference"),
            *_reference_rules("eligibility_reference"),
        ],
        filled={"role": "'needed'"},
    )
    remake(
        "variant",
        [
            *_variant(),
            sa.Column("approvals_min_agreeing", sa.Integer),
            sa.Column("approvals_within_months", sa.Integer),
            sa.Column("approvals_same_product", sa.Boolean),
            sa.Column("approvals_inspected_site", sa.Boolean),
            *_variant_rules(),
        ],
    )
    op.create_table(
        "variant_reference",
        revision_key("variant_reference"),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        *_reference(),
        sa.PrimaryKeyConstraint("revision_key", "parent", "role", "position", name="pk_variant_reference"),
        *_reference_rules("variant_reference"),
    )
    extend_typed_guards(TABLES)


def downgrade() -> None:
    """Go back to what 0003 and 0004 made. What these tables cannot hold is in the frozen contents still."""
    retract_typed_guards(TABLES)
    op.drop_table("variant_reference")
    remake("variant", [*_variant(), *_variant_rules()])
    remake(
        "eligibility_reference",
        [
            revision_key("eligibility_reference"),
            sa.Column("position", sa.Integer, nullable=False),
            sa.Column("authority", TEXT),
            sa.Column("reference_group", TEXT),
            sa.PrimaryKeyConstraint("revision_key", "position", name="pk_eligibility_reference"),
            sa.CheckConstraint(
                "(authority IS NULL) <> (reference_group IS NULL)",
                name=op.f("ck_eligibility_reference_authority_or_group"),
            ),
        ],
        where="role = 'needed' AND (authority IS NULL) <> (reference_group IS NULL)",
    )
    remake("required_document", [*_document(), *_document_rules()])
    op.create_index("ix_required_document_id", "required_document", ["id"])


def _document() -> list[SchemaItem]:
    return [
        revision_key("required_document"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", TEXT),
        *bilingual("as_written"),
    ]


def _document_rules() -> list[SchemaItem]:
    return [sa.PrimaryKeyConstraint("revision_key", "position", name="pk_required_document")]


def _reference() -> list[SchemaItem]:
    return [
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("authority", TEXT),
        sa.Column("reference_group", TEXT),
        sa.Column("any", sa.Boolean),
        *bilingual("as_written"),
    ]


def _reference_rules(table: str) -> list[SchemaItem]:
    return [
        sa.CheckConstraint(
            "authority IS NULL OR reference_group IS NULL", name=op.f(f"ck_{table}_authority_or_group")
        ),
        sa.CheckConstraint("role IN ('needed', 'excluding')", name=op.f(f"ck_{table}_role_known")),
    ]


def _variant() -> list[SchemaItem]:
    return [
        revision_key("variant"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        *bilingual("name"),
        *bilingual("condition"),
        *duration("total_duration"),
        sa.Column("total_basis", TEXT),
        *bilingual("total_starts_from"),
        sa.Column("total_source_duration", TEXT),
        *bilingual("total_note"),
    ]


def _variant_rules() -> list[SchemaItem]:
    return [
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_variant"),
        sa.CheckConstraint(
            "total_duration_unit IN ('working-day', 'calendar-day', 'week', 'month', 'year')",
            name=op.f("ck_variant_total_duration_unit_known"),
        ),
        sa.CheckConstraint("total_basis IN ('stated', 'summed')", name=op.f("ck_variant_total_basis_known")),
    ]
