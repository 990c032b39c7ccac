"""Bearer tokens: opaque, short-lived, kept as digests, so that an end is an end at once.

A refresh token works once: whoever shows it a second time holds a copy, and everything that came from that
sign-in ends (RFC 9700, 4.14.2).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.access.models import PersonRow, StaffToken
from app.access.people import Person, person_of
from app.access.roles import Role

ACCESS_SECONDS = 15 * 60
REFRESH_SECONDS = 12 * 3600
PREFIX = "st_"
"""Never `la_`, which begins the keys of partners."""


@dataclass(frozen=True)
class Tokens:
    """What a sign-in yields; shown once."""

    access: str
    refresh: str
    role: Role


@dataclass(frozen=True)
class SignedIn:
    """A person, and when their password or provider was really asked."""

    person: Person
    signed_in_at: datetime
    family: str


class ReusedRefresh(Exception):
    """A refresh token came a second time; everything of its sign-in has ended."""

    def __init__(self, person: Person) -> None:
        self.person = person
        super().__init__(person.name)


def issue(
    connection: Connection, person: Person, *, at: datetime, signed_in_at: datetime, family: str | None = None
) -> Tokens:
    """A pair of tokens; without `family` a new sign-in begins.

    However often it is refreshed, a sign-in ends twelve hours after the password or the provider was asked.
    """
    if family is None:
        family = secrets.token_hex(16)
        _forget_ended(connection, person, at=at)
    access, refresh = (PREFIX + secrets.token_urlsafe(32) for _ in range(2))
    last = signed_in_at + timedelta(seconds=REFRESH_SECONDS)
    for token, kind, seconds in ((access, "access", ACCESS_SECONDS), (refresh, "refresh", REFRESH_SECONDS)):
        connection.execute(
            insert(StaffToken).values(
                digest=digest_of(token),
                kind=kind,
                family=family,
                person_key=person.key,
                issued_at=at,
                expires_at=min(at + timedelta(seconds=seconds), last),
                signed_in_at=signed_in_at,
            )
        )
    return Tokens(access, refresh, person.role)


def signed_in(connection: Connection, token: str, *, at: datetime) -> SignedIn | None:
    """Whose valid access token it is, or null."""
    row = _find(connection, token, "access")
    if row is None or row["revoked_at"] is not None or row["expires_at"] <= at or not row["active"]:
        return None
    return SignedIn(person_of(row), row["signed_in_at"], row["family"])


def refresh(connection: Connection, token: str, *, at: datetime) -> tuple[Person, Tokens] | None:
    """A new pair for a refresh token, which is used up by it; null for one that is not valid.

    Raises `ReusedRefresh`, after ending the family, for one that was used before.
    """
    row = _find(connection, token, "refresh", lock=True)
    if row is None:
        return None
    person = person_of(row)
    if row["used_at"] is not None and row["revoked_at"] is None:
        end_family(connection, row["family"], at=at)
        raise ReusedRefresh(person)
    if row["revoked_at"] is not None or row["expires_at"] <= at or not person.active:
        return None
    connection.execute(update(StaffToken).where(StaffToken.digest == digest_of(token)).values(used_at=at))
    return person, issue(connection, person, at=at, signed_in_at=row["signed_in_at"], family=row["family"])


def end(connection: Connection, token: str, *, at: datetime) -> Person | None:
    """End the sign-in that a token, of either kind, belongs to; whose it was, or null where there is none to end."""
    for kind in ("access", "refresh"):
        row = _find(connection, token, kind)
        if row is not None and end_family(connection, row["family"], at=at):
            return person_of(row)
    return None


def end_family(connection: Connection, family: str, *, at: datetime) -> bool:
    """End every token that came from one sign-in. Was there one to end?"""
    still = (StaffToken.family == family, StaffToken.revoked_at.is_(None))
    return connection.execute(update(StaffToken).where(*still).values(revoked_at=at)).rowcount > 0


def _forget_ended(connection: Connection, person: Person, *, at: datetime) -> None:
    """Delete what ended long ago; a refresh token is kept, used or not, as long as it could come a second time."""
    ended = (StaffToken.person_key == person.key, StaffToken.expires_at < at - timedelta(seconds=REFRESH_SECONDS))
    connection.execute(delete(StaffToken).where(*ended))


def digest_of(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _find(connection: Connection, token: str, kind: str, *, lock: bool = False) -> dict[str, Any] | None:
    query = (
        select(StaffToken.__table__, PersonRow.__table__)
        .join(PersonRow, PersonRow.key == StaffToken.person_key)
        .where(StaffToken.digest == digest_of(token), StaffToken.kind == kind)
    )
    if lock:
        query = query.with_for_update(of=StaffToken)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None
