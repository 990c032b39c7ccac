"""Every cell of country, product type and topic as filled, stale, contradicted or empty."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.answers.conditions import ENTRY, readable
from app.answers.coverage.schemas import CoverageParameters
from app.answers.filters import known
from app.editions.view import Page, Position, View
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.supporting import DisagreementRow, GapRow
from app.knowledge.staleness import stale
from app.vocabulary.trees import ALL_MEDICINES, ProductTree, through

Cell = tuple[str, str, str]
_STATES = ("filled", "stale", "contradicted", "empty")


@dataclass
class _Counted:
    entries: int = 0
    stale: int = 0
    gaps: int = 0
    disagreements: int = 0

    @property
    def state(self) -> str:
        if self.disagreements:
            return "contradicted"
        if not self.entries:
            return "empty"
        return "stale" if self.stale == self.entries else "filled"


def coverage_page(view: View, parameters: CoverageParameters, after: Position | None) -> Page:
    """A page of cells, and for each country how many are in which state."""
    snapshot = view.snapshot
    countries = known(
        "country", [one.upper() for one in parameters.country], snapshot.of("jurisdiction"), "jurisdiction"
    ) or _with_entries(view)
    types = known("product_type", parameters.product_type, snapshot.of("product_type"), "product type") or list(
        snapshot.of("product_type")
    )
    topics = known("topic", parameters.topic, snapshot.of("topic"), "topic") or list(snapshot.of("topic"))
    countries, types, topics = (list(dict.fromkeys(given)) for given in (countries, types, topics))
    counted = _count(view, countries, types, topics)
    cells = [
        cell
        for cell in sorted((country, type_, topic) for country in countries for type_ in types for topic in topics)
        if not parameters.state or counted[cell].state in parameters.state
    ]
    rest = [cell for cell in cells if after is None or cell > _cell(after)]
    shown = rest[: parameters.limit]
    body = {
        "edition": view.edition.number,
        "items": [_item(cell, counted[cell]) for cell in shown],
        "next": None,
        "total": len(cells),
        "by_country": _totals(cells, counted),
        "meta": view.meta(),
    }
    return Page(body, Position("", " ".join(shown[-1])) if len(rest) > len(shown) else None)


def _cell(after: Position) -> Cell:
    country, product_type, topic = after.id.split(" ")
    return country, product_type, topic


def _item(cell: Cell, counted: _Counted) -> dict[str, Any]:
    country, product_type, topic = cell
    return {
        "country": country,
        "product_type": product_type,
        "topic": topic,
        "state": counted.state,
        "entries": counted.entries,
        "stale_entries": counted.stale,
        "gaps": counted.gaps,
        "disagreements": counted.disagreements,
    }


def _totals(cells: list[Cell], counted: dict[Cell, _Counted]) -> list[dict[str, Any]]:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for cell in cells:
        states[cell[0]][counted[cell].state] += 1
    return [{"country": country, **{state: found[state] for state in _STATES}} for country, found in states.items()]


def _with_entries(view: View) -> list[str]:
    query = (
        select(ENTRY.country)
        .select_from(EntryRow)
        .join(Revision, Revision.key == EntryRow.revision_key)
        .where(readable(view.edition.number))
        .distinct()
        .order_by(ENTRY.country)
    )
    return list(view.connection.scalars(query))


def _count(view: View, countries: list[str], types: list[str], topics: list[str]) -> dict[Cell, _Counted]:
    counted: dict[Cell, _Counted] = defaultdict(_Counted)
    tree, today = view.snapshot.tree, view.today.isoformat()
    entries = (
        select(Revision.content)
        .join(EntryRow, EntryRow.revision_key == Revision.key)
        .where(readable(view.edition.number), ENTRY.country.in_(countries))
    )
    held = [thaw(content) for content in view.connection.scalars(entries)]
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
    for name, query in (("gaps", _of(view, GapRow)), ("disagreements", _of(view, DisagreementRow))):
        for content in view.connection.scalars(query):
            record = thaw(content)
            if name == "gaps" and record["status"] == "closed":
                continue
            for type_ in _touched(tree, record, types):
                for topic in record.get("topics", ()):
                    cell = counted[record["jurisdiction"], type_, topic]
                    setattr(cell, name, getattr(cell, name) + 1)
    return {cell: counted[cell] for cell in ((c, p, t) for c in countries for p in types for t in topics)}


def _of(view: View, row: Any) -> Select[str | None]:
    return (
        select(Revision.content)
        .join(row, row.__table__.c.revision_key == Revision.key)
        .where(readable(view.edition.number))
    )


def _reached(tree: ProductTree, entry: dict[str, Any], types: list[str]) -> list[str]:
    """The product types that an entry holds for; one that names none is counted for none."""
    named, excepted = entry.get("product_types", []), entry.get("except_product_types", [])
    return [one for one in types if through(tree.chain(one, entry["country"], entry["kind"]), named, excepted)]


def _touched(tree: ProductTree, record: dict[str, Any], types: list[str]) -> list[str]:
    named = record.get("product_types") or [ALL_MEDICINES]
    return [one for one in types if set(tree.chain(one, record["jurisdiction"], "requirement")) & set(named)]
