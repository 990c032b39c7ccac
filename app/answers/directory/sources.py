"""Sources: what is cited, and by which entries."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.answers.conditions import ENTRY
from app.answers.directory.parameters import SourceParameters
from app.answers.entries import entries_of
from app.answers.filters import source_behind
from app.answers.render import render, show
from app.editions.faults import Moved, UnknownRecord
from app.editions.known import known
from app.editions.live import live_in
from app.editions.view import Page, Position, View
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import CitationRow
from app.knowledge.models.supporting import SourceRow
from app.vocabulary.tokens import fold

Data = dict[str, Any]
_SOURCE = SourceRow.__table__.c


def source_page(view: View, parameters: SourceParameters, after: Position | None) -> Page:
    """A page of sources, by id."""
    where = _conditions(view, parameters)
    base = select(Revision.content).join(SourceRow, SourceRow.revision_key == Revision.key).where(*where)
    query = base.add_columns(_SOURCE.id).order_by(_SOURCE.id).limit(parameters.limit + 1)
    if after:
        query = query.where(_SOURCE.id > after.id)
    rows = view.connection.execute(query).all()
    shown = rows[: parameters.limit]
    total = view.connection.scalar(select(func.count()).select_from(base.subquery())) or 0
    cited = _cited_by(view, [row.id for row in shown])
    body = {
        "edition": view.edition.number,
        "items": [_source(view, thaw(row.content), cited.get(row.id, 0)) for row in shown],
        "next": None,
        "total": total,
        "meta": view.meta(),
    }
    more = len(rows) > parameters.limit
    return Page(body, Position("", shown[-1].id) if more else None)


def one_source(view: View, id_: str) -> Data:
    """One source and the entries that cite it. Raises `Moved` for an alias, `UnknownRecord` for an unknown id."""
    content = view.sources({id_}).get(id_)
    if content is None:
        survivor = source_behind(view, id_)
        if survivor:
            raise Moved(f"/v1/sources/{survivor}")
        raise UnknownRecord(f"Edition {view.edition.number} holds no source with the id {id_}.")
    citation = aliased(CitationRow)
    query = (
        entries_of(view.edition.number, citation.locator, citation.supports)
        .join(citation, citation.revision_key == Revision.key)
        .where(citation.source == id_)
        .order_by(ENTRY.id, citation.position)
    )
    entries: list[Data] = []
    for row in view.connection.execute(query):
        entry = thaw(row.content)
        entries.append(
            {
                "id": row.id,
                "kind": row.kind,
                "country": entry["country"],
                "title": show(entry["title"], view.language),
                "locator": row.locator,
                "supports": row.supports,
            }
        )
    cited_by = len({entry["id"] for entry in entries})
    return {
        "edition": view.edition.number,
        **_source(view, content, cited_by),
        "entries": entries,
        "meta": view.meta(),
    }


def _source(view: View, content: Data, cited_by: int) -> Data:
    item, states = render("source", content, view.language)
    return {**item, "texts": states, "cited_by": cited_by}


def _conditions(view: View, parameters: SourceParameters) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [live_in(view.edition.number), Revision.content.is_not(None)]
    if parameters.kind:
        where.append(_SOURCE.kind.in_(parameters.kind))
    if parameters.evidence_grade:
        where.append(_SOURCE.evidence_grade.in_(parameters.evidence_grade))
    if parameters.q:
        text = func.lower(_SOURCE.title + " " + _SOURCE.publisher)
        where.extend(text.contains(word, autoescape=True) for word in fold(parameters.q).split())
    if parameters.country:
        codes = [one.upper() for one in parameters.country]
        known("country", codes, view.snapshot.of("jurisdiction"), "jurisdiction")
        citation, entry, revision = aliased(CitationRow), aliased(EntryRow), aliased(Revision)
        number = view.edition.number
        where.append(
            exists(
                select(1)
                .select_from(citation)
                .join(entry, entry.revision_key == citation.revision_key)
                .join(revision, revision.key == entry.revision_key)
                .where(
                    citation.source == _SOURCE.id,
                    entry.country.in_(codes),
                    and_(
                        revision.published_in <= number,
                        or_(revision.removed_in.is_(None), revision.removed_in > number),
                    ),
                )
            )
        )
    return where


def _cited_by(view: View, ids: list[str]) -> dict[str, int]:
    citation = aliased(CitationRow)
    query = (
        select(citation.source, func.count(func.distinct(ENTRY.id)))
        .join(EntryRow, EntryRow.revision_key == citation.revision_key)
        .join(Revision, Revision.key == EntryRow.revision_key)
        .where(live_in(view.edition.number), Revision.content.is_not(None), citation.source.in_(ids))
        .group_by(citation.source)
    )
    return dict(view.connection.execute(query).all())
