"""Writes to revisions that the database refuses."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.database.forbidden import NEXT, SEAL, THEN, Forbidden, change

STARTS = "a revision starts as a draft"
BARE = "a new revision has no content, no approver and no edition"
NUMBERED = "a record's revisions are numbered 1, 2, 3 without a hole"
KEEPS = "a revision keeps its record, number, origin and time of creation"
STEP = "a revision does not go from that state to this one"
CLEARED = "content and approver are set by approval and cleared on the way back to draft"
NEEDS_CONTENT = "approval needs the content, its hash and its format"
FROZEN = "approved content never changes; only a redaction removes it, and its hash stays"
FOUR_EYES = "who edited a revision does not approve it, and only an unedited seed goes without approver"
APPROVAL = "an approval never changes; only a seed without one may get it, once"
PUBLISHED_KEEPS = "a published revision keeps its part, change, reason and edition"
PUBLISHED_IN = "a revision is published in the newest edition, while that is open"
CITED = "an entry is published only with a citation"
RIVAL = "another revision of the record is live in this edition"
REMOVAL = "a removal never changes"
REMOVED_IN = "a revision is removed in the newest edition, while that is open"
DELETED = "only a draft may be deleted"

STATES = ("draft", "in_review", "approved", "published", "superseded", "withdrawn")
ALLOWED = {
    ("draft", "in_review"),
    ("in_review", "draft"),
    ("in_review", "approved"),
    ("approved", "draft"),
    ("approved", "published"),
    ("published", "superseded"),
    ("published", "withdrawn"),
}

CONTENT = "content = '{}', content_sha256 = 'a hash', content_format = 1"
BY_BOB = f"approved_by = 'bob', approved_at = {THEN}"
BY_ANN = f"approved_by = 'ann', approved_at = {THEN}"
APPROVED_BACK = "content = NULL, content_sha256 = NULL, content_format = NULL, approved_by = NULL, approved_at = NULL"


def insert(number: int = 2, state: str = "draft", also: Mapping[str, str] = MappingProxyType({})) -> str:
    """A new revision of the record of `published`."""
    names = "".join(f", {name}" for name in also)
    values = "".join(f", {value}" for value in also.values())
    return (
        "INSERT INTO revision (record_key, number, part, state, origin, change_type, reason, created_at"
        f"{names}) VALUES (:record, {number}, 'XX', '{state}', 'staff', 'editorial', 'x', {THEN}{values})"
    )


BIRTH = (
    *(Forbidden(f"no revision is born {state}", STARTS, insert(state=state)) for state in STATES[1:]),
    *(
        Forbidden(f"no revision is born with {column}", BARE, insert(also={column: value}))
        for column, value in {
            "content": "'{}'",
            "content_sha256": "'a hash'",
            "content_format": "1",
            "approved_by": "'bob'",
            "approved_at": THEN,
            "published_in": ":second",
            "removed_in": ":second",
            "removal_reason": "'x'",
        }.items()
    ),
    Forbidden("a revision's number is not used twice", NUMBERED, insert(1)),
    Forbidden("no number of a revision is left out", NUMBERED, insert(3)),
)

STEPS = (
    *(
        Forbidden(f"{before} does not become {after}", STEP, change(before, f"state = '{after}'"))
        for before in STATES
        for after in STATES
        if before != after and (before, after) not in ALLOWED
    ),
    Forbidden("a state is one that we know", STEP, change("draft", "state = 'lost'")),
    Forbidden(
        "a published seed does not become a draft",
        STEP,
        change("seed_published", f"state = 'draft', {APPROVED_BACK}"),
    ),
)

IDENTITY = tuple(
    Forbidden(f"{name} keeps its {column}", KEEPS, change(name, f"{column} = {value}"))
    for name in ("draft", "published")
    for column, value in {
        "key": "9999",
        "record_key": "record_key + 1",
        "number": "number + 1",
        "origin": "'import'",
        "created_at": THEN,
    }.items()
)

APPROVING = (
    *(
        Forbidden(f"{name} has no {column}", CLEARED, change(name, f"{column} = {value}"))
        for name in ("draft", "in_review")
        for column, value in {
            "content": "'{}'",
            "content_sha256": "'a hash'",
            "content_format": "1",
            "approved_by": "'bob'",
            "approved_at": THEN,
        }.items()
    ),
    *(
        Forbidden(
            f"nothing is approved without {column}",
            NEEDS_CONTENT,
            change(
                "in_review",
                f"state = 'approved', {BY_BOB}, {CONTENT}".replace(f"{column} = {value}", f"{column} = NULL"),
            ),
        )
        for column, value in {"content": "'{}'", "content_sha256": "'a hash'", "content_format": "1"}.items()
    ),
    Forbidden(
        "nobody's work is approved by nobody", FOUR_EYES, change("in_review", f"state = 'approved', {CONTENT}")
    ),
    Forbidden(
        "an editor does not approve", FOUR_EYES, change("in_review", f"state = 'approved', {CONTENT}, {BY_ANN}")
    ),
    Forbidden(
        "a seed that somebody edited is not approved by nobody",
        FOUR_EYES,
        change("seed_edited", f"state = 'approved', {CONTENT}"),
    ),
    Forbidden(
        "a seed that somebody edited is not approved by the same person",
        FOUR_EYES,
        change("seed_edited", f"state = 'approved', {CONTENT}, {BY_ANN}"),
    ),
    Forbidden("an approval is not moved to an editor", FOUR_EYES, change("approved", "approved_by = 'ann'")),
    Forbidden(
        "an approval is not taken away by the publishing",
        FOUR_EYES,
        change("approved", "state = 'published', published_in = :second, approved_by = NULL, approved_at = NULL"),
    ),
    Forbidden("an approval is not moved to another person", APPROVAL, change("approved", "approved_by = 'eve'")),
    *(
        Forbidden(
            f"what goes back to draft leaves its {column} behind",
            CLEARED,
            change(
                "approved", "state = 'draft', " + APPROVED_BACK.replace(f"{column} = NULL", f"{column} = {column}")
            ),
        )
        for column in ("content", "content_sha256", "content_format", "approved_by", "approved_at")
    ),
)

FREEZING = (
    *(
        Forbidden(f"{name} keeps its {column}", FROZEN, change(name, f"{column} = {value}"))
        for name in ("approved", "published", "superseded", "withdrawn")
        for column, value in {"content": "'{}'", "content_sha256": "'other'", "content_format": "2"}.items()
    ),
    Forbidden(
        "publishing does not change the content",
        FROZEN,
        change("seed_approved", "content = '{}', state = 'published', published_in = :second"),
    ),
    Forbidden("content goes only with a redaction", FROZEN, change("published", "content = NULL")),
    Forbidden("redacted content does not come back", FROZEN, change("redacted", "content = '{}'")),
    Forbidden("a redaction leaves the hash", FROZEN, change("redacted", "content_sha256 = NULL")),
    Forbidden("a redaction leaves the format", FROZEN, change("redacted", "content_format = NULL")),
)

PUBLISHING = (
    Forbidden(
        "nothing is published in a sealed edition",
        PUBLISHED_IN,
        change("seed_approved", "state = 'published', published_in = :second"),
        (SEAL,),
    ),
    Forbidden(
        "nothing is published in an older edition",
        PUBLISHED_IN,
        change("seed_approved", "state = 'published', published_in = :first"),
    ),
    Forbidden("nothing is published in no edition", PUBLISHED_IN, change("seed_approved", "state = 'published'")),
    Forbidden(
        "nothing is published in an edition that is not there",
        PUBLISHED_IN,
        change("seed_approved", "state = 'published', published_in = 99"),
    ),
    Forbidden(
        "an entry without citation is not published",
        CITED,
        change("uncited", "state = 'published', published_in = :second"),
    ),
    Forbidden(
        "two revisions of a record are not live at once",
        RIVAL,
        change("rival", "state = 'published', published_in = :second"),
    ),
    *(
        Forbidden(f"{name} keeps its {column}", PUBLISHED_KEEPS, change(name, f"{column} = {value}"))
        for name in ("published", "superseded", "withdrawn")
        for column, value in {
            "part": "'YY'",
            "change_type": "'editorial'",
            "reason": "'another'",
            "published_in": ":second",
        }.items()
    ),
    *(
        Forbidden(f"{name} keeps its approver", APPROVAL, change(name, "approved_by = 'eve'"))
        for name in ("published", "superseded", "withdrawn")
    ),
    Forbidden("an approval keeps its time", APPROVAL, change("published", f"approved_at = {THEN}")),
    Forbidden(
        "an approval is not taken back after publishing",
        FOUR_EYES,
        change("published", "approved_by = NULL, approved_at = NULL"),
    ),
    Forbidden(
        "a seed is approved once",
        APPROVAL,
        change("seed_published", "approved_by = 'eve'"),
        (change("seed_published", BY_BOB),),
    ),
    Forbidden(
        "the approval of a seed is not taken back",
        APPROVAL,
        change("seed_published", "approved_by = NULL, approved_at = NULL"),
        (change("seed_published", BY_BOB),),
    ),
)

REMOVING = (
    *(
        Forbidden(
            f"nothing is {state} in {where}",
            REMOVED_IN,
            change("published", f"state = '{state}', removed_in = {number}, removal_reason = 'x'"),
            first,
        )
        for state in ("superseded", "withdrawn")
        for where, number, first in (
            ("a sealed edition", ":second", (SEAL,)),
            ("an older edition", ":second", (SEAL, NEXT)),
            ("an edition that is not there", "99", ()),
        )
    ),
    *(
        Forbidden(f"{name} {what}", REMOVAL, change(name, f"removed_in = {value}"), (SEAL, NEXT))
        for name in ("superseded", "withdrawn")
        for what, value in {"does not move to another edition": "3", "does not come back to life": "NULL"}.items()
    ),
    Forbidden("the reason of a withdrawal stays", REMOVAL, change("withdrawn", "removal_reason = 'another'")),
    *(
        Forbidden(f"{name} is not deleted", DELETED, f"DELETE FROM revision WHERE key = :{name}")
        for name in ("in_review", "approved", "seed_approved", "published", "superseded", "withdrawn", "redacted")
    ),
)

REVISIONS = (*BIRTH, *STEPS, *IDENTITY, *APPROVING, *FREEZING, *PUBLISHING, *REMOVING)
