"""Looking at the addresses of sources from the command line, for a machine that does so every night."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from app.access.commands import COMMAND
from app.access.faults import Refused
from app.audit.acts import Act, Action
from app.audit.trail import append
from app.database.engine import opened, reading, writing
from app.editorial.upkeep.links import keep, look, watched
from app.editorial.upkeep.sources import to_look_at
from app.outside.addresses import Reach
from app.settings import get_settings

links = typer.Typer(help="The addresses of sources.", no_args_is_help=True)


@links.callback()
def _links() -> None:
    """Keep a single command from taking its group's place."""


@links.command("check")
def check_links(
    country: Annotated[
        list[str] | None, typer.Option("--country", help="Only what entries of this country cite. Repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Look at so many sources.")] = 50,
) -> None:
    """Look at the addresses of sources, those that nobody looked at for longest first, and tell what is there."""
    settings = get_settings()
    reach = Reach.loopback if settings.outside_loopback else Reach.public
    with opened(settings.database) as engine:
        try:
            with reading(engine) as connection:
                ids = to_look_at(connection, country or (), limit)
        except Refused as refused:
            typer.echo(refused.detail, err=True)
            raise typer.Exit(1) from refused
        for id_ in ids:
            with reading(engine) as connection:
                source = watched(connection, id_)
            found = look(source, reach=reach)
            now = datetime.now(UTC)
            with writing(engine) as connection:
                told = keep(connection, source, found, at=now, actor=COMMAND.name)
                append(connection, Act(COMMAND, Action.link_checked, "source", id_, new=told), at=now)
            where = f" {found.location}" if found.location else ""
            typer.echo(f"{found.verdict:<12}{id_} {source.url}: {found.detail}{where}")
    typer.echo(f"{len(ids)} sources looked at")
