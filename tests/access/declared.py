"""What every route declares: the role or the scope that it needs; or it stands on the list of those for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

import app.main
from app.access.roles import Role
from app.settings import ROOT
from app.web.routes import router as pages

PAGE = ROOT / "docs" / "access.md"
KEYS_PAGE = ROOT / "docs" / "keys.md"
STAFF = "/v1/staff"

PUBLIC = {
    ("POST", "/v1/staff/token"): "with a name and a password, or a refresh token",
    ("POST", "/v1/staff/token/revoke"): "with the token that is to end",
    ("GET", "/v1/staff/oidc/login"): "leads to the OpenID provider",
    ("GET", "/v1/staff/oidc/callback"): "with what the OpenID provider sends",
}
"""The routes of staff that need no token, and why: they are how one gets it, or gives it back."""


OPEN = """
GET /.well-known/licensing-atlas-keys.json
GET /health/live
GET /health/ready
GET /metrics
GET /problems/{name}
GET /v1
GET /v1/authorities
GET /v1/calendar.ics
GET /v1/changes
GET /v1/changes.atom
GET /v1/compare
GET /v1/countries
GET /v1/countries/{country}
GET /v1/coverage
GET /v1/disagreements
GET /v1/documents
GET /v1/editions
GET /v1/editions/{number}
GET /v1/editions/{number}/manifest
GET /v1/editions/{number}/manifest/{part}.txt
GET /v1/editions/{number}/signatures
GET /v1/eligibility
GET /v1/entries
GET /v1/entries/{id}
GET /v1/entries/{id}/diff
POST /v1/entries/{id}/reports
GET /v1/entries/{id}/revisions
GET /v1/events
GET /v1/events/{id}
GET /v1/feeds/{secret}.atom
GET /v1/feeds/{secret}.ics
GET /v1/feeds/{secret}.json
GET /v1/fees
GET /v1/forecasts
POST /v1/forecasts
GET /v1/gaps
GET /v1/guides/{country}/{product_type}
GET /v1/market
GET /v1/observed-times
GET /v1/policies
GET /v1/procedures
GET /v1/product-types
GET /v1/qa
POST /v1/readiness
GET /v1/reliance
GET /v1/reliance-matrix
GET /v1/reports/{receipt}
GET /v1/requirements
GET /v1/search
GET /v1/sources
GET /v1/sources/{id}
GET /v1/terms
GET /v1/timelines
GET /v1/topics
"""
"""The routes that anybody may ask, written down: a new one belongs here only after somebody thought about it."""


@dataclass(frozen=True)
class Declared:
    """One route and what it asks of the caller: a role, a scope, or (both null) nothing."""

    method: str
    path: str
    summary: str
    role: Role | None
    recent: bool
    scope: str | None = None


def declared() -> list[Declared]:
    """All routes of the API, in order of path and method. Pages show what anybody may ask, and stand apart."""
    routers = {id(one): one for one in vars(app.main).values() if isinstance(one, APIRouter) and one is not pages}
    found = [
        _declared(route, method) for one in routers.values() for route in one.routes for method in _methods(route)
    ]
    return sorted(found, key=lambda one: (one.path, one.method))


def staff_routes() -> list[Declared]:
    """Those of staff."""
    return [one for one in declared() if one.path.startswith(STAFF)]


def key_routes() -> list[Declared]:
    """Those that need a key."""
    return [one for one in declared() if one.scope is not None]


def scopes_table() -> str:
    """The table of scopes and routes, as it stands in docs/keys.md."""
    lines = ["| needs a key | scope |", "|---|---|"]
    lines += [f"| `{one.method} {one.path}` | `{one.scope}` |" for one in key_routes()]
    return "\n".join(lines) + "\n"


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
    """Write the tables of the pages anew."""
    for page, begins, made in ((PAGE, "| route |", table()), (KEYS_PAGE, "| needs a key |", scopes_table())):
        text = page.read_text()
        head, _, rest = text.partition(begins)
        page.write_text(head + made + rest[rest.index("\n\n") + 1 :])


def _methods(route: Any) -> Iterator[str]:
    yield from getattr(route, "methods", None) or ()


def _declared(route: Any, method: str) -> Declared:
    calls = [one.call for one in _dependencies(route.dependant)]
    roles = [(call.role, call.recent) for call in calls if hasattr(call, "role")]
    scopes = [str(call.scope) for call in calls if hasattr(call, "scope")]
    assert len(roles) + len(scopes) <= 1, f"{method} {route.path} asks for more than one thing"
    role, recent = roles[0] if roles else (None, False)
    return Declared(method, route.path, route.summary or "", role, recent, scopes[0] if scopes else None)


def _dependencies(dependant: Any) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one
        yield from _dependencies(one)
