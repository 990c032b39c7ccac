"""What is due for a check: the list by which staff keep the atlas true, the dearest first, then the oldest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from app.editorial.asked import countries, published
from app.editorial.revisions.standing import OPEN
from app.editorial.upkeep.risk import Reason, RiskCode, Standing, reasons, risk
from app.editorial.upkeep.schemas import Due, StaleParameters
from app.editorial.upkeep.standing import Around, around
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow, RequirementRow
from app.knowledge.models.shared import ProductTypeRow, TopicRow
from app.knowledge.staleness import stale
from app.vocabulary.lists import State

Data = dict[str, Any]

_ENTRY = EntryRow.__table__.c
_GONE = ("superseded", "historic")


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the list: the greater risk first, then the older fact (without a date before all)."""

    risk: int
    fact_as_of: str
    checked_on: str
    id: str

    @property
    def key(self) -> tuple[int, str, str, str]:
        """What the list is sorted by."""
        return -self.risk, self.fact_as_of, self.checked_on, self.id

    def text(self) -> str:
        """As a cursor carries it."""
        return f"{self.risk} {self.fact_as_of or '-'} {self.checked_on}"


def place_of(text: str, id_: str) -> Place | None:
    """The place that a cursor names; null where it names none."""
    words = text.split(" ")
    if len(words) != 3 or not words[0].isdecimal() or len(words[0]) > 4:
        return None
    return Place(int(words[0]), "" if words[1] == "-" else words[1], words[2], id_)


@dataclass(frozen=True)
class _More:
    """What is read for the entries of a page alone."""

    product_types: dict[int, list[str]]
    working: dict[int, Data]


@dataclass(frozen=True)
class _Listed:
    """An entry that is due: its row, its topics, and why it weighs what it does."""

    row: Any
    topics: list[str]
    reasons: tuple[Reason, ...]

    @property
    def place(self) -> Place:
        return Place(risk(self.reasons), self.row.fact_as_of_high or "", self.row.checked_on, self.row.id)

    def shown(self, today: date, within_days: int, more: _More) -> Data:
        row = self.row
        said = {
            "kind": row.kind,
            "topics": self.topics,
            "currency_status": row.currency_status,
            "fact_as_of": row.fact_as_of_written,
            "review_due_on": row.review_due_on,
        }
        return {
            **said,
            "id": row.id,
            "country": row.country,
            "title": row.title_en or row.title_ko,
            "product_types": more.product_types.get(row.key, []),
            "due": due_for(row, today, within_days),
            "stale": stale(said, today.isoformat()),
            "checked_on": row.checked_on,
            "risk": self.place.risk,
            "reasons": [{"code": one.code, "points": one.points, "count": one.count} for one in self.reasons],
            "open_reports": next((one.count for one in self.reasons if one.code == RiskCode.reported), 0),
            "open_revision": more.working.get(row.record_key),
            "url": f"/v1/entries/{row.id}",
        }


def due_page(
    connection: Connection, parameters: StaleParameters, today: date, after: Place | None
) -> tuple[list[Data], int, Place | None]:
    """A page of what is due, how many there are in all, and the place of the last one where more follow.

    Raises `Refused` for a country, topic or product type that is not published.
    """
    topics, known = _topics(connection), around(connection)
    found = [
        _Listed(row, topics.get(row.key, []), tuple(_reasons(row, topics.get(row.key, []), known)))
        for row in connection.execute(_query(connection, parameters, today))
    ]
    found.sort(key=lambda one: one.place.key)
    rest = [one for one in found if after is None or one.place.key > after.key]
    shown = rest[: parameters.limit]
    more = _more(connection, [one.row for one in shown])
    items = [one.shown(today, parameters.within_days, more) for one in shown]
    return items, len(found), shown[-1].place if len(rest) > len(shown) else None


