"""The conditions on entries that more than one question asks: does it match, apply, is it stale."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, false, not_, or_, select, true

from app.database.base import Base
from app.editions.live import live_in
from app.editions.view import View
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import LinkRow, ProductTypeRow
from app.vocabulary.lists import EntryKind, Stale
from app.vocabulary.trees import INHERITING_KINDS, ProductTree

ENTRY = EntryRow.__table__.c
_OVERRIDING = EntryRow.__table__.alias("overriding")


def one_of(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Is a column one of a few values? Written out: a list of its own is expanded anew at every execution."""
    return or_(false(), *(column == value for value in values))


def has(
    row: type[Base], *where: ColumnElement[bool], entry: FromClause = EntryRow.__table__, **values: object
) -> ColumnElement[bool]:
    """Has an entry a row in this typed table for which all of `where` holds, and these column values?

    A list of values means any of them. Only the entry is correlated: the table is always the subquery's own.
    """
    table = row.__table__
    query = select(1).select_from(table).where(table.c.revision_key == entry.c.revision_key, *where)
    for name, value in values.items():
        column = table.c[name]
        query = query.where(one_of(column, value if isinstance(value, list | tuple) else (value,)))
    return exists(query.correlate(entry))


def along_the_tree(
    tree: ProductTree,
    product_type: str,
    kind: str,
    country: ColumnElement[str],
    build: Callable[[tuple[str, ...]], ColumnElement[bool]],
) -> ColumnElement[bool]:
    """What `build` makes of the chain of a product type, by each country's own tree where it differs."""
    default, own = tree.chains(product_type, kind)
    if not own:
        return build(default)
    return or_(
        and_(country.not_in(own), build(default)),
        *(and_(country == code, build(chain)) for code, chain in own.items()),
    )


@lru_cache(maxsize=512)
def names_product_type(
    tree: ProductTree, product_type: str, entry: FromClause = EntryRow.__table__
) -> ColumnElement[bool]:
    """Does an entry hold for `product_type`, by its kind's rule of inheritance and its country's tree?"""
    inherits = one_of(entry.c.kind, sorted(INHERITING_KINDS))

    def by_rule_of(kind: str) -> ColumnElement[bool]:
        return along_the_tree(tree, product_type, kind, entry.c.country, lambda chain: _matches(chain, entry))

    return or_(and_(inherits, by_rule_of("requirement")), and_(not_(inherits), by_rule_of("procedure")))


def _matches(chain: tuple[str, ...], entry: FromClause) -> ColumnElement[bool]:
    """Named for a type of the chain, with no exception as near or nearer."""
    return or_(
        *(
            and_(
                has(ProductTypeRow, entry=entry, role="named", product_type=product_type),
                not_(has(ProductTypeRow, entry=entry, role="excepted", product_type=chain[: position + 1])),
            )
            for position, product_type in enumerate(chain)
        )
    )


def names_no_product_type() -> ColumnElement[bool]:
    """The source does not say for which product types the entry holds."""
    return not_(has(ProductTypeRow, role="named"))


def overridden(tree: ProductTree, product_type: str, edition: int) -> ColumnElement[bool]:
    """Does another entry of this edition, which itself holds for the product type, override the entry?"""
    link = LinkRow.__table__
    return exists(
        select(1)
        .select_from(link)
        .join(_OVERRIDING, _OVERRIDING.c.revision_key == link.c.revision_key)
        .join(Revision, Revision.key == link.c.revision_key)
        .where(
            link.c.relation == "overrides",
            link.c.target == ENTRY.id,
            live_in(edition),
            names_product_type(tree, product_type, _OVERRIDING),
        )
        .correlate(EntryRow.__table__)
    )


def holds_for(tree: ProductTree, product_types: Iterable[str], edition: int) -> ColumnElement[bool]:
    """Does an entry hold for one of these product types, and does no other entry override it there?"""
    return or_(*(and_(names_product_type(tree, one), not_(overridden(tree, one, edition))) for one in product_types))


def may_apply_on(day: date) -> ColumnElement[bool]:
    """Everything but what surely does not hold that day (see `applies.py` for the same rule on contents)."""
    text = day.isoformat()
    ended = and_(ENTRY.applies_until_high.is_not(None), ENTRY.applies_until_high < text)
    later = and_(ENTRY.applies_from_low.is_not(None), ENTRY.applies_from_low > text)
    replaced = and_(
        ENTRY.applies_until_written.is_(None),
        one_of(ENTRY.currency_status, ("superseded", "historic")),
        ENTRY.checked_on <= text,
    )
    return not_(or_(ended, later, replaced))


def is_stale(answer: str, today: date) -> ColumnElement[bool]:
    """Is the entry's staleness `answer` on that day? The rule is `app.knowledge.staleness.stale`."""
    text = today.isoformat()
    gone = or_(
        one_of(ENTRY.currency_status, ("superseded", "historic")),
        and_(ENTRY.review_due_on.is_not(None), ENTRY.review_due_on < text),
    )
    undated = and_(not_(gone), ENTRY.stale_after.is_(None))
    old = and_(ENTRY.stale_after.is_not(None), ENTRY.stale_after < text)
    match answer:
        case Stale.yes:
            return or_(gone, old)
        case Stale.unknown:
            return undated
        case _:
            return and_(not_(gone), ENTRY.stale_after.is_not(None), ENTRY.stale_after >= text)


def has_words(words: Iterable[str]) -> ColumnElement[bool]:
    """Every word occurs in the entry's folded text."""
    found = [ENTRY.search_text.contains(word, autoescape=True) for word in words]
    return and_(*found) if found else true()


def of_kind(kind: EntryKind | None) -> ColumnElement[bool]:
    """Entries of one kind, or of all."""
    return ENTRY.kind == kind if kind else true()


def readable(edition: int) -> ColumnElement[bool]:
    """Entries that this edition shows: live in it, and not redacted."""
    return and_(live_in(edition), Revision.content.is_not(None))


def with_entries(view: View) -> list[str]:
    """The jurisdictions of which the edition has entries, by code; kept for the edition."""
    return list(view.store.questions.of((view.edition.state, "with entries"), lambda: _with_entries(view)))


def _with_entries(view: View) -> list[str]:
    query = (
        select(ENTRY.country)
        .select_from(EntryRow)
        .join(Revision, Revision.key == EntryRow.revision_key)
        .where(readable(view.edition.number))
        .distinct()
    )
    return sorted(view.connection.scalars(query))
