"""Which revisions an edition holds."""

from sqlalchemy import ColumnElement, and_, or_

from app.knowledge.models import Revision


def live_in(edition: int) -> ColumnElement[bool]:
    """True for the revisions that are live in `edition`: published by then, and not yet removed."""
    return and_(Revision.published_in <= edition, or_(Revision.removed_in.is_(None), Revision.removed_in > edition))
