"""Lists of gaps and disagreements, and those that touch a country and product type."""

from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.answers.conditions import along_the_tree
from app.answers.render import render
from app.answers.unknowns.schemas import DisagreementParameters, GapParameters
from app.editions.known import known
from app.editions.live import live_in
from app.editions.view import Page, Position, View
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.shared import LinkRow, ProductTypeRow, TopicRow
from app.knowledge.models.supporting import DisagreementRow, GapRow
from app.vocabulary.lists import GapStatus

Data = dict[str, Any]
Kind = Literal["gap", "disagreement"]
_ROWS = {"gap": GapRow, "disagreement": DisagreementRow}


def unknown_page(view: View, kind: Kind, parameters: DisagreementParameters, after: Position | None) -> Page:
    """A page of gaps or disagreements, by id."""
    table = _ROWS[kind].__table__.c
    where: list[ColumnElement[bool]] = []
    if parameters.country:
        codes = [one.upper() for one in parameters.country]
        where.append(
            table.jurisdiction.in_(known("country", codes, view.snapshot.of("jurisdiction"), "jurisdiction"))
        )
    if parameters.product_type:
        types = known("product_type", parameters.product_type, view.snapshot.of("product_type"), "product type")
        where.append(_touches(view, table, types))
    if parameters.topic:
        topics = known("topic", parameters.topic, view.snapshot.of("topic"), "topic")
        row = aliased(TopicRow)
        where.append(exists().where(row.revision_key == table.revision_key, row.topic.in_(topics)))
    if parameters.entry:
        link = aliased(LinkRow)
        where.append(
            exists().where(
                link.revision_key == table.revision_key, link.relation == "entry", link.target.in_(parameters.entry)
            )
        )
    if isinstance(parameters, GapParameters) and parameters.status:
        where.append(table.status.in_(parameters.status))
    base = _live(view, kind).where(*where)
    query = base.order_by(table.id).limit(parameters.limit + 1)
    rows = view.connection.execute(query.where(table.id > after.id) if after else query).all()
    shown = rows[: parameters.limit]
    body = {
        "edition": view.edition.number,
        "items": [_item(view, kind, row.content) for row in shown],
        "next": None,
        "total": view.connection.scalar(select(func.count()).select_from(base.subquery())) or 0,
        "meta": view.meta(),
    }
    more = len(rows) > parameters.limit
    return Page(body, Position("", shown[-1].id) if more else None)


def touching(view: View, kind: Kind, country: str, product_type: str, entries: Iterable[str]) -> list[Data]:
    """Gaps or disagreements of a country that touch a product type, name none, or name one of these entries."""
    chain, wanted = set(view.snapshot.tree.chain(product_type, country, "requirement")), set(entries)
    return [
        one
        for one in _of(view, kind, country)
        if not one["product_types"]
        or not chain.isdisjoint(one["product_types"])
        or not wanted.isdisjoint(one["entries"])
    ]


def _of(view: View, kind: Kind, country: str) -> list[Data]:
    """All of a jurisdiction by id, as they are shown; kept for the edition."""
    table = _ROWS[kind].__table__.c

    def read() -> list[Data]:
        query = _live(view, kind).where(table.jurisdiction == country).order_by(table.id)
        return [_item(view, kind, row.content) for row in view.connection.execute(query)]

    held: list[Data] = view.store.questions.of((view.edition.state, view.language, kind, country), read)
    return held


def in_short(
    view: View,
    kind: Kind,
    countries: Iterable[str],
    *,
    product_types: Iterable[str],
    entries: Iterable[str],
    topic: str,
) -> dict[str, list[Data]]:
    """Gaps or disagreements by jurisdiction, id and title alone: what else there is to know about an answer.

    Those that name one of `entries`, and those on `topic` that name one of the product types or a type above. Closed
    gaps are left out.
    """
    tree, wanted = view.snapshot.tree, set(entries)
    found: dict[str, list[Data]] = {}
    for country in countries:
        chain = {above for one in product_types for above in tree.chain(one, country, "requirement")}
        found[country] = [
            {"id": one["id"], "title": one["title"]}
            for one in _of(view, kind, country)
            if (
                not wanted.isdisjoint(one["entries"])
                or (not chain.isdisjoint(one["product_types"]) and topic in one["topics"])
            )
            and one.get("status") != GapStatus.closed
        ]
    return found


def _live(view: View, kind: Kind) -> Select[Any]:
    row = _ROWS[kind]
    return (
        select(Revision.content, row.__table__.c.id)
        .join(row, row.__table__.c.revision_key == Revision.key)
        .where(live_in(view.edition.number), Revision.content.is_not(None))
    )


def _touches(view: View, table: Any, types: Iterable[str]) -> ColumnElement[bool]:
    """Names one of the types, or a type above it in the tree of its jurisdiction."""
    named = ProductTypeRow.__table__.c

    def names(chain: tuple[str, ...]) -> ColumnElement[bool]:
        return exists().where(named.revision_key == table.revision_key, named.product_type.in_(chain))

    tree = view.snapshot.tree
    return or_(*(along_the_tree(tree, one, "requirement", table.jurisdiction, names) for one in types))


def _item(view: View, kind: Kind, content: str) -> Data:
    item, states = render(kind, thaw(content), view.language)
    return {**item, "texts": states}
