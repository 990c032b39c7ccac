"""The desk of partners' portals: how a route lets a key read and change what is its partner's.

The gate has found out whose key it is before a route is reached; here it is asked what the key may do. Everything
that an id names has to be the partner's own: a room looks it up together with `key.partner`, and what belongs to
somebody else is not there (404).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from sqlalchemy import Connection

from app.access.dependencies import CHALLENGE, Counter, ended
from app.access.keys.ring import ApiKey, find_key
from app.access.keys.scopes import Scope
from app.access.work import Change
from app.audit.acts import Actor, ActorKind
from app.http.problems import Problem

_SCHEME = Depends(
    HTTPBearer(scheme_name="key", bearerFormat="la_…", auto_error=False, description="A partner's API key.")
)
"""For the OpenAPI document; the key is read by the gate."""


@dataclass
class KeyWork(Change):
    """What a room needs to change something for a key. Whatever it changes it tells to the trail."""

    connection: Connection
    key: ApiKey
    at: datetime
    request_id: str | None = None
    if_match: str | None = None
    acts: int = field(default=0, init=False)

    @property
    def actor(self) -> Actor:
        """The key, by its public id."""
        return Actor(f"la_{self.key.id}", ActorKind.key)


@dataclass
class Portal(Counter[KeyWork]):
    """One request with a key."""

    key: ApiKey

    @property
    def whose(self) -> str:
        """The key's; no person has a name with an underscore and capitals, so the two never meet."""
        return f"key:{self.key.id}"

    def work(self, connection: Connection) -> KeyWork:
        """The key's work, unless it was revoked meanwhile."""
        now = find_key(connection, self.key.id)
        fault = "The key is not valid." if now is None else now.fault(self.at)
        if now is None or fault:
            raise ended(fault or "")
        return KeyWork(connection, now, self.at, self.request_id, self.request.headers.get("if-match"))


def requires_scope(scope: Scope | None) -> Any:
    """A dependency that gives the portal's desk to keys with `scope`; null takes every key.

    Answers 401 without a key, 403 with one that lacks the scope.
    """

    def portal(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, _SCHEME] = None) -> Portal:
        found: ApiKey | None = request.scope.get("state", {}).get("key")
        if found is None:
            raise Problem("unauthenticated", "Send an API key: Authorization: Bearer la_…", headers=CHALLENGE)
        if scope is not None and scope not in found.scopes:
            raise Problem(
                "forbidden", f"This needs the scope {scope}; the key la_{found.id} has {', '.join(found.allowed)}."
            )
        state = request.app.state
        return Portal(request, state.engine, state.now(), found)

    portal.scope = scope or "read"  # type: ignore[attr-defined]  # read by the table of scopes and routes
    return Depends(portal)


AnyKey = Annotated[Portal, requires_scope(None)]
Exporting = Annotated[Portal, requires_scope(Scope.export)]
Hooking = Annotated[Portal, requires_scope(Scope.webhooks)]
Watching = Annotated[Portal, requires_scope(Scope.watches)]
Consulting = Annotated[Portal, requires_scope(Scope.consult)]
