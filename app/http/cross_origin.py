"""What pages of other origins may do (CORS): ask whatever is public, with or without a key, and read the answer.

Nothing here looks at cookies, so no answer allows credentials, and every origin is answered alike: caches need not
tell origins apart. A key that is for some origins only is checked by the gate, not by the browser.
"""

from starlette.responses import Response

EXPOSED = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID, Idempotency-Replayed"

ANSWERED = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}
"""What every answer carries but those of staff."""

ALLOWED = (
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, "
    "X-Request-ID"
)
"""Headers that a page may send."""


def preflight() -> Response:
    """What a browser is told that asks whether a page may ask; it remembers for a day."""
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": "GET, HEAD, POST, PATCH, DELETE",
            "Access-Control-Allow-Headers": ALLOWED,
            "Access-Control-Max-Age": "86400",
            "Cache-Control": "no-store",
        },
    )
