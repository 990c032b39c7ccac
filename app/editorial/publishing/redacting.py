"""Redacting: two admins remove contents from every edition.

What a revision said is removed from the frozen content, the typed rows and the search index. Its hash stays, so that
every manifest, and the chain of editions, can still be checked.
"""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from app.access.faults import Refused, invalid
from app.access.work import Work
from app.audit.acts import Action
from app.audit.trail import queue
from app.editions.outbox import post_redaction
from app.editorial.publishing.removals import (
    Proposal,
    RemovalKind,
    RemovalState,
    RemovalStep,
    decide,
    propose,
)
from app.editorial.revisions.records import known_record
from app.knowledge.models import Redaction, Revision
from app.knowledge.rows import delete_rows
from app.search.stored import forget_revision


def propose_redaction(work: Work, type_: str, id_: str, *, numbers: Sequence[int] | None, reason: str) -> Proposal:
    """Propose that contents of a record are removed: those of the named revisions, or of all that were published.

    Raises `Refused`: `unknown-record`, `invalid-parameter` for a number that has no published content, `conflict`.
    """
    queue(work.connection)
    record_key = known_record(work.connection, type_, id_)
    query = (
        select(Revision.number)
        .where(
            Revision.record_key == record_key,
            Revision.published_in.is_not(None),
            Revision.content.is_not(None),
        )
        .order_by(Revision.number)
    )
    there = list(work.connection.scalars(query))
    for place, number in enumerate(numbers or ()):
        if number not in there:
            raise invalid(
                f"/revisions/{place}",
                f"revision {number} of it is not published, or redacted already",
                valid=[str(one) for one in there],
            )
    wanted = sorted(set(numbers)) if numbers is not None else there
    if not wanted:
        raise Refused("conflict", f"No published content of {id_} is left that could be redacted.")
    return propose(
        work,
        RemovalKind.redaction,
        record_key,
        reason=reason,
        numbers=wanted,
        action=Action.redaction_proposed,
    )


def redact(work: Work, one: Proposal, *, reason: str) -> Proposal:
    """Carry a redaction out: it holds at once, in all editions, and is never taken back."""
    one.require(RemovalStep.approve, work.person)
    now = decide(work, one, RemovalState.done, reason=reason)
    rows = work.connection.execute(
        select(Revision.key, Revision.number, Revision.content, Revision.content_sha256).where(
            Revision.record_key == one.record_key,
            Revision.number.in_(one.numbers or ()),
            Revision.content.is_not(None),
        )
    ).all()
    for row in rows:
        work.connection.execute(
            insert(Redaction).values(
                revision_key=row.key,
                requested_by=one.proposed_by,
                approved_by=work.person.name,
                reason=one.reason,
                decided_at=work.at,
            )
        )
        forget_revision(work.connection, row.key, one.type, row.content)
        work.connection.execute(update(Revision).where(Revision.key == row.key).values(content=None))
        delete_rows(work.connection, one.type, row.key)
        post_redaction(work.connection, one.type, one.id, row.key, row.content, at=work.at)
        work.tell(
            Action.record_redacted,
            one.type,
            one.id,
            revision=row.number,
            old={"sha256": row.content_sha256},
            new={"redaction": one.key, "proposed_by": one.proposed_by},
            reason=reason,
            approver=work.person.name,
        )
    return now
