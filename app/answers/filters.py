"""Filters of a list of entries as SQL conditions, each under its parameter's name.

Keeping them apart by name lets a facet ignore its own filter, and lets `meta.unclassified` count the entries
that one filter left out only because their own value is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.answers import conditions
from app.answers.conditions import ENTRY
from app.answers.parameters import EntryFilters
from app.editions.faults import InvalidValue
from app.editions.live import live_in
from app.editions.view import View
from app.knowledge.models import Record, Revision
from app.knowledge.models.entry import (
    ObservedTimeRow,
    PolicyRow,
    RelianceReferenceRow,
    RelianceScopeRow,
    RequiredDocumentRow,
    RequirementRow,
)
from app.knowledge.models.procedure import ProcedureRow
from app.knowledge.models.shared import CitationRow, LinkRow, TopicRow
from app.knowledge.models.supporting import SessionRow, SourceAliasRow, StatementRow
from app.vocabulary.dates import day_range
from app.vocabulary.tokens import fold

Condition = ColumnElement[bool]


@dataclass
class Filters:
    """The conditions of one question, by parameter, and for each what "not known" means."""

    conditions: dict[str, Condition] = field(default_factory=dict)
    unknown: dict[str, Condition] = field(default_factory=dict)
    product_types: tuple[str, ...] = ()
    day: date | None = None

    def without(self, *names: str) -> list[Condition]:
        """All conditions but those of the named parameters."""
        return [condition for name, condition in self.conditions.items() if name not in names]


def build_filters(view: View, parameters: EntryFilters) -> Filters:
    """Check every value against the edition's vocabulary and turn the filters into conditions.

    Raises a 422 problem for a value that the edition does not know, naming the nearest it does.
    """
    filters = Filters()
    _by_vocabulary(view, parameters, filters)
    _by_time(view, parameters, filters)
    _by_evidence(view, parameters, filters)
    given = parameters.model_dump(mode="python")
    for name, build in _OWN.items():
        if given.get(name):
            condition, unknown = build(view, given)
            filters.conditions[name] = condition
            if unknown is not None:
                filters.unknown[name] = unknown
    return filters


def known(parameter: str, values: Iterable[str], valid: Iterable[str], noun: str) -> list[str]:
    """The values, if all are valid; else a 422 problem with the nearest."""
    words = list(valid)
    found = set(words)
    for value in values:
        if value not in found:
            raise InvalidValue(parameter, f"no {noun} is called {value}", value=value, valid=words)
    return list(values)


def _by_vocabulary(view: View, parameters: EntryFilters, filters: Filters) -> None:
    snapshot, put = view.snapshot, filters.conditions
    if parameters.country:
        codes = known(
            "country", [one.upper() for one in parameters.country], snapshot.of("jurisdiction"), "jurisdiction"
        )
        put["country"] = ENTRY.country.in_(codes)
    if parameters.product_type:
        types = known("product_type", parameters.product_type, snapshot.of("product_type"), "product type")
        filters.product_types = tuple(types)
        reached = or_(*(conditions.names_product_type(snapshot.tree, one) for one in types))
        put["product_type"] = and_(reached, ~conditions.overridden(snapshot.tree, types, view.edition.number))
        filters.unknown["product_type"] = conditions.names_no_product_type()
    if parameters.topic:
        topics = known("topic", parameters.topic, snapshot.of("topic"), "topic")
        row = aliased(TopicRow)
        put["topic"] = exists().where(row.revision_key == ENTRY.revision_key, row.topic.in_(topics))
    if parameters.q:
        put["q"] = conditions.has_words(fold(parameters.q).split())


def _by_time(view: View, parameters: EntryFilters, filters: Filters) -> None:
    put = filters.conditions
    if parameters.applies_on:
        filters.day = date.fromisoformat(parameters.applies_on)
        put["applies_on"] = conditions.may_apply_on(filters.day)
    if parameters.checked_before:
        put["checked_before"] = ENTRY.checked_on < parameters.checked_before
    if parameters.stale:
        put["stale"] = or_(*(conditions.is_stale(one, view.today) for one in parameters.stale))


def _by_evidence(view: View, parameters: EntryFilters, filters: Filters) -> None:
    put = filters.conditions
    for name in ("currency_status", "evidence_grade", "confidence"):
        values = getattr(parameters, name)
        if values:
            put[name] = ENTRY[name].in_(values)
    if parameters.confidence:
        filters.unknown["confidence"] = ENTRY.confidence.is_(None)
    if parameters.source:
        row_ = aliased(CitationRow)
        put["source"] = exists().where(
            row_.revision_key == ENTRY.revision_key, row_.source.in_(_sources(view, parameters.source))
        )
    if parameters.event:
        put["event"] = _from_events(view, parameters.event)


def _sources(view: View, ids: list[str]) -> list[str]:
    """Source ids, aliases resolved."""
    found = view.sources(set(ids))
    missing = [id_ for id_ in ids if id_ not in found]
    resolved = list(found)
    for id_ in missing:
        survivor = source_behind(view, id_)
        if survivor is None:
            raise InvalidValue("source", f"no source is called {id_}; /v1/sources lists them")
        resolved.append(survivor)
    return resolved


def source_behind(view: View, alias: str) -> str | None:
    """The source that took over the id `alias` when two were merged."""
    row = aliased(SourceAliasRow)
    return view.connection.scalar(
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .join(row, row.revision_key == Revision.key)
        .where(live_in(view.edition.number), row.id == alias)
        .order_by(Record.id)
    )


def _ids(view: View, type_: str) -> list[str]:
    """Ids of all records of a type that the edition holds."""
    query = select(Record.id).join(Revision, Revision.record_key == Record.key)
    return list(view.connection.scalars(query.where(live_in(view.edition.number), Record.type == type_)))


def _from_events(view: View, ids: list[str]) -> Condition:
    known("event", ids, _ids(view, "event"), "event")
    statement_revision, session_revision = aliased(Revision), aliased(Revision)
    link, statement, session = aliased(LinkRow), aliased(StatementRow), aliased(SessionRow)
    number = view.edition.number
    said = (
        select(link.target)
        .join(statement, statement.revision_key == link.revision_key)
        .join(statement_revision, statement_revision.key == statement.revision_key)
        .join(session, session.id == statement.session)
        .join(session_revision, session_revision.key == session.revision_key)
        .where(
            link.relation == "entry",
            session.event.in_(ids),
            *(
                and_(one.published_in <= number, or_(one.removed_in.is_(None), one.removed_in > number))
                for one in (statement_revision, session_revision)
            ),
        )
    )
    return ENTRY.id.in_(said)


Built = tuple[Condition, Condition | None]


def _in_kind(row: Any, column: str, values: list[str], *, nullable: bool = False) -> Built:
    """A column of a kind's own table; entries of other kinds have no such row and do not match."""
    table = aliased(row)
    own = table.revision_key == ENTRY.revision_key
    cell = getattr(table, column)
    return exists().where(own, cell.in_(values)), exists().where(own, cell.is_(None)) if nullable else None


