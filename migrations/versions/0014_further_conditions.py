"""Conditions that remain in words: of a procedure, and of one path through it.

Tables are made anew, because what SQLite adds to a table reads unlike what the models make.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.columns import TEXT, bilingual, duration, revision_key
from migrations.remaking import remake

revision = "0014"
down_revision: str | None = "0013"

_UNITS = "'working-day', 'calendar-day', 'week', 'month', 'year'"


def upgrade() -> None:
    """Widen procedures and paths."""
    remake("procedure", _procedure(bilingual("eligibility_further")))
    remake("variant", _variant(bilingual("approvals_further")))


def downgrade() -> None:
    """Go back to what 0004 and 0010 made. The words are in the frozen contents still."""
    remake("variant", _variant())
    remake("procedure", _procedure())


def _procedure(further: Sequence[SchemaItem] = ()) -> list[SchemaItem]:
    return [
        revision_key("procedure"),
        *bilingual("name"),
        sa.Column("licence", TEXT, nullable=False),
        sa.Column("research_licence", TEXT),
        sa.Column("research_basis", TEXT),
        sa.Column("assessment", TEXT),
        sa.Column("acceleration", TEXT),
        *bilingual("eligibility_statement"),
        sa.Column("eligibility_min_agreeing", sa.Integer),
        sa.Column("eligibility_within_months", sa.Integer),
        sa.Column("eligibility_same_product", sa.Boolean),
        sa.Column("eligibility_inspected_site", sa.Boolean),
        *further,
        sa.Column("eligibility_local_holder", sa.Boolean),
        *bilingual("portal"),
        *duration("validity"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_procedure"),
        sa.CheckConstraint(
            "licence IN ('marketing-authorisation', 'import', 'manufacture', 'wholesale', 'clinical-trial', "
            "'gmp', 'variation', 'renewal', 'lot-release', 'price-filing', 'halal', 'be-centre-listing', "
            "'export-certificate', 'special-access', 'sample-import')",
            name=op.f("ck_procedure_licence_known"),
        ),
        sa.CheckConstraint(
            "assessment IN ('full', 'abridged', 'verification', 'recognition', 'notification', 'joint')",
            name=op.f("ck_procedure_assessment_known"),
        ),
        sa.CheckConstraint(
            "acceleration IN ('none', 'priority', 'conditional', 'emergency')",
            name=op.f("ck_procedure_acceleration_known"),
        ),
        sa.CheckConstraint(f"validity_unit IN ({_UNITS})", name=op.f("ck_procedure_validity_unit_known")),
    ]


def _variant(further: Sequence[SchemaItem] = ()) -> list[SchemaItem]:
    return [
        revision_key("variant"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        *bilingual("name"),
        *bilingual("condition"),
        *duration("total_duration"),
        sa.Column("total_basis", TEXT),
        sa.Column("total_standing", TEXT),
        *bilingual("total_starts_from"),
        sa.Column("total_source_duration", TEXT),
        *bilingual("total_note"),
        sa.Column("approvals_min_agreeing", sa.Integer),
        sa.Column("approvals_within_months", sa.Integer),
        sa.Column("approvals_same_product", sa.Boolean),
        sa.Column("approvals_inspected_site", sa.Boolean),
        *further,
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_variant"),
        sa.CheckConstraint(f"total_duration_unit IN ({_UNITS})", name=op.f("ck_variant_total_duration_unit_known")),
        sa.CheckConstraint("total_basis IN ('stated', 'summed')", name=op.f("ck_variant_total_basis_known")),
        sa.CheckConstraint("total_standing IN ('aim', 'draft')", name=op.f("ck_variant_total_standing_known")),
    ]
