"""When a delivery that failed is tried again, and when no more."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

AFTER = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)
"""Seconds from each failed attempt to the next: eleven times again, over three days."""

GIVEN_UP = timedelta(days=3)
"""No new attempt is planned that would come later after the first than this."""

FAILING = 3
"""Failures in a row after which a webhook is taken to be down: one delivery at a time tries it, now and then."""

_PAUSE = 5.0
_LONGEST_PAUSE = 300.0
_LONGEST_WISH = timedelta(days=1)
_SHORTEST = 0.8  # of a wait: what failed together is not tried again together


def next_attempt(attempts: int, first_at: datetime, now: datetime, wish: timedelta | None = None) -> datetime | None:
    """When to try again after so many failed attempts; null where it is given up.

    `wish` is how long the receiver asks to wait; it makes the wait longer, never shorter.
    """
    if attempts > len(AFTER):
        return None
    wait = timedelta(seconds=AFTER[attempts - 1] * random.uniform(_SHORTEST, 1))  # noqa: S311 -- no secret
    at = now + max(wait, wish or timedelta())
    return at if at - first_at <= GIVEN_UP else None


def pause(failures: int) -> timedelta:
    """How long nothing at all is sent to a webhook after so many failures in a row."""
    if failures < FAILING:
        return timedelta()
    return timedelta(seconds=min(_PAUSE * 2.0 ** min(failures - FAILING, 10), _LONGEST_PAUSE))


def wished(retry_after: str | None, now: datetime) -> timedelta | None:
    """What `Retry-After` asks for, in seconds or as a date, a day at most; null where it says nothing of sense."""
    if retry_after is None or len(retry_after) > 64:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text), 10**6)), _LONGEST_WISH)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta()), _LONGEST_WISH)
