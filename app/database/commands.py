"""Commands on the database."""

import typer

from app.database.engine import opened, writing
from app.database.migrate import current_revision, migrate
from app.settings import get_settings


def migrate_database() -> None:
    """Bring the database to the newest schema."""
    with opened(get_settings().database) as engine, writing(engine) as connection:
        before = current_revision(connection)
        migrate(connection)
        after = current_revision(connection)
    typer.echo(f"Schema {after}" if before == after else f"Schema {before or 'empty'} is now {after}")
