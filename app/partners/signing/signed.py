"""Signatures that are kept beside an edition, and the public keys that made them."""

from typing import Any

from sqlalchemy import Connection, select

from app.partners.signing.models import EditionSignature, SigningKey
from app.vocabulary.dates import instant_text

Data = dict[str, Any]

ALGORITHM = "Ed25519"


def signatures_of(connection: Connection, edition: int) -> list[Data]:
    """The signatures over an edition's head, by key; none where it was not signed."""
    query = (
        select(EditionSignature.key_id, EditionSignature.signature, EditionSignature.signed_at)
        .where(EditionSignature.edition == edition)
        .order_by(EditionSignature.key_id)
    )
    return [
        {"key_id": key_id, "algorithm": ALGORITHM, "signature": signature, "signed_at": instant_text(signed_at)}
        for key_id, signature, signed_at in connection.execute(query)
    ]


def public_keys(connection: Connection) -> list[tuple[str, str, str, str | None]]:
    """Id, public key, first and last moment of every key that ever signed, oldest first."""
    query = select(SigningKey.id, SigningKey.public_key, SigningKey.valid_from, SigningKey.valid_until)
    return [
        (id_, public, instant_text(first), instant_text(last) if last else None)
        for id_, public, first, last in connection.execute(query.order_by(SigningKey.valid_from, SigningKey.id))
    ]
