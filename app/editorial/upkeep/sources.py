"""Sources as staff keep them: who cites each, and what its address showed when somebody last looked.

A look at an address that the source no longer has is history: it does not count as the last one.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select
from sqlalchemy.orm import aliased

from app.access.faults import Refused
from app.editorial.asked import countries
from app.editorial.upkeep.models import SourceCheck
from app.editorial.upkeep.schemas import SourcesParameters
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import CitationRow
from app.knowledge.models.supporting import SourceRow
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import State

Data = dict[str, Any]

MOST_CHECKS = 50
"""Looks that one source shows, the newest first."""

_SOURCE = SourceRow.__table__.c
_LAST = SourceCheck.__table__.alias("last")


def source_page(
    connection: Connection, parameters: SourcesParameters, after: str | None
) -> tuple[list[Data], int, str | None]:
    """A page of published sources by id, how many there are in all, and the last id where more follow.

    Raises `Refused` for a country that is not published.
    """
    query = _sources().where(*_wanted(connection, parameters))
    total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    if after is not None:
        query = query.where(_SOURCE.id > after)
    rows = connection.execute(query.order_by(_SOURCE.id).limit(parameters.limit + 1)).all()
    shown = rows[: parameters.limit]
    cited = _cited(connection, [row.id for row in shown])
    return [_shown(row, cited) for row in shown], total, shown[-1].id if len(rows) > len(shown) else None


def one_source(connection: Connection, id_: str) -> Data:
    """One published source with the looks at it, the newest first. Raises `Refused` where there is none."""
    row = connection.execute(_sources().where(_SOURCE.id == id_)).first() if id_.isprintable() else None
    if row is None:
        raise Refused("unknown-record", f"There is no published source with the id {id_}.")
    checks = (
        select(SourceCheck.__table__)
        .where(SourceCheck.record_key == row.record_key)
        .order_by(SourceCheck.key.desc())
        .limit(MOST_CHECKS)
    )
    return {
        **_shown(row, _cited(connection, [id_])),
        "checks": [_check(one) for one in connection.execute(checks)],
    }


def to_look_at(connection: Connection, codes: Iterable[str], limit: int) -> list[str]:
    """Ids of published sources with an address, those never looked at first, then those longest ago."""
    wanted: list[ColumnElement[bool]] = [_SOURCE.url.is_not(None)]
    asked = list(codes)
    if asked:
        wanted.append(_cited_in(countries(connection, asked)))
    query = _sources().where(*wanted).order_by(_LAST.c.key.is_not(None), _LAST.c.key, _SOURCE.id).limit(limit)
    return [row.id for row in connection.execute(query)]


def _sources() -> Select[Any]:
    newest = (
        select(func.max(SourceCheck.key))
        .where(SourceCheck.record_key == Revision.record_key, SourceCheck.url == _SOURCE.url)
        .correlate(Revision, SourceRow)
        .scalar_subquery()
    )
    members = (_SOURCE[name] for name in ("id", "title", "publisher", "url", "kind", "language", "evidence_grade"))
    looked = (_LAST.c[name] for name in ("at", "actor", "verdict", "status", "location", "content_type"))
    return (
        select(
            Revision.record_key,
            *members,
            *looked,
            _LAST.c.sha256,
            _LAST.c.bytes,
            _LAST.c.detail,
        )
        .join(SourceRow, SourceRow.revision_key == Revision.key)
        .outerjoin(_LAST, _LAST.c.key == newest)
        .where(Revision.state == State.published, Revision.content.is_not(None))
    )


def _wanted(connection: Connection, parameters: SourcesParameters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if parameters.verdict:
        named = _LAST.c.verdict.in_([one for one in parameters.verdict if one != "unchecked"])
        wanted.append(or_(named, _LAST.c.key.is_(None)) if "unchecked" in parameters.verdict else named)
    if parameters.country:
        wanted.append(_cited_in(countries(connection, parameters.country)))
    if parameters.id:
        wanted.append(_SOURCE.id.in_(parameters.id))
    return wanted


def _cited_in(codes: list[str]) -> ColumnElement[bool]:
    """Is a source cited by a published entry of one of these jurisdictions?"""
    citing = aliased(Revision)
    query = (
        select(CitationRow.source)
        .join(citing, citing.key == CitationRow.revision_key)
        .join(EntryRow, EntryRow.revision_key == CitationRow.revision_key)
        .where(citing.state == State.published, EntryRow.country.in_(codes))
    )
    return _SOURCE.id.in_(query)


def _cited(connection: Connection, ids: list[str]) -> dict[str, int]:
    """How many published entries cite each source."""
    query = (
        select(CitationRow.source, func.count(func.distinct(Revision.record_key)))
        .join(Revision, Revision.key == CitationRow.revision_key)
        .join(EntryRow, EntryRow.revision_key == CitationRow.revision_key)
        .where(Revision.state == State.published, CitationRow.source.in_(ids))
        .group_by(CitationRow.source)
    )
    return dict(connection.execute(query).all())


def _shown(row: Any, cited: dict[str, int]) -> Data:
    return {
        "id": row.id,
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "kind": row.kind,
        "language": row.language,
        "evidence_grade": row.evidence_grade,
        "cited_by": cited.get(row.id, 0),
        "last_check": None if row.at is None else _check(row),
    }


def _check(row: Any) -> Data:
    return {
        "at": instant_text(row.at),
        "by": row.actor,
        "url": row.url,
        "verdict": row.verdict,
        "status": row.status,
        "location": row.location,
        "content_type": row.content_type,
        "sha256": row.sha256,
        "bytes": row.bytes,
        "detail": row.detail,
    }
