"""Every cell of country, product type and topic as filled, stale, contradicted or empty."""

from collections import Counter, defaultdict
from itertools import product
from typing import Any

from sqlalchemy import Select, select

from app.answers.conditions import ENTRY, readable, with_entries
from app.answers.coverage.schemas import CoverageParameters
from app.editions.faults import InvalidValue
from app.editions.known import known
from app.editions.view import Page, Position, View
from app.knowledge.coverage import CELL_STATES, Cell, CellCount, count_cells
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.supporting import DisagreementRow, GapRow


def coverage_page(view: View, parameters: CoverageParameters, after: Position | None) -> Page:
    """A page of cells, and for each country how many are in which state."""
    snapshot = view.snapshot
    countries = known(
        "country", [one.upper() for one in parameters.country], snapshot.of("jurisdiction"), "jurisdiction"
    ) or with_entries(view)
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
    named = after.id.split(" ")
    if len(named) != 3:
        raise InvalidValue("cursor", "the cursor does not name a cell; start the list again without it")
    country, product_type, topic = named
    return country, product_type, topic


def _item(cell: Cell, counted: CellCount) -> dict[str, Any]:
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


def _totals(cells: list[Cell], counted: dict[Cell, CellCount]) -> list[dict[str, Any]]:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for cell in cells:
        states[cell[0]][counted[cell].state] += 1
    return [
        {"country": country, **{state: found[state] for state in CELL_STATES}} for country, found in states.items()
    ]


def _count(view: View, countries: list[str], types: list[str], topics: list[str]) -> dict[Cell, CellCount]:
    entries = (
        select(Revision.content)
        .join(EntryRow, EntryRow.revision_key == Revision.key)
        .where(readable(view.edition.number), ENTRY.country.in_(countries))
    )
    held, gaps, disagreements = (
        [thaw(content) for content in view.connection.scalars(query)]
        for query in (entries, _of(view, GapRow), _of(view, DisagreementRow))
    )
    today = view.today.isoformat()
    counted = count_cells(view.snapshot.tree, types, today, entries=held, gaps=gaps, disagreements=disagreements)
    return {cell: counted.get(cell, CellCount()) for cell in product(countries, types, topics)}


def _of(view: View, row: Any) -> Select[str | None]:
    return (
        select(Revision.content)
        .join(row, row.__table__.c.revision_key == Revision.key)
        .where(readable(view.edition.number))
    )
