"""The procedures that a forecast needs: the one asked for, what must come first, and what replaced them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from app.answers.conditions import ENTRY, readable
from app.answers.entries import Question, entries_of, items
from app.editions.view import View
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.vocabulary.lists import Applies, EntryKind

Item = dict[str, Any]
Items = dict[str, Item]
"""Full items of procedures by id."""


@dataclass(frozen=True)
class Followed:
    """The procedure that holds on the filing day, and how it was found."""

    id: str
    path: tuple[str, ...] = ()
    """Older procedures that led to it, the asked one first."""
    trouble: str | None = None
    """Code of a warning where what was asked for does not hold and nothing could be followed."""
    about: tuple[str, ...] = ()
    """Ids of entries that the trouble is about."""


def procedure_ids(view: View) -> list[str]:
    """Ids of all procedures that the edition shows."""
    query = (
        select(ENTRY.id)
        .select_from(EntryRow)
        .join(Revision, Revision.key == ENTRY.revision_key)
        .where(readable(view.edition.number), ENTRY.kind == EntryKind.procedure)
        .order_by(ENTRY.id)
    )
    return list(view.connection.scalars(query))


def procedures_around(view: View, id_: str, question: Question, *, prerequisites: bool) -> Items:
    """A procedure with its successors and, if asked for, its prerequisites, theirs, and so on."""
    rows: dict[str, Row[Any]] = {}
    wanted = {id_}
    while wanted:
        query = entries_of(view.edition.number).where(ENTRY.kind == EntryKind.procedure, ENTRY.id.in_(sorted(wanted)))
        found = {row.id: row for row in view.connection.execute(query)}
        rows |= found
        named: set[str] = set()
        for row in found.values():
            content = thaw(row.content)
            named.update(content.get("replaced_by", ()))
            if prerequisites:
                named.update(one["procedure"] for one in content.get("prerequisites", ()))
        wanted = named - rows.keys()
        if not found:
            break
    order = sorted(rows)
    return dict(zip(order, items(view, [rows[one] for one in order], question), strict=True))


def in_force(procedures: Items, id_: str, *, product_type: str | None) -> Followed:
    """The procedure to follow: the one asked for, or, where that surely does not hold, what replaces it.

    `here` of the items was worked out for the filing day. A successor that surely holds is preferred to one that
    may; of several only the product type can choose.
    """
    path: tuple[str, ...] = ()
    while procedures[id_]["here"]["applies"] == Applies.no:
        path = (*path, id_)
        following = _successors(procedures, id_, product_type=product_type)
        if len(following) > 1:
            return Followed(path[0], trouble="successors-undecided", about=tuple(following))
        if not following or following[0] in path:
            return Followed(path[0], trouble="rule-not-in-force", about=(path[0],))
        id_ = following[0]
    return Followed(id_, path)


def covers(item: Item, product_type: str | None) -> bool:
    """May a procedure be for the product type: it names it, or the source names none, or none was asked for?"""
    return product_type is None or not item["product_types"] or item["here"]["applies_through"] is not None


def _successors(procedures: Items, id_: str, *, product_type: str | None) -> list[str]:
    held = [
        one
        for one in procedures[id_]["replaced_by"]
        if one in procedures and _leads_somewhere(procedures, one) and covers(procedures[one], product_type)
    ]
    surely = [one for one in held if procedures[one]["here"]["applies"] == Applies.yes]
    return surely or held


def _leads_somewhere(procedures: Items, id_: str) -> bool:
    item = procedures[id_]
    return item["here"]["applies"] != Applies.no or any(one in procedures for one in item["replaced_by"])
