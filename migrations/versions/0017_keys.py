"""Partners, their keys and what they used."""
# ruff: noqa: S608 -- the rules are put together from words in this file alone

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, KEY, TEXT
from migrations.guards import (
    LOCK,
    Guard,
    Rule,
    changed,
    create,
    drop,
    extend_truncate_guards,
    retract_truncate_guards,
)

revision = "0017"
down_revision: str | None = "0016"

TABLES = ("partner", "api_key")

KEYS = (
    Guard(
        "partner",
        "UPDATE",
        (Rule("where a partner comes from is never rewritten", changed("key", "created_at", "created_by")),),
    ),
    Guard("partner", "DELETE", (Rule("partners are made inactive, never deleted", "TRUE"),)),
    Guard(
        "api_key",
        "INSERT",
        (
            Rule(
                "an inactive partner is given no key",
                f"NEW.partner_key IN (SELECT key FROM partner WHERE NOT active {LOCK})",
            ),
        ),
    ),
    Guard(
        "api_key",
        "UPDATE",
        (
            Rule(
                "what a key may do never changes",
                changed(
                    "key", "id", "digest", "partner_key", "label", "scopes", "origins", "created_at", "created_by"
                ),
            ),
            Rule("a key does not come to live longer", "NEW.expires_at > OLD.expires_at"),
            Rule(
                "a revocation is never taken back",
                f"OLD.revoked_at IS NOT NULL AND {changed('revoked_at', 'revoked_by', 'revoked_reason')}",
            ),
            Rule("a key is rotated once", f"OLD.rotated_to IS NOT NULL AND {changed('rotated_to')}"),
        ),
    ),
    Guard("api_key", "DELETE", (Rule("keys are revoked, never deleted", "TRUE"),)),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "partner",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("class", TEXT, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("note", TEXT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_partner"),
        sa.UniqueConstraint("name", name="uq_partner_name"),
        sa.CheckConstraint("class IN ('partner', 'internal')", name=op.f("ck_partner_class_known")),
    )
    op.create_table(
        "api_key",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("partner_key", KEY, sa.ForeignKey("partner.key", name="fk_api_key_partner_key"), nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("origins", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.Column("revoked_by", TEXT),
        sa.Column("revoked_reason", TEXT),
        sa.Column("rotated_to", TEXT),
        sa.Column("last_used_on", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_api_key"),
        sa.UniqueConstraint("id", name="uq_api_key_id"),
        sa.UniqueConstraint("digest", name="uq_api_key_digest"),
        sa.CheckConstraint("expires_at >= created_at", name=op.f("ck_api_key_ends_after_it_begins")),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL)",
            name=op.f("ck_api_key_revocation_is_whole"),
        ),
    )
    op.create_index("ix_api_key_partner", "api_key", ["partner_key"])
    op.create_table(
        "key_usage",
        sa.Column("api_key", KEY, sa.ForeignKey("api_key.key", name="fk_key_usage_api_key"), nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("requests", KEY, nullable=False),
        sa.Column("units", KEY, nullable=False),
        sa.PrimaryKeyConstraint("api_key", "day", name="pk_key_usage"),
        sa.CheckConstraint("requests >= 0 AND units >= 0", name=op.f("ck_key_usage_not_negative")),
    )
    version = op.create_table(
        "key_version",
        sa.Column("one", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_key_version"),
        sa.CheckConstraint("one = 1", name=op.f("ck_key_version_one_row")),
    )
    op.execute(version.insert().values(one=1, number=0))
    create(KEYS)
    extend_truncate_guards(TABLES)


def downgrade() -> None:
    """Take them away."""
    retract_truncate_guards(TABLES)
    drop(KEYS)
    op.drop_table("key_version")
    op.drop_table("key_usage")
    op.drop_index("ix_api_key_partner", "api_key")
    op.drop_table("api_key")
    op.drop_table("partner")
