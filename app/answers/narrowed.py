"""A list's filters as sets: how many entries it finds, and which, without looking at each.

Some filters have sets (`SETS`). Where a list has no others, its set is what it finds; where it has, what it finds
is among them. The rules of inheritance are those of `conditions.py`, said of sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.filters import Filters
from app.editions.members import EditionMembers
from app.editions.view import View
from app.vocabulary.lists import EntryKind
from app.vocabulary.trees import INHERITING_KINDS, ProductTree

SETS = frozenset({"kind", "country", "product_type", "topic", "document"})
_EACH_BY_ITS_VALUE = SETS - {"product_type"}
_FACETS = {"country": "jurisdiction", "kind": "", "topic": "topic", "product_type": "product_type"}
"""Facets that sets can count, and what type of record names their values."""


@dataclass(frozen=True)
class Narrowed:
    """The entries among which a list finds its own, as bits; `whole` where they are its own."""

    bits: int
    whole: bool

    @property
    def size(self) -> int:
        """How many there are."""
        return self.bits.bit_count()


def narrowed(view: View, filters: Filters, kind: EntryKind | None, without: str | None = None) -> Narrowed:
    """The set of a list, or of what it would be without one of its filters."""
    members = view.members
    names = filters.conditions.keys() - {without}
    bits = members.having("kind", [kind] if kind else list(EntryKind))
    for name in sorted(_EACH_BY_ITS_VALUE & names):
        bits &= members.having(name, filters.values[name])
    bits = members.live(bits)
    if "product_type" in names:
        bits &= _holding_for(members, view.snapshot.tree, filters.values["product_type"])
    return Narrowed(bits, names <= SETS)


def naming_no_product_type(view: View, filters: Filters, kind: EntryKind | None) -> Narrowed:
    """The set of what the filter by product type leaves out because it names none."""
    among = narrowed(view, filters, kind, "product_type")
    return Narrowed(among.bits & ~view.members.having("named", view.snapshot.of("product_type")), among.whole)


def passed(view: View, filters: Filters, kind: EntryKind | None) -> int:
    """How many entries stand in the part of an index that a list reads in order: those of its kind and countries."""
    members = view.members
    bits = members.having("kind", [kind] if kind else list(EntryKind))
    if "country" in filters.values:
        bits &= members.having("country", filters.values["country"])
    return bits.bit_count()


def counts(view: View, filters: Filters, kind: EntryKind | None, field: str) -> dict[str, int] | None:
    """How many entries have each value of a field, its own filter left aside; null where that is not told by sets."""
    if field not in _FACETS or not filters.conditions.keys() - {field} <= SETS:
        return None
    bits, members, snapshot = narrowed(view, filters, kind, field).bits, view.members, view.snapshot
    if field == "product_type":
        found = {one: _holding_for(members, snapshot.tree, [one]) for one in snapshot.of("product_type")}
    else:
        values = list(EntryKind) if field == "kind" else snapshot.of(_FACETS[field])
        found = {str(one): members.having(field, [one]) for one in values}
    return {one: (bits & having).bit_count() for one, having in found.items()}


def _holding_for(members: EditionMembers, tree: ProductTree, product_types: Sequence[str]) -> int:
    """Those that hold for one of these product types, where no other entry overrides them for it."""
    found = 0
    for one in product_types:
        naming = members.live(_naming(members, tree, one))
        overridden = 0
        for override in members.shown.overrides:
            if naming >> override.by & 1:
                overridden |= override.target
        found |= naming & ~overridden
    return found


def _naming(members: EditionMembers, tree: ProductTree, product_type: str) -> int:
    """Those that hold for a product type by their kind's rule of inheritance and their country's tree."""
    inheriting = members.having("kind", sorted(INHERITING_KINDS))
    further = _along(members, tree, product_type, "requirement") & inheriting
    return further | (_along(members, tree, product_type, "procedure") & ~inheriting)


def _along(members: EditionMembers, tree: ProductTree, product_type: str, kind: str) -> int:
    default, own = tree.chains(product_type, kind)
    found = _matching(members, default)
    if own:
        found &= ~members.having("country", own)
    for country, chain in own.items():
        found |= _matching(members, chain) & members.having("country", [country])
    return found


def _matching(members: EditionMembers, chain: Sequence[str]) -> int:
    """Named for a type of the chain, with no exception as near or nearer."""
    found = excepted = 0
    for product_type in chain:
        excepted |= members.having("excepted", [product_type])
        found |= members.having("named", [product_type]) & ~excepted
    return found
