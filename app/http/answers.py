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
    negotiated: bool = False,
    filename: str | None = None,
) -> Response:
    """An answer with its entity tag, language and links. `negotiated`: it could have had another media type."""
    headers = _headers(tag, language, links, negotiated)
    if filename:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return Response(body, status_code=status, media_type=media_type, headers=headers)


def computed(body: bytes, *, language: str, media_type: str = JSON, filename: str | None = None) -> Response:
    """An answer to a question that was sent as a body: it is nobody else's, and is kept nowhere."""
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if filename:
        headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return Response(body, media_type=media_type, headers=headers)


def not_modified(*, tag: str, language: str | None = None, negotiated: bool = False) -> Response:
    """A 304 with the headers that a cache needs."""
    return Response(status_code=304, headers=_headers(tag, language, None, negotiated))


def _headers(
    tag: str, language: str | None, links: dict[str, str] | None, negotiated: bool = False
) -> dict[str, str]:
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    varies = ["Accept"] if negotiated else []
    if language:
        headers["Content-Language"] = language
        varies.append("Accept-Language")
    if varies:
        headers["Vary"] = ", ".join(varies)
    if links:
        headers["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
    return headers
