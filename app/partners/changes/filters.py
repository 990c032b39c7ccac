"""Filters of the feed: a record matches by what it said before the change or by what it says after it.

What a redacted revision said is known no more, so it matches every product type and topic: a portal that holds it
has to hear of its end.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.answers.conditions import names_product_type
from app.editions.known import known
from app.editions.view import View
from app.knowledge.models import Record, Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import TopicRow
from app.partners.changes.schemas import FeedParameters
from app.vocabulary.lists import RECORD_TYPES

_ENTRY = EntryRow.__table__.alias("changed_entry")


class Wanted:
    """The filters of one request, checked against the vocabulary of its edition. Raises `InvalidValue`."""

    def __init__(self, view: View, parameters: FeedParameters) -> None:
        snapshot = view.snapshot
        self._tree = snapshot.tree
        self.types = known("type", parameters.type, map(str, RECORD_TYPES), "type of record")
        self.kinds = list(parameters.kind)
        codes = [one.upper() for one in parameters.country]
        self.countries = known("country", codes, snapshot.of("jurisdiction"), "jurisdiction")
        self.product_types = known(
            "product_type", parameters.product_type, snapshot.of("product_type"), "product type"
        )
        self.topics = known("topic", parameters.topic, snapshot.of("topic"), "topic")

    def where(self, sides: Sequence[type[Revision]]) -> list[ColumnElement[bool]]:
        """Conditions on a record and the revisions that a change touches."""
        found: list[ColumnElement[bool]] = [Record.type.in_(types) for types in (self.types, self.kinds) if types]
        if self.countries:
            found.append(or_(*(side.part.in_(self.countries) for side in sides)))
        forgotten = [and_(side.key.is_not(None), side.content.is_(None)) for side in sides]
        if self.product_types:
            holds = or_(*(names_product_type(self._tree, one, _ENTRY) for one in self.product_types))
            said = exists(
                select(1)
                .select_from(_ENTRY)
                .where(or_(*(_ENTRY.c.revision_key == side.key for side in sides)), holds)
                .correlate(*sides)
            )
            found.append(or_(said, *forgotten))
        if self.topics:
            about = exists(
                select(1)
                .select_from(TopicRow)
                .where(or_(*(TopicRow.revision_key == side.key for side in sides)), TopicRow.topic.in_(self.topics))
                .correlate(*sides)
            )
            found.append(or_(about, *forgotten))
        return found
