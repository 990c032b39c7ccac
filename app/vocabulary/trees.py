"""The tree of product types, and what inheritance may follow from it.

A rule named for a type reaches what lies below it, never what lies above. Where a jurisdiction's own tree
differs (a cited exception), that jurisdiction's chain differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ALL_MEDICINES = "all-medicines"
INHERITING_KINDS = frozenset({"requirement", "policy"})
"""Kinds whose entries reach every type below the one they name; the others reach only through all-medicines."""


@dataclass(frozen=True, eq=False)
class ProductTree:
    """Parents of product types, and each jurisdiction's exceptions to them; one object an edition."""

    parents: Mapping[str, str | None]
    exceptions: Mapping[str, Mapping[str, str | None]]

    def chain(self, product_type: str, country: str, kind: str) -> tuple[str, ...]:
        """The types whose entries hold for `product_type`, nearest first.

        For requirements and policies that is every ancestor; for other kinds the type itself and, where it is
        a medicine in that jurisdiction, `all-medicines`.
        """
        own = self.exceptions.get(country, {})
        chain = [product_type]
        parent = own.get(product_type, self.parents.get(product_type))
        while parent is not None and parent not in chain:
            chain.append(parent)
            parent = own.get(parent, self.parents.get(parent))
        if kind in INHERITING_KINDS:
            return tuple(chain)
        return tuple(one for one in chain if one in (product_type, ALL_MEDICINES))

    def chains(self, product_type: str, kind: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """The chain that holds by default, and those of jurisdictions where it differs."""
        default = self.chain(product_type, "", kind)
        own = {country: self.chain(product_type, country, kind) for country in self.exceptions}
        return default, {country: chain for country, chain in own.items() if chain != default}


def through(chain: tuple[str, ...], named: list[str], excepted: list[str]) -> tuple[str, str] | None:
    """How an entry that names `named` holds for the first type of `chain`: (type, `named` or `inherited`).

    The nearest type wins; an exception as near as the match, or nearer, takes it away.
    """
    for position, product_type in enumerate(chain):
        if product_type in named:
            if any(nearer in excepted for nearer in chain[: position + 1]):
                return None
            return product_type, "named" if position == 0 else "inherited"
    return None
