"""People who work on the atlas."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from app.access.faults import Refused, invalid
from app.access.models import PersonRow, StaffToken
from app.access.passwords import fault_of, hash_password
from app.access.roles import Role

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
_TABLE = PersonRow.__table__
_LOCK = 0x70656F70  # "peop": the key of PostgreSQL's advisory lock on who there is


@dataclass(frozen=True)
class Person:
    """Someone who works on the atlas, as the other rooms see them."""

    key: int
    name: str
    role: Role
    active: bool
    created_at: datetime
    by_provider: bool

    def shown(self) -> dict[str, Any]:
        """As plain data, for answers and the trail."""
        return {"name": self.name, "role": str(self.role), "active": self.active, "by_provider": self.by_provider}


def create_person(
    connection: Connection,
    name: str,
    role: Role,
    *,
    at: datetime,
    password_hash: str | None = None,
    subject: tuple[str, str] | None = None,
) -> Person:
    """A new person, with a password (see `hashed`) or with an (issuer, subject) of a provider.

    Raises `Refused` for a name that is none or was ever taken.
    """
    if not NAME.fullmatch(name):
        raise invalid("/name", "expected 1 to 60 of a-z, 0-9, '.', '_', '-', beginning and ending with a-z or 0-9")
    queue(connection)
    if find_person(connection, name) is not None:
        raise Refused("conflict", f"There is or was a person called {name}; names are not used twice.")
    issuer, id_ = subject or (None, None)
    connection.execute(
        insert(PersonRow).values(
            name=name,
            role=role,
            active=True,
            password_hash=password_hash,
            oidc_issuer=issuer,
            oidc_subject=id_,
            failed_attempts=0,
            created_at=at,
        )
    )
    found = find_person(connection, name)
    assert found is not None
    return found


def hashed(password: str, name: str, pointer: str = "/password") -> str:
    """What is kept of a password. Takes a moment: call it before a transaction begins, not within.

    Raises `Refused`, for the member at `pointer`, where the password breaks the rules.
    """
    fault = fault_of(password, name)
    if fault:
        raise invalid(pointer, fault)
    return hash_password(password)


def queue(connection: Connection) -> None:
    """Of two who change who there is, one waits, so that both see what the other did. SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def find_person(connection: Connection, name: str) -> Person | None:
    """The person of that name, active or not."""
    row = connection.execute(select(_TABLE).where(_TABLE.c.name == name)).mappings().first()
    return person_of(row) if row else None


def by_subject(connection: Connection, issuer: str, subject: str) -> Person | None:
    """The person whom a provider knows under that subject."""
    row = (
        connection.execute(select(_TABLE).where(_TABLE.c.oidc_issuer == issuer, _TABLE.c.oidc_subject == subject))
        .mappings()
        .first()
    )
    return person_of(row) if row else None


def all_people(connection: Connection) -> list[Person]:
    """Everybody, by name."""
    return [person_of(row) for row in connection.execute(select(_TABLE).order_by(_TABLE.c.name)).mappings()]


def change_person(
    connection: Connection, person: Person, *, role: Role | None = None, active: bool | None = None, at: datetime
) -> Person:
    """Another role, or (in)active. Whoever is made inactive or gets another role is signed out at once.

    Raises `Refused` where nobody would be left who can look after people, and for the role of somebody whose
    provider says what it is.
    """
    if person.by_provider and role not in (None, person.role):
        raise Refused("conflict", f"The role of {person.name} comes from the OpenID provider; change it there.")
    return _changed(connection, person, role, active, at=at, some_admin=True)


def follow_provider(connection: Connection, person: Person, role: Role, *, at: datetime) -> Person:
    """The role that the provider says, even of the last admin: the command line makes another one."""
    return _changed(connection, person, role, None, at=at, some_admin=False)


def _changed(
    connection: Connection, person: Person, role: Role | None, active: bool | None, *, at: datetime, some_admin: bool
) -> Person:
    queue(connection)
    person = find_person(connection, person.name) or person  # as it is now that nobody else changes it
    new_role, new_active = role or person.role, person.active if active is None else active
    stays = new_role == Role.admin and new_active
    if some_admin and person.role == Role.admin and person.active and not stays:
        others = connection.scalar(
            select(func.count())
            .select_from(PersonRow)
            .where(PersonRow.role == Role.admin, PersonRow.active.is_(True), PersonRow.key != person.key)
        )
        if not others:
            raise Refused("conflict", "This is the only active admin; make another one first.")
    connection.execute(update(PersonRow).where(PersonRow.key == person.key).values(role=new_role, active=new_active))
    sign_out_everywhere(connection, person.key, at=at)
    found = find_person(connection, person.name)
    assert found is not None
    return found


def set_password(connection: Connection, person: Person, password_hash: str, *, at: datetime) -> None:
    """Another password (see `hashed`); all tokens of the person end, and a lock as well.

    Raises `Refused` for somebody who signs in at the OpenID provider.
    """
    if person.by_provider:
        raise Refused("conflict", f"{person.name} signs in at the OpenID provider, and has no password here.")
    connection.execute(
        update(PersonRow)
        .where(PersonRow.key == person.key)
        .values(password_hash=password_hash, failed_attempts=0, locked_until=None)
    )
    sign_out_everywhere(connection, person.key, at=at)


def sign_out_everywhere(connection: Connection, person_key: int, *, at: datetime) -> None:
    """End every token of a person, at once."""
    connection.execute(
        update(StaffToken)
        .where(StaffToken.person_key == person_key, StaffToken.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def person_of(row: Mapping[str, Any] | Any) -> Person:
    """A row as a person."""
    return Person(
        row["key"],
        row["name"],
        Role(row["role"]),
        row["active"],
        row["created_at"],
        row["oidc_subject"] is not None,
    )
