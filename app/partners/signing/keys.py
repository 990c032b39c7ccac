"""The key that signs: where it comes from, what it is called, how its public half is shown.

The private half is in the environment or in a file of the operator, never in the database. Only the embedded
default, which has one server and one directory, makes a key by itself: several servers would each make their own.

The library of cryptography is loaded when something is signed or checked: a start and the reading of signatures do
without its memory.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rfc8785

from app.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FILE = "signing-key.pem"
_PEM = "-----BEGIN"


class UnusableKey(Exception):
    """What is configured is no Ed25519 private key that can be read."""


@dataclass(frozen=True)
class Signer:
    """An Ed25519 private key."""

    private: "Ed25519PrivateKey"

    @property
    def public(self) -> str:
        """The public half: 32 bytes, base64url without padding, as a JWK's `x`."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @property
    def id(self) -> str:
        """The key's id."""
        return thumbprint(self.public)

    def sign(self, text: bytes) -> str:
        """A signature: 64 bytes, base64."""
        return base64.b64encode(self.private.sign(text)).decode()


def signer_of(settings: Settings) -> Signer | None:
    """The key to sign with, made at first use in the embedded default; null where none is configured.

    Raises `UnusableKey`.
    """
    given = settings.signing_key.get_secret_value() if settings.signing_key else None
    if given and given.lstrip().startswith(_PEM):
        return _loaded(given.encode(), "ATLAS_SIGNING_KEY")
    if given:
        return _read(Path(given))
    if settings.database_url is not None:
        return None
    path = settings.data / FILE
    if not path.exists():
        _make(path)
    return _read(path)


def thumbprint(public: str) -> str:
    """The id of a public key: its JWK's thumbprint (RFC 7638, RFC 8037)."""
    canonical = rfc8785.dumps({"crv": "Ed25519", "kty": "OKP", "x": public})
    return base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).decode().rstrip("=")


def pem_of(public: str) -> str:
    """A public key as `openssl` reads it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _public(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def holds(public: str, signature: str, text: bytes) -> bool:
    """Did this key sign this text? False also for what is no key or no signature."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public(public).verify(base64.b64decode(signature, validate=True), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(public: str) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
    return Ed25519PublicKey.from_public_bytes(raw)


def _read(path: Path) -> Signer:
    try:
        return _loaded(path.read_bytes(), str(path))
    except OSError as error:
        raise UnusableKey(f"the signing key {path} cannot be read: {error.strerror}") from error


def _loaded(pem: bytes, where: str) -> Signer:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKey(f"{where} holds no private key in PEM without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey(f"{where} holds another kind of key; an Ed25519 key is needed")
    return Signer(key)


def _make(path: Path) -> None:
    """Write a new key that only its owner may read; of two who make one at once, the first one's stays."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{FILE}.{os.getpid()}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(half, path)
        except FileExistsError:
            return
    finally:
        half.unlink(missing_ok=True)
