"""Commands that take in the seed and publish."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.access.commands import COMMAND
from app.audit.acts import Act, Action
from app.audit.trail import append
from app.database.engine import opened, writing
from app.editions.publish import Published, PublishingRefused, head, publish, queue_publishers
from app.intake.drafts import Taken, approve_seed, draft_records
from app.intake.faults import IntakeError
from app.intake.seed import Seed, read_seed
from app.settings import get_settings

Say = Callable[[str], None]


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
    """Seed an empty database and publish edition 1, at the time its file names. The caller's transaction decides."""
    files = read_seed(directory)
    first = files.editions[0]
    at = first.published_at
    say(f"Seeding: {len(files.records)} records")
    draft_records(connection, files.records, at=at, reason=first.note, progress=say)
    say("Seeding: freezing contents")
    approve_seed(connection)
    say("Publishing edition 1")
    published = publish(connection, at=at, note=first.note)
    _tell(connection, published, first.note, say)
    return published


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
