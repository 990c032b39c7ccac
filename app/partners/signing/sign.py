"""Signing the heads of editions: in the publishing transaction, or later for those that were published without.

A signature stands beside its edition and is no part of it: the same facts have the same hashes wherever they are
published, and another key signs them all the same.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from app.editions.manifest import head_text, parts_of
from app.editions.publish import PublishingRefused
from app.editions.snapshot import EditionHead, head_of, heads
from app.partners.signing.keys import Signer, UnusableKey, signer_of
from app.partners.signing.models import EditionSignature, SigningKey
from app.settings import Settings, get_settings

_SETTINGS = "atlas_signing_settings"


def sign_with(engine: Engine, settings: Settings) -> None:
    """Let what is published over this engine be signed with the key of these settings."""
    engine.update_execution_options(**{_SETTINGS: settings})


def sign_published(connection: Connection, number: int) -> None:
    """Sign an edition that was just sealed, with the key of the engine's settings; for `after_publishing`.

    Raises `PublishingRefused` where a key is configured and cannot sign: an edition without its signature would be
    taken for a forgery.
    """
    settings: Settings | None = connection.get_execution_options().get(_SETTINGS)
    if settings is not None:
        _sign_newest(connection, number, settings)


def sign_by_environment(connection: Connection, number: int) -> None:
    """The same with the key of this process's settings: for the command line."""
    _sign_newest(connection, number, get_settings())


def sign_missing(connection: Connection, signer: Signer, *, at: datetime) -> list[int]:
    """Sign every edition that this key has not signed; returns their numbers. Retires the keys before it."""
    done = set(connection.scalars(select(EditionSignature.edition).where(EditionSignature.key_id == signer.id)))
    missing = [one for one in heads(connection) if one.number not in done]
    if missing:
        _introduce(connection, signer, at)
        connection.execute(
            insert(EditionSignature),
            [
                {
                    "edition": one.number,
                    "key_id": signer.id,
                    "signature": signer.sign(_head(connection, one)),
                    "signed_at": at,
                }
                for one in missing
            ],
        )
    return [one.number for one in missing]


def _sign_newest(connection: Connection, number: int, settings: Settings) -> None:
    try:
        signer = signer_of(settings)
        if signer is not None:
            _sign(connection, number, signer, at=datetime.now(UTC))
    except UnusableKey as error:
        raise PublishingRefused(str(error)) from error


def _sign(connection: Connection, number: int, signer: Signer, *, at: datetime) -> None:
    mine = (EditionSignature.edition == number, EditionSignature.key_id == signer.id)
    edition = head_of(connection, number)
    if edition is None or connection.scalar(select(EditionSignature.edition).where(*mine)) is not None:
        return
    _introduce(connection, signer, at)
    connection.execute(
        insert(EditionSignature).values(
            edition=number, key_id=signer.id, signature=signer.sign(_head(connection, edition)), signed_at=at
        )
    )


def _introduce(connection: Connection, signer: Signer, at: datetime) -> None:
    """Make the key known at its first signature; the one before it is retired.

    Raises `UnusableKey` for a key that was retired itself.
    """
    known = connection.execute(select(SigningKey.valid_until).where(SigningKey.id == signer.id)).first()
    if known is None:
        connection.execute(update(SigningKey).where(SigningKey.valid_until.is_(None)).values(valid_until=at))
        connection.execute(insert(SigningKey).values(id=signer.id, public_key=signer.public, valid_from=at))
    elif known.valid_until is not None:
        raise UnusableKey(f"the signing key {signer.id} was retired; configure the one that came after it")


def _head(connection: Connection, edition: EditionHead) -> bytes:
    parts = parts_of(connection, edition.number)
    return head_text(edition.number, edition.published_at, edition.previous_sha256, parts).encode()
