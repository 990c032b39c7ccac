"""What the database itself refuses, whoever writes: the rules of revisions, editions and their rows."""
# ruff: noqa: S608 -- the rules are put together from words in this file alone

from migrations.guards import (
    LOCK,
    Guard,
    Rule,
    changed,
    create,
    create_truncate_guards,
    drop,
    drop_truncate_guards,
    revision_is,
    typed_guards,
)

revision = "0006"
down_revision: str | None = "0005"

ENTRY_KINDS = "('requirement', 'procedure', 'reliance', 'observed_time', 'policy', 'market', 'term', 'qa')"

TYPED_TABLES = (
    "amendment",
    "authority",
    "citation",
    "disagreement",
    "eligibility_designation",
    "eligibility_reference",
    "entry",
    "event",
    "event_country",
    "event_organiser",
    "fee",
    "gap",
    "jurisdiction",
    "market",
    "membership",
    "observed_time",
    "phase",
    "policy",
    "prerequisite",
    "procedure",
    "qa",
    "reference_group",
    "reliance",
    "reliance_reference",
    "reliance_scope",
    "required_document",
    "requirement",
    "revision_link",
    "revision_product_type",
    "revision_topic",
    "session",
    "source",
    "source_alias",
    "stated_membership",
    "statement",
    "synonym",
    "term",
    "tree_exception",
    "variant",
    "variant_product_type",
    "vocabulary",
)

CORE_TABLES = ("record", "edition", "edition_part", "revision", "revision_editor", "redaction")

NEVER = "TRUE"

STEPS = (
    ("draft", "in_review"),
    ("in_review", "draft"),
    ("in_review", "approved"),
    ("approved", "draft"),
    ("approved", "published"),
    ("published", "superseded"),
    ("published", "withdrawn"),
)
STEP_ALLOWED = " OR ".join(
    (
        *(f"(OLD.state = '{before}' AND NEW.state = '{after}')" for before, after in STEPS),
        "(OLD.state = 'draft' AND NEW.state = 'approved' AND NEW.origin = 'seed')",
    )
)

FROZEN = "OLD.state IN ('approved', 'published', 'superseded', 'withdrawn') AND NEW.state <> 'draft'"
OUT = "OLD.state IN ('published', 'superseded', 'withdrawn')"


def newest_and_open(edition: str) -> str:
    """SQL: this edition is the newest, and not sealed."""
    return (
        f"EXISTS (SELECT 1 FROM edition WHERE number = {edition} AND head_sha256 IS NULL"
        f" AND number = (SELECT max(number) FROM edition) {LOCK})"
    )


RECORD = (
    Guard(
        "record",
        "UPDATE",
        (Rule("a record keeps its type and its id for ever", changed("key", "type", "id")),),
    ),
)

EDITIONS = (
    Guard(
        "edition",
        "INSERT",
        (
            Rule(
                "the edition before this one is not sealed yet",
                "EXISTS (SELECT 1 FROM edition WHERE head_sha256 IS NULL)",
            ),
            Rule(
                "editions are numbered 1, 2, 3 without a hole",
                "NEW.number IS DISTINCT FROM 1 + coalesce((SELECT max(number) FROM edition), 0)",
            ),
            Rule("a new edition is open: it has no head yet", "NEW.head_sha256 IS NOT NULL"),
            Rule(
                "an edition names the head of the edition before it",
                "NEW.previous_sha256 IS DISTINCT FROM"
                " (SELECT head_sha256 FROM edition WHERE number = NEW.number - 1)",
            ),
        ),
    ),
    Guard(
        "edition",
        "UPDATE",
        (
            Rule("a sealed edition never changes", "OLD.head_sha256 IS NOT NULL"),
            Rule(
                "of an open edition only the head may be set",
                f"NEW.head_sha256 IS NULL OR {changed('number', 'published_at', 'note', 'previous_sha256')}",
            ),
        ),
    ),
    Guard("edition", "DELETE", (Rule("editions are kept for ever", NEVER),)),
    Guard(
        "edition_part",
        "INSERT",
        (
            Rule(
                "a part is added only while its edition is open",
                f"NOT EXISTS (SELECT 1 FROM edition WHERE number = NEW.edition AND head_sha256 IS NULL {LOCK})",
            ),
        ),
    ),
    Guard("edition_part", "UPDATE", (Rule("a part of an edition never changes", NEVER),)),
    Guard("edition_part", "DELETE", (Rule("editions are kept for ever, with their parts", NEVER),)),
)

