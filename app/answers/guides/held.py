"""What holds for a product type in a country: the entries, and whether each is the rule, to come, or history."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from sqlalchemy import Select, or_

from app.answers import conditions
from app.answers.applies import placed, under_way
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, found_items
from app.editions.view import View
from app.knowledge.models.shared import AdoptionRow
from app.vocabulary.dates import day_range
from app.vocabulary.lists import EntryKind, PolicyStatus

Item = dict[str, Any]


def held(view: View, countries: Iterable[str], product_type: str, day: date) -> list[Item]:
    """Entries that hold for the product type or do not say for which, overridden ones left out, by id.

    They are the countries' own, and those of regional instruments that one of them has adopted, as far as a
    source says so (`adopted_by`).
    """
    codes, edition = list(countries), view.edition.number

    def find() -> Select[Any]:
        own = or_(ENTRY.country.in_(codes), conditions.has(AdoptionRow, jurisdiction=codes))
        holds = conditions.holds_for(view.snapshot.tree, [product_type], edition)
        query = entries_of(edition).where(own, or_(holds, conditions.names_no_product_type()))
        return query.order_by(ENTRY.id)

    return found_items(view, ("held", *codes, product_type), find, Question((product_type,), day))


def binds(item: Item, country: str) -> bool:
    """Is an entry the country's own, or a regional one that it has adopted?"""
    return item["country"] == country or any(one["jurisdiction"] == country for one in item["adopted_by"])


def place(item: Item, day: date) -> Literal["now", "coming", "older"]:
    """Where an entry belongs: what may hold is shown among what holds, with its mark.

    A policy that is not wholly done yet is coming; one that was withdrawn is history.
    """
    where = placed(item, day)
    if item["kind"] == EntryKind.policy and item["status"] == PolicyStatus.withdrawn:
        return "older"
    if where in ("coming", "older"):
        return where
    return "coming" if item["kind"] == EntryKind.policy and under_way(item, day) else "now"


def next_date(item: Item, day: date) -> tuple[str, str] | None:
    """What of an entry comes next, and its partial date: `takes-effect`, `begins-to-apply` or `transition-ends`.

    The first of its dates that may lie on the day or after it; null where it names none.
    """
    dates = [
        (what, item.get(member))
        for what, member in (
            ("takes-effect", "effective_from"),
            ("begins-to-apply", "applies_from"),
            ("transition-ends", "transition_until"),
        )
    ]
    open_ = [(day_range(on), on, what) for what, on in dates if on and day_range(on)[1] >= day]
    if not open_:
        return None
    _, on, what = min(open_, key=lambda one: one[0])
    return what, on
