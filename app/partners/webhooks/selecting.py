"""Which webhooks are told of which events: each goes through the outbox in order and takes what it asked for.

A webhook that is inactive does not move on; made active again, it takes up where it stood.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, and_, func, insert, select, update

from app.access.keys.models import PartnerRow
from app.access.keys.written import ALPHABET
from app.editions.models import OutboxRow
from app.editions.outbox import partner_audience
from app.partners.watches.keeping import followed
from app.partners.watches.selecting import wanted_changes
from app.partners.watches.words import read
from app.partners.webhooks.models import DeliveryRow, WebhookRow

Data = dict[str, Any]

_BATCH = 500

TEST = "webhook.test"
"""The event that a partner sends to see whether one webhook works; no webhook asks for it."""


BEHIND = and_(
    WebhookRow.active,
    PartnerRow.active,
    WebhookRow.position < select(func.max(OutboxRow.seq)).scalar_subquery(),
)
"""SQL: the webhook, joined with its partner, has not gone through all events, and is to."""

_NEXT = (
    select(WebhookRow.__table__)
    .join(PartnerRow, PartnerRow.key == WebhookRow.partner_key)
    .where(BEHIND)
    .order_by(WebhookRow.position, WebhookRow.key)
    .limit(1)
    .with_for_update(skip_locked=True, of=WebhookRow.__table__)
)


def hand_out(connection: Connection, *, at: datetime) -> int:
    """Make deliveries of the next events of one webhook that is behind; how many events it went through.

    On PostgreSQL a webhook that another worker has in hand is passed over.
    """
    webhook = connection.execute(_NEXT).first()
    if webhook is None:
        return 0
    events = connection.execute(
        select(OutboxRow.seq, OutboxRow.type, OutboxRow.subject, OutboxRow.audience, OutboxRow.labels)
        .where(OutboxRow.seq > webhook.position)
        .order_by(OutboxRow.seq)
        .limit(_BATCH)
    ).all()
    asked = [one for one in events if _is_wanted(webhook, one)]
    wanted = [delivery(webhook.key, one, at=at) for one in _of_watch(connection, webhook, asked, at)]
    if wanted:
        connection.execute(insert(DeliveryRow), wanted)
    connection.execute(update(WebhookRow).where(WebhookRow.key == webhook.key).values(position=events[-1].seq))
    return len(events)


def matches(filters: Mapping[str, Iterable[str]], labels: Mapping[str, Iterable[str]]) -> bool:
    """Do these labels, of before and after, meet every filter? A filter takes any of its values."""
    return all(not set(values).isdisjoint(labels.get(name, ())) for name, values in filters.items())


def delivery(webhook: int, event: Any, *, at: datetime) -> Data:
    """The columns of a new delivery of an event (its `seq` and `subject`) to the webhook of that key."""
    return {
        "id": "msg_" + "".join(secrets.choice(ALPHABET) for _ in range(24)),
        "webhook_key": webhook,
        "seq": event.seq,
        "subject": event.subject,
        "state": "pending",
        "attempts": 0,
        "created_at": at,
        "next_at": at,
    }


def _is_wanted(webhook: Any, event: Any) -> bool:
    if event.audience is not None and event.audience != partner_audience(webhook.partner_key):
        return False
    if event.type not in webhook.events.split() or event.subject == own_subject(webhook.id):
        return False
    return event.type != "entry.changed" or matches(orjson.loads(webhook.filters), orjson.loads(event.labels))


def _of_watch(connection: Connection, webhook: Any, events: list[Any], at: datetime) -> list[Any]:
    """Of these events those that the watch finds which the webhook follows, if it does; it chooses entries alone."""
    watch = followed(connection, webhook.key)
    changes = [one.seq for one in events if one.type == "entry.changed"]
    if watch is None or not changes:
        return events
    found = wanted_changes(connection, read(watch.filters), changes, at=at)
    return [one for one in events if one.type != "entry.changed" or one.seq in found]


def own_subject(id_: str) -> str:
    """The subject of what happens to a webhook itself, of which the others of its partner are told."""
    return f"webhook {id_}"