def _document(view: View, given: dict[str, Any]) -> Built:
    known("document", given["document"], view.snapshot.of("document"), "document")
    return _in_kind(RequiredDocumentRow, "id", given["document"], nullable=True)


def _reference(view: View, given: dict[str, Any]) -> Built:
    """`reference` and `answer` speak of one and the same reference."""
    row = aliased(RelianceReferenceRow)
    condition = row.revision_key == ENTRY.revision_key
    if given.get("reference"):
        valid = [*view.snapshot.of("authority"), *view.snapshot.of("group")]
        names = known("reference", [one.upper() for one in given["reference"]], valid, "authority or group")
        condition = and_(condition, or_(row.authority.in_(names), row.reference_group.in_(names)))
    if given.get("answer"):
        condition = and_(condition, row.answer.in_(given["answer"]))
    return exists().where(condition), None


def _effective_from(_: View, given: dict[str, Any]) -> Built:
    low = day_range(given["effective_from"])[0].isoformat()
    table = PolicyRow.__table__.alias()
    own = table.c.revision_key == ENTRY.revision_key
    inside = and_(table.c.effective_from_low < low, table.c.effective_from_high >= low)
    return (
        exists().where(own, table.c.effective_from_low >= low),
        exists().where(own, or_(table.c.effective_from_low.is_(None), inside)),
    )


def _effective_until(_: View, given: dict[str, Any]) -> Built:
    high = day_range(given["effective_until"])[1].isoformat()
    table = PolicyRow.__table__.alias()
    own = table.c.revision_key == ENTRY.revision_key
    inside = and_(table.c.effective_from_low <= high, table.c.effective_from_high > high)
    return (
        exists().where(own, table.c.effective_from_high <= high),
        exists().where(own, or_(table.c.effective_from_low.is_(None), inside)),
    )


def _of_procedure(view: View, given: dict[str, Any]) -> Built:
    known("procedure", given["procedure"], _ids(view, "procedure"), "procedure")
    return _in_kind(ObservedTimeRow, "procedure", given["procedure"], nullable=True)


_OWN = {
    "kind": lambda _, given: (ENTRY.kind.in_(given["kind"]), None),
    "obligation": lambda _, given: _in_kind(RequirementRow, "obligation", given["obligation"]),
    "document": _document,
    "licence": lambda _, given: _in_kind(ProcedureRow, "licence", given["licence"]),
    "assessment": lambda _, given: _in_kind(ProcedureRow, "assessment", given["assessment"], nullable=True),
    "acceleration": lambda _, given: _in_kind(ProcedureRow, "acceleration", given["acceleration"], nullable=True),
    "reference": _reference,
    "answer": _reference,
    "scope": lambda _, given: _in_kind(RelianceScopeRow, "scope", given["scope"]),
    "procedure": _of_procedure,
    "status": lambda _, given: _in_kind(PolicyRow, "status", given["status"]),
    "effective_from": _effective_from,
    "effective_until": _effective_until,
}
"""The filters of single kinds: each gives its condition, and what "not known" means where a value can be null."""
