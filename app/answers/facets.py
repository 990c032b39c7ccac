"""Facets of a list of entries: how many have each value of a field."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from app.answers import conditions
from app.answers.conditions import ENTRY
from app.answers.filters import Filters
from app.answers.narrowed import counts
from app.editions.faults import InvalidValue
from app.editions.view import View
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow, PolicyRow, RelianceScopeRow, RequirementRow
from app.knowledge.models.procedure import ProcedureRow
from app.knowledge.models.shared import TopicRow
from app.vocabulary.lists import EntryKind, Stale

_FACETS: dict[str, ColumnElement[Any]] = {
    "country": ENTRY.country,
    "kind": ENTRY.kind,
    "currency_status": ENTRY.currency_status,
    "evidence_grade": ENTRY.evidence_grade,
    "confidence": ENTRY.confidence,
}
_KIND_FACETS: dict[str, tuple[EntryKind, Any]] = {
    "obligation": (EntryKind.requirement, RequirementRow),
    "licence": (EntryKind.procedure, ProcedureRow),
    "assessment": (EntryKind.procedure, ProcedureRow),
    "acceleration": (EntryKind.procedure, ProcedureRow),
    "scope": (EntryKind.reliance, RelianceScopeRow),
    "status": (EntryKind.policy, PolicyRow),
}


def facet_names(text: str | None, kind: EntryKind | None) -> list[str]:
    """The fields that are asked for, comma-separated. Raises `InvalidValue` for one that a kind has not."""
    if text is None:
        return []
    own = [name for name, (of_kind, _) in _KIND_FACETS.items() if kind in (None, of_kind)]
    valid = [*_FACETS, "product_type", "topic", "stale", *own]
    names = list(dict.fromkeys(text.split(",")))
    for name in names:
        if name not in valid:
            raise InvalidValue("facets", f"there is no facet {name or '(empty)'}", value=name, valid=valid)
    return names


def facet(
    view: View, filters: Filters, base: ColumnElement[bool], kind: EntryKind | None, name: str
) -> list[dict[str, Any]]:
    """Values and counts of one field, most frequent first, its own filter left aside. `base` is for the kind."""
    where = [base, *filters.without(name)]
    told = counts(view, filters, kind, name)
    if told is not None:
        found = told
    elif name == "product_type":
        tree, number = view.snapshot.tree, view.edition.number
        types = view.snapshot.of("product_type")
        found = _count_each(view, where, {one: conditions.holds_for(tree, [one], number) for one in types})
    elif name == "stale":
        found = _count_each(view, where, {str(one): conditions.is_stale(one, view.today) for one in Stale})
    else:
        found = _count_groups(view, where, name)
    order = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "count": count} for value, count in order if count]


def _count_each(
    view: View, where: Sequence[ColumnElement[bool]], tests: dict[str, ColumnElement[bool]]
) -> dict[str, int]:
    columns = [func.coalesce(func.sum(case((test, 1), else_=0)), 0) for test in tests.values()]
    query = (
        select(*columns)
        .select_from(EntryRow)
        .join(Revision, Revision.key == EntryRow.revision_key)
        .where(conditions.readable(view.edition.number), *where)
    )
    return dict(zip(tests, view.connection.execute(query).one(), strict=True))


def _count_groups(view: View, where: Sequence[ColumnElement[bool]], name: str) -> dict[str, int]:
    query = (
        select(func.count().label("count"))
        .select_from(EntryRow)
        .join(Revision, Revision.key == EntryRow.revision_key)
    )
    if name in _FACETS:
        value = _FACETS[name]
    elif name == "topic":
        query = query.join(TopicRow, TopicRow.revision_key == EntryRow.revision_key)
        value = TopicRow.__table__.c.topic
    else:
        row = _KIND_FACETS[name][1]
        query = query.join(row, row.revision_key == EntryRow.revision_key)
        value = row.__table__.c[name]
    counted = query.add_columns(value.label("value")).where(
        conditions.readable(view.edition.number), value.is_not(None), *where
    )
    return {row[1]: row[0] for row in view.connection.execute(counted.group_by(value))}
