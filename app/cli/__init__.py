"""The command line: each room offers its commands, this puts them together."""

import typer

from app.cli.run import run
from app.cli.serve import serve
from app.database.commands import migrate_database
from app.editions.commands import publish_approved, seed

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
    """Entry point of `licensing-atlas`."""
    cli()
