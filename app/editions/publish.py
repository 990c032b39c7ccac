"""Publishing: approved revisions become an edition, in one transaction.

The caller owns the transaction. What the database forbids (no citation, no second person, a number used
twice) it refuses by itself; what spans records is checked here: no reference of the new edition may be dead.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, text, update

from app.audit.trail import queue
from app.editions.dead import dead_references
from app.editions.manifest import Part, head_text, part_text, parts_of, sha256_of
from app.editions.succession import half_successions
from app.intake.drafts import Approved
from app.knowledge.models import Edition, EditionPart, Record, Revision
from app.vocabulary.lists import State


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
    """An edition that must not be published, and everything that speaks against it; nothing was written."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


@dataclass(frozen=True)
class Opened:
    """An edition that is being made: its number, its time, and the hash of the one before."""

    number: int
    at: datetime
    previous_sha256: str | None


@dataclass(frozen=True)
class Assembled:
    """An edition with everything that it changes, not yet sealed.

    `revisions` are the keys of what is new in it, `faults` what the contents of its records have against each other.
    """

    opened: Opened
    revisions: Sequence[int]
    withdrawn: int
    touched: frozenset[str]
    faults: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The edition's number."""
        return self.opened.number


_BATCH = 400  # records changed by one statement

_following: list[Callable[[Connection, int], object]] = []


def after_publishing(follow: Callable[[Connection, int], object]) -> None:
    """Let `follow(connection, number)` run at the end of every publishing transaction; naming it twice is once.

    For what a later room derives from an edition: either both are there or neither.
    """
    if follow not in _following:
        _following.append(follow)


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
    made = assemble(connection, at=at, note=note, revisions=revisions, withdrawals=withdrawals)
    return complete(connection, made)


def complete(connection: Connection, made: Assembled) -> Published:
    """Seal an edition, and derive from it what later rooms do.

    Raises `PublishingRefused` when its records have something against each other.
    """
    if made.faults:
        raise PublishingRefused(*made.faults)
    sha256 = _seal(connection, made)
    for follow in _following:
        follow(connection, made.number)
    return Published(made.number, sha256, len(made.revisions), made.withdrawn)


def assemble(
    connection: Connection,
    *,
    at: datetime,
    note: str,
    revisions: Sequence[int] | None = None,
    withdrawals: Sequence[Withdrawal] = (),
) -> Assembled:
    """Open the next edition and put into it what it changes. Who does not seal it has to roll back.

    Raises `PublishingRefused` as `publish` does; what is wrong between records is given as `faults`.
    """
    opened = open_edition(connection, at=at, note=note)
    chosen = _chosen(connection, revisions)
    if not chosen and not withdrawals:
        raise PublishingRefused("nothing is approved for publication")
    touched = put_in(connection, opened, chosen)
    touched |= {_withdraw(connection, withdrawal, opened.number) for withdrawal in withdrawals}
    keys = [one.key for one in chosen]
    faults = contradictions(connection, opened.number, keys, [withdrawal.id for withdrawal in withdrawals])
    return Assembled(opened, keys, len(withdrawals), frozenset(touched), tuple(faults))


def contradictions(
    connection: Connection, number: int, published: Sequence[int], left: Sequence[str] = ()
) -> list[str]:
    """What the contents of an edition have against each other, given what is new in it and which ids leave."""
    return [
        *dead_references(connection, number, published, left),
        *(f"{half}; publish both in one edition" for half in half_successions(connection, number, published)),
    ]


def open_edition(connection: Connection, *, at: datetime, note: str) -> Opened:
    """Open the next edition. Raises `PublishingRefused` when `at` lies before the last one."""
    queue_publishers(connection)
    previous = connection.execute(
        select(Edition.number, Edition.head_sha256, Edition.published_at).order_by(Edition.number.desc()).limit(1)
    ).first()
    if previous is not None and at < previous.published_at:
        raise PublishingRefused("an edition cannot be older than the one before it")
    opened = Opened(previous.number + 1 if previous else 1, at, previous.head_sha256 if previous else None)
    connection.execute(
        insert(Edition).values(
            number=opened.number, published_at=at, note=note, previous_sha256=opened.previous_sha256
        )
    )
    return opened


