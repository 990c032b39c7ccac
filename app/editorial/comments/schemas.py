"""Remarks as they are written and answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.vocabulary.shapes import Answered, Body, Plain, Reason


class NewComment(Body):
    """A remark; what it says is its reason, unless it gives another."""

    text: Annotated[Plain, Field(min_length=1, max_length=5000, pattern=r"\S", examples=["Which page of the act?"])]
    reason: Reason | None = None


class CommentAnswer(Answered):
    """What somebody remarked."""

    id: int
    by: str
    at: str
    text: str
    step: Annotated[Literal["reject"] | None, Field(description="The step whose reason it is; null for a remark.")]


class CommentsAnswer(Answered):
    """All remarks on a revision, oldest first."""

    items: list[CommentAnswer]
    next: None
    total: int
