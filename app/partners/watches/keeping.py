"""Watches as their partner keeps them: made, changed, taken away; the address of their feeds. None sees another's."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, delete, func, insert, select, update

from app.access.faults import Refused, invalid
from app.access.keys.dependencies import KeyWork
from app.access.keys.models import PartnerRow
from app.access.keys.written import ALPHABET, PREFIX
from app.audit.acts import Action
from app.audit.trail import queue
from app.partners.watches.models import WatchRow, WebhookWatch
from app.partners.watches.schemas import NewWatch
from app.partners.watches.words import FILTERS, TYPES, checked, for_changes, gone, published, read, written
from app.partners.webhooks.models import WebhookRow
from app.vocabulary.dates import instant_text

Data = dict[str, Any]

MOST = 100
"""Watches that a partner may have."""

_ID, _SECRET = 16, 32  # letters; of 58, so that the secret has 187 random bits and its digest needs no salt


def watches_of(connection: Connection, partner: int) -> list[Data]:
    """A partner's watches, oldest first."""
    query = select(WatchRow.__table__).where(WatchRow.partner_key == partner).order_by(WatchRow.key)
    return _all_shown(connection, connection.execute(query).all())


def watch_row(connection: Connection, partner: int, id_: str, *, lock: bool = False) -> Any:
    """The row of one watch of a partner. `lock` keeps it as it is until the transaction ends.

    Raises `Refused` where the partner has none of that id, whoever else has.
    """
    query = select(WatchRow.__table__).where(WatchRow.id == id_, WatchRow.partner_key == partner)
    if lock:
        queue(connection)
        query = query.with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise Refused("unknown-record", f"You have no watch {id_}.")
    return row


def watch_behind(connection: Connection, secret: str) -> Any:
    """The row of the watch whose feeds have this secret in their address. Raises `Refused` where there is none.

    A partner that is switched off has no feeds.
    """
    query = (
        select(WatchRow.__table__)
        .join(PartnerRow, PartnerRow.key == WatchRow.partner_key)
        .where(WatchRow.feed_digest == _digest(secret), PartnerRow.active)
    )
    row = connection.execute(query).first()
    if row is None:
        raise Refused("not-found", "There is no feed at this address; its watch may have another by now.")
    return row


def make_watch(work: KeyWork, wish: NewWatch) -> tuple[Data, str]:
    """A new watch: how it is shown, and the secret in the address of its feeds.

    Raises `Refused` for filters that name nothing, or where the partner has too many watches.
    """
    connection, partner = work.connection, work.key.partner
    queue(connection)
    held = connection.scalar(select(func.count()).where(WatchRow.partner_key == partner)) or 0
    if held >= MOST:
        raise Refused("conflict", f"You have {held} watches, and can have {MOST}; take one away first.")
    id_, secret = "wt_" + _letters(_ID), _letters(_SECRET)
    connection.execute(
        insert(WatchRow).values(
            id=id_,
            partner_key=partner,
            name=wish.name,
            filters=checked(connection, wish.filters.model_dump()),
            feed_digest=_digest(secret),
            feed_from=work.at,
            created_at=work.at,
            created_by=f"{PREFIX}{work.key.id}",
        )
    )
    made = shown(connection, watch_row(connection, partner, id_))
    work.tell(Action.watch_created, "watch", id_, new=_told(made))
    return made, secret


def change_watch(work: KeyWork, before: Any, changes: Mapping[str, Any]) -> Data:
    """Another name, or other filters: a mapping of those that change, or null for none. `before` is the locked row.

    Raises `Refused` for filters that name nothing. A word that is gone may stay where its filter is left alone.
    """
    connection = work.connection
    values: Data = {"name": changes["name"]} if "name" in changes else {}
    if "filters" in changes:
        values["filters"] = _merged(connection, before.filters, changes["filters"])
    if values:
        connection.execute(update(WatchRow).where(WatchRow.key == before.key).values(**values))
    after = shown(connection, watch_row(connection, before.partner_key, before.id))
    work.tell(Action.watch_changed, "watch", before.id, old=_told(shown(connection, before)), new=_told(after))
    return after


