"""Remarks on revisions, by API."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import Editor, Viewer
from app.access.work import Done, Work
from app.editorial.comments.comments import comment, comments_of
from app.editorial.comments.schemas import CommentAnswer, CommentsAnswer, NewComment
from app.editorial.revisions.routes import RevisionPath
from app.http.openapi import STAFF_RESPONSES

router = APIRouter(prefix="/v1/staff/revisions", tags=["staff: revisions"], responses=STAFF_RESPONSES)


@router.get("/{id}/comments", response_model=CommentsAnswer)
def list_comments(desk: Viewer, id: RevisionPath) -> Response:
    """What was remarked on a revision, and why it was rejected, oldest first."""

    def build(connection: Connection) -> dict[str, Any]:
        found = comments_of(connection, id)
        return {"items": found, "next": None, "total": len(found)}

    return desk.read(build)


@router.post("/{id}/comments", response_model=CommentAnswer, status_code=201)
def add_comment(desk: Editor, id: RevisionPath, body: NewComment) -> Response:
    """Remark on a revision."""

    def build(work: Work) -> Done:
        made = comment(work, id, body.text, reason=body.reason)
        return Done(made, status=201, location=f"/v1/staff/revisions/{id}/comments")

    return desk.write(build, create=body)
