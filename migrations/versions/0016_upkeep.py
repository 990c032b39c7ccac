"""Reports of readers, days that staff add to calendars, checks of sources' addresses."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, KEY, TEXT, bilingual, revision_key
from migrations.guards import (
    Guard,
    Rule,
    changed,
    create,
    drop,
    extend_truncate_guards,
    extend_typed_guards,
    retract_truncate_guards,
    retract_typed_guards,
)

revision = "0016"
down_revision: str | None = "0015"

TABLES = ("calendar_day",)

_SAID = ("what", "detail", "source_url")
_MADE_OF_IT = ("state", "assigned_to", "assigned_at", "outcome", "revision_key", "closed_by", "closed_at", "reason")

GUARDS = (
    Guard("report", "INSERT", (Rule("a report starts open", "NEW.state <> 'open'"),)),
    Guard(
        "report",
        "UPDATE",
        (
            Rule(
                "a report keeps what it is about",
                changed("key", "receipt_sha256", "record_key", "edition", "language", "at"),
            ),
            Rule(
                "what a reader said is erased or stays",
                " OR ".join(f"(NEW.{one} IS NOT NULL AND {changed(one)})" for one in _SAID),
            ),
            Rule("what a closed report came to stays", f"OLD.state = 'closed' AND {changed(*_MADE_OF_IT)}"),
        ),
    ),
    Guard("report", "DELETE", (Rule("reports are kept", "TRUE"),)),
    Guard("source_check", "UPDATE", (Rule("what was found at an address is never rewritten", "TRUE"),)),
    Guard("source_check", "DELETE", (Rule("what was found at an address is kept", "TRUE"),)),
)


def upgrade() -> None:
    """Make the tables."""
    _reports()
    _checks()
    _days()
    create(GUARDS)
    extend_truncate_guards(("report", "source_check"))
    extend_typed_guards(TABLES)


def downgrade() -> None:
    """Take them away. Days are in the frozen contents still."""
    retract_typed_guards(TABLES)
    retract_truncate_guards(("report", "source_check"))
    drop(GUARDS)
    op.drop_table("calendar_day")
    op.drop_index("ix_source_check_record", "source_check")
    op.drop_table("source_check")
    op.drop_index("ix_report_state", "report")
    op.drop_index("ix_report_record", "report")
    op.drop_table("report")


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("receipt_sha256", TEXT, nullable=False),
        sa.Column("record_key", KEY, sa.ForeignKey("record.key", name="fk_report_record_key"), nullable=False),
        sa.Column("edition", sa.Integer, sa.ForeignKey("edition.number", name="fk_report_edition"), nullable=False),
        *(sa.Column(name, TEXT) for name in (*_SAID, "language")),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("assigned_to", TEXT),
        sa.Column("assigned_at", INSTANT),
        sa.Column("outcome", TEXT),
        sa.Column("revision_key", KEY, sa.ForeignKey("revision.key", name="fk_report_revision_key")),
        sa.Column("closed_by", TEXT),
        sa.Column("closed_at", INSTANT),
        sa.Column("reason", TEXT),
        sa.PrimaryKeyConstraint("key", name="pk_report"),
        sa.UniqueConstraint("receipt_sha256", name="uq_report_receipt_sha256"),
        sa.CheckConstraint("state IN ('open', 'assigned', 'closed')", name=op.f("ck_report_state_known")),
        sa.CheckConstraint(
            "outcome IN ('corrected', 'not-wrong', 'duplicate', 'cannot-tell')",
            name=op.f("ck_report_outcome_known"),
        ),
        sa.CheckConstraint(
            "(assigned_to IS NULL) = (assigned_at IS NULL)", name=op.f("ck_report_assignment_is_whole")
        ),
        sa.CheckConstraint(
            "state <> 'assigned' OR assigned_to IS NOT NULL", name=op.f("ck_report_assigned_to_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (outcome IS NOT NULL) AND (outcome IS NULL) = (closed_by IS NULL)"
            " AND (outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (reason IS NULL)",
            name=op.f("ck_report_closing_is_whole"),
        ),
        sa.CheckConstraint(
            "(revision_key IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'corrected')",
            name=op.f("ck_report_revision_corrects"),
        ),
    )
    op.create_index("ix_report_record", "report", ["record_key", "state"])
    op.create_index("ix_report_state", "report", ["state", "key"])


def _checks() -> None:
    op.create_table(
        "source_check",
        sa.Column("key", KEY, autoincrement=True, nullable=False),
        sa.Column("record_key", KEY, sa.ForeignKey("record.key", name="fk_source_check_record_key"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("actor", "url", "verdict")),
        sa.Column("status", sa.Integer),
        *(sa.Column(name, TEXT) for name in ("location", "content_type", "sha256")),
        sa.Column("bytes", sa.Integer),
        sa.Column("detail", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_source_check"),
        sa.CheckConstraint(
            "verdict IN ('ok', 'moved', 'gone', 'changed', 'unreachable', 'refused')",
            name=op.f("ck_source_check_verdict_known"),
        ),
        sa.CheckConstraint("(sha256 IS NULL) = (bytes IS NULL)", name=op.f("ck_source_check_body_is_whole")),
    )
    op.create_index("ix_source_check_record", "source_check", ["record_key", "key"])


def _days() -> None:
    op.create_table(
        "calendar_day",
        revision_key("calendar_day"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("day", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        *bilingual("name"),
        sa.Column("subdivision", TEXT),
        sa.Column("authority", TEXT),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("locator", TEXT),
        sa.PrimaryKeyConstraint("revision_key", "position", name="pk_calendar_day"),
        sa.CheckConstraint("kind IN ('holiday', 'working-day')", name=op.f("ck_calendar_day_kind_known")),
    )
