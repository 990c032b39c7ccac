"""Typed tables of entries: what all kinds share, and each kind's own."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import TEXT, bilingual, partial_date, revision_key

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        revision_key("entry"),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=False),
        *bilingual("title"),
        *bilingual("statement"),
        *bilingual("note"),
        *bilingual("status_note"),
        *bilingual("legal_basis"),
        sa.Column("currency_status", TEXT, nullable=False),
        *bilingual("superseded_by"),
        *partial_date("ended_on"),
        *partial_date("applies_from"),
        *partial_date("applies_until"),
        sa.Column("split_from", TEXT),
        *partial_date("fact_as_of"),
        sa.Column("checked_on", TEXT, nullable=False),
        sa.Column("review_due_on", TEXT),
        sa.Column("evidence_grade", TEXT, nullable=False),
        sa.Column("source_custody", TEXT, nullable=False),
        sa.Column("confidence", TEXT),
        sa.Column("stale_after", TEXT),
        sa.Column("search_text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", name="pk_entry"),
        sa.CheckConstraint(
            "kind IN ('requirement', 'procedure', 'reliance', 'observed_time', 'policy', 'market', 'term', 'qa')",
            name=op.f("ck_entry_kind_known"),
        ),
        sa.CheckConstraint(
            "currency_status IN ('current', 'superseded', 'historic', 'unknown')",
            name=op.f("ck_entry_currency_status_known"),
        ),
        sa.CheckConstraint("evidence_grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_entry_evidence_grade_known")),
        sa.CheckConstraint(
            "source_custody IN ('official-site', 'third-party-copy', 'quoted')",
            name=op.f("ck_entry_source_custody_known"),
        ),
        sa.CheckConstraint("confidence IN ('high', 'medium', 'low')", name=op.f("ck_entry_confidence_known")),
    )
    op.create_index("ix_entry_country_id", "entry", ["country", "id"])
    op.create_index("ix_entry_id", "entry", ["id"])
    op.create_index("ix_entry_kind_id", "entry", ["kind", "id"])
    op.create_index("ix_entry_split_from", "entry", ["split_from"])
    op.create_table(
        "requirement",
        revision_key("requirement"),
        sa.Column("obligation", TEXT, nullable=False),
        *bilingual("condition"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_requirement"),
        sa.CheckConstraint(
            "obligation IN ('mandatory', 'conditional', 'recommended', 'not-required', 'prohibited')",
            name=op.f("ck_requirement_obligation_known"),
        ),
    )
    op.create_table(
        "required_document",
        revision_key("required_document"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", TEXT),
        *bilingual("as_written"),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_required_document"),
    )
    op.create_index("ix_required_document_id", "required_document", ["id"])
    op.create_table(
        "reliance",
        revision_key("reliance"),
        *bilingual("scope_as_written"),
        sa.Column("min_agreeing", sa.Integer),
        sa.Column("within_months", sa.Integer),
        sa.Column("same_product", sa.Boolean),
        *bilingual("conditions"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_reliance"),
    )
    op.create_table(
        "reliance_scope",
        revision_key("reliance_scope"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_reliance_scope"),
        sa.CheckConstraint(
            "scope IN ('marketing-authorisation', 'gmp-inspection', 'lot-release', 'be-study', "
            "'clinical-data', 'local-trial-waiver', 'tender', 'price', 'device')",
            name=op.f("ck_reliance_scope_scope_known"),
        ),
    )
    op.create_index("ix_reliance_scope_lookup", "reliance_scope", ["scope", "revision_key"])
    op.create_table(
        "reliance_reference",
        revision_key("reliance_reference"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("authority", TEXT),
        sa.Column("reference_group", TEXT),
        sa.Column("any", sa.Boolean),
        *bilingual("as_written"),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("stated", TEXT),
        sa.Column("rests_on", TEXT),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_reliance_reference"),
        sa.CheckConstraint(
            "answer IN ('yes', 'partly', 'no', 'unknown')", name=op.f("ck_reliance_reference_answer_known")
        ),
        sa.CheckConstraint("stated IN ('stated', 'derived')", name=op.f("ck_reliance_reference_stated_known")),
        sa.CheckConstraint(
            "authority IS NULL OR reference_group IS NULL", name=op.f("ck_reliance_reference_authority_or_group")
        ),
    )
    op.create_index("ix_reliance_reference_authority", "reliance_reference", ["authority", "answer", "revision_key"])
    op.create_index(
        "ix_reliance_reference_group", "reliance_reference", ["reference_group", "answer", "revision_key"]
    )
    op.create_table(
        "observed_time",
        revision_key("observed_time"),
        sa.Column("procedure", TEXT),
        sa.Column("measure", TEXT, nullable=False),
        *bilingual("stage"),
        sa.Column("low", TEXT),
        sa.Column("point", TEXT),
        sa.Column("high", TEXT),
        sa.Column("unit", TEXT, nullable=False),
        sa.Column("n", sa.Integer),
        *bilingual("period"),
        sa.Column("sample_basis", TEXT, nullable=False),
        sa.Column("source_duration", TEXT),
        sa.PrimaryKeyConstraint("revision_key", name="pk_observed_time"),
        sa.CheckConstraint(
            "measure IN ('median', 'mean', 'range', 'estimate')", name=op.f("ck_observed_time_measure_known")
        ),
        sa.CheckConstraint(
            "unit IN ('working-day', 'calendar-day', 'week', 'month', 'year', 'application')",
            name=op.f("ck_observed_time_unit_known"),
        ),
        sa.CheckConstraint(
            "sample_basis IN ('measured', 'estimate', 'anecdote', 'unknown')",
            name=op.f("ck_observed_time_sample_basis_known"),
        ),
        sa.CheckConstraint(
            "low IS NOT NULL OR point IS NOT NULL OR high IS NOT NULL", name=op.f("ck_observed_time_some_figure")
        ),
    )
    op.create_index("ix_observed_time_procedure", "observed_time", ["procedure"])
    op.create_table(
        "policy",
        revision_key("policy"),
        sa.Column("status", TEXT, nullable=False),
        *partial_date("announced_on"),
        *partial_date("effective_from"),
        *partial_date("transition_until"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_policy"),
        sa.CheckConstraint(
            "status IN ('announced', 'consultation', 'adopted', 'in-force', 'withdrawn')",
            name=op.f("ck_policy_status_known"),
        ),
    )
    op.create_table(
        "market",
        revision_key("market"),
        *bilingual("indicator"),
        sa.Column("low", TEXT),
        sa.Column("value", TEXT),
        sa.Column("high", TEXT),
        sa.Column("as_written", TEXT),
        *bilingual("unit"),
        sa.Column("currency", TEXT),
        *partial_date("year"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_market"),
    )
    op.create_table(
        "term",
        revision_key("term"),
        *bilingual("term"),
        *bilingual("definition"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_term"),
    )
    op.create_table(
        "qa",
        revision_key("qa"),
        *bilingual("question"),
        *bilingual("answer"),
        sa.Column("event", TEXT),
        sa.Column("session", TEXT),
        *partial_date("answered_on"),
        sa.PrimaryKeyConstraint("revision_key", name="pk_qa"),
    )
    op.create_index("ix_qa_event", "qa", ["event"])


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "qa",
        "term",
        "market",
        "policy",
        "observed_time",
        "reliance_reference",
        "reliance_scope",
        "reliance",
        "required_document",
        "requirement",
        "entry",
    ):
        op.drop_table(table)
