"""How much is known: every cell of country, product type and topic, counted from the contents that fall into it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from app.knowledge.staleness import stale
from app.vocabulary.trees import ALL_MEDICINES, ProductTree, through

Cell = tuple[str, str, str]
"""Jurisdiction, product type, topic."""

CELL_STATES = ("filled", "stale", "contradicted", "empty")


@dataclass
class CellCount:
    """What falls into one cell."""

    entries: int = 0
    stale: int = 0
    gaps: int = 0
    disagreements: int = 0

    @property
    def state(self) -> str:
        """`contradicted` where sources differ, `stale` where no entry is surely young enough."""
        if self.disagreements:
            return "contradicted"
        if not self.entries:
            return "empty"
        return "stale" if self.stale == self.entries else "filled"


def count_cells(
    tree: ProductTree,
    types: Collection[str],
    today: str,
    *,
    entries: Iterable[dict[str, Any]],
    gaps: Iterable[dict[str, Any]],
    disagreements: Iterable[dict[str, Any]],
) -> dict[Cell, CellCount]:
    """What falls into each cell that is not empty, from contents as data; `today` is a day as `YYYY-MM-DD`.

    An entry that names no product type is counted for none; a gap or disagreement that names none touches all
    medicines. Closed gaps are not counted.
    """
    counted: dict[Cell, CellCount] = defaultdict(CellCount)
    held = list(entries)
    reached = {entry["id"]: _reached(tree, entry, types) for entry in held}
    overridden = {
        (target, type_) for entry in held for target in entry.get("overrides", ()) for type_ in reached[entry["id"]]
    }
    for entry in held:
        old = stale(entry, today) != "no"
        for type_ in reached[entry["id"]]:
            if (entry["id"], type_) in overridden:
                continue
            for topic in entry["topics"]:
                cell = counted[entry["country"], type_, topic]
                cell.entries += 1
                cell.stale += old
    for cell_of_gap in _touched(tree, types, (one for one in gaps if one["status"] != "closed")):
        counted[cell_of_gap].gaps += 1
    for cell_of_disagreement in _touched(tree, types, disagreements):
        counted[cell_of_disagreement].disagreements += 1
    return dict(counted)


def _reached(tree: ProductTree, entry: dict[str, Any], types: Collection[str]) -> list[str]:
    """The product types that an entry holds for."""
    named, excepted = entry.get("product_types", []), entry.get("except_product_types", [])
    return [one for one in types if through(tree.chain(one, entry["country"], entry["kind"]), named, excepted)]


def _touched(tree: ProductTree, types: Collection[str], records: Iterable[dict[str, Any]]) -> Iterable[Cell]:
    for record in records:
        named = set(record.get("product_types") or [ALL_MEDICINES])
        for type_ in types:
            if named.intersection(tree.chain(type_, record["jurisdiction"], "requirement")):
                yield from ((record["jurisdiction"], type_, topic) for topic in record.get("topics", ()))
