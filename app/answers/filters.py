"""Filters of a list of entries as SQL conditions, each under its parameter's name.

Keeping them apart by name lets a facet ignore its own filter, and lets `meta.unclassified` count the entries
that one filter left out only because their own value is not known.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from app.answers import conditions
from app.answers.conditions import ENTRY, has, one_of
from app.answers.parameters import EntryFilters
from app.database.base import Base
from app.editions.faults import InvalidValue
from app.editions.known import known
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
from app.vocabulary.lists import Disclosure
from app.vocabulary.tokens import fold

Condition = ColumnElement[bool]


@dataclass
class Filters:
    """The conditions of one question, by parameter, and for each what "not known" means."""

    conditions: dict[str, Condition] = field(default_factory=dict)
    unknown: dict[str, Condition] = field(default_factory=dict)
    product_types: tuple[str, ...] = ()
    day: date | None = None
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of the filters that `app.answers.narrowed` knows as sets."""

    def without(self, *names: str | None) -> list[Condition]:
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
            if name in ("kind", "document"):
                filters.values[name] = tuple(map(str, given[name]))
    return filters


def _by_vocabulary(view: View, parameters: EntryFilters, filters: Filters) -> None:
    snapshot, put = view.snapshot, filters.conditions
    if parameters.country:
        codes = known(
            "country", [one.upper() for one in parameters.country], snapshot.of("jurisdiction"), "jurisdiction"
        )
        put["country"] = one_of(ENTRY.country, codes)
        filters.values["country"] = tuple(codes)
    if parameters.product_type:
        types = known("product_type", parameters.product_type, snapshot.of("product_type"), "product type")
        filters.product_types = filters.values["product_type"] = tuple(types)
        put["product_type"] = conditions.holds_for(snapshot.tree, types, view.edition.number)
        filters.unknown["product_type"] = conditions.names_no_product_type()
    if parameters.topic:
        topics = known("topic", parameters.topic, snapshot.of("topic"), "topic")
        put["topic"] = has(TopicRow, topic=topics)
        filters.values["topic"] = tuple(topics)
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
            put[name] = one_of(ENTRY[name], values)
    if parameters.confidence:
        filters.unknown["confidence"] = ENTRY.confidence.is_(None)
    if parameters.source:
        put["source"] = has(CitationRow, source=_sources(view, parameters.source))
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
    return view.connection.scalar(
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .join(SourceAliasRow, SourceAliasRow.revision_key == Revision.key)
        .where(live_in(view.edition.number), SourceAliasRow.id == alias)
        .order_by(Record.id)
    )


def _ids(view: View, type_: str) -> list[str]:
    """Ids of all records of a type that the edition holds."""
    query = select(Record.id).join(Revision, Revision.record_key == Record.key)
    return list(view.connection.scalars(query.where(live_in(view.edition.number), Record.type == type_)))


def _from_events(view: View, ids: list[str]) -> Condition:
    known("event", ids, _ids(view, "event"), "event")
    held = live_in(view.edition.number)
    sessions = (
        select(SessionRow.id)
        .join(Revision, Revision.key == SessionRow.revision_key)
        .where(held, SessionRow.event.in_(ids))
    )
    said = (
        select(LinkRow.target)
        .join(StatementRow, StatementRow.revision_key == LinkRow.revision_key)
        .join(Revision, Revision.key == StatementRow.revision_key)
        .where(
            held,
            LinkRow.relation == "entry",
            StatementRow.disclosure != Disclosure.internal,
            StatementRow.session.in_(sessions.correlate(None)),
        )
    )
    return ENTRY.id.in_(said.correlate(None))


Built = tuple[Condition, Condition | None]


def _document(view: View, given: dict[str, Any]) -> Built:
    known("document", given["document"], view.snapshot.of("document"), "document")
    unmapped = RequiredDocumentRow.__table__.c.id.is_(None)
    asked_for = has(RequiredDocumentRow, id=given["document"])
    return asked_for, and_(not_(asked_for), has(RequiredDocumentRow, unmapped))


def _reference(view: View, given: dict[str, Any]) -> Built:
    """`reference` and `answer` speak of one and the same reference."""
    cells = RelianceReferenceRow.__table__.c
    where: list[Condition] = []
    if given.get("reference"):
        valid = [*view.snapshot.of("authority"), *view.snapshot.of("group")]
        names = known("reference", [one.upper() for one in given["reference"]], valid, "authority or group")
        where.append(or_(cells.authority.in_(names), cells.reference_group.in_(names)))
    if given.get("answer"):
        where.append(one_of(cells.answer, given["answer"]))
    return has(RelianceReferenceRow, *where), None


def _procedure(view: View, given: dict[str, Any]) -> Built:
    known("procedure", given["procedure"], _ids(view, "procedure"), "procedure")
    return _nullable(ObservedTimeRow, "procedure", given["procedure"])


def _nullable(row: type[Base], name: str, values: list[str]) -> Built:
    """A column that can be null: entries whose value is not known do not match, and are counted."""
    cell = row.__table__.c[name]
    return has(row, one_of(cell, values)), has(row, cell.is_(None))


def _effective_from(_: View, given: dict[str, Any]) -> Built:
    first = day_range(given["effective_from"])[0].isoformat()
    cells = PolicyRow.__table__.c
    straddles = and_(cells.effective_from_low < first, cells.effective_from_high >= first)
    unknown = or_(cells.effective_from_low.is_(None), straddles)
    return has(PolicyRow, cells.effective_from_low >= first), has(PolicyRow, unknown)


def _effective_until(_: View, given: dict[str, Any]) -> Built:
    last = day_range(given["effective_until"])[1].isoformat()
    cells = PolicyRow.__table__.c
    straddles = and_(cells.effective_from_low <= last, cells.effective_from_high > last)
    unknown = or_(cells.effective_from_low.is_(None), straddles)
    return has(PolicyRow, cells.effective_from_high <= last), has(PolicyRow, unknown)


_OWN: dict[str, Callable[[View, dict[str, Any]], Built]] = {
    "kind": lambda _, given: (one_of(ENTRY.kind, given["kind"]), None),
    "obligation": lambda _, given: (has(RequirementRow, obligation=given["obligation"]), None),
    "document": _document,
    "licence": lambda _, given: (has(ProcedureRow, licence=given["licence"]), None),
    "assessment": lambda _, given: _nullable(ProcedureRow, "assessment", given["assessment"]),
    "acceleration": lambda _, given: _nullable(ProcedureRow, "acceleration", given["acceleration"]),
    "reference": _reference,
    "answer": _reference,
    "scope": lambda _, given: (has(RelianceScopeRow, scope=given["scope"]), None),
    "procedure": _procedure,
    "status": lambda _, given: (has(PolicyRow, status=given["status"]), None),
    "effective_from": _effective_from,
    "effective_until": _effective_until,
}
"""The filters of single kinds: each gives its condition, and what "not known" means where a value can be null."""