def delete_watch(work: KeyWork, id_: str) -> Data:
    """Take a watch away. Raises `Refused` where there is none, or webhooks follow it."""
    before = watch_row(work.connection, work.key.partner, id_, lock=True)
    told = shown(work.connection, before)
    if told["webhooks"]:
        named = ", ".join(told["webhooks"])
        raise Refused("conflict", f"Webhooks follow it: {named}. Give them another watch, or none, first.")
    work.connection.execute(delete(WatchRow).where(WatchRow.key == before.key))
    work.tell(Action.watch_deleted, "watch", id_, old=_told(told))
    return {"id": id_, "deleted": True}


def rotate_feed(work: KeyWork, id_: str) -> tuple[Data, str]:
    """A new address for the feeds; the old one ends at once. Returned as by `make_watch`."""
    before = watch_row(work.connection, work.key.partner, id_, lock=True)
    secret = _letters(_SECRET)
    values = {"feed_digest": _digest(secret), "feed_from": work.at}
    work.connection.execute(update(WatchRow).where(WatchRow.key == before.key).values(**values))
    after = shown(work.connection, watch_row(work.connection, work.key.partner, id_))
    work.tell(Action.watch_feed_rotated, "watch", id_, new={"feeds_since": after["feeds_since"]})
    return after, secret


def follow(connection: Connection, webhook: int, partner: int, id_: str | None) -> None:
    """Let a webhook, by its key, follow a watch of its partner's, or none. Raises `Refused` for one that is not."""
    connection.execute(delete(WebhookWatch).where(WebhookWatch.webhook_key == webhook))
    if id_ is None:
        return
    query = select(WatchRow.key).where(WatchRow.id == id_, WatchRow.partner_key == partner)
    watch = connection.scalar(query)
    if watch is None:
        raise invalid("/watch", f"you have no watch {id_}", value=id_)
    connection.execute(insert(WebhookWatch).values(webhook_key=webhook, watch_key=watch))


def followed(connection: Connection, webhook: int) -> Any:
    """The row of the watch that a webhook, by its key, follows; null where it follows none."""
    query = select(WatchRow.__table__).join(WebhookWatch, WebhookWatch.watch_key == WatchRow.key)
    return connection.execute(query.where(WebhookWatch.webhook_key == webhook)).first()


def shown(connection: Connection, row: Any) -> Data:
    """A watch as its partner sees it."""
    return _all_shown(connection, [row])[0]


def _all_shown(connection: Connection, rows: Sequence[Any]) -> list[Data]:
    following = (
        select(WebhookWatch.watch_key, WebhookRow.id)
        .join(WebhookRow, WebhookRow.key == WebhookWatch.webhook_key)
        .where(WebhookWatch.watch_key.in_([row.key for row in rows]))
        .order_by(WebhookRow.key)
    )
    webhooks = [(row.watch_key, row.id) for row in connection.execute(following)]
    known = {name: published(connection, name) for name in TYPES}
    return [_shown(row, known, [id_ for watch, id_ in webhooks if watch == row.key]) for row in rows]


def _shown(row: Any, known: Mapping[str, set[str]], webhooks: list[str]) -> Data:
    words = read(row.filters)
    query = urlencode({"since": 0, **for_changes(words)}, doseq=True)
    return {
        "id": row.id,
        "name": row.name,
        "filters": {name: words.get(name, []) for name in FILTERS},
        "gone": gone(words, known),
        "webhooks": webhooks,
        "feeds_since": instant_text(row.feed_from),
        "matches": f"/v1/watches/{row.id}/matches",
        "changes": f"/v1/changes?{query}",
        "created_at": instant_text(row.created_at),
        "created_by": row.created_by,
    }


def addresses(secret: str) -> dict[str, str]:
    """The addresses of the feeds with that secret, by form."""
    return {form: f"/v1/feeds/{secret}.{form}" for form in ("atom", "json", "ics")}


def _merged(connection: Connection, before: str, changes: Mapping[str, Sequence[str] | None] | None) -> str:
    if changes is None:
        return checked(connection, {})
    now = read(checked(connection, {name: words or () for name, words in changes.items()}))
    kept = {name: words for name, words in read(before).items() if name not in changes}
    return written({**kept, **now})


def _told(one: Data) -> Data:
    """A watch as the trail has it."""
    return {name: one[name] for name in ("name", "filters")}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _letters(number: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(number))
