"""Restoring: a revision that was published once as a new draft, also of a record that was withdrawn."""

from sqlalchemy import select

from app.access.faults import Refused, invalid
from app.access.work import Work
from app.audit.acts import Action
from app.audit.trail import queue
from app.editions.live import live_in
from app.editorial.revisions.edits import checked
from app.editorial.revisions.held import Held, many_held, revisions
from app.editorial.revisions.records import begin, known_record, refuse_second
from app.knowledge.models import Edition, Revision
from app.vocabulary.lists import ChangeType, Origin


def restore(work: Work, type_: str, id_: str, *, edition: int | None, number: int | None, reason: str) -> Held:
    """A draft that says what a record said in an edition, or in its revision of that number.

    Exactly one of the two is given. Publishing the draft brings a withdrawn record back under its id. Raises
    `Refused`: `invalid-parameter`, `unknown-record`, `conflict` where somebody is working on the record, or where
    the old content was redacted.
    """
    if (edition is None) == (number is None):
        raise invalid("/from_edition", "expected either `from_edition` or `revision`")
    queue(work.connection)
    record_key = known_record(work.connection, type_, id_)
    refuse_second(work.connection, record_key)
    old = _old(work, record_key, edition, number)
    if old.content is None:
        raise Refused("conflict", f"Revision {old.number} of {id_} was redacted; nothing is left to restore.")
    content = checked(type_, old.content, work.at.date(), id_)
    made = begin(
        work,
        (type_, record_key),
        content,
        part=old.part,
        origin=Origin.staff,
        change_type=ChangeType.correction,
        reason=reason,
    )
    new = {"restores": old.number, "sha256": made.sha256}
    work.tell(Action.revision_restored, type_, id_, revision=made.number, new=new, reason=reason)
    return made


def _old(work: Work, record_key: int, edition: int | None, number: int | None) -> Held:
    query = revisions().where(Revision.record_key == record_key, Revision.published_in.is_not(None))
    if number is not None:
        found = many_held(work.connection, query.where(Revision.number == number))
        if not found:
            raise invalid("/revision", f"no revision {number} of it was ever published")
        return found[0]
    assert edition is not None  # one of the two is given
    if work.connection.scalar(select(Edition.number).where(Edition.number == edition)) is None:
        raise invalid("/from_edition", f"there is no edition {edition}")
    found = many_held(work.connection, query.where(live_in(edition)))
    if not found:
        raise invalid("/from_edition", f"edition {edition} does not hold it")
    return found[0]
