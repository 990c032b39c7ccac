"""A page of entries: filtered, counted, sorted by a keyset, with facets."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)

from app.answers import conditions
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, held_entries, items, summaries
from app.answers.filters import Filters, build_filters
from app.answers.parameters import ListParameters
from app.editions.faults import InvalidValue
from app.editions.kept import Kept
from app.editions.view import Page, Position, View
from app.knowledge.models import Redaction, Revision
from app.knowledge.models.entry import EntryRow, PolicyRow, RelianceScopeRow, RequirementRow
from app.knowledge.models.procedure import ProcedureRow
from app.knowledge.models.shared import TopicRow
from app.vocabulary.lists import EntryKind, Stale

_NO_FILTERS = {"edition", "as_of", "lang", "limit", "cursor", "facets", "view", "format"}
_COUNTS, _PAGES = 24, 4  # of one question: counts and facets, and pages, that are kept
_LAST = "\uffff"  # sorts behind every text that a sorted column holds

_SORTS: dict[str, ColumnElement[Any]] = {
    "id": ENTRY.id,
    "country": ENTRY.country,
    "kind": ENTRY.kind,
    "checked_on": ENTRY.checked_on,
    "review_due_on": ENTRY.review_due_on,
    "fact_as_of": ENTRY.fact_as_of_low,
    "applies_from": ENTRY.applies_from_low,
    "evidence_grade": ENTRY.evidence_grade,
}
_ALWAYS_THERE = {name for name, column in _SORTS.items() if not column.nullable}
_POLICY_SORTS = ("announced_on", "effective_from", "transition_until")

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


@dataclass(frozen=True)
class _Keys:
    """What stands on a page of a list: keys of revisions in their order, and where the list goes on."""

    keys: tuple[int, ...]
    end: Position | None


@dataclass(frozen=True)
class _Found:
    """The items of a page, when each was checked, and where the list goes on."""

    items: Sequence[Any]
    checked_on: Sequence[str]
    end: Position | None


@dataclass(frozen=True)
class _Asked:
    """A list as statements, and what they found. Making them takes longer than running them, and an edition never
    changes: both are kept for the edition and day.
    """

    filters: Filters
    base: ColumnElement[bool]
    key: ColumnElement[Any]
    descending: bool
    page: Select[Any]
    count: Select[Any]
    unclassified: dict[str, Select[Any]]
    counts: Kept[Any] = field(default_factory=lambda: Kept(_COUNTS))
    pages: Kept[_Keys] = field(default_factory=lambda: Kept(_PAGES))


def entry_page(view: View, parameters: ListParameters, after: Position | None, kind: EntryKind | None) -> Page:
    """The page of a list behind `after`. Raises `InvalidValue` for unknown values, sorts and facets."""
    facet_names = _facet_names(parameters.facets, kind)
    asked = view.store.questions.of(
        (view.edition.state, view.today, kind, parameters.model_dump_json(exclude=_NO_FILTERS)),
        lambda: _asked(view, parameters, kind),
    )
    found = _page(view, asked, parameters, after)
    body = {
        "edition": view.edition.number,
        "items": found.items,
        "next": None,
        # A list that ends on its first page needs no counting.
        "total": _counted(view, asked, "total", asked.count) if after or found.end else len(found.items),
        "facets": {name: _facet(view, asked, name) for name in facet_names} if facet_names else None,
        "meta": view.meta(
            oldest_checked_on=min(found.checked_on, default=None),
            unclassified={
                name: _counted(view, asked, ("unknown", name), one) for name, one in asked.unclassified.items()
            },
        ),
    }
    return Page(body, found.end)


def _page(view: View, asked: _Asked, parameters: ListParameters, after: Position | None) -> _Found:
    """The items of a page: full ones from memory, where all of them are there."""
    question = Question(asked.filters.product_types, asked.filters.day or view.today)
    place, full = (after, parameters.limit), parameters.view == "full"
    if (
        full
        and (known := asked.pages.get(place)) is not None
        and (held := held_entries(view, known.keys)) is not None
    ):
        built: list[Any] = [(one.written if view.as_json else one.shown)(view, question) for one in held]
        return _Found(built, [one.content["checked_on"] for one in held], known.end)
    query = asked.page.where(_beyond(after, asked.key, asked.descending)) if after else asked.page
    rows = view.connection.execute(query, {"rows": parameters.limit + 1}).all()
    shown, more = rows[: parameters.limit], len(rows) > parameters.limit
    end = Position(str(shown[-1].sort_key), shown[-1].id) if more else None
    asked.pages.put(place, _Keys(tuple(row.key for row in shown), end))
    built = (items if full else summaries)(view, shown, question)
    return _Found(built, [item["checked_on"] for item in built], end)


def _counted(view: View, asked: _Asked, name: Hashable, count: Select[Any]) -> int:
    found: int = asked.counts.of(name, lambda: view.connection.scalar(count) or 0)
    return found


def _asked(view: View, parameters: ListParameters, kind: EntryKind | None) -> _Asked:
    filters = build_filters(view, parameters)
    key, descending = _sort(parameters.sort, kind)
    base, number = conditions.of_kind(kind), view.edition.number
    where = [base, *filters.conditions.values()]
    page = entries_of(number, key.label("sort_key")).where(*where)
    page = page.order_by(key.desc() if descending else key.asc(), ENTRY.id.asc()).limit(
        bindparam("rows", type_=Integer)
    )
    unclassified = {
        name: _count(number, [base, *filters.without(name), unknown]) for name, unknown in filters.unknown.items()
    }
    return _Asked(filters, base, key, descending, page, _count(number, where), unclassified)


def _sort(name: str, kind: EntryKind | None) -> tuple[ColumnElement[Any], bool]:
    field = name.removeprefix("-")
    descending = name.startswith("-")
    valid = dict(_SORTS)
    if kind == EntryKind.policy:
        for one in _POLICY_SORTS:
            valid[one] = _policy_date(one)
    if field not in valid:
        both = [*valid, *(f"-{one}" for one in valid)]
        raise InvalidValue("sort", f"a list cannot be sorted by {field}", value=name, valid=both)
    column = valid[field]
    if field in _ALWAYS_THERE:  # as it stands, an index over it gives the order
        return column, descending
    # Unknown values come last whichever way the list is sorted.
    return func.coalesce(column, "" if descending else _LAST), descending


def _policy_date(name: str) -> ColumnElement[Any]:
    table = PolicyRow.__table__
    return select(table.c[f"{name}_low"]).where(table.c.revision_key == ENTRY.revision_key).scalar_subquery()


def _beyond(after: Position, key: ColumnElement[Any], descending: bool) -> ColumnElement[bool]:
    if key is ENTRY.id and not descending:
        return ENTRY.id > after.id  # said in one word, an index can begin there
    further = key < after.key if descending else key > after.key
    return or_(further, and_(key == after.key, ENTRY.id > after.id))


def _count(edition: int, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """How many entries there are. Those that are absent are few: leaving them out needs no look at all others."""
    return select(func.count()).select_from(EntryRow).where(ENTRY.revision_key.not_in(_absent(edition)), *where)


def _absent(edition: int) -> CompoundSelect[Any]:
    """The revisions that an edition does not show: removed by then, published later or not yet, or redacted."""
    key = select(Revision.key)
    return union_all(
        key.where(Revision.removed_in <= edition),
        key.where(Revision.published_in > edition),
        key.where(Revision.published_in.is_(None)),
        select(Redaction.revision_key),
    )


def _facet_names(text: str | None, kind: EntryKind | None) -> list[str]:
    if text is None:
        return []
    own = [name for name, (of_kind, _) in _KIND_FACETS.items() if kind in (None, of_kind)]
    valid = [*_FACETS, "product_type", "topic", "stale", *own]
    names = list(dict.fromkeys(text.split(",")))
    for name in names:
        if name not in valid:
            raise InvalidValue("facets", f"there is no facet {name or '(empty)'}", value=name, valid=valid)
    return names


def _facet(view: View, asked: _Asked, name: str) -> list[dict[str, Any]]:
    """Values and counts of one field, most frequent first, its own filter left aside."""
    found: list[dict[str, Any]] = asked.counts.of(("facet", name), lambda: _facet_of(view, asked, name))
    return found


def _facet_of(view: View, asked: _Asked, name: str) -> list[dict[str, Any]]:
    where = [asked.base, *asked.filters.without(name)]
    if name == "product_type":
        tree, number = view.snapshot.tree, view.edition.number
        types = view.snapshot.of("product_type")
        counts = _count_each(view, where, {one: conditions.holds_for(tree, [one], number) for one in types})
    elif name == "stale":
        counts = _count_each(view, where, {str(one): conditions.is_stale(one, view.today) for one in Stale})
    else:
        counts = _count_groups(view, where, name)
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
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
