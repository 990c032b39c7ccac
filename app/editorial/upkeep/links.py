"""Looking at the address of a source: what is there, and whether it is what was there before.

The look itself (`look`) takes as long as a stranger's server does, so it happens outside any transaction. It changes
no fact: what it finds weighs in the list of what is due, and people read the source.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from app.access.faults import Refused
from app.editorial.revisions.records import known_record, published_of
from app.editorial.upkeep.models import SourceCheck
from app.outside.addresses import Reach
from app.outside.faults import CallFailed, Why
from app.outside.fetching import Answer, Limits, call

Data = dict[str, Any]

LIMITS = Limits(seconds=20, bytes=20_000_000)
"""Of one look; guidelines are PDF files of many pages."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})


class Verdict(StrEnum):
    """What became of a source's address."""

    ok = "ok"
    moved = "moved"
    gone = "gone"
    changed = "changed"
    unreachable = "unreachable"
    refused = "refused"


@dataclass(frozen=True)
class Watched:
    """A source to look at: its record, its address, and the hash of what was there when it was last in order."""

    record_key: int
    id: str
    url: str
    sha256: str | None


@dataclass(frozen=True)
class Found:
    """What a look found. `bytes` and `sha256` are of the body, as far as it was read."""

    verdict: Verdict
    detail: str
    status: int | None = None
    location: str | None = None
    content_type: str | None = None
    sha256: str | None = None
    bytes: int | None = None


def watched(connection: Connection, id_: str) -> Watched:
    """A published source. Raises `Refused`: `unknown-record`; `conflict` where it has no address to look at."""
    record_key = known_record(connection, "source", id_)
    published = published_of(connection, record_key)
    if published is None or published.content is None:
        raise Refused("unknown-record", f"{id_} is not published.")
    url = published.content.get("url")
    if url is None:
        raise Refused("conflict", f"{id_} has no address; its note says why.")
    query = (
        select(SourceCheck.sha256)
        .where(SourceCheck.record_key == record_key, SourceCheck.verdict == Verdict.ok, SourceCheck.url == url)
        .order_by(SourceCheck.key.desc())
        .limit(1)
    )
    return Watched(record_key, id_, url, connection.scalar(query))


def look(source: Watched, *, reach: Reach = Reach.public, accept: bool = False, limits: Limits = LIMITS) -> Found:
    """Ask for a source's address once, by the guarded client; no redirect is followed.

    `accept` says that somebody read what is there now: it is what later looks compare with.
    """
    try:
        answer = call("GET", source.url, limits=limits, reach=reach)
    except CallFailed as failed:
        verdict = Verdict.refused if failed.why == Why.refused else Verdict.unreachable
        return Found(verdict, failed.detail)
    told: Data = {"status": answer.status, "content_type": _line(answer.headers.get("content-type"), 200)}
    if answer.status in _REDIRECTS:
        return Found(
            Verdict.moved,
            "It leads to another address.",
            location=_line(answer.headers.get("location"), 2000),
            **told,
        )
    if answer.status in _GONE:
        return Found(Verdict.gone, f"It answers {answer.status}.", **told)
    if not 200 <= answer.status < 300:
        return Found(Verdict.unreachable, f"It answers {answer.status}.", **told)
    return _compared(source, answer, accept, told)


def keep(connection: Connection, source: Watched, found: Found, *, at: datetime, actor: str) -> Data:
    """Keep what a look found; it as plain data, for answers and the trail."""
    connection.execute(
        insert(SourceCheck).values(
            record_key=source.record_key,
            at=at,
            actor=actor,
            url=source.url,
            verdict=found.verdict.value,
            status=found.status,
            location=found.location,
            content_type=found.content_type,
            sha256=found.sha256,
            bytes=found.bytes,
            detail=found.detail,
        )
    )
    return {"url": source.url, "verdict": found.verdict.value, "status": found.status, "sha256": found.sha256}


def _compared(source: Watched, answer: Answer, accept: bool, told: Data) -> Found:
    sha256 = hashlib.sha256(answer.body).hexdigest()
    told |= {"sha256": sha256, "bytes": len(answer.body)}
    cut = f" Only its first {len(answer.body)} bytes were read." if answer.cut else ""
    if accept or source.sha256 is None:
        detail = "It is there, as somebody read it." if accept else "It is there, seen for the first time."
        return Found(Verdict.ok, detail + cut, **told)
    if sha256 != source.sha256:
        return Found(Verdict.changed, "It is there, and not what it was when it was last in order." + cut, **told)
    return Found(Verdict.ok, "It is there, as it was." + cut, **told)


def _line(text: str | None, most: int) -> str | None:
    """What a stranger's header says, fit to be kept: no control characters, not too long."""
    if text is None:
        return None
    return "".join(one if one.isprintable() else "\ufffd" for one in text)[:most] or None
