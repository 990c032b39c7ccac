"""Editions as resources, and the history of one entry through them."""

import json
from typing import Any

from sqlalchemy import Row, func, select

from app.editions.faults import InvalidValue, UnknownRecord
from app.editions.live import live_in
from app.editions.manifest import Part, head_text, part_text, parts_of
from app.editions.schemas import DiffParameters, PageParameters
from app.editions.snapshot import EditionHead, head_of, heads
from app.editions.view import Page, Position, View
from app.knowledge.freeze import thaw
from app.knowledge.models import Record, Revision
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import ENTRY_KINDS, Review, State

Data = dict[str, Any]


def edition_page(view: View, parameters: PageParameters, after: Position | None) -> Page:
    """Editions up to the view's own, newest first."""
    held = [one for one in reversed(heads(view.connection)) if one.number <= view.edition.number]
    if after and not after.id.isdecimal():
        raise InvalidValue("cursor", "the cursor does not name an edition; start the list again without it")
    rest = [one for one in held if after is None or one.number < int(after.id)]
    shown = rest[: parameters.limit]
    body = {
        "edition": view.edition.number,
        "items": [_short(view, one) for one in shown],
        "next": None,
        "total": len(held),
        "meta": view.meta(),
    }
    return Page(body, Position("", str(shown[-1].number)) if len(rest) > len(shown) else None)


def one_edition(view: View, number: int) -> Data:
    """One edition with what it holds and what it changed."""
    edition = _known(view, number)
    live = (
        select(Record.type, func.count())
        .join(Revision, Revision.record_key == Record.key)
        .where(live_in(number))
        .group_by(Record.type)
        .order_by(Record.type)
    )
    changes = (
        select(Revision.change_type, func.count())
        .where(Revision.published_in == number)
        .group_by(Revision.change_type)
        .order_by(Revision.change_type)
    )
    withdrawn = view.connection.scalar(
        select(func.count()).where(Revision.removed_in == number, Revision.state == State.withdrawn)
    )
    counted = dict(view.connection.execute(changes).all())
    return {
        **_short(view, edition),
        "counts": dict(view.connection.execute(live).all()),
        "changes": {**counted, "withdrawn": withdrawn or 0},
    }


def manifest_head(view: View, number: int) -> str:
    """The head of an edition's manifest: its SHA-256 is the edition's hash."""
    edition = _known(view, number)
    return head_text(number, edition.published_at, edition.previous_sha256, parts_of(view.connection, number))


def manifest_part(view: View, number: int, name: str) -> str:
    """One part of an edition's manifest. Raises `UnknownRecord` where the edition has no such part."""
    _known(view, number)
    if name not in {part.name for part in parts_of(view.connection, number)}:
        raise UnknownRecord(f"Edition {number} has no part called {name}.")
    return part_text(view.connection, number, name)


def revision_list(view: View, id_: str) -> Data:
    """The published revisions of an entry up to the view's edition, newest first."""
    rows = _revisions(view, id_)
    return {
        "id": id_,
        "edition": view.edition.number,
        "items": [_revision(view, id_, row) for row in reversed(rows)],
        "next": None,
        "total": len(rows),
        "meta": view.meta(),
    }


def entry_diff(view: View, id_: str, parameters: DiffParameters) -> Data:
    """What changed in an entry between two editions, member by member.

    Without `from`, the revision before the newer one is compared. Raises `InvalidValue` for editions that do
    not exist or stand the wrong way round.
    """
    rows = _revisions(view, id_)
    newer = _edition_parameter(view, "to", parameters.to) or view.edition.number
    after = _live_row(rows, newer)
    older = _edition_parameter(view, "from", parameters.from_)
    if older is None:
        older = _before(rows, after, newer)
    if older > newer:
        raise InvalidValue("from", f"edition {older} is newer than edition {newer}")
    before = _live_row(rows, older)
    return {
        "id": id_,
        "from_edition": older,
        "to_edition": newer,
        "from_revision": before.number if before else None,
        "to_revision": after.number if after else None,
        "changes": content_changes(before and before.content, after and after.content),
        "meta": view.meta(),
    }


