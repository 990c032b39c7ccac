"""The manifest of an edition: text that anybody can check with `sha256sum` and a text editor.

A part has one line for each live record, `type id revision sha256`, sorted by bytes. The head names the
edition, its time, the hash of the head before it, and each part's hash in the form `sha256sum --check` reads.
The hash of the head is the edition's hash.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from app.editions.live import live_in
from app.knowledge.models import EditionPart, Record, Revision
from app.vocabulary.dates import instant_text


@dataclass(frozen=True)
class Part:
    """One part of a manifest: its name, how many records it holds, the hash of its text."""

    name: str
    records: int
    sha256: str


def part_text(connection: Connection, edition: int, part: str) -> str:
    """The text of one part as of an edition; empty when it holds nothing."""
    rows = connection.execute(
        select(Record.type, Record.id, Revision.number, Revision.content_sha256)
        .join(Record, Record.key == Revision.record_key)
        .where(live_in(edition), Revision.part == part)
    )
    lines = sorted(f"{type_} {id_} {number} {sha256}\n" for type_, id_, number, sha256 in rows)
    return "".join(lines)


def head_text(number: int, published_at: datetime, previous_sha256: str | None, parts: Iterable[Part]) -> str:
    """The text of an edition's head."""
    lines = [
        f"edition {number}",
        f"published_at {instant_text(published_at)}",
        f"previous_head {previous_sha256 or 'none'}",
        *(f"{part.sha256}  {part.name}.txt" for part in sorted(parts, key=lambda part: part.name)),
    ]
    return "\n".join(lines) + "\n"


def sha256_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def parts_of(connection: Connection, edition: int) -> list[Part]:
    """The stored parts of an edition, by name."""
    rows = connection.execute(
        select(EditionPart.part, EditionPart.records, EditionPart.sha256)
        .where(EditionPart.edition == edition)
        .order_by(EditionPart.part)
    )
    return [Part(*row) for row in rows]
