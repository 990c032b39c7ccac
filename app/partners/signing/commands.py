"""Signing what was published without a signature, or with another key."""

from datetime import UTC, datetime

import typer

from app.database.engine import opened, writing
from app.editions.publish import queue_publishers
from app.partners.signing.keys import UnusableKey, signer_of
from app.partners.signing.sign import sign_missing
from app.settings import get_settings


def sign() -> None:
    """Sign every edition that the configured key has not signed; a key that is new takes the place of the last."""
    settings = get_settings()
    try:
        signer = signer_of(settings)
        if signer is None:
            raise UnusableKey("no signing key is configured: set ATLAS_SIGNING_KEY")
        with opened(settings.database) as engine, writing(engine) as connection:
            queue_publishers(connection)
            numbers = sign_missing(connection, signer, at=datetime.now(UTC))
    except UnusableKey as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    signed = f"editions {', '.join(map(str, numbers))}" if numbers else "nothing: every edition is signed already"
    typer.echo(f"The key {signer.id} signed {signed}")
