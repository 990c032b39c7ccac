"""Asking the provider: with limits of time and size, no redirect followed, and nothing but a JSON object taken."""

import ssl
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from app.access.oidc.faults import ProviderFault

SECONDS = 10.0
"""Longest time for one answer, from first to last byte; a step of it may take half of that."""

LARGEST = 256 * 1024
"""Largest answer in bytes."""

Fetched = dict[str, Any]


def fetch(
    method: str, address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, Fetched]:
    """The status and the JSON object that an address answers.

    Raises `ProviderFault` for anything else, without a word of what was sent or answered.
    """
    import httpx  # most atlases have no provider

    until = time.monotonic() + SECONDS
    try:
        with (
            httpx.Client(timeout=SECONDS / 2, follow_redirects=False, verify=_trusted()) as client,
            client.stream(
                method, address, data=form, headers={"Accept": "application/json", **(headers or {})}
            ) as answer,
        ):
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise ProviderFault(f"{address} answered more than {LARGEST} bytes")
                if time.monotonic() > until:
                    raise ProviderFault(f"{address} took more than {SECONDS:.0f} seconds")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderFault(f"{address} does not answer ({type(error).__name__})") from error
    if answer.status_code >= 500 or 300 <= answer.status_code < 400:
        raise ProviderFault(f"{address} answered {answer.status_code}")
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ProviderFault(f"{address} answered {answer.status_code} and no JSON") from error
    if not isinstance(value, dict):
        raise ProviderFault(f"{address} answered JSON that is no object")
    return answer.status_code, value


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed; reading them anew for each question would take longer than the question."""
    import httpx

    return httpx.create_ssl_context()
