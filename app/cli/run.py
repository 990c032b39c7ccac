"""From nothing to answers in one command."""

import time

import typer
from sqlalchemy import Engine

from app.cli.serve import Host, Port, start
from app.database.engine import opened, reading, writing
from app.database.migrate import current_revision, migrate, newest_revision
from app.editions.commands import seed_empty
from app.editions.publish import head, queue_publishers
from app.settings import Settings, get_settings


def run(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Migrate, seed if empty, and serve. A second run changes nothing."""
    prepare()
    start(host, port, announce=True)


def prepare() -> None:
    """Bring the database to the newest schema and, where it holds no edition, publish the seed."""
    settings = get_settings()
    started = time.perf_counter()
    with opened(settings.database) as engine:
        _migrate(engine)
        _seed(engine, settings)
    typer.echo(f"Ready after {time.perf_counter() - started:.1f} s")


def _migrate(engine: Engine) -> None:
    with reading(engine) as connection:
        schema = current_revision(connection)
    if schema != newest_revision():
        typer.echo(f"Migrating the database from {schema or 'nothing'} to {newest_revision()}")
        with writing(engine) as connection:
            migrate(connection)


def _seed(engine: Engine, settings: Settings) -> None:
    with reading(engine) as connection:
        if head(connection) is not None:
            return
    # One transaction: a run that is killed here leaves an empty atlas, and the next one begins again.
    with writing(engine) as connection:
        queue_publishers(connection)
        if head(connection) is None:
            typer.echo("Seeding: reading and checking the files")
            seed_empty(connection, settings.seed, typer.echo)
