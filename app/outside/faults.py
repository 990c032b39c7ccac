"""Why a call to another host came to nothing."""

from enum import StrEnum


class Why(StrEnum):
    """What stopped a call; only `refused` is ours, the others may be gone tomorrow."""

    refused = "refused"
    unresolved = "unresolved"
    unreachable = "unreachable"
    untrusted = "untrusted"
    too_slow = "too-slow"
    not_http = "not-http"


class CallFailed(Exception):
    """A call without an answer. `detail` is one sentence that holds nothing of what was sent or answered."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why
        self.detail = detail
