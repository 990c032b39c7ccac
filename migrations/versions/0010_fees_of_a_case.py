"""What a fee is paid for, how often and in which case; totals that are aims or proposals.

Tables are made anew, because what SQLite adds to a table reads unlike what the models make.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from migrations.columns import TEXT, bilingual, duration, partial_date, revision_key
from migrations.remaking import remake

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Widen fees and paths."""
    remake("variant", [*_variant(sa.Column("total_standing", TEXT)), *_variant_rules(), _total_standing_known()])
    remake("fee", [*_fee(_of_a_case(), _standing()), *_fee_rules(), *_new_fee_rules()])


def downgrade() -> None:
    """Go back to what 0004 and 0008 made."""
    remake("fee", [*_fee(), *_fee_rules()])
    remake("variant", [*_variant(), *_variant_rules()])


def _variant(*standing: SchemaItem) -> list[SchemaItem]:
    return [
        revision_key("variant"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        *bilingual("name"),
        *bilingual("condition"),
        *duration("total_duration"),
        sa.Column("total_basis", TEXT),
        *standing,
        *bilingual("total_starts_from"),
        sa.Column("total_source_duration", TEXT),
        *bilingual("total_note"),
        sa.Column("approvals_min_agreeing", sa.Integer),
        sa.Column("approvals_within_months", sa.Integer),
        sa.Column("approvals_same_product", sa.Boolean),
        sa.Column("approvals_inspected_site", sa.Boolean),
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


def _total_standing_known() -> SchemaItem:
    return sa.CheckConstraint("total_standing IN ('aim', 'draft')", name=op.f("ck_variant_total_standing_known"))


def _fee(
    of_a_case: Sequence[Sequence[SchemaItem]] = ((), ()), standing: Sequence[SchemaItem] = ()
) -> list[SchemaItem]:
    before, after = of_a_case
    return [
        revision_key("fee"),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("amount", TEXT),
        sa.Column("amount_to", TEXT),
        sa.Column("currency", TEXT, nullable=False),
        *bilingual("per"),
        *before,
        *bilingual("condition"),
        *after,
        *standing,
        *partial_date("valid_from"),
        *partial_date("valid_until"),
        *bilingual("note"),
    ]


def _of_a_case() -> tuple[Sequence[SchemaItem], Sequence[SchemaItem]]:
    return (
        [sa.Column("unit", TEXT), sa.Column("frequency", TEXT)],
        [
            sa.Column("applies_when_ingredients_min", sa.Integer),
            sa.Column("applies_when_ingredients_max", sa.Integer),
            sa.Column("applies_when_product_types", TEXT),
            sa.Column("applies_when_cases", TEXT),
        ],
    )


def _standing() -> list[SchemaItem]:
    return [sa.Column("standing", TEXT), *bilingual("reduction")]


def _fee_rules() -> list[SchemaItem]:
    return [
        sa.PrimaryKeyConstraint("revision_key", "parent", "position", name="pk_fee"),
        sa.CheckConstraint(
            "type IN ('processing', 'analysis', 'screening', 'evaluation', 'registration', 'licence', "
            "'inspection', 'change', 'annual', 'other')",
            name=op.f("ck_fee_type_known"),
        ),
    ]


def _new_fee_rules() -> list[SchemaItem]:
    return [
        sa.CheckConstraint(
            "unit IN ('application', 'package', 'product', 'ingredient', 'formula', 'site', "
            "'site-and-dosage-form', 'licence')",
            name=op.f("ck_fee_unit_known"),
        ),
        sa.CheckConstraint("frequency IN ('once', 'yearly')", name=op.f("ck_fee_frequency_known")),
        sa.CheckConstraint("standing IN ('draft', 'sum', 'doubtful')", name=op.f("ck_fee_standing_known")),
    ]
