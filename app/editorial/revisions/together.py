"""What has to be published in one edition: an entry and the one that replaces it name each other, or neither does."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.editorial.revisions.held import Data
from app.editorial.revisions.standing import OPEN
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LinkRow
from app.vocabulary.lists import ENTRY_KINDS

_SUCCESSION = ("replaces", "replaced_by")


def companions(connection: Connection, keys: Iterable[int]) -> dict[int, list[Data]]:
    """For each open revision, the open revisions of entries that it replaces or is replaced by, as plain data."""
    found: dict[int, list[Data]] = {key: [] for key in keys}
    query = (
        select(LinkRow.revision_key, Revision.key, Record.type, Record.id)
        .join(Record, Record.id == LinkRow.target)
        .join(Revision, Revision.record_key == Record.key)
        .where(
            LinkRow.revision_key.in_(list(found)),
            LinkRow.relation.in_(_SUCCESSION),
            Record.type.in_(ENTRY_KINDS),
            Revision.state.in_(OPEN),
        )
        .order_by(Revision.key)
        .distinct()
    )
    for key, other, type_, id_ in connection.execute(query):
        found[key].append({"id": other, "record": {"type": type_, "id": id_}})
    return found
