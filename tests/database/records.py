"""Steps in the life of a record, as plain writes, for tests of what the database allows."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.knowledge.freeze import CONTENT_FORMAT, freeze
from app.knowledge.models import Edition, EditionPart, Record, Redaction, Revision, RevisionEditor
from app.knowledge.rows import read_contents, write_rows
from app.knowledge.schemas import Content
from app.search.stored import store_index
from app.vocabulary.lists import ENTRY_KINDS
from tests.database.samples import SAMPLES
from tests.database.signatures import make_signatures
from tests.database.staff import make_staff

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def make_draft(
    connection: Connection, type_: str, content: Content, *, origin: str = "seed", editors: Iterable[str] = ()
) -> int:
    """A new draft of the record that the content names, with its rows and editors; returns its key."""
    key = make_bare_draft(connection, type_, content.model_dump()["id"], origin=origin)
    write_rows(connection, [(type_, content, key)])
    for person in editors:
        connection.execute(insert(RevisionEditor).values(revision_key=key, person=person))
    return key


def make_bare_draft(connection: Connection, type_: str, id_: str, *, origin: str = "seed") -> int:
    """A new draft without rows; makes the record where there is none."""
    record = connection.scalar(select(Record.key).where(Record.type == type_, Record.id == id_))
    if record is None:
        record = connection.execute(insert(Record).values(type=type_, id=id_).returning(Record.key)).scalar_one()
    last = connection.scalar(select(func.max(Revision.number)).where(Revision.record_key == record)) or 0
    new = insert(Revision).values(
        record_key=record,
        number=last + 1,
        part="XX",
        state="draft",
        origin=origin,
        change_type="substantive",
        reason="a test",
        created_at=NOW,
    )
    return connection.execute(new.returning(Revision.key)).scalar_one()


def change(connection: Connection, key: int, **values: Any) -> None:
    """Set columns of one revision."""
    changed = connection.execute(update(Revision).where(Revision.key == key).values(**values))
    assert changed.rowcount == 1


def approve(connection: Connection, key: int, by: str | None = None) -> None:
    """Freeze a revision's rows into its content and approve it."""
    query = select(Record.type).join(Revision, Revision.record_key == Record.key).where(Revision.key == key)
    type_ = connection.scalars(query).one()
    content, sha256 = freeze(type_, read_contents(connection, type_, [key])[key])
    frozen = {"content": content, "content_sha256": sha256, "content_format": CONTENT_FORMAT}
    change(connection, key, state="approved", approved_by=by, approved_at=NOW if by else None, **frozen)


def open_edition(connection: Connection) -> int:
    """Begin the next edition; returns its number."""
    last = connection.execute(select(Edition).order_by(Edition.number.desc()).limit(1)).mappings().one_or_none()
    number = last["number"] + 1 if last else 1
    previous = last["head_sha256"] if last else None
    connection.execute(
        insert(Edition).values(number=number, published_at=NOW, note="a test", previous_sha256=previous)
    )
    return number


def publish(connection: Connection, key: int, edition: int) -> None:
    """Publish an approved revision in an open edition."""
    change(connection, key, state="published", published_in=edition)


def remove(connection: Connection, key: int, edition: int, state: str) -> None:
    """Take a published revision out: `superseded` or `withdrawn`."""
    change(connection, key, state=state, removed_in=edition, removal_reason="a test")


def seal(connection: Connection, edition: int) -> None:
    """Add an edition's parts and close it."""
    sha256 = hashlib.sha256(str(edition).encode()).hexdigest()
    connection.execute(insert(EditionPart).values(edition=edition, part="XX", records=1, sha256=sha256))
    connection.execute(update(Edition).where(Edition.number == edition).values(head_sha256=sha256))


def redact(connection: Connection, key: int) -> None:
    """Two people's decision to remove a content, and its removal."""
    connection.execute(
        insert(Redaction).values(
            revision_key=key, requested_by="ann", approved_by="bob", reason="a test", decided_at=NOW
        )
    )
    change(connection, key, content=None)


def publish_samples(connection: Connection, edition: int) -> None:
    """Publish all samples as the seed does."""
    samples = [(type_, content) for type_, pair in SAMPLES.items() for content in _own_ids(type_, pair)]
    for type_, content in samples:
        key = make_draft(connection, type_, content)
        approve(connection, key)
        publish(connection, key, edition)


def requirement(id_: str, **values: Any) -> Content:
    """A small requirement of that id."""
    return SAMPLES["requirement"][0].model_copy(update={"id": id_, **values})


def make_staff_draft(connection: Connection, id_: str) -> int:
    """A requirement that ann has written."""
    return make_draft(connection, "requirement", requirement(id_), origin="staff", editors=["ann"])


def make_world(connection: Connection) -> dict[str, int]:
    """All samples in a sealed edition 1, and a revision in every state while edition 2 is open; their keys.

    `ann` edits, `bob` approves. `record` is the record of `published`.
    """
    first = open_edition(connection)
    publish_samples(connection, first)
    keys: dict[str, int] = {}
    for name in ("draft", "in_review", "approved", "published", "superseded", "withdrawn", "redacted", "other"):
        keys[name] = make_staff_draft(connection, f"xx-{name.replace('_', '-')}")
        if name != "draft":
            change(connection, keys[name], state="in_review")
    for name in ("approved", "published", "superseded", "withdrawn", "redacted"):
        approve(connection, keys[name], by="bob")
    for name in ("seed_draft", "seed_approved", "seed_published"):
        keys[name] = make_draft(connection, "requirement", requirement(f"xx-{name.replace('_', '-')}"))
    for name in ("seed_approved", "seed_published"):
        approve(connection, keys[name])
    keys["seed_edited"] = make_draft(connection, "requirement", requirement("xx-seed-edited"), editors=["ann"])
    keys["uncited"] = make_draft(connection, "requirement", requirement("xx-uncited", citations=[]))
    approve(connection, keys["uncited"])
    for name in ("published", "superseded", "withdrawn", "redacted", "seed_published"):
        publish(connection, keys[name], first)
    seal(connection, first)
    store_index(connection, first)
    redact(connection, keys["redacted"])

    second = open_edition(connection)
    remove(connection, keys["superseded"], second, "superseded")
    remove(connection, keys["withdrawn"], second, "withdrawn")
    # A second revision of a record whose first is live.
    keys["rival"] = make_draft(connection, "requirement", requirement("xx-seed-published"))
    approve(connection, keys["rival"])
    record = select(Revision.record_key).where(Revision.key == keys["published"])
    keys["record"] = connection.scalars(record).one()
    keys["first"], keys["second"] = first, second
    make_staff(connection, NOW, keys["in_review"])
    make_signatures(connection, NOW, first)
    return keys


def _own_ids(type_: str, pair: tuple[Content, ...]) -> Iterable[Content]:
    # Samples of different kinds of entry share an id, which the database does not allow.
    suffix = type_.replace("_", "-")
    for content in pair:
        data = content.model_dump()
        yield content.model_copy(update={"id": f"{data['id']}-{suffix}"}) if type_ in ENTRY_KINDS else content
