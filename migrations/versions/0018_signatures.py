# ruff: noqa: S608 -- the rules are put together from words of migrations alone
"""Signatures of manifests, the keys that made them, and the order in which contents were redacted."""

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

revision = "0018"
down_revision: str | None = "0017"

TABLES = ("signing_key", "edition_signature", "redaction_order")

SIGNATURES = (
    Guard(
        "signing_key",
        "UPDATE",
        (
            Rule("a signing key is never rewritten", changed("id", "public_key", "valid_from")),
            Rule(
                "a signing key that was retired stays so",
                f"OLD.valid_until IS NOT NULL AND {changed('valid_until')}",
            ),
        ),
    ),
    Guard("signing_key", "DELETE", (Rule("signing keys are kept for ever", "TRUE"),)),
    Guard(
        "edition_signature",
        "INSERT",
        (
            Rule(
                "only a sealed edition is signed",
                "NOT EXISTS (SELECT 1 FROM edition WHERE number = NEW.edition AND head_sha256 IS NOT NULL)",
            ),
            Rule(
                "a retired key signs nothing",
                f"NOT EXISTS (SELECT 1 FROM signing_key WHERE id = NEW.key_id AND valid_until IS NULL {LOCK})",
            ),
        ),
    ),
    Guard("edition_signature", "UPDATE", (Rule("a signature is never rewritten", "TRUE"),)),
    Guard("edition_signature", "DELETE", (Rule("signatures are kept for ever", "TRUE"),)),
    Guard(
        "redaction_order",
        "INSERT",
        (
            Rule(
                "redactions are numbered 1, 2, 3 without a hole",
                "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM redaction_order)",
            ),
        ),
    ),
    Guard("redaction_order", "UPDATE", (Rule("the order of redactions is never rewritten", "TRUE"),)),
    Guard("redaction_order", "DELETE", (Rule("redactions keep their place in the order", "TRUE"),)),
)

_NEXT = """
INSERT INTO redaction_order (number, revision_key, edition)
SELECT (SELECT COALESCE(MAX(number), 0) + 1 FROM redaction_order), NEW.revision_key,
       (SELECT MAX(number) FROM edition WHERE head_sha256 IS NOT NULL);
"""


def upgrade() -> None:
    """Make the tables, and number the redactions that were made already."""
    op.create_table(
        "signing_key",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("public_key", TEXT, nullable=False),
        sa.Column("valid_from", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_signing_key"),
        sa.UniqueConstraint("public_key", name="uq_signing_key_public_key"),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_signing_key_ends_after_it_begins")),
    )
    op.create_table(
        "edition_signature",
        sa.Column(
            "edition",
            sa.Integer,
            sa.ForeignKey("edition.number", name="fk_edition_signature_edition"),
            nullable=False,
        ),
        sa.Column(
            "key_id", TEXT, sa.ForeignKey("signing_key.id", name="fk_edition_signature_key_id"), nullable=False
        ),
        sa.Column("signature", TEXT, nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("edition", "key_id", name="pk_edition_signature"),
    )
    op.create_table(
        "redaction_order",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column(
            "revision_key",
            KEY,
            sa.ForeignKey("redaction.revision_key", name="fk_redaction_order_revision_key"),
            nullable=False,
        ),
        sa.Column(
            "edition", sa.Integer, sa.ForeignKey("edition.number", name="fk_redaction_order_edition"), nullable=False
        ),
        sa.PrimaryKeyConstraint("number", name="pk_redaction_order"),
        sa.UniqueConstraint("revision_key", name="uq_redaction_order_revision_key"),
    )
    op.create_index("ix_redaction_order_edition", "redaction_order", ["edition"])
    # When an edition was published and when a content was redacted are told by one clock.
    op.execute(
        "INSERT INTO redaction_order (number, revision_key, edition)"
        " SELECT ROW_NUMBER() OVER (ORDER BY r.decided_at, r.revision_key), r.revision_key,"
        " COALESCE((SELECT MAX(e.number) FROM edition e"
        " WHERE e.published_at <= r.decided_at AND e.head_sha256 IS NOT NULL AND e.number >= v.published_in),"
        " v.published_in)"
        " FROM redaction r JOIN revision v ON v.key = r.revision_key"
    )
    create(SIGNATURES)
    extend_truncate_guards(TABLES)
    _follow_redactions()


def downgrade() -> None:
    """Take them away."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TRIGGER order_redaction")
    else:
        op.execute("DROP TRIGGER order_redaction ON redaction")
        op.execute("DROP FUNCTION order_redaction()")
    retract_truncate_guards(TABLES)
    drop(SIGNATURES)
    op.drop_index("ix_redaction_order_edition", "redaction_order")
    for table in ("redaction_order", "edition_signature", "signing_key"):
        op.drop_table(table)


def _follow_redactions() -> None:
    """Give each redaction its place in the order, whoever makes it."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER order_redaction AFTER INSERT ON redaction FOR EACH ROW BEGIN{_NEXT}END")
        return
    # The locks let redactions and publishers come one after the other, so that no place is given behind one that
    # was read already.
    op.execute(
        "CREATE FUNCTION order_redaction() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " LOCK TABLE edition IN SHARE MODE; LOCK TABLE redaction_order IN SHARE ROW EXCLUSIVE MODE;"
        f"{_NEXT} RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER order_redaction AFTER INSERT ON redaction FOR EACH ROW EXECUTE FUNCTION order_redaction()"
    )
