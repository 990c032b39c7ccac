"""People who work on the atlas, the tokens they hold, and requests that were answered already."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, KEY, TEXT
from migrations.guards import (
    Guard,
    Rule,
    changed,
    create,
    drop,
    extend_truncate_guards,
    retract_truncate_guards,
)

revision = "0011"
down_revision: str | None = "0010"

PEOPLE = (
    Guard("person", "UPDATE", (Rule("a person keeps their name for ever", changed("key", "name", "created_at")),)),
    Guard("person", "DELETE", (Rule("people are made inactive, never deleted", "TRUE"),)),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "person",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password_hash", TEXT),
        sa.Column("oidc_issuer", TEXT),
        sa.Column("oidc_subject", TEXT),
        sa.Column("failed_attempts", sa.Integer, nullable=False),
        sa.Column("locked_until", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_person"),
        sa.UniqueConstraint("name", name="uq_person_name"),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name="uq_person_oidc_issuer_oidc_subject"),
        sa.CheckConstraint(
            "role IN ('viewer', 'editor', 'reviewer', 'publisher', 'admin')", name=op.f("ck_person_role_known")
        ),
        sa.CheckConstraint("(oidc_issuer IS NULL) = (oidc_subject IS NULL)", name=op.f("ck_person_oidc_whole")),
    )
    op.create_table(
        "staff_token",
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("family", TEXT, nullable=False),
        sa.Column("person_key", KEY, sa.ForeignKey("person.key", name="fk_staff_token_person_key"), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("signed_in_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.Column("revoked_at", INSTANT),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_token"),
        sa.CheckConstraint("kind IN ('access', 'refresh')", name=op.f("ck_staff_token_kind_known")),
    )
    op.create_index("ix_staff_token_family", "staff_token", ["family"])
    op.create_index("ix_staff_token_person", "staff_token", ["person_key"])
    op.create_table(
        "oidc_sign_in",
        sa.Column("state_digest", TEXT, nullable=False),
        sa.Column("browser_digest", TEXT, nullable=False),
        sa.Column("nonce", TEXT, nullable=False),
        sa.Column("verifier", TEXT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state_digest", name="pk_oidc_sign_in"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("person", TEXT, nullable=False),
        sa.Column("route", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("body_sha256", TEXT, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", "route", "key", name="pk_idempotency_key"),
    )
    create(PEOPLE)
    extend_truncate_guards(("person",))


def downgrade() -> None:
    """Take the tables away."""
    retract_truncate_guards(("person",))
    drop(PEOPLE)
    op.drop_table("idempotency_key")
    op.drop_table("oidc_sign_in")
    op.drop_index("ix_staff_token_person", "staff_token")
    op.drop_index("ix_staff_token_family", "staff_token")
    op.drop_table("staff_token")
    op.drop_table("person")