def content_changes(before: str | None, after: str | None) -> list[Data]:
    """What differs between two frozen contents, leaf by leaf; null where there is none, or it was redacted."""
    old = _flat(thaw(before)) if before else {}
    new = _flat(thaw(after)) if after else {}
    return [
        {"field": pointer, "before": old.get(pointer), "after": new.get(pointer)}
        for pointer in sorted(old.keys() | new.keys())
        if old.get(pointer) != new.get(pointer)
    ]


def _before(rows: list[Row[Any]], after: Row[Any] | None, newer: int) -> int:
    """The edition to compare with where none is named: the last one that held another revision, or any at all."""
    if after is not None:
        first: int = after.published_in
        return max(first - 1, 1)
    removed: list[int] = [row.removed_in for row in rows if row.removed_in is not None and row.removed_in <= newer]
    return max(removed) - 1 if removed else newer


def _edition_parameter(view: View, name: str, number: int | None) -> int | None:
    if number is not None and number > view.edition.number:
        raise InvalidValue(name, f"edition {number} does not exist yet; the newest is {view.edition.number}")
    return number


def _known(view: View, number: int) -> EditionHead:
    edition = head_of(view.connection, number)
    if edition is None:
        raise UnknownRecord(f"There is no edition {number}; /v1/editions lists them.")
    return edition


def _short(view: View, edition: EditionHead) -> Data:
    base = f"/v1/editions/{edition.number}/manifest"
    return {
        "number": edition.number,
        "published_at": instant_text(edition.published_at),
        "note": edition.note,
        "sha256": edition.sha256,
        "previous_sha256": edition.previous_sha256,
        "parts": [_part(base, part) for part in parts_of(view.connection, edition.number)],
        "manifest": base,
    }


def _part(base: str, part: Part) -> Data:
    return {
        "name": part.name,
        "records": part.records,
        "sha256": part.sha256,
        "url": f"{base}/{part.name}.txt",
    }


def _revisions(view: View, id_: str) -> list[Row[Any]]:
    query = (
        select(
            Revision.number,
            Revision.state,
            Revision.change_type,
            Revision.reason,
            Revision.approved_by,
            Revision.published_in,
            Revision.removed_in,
            Revision.removal_reason,
            Revision.content,
            Revision.content_sha256,
        )
        .join(Record, Record.key == Revision.record_key)
        .where(
            Record.id == id_,
            Record.type.in_(ENTRY_KINDS),
            Revision.published_in <= view.edition.number,
        )
        .order_by(Revision.number)
    )
    rows: list[Row[Any]] = list(view.connection.execute(query))
    if not rows:
        raise UnknownRecord(f"Edition {view.edition.number} knows no entry with the id {id_}.")
    return rows


def _revision(view: View, id_: str, row: Row[Any]) -> Data:
    removed = row.removed_in if row.removed_in is not None and row.removed_in <= view.edition.number else None
    return {
        "revision": row.number,
        "state": row.state if removed else State.published,
        "change_type": row.change_type,
        "reason": row.reason,
        "review": Review.approved if row.approved_by else Review.seed_compiled,
        "published_in": row.published_in,
        "removed_in": removed,
        "removal_reason": row.removal_reason if removed else None,
        "sha256": row.content_sha256,
        "redacted": row.content is None,
        "url": f"/v1/entries/{id_}?edition={row.published_in}" if row.content is not None else None,
    }


def _live_row(rows: list[Row[Any]], edition: int) -> Row[Any] | None:
    for row in rows:
        if row.published_in <= edition and (row.removed_in is None or row.removed_in > edition):
            return row
    return None


def _flat(value: Any, pointer: str = "") -> dict[str, str]:
    """Every leaf of a content by its JSON pointer, as JSON text."""
    if isinstance(value, dict):
        pairs = [(f"{pointer}/{name}", item) for name, item in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{pointer}/{position}", item) for position, item in enumerate(value)]
    else:
        return {pointer: json.dumps(value, ensure_ascii=False)}
    return {place: leaf for name, item in pairs for place, leaf in _flat(item, name).items()}
