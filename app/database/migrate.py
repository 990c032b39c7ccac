"""Bringing a database to the newest schema, in one transaction.

What a start asks (which schema there is, which is needed) is told without Alembic and without reading a single
migration: the library is loaded when something is to be migrated.
"""

from functools import cache

from sqlalchemy import Connection, column, inspect, select, table

from app.settings import ROOT

_DIRECTORY = ROOT / "migrations"
_VERSION = table("alembic_version", column("version_num"))


class UnknownSchema(Exception):
    """The database has a schema that this code does not know, or the one asked for is none."""


def migrate(connection: Connection, revision: str = "head") -> None:
    """Upgrade to `revision` inside the caller's transaction: either all of it happens or nothing.

    Raises `UnknownSchema`.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(_DIRECTORY))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise UnknownSchema(str(error)) from error


def current_revision(connection: Connection) -> str | None:
    """The schema that the database has, or null for an empty one."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    revision: str | None = connection.scalar(select(_VERSION.c.version_num))
    return revision


@cache
def newest_revision() -> str:
    """The schema that this code needs: migrations are numbered, and their files are named by their numbers."""
    return max(one.name.partition("_")[0] for one in (_DIRECTORY / "versions").glob("[0-9]*_*.py"))
