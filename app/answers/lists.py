"""A page of entries: filtered, counted, sorted by a keyset."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union_all,
)

from app.answers import conditions
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, held_entries, items, summaries
from app.answers.facets import facet, facet_names
from app.answers.filters import Filters, build_filters
from app.answers.narrowed import SETS, Narrowed, naming_no_product_type, narrowed, passed
from app.answers.parameters import ListParameters
from app.editions.faults import InvalidValue
from app.editions.kept import Kept
from app.editions.members import keys_of
from app.editions.view import Page, Position, View
from app.knowledge.models import Redaction, Revision
from app.knowledge.models.entry import PolicyRow
from app.vocabulary.lists import EntryKind

_NO_FILTERS = {"edition", "as_of", "lang", "limit", "cursor", "facets", "view", "format"}
_COUNTS, _PAGES = 24, 4  # of one question: counts and facets, and pages, that are kept
_COUNTED = 5000  # entries that are counted one by one; of more a list says `total_at_least`
_FEW = 5000  # entries that are looked for by their keys
_SPARSE = 48  # how much dearer it is to look for an entry by its key than to pass one by
_KEYS = bindparam("keys", expanding=True, literal_execute=True, type_=Integer)
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


class _Count(NamedTuple):
    """How many there are: so many, or where it is not `exact` at least so many."""

    number: int
    exact: bool


@dataclass(frozen=True)
class _Asked:
    """A list as statements, and what they found. Making them takes longer than running them, and an edition never
    changes: both are kept for the edition and day. `few`: the keys among which all that it finds are, if few.
    """

    kind: EntryKind | None
    filters: Filters
    base: ColumnElement[bool]
    key: ColumnElement[Any]
    descending: bool
    page: Select[Any]
    few: Sequence[int] | None
    total: _Count | None
    counts: Kept[Any] = field(default_factory=lambda: Kept(_COUNTS))
    pages: Kept[_Keys] = field(default_factory=lambda: Kept(_PAGES))


def entry_page(view: View, parameters: ListParameters, after: Position | None, kind: EntryKind | None) -> Page:
    """The page of a list behind `after`. Raises `InvalidValue` for unknown values, sorts and facets."""
    fields = facet_names(parameters.facets, kind)
    asked = view.store.questions.of(
        (view.edition.state, view.today, kind, parameters.model_dump_json(exclude=_NO_FILTERS)),
        lambda: _asked(view, parameters, kind),
    )
    found = _page(view, asked, parameters, after)
    # A list that ends on its first page needs no counting.
    total = _total(view, asked) if after or found.end else _Count(len(found.items), exact=True)
    unclassified = {
        name: asked.counts.of(("unknown", name), lambda name=name: _unclassified(view, asked, name))
        for name in asked.filters.unknown
    }
    body = {
        "edition": view.edition.number,
        "items": found.items,
        "next": None,
        "total": total.number if total.exact else None,
        "total_at_least": None if total.exact else total.number,
        "facets": {name: _facet(view, asked, name) for name in fields} if fields else None,
        "meta": view.meta(
            oldest_checked_on=min(found.checked_on, default=None),
            unclassified={name: one.number for name, one in unclassified.items() if one.exact},
            unclassified_at_least={name: one.number for name, one in unclassified.items() if not one.exact},
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
    rows = _rows(view, asked, parameters.limit + 1, after)
    shown, more = rows[: parameters.limit], len(rows) > parameters.limit
    end = Position(str(shown[-1].sort_key), shown[-1].id) if more else None
    asked.pages.put(place, _Keys(tuple(row.key for row in shown), end))
    built = (items if full else summaries)(view, shown, question)
    return _Found(built, [item["checked_on"] for item in built], end)


def _facet(view: View, asked: _Asked, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked.counts.of(
        ("facet", name), lambda: facet(view, asked.filters, asked.base, asked.kind, name)
    )
    return found


def _rows(view: View, asked: _Asked, limit: int, after: Position | None) -> Sequence[Row[Any]]:
    """Rows of `entries_of` with their `sort_key`: so many behind `after`."""
    beyond = [_beyond(after, asked.key, asked.descending)] if after else []
    if asked.few is None:
        return view.connection.execute(asked.page.where(*beyond), {"rows": limit}).all()
    # First which they are: contents are long, and need not be sorted.
    found = asked.page.where(*beyond)
    keys = list(view.connection.scalars(found, {"rows": limit, "keys": list(asked.few)})) if asked.few else []
    if not keys:
        return ()
    query = entries_of(view.edition.number, asked.key.label("sort_key")).where(Revision.key.in_(_KEYS))
    rows = {row.key: row for row in view.connection.execute(query, {"keys": keys})}
    return [rows[key] for key in keys]


def _asked(view: View, parameters: ListParameters, kind: EntryKind | None) -> _Asked:
    filters = build_filters(view, parameters)
    key, descending = _sort(parameters.sort, kind)
    base, number = conditions.of_kind(kind), view.edition.number
    found = narrowed(view, filters, kind)
    in_order = key is ENTRY.id and not descending
    few = found.size**2 <= _SPARSE * passed(view, filters, kind) if in_order else found.size <= _FEW
    keys = _keys(found) if few else None
    if keys is None:
        page = entries_of(number, key.label("sort_key")).where(base, *filters.conditions.values())
    else:  # what sets tell already is not asked again: it would lead away from the keys
        page = select(ENTRY.revision_key).where(ENTRY.revision_key.in_(_KEYS), *filters.without(*SETS))
    page = page.order_by(key.desc() if descending else key.asc(), ENTRY.id.asc())
    page = page.limit(bindparam("rows", type_=Integer))
    total = _Count(found.size, exact=True) if found.whole else None
    return _Asked(kind, filters, base, key, descending, page, keys, total)


def _keys(found: Narrowed) -> Sequence[int] | None:
    return array("I", keys_of(found.bits)) if found.size <= _FEW else None


def _total(view: View, asked: _Asked) -> _Count:
    if asked.total is not None:
        return asked.total
    among = narrowed(view, asked.filters, asked.kind)
    counted: _Count = asked.counts.of("total", lambda: _count(view, asked, among))
    return counted


def _unclassified(view: View, asked: _Asked, name: str) -> _Count:
    """How many entries a filter left out because their own value is not known."""
    if name == "product_type":
        found = naming_no_product_type(view, asked.filters, asked.kind)
        if found.whole:
            return _Count(found.size, exact=True)
    else:
        found = narrowed(view, asked.filters, asked.kind, name)
    return _count(view, asked, found, name)


def _count(view: View, asked: _Asked, among: Narrowed, unknown: str | None = None) -> _Count:
    """How many of these entries there are, by looking at each; no more than `_COUNTED`.

    Or how many that the filter `unknown` left out because their own value is not known.
    """
    filters, entries = asked.filters, select(ENTRY.revision_key)
    if unknown is not None:
        entries = entries.where(filters.unknown[unknown])
    keys = _keys(among)
    if keys is not None:
        some = entries.where(ENTRY.revision_key.in_(_KEYS), *filters.without(unknown, *SETS)).subquery()
        count = select(func.count()).select_from(some)
        return _Count((view.connection.scalar(count, {"keys": list(keys)}) or 0) if keys else 0, exact=True)
    # Those that are absent are few: leaving them out needs no look at all others.
    shown = ENTRY.revision_key.not_in(_absent(view.edition.number))
    some = entries.where(asked.base, shown, *filters.without(unknown)).limit(_COUNTED + 1).subquery()
    found = view.connection.scalar(select(func.count()).select_from(some)) or 0
    return _Count(min(found, _COUNTED), exact=found <= _COUNTED)


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


def _absent(edition: int) -> CompoundSelect[Any]:
    """The revisions that an edition does not show: removed by then, published later or not yet, or redacted."""
    key = select(Revision.key)
    return union_all(
        key.where(Revision.removed_in <= edition),
        key.where(Revision.published_in > edition),
        key.where(Revision.published_in.is_(None)),
        select(Redaction.revision_key),
    )
