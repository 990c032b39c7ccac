"""Review: into it and out of it, approval and rejection.

Every function takes a revision as `held(connection, key, lock=True)` read it, tells the trail, and returns the
revision as it is then. Whoever edited a revision neither approves nor rejects it, whatever their role; the database
refuses it as well.
"""

from enum import StrEnum

from sqlalchemy import delete, insert, update

from app.access.faults import Refused
from app.access.work import Work
from app.audit.acts import Action
from app.editorial.models import Comment, RevisionReview
from app.editorial.revisions.contents import refusal, validated
from app.editorial.revisions.held import Held, held, record_key_of
from app.editorial.revisions.ready import unready
from app.editorial.revisions.records import published_of
from app.editorial.revisions.verification import beyond_verification
from app.editorial.workflow import Step, require
from app.knowledge.freeze import CONTENT_FORMAT, freeze
from app.knowledge.models import Revision
from app.knowledge.schemas import Content
from app.vocabulary.lists import ChangeType, State


class Meaning(StrEnum):
    """What a signature stands for (21 CFR 11.50): the content was read against its source, or is released."""

    reviewed = "reviewed"
    approved = "approved"


def submit(work: Work, one: Held, *, reason: str) -> Held:
    """Hand a draft in for review. Raises `Refused` with everything that has to be mended first."""
    require(Step.submit, one.situation, work.person)
    _refuse_unready(work, one)
    _go(work, one, State.in_review)
    work.connection.execute(
        insert(RevisionReview).values(revision_key=one.key, submitted_by=work.person.name, submitted_at=work.at)
    )
    return _told(work, one, Action.revision_submitted, reason)


def recall(work: Work, one: Held, *, reason: str) -> Held:
    """Take a draft back from review, to go on writing."""
    require(Step.recall, one.situation, work.person)
    _return(work, one)
    return _told(work, one, Action.revision_recalled, reason)


def approve(work: Work, one: Held, *, reason: str, meaning: Meaning, sha256: str | None = None) -> Held:
    """Freeze the content, and keep who approved it, when, in what sense, and its hash.

    `sha256` is the hash of the content that the approver read. Raises `Refused`: `precondition-failed` where it is
    another one by now, and whatever `submit` raises, because what the revision names may have gone meanwhile.
    """
    require(Step.approve, one.situation, work.person)
    if sha256 is not None and sha256 != one.sha256:
        raise Refused(
            "precondition-failed", "The content is not the one that you read; read it again.", more={"etag": one.tag}
        )
    content = _refuse_unready(work, one)
    canonical, digest = freeze(one.type, content)
    work.connection.execute(
        update(RevisionReview).where(RevisionReview.revision_key == one.key).values(meaning=meaning)
    )
    work.connection.execute(
        update(Revision)
        .where(Revision.key == one.key)
        .values(
            state=State.approved,
            content=canonical,
            content_format=CONTENT_FORMAT,
            content_sha256=digest,
            approved_by=work.person.name,
            approved_at=work.at,
        )
    )
    approval = {"state": State.approved.value, "meaning": meaning.value, "sha256": digest}
    work.tell(
        Action.revision_approved,
        one.type,
        one.id,
        revision=one.number,
        old={"state": one.state.value},
        new=approval,
        reason=reason,
        approver=work.person.name,
    )
    return held(work.connection, one.key)


def reject(work: Work, one: Held, *, reason: str) -> Held:
    """Send a revision back to its editors. The reason stands among its comments, where they will read it."""
    require(Step.reject, one.situation, work.person)
    _return(work, one)
    work.connection.execute(
        insert(Comment).values(
            revision_key=one.key, person=work.person.name, at=work.at, text=reason, step=Step.reject
        )
    )
    return _told(work, one, Action.revision_rejected, reason)


def _refuse_unready(work: Work, one: Held) -> Content:
    assert one.content is not None  # only what was published can be redacted
    content = validated(one.type, one.content)
    faults = unready(work.connection, one.type, content)
    published = published_of(work.connection, record_key_of(work.connection, one.key))
    if one.change_type == ChangeType.verified:
        faults += beyond_verification(published.content if published else None, one.content)
    if faults:
        raise refusal(faults)
    if published is not None and published.sha256 == one.sha256 and published.approved_by is not None:
        raise Refused("conflict", "It says what is published already; change it, or discard it.")
    return content


def _return(work: Work, one: Held) -> None:
    work.connection.execute(delete(RevisionReview).where(RevisionReview.revision_key == one.key))
    _go(work, one, State.draft)


def _go(work: Work, one: Held, state: State) -> None:
    work.connection.execute(update(Revision).where(Revision.key == one.key).values(state=state))


def _told(work: Work, one: Held, action: Action, reason: str) -> Held:
    now = held(work.connection, one.key)
    work.tell(
        action,
        one.type,
        one.id,
        revision=one.number,
        old={"state": one.state.value},
        new={"state": now.state.value, "sha256": now.sha256},
        reason=reason,
    )
    return now
