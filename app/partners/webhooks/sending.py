"""One call to a receiver, and what came of it."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.outside.addresses import Reach, target
from app.outside.faults import CallFailed, Why
from app.outside.fetching import Answer, Limits, call
from app.partners.webhooks.schedule import wished
from app.partners.webhooks.signatures import signed
from app.partners.webhooks.taking import Taken

_READ = 2048  # bytes of a receiver's answer
_SHOWN = 300  # characters of it that are kept
_WAITS = (429, 503)


class Outcome(StrEnum):
    """How an attempt went."""

    delivered = "delivered"
    refused = "refused-by-receiver"
    no_answer = "no-answer"
    not_allowed = "not-allowed"


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt. `gone` says that the receiver wants no more of anything."""

    outcome: Outcome
    status: int | None
    detail: str
    body: str | None = None
    milliseconds: int = 0
    wish: timedelta | None = None

    @property
    def gone(self) -> bool:
        """Did the receiver say 410?"""
        return self.status == 410


def send(taken: Taken, *, at: datetime, reach: Reach, seconds: float) -> Attempt:
    """Call the receiver once. Whatever happens is an attempt; nothing is raised."""
    if not taken.secrets:
        return Attempt(
            Outcome.not_allowed, None, "The atlas cannot sign with this webhook's secret any more; rotate it."
        )
    headers = signed(taken.secrets, taken.id, at, taken.payload) | {"content-type": "application/json"}
    try:
        if target(taken.url).scheme != "https" and reach == Reach.public:
            return Attempt(Outcome.not_allowed, None, "Only https addresses are called.")
        answer = call(
            "POST",
            taken.url,
            headers=headers,
            body=taken.payload.encode(),
            limits=Limits(seconds=seconds, bytes=_READ),
            reach=reach,
        )
    except CallFailed as failed:
        outcome = Outcome.not_allowed if failed.why == Why.refused else Outcome.no_answer
        return Attempt(outcome, None, failed.detail, milliseconds=0)
    return judged(answer, at)


def judged(answer: Answer, at: datetime) -> Attempt:
    """A receiver's answer as an attempt: 2xx is delivered, all else is not; redirects are not followed."""
    status = answer.status
    wish = wished(answer.headers.get("retry-after"), at) if status in _WAITS else None
    outcome = Outcome.delivered if 200 <= status < 300 else Outcome.refused
    detail = f"The receiver answered {status}."
    if 300 <= status < 400:
        to = _clean(answer.headers.get("location", "")) or "nowhere"
        detail = f"The receiver answered {status} and points to {to}; redirects are not followed."
    elif status == 410:
        detail = "The receiver answered 410: it wants no more. The webhook is switched off."
    elif wish is not None:
        detail = f"The receiver answered {status} and asks to wait {int(wish.total_seconds())} seconds."
    return Attempt(outcome, status, detail, _clean(answer.body.decode("utf-8", "replace")), 0, wish)


def timed(attempt: Attempt, seconds: float) -> Attempt:
    """The attempt with how long it took."""
    return replace(attempt, milliseconds=int(seconds * 1000))


def _clean(text: str) -> str:
    """How a receiver's text begins, on one line, without what a screen or a database could stumble over."""
    kept = (one if unicodedata.category(one)[0] not in "CZ" else " " for one in text[: 4 * _SHOWN])
    return " ".join("".join(kept).split())[:_SHOWN]
