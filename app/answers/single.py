"""One entry by its id, or what became of it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, held_entries, items
from app.editions.faults import Moved, Split, UnknownRecord, Withdrawn
from app.editions.live import live_in
from app.editions.view import View
from app.knowledge.models import Record, Redaction, Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import LinkRow
from app.vocabulary.lists import ENTRY_KINDS, State


def one_entry(view: View, id_: str) -> dict[str, Any]:
    """The entry as of the view's edition.

    Raises `Split` or `Moved` for an id whose record was split or merged, `Withdrawn` for one that was
    withdrawn or redacted, `UnknownRecord` for one that this edition does not know.
    """
    place, question = (view.edition.state, "entry", id_), Question((), view.today)
    key = view.store.questions.get(place)
    held = held_entries(view, [key]) if key else None
    if held:
        item: dict[str, Any] = held[0].shown(view, question)
    else:
        row = view.connection.execute(entries_of(view.edition.number).where(ENTRY.id == id_)).first()
        if row is None:
            raise _absence(view, id_)
        view.store.questions.put(place, row.key)
        item = items(view, [row], question)[0]
    return {**item, "edition": view.edition.number, "meta": view.meta()}


def _absence(view: View, id_: str) -> Exception:
    """Why an edition does not show an entry."""
    number = view.edition.number
    parts = list(
        view.connection.scalars(
            select(ENTRY.id)
            .join(Revision, Revision.key == ENTRY.revision_key)
            .where(live_in(number), ENTRY.split_from == id_)
            .order_by(ENTRY.id)
        )
    )
    if parts:
        return Split(id_, number, parts)
    link = aliased(LinkRow)
    survivor = view.connection.scalar(
        select(EntryRow.id)
        .join(Revision, Revision.key == EntryRow.revision_key)
        .join(link, link.revision_key == EntryRow.revision_key)
        .where(live_in(number), link.relation == "alias", link.target == id_)
    )
    if survivor:
        return Moved(f"/v1/entries/{survivor}")
    return _gone(view, id_) or UnknownRecord(f"Edition {number} holds no entry with the id {id_}.")


def _gone(view: View, id_: str) -> Withdrawn | None:
    """For an entry that was withdrawn or redacted: the reason, and where its history is."""
    history = f"/v1/entries/{id_}/revisions"
    row = view.connection.execute(
        select(Revision.state, Revision.removed_in, Revision.removal_reason, Redaction.reason)
        .join(Record, Record.key == Revision.record_key)
        .outerjoin(Redaction, Redaction.revision_key == Revision.key)
        .where(Record.id == id_, Record.type.in_(ENTRY_KINDS), Revision.published_in <= view.edition.number)
        .order_by(Revision.number.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    if row.reason is not None:
        return Withdrawn(f"{id_} was redacted.", reason=row.reason, history=history)
    if row.state == State.withdrawn and row.removed_in <= view.edition.number:
        return Withdrawn(
            f"{id_} was withdrawn in edition {row.removed_in}.", reason=row.removal_reason, history=history
        )
    return None
