"""Signing in at a provider that others wrote: `oidc-provider-mock`, in a process of its own."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import Engine

from tests.access.atlas import problem, told
from tests.access.oidc import Browser, browser, returned

MINA = {"sub": "mina", "preferred_username": "mina.kim", "email": "mina@example.org", "roles": ["atlas-editors"]}


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def mock(port: int, seconds: int = 3600) -> Iterator[str]:
    """The provider's process; tokens hold so many seconds."""
    program = Path(sys.executable).with_name("oidc-provider-mock")
    command = [str(program), "-p", str(port), "-e", str(seconds), "--user-claims", json.dumps(MINA)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            issuer = f"http://127.0.0.1:{port}"
            _wait(issuer)
            yield issuer
        finally:
            process.kill()


def _wait(issuer: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx.get(f"{issuer}/jwks").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the provider does not start")


def at_provider(address: str, sub: str = "mina") -> dict[str, str]:
    """Sign in there, as somebody does who fills in its form; what comes back."""
    return returned(httpx.post(address, data={"sub": sub}))


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider of most tests."""
    with mock(free_port()) as found:
        yield found


@pytest.fixture
def here(engine: Engine, issuer: str) -> Iterator[Browser]:
    """A browser before an atlas with that provider."""
    with browser(engine, issuer) as found:
        yield found


def test_whoever_signs_in_there_is_signed_in_here(here: Browser) -> None:
    assert told(here.back(at_provider(here.begin())))["scope"] == "editor"
    assert here.actions("mina.kim") == ["person.create", "sign-in"]


def test_whoever_has_no_role_there_gets_nothing_here(here: Browser) -> None:
    problem(here.back(at_provider(here.begin(), sub="stranger")), 403, "forbidden")


def test_whoever_says_no_there_is_told_so_here(here: Browser) -> None:
    address = here.begin()
    back = returned(httpx.post(address, data={"action": "deny"}))
    # It forgets the state; a browser that went back would be told that its sign-in has ended.
    state = back.get("state") or parse_qs(urlsplit(address).query)["state"][0]
    assert "access_denied" in problem(here.back({**back, "state": state}), 401, "unauthenticated")["detail"]


def test_a_code_is_taken_once(here: Browser) -> None:
    first = at_provider(here.begin())
    told(here.back(first))
    second = at_provider(here.begin())
    problem(here.back({**second, "code": first["code"]}), 401, "unauthenticated")


def test_a_token_for_another_client_is_not_taken(engine: Engine, here: Browser, issuer: str) -> None:
    """Its code, brought here: the provider does not give it to us."""
    with browser(engine, issuer, oidc_client_id="another") as other:
        code = at_provider(other.begin())["code"]
    mine = at_provider(here.begin())
    problem(here.back({**mine, "code": code}), 401, "unauthenticated")


def test_a_provider_that_began_anew_with_another_key_is_taken(engine: Engine) -> None:
    port = free_port()
    with ExitStack() as stack:
        with mock(port) as issuer:
            here = stack.enter_context(browser(engine, issuer))
            told(here.back(at_provider(here.begin())))
            before = httpx.get(f"{issuer}/jwks").json()
        with mock(port) as issuer:
            assert httpx.get(f"{issuer}/jwks").json() != before
            told(here.back(at_provider(here.begin())))


def test_an_expired_token_is_not_taken(engine: Engine) -> None:
    with mock(free_port(), seconds=1) as issuer, browser(engine, issuer) as here:
        back = at_provider(here.begin())
        here.clock.forward(seconds=120)
        found = problem(here.back(back), 401, "unauthenticated")
    assert "expired (exp)" in found["detail"]


def test_a_provider_that_calls_itself_otherwise_is_not_believed(engine: Engine, issuer: str) -> None:
    """This one names itself by the address that it is asked at: never with a stroke at the end."""
    with browser(engine, f"{issuer}/") as here:
        problem(here.client.get("/v1/staff/oidc/login"), 502, "provider-failed")
