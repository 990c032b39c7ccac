"""Who a provider's claims are about: which role they have here, and which person they are."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.access.people import (
    Person,
    by_subject,
    create_person,
    find_person,
    follow_provider,
    queue,
    sign_out_everywhere,
)
from app.access.roles import Role
from app.audit.acts import Act, Action, Actor
from app.audit.trail import append

Claims = dict[str, Any]

AT_THE_PROVIDER = "by the OpenID provider"
_LONGEST = 50  # leaves room for a number


def role_of(claims: Claims, claim: str, roles: Mapping[str, str]) -> Role | None:
    """The highest role that the claim's values mean, or null. The claim is one text or a list of texts.

    A claim's name may itself hold dots (`https://example.org/roles`): as a whole it goes before a path.
    """
    value: Any = claims.get(claim)
    if claim not in claims:
        value = claims
        for step in claim.split("."):
            value = value.get(step) if isinstance(value, dict) else None
    values = value if isinstance(value, list) else [value]
    held = [Role(roles[one]) for one in values if isinstance(one, str) and one in roles]
    return max(held, key=list(Role).index, default=None)


def person_of_claims(
    connection: Connection, issuer: str, claims: Claims, role: Role, *, at: datetime, request_id: str | None
) -> Person:
    """The person of that issuer and subject, with the role that they have now; made where they come first."""
    queue(connection)
    found = by_subject(connection, issuer, claims["sub"])
    if found is None:
        name = _free_name(connection, _wished(claims))
        made = create_person(connection, name, role, at=at, subject=(issuer, claims["sub"]))
        _tell(connection, made, Action.person_created, at, request_id, new=made.shown(), reason=AT_THE_PROVIDER)
        return made
    if not found.active or found.role == role:
        return found
    changed = follow_provider(connection, found, role, at=at)
    _tell(
        connection,
        changed,
        Action.person_changed,
        at,
        request_id,
        old=found.shown(),
        new=changed.shown(),
        reason=AT_THE_PROVIDER,
    )
    return changed


def end_without_role(
    connection: Connection, issuer: str, claims: Claims, *, at: datetime, request_id: str | None
) -> None:
    """Whoever was one of us and has no role any more is signed out everywhere."""
    found = by_subject(connection, issuer, claims["sub"])
    if found is not None:
        sign_out_everywhere(connection, found.key, at=at)
        _tell(connection, found, Action.sign_in_failed, at, request_id, reason="no role at the OpenID provider")


def _tell(
    connection: Connection, person: Person, action: Action, at: datetime, request_id: str | None, **more: Any
) -> None:
    act = Act(Actor(person.name), action, "person", person.name, request_id=request_id, **more)
    append(connection, act, at=at)


def _wished(claims: Claims) -> str:
    """A name in our letters from what the provider calls the person; `person` where nothing is left of it."""
    for wish in (claims.get("preferred_username"), claims.get("email"), claims["sub"]):
        if isinstance(wish, str):
            plain = unicodedata.normalize("NFKD", wish.partition("@")[0]).encode("ascii", "ignore").decode().lower()
            name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("._-")[:_LONGEST].strip("._-")
            if name:
                return name
    return "person"


def _free_name(connection: Connection, wished: str) -> str:
    name, number = wished, 1
    while find_person(connection, name) is not None:
        number += 1
        name = f"{wished}-{number}"
    return name
