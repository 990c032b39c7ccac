"""Telling partners that a key of theirs ends soon: a week before and a day before, once each."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from app.access.keys.models import ApiKeyRow, PartnerRow
from app.access.keys.written import PREFIX
from app.editions.models import OutboxRow
from app.editions.outbox import Event, partner_audience, post
from app.vocabulary.dates import instant_text

DAYS = (1, 7)
"""So many days before it ends, the holder of a key is told."""


def tell_expiring(connection: Connection, *, at: datetime) -> int:
    """Put into the outbox what is to be told now; how many keys that concerns."""
    events = list(_events(connection, at))
    return len(post(connection, events, at=at)) if events else 0


def _events(connection: Connection, at: datetime) -> Iterator[Event]:
    query = (
        select(ApiKeyRow.__table__)
        .join(PartnerRow, PartnerRow.key == ApiKeyRow.partner_key)
        .where(
            PartnerRow.active,
            ApiKeyRow.revoked_at.is_(None),
            ApiKeyRow.expires_at > at,
            ApiKeyRow.expires_at <= at + timedelta(days=max(DAYS)),
        )
        .order_by(ApiKeyRow.key)
    )
    for row in connection.execute(query).all():
        days = next(days for days in DAYS if row.expires_at <= at + timedelta(days=days))
        if connection.scalar(select(OutboxRow.seq).where(OutboxRow.once == _name(row, days))) is None:
            yield _event(row, days)


def _name(row: Row[Any], days: int) -> str:
    return f"key.expiring {row.id} {days}"


def _event(row: Row[Any], days: int) -> Event:
    data = {
        "key": f"{PREFIX}{row.id}",
        "label": row.label,
        "expires_at": instant_text(row.expires_at),
        "days": days,
        "rotated_to": row.rotated_to and f"{PREFIX}{row.rotated_to}",
    }
    return Event(
        "key.expiring",
        f"key {row.id}",
        data,
        audience=partner_audience(row.partner_key),
        once=_name(row, days),
    )