def put_in(connection: Connection, opened: Opened, revisions: Sequence[Approved]) -> set[str]:
    """Publish approved revisions, one of a record at most, in an open edition; the parts that this changes."""
    touched = {one.part for one in revisions}
    for start in range(0, len(revisions), _BATCH):
        batch = revisions[start : start + _BATCH]
        touched |= _supersede(connection, [one.record_key for one in batch], opened.number)
        connection.execute(
            update(Revision)
            .where(Revision.key.in_([one.key for one in batch]))
            .values(state=State.published, published_in=opened.number)
        )
    return touched


def _chosen(connection: Connection, revisions: Sequence[int] | None) -> list[Approved]:
    query = (
        select(Revision.key, Revision.record_key, Revision.part, Record.type, Record.id)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.state == State.approved, Revision.published_in.is_(None))
        .order_by(Revision.key)
    )
    rows: list[Any] = []
    if revisions is None:
        rows.extend(connection.execute(query))
    else:
        for start in range(0, len(revisions), _BATCH):
            rows.extend(connection.execute(query.where(Revision.key.in_(revisions[start : start + _BATCH]))))
        rows.sort(key=lambda row: row.key)
    missing = sorted(set(revisions or ()) - {row.key for row in rows})
    if missing:
        raise PublishingRefused(*(f"revision {key} is named and not approved" for key in missing))
    times = Counter((row.type, row.id) for row in rows)
    if len(times) != len(rows):
        raise PublishingRefused(
            *(
                f"two revisions of one record are approved, {type_} {id_}; name the one to publish"
                for (type_, id_), count in times.items()
                if count > 1
            )
        )
    return [Approved(row.key, row.record_key, row.part) for row in rows]


def _supersede(connection: Connection, records: Sequence[int], number: int) -> set[str]:
    """Remove the revisions of records that are live; the parts that they stood in."""
    live = and_(Revision.record_key.in_(records), Revision.state == State.published)
    parts = set(connection.scalars(select(Revision.part).where(live)))
    if parts:
        connection.execute(update(Revision).where(live).values(state=State.superseded, removed_in=number))
    return parts


def _withdraw(connection: Connection, withdrawal: Withdrawal, number: int) -> str:
    """Remove a record; the part that it stood in."""
    row = connection.execute(
        select(Revision.key, Revision.part, Revision.published_in)
        .join(Record, Record.key == Revision.record_key)
        .where(Record.type == withdrawal.type, Record.id == withdrawal.id, Revision.state == State.published)
    ).first()
    name = f"{withdrawal.type} {withdrawal.id}"
    if row is None:
        raise PublishingRefused(f"{name} is not published, so it cannot be withdrawn")
    if row.published_in == number:
        raise PublishingRefused(f"{name} is to be changed and withdrawn in one edition; name one of the two")
    connection.execute(
        update(Revision)
        .where(Revision.key == row.key)
        .values(state=State.withdrawn, removed_in=number, removal_reason=withdrawal.reason)
    )
    part: str = row.part
    return part


def _seal(connection: Connection, made: Assembled) -> str:
    """Hash the parts that changed, carry the others over, and set the head."""
    carried = {part.name: part for part in parts_of(connection, made.number - 1)}
    for name in sorted(made.touched):
        carried.pop(name, None)
        body = part_text(connection, made.number, name)
        if body:
            carried[name] = Part(name, body.count("\n"), sha256_of(body))
    if carried:
        connection.execute(
            insert(EditionPart),
            [
                {"edition": made.number, "part": part.name, "records": part.records, "sha256": part.sha256}
                for part in carried.values()
            ],
        )
    head = head_text(made.number, made.opened.at, made.opened.previous_sha256, carried.values())
    sha256 = sha256_of(head)
    connection.execute(update(Edition).where(Edition.number == made.number).values(head_sha256=sha256))
    return sha256


def queue_publishers(connection: Connection) -> None:
    """Wait for whoever publishes right now; readers are not held up. On SQLite the write lock does the same.

    The trail's queue comes first, as everywhere: publishing ends with a row of it.
    """
    queue(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE edition IN SHARE ROW EXCLUSIVE MODE"))


def head(connection: Connection) -> int | None:
    """The newest edition's number, or null before the first."""
    return connection.scalar(select(func.max(Edition.number)))