def due_for(row: Any, today: date, within_days: int) -> list[Due]:
    """Why an entry is due, by its `review_due_on`, `stale_after` and `currency_status`; empty where it is not."""
    by = (today + timedelta(days=within_days)).isoformat()
    found = {
        Due.review_due: row.review_due_on is not None and row.review_due_on <= by,
        Due.too_old: row.stale_after is not None and row.stale_after < today.isoformat(),
        Due.superseded: row.currency_status in _GONE,
        Due.undated: row.stale_after is None,
    }
    return [why for why, holds in found.items() if holds]


def _query(connection: Connection, parameters: StaleParameters, today: date) -> Select[Any]:
    wanted: list[ColumnElement[bool]] = [Revision.state == State.published, Revision.content.is_not(None)]
    if parameters.country:
        wanted.append(_ENTRY.country.in_(countries(connection, parameters.country)))
    if parameters.kind:
        wanted.append(_ENTRY.kind.in_(parameters.kind))
    if parameters.topic:
        topics = published(connection, "topic", parameters.topic, "topic")
        wanted.append(exists().where(TopicRow.revision_key == Revision.key, TopicRow.topic.in_(topics)))
    if parameters.product_type:
        types = published(connection, "product_type", parameters.product_type, "product_type")
        named = and_(ProductTypeRow.role == "named", ProductTypeRow.product_type.in_(types))
        wanted.append(exists().where(ProductTypeRow.revision_key == Revision.key, named))
    text = today.isoformat()
    conditions = {
        Due.review_due: _ENTRY.review_due_on <= (today + timedelta(days=parameters.within_days)).isoformat(),
        Due.too_old: _ENTRY.stale_after < text,
        Due.superseded: _ENTRY.currency_status.in_(_GONE),
        Due.undated: _ENTRY.stale_after.is_(None),
    }
    wanted.append(or_(*(conditions[Due(one)] for one in parameters.due or Due)))
    columns = (_ENTRY[name] for name in _SHOWN)
    return (
        select(Revision.key, Revision.record_key, *columns, RequirementRow.obligation)
        .join(EntryRow, EntryRow.revision_key == Revision.key)
        .outerjoin(RequirementRow, RequirementRow.revision_key == Revision.key)
        .where(*wanted)
    )


_SHOWN = (
    *("id", "kind", "country", "title_en", "title_ko", "currency_status", "checked_on", "review_due_on"),
    *("fact_as_of_written", "fact_as_of_high", "stale_after"),
)


def _topics(connection: Connection) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(TopicRow.revision_key, TopicRow.topic)
        .join(Revision, Revision.key == TopicRow.revision_key)
        .where(Revision.state == State.published)
        .order_by(TopicRow.revision_key, TopicRow.position)
    )
    for key, topic in connection.execute(query):
        found[key].append(topic)
    return found


def _reasons(row: Any, topics: list[str], known: Around) -> list[Reason]:
    return reasons(
        Standing(
            kind=row.kind,
            obligation=row.obligation,
            fees=not known.fee_topics.isdisjoint(topics),
            dated=row.stale_after is not None,
            reports=known.reports[row.id],
            disagreements=known.disagreements[row.id],
            uses=known.uses[row.id],
            verdicts=known.verdicts.get(row.id, ()),
        )
    )


def _more(connection: Connection, rows: list[Any]) -> _More:
    types: dict[int, list[str]] = defaultdict(list)
    named = (
        select(ProductTypeRow.revision_key, ProductTypeRow.product_type)
        .where(ProductTypeRow.role == "named", ProductTypeRow.revision_key.in_([row.key for row in rows]))
        .order_by(ProductTypeRow.revision_key, ProductTypeRow.position)
    )
    for key, product_type in connection.execute(named):
        types[key].append(product_type)
    opened = select(Revision.record_key, Revision.key, Revision.state, Revision.change_type).where(
        Revision.record_key.in_([row.record_key for row in rows]), Revision.state.in_(OPEN)
    )
    working = {
        one.record_key: {"id": one.key, "state": one.state, "change_type": one.change_type}
        for one in connection.execute(opened)
    }
    return _More(types, working)
