"""Two events, a webhook and what it was told, for tests of what the database allows."""

from datetime import datetime

from sqlalchemy import Connection, insert

from app.editions.models import OutboxRow
from app.partners.webhooks.models import DeliveryAttempt, DeliveryRow, WebhookRow


def make_webhooks(connection: Connection, at: datetime) -> None:
    """Events 1 and 2, webhook 1 of partner 1, its delivery 1 of event 1, and one attempt that went well."""
    for seq in (1, 2):
        event = {"seq": seq, "type": "edition.published", "subject": "editions", "payload": "{}", "labels": "{}"}
        connection.execute(insert(OutboxRow).values(**event, created_at=at))
    hook = {"key": 1, "id": "wh_1", "partner_key": 1, "url": "https://a.example/", "label": "x", "filters": "{}"}
    secret = {"secret_nonce": "n", "secret_root": "r", "secret_from": at}
    made = {"events": "edition.published", "active": True, "created_at": at, "created_by": "la_key1"}
    connection.execute(insert(WebhookRow).values(**hook, **secret, **made, position=1, failures=0))
    sent = {"key": 1, "id": "msg_1", "webhook_key": 1, "seq": 1, "subject": "editions", "state": "delivered"}
    times = {"created_at": at, "next_at": at, "first_at": at, "done_at": at}
    connection.execute(insert(DeliveryRow).values(**sent, **times, attempts=1))
    went = {"delivery_key": 1, "at": at, "milliseconds": 9, "outcome": "delivered", "status": 204, "detail": "x"}
    connection.execute(insert(DeliveryAttempt).values(**went))
