"""Writes that the database refuses to reports of readers and to checks of sources. The world holds one of each."""

from tests.database.forbidden import THEN, Forbidden

CLOSED = (
    f"UPDATE report SET state = 'closed', outcome = 'not-wrong', closed_by = 'bob', closed_at = {THEN}, reason = 'x'"
)
ERASED = "UPDATE report SET what = NULL, detail = NULL, source_url = NULL"

UPKEEP = (
    Forbidden(
        "no report begins closed",
        "a report starts open",
        "INSERT INTO report (receipt_sha256, record_key, edition, what, at, state, outcome, closed_by, closed_at,"
        f" reason) VALUES ('other', :record, 1, 'x', {THEN}, 'closed', 'not-wrong', 'bob', {THEN}, 'x')",
    ),
    *(
        Forbidden(
            f"a report keeps its {column}",
            "a report keeps what it is about",
            f"UPDATE report SET {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "receipt_sha256": "'other'",
            "record_key": "(SELECT max(key) FROM record)",
            "edition": "2",
            "language": "'ko'",
            "at": THEN,
        }.items()
    ),
    *(
        Forbidden(
            f"nobody puts words into a reader's {column}",
            "what a reader said is erased or stays",
            f"UPDATE report SET {column} = 'https://other.example/'",
        )
        for column in ("what", "detail", "source_url")
    ),
    Forbidden(
        "what was erased does not come back",
        "what a reader said is erased or stays",
        "UPDATE report SET what = 'The fee is 5'",
        (ERASED,),
    ),
    *(
        Forbidden(
            f"a closed report keeps its {column}",
            "what a closed report came to stays",
            f"UPDATE report SET {column} = {value}",
            (CLOSED,),
        )
        for column, value in {
            "state": "'open', outcome = NULL, closed_by = NULL, closed_at = NULL, reason = NULL",
            "assigned_to": f"'eve', assigned_at = {THEN}",
            "outcome": "'duplicate'",
            "closed_by": "'eve'",
            "closed_at": "'2026-01-03 00:00:00'",
            "reason": "'other'",
        }.items()
    ),
    Forbidden("a report is not deleted", "reports are kept", "DELETE FROM report"),
    *(
        Forbidden(
            f"a check of a source keeps its {column}",
            "what was found at an address is never rewritten",
            f"UPDATE source_check SET {column} = {value}",
        )
        for column, value in {"verdict": "'gone'", "at": THEN, "sha256": "'other'", "actor": "'eve'"}.items()
    ),
    Forbidden(
        "a check of a source is not deleted", "what was found at an address is kept", "DELETE FROM source_check"
    ),
)
