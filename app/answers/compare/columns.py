"""What each column of a comparison holds: its entries by place, its gaps and disagreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_

from app.answers import conditions
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, found_items
from app.answers.guides.held import binds, held, place
from app.answers.unknowns.unknowns import touching
from app.editions.view import View
from app.knowledge.models.shared import AdoptionRow, ProductTypeRow
from app.vocabulary.lists import EntryKind, GapStatus
from app.vocabulary.trees import through

Item = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One country and the entries that bind it: those in force, history, those to come, those that name no product
    type, and those in force that except the product type by their own words. Procedures have the paths that are open
    to the product type.
    """

    country: str
    now: list[Item]
    older: list[Item]
    coming: list[Item]
    not_stated: list[Item]
    excepting: list[Item]
    gaps: list[Item]
    disagreements: list[Item]

    @property
    def entries(self) -> list[Item]:
        """All entries of the column."""
        return [*self.now, *self.older, *self.coming, *self.not_stated, *self.excepting]


def columns(view: View, countries: Sequence[str], product_type: str, day: date) -> list[Column]:
    """The columns of these countries for a product type, in their order."""
    question = Question((product_type,), day)
    found = held(view, countries, product_type, day)
    excepting = _excepting(view, countries, question)
    return [
        _column(view, country, question, [one for one in found if binds(one, country)], excepting)
        for country in countries
    ]


def _column(view: View, country: str, question: Question, found: Sequence[Item], excepting: Sequence[Item]) -> Column:
    named: dict[str, list[Item]] = {"now": [], "older": [], "coming": []}
    not_stated: list[Item] = []
    for item in found:
        where = place(item, question.day)
        if item["here"]["applies_through"]:
            named[where].append(_open_to(view, item, question.product_types[0]))
        elif where == "now":
            not_stated.append(item)
    ids = [item["id"] for item in found]
    (product_type,) = question.product_types
    gaps = touching(view, "gap", country, product_type, ids)
    return Column(
        country,
        **named,
        not_stated=not_stated,
        excepting=[item for item in excepting if binds(item, country)],
        gaps=[one for one in gaps if one["status"] != GapStatus.closed],
        disagreements=touching(view, "disagreement", country, product_type, ids),
    )


def _open_to(view: View, item: Item, product_type: str) -> Item:
    """A procedure without the paths that name other product types alone; other entries as they are."""
    if item["kind"] != EntryKind.procedure:
        return item
    chain = view.snapshot.tree.chain(product_type, item["country"], item["kind"])
    paths = [one for one in item["variants"] if not one["product_types"] or through(chain, one["product_types"], [])]
    return {**item, "variants": paths}


def _excepting(view: View, countries: Sequence[str], question: Question) -> list[Item]:
    """Entries in force that would hold for the product type, but say themselves that they do not."""
    codes = list(countries)

    def find() -> Select[Any]:
        own = or_(ENTRY.country.in_(codes), conditions.has(AdoptionRow, jurisdiction=codes))
        return entries_of(view.edition.number).where(own, conditions.has(ProductTypeRow, role="excepted"))

    found = found_items(view, ("excepting", *codes), lambda: find().order_by(ENTRY.id), question)
    return [
        item
        for item in found
        if place(item, question.day) == "now" and _excepts(view, item, question.product_types[0])
    ]


def _excepts(view: View, item: Item, product_type: str) -> bool:
    chain = view.snapshot.tree.chain(product_type, item["country"], item["kind"])
    named, excepted = item["product_types"], item["except_product_types"]
    return through(chain, named, []) is not None and through(chain, named, excepted) is None
