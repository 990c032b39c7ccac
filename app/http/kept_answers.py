"""Answers that are kept to be sent again: bounded by bytes, all forgotten at once when what they rest on changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

Header = tuple[bytes, bytes]

_PER_REQUEST = frozenset({b"x-request-id", b"ratelimit", b"ratelimit-policy", b"date", b"server", b"content-length"})
_TOLD_AGAIN = (
    b"etag",
    b"cache-control",
    b"vary",
    b"content-language",
    b"content-security-policy",
    b"access-control-",
    b"x-",
    b"referrer",
    b"cross-",
    b"link",
)
"""Headers that a 304 repeats (RFC 9110, 15.4.5), and those that every answer carries."""


class Answer:
    """One answer as it is sent: its headers but for those that are the request's own, its body, its entity tag.

    Without a body it can only tell a caller that what they have still holds (304).
    """

    __slots__ = ("bare", "body", "full", "headers", "route", "size", "tag", "unchanged", "unchanged_headers")

    def __init__(self, headers: list[Header], body: bytes | None, tag: bytes, route: str) -> None:
        own = [header for header in headers if header[0] not in _PER_REQUEST]
        self.body = body
        self.tag = tag
        self.bare = tag.partition(b";")[0].rstrip(b'"') + b'"'
        self.route = route
        self.headers = [*own, (b"content-length", b"%d" % len(body))] if body is not None else own
        self.unchanged_headers = told_again(own)
        self.full = _head(b"200 OK", self.headers)
        self.unchanged = _head(b"304 Not Modified", self.unchanged_headers)
        self.size = len(body or b"") + 3 * len(self.full) + 600


def told_again(headers: list[Header]) -> list[Header]:
    """The headers that a 304 has of its 200."""
    return [header for header in headers if header[0].startswith(_TOLD_AGAIN)]


class KeptAnswers:
    """Answers by what was asked. `token` gives another object once answers may differ, null: keep none."""

    def __init__(self, most: int, token: Callable[[], object | None]) -> None:
        self.most = most
        self.bytes = 0
        self._token = token
        self._held: OrderedDict[Hashable, Answer] = OrderedDict()
        self._of: object | None = None

    def get(self, key: Hashable) -> Answer | None:
        """The answer to what was asked, if it is held and still holds."""
        if self._token() is not self._of:
            self._begin_anew()
        return self._held.get(key)

    def now(self) -> object | None:
        """What answers rest on at this moment: to be given to `put` by whoever begins to compute one."""
        return self._token()

    def put(self, key: Hashable, answer: Answer, of: object | None) -> None:
        """Hold an answer that was computed while `of` was what answers rest on; too much, and the oldest go."""
        if self._token() is not self._of:
            self._begin_anew()
        if of is None or of is not self._of or answer.size > self.most // 4:
            return
        before = self._held.pop(key, None)
        self.bytes += answer.size - (before.size if before else 0)
        self._held[key] = answer
        while self.bytes > self.most:
            _, gone = self._held.popitem(last=False)
            self.bytes -= gone.size

    def touch(self, key: Hashable) -> None:
        """It was asked for again: it stays longest."""
        self._held.move_to_end(key)

    def _begin_anew(self) -> None:
        self._held.clear()
        self.bytes = 0
        self._of = self._token()


def _head(status: bytes, headers: list[Header]) -> bytes:
    lines = [b"HTTP/1.1 " + status, *(b"%b: %b" % header for header in headers)]
    return b"\r\n".join(lines) + b"\r\n"
