"""Responses: bodies as bytes, with the headers that every answer carries."""

from typing import Any

import orjson
from starlette.responses import Response

JSON = "application/json"


def json_bytes(value: Any) -> bytes:
    """JSON as it is sent."""
    return orjson.dumps(value)


def answer(
    body: bytes,
    *,
    tag: str,
    language: str | None = None,
    media_type: str = JSON,
    links: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """An answer with its entity tag, language and links."""
    return Response(body, status_code=status, media_type=media_type, headers=_headers(tag, language, links))


def not_modified(*, tag: str, language: str | None = None) -> Response:
    """A 304 with the headers that a cache needs."""
    return Response(status_code=304, headers=_headers(tag, language, None))


def _headers(tag: str, language: str | None, links: dict[str, str] | None) -> dict[str, str]:
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if language:
        headers["Content-Language"] = language
        headers["Vary"] = "Accept-Language"
    if links:
        headers["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
    return headers
