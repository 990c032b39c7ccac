"""Partners and their keys, as staff keep them: made, given out, rotated, revoked. A key is shown once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, insert, select, text, update

from app.access.faults import Refused, invalid
from app.access.keys.models import ApiKeyRow, KeyVersion, PartnerRow
from app.access.keys.scopes import PartnerClass, Scope
from app.access.keys.written import PREFIX, draw
from app.access.work import Work
from app.audit.acts import Action

Data = dict[str, Any]

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_KEYS = ApiKeyRow.__table__
_PARTNERS = PartnerRow.__table__
_LOCK = 0x6B657973  # "keys": PostgreSQL's advisory lock on who has which


@dataclass(frozen=True)
class Wish:
    """What a new key is to be."""

    partner: int
    label: str
    scopes: frozenset[Scope]
    origins: tuple[str, ...]
    days: int


def partners(connection: Connection) -> list[Data]:
    """Every partner, by name, with the number of keys that work at all (not revoked; whether they ended is shown)."""
    return [_partner(row) for row in connection.execute(_with_keys().order_by(_PARTNERS.c.name)).mappings()]


def partner(connection: Connection, key: int, *, lock: bool = False) -> Data:
    """One partner. Raises `Refused` where there is none of that number."""
    if lock:
        _queue(connection)
    row = connection.execute(_with_keys().where(_PARTNERS.c.key == key)).mappings().first()
    if row is None:
        raise Refused("unknown-record", f"There is no partner {key}.")
    return _partner(row)


def create_partner(work: Work, name: str, class_: PartnerClass, note: str | None, reason: str) -> Data:
    """A new partner. Raises `Refused` for a name that is taken."""
    _queue(work.connection)
    _refuse_taken(work.connection, name)
    made = insert(PartnerRow).values(
        name=name, class_=class_, active=True, note=note, created_at=work.at, created_by=work.person.name
    )
    key = work.connection.execute(made.returning(PartnerRow.key)).scalar_one()
    shown = partner(work.connection, key)
    work.tell(Action.partner_created, "partner", str(key), new=_told(shown), reason=reason)
    return shown


def change_partner(work: Work, before: Data, changes: Mapping[str, Any], reason: str) -> Data:
    """Another name, class or note, or made (in)active: then all its keys stop, or work again, at once.

    Raises `Refused` for a name that is taken.
    """
    if "name" in changes and changes["name"] != before["name"]:
        _refuse_taken(work.connection, changes["name"], besides=before["name"])
    columns = {"class_" if name == "class" else name: value for name, value in changes.items()}
    if columns:
        work.connection.execute(update(PartnerRow).where(PartnerRow.key == before["id"]).values(**columns))
    _changed(work.connection)
    after = partner(work.connection, before["id"])
    work.tell(
        Action.partner_changed, "partner", str(before["id"]), old=_told(before), new=_told(after), reason=reason
    )
    return after


def keys(connection: Connection, of: int | None = None) -> list[Data]:
    """Every key, or those of one partner, newest first, also those that ended."""
    query = _keys_query().order_by(_KEYS.c.key.desc())
    if of is not None:
        query = query.where(_KEYS.c.partner_key == of)
    return [_key(row) for row in connection.execute(query).mappings()]


def key(connection: Connection, id_: str, *, lock: bool = False) -> Data:
    """One key. Raises `Refused` where there is none of that id."""
    if lock:
        _queue(connection)
    row = connection.execute(_keys_query().where(_KEYS.c.id == id_)).mappings().first()
    if row is None:
        raise Refused("unknown-record", f"There is no key {PREFIX}{id_}.")
    return _key(row)


def issue(work: Work, wish: Wish, reason: str) -> tuple[Data, str]:
    """A new key: how it is shown, and the whole of it, which is kept nowhere.

    Raises `Refused` where there is no such partner, or an inactive one.
    """
    owner = partner(work.connection, wish.partner, lock=True)
    if not owner["active"]:
        raise Refused("conflict", f"{owner['name']} is inactive, and is given no key.")
    shown, secret = _made(work, wish)
    work.tell(Action.key_issued, "api-key", shown["id"], new=shown, reason=reason)
    return shown, secret


def rotate(work: Work, id_: str, *, overlap_days: int, days: int, reason: str) -> tuple[Data, str]:
    """A key in place of another, which goes on for some days; returned as by `issue`.

    Raises `Refused` for a key that ended, was revoked, or was rotated before.
    """
    before = key(work.connection, id_, lock=True)
    if before["revoked"] is not None or before["expires_at"] <= instant(work.at):
        raise Refused("wrong-state", f"The key {PREFIX}{id_} has ended; issue another one.", more={"next": ["issue"]})
    if before["rotated_to"] is not None:
        raise Refused(
            "wrong-state",
            f"The key {PREFIX}{id_} was rotated to {PREFIX}{before['rotated_to']} before.",
            more={"next": ["revoke"]},
        )
    partner_ = partner(work.connection, before["partner"]["id"])
    if not partner_["active"]:
        raise Refused("conflict", f"{partner_['name']} is inactive, and is given no key.")
    scopes = frozenset(Scope(one) for one in before["scopes"])
    wish = Wish(before["partner"]["id"], before["label"], scopes, tuple(before["origins"]), days)
    made, secret = _made(work, wish)
    last = work.at + timedelta(days=overlap_days)
    row = work.connection.execute(select(ApiKeyRow.expires_at).where(ApiKeyRow.id == id_)).one()
    work.connection.execute(
        update(ApiKeyRow)
        .where(ApiKeyRow.id == id_)
        .values(rotated_to=made["id"], expires_at=min(last, row.expires_at))
    )
    _changed(work.connection)
    after = key(work.connection, id_)
    work.tell(Action.key_rotated, "api-key", id_, old=before, new=after, reason=reason)
    work.tell(Action.key_issued, "api-key", made["id"], new=made, reason=reason)
    return made, secret


def revoke(work: Work, id_: str, reason: str) -> Data:
    """A key that opens nothing any more. Raises `Refused` for one that was revoked before."""
    before = key(work.connection, id_, lock=True)
    if before["revoked"] is not None:
        raise Refused("wrong-state", f"The key {PREFIX}{id_} was revoked before.", more={"next": []})
    values = {"revoked_at": work.at, "revoked_by": work.person.name, "revoked_reason": reason}
    work.connection.execute(update(ApiKeyRow).where(ApiKeyRow.id == id_).values(**values))
    _changed(work.connection)
    after = key(work.connection, id_)
    work.tell(Action.key_revoked, "api-key", id_, old=before, new=after, reason=reason)
    return after


def origins_of(given: Iterable[str]) -> tuple[str, ...]:
    """Origins as browsers send them, in order, each once.

    Raises `Refused` for one that is none, or that is not https (http is taken for this machine, to try things out).
    """
    return tuple(sorted({_origin(one, place) for place, one in enumerate(given)}))


def _origin(given: str, place: int) -> str:
    pointer = f"/origins/{place}"
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if not host or not re.fullmatch(r"[A-Za-z0-9.:-]+", host):
        raise invalid(pointer, "expected an origin, as https://portal.example", value=given)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOCAL_HOSTS):
        raise invalid(pointer, "expected https (http is taken for localhost alone)", value=given)
    shown = f"[{host}]" if ":" in host else host
    usual = 443 if parts.scheme == "https" else 80
    origin = f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")
    if given.lower().rstrip("/") not in (origin, f"{origin}:{usual}"):
        raise invalid(pointer, "expected an origin alone, without path, query or user", valid=[origin], value=given)
    return origin


def instant(at: datetime) -> str:
    """A time as it is shown."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _made(work: Work, wish: Wish) -> tuple[Data, str]:
    new = draw()
    work.connection.execute(
        insert(ApiKeyRow).values(
            id=new.id,
            digest=new.digest,
            partner_key=wish.partner,
            label=wish.label,
            scopes=" ".join(sorted(wish.scopes)),
            origins=" ".join(wish.origins),
            created_at=work.at,
            created_by=work.person.name,
            expires_at=work.at + timedelta(days=wish.days),
        )
    )
    _changed(work.connection)
    return key(work.connection, new.id), new.secret


