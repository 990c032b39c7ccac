"""A delivery that is due, taken by one worker.

A worker takes it by a lease of a minute. One that dies meanwhile leaves the lease to run out, and another sends it
again: at least once. Of one subject (an entry, say) the earliest pending delivery goes, and no other, so that a
receiver is told of changes in the order in which they happened.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from app.access.keys.models import PartnerRow
from app.database.base import Instant
from app.editions.models import OutboxRow
from app.partners.webhooks.models import DeliveryRow, WebhookRow
from app.partners.webhooks.schedule import FAILING
from app.partners.webhooks.selecting import TEST
from app.partners.webhooks.signatures import Root

LEASE = timedelta(seconds=60)
"""For how long a delivery is one worker's. Longer than a call may take, which has 30 seconds at most."""

AT_ONCE = 4
"""Deliveries to one webhook under way at a time: a slow receiver holds up no more workers than these."""


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
