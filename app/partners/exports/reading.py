"""Reading a whole edition in the order of its manifest, in constant memory.

The keys are sorted by the database and come as a stream; contents are fetched for a few hundred of them at a time.
Sorting whole rows would let the database hold every content at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from app.database.engine import reading
from app.editions.live import live_in
from app.editions.manifest import head_text, parts_of
from app.editions.snapshot import EditionHead
from app.knowledge.freeze import CONTENT_FORMAT
from app.knowledge.models import Record, Revision
from app.partners.changes.models import RedactionOrder
from app.partners.disclosure import passed_on
from app.partners.exports.lines import Line
from app.partners.signing.signed import signatures_of
from app.vocabulary.dates import instant_text

_BATCH = 400


@dataclass(frozen=True)
class Whole:
    """An edition to be exported: what its head says."""

    edition: EditionHead
    head: dict[str, Any]


def whole_edition(connection: Connection, edition: EditionHead) -> Whole:
    """What the head of an edition's export says: all that is needed to check the rest."""
    parts = parts_of(connection, edition.number)
    counts = (
        select(Record.type, func.count())
        .join(Revision, Revision.record_key == Record.key)
        .where(live_in(edition.number))
        .group_by(Record.type)
        .order_by(Record.type)
    )
    redactions = connection.scalar(select(func.count()).select_from(RedactionOrder)) or 0
    head = {
        "edition": edition.number,
        "published_at": instant_text(edition.published_at),
        "sha256": edition.sha256,
        "previous_sha256": edition.previous_sha256,
        "records": sum(part.records for part in parts),
        "counts": dict(connection.execute(counts).all()),
        "content_format": CONTENT_FORMAT,
        "redactions": redactions,
        "signatures": signatures_of(connection, edition.number),
        "manifest": head_text(edition.number, edition.published_at, edition.previous_sha256, parts),
    }
    return Whole(edition, head)


def lines(connection: Connection, edition: int) -> Iterator[Line]:
    """Every live record of an edition, in the order of the manifest: by part, type and id."""
    keys = (
        select(Revision.key)
        .join(Record, Record.key == Revision.record_key)
        .where(live_in(edition))
        .order_by(Revision.part, Record.type, Record.id)
    )
    stream = {"stream_results": True, "yield_per": _BATCH}
    for some in connection.scalars(keys, execution_options=stream).partitions(_BATCH):
        yield from _lines(connection, list(some))


def _lines(connection: Connection, keys: list[int]) -> Iterator[Line]:
    query = (
        select(
            Revision.key,
            Revision.part,
            Record.type,
            Record.id,
            Revision.number,
            Revision.content_sha256,
            Revision.content,
        )
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.key.in_(keys))
    )
    found = {row.key: row for row in connection.execute(query)}
    for key in keys:
        row = found[key]
        withheld = "redacted" if row.content is None else None
        if row.content is not None and not passed_on(row.type, row.content):
            withheld = "not-public"
        content = None if withheld else row.content
        yield Line(row.part, row.type, row.id, row.number, row.content_sha256, content, withheld)


@contextmanager
def exporting(engine: Engine) -> Iterator[Connection]:
    """A connection for reading a whole edition: one snapshot, and what SQLite sorts may go to disk."""
    if engine.dialect.name != "sqlite":
        with reading(engine) as connection:
            yield connection
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA temp_store=FILE")
        try:
            yield connection
        finally:
            connection.rollback()
            driver.execute("PRAGMA temp_store=MEMORY")
