"""Every command of every room."""

import sys

import typer
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError, ProgrammingError

from app.access.commands import users
from app.audit.commands import trail
from app.cli.run import run
from app.cli.serve import serve
from app.database.commands import migrate_database
from app.database.migrate import UnknownSchema
from app.editions.commands import seed, while_seeding
from app.editions.outbox import post_edition
from app.editions.publish import after_publishing
from app.editorial.imports.commands import import_records
from app.editorial.publishing.commands import publish_approved
from app.editorial.upkeep.commands import links
from app.intake.commands import quality
from app.intake.faults import IntakeError
from app.partners.exports.commands import verify_export
from app.partners.signing.commands import sign
from app.partners.signing.sign import sign_by_environment
from app.partners.webhooks.commands import webhooks
from app.search.commands import index
from app.search.stored import index_seed, store_index

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
cli.command("import")(import_records)
cli.command("index")(index)
cli.command("sign")(sign)
cli.command("verify")(verify_export)
cli.command("quality")(quality)
cli.add_typer(users, name="user")
cli.add_typer(trail, name="audit")
cli.add_typer(links, name="links")
cli.add_typer(webhooks, name="webhooks")


def command() -> None:
    """Run what the command line says: what an operator can mend is said in a line, not in a traceback."""
    while_seeding(index_seed)
    after_publishing(store_index)
    after_publishing(sign_by_environment)
    after_publishing(post_edition)
    try:
        cli()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        sys.exit(f"A setting is not valid: {faults}")
    except (OperationalError, ProgrammingError, ArgumentError) as error:
        sys.exit(f"The database cannot be used: {error}")
    except (UnknownSchema, IntakeError, OSError) as error:
        sys.exit(str(error))
