"""Writes that the database refuses to editions, to records, and to what is known of people's decisions."""

from tests.database.forbidden import NEXT, SEAL, THEN, Forbidden


def edition(number: int, head: str, previous: str) -> str:
    """A new edition."""
    return (
        "INSERT INTO edition (number, published_at, note, head_sha256, previous_sha256)"
        f" VALUES ({number}, {THEN}, 'x', {head}, {previous})"
    )


EDITIONS = (
    Forbidden("no edition opens before the last is sealed", "the edition before this one is not sealed yet", NEXT),
    *(
        Forbidden(
            f"after edition 2 comes no edition {number}",
            "editions are numbered 1, 2, 3 without a hole",
            edition(number, "NULL", "'a head'"),
            (SEAL,),
        )
        for number in (0, 2, 4)
    ),
    Forbidden(
        "no edition is born sealed",
        "a new edition is open: it has no head yet",
        edition(3, "'head'", "'a head'"),
        (SEAL,),
    ),
    *(
        Forbidden(
            f"an edition names {what} as the one before",
            "an edition names the head of the edition before it",
            edition(3, "NULL", previous),
            (SEAL,),
        )
        for what, previous in {"not nothing": "NULL", "not another head": "'other'"}.items()
    ),
    *(
        Forbidden(
            f"a sealed edition keeps its {column}",
            "a sealed edition never changes",
            f"UPDATE edition SET {column} = {value} WHERE number = :first",
        )
        for column, value in {
            "head_sha256": "NULL",
            "number": "7",
            "published_at": THEN,
            "note": "'other'",
            "previous_sha256": "'other'",
        }.items()
    ),
    Forbidden(
        "a head is not replaced",
        "a sealed edition never changes",
        "UPDATE edition SET head_sha256 = 'other' WHERE number = :first",
    ),
    *(
        Forbidden(
            f"an open edition keeps its {column}",
            "of an open edition only the head may be set",
            f"UPDATE edition SET head_sha256 = 'a head', {column} = {value} WHERE number = :second",
        )
        for column, value in {
            "number": "7",
            "published_at": THEN,
            "note": "'other'",
            "previous_sha256": "'x'",
        }.items()
    ),
    *(
        Forbidden(
            f"the {name} edition is not deleted",
            "editions are kept for ever",
            f"DELETE FROM edition WHERE number = :{name}",
        )
        for name in ("first", "second")
    ),
    Forbidden(
        "a sealed edition gets no more parts",
        "a part is added only while its edition is open",
        "INSERT INTO edition_part (edition, part, records, sha256) VALUES (:first, 'YY', 1, 'x')",
    ),
    Forbidden(
        "a part keeps its hash",
        "a part of an edition never changes",
        "UPDATE edition_part SET sha256 = 'other' WHERE edition = :first",
    ),
    Forbidden(
        "a part is not deleted",
        "editions are kept for ever, with their parts",
        "DELETE FROM edition_part WHERE edition = :first",
    ),
)

RECORDS = tuple(
    Forbidden(
        f"a record keeps its {column}",
        "a record keeps its type and its id for ever",
        f"UPDATE record SET {column} = {value} WHERE key = :record",
    )
    for column, value in {"key": "9999", "type": "'policy'", "id": "'other'"}.items()
)

EDITORS = (
    *(
        Forbidden(
            f"{name} gets no more editors",
            "a revision gets editors only until it is approved",
            f"INSERT INTO revision_editor (revision_key, person) VALUES (:{name}, 'eve')",
        )
        for name in ("approved", "seed_approved", "published", "superseded", "withdrawn")
    ),
    Forbidden(
        "an editor does not become another",
        "who edited a revision is never rewritten",
        "UPDATE revision_editor SET person = 'eve' WHERE revision_key = :draft",
    ),
    *(
        Forbidden(
            f"the editors of {name} are not forgotten",
            "who edited a revision is remembered as long as the revision",
            f"DELETE FROM revision_editor WHERE revision_key = :{name}",
        )
        for name in ("draft", "in_review", "approved", "published")
    ),
)

REDACTIONS = (
    *(
        Forbidden(
            f"{name} is not redacted",
            "only what was published can be redacted",
            "INSERT INTO redaction (revision_key, requested_by, approved_by, reason, decided_at)"
            f" VALUES (:{name}, 'ann', 'bob', 'x', {THEN})",
        )
        for name in ("draft", "in_review", "approved")
    ),
    Forbidden(
        "a redaction keeps its people",
        "a redaction is never rewritten",
        "UPDATE redaction SET approved_by = 'eve' WHERE revision_key = :redacted",
    ),
    Forbidden(
        "a redaction is not taken back",
        "a redaction is never taken back",
        "DELETE FROM redaction WHERE revision_key = :redacted",
    ),
)
