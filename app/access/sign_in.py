"""Signing in with a password, and the lock against guessing."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update

from app.access.faults import Refused
from app.access.models import PersonRow
from app.access.passwords import hash_password, needs_rehash, verify_password
from app.access.people import NAME, Person, person_of
from app.audit.acts import Act, Action, Actor
from app.audit.trail import append
from app.database.engine import writing

TRIES = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=4)

GRID = 0.25
"""Seconds: that a sign-in failed is heard only after so long, or twice, three times so long; why, no time tells."""

_HASHING = threading.BoundedSemaphore(4)
"""Passwords compared at once: each takes 64 MiB and a core for a moment."""

_WAITING = threading.BoundedSemaphore(16)
"""Sign-ins under way at once: the other threads of the server go on reading."""


@dataclass(frozen=True)
class _Try:
    """A sign-in that was counted, before its password is compared."""

    person: Person
    password_hash: str | None
    number: int
    locked: bool


def check_password(
    engine: Engine, name: str, password: str, *, at: datetime, request_id: str | None
) -> Person | None:
    """The person whose name and password these are; null, after as long a time, for anything else.

    After five wrong passwords in a row the account is locked for a minute, and twice as long after each further
    one, up to four hours. A try is counted before its password is compared, so many at once are no way around it,
    and no transaction is open while it is compared. Nothing tells a caller a locked account from a wrong password or
    an unknown name. Raises `Refused` (`too-many-requests`) where too many sign in at once.
    """
    if not _WAITING.acquire(blocking=False):
        raise Refused("too-many-requests", "Too many people sign in at this moment; try again in a second.")
    try:
        started = time.monotonic()
        found = _check(engine, name, password, at, request_id)
        if found is None:
            time.sleep((started - time.monotonic()) % GRID)
        return found
    finally:
        _WAITING.release()


def _check(engine: Engine, name: str, password: str, at: datetime, request_id: str | None) -> Person | None:
    tried = _count(engine, name, at) if NAME.fullmatch(name) else None
    with _HASHING:
        right = verify_password(tried.password_hash if tried else None, password)
        renewed = (
            hash_password(password)
            if right and tried and tried.password_hash and needs_rehash(tried.password_hash)
            else None
        )
    if tried is None or tried.locked:
        return None
    if not right or not tried.person.active:
        _tell_failure(engine, tried, at, request_id)
        return None
    values: dict[str, object] = {"failed_attempts": 0, "locked_until": None}
    if renewed:
        values["password_hash"] = renewed
    with writing(engine) as connection:
        # Only while it is still the password: it may have been changed meanwhile.
        same = (PersonRow.key == tried.person.key, PersonRow.password_hash == tried.password_hash)
        kept = connection.execute(update(PersonRow).where(*same, PersonRow.active.is_(True)).values(**values))
    return tried.person if kept.rowcount == 1 else None


def _count(engine: Engine, name: str, at: datetime) -> _Try | None:
    """Count a try, unless the account is locked. It locks the account as if it had failed; a right one unlocks it."""
    with writing(engine) as connection:
        row = (
            connection.execute(select(PersonRow.__table__).where(PersonRow.name == name).with_for_update())
            .mappings()
            .first()
        )
        if row is None:
            return None
        locked = row["locked_until"] is not None and row["locked_until"] > at
        number = row["failed_attempts"] + (not locked)
        if not locked:
            until = at + min(FIRST_LOCK * 2 ** min(number - TRIES, 20), LONGEST_LOCK) if number >= TRIES else None
            connection.execute(
                update(PersonRow)
                .where(PersonRow.key == row["key"])
                .values(failed_attempts=number, locked_until=until)
            )
    return _Try(person_of(row), row["password_hash"], number, locked)


def _tell_failure(engine: Engine, tried: _Try, at: datetime, request_id: str | None) -> None:
    action = Action.locked_out if tried.number >= TRIES else Action.sign_in_failed
    name = tried.person.name
    act = Act(Actor(name), action, "person", name, new={"failed": tried.number}, request_id=request_id)
    with writing(engine) as connection:
        append(connection, act, at=at)