REVISION = (
    Guard(
        "revision",
        "INSERT",
        (
            Rule("a revision starts as a draft", "NEW.state <> 'draft'"),
            Rule(
                "a new revision has no content, no approver and no edition",
                "NOT (NEW.content IS NULL AND NEW.content_sha256 IS NULL AND NEW.content_format IS NULL"
                " AND NEW.approved_by IS NULL AND NEW.approved_at IS NULL AND NEW.published_in IS NULL"
                " AND NEW.removed_in IS NULL AND NEW.removal_reason IS NULL)",
            ),
            Rule(
                "a record's revisions are numbered 1, 2, 3 without a hole",
                "NEW.number IS DISTINCT FROM"
                " 1 + coalesce((SELECT max(number) FROM revision WHERE record_key = NEW.record_key), 0)",
            ),
        ),
    ),
    Guard(
        "revision",
        "UPDATE",
        (
            Rule(
                "a revision keeps its record, number, origin and time of creation",
                changed("key", "record_key", "number", "origin", "created_at"),
            ),
            Rule(
                "a revision does not go from that state to this one", f"{changed('state')} AND NOT ({STEP_ALLOWED})"
            ),
            Rule(
                "content and approver are set by approval and cleared on the way back to draft",
                "NEW.state IN ('draft', 'in_review') AND NOT (NEW.content IS NULL AND NEW.content_sha256 IS NULL"
                " AND NEW.content_format IS NULL AND NEW.approved_by IS NULL AND NEW.approved_at IS NULL)",
            ),
            Rule(
                "approval needs the content, its hash and its format",
                "NEW.state = 'approved' AND OLD.state <> 'approved' AND"
                " (NEW.content IS NULL OR NEW.content_sha256 IS NULL OR NEW.content_format IS NULL)",
            ),
            Rule(
                "approved content never changes; only a redaction removes it, and its hash stays",
                f"{FROZEN} AND ({changed('content_sha256', 'content_format')} OR ({changed('content')} AND NOT"
                " (NEW.content IS NULL AND EXISTS (SELECT 1 FROM redaction WHERE revision_key = NEW.key))))",
            ),
            Rule(
                "who edited a revision does not approve it, and only an unedited seed goes without approver",
                "NEW.state NOT IN ('draft', 'in_review') AND CASE WHEN NEW.approved_by IS NULL"
                " THEN NEW.origin <> 'seed' OR EXISTS (SELECT 1 FROM revision_editor WHERE revision_key = NEW.key)"
                " ELSE EXISTS (SELECT 1 FROM revision_editor"
                " WHERE revision_key = NEW.key AND person = NEW.approved_by) END",
            ),
            Rule(
                "an approval never changes; only a seed without one may get it, once",
                f"{FROZEN} AND {changed('approved_by', 'approved_at')}"
                " AND NOT (OLD.origin = 'seed' AND OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL)",
            ),
            Rule(
                "a published revision keeps its part, change, reason and edition",
                f"{OUT} AND {changed('part', 'change_type', 'reason', 'published_in')}",
            ),
            Rule(
                "a revision is published in the newest edition, while that is open",
                f"NEW.state = 'published' AND OLD.state <> 'published' AND NOT {newest_and_open('NEW.published_in')}",
            ),
            Rule(
                "an entry is published only with a citation",
                "NEW.state = 'published' AND OLD.state <> 'published'"
                f" AND EXISTS (SELECT 1 FROM record WHERE key = NEW.record_key AND type IN {ENTRY_KINDS})"
                " AND NOT EXISTS (SELECT 1 FROM citation WHERE revision_key = NEW.key)",
            ),
            Rule(
                "another revision of the record is live in this edition",
                "NEW.state = 'published' AND OLD.state <> 'published' AND EXISTS (SELECT 1 FROM revision AS other"
                " WHERE other.record_key = NEW.record_key AND other.key <> NEW.key AND other.published_in IS NOT NULL"
                " AND (other.removed_in IS NULL OR other.removed_in > NEW.published_in))",
            ),
            Rule(
                "a removal never changes",
                f"OLD.removed_in IS NOT NULL AND {changed('removed_in', 'removal_reason')}",
            ),
            Rule(
                "a revision is removed in the newest edition, while that is open",
                f"OLD.removed_in IS NULL AND NEW.removed_in IS NOT NULL AND NOT {newest_and_open('NEW.removed_in')}",
            ),
        ),
    ),
    Guard("revision", "DELETE", (Rule("only a draft may be deleted", "OLD.state <> 'draft'"),)),
)

PEOPLE = (
    Guard(
        "revision_editor",
        "INSERT",
        (
            Rule(
                "a revision gets editors only until it is approved",
                f"NOT {revision_is('NEW.revision_key', 'draft', 'in_review')}",
            ),
        ),
    ),
    Guard("revision_editor", "UPDATE", (Rule("who edited a revision is never rewritten", NEVER),)),
    Guard(
        "revision_editor",
        "DELETE",
        (
            Rule(
                "who edited a revision is remembered as long as the revision",
                "EXISTS (SELECT 1 FROM revision WHERE key = OLD.revision_key)",
            ),
        ),
    ),
    Guard(
        "redaction",
        "INSERT",
        (
            Rule(
                "only what was published can be redacted",
                f"NOT {revision_is('NEW.revision_key', 'published', 'superseded', 'withdrawn')}",
            ),
        ),
    ),
    Guard("redaction", "UPDATE", (Rule("a redaction is never rewritten", NEVER),)),
    Guard("redaction", "DELETE", (Rule("a redaction is never taken back", NEVER),)),
)

TYPED = typed_guards(TYPED_TABLES)

GUARDS = (*RECORD, *EDITIONS, *REVISION, *PEOPLE, *TYPED)


def upgrade() -> None:
    """Put the guards up."""
    create(GUARDS)
    create_truncate_guards((*CORE_TABLES, *TYPED_TABLES), "what is written here is not emptied at one stroke")


def downgrade() -> None:
    """Take the guards down."""
    drop_truncate_guards((*CORE_TABLES, *TYPED_TABLES))
    drop(GUARDS)
