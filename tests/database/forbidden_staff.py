"""Writes that the database refuses to people and to the trail. The world of `records.make_world` has three rows."""

from tests.database.forbidden import THEN, Forbidden

NUMBERED = "rows of the trail are numbered 1, 2, 3 without a hole"
CHAINED = "a row of the trail names the hash of the row before it"
WRITTEN = "the trail is never rewritten"
LAST = "(SELECT sha256 FROM audit_row WHERE seq = 3)"


def row(seq: str, previous: str) -> str:
    """A new row of the trail."""
    return (
        "INSERT INTO audit_row (seq, at, actor, actor_kind, action, object_type, object_id, previous_sha256, sha256)"
        f" VALUES ({seq}, {THEN}, 'ann', 'person', 'sign-in', 'person', 'ann', {previous}, 'a hash')"
    )


PEOPLE = (
    *(
        Forbidden(
            f"a person keeps their {column}",
            "a person keeps their name for ever",
            f"UPDATE person SET {column} = {value} WHERE name = 'ann'",
        )
        for column, value in {"key": "77", "name": "'eve'", "created_at": THEN}.items()
    ),
    Forbidden(
        "a person is not deleted",
        "people are made inactive, never deleted",
        "DELETE FROM person WHERE name = 'ann'",
        ("DELETE FROM staff_token",),
    ),
)

TRAIL = (
    *(
        Forbidden(f"after row 3 of the trail comes no row {seq}", NUMBERED, row(str(seq), LAST))
        for seq in (0, 2, 3, 5)
    ),
    *(
        Forbidden(f"a row of the trail names {what} as the hash before", CHAINED, row("4", previous))
        for what, previous in {
            "not nothing": "NULL",
            "not another hash": "'other'",
            "not the hash of row 2": "(SELECT sha256 FROM audit_row WHERE seq = 2)",
        }.items()
    ),
    *(
        Forbidden(
            f"a row of the trail keeps its {column}",
            WRITTEN,
            f"UPDATE audit_row SET {column} = {value} WHERE seq = 2",
        )
        for column, value in {
            "seq": "7",
            "at": THEN,
            "actor": "'eve'",
            "actor_kind": "'job'",
            "action": "'sign-in'",
            "object_type": "'entry'",
            "object_id": "'other'",
            "revision": "7",
            "old_value": "'{}'",
            "new_value": "'{}'",
            "reason": "'other'",
            "approver": "'eve'",
            "request_id": "'other'",
            "previous_sha256": "'other'",
            "sha256": "'other'",
        }.items()
    ),
    *(
        Forbidden(
            f"row {seq} of the trail is not deleted",
            "nothing is taken out of the trail",
            f"DELETE FROM audit_row WHERE seq = {seq}",
        )
        for seq in (1, 2, 3)
    ),
)
