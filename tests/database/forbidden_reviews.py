"""Writes that the database refuses to submissions and remarks. In the world, ann submitted `in_review`."""

from tests.database.forbidden import THEN, Forbidden
from tests.database.forbidden_revisions import BY_BOB, CONTENT

APPROVED = f"UPDATE revision SET state = 'approved', {CONTENT}, {BY_BOB} WHERE key = :in_review"


def submission(revision: str) -> str:
    """A new submission."""
    return (
        f"INSERT INTO revision_review (revision_key, submitted_by, submitted_at) VALUES (:{revision}, 'ann', {THEN})"
    )


REVIEWS = (
    *(
        Forbidden(
            f"nobody submits what is {state}",
            "a submission belongs to a revision in review",
            submission(state),
        )
        for state in ("draft", "approved", "published", "superseded", "withdrawn")
    ),
    *(
        Forbidden(
            f"a submission keeps its {column}",
            "a submission is never rewritten",
            f"UPDATE revision_review SET {column} = {value}",
        )
        for column, value in {"revision_key": ":other", "submitted_by": "'eve'", "submitted_at": THEN}.items()
    ),
    Forbidden(
        "nobody says later what an approval meant",
        "what an approval means is said while the revision is in review",
        "UPDATE revision_review SET meaning = 'reviewed'",
        (APPROVED,),
    ),
    Forbidden(
        "an approval does not lose its meaning",
        "what an approval meant is kept with it",
        "DELETE FROM revision_review",
        (APPROVED,),
    ),
    *(
        Forbidden(
            f"a remark keeps its {column}",
            "a remark is never rewritten",
            f"UPDATE comment SET {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "revision_key": ":other",
            "person": "'eve'",
            "at": THEN,
            "text": "'other'",
            "step": "'reject'",
        }.items()
    ),
    Forbidden(
        "a remark is not deleted",
        "a remark is kept as long as its revision",
        "DELETE FROM comment",
    ),
)
