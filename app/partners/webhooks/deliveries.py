"""The log of deliveries: what went, what waits, what was given up; and sending again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from app.access.faults import Refused
from app.access.keys.dependencies import KeyWork
from app.audit.acts import Action
from app.editions.models import OutboxRow
from app.editions.outbox import Event, post
from app.partners.webhooks.keeping import webhook_row
from app.partners.webhooks.models import DeliveryAttempt, DeliveryRow, WebhookRow
from app.partners.webhooks.schemas import DeliveryState
from app.partners.webhooks.selecting import TEST, delivery, own_subject
from app.vocabulary.dates import instant_text

Data = dict[str, Any]


def delivery_page(
    connection: Connection, webhook: Any, states: Sequence[str], *, limit: int, before: int | None
) -> tuple[Data, int | None]:
    """Deliveries of a webhook in these states (all, where none is named), newest first, and where to go on."""
    counted = (
        select(DeliveryRow.state, func.count())
        .where(DeliveryRow.webhook_key == webhook.key)
        .group_by(DeliveryRow.state)
    )
    counts = {str(one): 0 for one in DeliveryState} | dict(connection.execute(counted).all())
    query = _with_events().where(DeliveryRow.webhook_key == webhook.key).order_by(DeliveryRow.key.desc())
    if states:
        query = query.where(DeliveryRow.state.in_(states))
    if before is not None:
        query = query.where(DeliveryRow.key < before)
    rows = connection.execute(query.limit(limit + 1)).all()
    page = {
        "items": [_shown(row) for row in rows[:limit]],
        "next": None,
        "total": sum(counts[one] for one in set(states) or counts),
        "counts": counts,
        "failures": webhook.failures,
        "resume_at": webhook.resume_at and instant_text(webhook.resume_at),
    }
    return page, rows[limit - 1].key if len(rows) > limit else None


def one_delivery(connection: Connection, webhook: Any, id_: str) -> Data:
    """A delivery with what is sent and every attempt. Raises `Refused` where the webhook has none of that id."""
    row = _row(connection, webhook, id_)
    attempts = (
        select(DeliveryAttempt.__table__).where(DeliveryAttempt.delivery_key == row.key).order_by(DeliveryAttempt.key)
    )
    log = [
        {
            "at": instant_text(one.at),
            "outcome": one.outcome,
            "status": one.status,
            "milliseconds": one.milliseconds,
            "detail": one.detail,
            "body": one.body,
        }
        for one in connection.execute(attempts)
    ]
    return {**_shown(row), "payload": row.payload, "log": log}


def test_webhook(work: KeyWork, id_: str) -> Data:
    """Let a webhook be sent, once, an event that tells of nothing; the delivery, which is due at once.

    A webhook that rests because attempts failed is tried now. Raises `Refused` for one that is switched off, or while
    another test is on its way.
    """
    webhook = webhook_row(work.connection, work.key.partner, id_, lock=True)
    _refuse_off(webhook)
    waiting = select(DeliveryRow.id).where(
        DeliveryRow.webhook_key == webhook.key,
        DeliveryRow.state == DeliveryState.pending,
        DeliveryRow.subject == own_subject(id_),
    )
    if (other := work.connection.scalar(waiting)) is not None:
        raise Refused("conflict", f"The test {other} is on its way; wait until it is done.")
    data = {"webhook": id_, "label": webhook.label, "url": f"/v1/webhooks/{id_}"}
    # Its audience is nobody whom events are handed out to: the delivery is made here.
    made = post(work.connection, [Event(TEST, own_subject(id_), data, audience=own_subject(id_))], at=work.at)
    event = work.connection.execute(select(OutboxRow.seq, OutboxRow.subject).where(OutboxRow.seq == made[0])).one()
    values = delivery(webhook.key, event, at=work.at) | {"next_at": webhook.created_at}  # before all that waits
    work.connection.execute(insert(DeliveryRow).values(**values))
    _try_now(work.connection, webhook)
    work.tell(Action.webhook_tested, "webhook", id_, new={"delivery": values["id"]})
    return one_delivery(work.connection, webhook, values["id"])


def redeliver(work: KeyWork, id_: str, delivery_id: str) -> Data:
    """Let a delivery be sent again that was made or given up; what is later of its subject and waits, waits for it.

    Raises `Refused` for one that is pending, or of a webhook that is switched off.
    """
    webhook = webhook_row(work.connection, work.key.partner, id_, lock=True)
    row = _row(work.connection, webhook, delivery_id)
    if row.state == DeliveryState.pending:
        raise Refused("wrong-state", f"{delivery_id} is pending: it is sent anyway.", more={"next": []})
    _refuse_off(webhook)
    _again(work, webhook, DeliveryRow.key == row.key)
    work.tell(Action.webhook_redelivered, "webhook", id_, new={"delivery": delivery_id, "was": row.state})
    return one_delivery(work.connection, webhook, delivery_id)


def redeliver_dead(work: KeyWork, id_: str) -> Data:
    """Let all be sent again that was given up. Raises `Refused` for a webhook that is switched off."""
    webhook = webhook_row(work.connection, work.key.partner, id_, lock=True)
    _refuse_off(webhook)
    count = _again(work, webhook, DeliveryRow.state == DeliveryState.dead)
    work.tell(Action.webhook_redelivered, "webhook", id_, new={"dead": count})
    return {"id": id_, "redelivered": count}


def _again(work: KeyWork, webhook: Any, which: Any) -> int:
    fresh = {"state": DeliveryState.pending, "attempts": 0, "first_at": None, "done_at": None, "next_at": work.at}
    done = update(DeliveryRow).where(DeliveryRow.webhook_key == webhook.key, which).values(**fresh)
    count = work.connection.execute(done).rowcount
    _try_now(work.connection, webhook)
    return count


def _try_now(connection: Connection, webhook: Any) -> None:
    if webhook.resume_at is not None:
        connection.execute(update(WebhookRow).where(WebhookRow.key == webhook.key).values(resume_at=None))


def _refuse_off(webhook: Any) -> None:
    if not webhook.active:
        raise Refused(
            "wrong-state", f"{webhook.id} is switched off: {webhook.disabled_reason}", more={"next": ["activate"]}
        )


def _with_events() -> Select[Any]:
    return select(
        DeliveryRow.__table__,
        OutboxRow.type.label("event_type"),
        OutboxRow.edition,
        OutboxRow.payload,
        OutboxRow.created_at.label("event_at"),
    ).join(OutboxRow, OutboxRow.seq == DeliveryRow.seq)


def _row(connection: Connection, webhook: Any, id_: str) -> Any:
    row = connection.execute(
        _with_events().where(DeliveryRow.webhook_key == webhook.key, DeliveryRow.id == id_)
    ).first()
    if row is None:
        raise Refused("unknown-record", f"{webhook.id} has no delivery {id_}.")
    return row


def _shown(row: Any) -> Data:
    pending = row.state == DeliveryState.pending
    return {
        "id": row.id,
        "event": {
            "type": row.event_type,
            "subject": row.subject,
            "edition": row.edition,
            "at": instant_text(row.event_at),
        },
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt_at": instant_text(max(row.next_at, row.created_at)) if pending else None,
        "done_at": row.done_at and instant_text(row.done_at),
        "last": row.last_at
        and {"at": instant_text(row.last_at), "status": row.last_status, "detail": row.last_detail},
    }
