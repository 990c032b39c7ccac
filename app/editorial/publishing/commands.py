"""Publishing from the command line: what is approved, as by API, with its row in the trail."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from app.access.commands import COMMAND
from app.audit.acts import Act, Action
from app.audit.trail import append
from app.database.engine import opened, writing
from app.editions.publish import PublishingRefused, publish, queue_publishers
from app.editorial.publishing.publishing import (
    approved_withdrawals,
    as_withdrawal,
    carry_out,
    poor_sources,
    told,
)
from app.settings import get_settings


def publish_approved(
    note: Annotated[str, typer.Option("--note", help="What this edition brings.")],
) -> None:
    """Publish every approved revision, and carry out every approved withdrawal, as a new edition."""
    now = datetime.now(UTC)
    try:
        with opened(get_settings().database) as engine, writing(engine) as connection:
            queue_publishers(connection)
            leaving = approved_withdrawals(connection)
            done = publish(
                connection,
                at=now.replace(microsecond=0),
                note=note,
                withdrawals=[as_withdrawal(one) for one in leaving],
            )
            poor = poor_sources(connection, done.number)
            if poor:
                raise PublishingRefused(*poor)
            carry_out(connection, leaving, done.number)
            act = Act(
                COMMAND,
                Action.edition_published,
                "edition",
                str(done.number),
                new=told(connection, done),
                reason=note,
            )
            append(connection, act, at=now)
    except PublishingRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused
    typer.echo(f"Edition {done.number} published: {done.changed} changes, sha256 {done.sha256}")
