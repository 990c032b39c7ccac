"""The keys of this process: a table in memory that says whose a key is, without asking the database each time.

The table is as the database had it at most half a second ago. Whether anything changed is one number to read
(`key_version`), so that a revocation elsewhere counts here within a second; where this process changed something,
`forget` makes it look at once. Where the database cannot be asked, no key is taken for good: better none than one
that was revoked.
"""

import hmac
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from app.access.keys.models import ApiKeyRow, KeyVersion, PartnerRow
from app.access.keys.scopes import READ, PartnerClass, Scope
from app.access.keys.usage import Totals, Usage
from app.access.keys.written import ID, PREFIX, digest_of, well_written
from app.database.engine import reading

Learn = Callable[[str, int, int], None]
"""Takes the name of a quota, a key's place, and what all processes together counted with it today."""

CHECKED = 0.5
"""Seconds for which the table is good without a look at the database."""

_BEARER = b"Bearer "
_NOTHING = "0" * 64
_ID = slice(len(PREFIX), len(PREFIX) + ID)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as the other rooms see it. `who` is its place in the tables, for counting."""

    who: int
    id: str
    label: str
    partner: int
    partner_name: str
    partner_class: PartnerClass
    scopes: frozenset[Scope]
    origins: frozenset[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    partner_active: bool
    rotated_to: str | None
    digest: str

    @property
    def policy(self) -> str:
        """Name of the limits that hold for it."""
        return self.partner_class

    @property
    def allowed(self) -> list[str]:
        """What it may do, by name, with what goes without saying."""
        return [READ, *sorted(self.scopes)]

    def fault(self, now: datetime) -> str | None:
        """Why it opens nothing, for whoever holds it; null if it does."""
        if self.revoked_at is not None:
            return f"The key la_{self.id} was revoked."
        if now >= self.expires_at:
            return f"The key la_{self.id} ended on {self.expires_at:%Y-%m-%d}; ask for another."
        if not self.partner_active:
            return f"The keys of {self.partner_name} are switched off."
        return None


class KeyRing:
    """What this process knows of keys, and counts of their use."""

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        learn: Learn = lambda *_: None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.usage = Usage(engine, now)
        self._engine = engine
        self._now = now
        self._learn = learn
        self._clock = clock
        self._keys: dict[bytes, ApiKey] = {}
        self._asked = float("-inf")
        self._version: int | None = None
        self._good_until = float("-inf")
        self._forgotten = 0
        self._reading = threading.Lock()

    def stale(self) -> bool:
        """Has the table to be looked after (`refresh`) before a key is judged?"""
        return self._clock() >= self._good_until

    def forget(self) -> None:
        """Something was changed here: look before the next key is judged."""
        self._forgotten += 1
        self._good_until = float("-inf")

    def asked_lately(self) -> bool:
        """Did anybody come with a key in the last minute? Else nobody needs the table."""
        return self._clock() - self._asked < 60

    def refresh(self, *, early: bool = False) -> None:
        """Read what changed, if anything did; of several who ask at once, one reads. Blocks.

        `early` looks even while the table is good. Raises what the engine raises where the database cannot be asked.
        """
        with self._reading:
            if not (early or self.stale()):
                return
            begun, forgotten = self._clock(), self._forgotten
            with reading(self._engine) as connection:
                version = connection.scalar(select(KeyVersion.number))
                if version != self._version:
                    self._keys = {one.id.encode(): one for one in all_keys(connection)}
                    self._version = version
                    self._tell(self.usage.totals(connection))
            if forgotten == self._forgotten:  # else something was changed here while we read
                self._good_until = begun + CHECKED

    def count(self, who: int, units: int) -> None:
        """A request with that key was answered, and cost that much."""
        self.usage.count(who, units)

    def flush(self) -> None:
        """Write what was counted, and learn what others counted. Blocks; raises what the engine raises."""
        self._tell(self.usage.flush())

    def _tell(self, totals: Totals) -> None:
        quotas = {one.who: one.policy for one in self._keys.values()}
        for who, units in totals.items():
            if who in quotas:
                self._learn(quotas[who], who, units + self.usage.counted(who)[1])

    def identify(self, authorization: bytes) -> ApiKey | str:
        """Whose key an `Authorization` header holds, or why it is none. Looks only at what is in memory."""
        if not authorization.startswith(_BEARER):
            if authorization[:7].lower() != b"bearer ":
                return "Send an API key as `Authorization: Bearer la_…`, or no Authorization at all."
            authorization = _BEARER + authorization[7:]
        given = authorization[7:].strip()
        self._asked = self._clock()
        found = self._keys.get(given[_ID])
        # As much work for a key that there is not as for one with another secret.
        right = hmac.compare_digest(digest_of(given), _NOTHING if found is None else found.digest)
        if found is not None and right:
            return found.fault(self._now()) or found
        if given.startswith(b"st_"):
            return "This is a token of staff, which opens nothing here; API keys begin with la_."
        if not well_written(given):
            return "This is no key of ours: it is mistyped, or not all of it is there."
        return "The key is not valid."


def all_keys(connection: Connection) -> list[ApiKey]:
    """Every key, also those that ended."""
    query = select(ApiKeyRow.__table__, PartnerRow.name, PartnerRow.class_, PartnerRow.active).join(
        PartnerRow, PartnerRow.key == ApiKeyRow.partner_key
    )
    return [key_of(row) for row in connection.execute(query.order_by(ApiKeyRow.key)).mappings()]


def key_of(row: Mapping[str, Any] | Any) -> ApiKey:
    """A row, joined with its partner's, as a key."""
    return ApiKey(
        who=row["key"],
        id=row["id"],
        label=row["label"],
        partner=row["partner_key"],
        partner_name=row["name"],
        partner_class=PartnerClass(row["class"]),
        scopes=frozenset(Scope(one) for one in row["scopes"].split()),
        origins=frozenset(row["origins"].split()),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        partner_active=row["active"],
        rotated_to=row["rotated_to"],
        digest=row["digest"],
    )


def find_key(connection: Connection, id_: str) -> ApiKey | None:
    """The key of that public id, as the database has it now."""
    query = select(ApiKeyRow.__table__, PartnerRow.name, PartnerRow.class_, PartnerRow.active).join(
        PartnerRow, PartnerRow.key == ApiKeyRow.partner_key
    )
    row = connection.execute(query.where(ApiKeyRow.id == id_)).mappings().first()
    return key_of(row) if row else None
