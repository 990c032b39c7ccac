"""Publishing: approved revisions become an edition, in one transaction.

The caller owns the transaction. What the database forbids (no citation, no second person, a number used
twice) it refuses by itself; what spans records is checked here: no reference of the new edition may be dead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, select, text, update

from app.editions.live import live_in
from app.editions.manifest import Part, head_text, part_text, parts_of, sha256_of
from app.knowledge.freeze import thaw
from app.knowledge.models import Edition, EditionPart, Record, Revision
from app.knowledge.schemas import CONTENT_MODELS, references
from app.vocabulary.lists import ENTRY_KINDS, State


@dataclass(frozen=True)
class Withdrawal:
    """A record that leaves, and why."""

    type: str
    id: str
    reason: str


@dataclass(frozen=True)
class Published:
    """What came out: the edition's number, its hash, and how many records it changed."""

    number: int
    sha256: str
    changed: int
    withdrawn: int


class PublishingRefused(Exception):
    """An edition that must not be published; nothing was written."""


@dataclass
class _Change:
    touched: set[str] = field(default_factory=set)
    changed: int = 0


def publish(
    connection: Connection,
    *,
    at: datetime,
    note: str,
    revisions: Sequence[int] | None = None,
    withdrawals: Sequence[Withdrawal] = (),
) -> Published:
    """Publish all approved revisions, or those whose keys are named, and withdraw what is named.

    Raises `PublishingRefused` when there is nothing to publish, a named revision is not approved, a
    reference would be dead, or `at` lies before the last edition.
    """
    queue_publishers(connection)
    previous = connection.execute(
        select(Edition.number, Edition.head_sha256, Edition.published_at).order_by(Edition.number.desc()).limit(1)
    ).first()
    if previous is not None and at < previous.published_at:
        raise PublishingRefused("an edition cannot be older than the one before it")
    chosen = _chosen(connection, revisions)
    if not chosen and not withdrawals:
        raise PublishingRefused("nothing is approved for publication")
    number = previous.number + 1 if previous else 1
    connection.execute(
        insert(Edition).values(
            number=number,
            published_at=at,
            note=note,
            previous_sha256=previous.head_sha256 if previous else None,
        )
    )
    change = _Change()
    for key, record_key, part in chosen:
        _supersede(connection, record_key, number, change)
        connection.execute(
            update(Revision).where(Revision.key == key).values(state=State.published, published_in=number)
        )
        change.touched.add(part)
        change.changed += 1
    for withdrawal in withdrawals:
        _withdraw(connection, withdrawal, number, change)
    _refuse_dead_references(connection, number, [key for key, _, _ in chosen], bool(withdrawals))
    sha256 = _seal(connection, number, at, previous, change)
    return Published(number, sha256, change.changed, len(withdrawals))


def _chosen(connection: Connection, revisions: Sequence[int] | None) -> list[tuple[int, int, str]]:
    query = select(Revision.key, Revision.record_key, Revision.part).where(Revision.state == State.approved)
    if revisions is not None:
        query = query.where(Revision.key.in_(revisions))
    rows = [(key, record_key, part) for key, record_key, part in connection.execute(query.order_by(Revision.key))]
    if revisions is not None and len(rows) != len(set(revisions)):
        raise PublishingRefused("a named revision is not approved")
    if len({record_key for _, record_key, _ in rows}) != len(rows):
        raise PublishingRefused("two revisions of one record are approved; name the one to publish")
    return rows


def _supersede(connection: Connection, record_key: int, number: int, change: _Change) -> None:
    live = and_(Revision.record_key == record_key, Revision.state == State.published)
    part = connection.scalar(select(Revision.part).where(live))
    if part is not None:
        connection.execute(update(Revision).where(live).values(state=State.superseded, removed_in=number))
        change.touched.add(part)


def _withdraw(connection: Connection, withdrawal: Withdrawal, number: int, change: _Change) -> None:
    row = connection.execute(
        select(Revision.key, Revision.part)
        .join(Record, Record.key == Revision.record_key)
        .where(Record.type == withdrawal.type, Record.id == withdrawal.id, Revision.state == State.published)
    ).first()
    if row is None:
        raise PublishingRefused(f"{withdrawal.type} {withdrawal.id} is not published, so it cannot be withdrawn")
    connection.execute(
        update(Revision)
        .where(Revision.key == row.key)
        .values(state=State.withdrawn, removed_in=number, removal_reason=withdrawal.reason)
    )
    change.touched.add(row.part)


def _seal(connection: Connection, number: int, at: datetime, previous: object | None, change: _Change) -> str:
    """Hash the parts that changed, carry the others over, and set the head."""
    carried = {part.name: part for part in parts_of(connection, number - 1)}
    for name in sorted(change.touched):
        body = part_text(connection, number, name)
        carried.pop(name, None)
        if body:
            carried[name] = Part(name, body.count("\n"), sha256_of(body))
    connection.execute(
        insert(EditionPart),
        [
            {"edition": number, "part": part.name, "records": part.records, "sha256": part.sha256}
            for part in carried.values()
        ],
    )
    previous_sha256 = getattr(previous, "head_sha256", None)
    sha256 = sha256_of(head_text(number, at, previous_sha256, carried.values()))
    connection.execute(update(Edition).where(Edition.number == number).values(head_sha256=sha256))
    return sha256


def _refuse_dead_references(connection: Connection, number: int, published: list[int], anything_left: bool) -> None:
    """Every reference of what is new must be live; and nothing that stays may point at what leaves."""
    keys = published
    if anything_left:
        keys = list(connection.scalars(select(Revision.key).where(live_in(number))))
    known = {
        (type_, id_)
        for type_, id_ in connection.execute(
            select(Record.type, Record.id).join(Revision, Revision.record_key == Record.key).where(live_in(number))
        )
    }
    known |= {("entry", id_) for type_, id_ in known if type_ in ENTRY_KINDS}
    known |= {("record", id_) for _, id_ in known}
    for start in range(0, len(keys), 400):
        rows = connection.execute(
            select(Record.type, Record.id, Revision.content)
            .join(Record, Record.key == Revision.record_key)
            .where(Revision.key.in_(keys[start : start + 400]))
        )
        for type_, id_, content in rows:
            if content is None:  # redacted: nothing left that could point anywhere
                continue
            data = {k: v for k, v in thaw(content).items() if k not in ("type", "content_format")}
            for pointer, target_type, target in references(CONTENT_MODELS[type_].model_validate(data)):
                if (target_type, target) not in known:
                    raise PublishingRefused(f"{type_} {id_} {pointer}: no {target_type} {target} in this edition")


def queue_publishers(connection: Connection) -> None:
    """Wait for whoever publishes right now; readers are not held up. On SQLite the write lock does the same."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE edition IN SHARE ROW EXCLUSIVE MODE"))


def head(connection: Connection) -> int | None:
    """The newest edition's number, or null before the first."""
    return connection.scalar(select(func.max(Edition.number)))
