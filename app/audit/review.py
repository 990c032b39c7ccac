"""Reviewing the trail: what people with admin rights did, and a random sample of the rest, to be signed off."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import rfc8785
from sqlalchemy import Connection, func, select

from app.audit.acts import Action, ActorKind
from app.audit.models import AuditRow
from app.audit.reading import Asked, Row, rows

MOST_ROWS = 100_000
MOST_BY_ADMINS = 2000

_TABLE = AuditRow.__table__
_NO_CHANGES = (Action.signed_in, Action.sign_in_failed, Action.locked_out, Action.signed_out, Action.reuse_detected)
_ADMIN = "admin"


class TooMuch(Exception):
    """More rows than one review can hold; the text says of what."""


@dataclass(frozen=True)
class Span:
    """Rows of the trail from one number to another, both included."""

    first: int
    last: int


@dataclass(frozen=True)
class Report:
    """What there is to review. `by_admins`: what people did while they were admins, and the command line."""

    span: Span
    rows: int
    by_admins: tuple[Row, ...]
    seed: str
    sample: tuple[Row, ...]

    @property
    def admins(self) -> set[str]:
        """Whose acts `by_admins` are."""
        return {row["actor"] for row in self.by_admins}

    @property
    def sha256(self) -> str:
        """What was reviewed, in one hash: the span, the seed, and the hashes of all rows shown."""
        told: dict[str, Any] = {
            "first": self.span.first,
            "last": self.span.last,
            "seed": self.seed,
            "by_admins": [row["sha256"] for row in self.by_admins],
            "sample": [row["sha256"] for row in self.sample],
        }
        return hashlib.sha256(rfc8785.dumps(told)).hexdigest()


def span_of(connection: Connection, since: datetime, until: datetime) -> Span | None:
    """The rows between two times; null where there are none. Between its ends the order of the trail decides."""
    query = select(func.min(_TABLE.c.seq), func.max(_TABLE.c.seq)).where(*Asked(since=since, until=until).conditions)
    first, last = connection.execute(query).one()
    return None if first is None else Span(first, last)


def report(connection: Connection, span: Span, *, seed: str, size: int, roles: Mapping[str, str]) -> Report:
    """The report of a span of rows. The sample is the same for the same seed, whoever draws it.

    Of each row SHA-256 is taken over `seed:sha256`; the `size` lowest are the sample. `roles` are those that people
    have now, for whom the trail tells of no other. Raises `TooMuch`.
    """
    if span.last - span.first >= MOST_ROWS:
        raise TooMuch(f"{span.last - span.first + 1} rows; at most {MOST_ROWS} are reviewed at once")
    admins = _Admins(connection, span.last, roles)
    by_admins: list[Row] = []
    lots: list[tuple[str, Row]] = []
    count = 0
    for row in rows(connection, _TABLE.c.seq >= span.first, _TABLE.c.seq <= span.last):
        count += 1
        lots.append((hashlib.sha256(f"{seed}:{row['sha256']}".encode()).hexdigest(), row))
        if row["action"] not in _NO_CHANGES and admins.acted(row):
            by_admins.append(row)
            if len(by_admins) > MOST_BY_ADMINS:
                raise TooMuch(f"more than {MOST_BY_ADMINS} changes by people with admin rights")
        if len(lots) > 2 * size + 1000:
            lots = sorted(lots, key=lambda lot: lot[0])[:size]
    sample = sorted(lots, key=lambda lot: lot[0])[:size]
    return Report(span, count, tuple(by_admins), seed, tuple(sorted((row for _, row in sample), key=_seq)))


def _seq(row: Row) -> int:
    seq: int = row["seq"]
    return seq


def _role(value: str | None) -> str | None:
    role = orjson.loads(value).get("role") if value else None
    return role if isinstance(role, str) else None


class _Admins:
    """Who was an admin when, as the trail tells it."""

    def __init__(self, connection: Connection, last: int, roles: Mapping[str, str]) -> None:
        self._roles: dict[str, list[tuple[int, str]]] = {}
        self._now = roles
        told = _TABLE.c.action.in_((Action.person_created, Action.person_changed))
        for row in rows(connection, told, _TABLE.c.seq <= last):
            before, after = (_role(row[side]) for side in ("old_value", "new_value"))
            known = self._roles.setdefault(row["object_id"], [] if before is None else [(0, before)])
            if after is not None:
                known.append((row["seq"], after))

    def acted(self, row: Row) -> bool:
        """Did somebody act with an admin's rights? Whoever runs commands on the machine did."""
        if row["actor_kind"] != ActorKind.person:
            return bool(row["actor_kind"] == ActorKind.command)
        name = row["actor"]
        roles = self._roles.get(name) or [(0, self._now.get(name, ""))]
        place = bisect_right(roles, row["seq"], key=lambda one: one[0])
        # What somebody does to their own role they do with the one before.
        if place and roles[place - 1][0] == row["seq"]:
            place -= 1
        return bool(place) and roles[place - 1][1] == _ADMIN
