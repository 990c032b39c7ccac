"""Two watches and a webhook that follows one, for tests of what the database allows."""

from datetime import datetime

from sqlalchemy import Connection, insert

from app.partners.watches.models import WatchRow, WebhookWatch


def make_watches(connection: Connection, at: datetime) -> None:
    """Watch 1 of partner 1, which its webhook 1 follows."""
    watch = {"key": 1, "id": "wt_1", "partner_key": 1, "name": "ours", "filters": "{}", "feed_digest": "d" * 64}
    connection.execute(insert(WatchRow).values(**watch, feed_from=at, created_at=at, created_by="la_key1"))
    connection.execute(insert(WebhookWatch).values(webhook_key=1, watch_key=1))
