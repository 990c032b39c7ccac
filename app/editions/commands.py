"""Commands that take in the seed and publish."""

from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.access.commands import COMMAND
from app.audit.acts import Act, Action
from app.audit.trail import append
from app.database.engine import ample_cache, opened, writing
from app.editions.publish import (
    Assembled,
    Opened,
    Published,
    PublishingRefused,
    complete,
    contradictions,
    head,
    open_edition,
    publish,
    put_in,
    queue_publishers,
)
from app.intake.drafts import Frozen, Taken, approve_seed, approved_new, draft_records
from app.intake.faults import IntakeError
from app.intake.seed import Seed, SeedReading, read_seed
from app.settings import get_settings

_PAUSE = 2.0  # seconds between two lines on how far seeding is

Say = Callable[[str], None]

Companion = Callable[[Connection], AbstractContextManager[Callable[[list[Frozen]], object]]]
_accompanying: list[Companion] = []


def while_seeding(accompany: Companion) -> None:
    """Let `accompany(connection)` be told of what is seeded, batch by batch; naming it twice is once.

    For what a later room can derive from contents before the edition is complete: it need not read them again.
    """
    if accompany not in _accompanying:
        _accompanying.append(accompany)


def seed(
    update: Annotated[
        bool, typer.Option("--update", help="Compare with what is stored and make drafts of what differs.")
    ] = False,
    publish_note: Annotated[
        str | None,
        typer.Option("--publish", metavar="NOTE", help="With --update: publish these drafts, with a note."),
    ] = None,
) -> None:
    """Take the seed in and publish edition 1; with --update, make drafts of what differs."""
    if publish_note is not None and not update:
        _stop("--publish goes with --update")
    settings = get_settings()
    try:
        with opened(settings.database) as engine, writing(engine) as connection:
            queue_publishers(connection)
            if head(connection) is None:
                seed_empty(connection, settings.seed, typer.echo)
            elif update:
                _update(connection, settings.seed, publish_note)
            else:
                typer.echo("The atlas is seeded already; --update compares it with the files.")
    except (IntakeError, PublishingRefused) as error:
        _stop(str(error))


def seed_empty(connection: Connection, directory: Path, say: Say) -> Published:
    """Seed an empty database and publish edition 1, at the time its file names. The caller's transaction decides.

    Records go from their files into the edition in batches: memory grows by little more than the ids.
    """
    with ample_cache(connection):
        edition, note, keys, touched = _take_in(connection, directory, say)
        say(f"Seeding: {len(keys)} records")
        say(f"Publishing edition {edition.number}")
        faults = contradictions(connection, edition.number, keys)
        published = complete(connection, Assembled(edition, keys, 0, frozenset(touched), tuple(faults)))
    _tell(connection, published, note, say)
    return published


def _take_in(connection: Connection, directory: Path, say: Say) -> tuple[Opened, str, Sequence[int], set[str]]:
    """Open the first edition and put the seed into it; its note, the revisions' keys and the parts."""
    reading = SeedReading(directory)
    first = reading.editions[0]
    edition = open_edition(connection, at=first.published_at, note=first.note)
    keys = array("q")
    touched: set[str] = set()
    told = began = monotonic()
    with ExitStack() as stack:
        companions = [stack.enter_context(accompany(connection)) for accompany in _accompanying]
        for batch, said in approved_new(connection, reading.records(), at=first.published_at, reason=first.note):
            touched |= put_in(connection, edition, batch)
            keys.extend(one.key for one in batch)
            for tell in companions:
                tell(said)
            if monotonic() - told > _PAUSE:
                told = monotonic()
                say(f"  {len(keys):,} records, {len(keys) / (told - began):,.0f} a second")
    return edition, first.note, keys, touched


def _update(connection: Connection, directory: Path, publish_note: str | None) -> None:
    files: Seed = read_seed(directory)
    taken: Taken = draft_records(
        connection,
        files.records,
        at=_now(),
        reason=publish_note or "the seed's files changed",
        progress=lambda _: None,
    )
    typer.echo(f"{len(taken.new)} new, {len(taken.changed)} changed, {taken.unchanged} unchanged")
    for id_ in (*taken.new, *taken.changed):
        typer.echo(f"  draft: {id_}")
    for id_, why in taken.kept.items():
        typer.echo(f"  kept: {id_} ({why})")
    approved = approve_seed(connection) if publish_note is not None else []
    if publish_note is not None and approved:
        number = (head(connection) or 0) + 1
        at = next((one.published_at for one in files.editions if one.number == number), None)
        published = publish(connection, at=at or _now(), note=publish_note, revisions=approved)
        _tell(connection, published, publish_note, typer.echo)


def _tell(connection: Connection, published: Published, note: str, say: Say) -> None:
    """Tell the trail and the operator of an edition."""
    new = {"sha256": published.sha256, "changed": published.changed, "withdrawn": published.withdrawn}
    act = Act(COMMAND, Action.edition_published, "edition", str(published.number), new=new, reason=note)
    append(connection, act, at=datetime.now(UTC))
    say(f"Edition {published.number} published: {published.changed} changes, sha256 {published.sha256}")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _stop(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(1)
