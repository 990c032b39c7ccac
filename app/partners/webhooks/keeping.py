"""Webhooks as their partner keeps them: made, changed, taken away; their secrets. None sees another's."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from app.access.faults import Refused, invalid
from app.access.keys.dependencies import KeyWork
from app.access.keys.written import ALPHABET, PREFIX
from app.audit.acts import Action
from app.audit.trail import queue
from app.editions.models import OutboxRow
from app.knowledge.models import Record, Revision
from app.outside.addresses import Reach, addresses, target
from app.outside.faults import CallFailed
from app.partners.watches.keeping import follow
from app.partners.watches.models import WatchRow, WebhookWatch
from app.partners.webhooks.models import DeliveryRow, WebhookRow
from app.partners.webhooks.schemas import EventType, NewWebhook, WebhookFilters
from app.partners.webhooks.signatures import Root, new_nonce
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import State

Data = dict[str, Any]

MOST = 20
"""Webhooks that a partner may have."""

_ID = 16


def webhooks_of(connection: Connection, partner: int) -> list[Data]:
    """A partner's webhooks, oldest first."""
    query = _rows().where(WebhookRow.partner_key == partner).order_by(WebhookRow.key)
    return [shown(row) for row in connection.execute(query)]


def webhook_row(connection: Connection, partner: int, id_: str, *, lock: bool = False) -> Any:
    """The row of one webhook of a partner. `lock` keeps it as it is until the transaction ends.

    Raises `Refused` where the partner has none of that id, whoever else has.
    """
    query = _rows().where(WebhookRow.id == id_, WebhookRow.partner_key == partner)
    if lock:
        queue(connection)
        query = query.with_for_update(of=WebhookRow.__table__)
    row = connection.execute(query).first()
    if row is None:
        raise Refused("unknown-record", f"You have no webhook {id_}.")
    return row


def make_webhook(work: KeyWork, root: Root, wish: NewWebhook) -> tuple[Data, str]:
    """A new webhook, told of what happens from now on: how it is shown, and its secret.

    Raises `Refused` for filters and a watch that name nothing, or where the partner has too many webhooks.
    """
    connection, partner = work.connection, work.key.partner
    queue(connection)
    held = connection.scalar(select(func.count()).where(WebhookRow.partner_key == partner)) or 0
    if held >= MOST:
        raise Refused("conflict", f"You have {held} webhooks, and can have {MOST}; take one away first.")
    id_ = "wh_" + "".join(secrets.choice(ALPHABET) for _ in range(_ID))
    nonce = new_nonce()
    key = connection.execute(
        insert(WebhookRow)
        .values(
            id=id_,
            partner_key=partner,
            url=wish.url,
            label=wish.label,
            events=_events(wish.events),
            filters=_filters(connection, wish.filters),
            active=True,
            created_at=work.at,
            created_by=f"{PREFIX}{work.key.id}",
            secret_nonce=nonce,
            secret_root=root.fingerprint,
            secret_from=work.at,
            position=connection.scalar(select(func.max(OutboxRow.seq))) or 0,
            failures=0,
        )
        .returning(WebhookRow.key)
    ).scalar_one()
    follow(connection, key, partner, wish.watch)
    made = shown(webhook_row(connection, partner, id_))
    work.tell(Action.webhook_created, "webhook", id_, new=_told(made))
    return made, root.secret(nonce)


def change_webhook(work: KeyWork, before: Any, changes: Mapping[str, Any]) -> Data:
    """Another address, label, events or filters, or on and off. `before` is the locked row.

    What waits is due at once where the webhook is switched on or gets another address.
    Raises `Refused` for filters and a watch that name nothing.
    """
    connection = work.connection
    values: Data = {name: changes[name] for name in ("url", "label") if name in changes}
    if "events" in changes:
        values["events"] = _events(changes["events"])
    if "filters" in changes:
        values["filters"] = _filters(connection, changes["filters"] or WebhookFilters())
    if changes.get("active", before.active) != before.active:
        off = None if changes["active"] else "Switched off by the partner."
        values |= {"active": off is None, "disabled_at": work.at if off else None, "disabled_reason": off}
    anew = values.get("active") or values.get("url", before.url) != before.url
    if anew:
        values |= {"failures": 0, "resume_at": None}
        waiting = (DeliveryRow.webhook_key == before.key, DeliveryRow.state == "pending")
        fresh = {"attempts": 0, "first_at": None, "next_at": work.at}
        connection.execute(update(DeliveryRow).where(*waiting).values(**fresh))
    if values:
        connection.execute(update(WebhookRow).where(WebhookRow.key == before.key).values(**values))
    if "watch" in changes:
        follow(connection, before.key, before.partner_key, changes["watch"])
    after = shown(webhook_row(connection, before.partner_key, before.id))
    work.tell(Action.webhook_changed, "webhook", before.id, old=_told(shown(before)), new=_told(after))
    return after


