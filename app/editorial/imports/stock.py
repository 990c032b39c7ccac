"""What the atlas has of the records that a file names."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from app.editorial.revisions.held import Held, many_held, revisions
from app.editorial.revisions.standing import OPEN
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LinkRow
from app.vocabulary.lists import ENTRY_KINDS, State

_BATCH = 400
_LIKE = 60.0
_MOST_HINTS = 100


@dataclass
class Stock:
    """Records by type and id, their newest numbers, what of them is published or open, and ids that are aliases."""

    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    open: dict[int, tuple[int, str]] = field(default_factory=dict)
    published: dict[int, Held] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)


def stock_of(connection: Connection, ids: Collection[str]) -> Stock:
    """What there is under these ids, which have to be ids: no database takes every text."""
    stock = Stock()
    for batch in _batches(sorted(set(ids))):
        rows = connection.execute(
            select(Record.type, Record.id, Record.key, Revision.key, Revision.number, Revision.state)
            .join(Revision, Revision.record_key == Record.key)
            .where(Record.id.in_(batch))
        )
        live: list[int] = []
        for type_, id_, record_key, key, number, state in rows:
            stock.keys[type_, id_] = record_key
            stock.numbers[record_key] = max(number, stock.numbers.get(record_key, 0))
            if type_ in ENTRY_KINDS:
                stock.kinds[id_] = type_
            if state in OPEN:
                stock.open[record_key] = (key, state)
            if state == State.published:
                live.append(key)
        for one in many_held(connection, revisions().where(Revision.key.in_(live))):
            stock.published[stock.keys[one.type, one.id]] = one
        stock.aliases.update(
            connection.scalars(
                select(LinkRow.target)
                .join(Revision, Revision.key == LinkRow.revision_key)
                .where(
                    LinkRow.relation == "alias",
                    LinkRow.target.in_(batch),
                    Revision.state.in_((State.published, *OPEN)),
                )
            )
        )
    return stock


class Nearest:
    """The ids that are published, most like one that is not there: at most three, for the first hundred ids."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known: dict[str, list[str]] = {}
        self.told: dict[tuple[str, str], tuple[str, ...]] = {}

    def to(self, type_: str, id_: str) -> tuple[str, ...]:
        """The nearest ids of a type (`entry`: any kind of entry; `record`: anything)."""
        if (type_, id_) not in self.told:
            likely = self._likely(type_, id_) if len(self.told) < _MOST_HINTS else ()
            self.told[type_, id_] = likely
        return self.told[type_, id_]

    def _likely(self, type_: str, id_: str) -> tuple[str, ...]:
        from rapidfuzz import process  # only an id that is not there needs it

        if type_ not in self.known:
            query = select(Record.id).join(Revision, Revision.record_key == Record.key)
            query = query.where(Revision.state == State.published)
            if type_ == "entry":
                query = query.where(Record.type.in_(ENTRY_KINDS))
            elif type_ != "record":
                query = query.where(Record.type == type_)
            self.known[type_] = [*self.connection.scalars(query.order_by(Record.id))]
        return tuple(one for one, _, _ in process.extract(id_, self.known[type_], limit=3, score_cutoff=_LIKE))


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
