"""Words that stand in a tree: a parent is never something that lies below."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from app.access.faults import Fault
from app.editorial.revisions.contents import CONTENT
from app.knowledge.models import Record, Revision
from app.knowledge.models.supporting import VocabularyRow
from app.vocabulary.lists import State

TREES = frozenset({"product_type", "topic", "document"})
"""Types of records whose `parent` is of their own type."""


def rounds(connection: Connection, type_: str, content: dict[str, Any]) -> Iterator[Fault]:
    """The fault of a parent that lies below the word itself, by the tree as it is published."""
    parent = content.get("parent")
    if type_ not in TREES or parent is None:
        return
    query = (
        select(VocabularyRow.id, VocabularyRow.parent)
        .join(Revision, Revision.key == VocabularyRow.revision_key)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.state == State.published, Record.type == type_)
    )
    parents = {**dict(connection.execute(query).all()), content["id"]: parent}
    way = [content["id"]]
    while parent is not None and parent not in way:
        way.append(parent)
        parent = parents.get(parent)
    if parent == content["id"]:
        round_ = " > ".join([*way, parent])
        yield Fault(f"{CONTENT}/parent", f"expected a parent that does not lie below it: {round_}")
