"""What an act is: who, what, on what, from which value to which, why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ActorKind(StrEnum):
    """What acts: a person, an API key, a background job, or the command line of the machine."""

    person = "person"
    key = "key"
    job = "job"
    command = "command"


class Action(StrEnum):
    """Every act that leaves a row."""

    person_created = "person.create"
    person_changed = "person.update"
    credentials_changed = "person.credentials"
    signed_in = "sign-in"
    sign_in_failed = "sign-in.failed"
    locked_out = "sign-in.locked"
    signed_out = "sign-out"
    reuse_detected = "sign-in.reuse"
    revision_created = "revision.create"
    revision_changed = "revision.update"
    revision_submitted = "revision.submit"
    revision_recalled = "revision.recall"
    revision_approved = "revision.approve"
    revision_rejected = "revision.reject"
    approval_voided = "revision.void-approval"
    revision_discarded = "revision.discard"
    revision_restored = "revision.restore"
    comment_created = "comment.create"
    withdrawal_proposed = "withdrawal.propose"
    withdrawal_approved = "withdrawal.approve"
    withdrawal_rejected = "withdrawal.reject"
    redaction_proposed = "redaction.propose"
    redaction_rejected = "redaction.reject"
    record_redacted = "record.redact"
    edition_published = "edition.publish"
    record_verified = "record.verify"
    import_applied = "import.apply"
    report_assigned = "report.assign"
    report_closed = "report.close"
    report_erased = "report.erase"
    calendar_day_added = "calendar-day.create"
    link_checked = "source.link-check"
    partner_created = "partner.create"
    partner_changed = "partner.update"
    key_issued = "key.issue"
    key_rotated = "key.rotate"
    key_revoked = "key.revoke"
    webhook_created = "webhook.create"
    webhook_changed = "webhook.update"
    webhook_deleted = "webhook.delete"
    webhook_secret_rotated = "webhook.rotate-secret"  # noqa: S105  # the name of an act
    webhook_tested = "webhook.test"
    webhook_redelivered = "webhook.redeliver"
    webhook_disabled = "webhook.disable"
    watch_created = "watch.create"
    watch_changed = "watch.update"
    watch_deleted = "watch.delete"
    watch_feed_rotated = "watch.rotate-feed"
    consultation_asked = "consultation.ask"
    consultation_continued = "consultation.continue"
    consultation_assigned = "consultation.assign"
    consultation_answered = "consultation.answer"
    consultation_closed = "consultation.close"
    consultation_drafted = "consultation.publish"
    consultation_erased = "consultation.erase"
    trail_reviewed = "audit.review"


@dataclass(frozen=True)
class Actor:
    """Who acts, by the name that they have now; the row keeps it whatever becomes of them."""

    name: str
    kind: ActorKind = ActorKind.person


@dataclass(frozen=True)
class Act:
    """One act, before it has its place in the trail. `old` and `new` are plain data (JSON)."""

    actor: Actor
    action: Action
    object_type: str
    object_id: str
    revision: int | None = None
    old: Any = None
    new: Any = None
    reason: str | None = None
    approver: str | None = None
    request_id: str | None = None
