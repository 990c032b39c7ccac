"""The command that makes the stored index of search."""

from typing import Annotated

import typer

from app.database.engine import opened, writing
from app.editions.publish import head
from app.search.stored import forget_index, store_index
from app.settings import get_settings


def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Throw the stored index away first.")] = False,
) -> None:
    """Make the index of search for every edition; publishing does so by itself."""
    with opened(get_settings().database) as engine, writing(engine) as connection:
        number = head(connection)
        if number is None:
            typer.echo("No edition has been published yet.")
            raise typer.Exit(1)
        if rebuild:
            forget_index(connection)
        typer.echo(f"{store_index(connection, number)} revisions taken into the index of edition {number}")
