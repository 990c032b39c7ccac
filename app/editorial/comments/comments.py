"""What people remark on a revision; a remark is never rewritten."""

from typing import Any

from sqlalchemy import Connection, insert, select

from app.access.work import Work
from app.audit.acts import Action
from app.editorial.models import Comment
from app.editorial.revisions.held import held
from app.vocabulary.dates import instant_text

Data = dict[str, Any]


def comments_of(connection: Connection, key: int) -> list[Data]:
    """The remarks on a revision, oldest first. Raises `Refused` where there is no such revision."""
    held(connection, key)
    query = select(Comment.__table__).where(Comment.revision_key == key).order_by(Comment.key)
    return [_shown(row) for row in connection.execute(query)]


def comment(work: Work, key: int, text: str, *, reason: str | None = None) -> Data:
    """A new remark on a revision in any state. Raises `Refused` where there is no such revision."""
    one = held(work.connection, key, lock=True)
    made = insert(Comment).values(revision_key=key, person=work.person.name, at=work.at, text=text)
    comment_key = work.connection.execute(made.returning(Comment.key)).scalar_one()
    work.tell(
        Action.comment_created, one.type, one.id, revision=one.number, new={"text": text}, reason=reason or text[:500]
    )
    row = work.connection.execute(select(Comment.__table__).where(Comment.key == comment_key)).one()
    return _shown(row)


def _shown(row: Any) -> Data:
    return {"id": row.key, "by": row.person, "at": instant_text(row.at), "text": row.text, "step": row.step}
