"""One delivery: taken by one worker, sent, and what came of it kept.

A worker takes a delivery by a lease of a minute. One that dies meanwhile leaves the lease to run out, and another
sends it again: at least once. Of one subject (an entry, say) the earliest pending delivery goes, and no other, so
that a receiver is told of changes in the order in which they happened.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from app.access.keys.models import PartnerRow
from app.audit.acts import Act, Action, Actor, ActorKind
from app.audit.trail import append, queue
from app.database.base import Instant
from app.database.engine import writing
from app.editions.models import OutboxRow
from app.editions.outbox import Event, partner_audience, post
from app.outside.addresses import Reach, target
from app.outside.faults import CallFailed, Why
from app.outside.fetching import Answer, Limits, call
from app.partners.webhooks.models import DeliveryAttempt, DeliveryRow, WebhookRow
from app.partners.webhooks.schedule import FAILING, next_attempt, pause, wished
from app.partners.webhooks.selecting import TEST, own_subject
from app.partners.webhooks.signatures import Root, signed

LEASE = timedelta(seconds=60)
"""For how long a delivery is one worker's. Longer than a call may take, which has 30 seconds at most."""

AT_ONCE = 4
"""Deliveries to one webhook under way at a time: a slow receiver holds up no more workers than these."""

JOB = Actor("webhooks", ActorKind.job)

_READ = 2048  # bytes of a receiver's answer
_SHOWN = 300  # characters of it that are kept
_WAITS = (429, 503)


class Outcome(StrEnum):
    """How an attempt went."""

    delivered = "delivered"
    refused = "refused-by-receiver"
    no_answer = "no-answer"
    not_allowed = "not-allowed"