def _changed(connection: Connection) -> None:
    """Tell every process to look again."""
    connection.execute(update(KeyVersion).values(number=KeyVersion.number + 1))


def _queue(connection: Connection) -> None:
    """Of two who change partners or keys, one waits. SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _refuse_taken(connection: Connection, name: str, besides: str | None = None) -> None:
    taken = {one.casefold() for one in connection.scalars(select(_PARTNERS.c.name)) if one != besides}
    if name.casefold() in taken:
        raise Refused("conflict", f"There is a partner called {name} already.")


def _with_keys() -> Any:
    working = (
        select(func.count())
        .select_from(_KEYS)
        .where(_KEYS.c.partner_key == _PARTNERS.c.key, _KEYS.c.revoked_at.is_(None))
        .scalar_subquery()
    )
    return select(_PARTNERS, working.label("working"))


def _keys_query() -> Any:
    return select(_KEYS, _PARTNERS.c.name.label("partner_name"), _PARTNERS.c["class"].label("partner_class")).join(
        _PARTNERS, _PARTNERS.c.key == _KEYS.c.partner_key
    )


def _partner(row: Mapping[Any, Any]) -> Data:
    return {
        "id": row["key"],
        "name": row["name"],
        "class": row["class"],
        "active": row["active"],
        "note": row["note"],
        "keys": row["working"],
        "created_at": instant(row["created_at"]),
        "created_by": row["created_by"],
    }


def _told(shown: Data) -> Data:
    """A partner as the trail has it: what can be changed."""
    return {name: shown[name] for name in ("name", "class", "active", "note")}


def _key(row: Mapping[Any, Any]) -> Data:
    revoked = row["revoked_at"] and {
        "at": instant(row["revoked_at"]),
        "by": row["revoked_by"],
        "reason": row["revoked_reason"],
    }
    return {
        "id": row["id"],
        "prefix": f"{PREFIX}{row['id']}",
        "partner": {"id": row["partner_key"], "name": row["partner_name"], "class": row["partner_class"]},
        "label": row["label"],
        "scopes": row["scopes"].split(),
        "origins": row["origins"].split(),
        "created_at": instant(row["created_at"]),
        "created_by": row["created_by"],
        "expires_at": instant(row["expires_at"]),
        "last_used_on": row["last_used_on"],
        "rotated_to": row["rotated_to"],
        "revoked": revoked,
    }
