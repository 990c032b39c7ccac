"""Typed tables of procedures: variants, phases, fees, prerequisites, eligibility."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import TEXT, bilingual, duration, partial_date, revision_key

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "procedure",
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
        sa.CheckConstraint(
            "validity_unit IN ('working-day', 'calendar-day', 'week', 'month', 'year')",
            name=op.f("ck_procedure_validity_unit_known"),
        ),
    )
    op.create_table(
        "eligibility_designation",
        revision_key("eligibility_designation"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("designation", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_eligibility_designation"),
    )
    op.create_table(
        "eligibility_reference",
        revision_key("eligibility_reference"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("authority", TEXT),
        sa.Column("reference_group", TEXT),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_eligibility_reference"),
        sa.CheckConstraint(
            "(authority IS NULL) <> (reference_group IS NULL)",
            name=op.f("ck_eligibility_reference_authority_or_group"),
        ),
    )
    op.create_table(
        "prerequisite",
        revision_key("prerequisite"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("procedure", TEXT, nullable=False),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_prerequisite"),
    )
    op.create_table(
        "variant",
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
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_variant"),
        sa.CheckConstraint(
            "total_duration_unit IN ('working-day', 'calendar-day', 'week', 'month', 'year')",
            name=op.f("ck_variant_total_duration_unit_known"),
        ),
        sa.CheckConstraint("total_basis IN ('stated', 'summed')", name=op.f("ck_variant_total_basis_known")),
    )
    op.create_table(
        "variant_product_type",
        revision_key("variant_product_type"),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("product_type", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "parent", "position", name="pk_variant_product_type"),
    )
    op.create_table(
        "phase",
        revision_key("phase"),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *bilingual("name"),
        sa.Column("role", TEXT),
        *duration("duration"),
        *bilingual("starts_from"),
        sa.Column("stop_clock", sa.Boolean),
        *bilingual("stops_on"),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("in_total", sa.Boolean),
        sa.Column("source_duration", TEXT),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", "parent", "position", name="pk_phase"),
        sa.CheckConstraint(
            "role IN ('authority', 'applicant', 'council', 'round')", name=op.f("ck_phase_role_known")
        ),
        sa.CheckConstraint(
            "relation IN ('sequence', 'inside-previous', 'extra-round')", name=op.f("ck_phase_relation_known")
        ),
        sa.CheckConstraint(
            "duration_unit IN ('working-day', 'calendar-day', 'week', 'month', 'year')",
            name=op.f("ck_phase_duration_unit_known"),
        ),
        sa.CheckConstraint(
            "duration_min IS NULL OR duration_max IS NULL OR duration_min <= duration_max",
            name=op.f("ck_phase_duration_ordered"),
        ),
    )
    op.create_table(
        "fee",
        revision_key("fee"),
        sa.Column("parent", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("amount", TEXT),
        sa.Column("amount_to", TEXT),
        sa.Column("currency", TEXT, nullable=False),
        *bilingual("per"),
        *bilingual("condition"),
        *partial_date("valid_from"),
        *partial_date("valid_until"),
        *bilingual("note"),
        sa.PrimaryKeyConstraint("revision_key", "parent", "position", name="pk_fee"),
        sa.CheckConstraint(
            "type IN ('processing', 'analysis', 'screening', 'evaluation', 'registration', 'licence', "
            "'inspection', 'change', 'annual', 'other')",
            name=op.f("ck_fee_type_known"),
        ),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "fee",
        "phase",
        "variant_product_type",
        "variant",
        "prerequisite",
        "eligibility_reference",
        "eligibility_designation",
        "procedure",
    ):
        op.drop_table(table)
