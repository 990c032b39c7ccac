"""Writing: the first draft of a new record, a draft that corrects a published one, edits, and giving up.

Every function works in the transaction of its `Work` and tells the trail what it did. A revision that is changed
is given as `held(connection, key, lock=True)` read it; what comes of it is returned, read anew.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update

from app.access.faults import Refused
from app.access.work import Work
from app.audit.acts import Action
from app.audit.trail import queue
from app.editorial.models import RevisionReview
from app.editorial.revisions.completing import completed
from app.editorial.revisions.contents import part_of, refuse_strange
from app.editorial.revisions.differences import differences
from app.editorial.revisions.edits import Edit, Outcome, Setting, checked, id_of, outcome
from app.editorial.revisions.held import Held, held, record_key_of
from app.editorial.revisions.legal import LegalChange
from app.editorial.revisions.records import (
    begin,
    is_taken,
    known_record,
    new_record,
    published_of,
    refuse_second,
    sign,
)
from app.editorial.workflow import Step, require
from app.knowledge.models import Revision
from app.knowledge.rows import delete_rows, write_rows
from app.vocabulary.lists import ChangeType, Origin, State

__all__ = ["Edit", "LegalChange", "Written", "change", "correct", "discard", "start"]

Data = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What writing left: the revision, and the draft of the new law's entry where there is one."""

    held: Held
    successor: Held | None = None


def start(
    work: Work,
    type_: str,
    data: Data,
    *,
    reason: str,
    origin: Origin = Origin.staff,
    change_type: ChangeType = ChangeType.substantive,
) -> Held:
    """A new record of a type with its first draft, written by the person at work.

    The day of checking, the day of review and the marks of evidence are filled in where they are left out. Raises
    `Refused`: `invalid-parameter` for what the content cannot say, `conflict` where the id is or was taken.
    """
    refuse_strange(data)
    queue(work.connection)
    content = checked(type_, completed(work.connection, type_, data, work.at.date()), work.at.date())
    record = type_, new_record(work.connection, type_, id_of(content))
    made = begin(work, record, content, part=None, origin=origin, change_type=change_type, reason=reason)
    work.tell(
        Action.revision_created, type_, made.id, revision=made.number, new={"content": made.content}, reason=reason
    )
    return made


def correct(work: Work, type_: str, id_: str, edit: Edit, *, origin: Origin = Origin.staff) -> Written:
    """A draft that begins with what is published of a record, with an edit applied to it.

    A record that was withdrawn needs a `whole` content; publishing the draft brings it back. Raises `Refused`:
    `unknown-record`, `conflict` where somebody is working on the record, `invalid-parameter`.
    """
    queue(work.connection)
    record_key = known_record(work.connection, type_, id_)
    refuse_second(work.connection, record_key)
    published = published_of(work.connection, record_key)
    if published is None and edit.whole is None:
        raise Refused("conflict", f"{id_} is not published, so there is nothing to correct; restore it.")
    before = (published.content if published else None) or {}
    came = outcome(edit, _setting(work, type_, id_, before, published))
    made = begin(
        work,
        (type_, record_key),
        came.content,
        part=published.part if published else None,
        origin=origin,
        change_type=came.change_type,
        reason=edit.change_reason or edit.reason,
    )
    old, new = differences(before, made.content or {})
    work.tell(Action.revision_created, type_, id_, revision=made.number, old=old, new=new, reason=edit.reason)
    return Written(made, _follow(work, type_, came, edit, origin))


def change(work: Work, one: Held, edit: Edit) -> Written:
    """Another content of a draft. An approved revision loses its approval and is a draft again.

    Raises `Refused`: `wrong-state`, `forbidden`, `invalid-parameter`.
    """
    require(Step.edit, one.situation, work.person)
    queue(work.connection)
    assert one.content is not None  # only what was published can be redacted
    published = published_of(work.connection, record_key_of(work.connection, one.key))
    came = outcome(edit, _setting(work, one.type, one.id, one.content, published))
    if one.state == State.approved:
        _void_approval(work, one, edit.reason)
    delete_rows(work.connection, one.type, one.key)
    write_rows(work.connection, [(one.type, came.content, one.key)])
    said = edit.change_type or edit.legal
    work.connection.execute(
        update(Revision)
        .where(Revision.key == one.key)
        .values(
            part=part_of(one.type, came.content, one.part),
            change_type=came.change_type if said else one.change_type,
            reason=edit.change_reason or one.reason,
        )
    )
    if work.person.name not in one.editors:
        sign(work, one.key)
    now = held(work.connection, one.key)
    old, new = differences(_told(one), _told(now))
    work.tell(Action.revision_changed, one.type, one.id, revision=one.number, old=old, new=new, reason=edit.reason)
    return Written(now, _follow(work, one.type, came, edit, Origin.staff))


def discard(work: Work, one: Held, *, reason: str) -> None:
    """Give a draft up. The trail keeps what it said; the id of a record that never had another is free again."""
    require(Step.discard, one.situation, work.person)
    work.tell(
        Action.revision_discarded,
        one.type,
        one.id,
        revision=one.number,
        old={"content": one.content, "editors": list(one.editors)},
        reason=reason,
    )
    delete_rows(work.connection, one.type, one.key)
    work.connection.execute(delete(Revision).where(Revision.key == one.key))


def _setting(work: Work, type_: str, id_: str, before: Data, published: Held | None) -> Setting:
    return Setting(
        type=type_,
        id=id_,
        before=before,
        published=published.content if published else None,
        today=work.at.date(),
        is_taken=is_taken(work.connection),
    )


def _follow(work: Work, type_: str, came: Outcome, edit: Edit, origin: Origin) -> Held | None:
    """The first draft of a new law's entry."""
    if came.successor is None:
        return None
    record = type_, new_record(work.connection, type_, id_of(came.successor), pointer="/successor")
    reason = edit.change_reason or edit.reason
    made = begin(
        work, record, came.successor, part=None, origin=origin, change_type=ChangeType.substantive, reason=reason
    )
    work.tell(
        Action.revision_created,
        type_,
        made.id,
        revision=made.number,
        new={"content": made.content},
        reason=edit.reason,
    )
    return made


def _told(one: Held) -> Data:
    """What an edit can change, as the trail tells it."""
    return {"content": one.content, "change_type": one.change_type, "reason": one.reason}


def _void_approval(work: Work, one: Held, reason: str) -> None:
    work.connection.execute(
        update(Revision)
        .where(Revision.key == one.key)
        .values(
            state=State.draft,
            approved_by=None,
            approved_at=None,
            content=None,
            content_format=None,
            content_sha256=None,
        )
    )
    work.connection.execute(delete(RevisionReview).where(RevisionReview.revision_key == one.key))
    work.tell(
        Action.approval_voided,
        one.type,
        one.id,
        revision=one.number,
        old={"by": one.approved_by, "meaning": one.meaning, "sha256": one.sha256},
        reason=reason,
        approver=one.approved_by,
    )
