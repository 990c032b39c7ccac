"""Signing keys and a signature, for tests of what the database allows."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, update

from app.partners.signing.models import EditionSignature, SigningKey


def make_signatures(connection: Connection, at: datetime, edition: int) -> None:
    """A sealed edition that two keys have signed, of which the first is retired."""
    for name, place in {"old-key": at - timedelta(days=1), "new-key": at}.items():
        connection.execute(insert(SigningKey).values(id=name, public_key=f"the {name}", valid_from=place))
        signed = insert(EditionSignature).values(
            edition=edition, key_id=name, signature="a signature", signed_at=place
        )
        connection.execute(signed)
    connection.execute(update(SigningKey).where(SigningKey.id == "old-key").values(valid_until=at))
