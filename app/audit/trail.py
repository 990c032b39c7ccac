"""Writing the trail: one row for each act, in the transaction of what it tells of."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from sqlalchemy import Connection, insert, select, text

from app.audit.acts import Act
from app.audit.models import AuditRow

_LOCK = 0x61756469  # "audi": the key of PostgreSQL's advisory lock, ours alone

_HASHED = (
    "seq",
    "at",
    "actor",
    "actor_kind",
    "action",
    "object_type",
    "object_id",
    "revision",
    "old_value",
    "new_value",
    "reason",
    "approver",
    "request_id",
    "previous_sha256",
)


def append(connection: Connection, act: Act, *, at: datetime) -> int:
    """Add an act to the trail; its place in it. The caller's transaction keeps both the act and its row, or none."""
    queue(connection)
    last = connection.execute(select(AuditRow.seq, AuditRow.sha256).order_by(AuditRow.seq.desc()).limit(1)).first()
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": at,
        "actor": act.actor.name,
        "actor_kind": act.actor.kind,
        "action": act.action,
        "object_type": act.object_type,
        "object_id": act.object_id,
        "revision": act.revision,
        "old_value": _canonical(act.old),
        "new_value": _canonical(act.new),
        "reason": act.reason,
        "approver": act.approver,
        "request_id": act.request_id,
        "previous_sha256": last.sha256 if last else None,
    }
    connection.execute(insert(AuditRow).values(**row, sha256=row_sha256(row)))
    seq: int = row["seq"]
    return seq


def queue(connection: Connection) -> None:
    """Wait for whoever writes the trail right now, and keep others waiting until the transaction ends.

    Called first by work that locks rows of its own and tells the trail later: whoever queues here first and locks
    afterwards never waits for somebody who waits for him. On SQLite the write lock does the same.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def row_sha256(row: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the canonical JSON (RFC 8785) of all of a row but the hash itself."""
    told = {name: row[name] for name in _HASHED} | {"at": instant(row["at"])}
    return hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def instant(at: datetime) -> str:
    """A UTC time to the microsecond, as it is hashed and shown."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _canonical(value: Any) -> str | None:
    return None if value is None else rfc8785.dumps(value).decode()
