"""A HEAD is a GET whose body stays here: nothing behind the edge needs to know the difference."""

from starlette.types import Scope


def as_get(scope: Scope) -> Scope:
    """A HEAD as the GET whose headers it asks for."""
    return {**scope, "method": "GET", "state": {**scope.get("state", {}), "head": True}}


def asked_by(scope: Scope) -> str:
    """The method that the caller used."""
    return "HEAD" if scope.get("state", {}).get("head") else str(scope["method"])