@dataclass(frozen=True)
class Taken:
    """A delivery that a worker has in hand. A `trial` is attempted once."""

    key: int
    id: str
    webhook: int
    url: str
    payload: str
    secrets: tuple[str, ...] = field(repr=False)
    attempts: int
    first_at: datetime | None
    lease: str
    trial: bool


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt. `gone` says that the receiver wants no more of anything."""

    outcome: Outcome
    status: int | None
    detail: str
    body: str | None = None
    milliseconds: int = 0
    wish: timedelta | None = None

    @property
    def gone(self) -> bool:
        """Did the receiver say 410?"""
        return self.status == 410


def _due() -> ColumnElement[bool]:
    other = aliased(DeliveryRow)
    # One look into an index for each delivery: as an anti-join PostgreSQL now and then takes a plan of n times n.
    earliest = (
        select(func.min(other.seq))
        .where(
            other.webhook_key == DeliveryRow.webhook_key,
            other.subject == DeliveryRow.subject,
            other.state == _PENDING,
        )
        .correlate(DeliveryRow)
        .scalar_subquery()
    )
    free = or_(DeliveryRow.leased_until.is_(None), DeliveryRow.leased_until <= NOW)
    return and_(
        DeliveryRow.webhook_key == WebhookRow.key,
        DeliveryRow.state == _PENDING,
        DeliveryRow.next_at <= NOW,
        free,
        DeliveryRow.seq == earliest,
    )


def _open() -> ColumnElement[bool]:
    under_way = (
        select(func.count())
        .select_from(DeliveryRow)
        .where(
            DeliveryRow.webhook_key == WebhookRow.key,
            DeliveryRow.state == _PENDING,
            DeliveryRow.leased_until > NOW,
        )
        .correlate(WebhookRow)
        .scalar_subquery()
    )
    first = (
        select(DeliveryRow.key)
        .where(DUE)
        .order_by(DeliveryRow.next_at, DeliveryRow.seq)
        .limit(1)
        .correlate(WebhookRow)
        .scalar_subquery()
    )
    return and_(
        WebhookRow.active,
        PartnerRow.active,
        or_(WebhookRow.resume_at.is_(None), WebhookRow.resume_at <= NOW),
        under_way < case((WebhookRow.failures >= FAILING, 1), else_=AT_ONCE),
        first.is_not(None),
    )


# Statements are made once: putting them together takes longer than running them.

NOW = bindparam("now", type_=Instant())

_PENDING: ColumnElement[str] = literal_column(
    "'pending'"
)  # written out, so that the indexes of what is pending are always of use

DUE = _due()
"""SQL: a delivery of `WebhookRow` can be sent `now`, since none of its subject stands before it."""

OPEN = _open()
"""SQL: the webhook, joined with its partner, may be sent something `now`, and there is something."""

_WEBHOOK = (
    select(WebhookRow.__table__)
    .join(PartnerRow, PartnerRow.key == WebhookRow.partner_key)
    .where(OPEN)
    .order_by(WebhookRow.served_at.asc().nulls_first(), WebhookRow.key)
    .limit(1)
    .with_for_update(skip_locked=True, of=WebhookRow.__table__)
)
_DELIVERY = (
    select(DeliveryRow.__table__, OutboxRow.payload, OutboxRow.type)
    .join(WebhookRow, WebhookRow.key == DeliveryRow.webhook_key)
    .join(OutboxRow, OutboxRow.seq == DeliveryRow.seq)
    .where(WebhookRow.key == bindparam("webhook"), DUE)
    .order_by(DeliveryRow.next_at, DeliveryRow.seq)
    .limit(1)
)


def take(connection: Connection, root: Root, *, now: datetime) -> Taken | None:
    """The next delivery that is due, leased: of the webhook that was served longest ago. Null where none is due."""
    webhook = connection.execute(_WEBHOOK, {"now": now}).first()
    if webhook is None:
        return None
    row = connection.execute(_DELIVERY, {"now": now, "webhook": webhook.key}).first()
    if row is None:  # another worker was quicker while we waited for the webhook
        return None
    lease = secrets.token_hex(8)
    leased = {"lease": lease, "leased_until": now + LEASE}
    connection.execute(update(DeliveryRow).where(DeliveryRow.key == row.key).values(**leased))
    connection.execute(update(WebhookRow).where(WebhookRow.key == webhook.key).values(served_at=now))
    return Taken(
        row.key,
        row.id,
        webhook.key,
        webhook.url,
        row.payload,
        secrets_of(webhook, root, now),
        row.attempts,
        row.first_at,
        lease,
        trial=row.type == TEST,
    )


def secrets_of(webhook: Any, root: Root, now: datetime) -> tuple[str, ...]:
    """The secrets that sign for a webhook now, the newest first; none where the root is another one."""
    nonces = [(webhook.secret_nonce, webhook.secret_root)]
    if webhook.old_nonce is not None and webhook.old_until > now:
        nonces.append((webhook.old_nonce, webhook.old_root))
    return tuple(root.secret(nonce) for nonce, made_with in nonces if made_with == root.fingerprint)


def send(taken: Taken, *, at: datetime, reach: Reach, seconds: float) -> Attempt:
    """Call the receiver once. Whatever happens is an attempt; nothing is raised."""
    if not taken.secrets:
        return Attempt(
            Outcome.not_allowed, None, "The atlas cannot sign with this webhook's secret any more; rotate it."
        )
    headers = signed(taken.secrets, taken.id, at, taken.payload) | {"content-type": "application/json"}
    try:
        if target(taken.url).scheme != "https" and reach == Reach.public:
            return Attempt(Outcome.not_allowed, None, "Only https addresses are called.")
        answer = call(
            "POST",
            taken.url,
            headers=headers,
            body=taken.payload.encode(),
            limits=Limits(seconds=seconds, bytes=_READ),
            reach=reach,
        )
    except CallFailed as failed:
        outcome = Outcome.not_allowed if failed.why == Why.refused else Outcome.no_answer
        return Attempt(outcome, None, failed.detail, milliseconds=0)
    return judged(answer, at)


def judged(answer: Answer, at: datetime) -> Attempt:
    """A receiver's answer as an attempt: 2xx is delivered, all else is not; redirects are not followed."""
    status = answer.status
    wish = wished(answer.headers.get("retry-after"), at) if status in _WAITS else None
    outcome = Outcome.delivered if 200 <= status < 300 else Outcome.refused
    detail = f"The receiver answered {status}."
    if 300 <= status < 400:
        to = clean(answer.headers.get("location", "")) or "nowhere"
        detail = f"The receiver answered {status} and points to {to}; redirects are not followed."
    elif status == 410:
        detail = "The receiver answered 410: it wants no more. The webhook is switched off."
    elif wish is not None:
        detail = f"The receiver answered {status} and asks to wait {int(wish.total_seconds())} seconds."
    return Attempt(outcome, status, detail, clean(answer.body.decode("utf-8", "replace")), 0, wish)


