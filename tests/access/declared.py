"""What every route of staff declares: the role that it needs, and whether a fresh sign-in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

import app.main
from app.access.roles import Role
from app.settings import ROOT

PAGE = ROOT / "docs" / "access.md"
STAFF = "/v1/staff"

PUBLIC = {
    ("POST", "/v1/staff/token"): "with a name and a password, or a refresh token",
    ("POST", "/v1/staff/token/revoke"): "with the token that is to end",
    ("GET", "/v1/staff/oidc/login"): "leads to the OpenID provider",
    ("GET", "/v1/staff/oidc/callback"): "with what the OpenID provider sends",
}
"""The routes of staff that need no token, and why: they are how one gets it, or gives it back."""


@dataclass(frozen=True)
class Declared:
    """One route and what it asks of the caller; `role` is null where it asks nothing."""

    method: str
    path: str
    summary: str
    role: Role | None
    recent: bool


def declared() -> list[Declared]:
    """All routes of the application, in order of path and method."""
    routers = {id(one): one for one in vars(app.main).values() if isinstance(one, APIRouter)}
    found = [
        _declared(route, method) for one in routers.values() for route in one.routes for method in _methods(route)
    ]
    return sorted(found, key=lambda one: (one.path, one.method))


def staff_routes() -> list[Declared]:
    """Those of staff."""
    return [one for one in declared() if one.path.startswith(STAFF)]


def table() -> str:
    """The table of roles and routes, as it stands in docs/access.md."""
    roles = [str(role) for role in Role]
    lines = [f"| route | {' | '.join(roles)} |", f"|---|{':-:|' * len(roles)}"]
    for one in staff_routes():
        if one.role is None:
            cells = ["open"] * len(roles)
        else:
            may = "fresh" if one.recent else "yes"
            cells = [may if role.covers(one.role) else "" for role in Role]
        lines.append(f"| `{one.method} {one.path}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def reprint_roles() -> None:
    """Write the table of the page anew."""
    text = PAGE.read_text()
    head, _, rest = text.partition("| route |")
    PAGE.write_text(head + table() + rest[rest.index("\n\n") + 1 :])


def _methods(route: Any) -> Iterator[str]:
    yield from getattr(route, "methods", None) or ()


def _declared(route: Any, method: str) -> Declared:
    asked = [
        (call.role, call.recent)
        for one in _dependencies(route.dependant)
        if (call := one.call) is not None and hasattr(call, "role")
    ]
    role, recent = asked[0] if len(asked) == 1 else (None, False)
    return Declared(method, route.path, route.summary or "", role, recent)


def _dependencies(dependant: Any) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one
        yield from _dependencies(one)
