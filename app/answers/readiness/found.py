"""The entries that readiness is computed from: requirements on papers, and the procedures of the filing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_

from app.answers import conditions
from app.answers.applies import placed
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, items
from app.answers.readiness.asking import steps
from app.answers.render import show
from app.editions.view import View
from app.knowledge.freeze import thaw
from app.knowledge.models.entry import RequiredDocumentRow
from app.knowledge.models.procedure import ProcedureRow
from app.knowledge.models.shared import AdoptionRow
from app.vocabulary.lists import EntryKind, Licence

Data = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A requirement on papers: as it is shown, as it is stored, and where it stands on the filing day."""

    item: Data
    content: Data
    place: str

    @property
    def licences(self) -> frozenset[str]:
        """The licences on the way to which it is asked for."""
        return frozenset(steps(self.item))


def requirements(view: View, country: str, question: Question) -> list[Found]:
    """Requirements that name papers, by id: those for the product, and those that do not say for which products."""
    tree, edition = view.snapshot.tree, view.edition.number
    query = entries_of(edition).where(
        ENTRY.kind == EntryKind.requirement,
        _of(country),
        conditions.has(RequiredDocumentRow),
        or_(
            conditions.holds_for(tree, question.product_types, edition),
            conditions.names_no_product_type(),
        ),
    )
    rows = view.connection.execute(query.order_by(ENTRY.id)).all()
    return [
        Found(item, thaw(row.content), placed(item, question.day))
        for item, row in zip(items(view, rows, question), rows, strict=True)
    ]


def procedure_ids(view: View, country: str) -> list[str]:
    """Ids of all procedures of a country, and of regional ones that it has adopted."""
    query = entries_of(view.edition.number).where(ENTRY.kind == EntryKind.procedure, _of(country))
    return [row.id for row in view.connection.execute(query.order_by(ENTRY.id))]


def procedures(view: View, country: str, question: Question, only: str | None) -> list[Data]:
    """The procedure that was asked for; else all that lead to a marketing authorisation for the product.

    Those in force; where none is, those that are history.
    """
    if only is not None:
        where = ENTRY.id == only
    else:
        licence = conditions.has(ProcedureRow, licence=Licence.marketing_authorisation)
        where = and_(licence, conditions.holds_for(view.snapshot.tree, question.product_types, view.edition.number))
    query = entries_of(view.edition.number).where(ENTRY.kind == EntryKind.procedure, _of(country), where)
    found = items(view, view.connection.execute(query.order_by(ENTRY.id)).all(), question)
    if only is not None:
        return found
    now = [one for one in found if placed(one, question.day) == "now"]
    return now or [one for one in found if placed(one, question.day) == "older"]


def titles(view: View, ids: Iterable[str]) -> dict[str, str]:
    """Titles of entries by id, in the language of the answer."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    query = entries_of(view.edition.number).where(ENTRY.id.in_(wanted))
    return {row.id: show(thaw(row.content)["title"], view.language) for row in view.connection.execute(query)}


def _of(country: str) -> Any:
    return or_(ENTRY.country == country, conditions.has(AdoptionRow, jurisdiction=country))