def clean(text: str) -> str:
    """How a receiver's text begins, on one line, without what a screen or a database could stumble over."""
    kept = (one if unicodedata.category(one)[0] not in "CZ" else " " for one in text[: 4 * _SHOWN])
    return " ".join("".join(kept).split())[:_SHOWN]


def settle(engine: Engine, taken: Taken, attempt: Attempt, *, now: datetime) -> bool:
    """Keep what came of an attempt. False where the lease ran out meanwhile: then it is another worker's affair."""
    with writing(engine) as connection:
        if attempt.gone:
            queue(connection)
        webhook = connection.execute(
            select(WebhookRow.__table__).where(WebhookRow.key == taken.webhook).with_for_update()
        ).first()
        if webhook is None:
            return False
        held = and_(DeliveryRow.key == taken.key, DeliveryRow.lease == taken.lease)
        if connection.execute(update(DeliveryRow).where(held).values(**_after(taken, attempt, now))).rowcount != 1:
            return False
        connection.execute(
            insert(DeliveryAttempt).values(
                delivery_key=taken.key,
                at=now,
                milliseconds=attempt.milliseconds,
                outcome=attempt.outcome,
                status=attempt.status,
                detail=attempt.detail,
                body=attempt.body,
            )
        )
        _count(connection, webhook, attempt, now)
        if attempt.gone and webhook.active:
            _switch_off(connection, webhook, now)
    return True


def _after(taken: Taken, attempt: Attempt, now: datetime) -> dict[str, Any]:
    """The columns of a delivery after an attempt."""
    attempts, first_at = taken.attempts + 1, taken.first_at or now
    values: dict[str, Any] = {
        "attempts": attempts,
        "first_at": first_at,
        "last_at": now,
        "last_status": attempt.status,
        "last_detail": attempt.detail,
        "lease": None,
        "leased_until": None,
    }
    if attempt.outcome == Outcome.delivered:
        return values | {"state": "delivered", "done_at": now}
    if attempt.gone:  # kept as it is for the day on which the webhook is switched on again
        return values | {"next_at": now}
    again = None if taken.trial else next_attempt(attempts, first_at, now, attempt.wish)
    return values | ({"state": "dead", "done_at": now} if again is None else {"next_at": again})


def _count(connection: Connection, webhook: Any, attempt: Attempt, now: datetime) -> None:
    """Count failures in a row, and let a webhook rest where there are too many, or where it asks for it."""
    if attempt.outcome == Outcome.delivered:
        if not webhook.failures and webhook.resume_at is None:
            return
        values: dict[str, Any] = {"failures": 0, "resume_at": None}
    else:
        failures = webhook.failures + 1
        rest = max(pause(failures), attempt.wish or timedelta())
        values = {"failures": failures, "resume_at": now + rest if rest else None}
    connection.execute(update(WebhookRow).where(WebhookRow.key == webhook.key).values(**values))


def _switch_off(connection: Connection, webhook: Any, now: datetime) -> None:
    reason = "The receiver answered 410."
    off = {"active": False, "disabled_at": now, "disabled_reason": reason}
    connection.execute(update(WebhookRow).where(WebhookRow.key == webhook.key).values(**off))
    told = {"webhook": webhook.id, "label": webhook.label, "reason": reason, "url": f"/v1/webhooks/{webhook.id}"}
    event = Event("webhook.disabled", own_subject(webhook.id), told, audience=partner_audience(webhook.partner_key))
    post(connection, [event], at=now)
    act = Act(JOB, Action.webhook_disabled, "webhook", webhook.id, new={"active": False}, reason=reason)
    append(connection, act, at=now)


def timed(attempt: Attempt, seconds: float) -> Attempt:
    """The attempt with how long it took."""
    return replace(attempt, milliseconds=int(seconds * 1000))
