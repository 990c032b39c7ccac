"""An atlas whose people sign in at a provider, and the provider's process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from httpx2 import Response
from sqlalchemy import Engine

from app.settings import ROOT
from tests.access.atlas import Atlas, Clock, client_on
from tests.access.provider import CLIENT, SECRET

CALLBACK = "/v1/staff/oidc/callback"
REDIRECT = f"http://localhost{CALLBACK}"
ROLES = {"atlas-viewers": "viewer", "atlas-editors": "editor", "atlas-admins": "admin"}


@dataclass
class Provider:
    """The provider's process, from outside."""

    issuer: str

    def behave(self, **behaviour: Any) -> None:
        """Say how it is to behave from now on."""
        httpx.put(f"{self.issuer}/behaviour", json=behaviour).raise_for_status()

    def rotate(self) -> None:
        """Have it sign with a new key."""
        httpx.post(f"{self.issuer}/rotate").raise_for_status()

    def seen(self, path: str) -> list[dict[str, Any]]:
        """What it was asked at a path since the last time it told."""
        seen: list[dict[str, Any]] = httpx.get(f"{self.issuer}/seen").json()["seen"]
        return [one for one in seen if one["path"] == path]


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider's process, from its start to its end."""
    command = [sys.executable, "-m", "tests.access.provider"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Provider(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()


def settings_for(issuer: str, **more: Any) -> dict[str, Any]:
    """The settings of an atlas whose people sign in there."""
    return {
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_redirect_uri": REDIRECT,
        "oidc_roles": ROLES,
        "oidc_loopback": True,
        **more,
    }


@dataclass
class Browser(Atlas):
    """An atlas, and somebody's browser in front of it."""

    def begin(self, query: str = "") -> str:
        """Go to the provider; the address there."""
        answer = self.client.get(f"/v1/staff/oidc/login{query}")
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    def at_provider(self, address: str) -> dict[str, str]:
        """What the provider sends back to the callback."""
        return returned(httpx.get(address))

    def back(self, query: dict[str, str]) -> Response:
        """Come back with it."""
        return self.client.get(CALLBACK, params=query)

    def sign_in_there(self) -> Response:
        """All of it."""
        return self.back(self.at_provider(self.begin()))


def returned(answer: httpx.Response) -> dict[str, str]:
    """The query that a redirect to the callback carries."""
    assert answer.status_code in (302, 303), answer.text[:500]
    address = answer.headers["location"]
    assert address.startswith(f"{REDIRECT}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def browser(engine: Engine, issuer: str, **more: Any) -> Iterator[Browser]:
    """A browser before an atlas with this provider, in the present: the provider's tokens are of today."""
    clock = Clock(datetime.now(UTC).replace(microsecond=0))
    with client_on(engine, clock, **settings_for(issuer, **more)) as client:
        yield Browser(client, engine, clock)
