"""What came of an attempt, kept: the delivery goes on, ends or is dead; a webhook rests, or is switched off."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, and_, insert, select, update

from app.audit.acts import Act, Action, Actor, ActorKind
from app.audit.trail import append, queue
from app.database.engine import writing
from app.editions.outbox import Event, partner_audience, post
from app.partners.webhooks.models import DeliveryAttempt, DeliveryRow, WebhookRow
from app.partners.webhooks.schedule import next_attempt, pause
from app.partners.webhooks.selecting import own_subject
from app.partners.webhooks.sending import Attempt, Outcome
from app.partners.webhooks.taking import Taken

JOB = Actor("webhooks", ActorKind.job)


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