def delete_webhook(work: KeyWork, id_: str) -> Data:
    """Take a webhook away, with its deliveries. Raises `Refused` where there is none."""
    before = webhook_row(work.connection, work.key.partner, id_, lock=True)
    work.connection.execute(delete(WebhookRow).where(WebhookRow.key == before.key))
    work.tell(Action.webhook_deleted, "webhook", id_, old=_told(shown(before)))
    return {"id": id_, "deleted": True}


def rotate_secret(work: KeyWork, root: Root, id_: str, *, overlap_hours: int) -> tuple[Data, str]:
    """A new secret; for some hours the one before signs as well. Returned as by `make_webhook`.

    Of secrets older than that none signs any more. Raises `Refused` where there is no such webhook.
    """
    before = webhook_row(work.connection, work.key.partner, id_, lock=True)
    nonce = new_nonce()
    values: Data = {"secret_nonce": nonce, "secret_root": root.fingerprint, "secret_from": work.at}
    values |= {"old_nonce": None, "old_root": None, "old_until": None}
    if overlap_hours:
        until = work.at + timedelta(hours=overlap_hours)
        values |= {"old_nonce": before.secret_nonce, "old_root": before.secret_root, "old_until": until}
    work.connection.execute(update(WebhookRow).where(WebhookRow.key == before.key).values(**values))
    after = shown(webhook_row(work.connection, work.key.partner, id_))
    dates = {"old": shown(before)["secret_dates"], "new": after["secret_dates"]}
    work.tell(Action.webhook_secret_rotated, "webhook", id_, **dates)
    return after, root.secret(nonce)


def check_address(url: str, reach: Reach) -> None:
    """Can this address be called? Asks the resolver, so call it outside a transaction.

    Raises `Refused` for what is not https, or leads to an address that is not public; within reach of this machine,
    http is taken for this machine alone.
    """
    try:
        to = target(url)
        found = addresses(to, reach=reach)
    except CallFailed as failed:
        raise invalid("/url", failed.detail, value=url[:100]) from failed
    if to.scheme != "https" and not (reach == Reach.loopback and all(one.is_loopback for one in found)):
        raise invalid("/url", "expected an https address", value=url[:100])


def shown(row: Any) -> Data:
    """A webhook as its partner sees it."""
    filters = orjson.loads(row.filters)
    return {
        "id": row.id,
        "url": row.url,
        "label": row.label,
        "events": row.events.split(),
        "filters": {name: filters.get(name, []) for name in WebhookFilters.model_fields},
        "watch": row.watch,
        "active": row.active,
        "disabled": row.disabled_at and {"at": instant_text(row.disabled_at), "reason": row.disabled_reason},
        "secret_dates": {
            "since": instant_text(row.secret_from),
            "old_until": row.old_until and instant_text(row.old_until),
        },
        "created_at": instant_text(row.created_at),
        "created_by": row.created_by,
    }


def _told(one: Data) -> Data:
    """A webhook as the trail has it: of its address the host, since the rest may be a secret of the partner's."""
    return {name: one[name] for name in ("label", "events", "filters", "watch", "active")} | {
        "to": target(one["url"]).origin
    }


def _events(given: list[EventType]) -> str:
    return " ".join(sorted(set(given)))


def _filters(connection: Connection, given: WebhookFilters) -> str:
    """The filters as they are kept. Raises `Refused` for a country or topic that is not published."""
    country = [one.upper() for one in given.country]
    for name, type_, asked in (("country", "jurisdiction", country), ("topic", "topic", given.topic)):
        known = set(connection.scalars(_published(type_))) if asked else set()
        for place, one in enumerate(asked):
            if one not in known:
                raise invalid(
                    f"/filters/{name}/{place}", f"no {name} is called {one}", valid=sorted(known), value=one
                )
    kept = {"country": sorted(set(country)), "kind": sorted(set(given.kind)), "topic": sorted(set(given.topic))}
    return orjson.dumps({name: values for name, values in kept.items() if values}).decode()


def _rows() -> Any:
    """Webhooks, with the id of the watch that each follows."""
    watch = (
        select(WatchRow.id)
        .join(WebhookWatch, WebhookWatch.watch_key == WatchRow.key)
        .where(WebhookWatch.webhook_key == WebhookRow.key)
        .scalar_subquery()
    )
    return select(WebhookRow.__table__, watch.label("watch"))


def _published(type_: str) -> Any:
    return (
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.type == type_, Revision.state == State.published)
    )
