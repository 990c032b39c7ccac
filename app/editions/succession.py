"""An entry and the one that replaces it name each other in every edition, or readers would be led one way only."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.editions.live import live_in
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LinkRow
from app.vocabulary.lists import ENTRY_KINDS

_OPPOSITES = (("replaces", "replaced_by"), ("replaced_by", "replaces"))
_BATCH = 400

_Among = Callable[[InstrumentedAttribute[int]], ColumnElement[bool]]
"""A condition on keys of revisions."""


def half_successions(connection: Connection, number: int, published: Sequence[int]) -> list[str]:
    """What is said from one side only, in an edition, of the entries whose revisions are published in it.

    A redacted revision says nothing any more, and is not asked.
    """
    found: list[str] = []
    for among in _batches(published):
        for relation, opposite in _OPPOSITES:
            for saying in (True, False):
                found.extend(_unanswered(connection, number, among, (relation, opposite), saying=saying))
    return sorted(set(found))


def _batches(keys: Sequence[int]) -> Iterator[_Among]:
    """Conditions that together are true for these keys; a whole seed, which has no gaps, needs one alone."""
    if keys and max(keys) - min(keys) + 1 == len(keys):
        yield lambda key: key.between(min(keys), max(keys))
        return
    for start in range(0, len(keys), _BATCH):
        some = keys[start : start + _BATCH]
        yield lambda key, some=some: key.in_(some)  # type: ignore[misc]


def _unanswered(
    connection: Connection,
    number: int,
    among: _Among,
    relations: tuple[str, str],
    *,
    saying: bool,
) -> list[str]:
    """Links between two live entries that the other one does not return; of the two revisions, the one that has
    the link (`saying`) or the one that lacks it is newly published. Apart, so that each finds its way by an index.
    """
    relation, opposite = relations
    record, revision = aliased(Record), aliased(Revision)
    link, answer = aliased(LinkRow), aliased(LinkRow)
    query = (
        select(Record.id, link.target)
        .join(Revision, Revision.record_key == Record.key)
        .join(link, and_(link.revision_key == Revision.key, link.relation == relation))
        .join(record, and_(record.id == link.target, record.type.in_(ENTRY_KINDS)))
        .join(revision, revision.record_key == record.key)
        .where(
            live_in(number),
            revision.published_in <= number,
            or_(revision.removed_in.is_(None), revision.removed_in > number),
            revision.content.is_not(None),
            among(Revision.key if saying else revision.key),
            ~exists(literal(1))
            .where(answer.revision_key == revision.key, answer.relation == opposite, answer.target == Record.id)
            .correlate(revision, Record),
        )
    )
    return [
        f"{id_} has {target} in its `{relation}`, but {target} has no {id_} in its `{opposite}`"
        for id_, target in connection.execute(query)
    ]
