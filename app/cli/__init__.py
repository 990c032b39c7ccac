"""The command line: each room offers its commands, this puts them together."""

import sys

import typer
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from app.cli.run import run
from app.cli.serve import serve
from app.database.commands import migrate_database
from app.editions.commands import publish_approved, seed
from app.intake.faults import IntakeError

cli = typer.Typer(
    name="licensing-atlas",
    help="Licensing Atlas: how medicines get licensed, each fact with its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("run")(run)
cli.command("serve")(serve)
cli.command("migrate")(migrate_database)
cli.command("seed")(seed)
cli.command("publish")(publish_approved)


def main() -> None:
    """Entry point of `licensing-atlas`: what an operator can mend is said in a line, not in a traceback."""
    try:
        cli()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        sys.exit(f"A setting is not valid: {faults}")
    except (OperationalError, ProgrammingError, ArgumentError) as error:
        sys.exit(f"The database cannot be used: {error}")
    except (CommandError, IntakeError, OSError) as error:
        sys.exit(str(error))
