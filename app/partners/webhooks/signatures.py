"""The secrets by which receivers know that it is the atlas that calls (Standard Webhooks).

A secret that signs cannot be kept as a digest. So none is kept: each is derived from one root, which comes from the
environment or a file, and a nonce, which stands with the webhook. Whoever has the database alone can sign nothing.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from standardwebhooks import Webhook

from app.settings import Settings

FILE = "webhook.key"
_BYTES = 32


class Root:
    """What every secret is derived from."""

    def __init__(self, root: bytes) -> None:
        self._root = root
        self.fingerprint = hmac.new(root, b"fingerprint", hashlib.sha256).hexdigest()[:16]

    def secret(self, nonce: str) -> str:
        """The secret that belongs to a nonce: `whsec_` and 32 bytes in base64."""
        derived = hmac.new(self._root, b"secret " + nonce.encode(), hashlib.sha256).digest()
        return "whsec_" + base64.b64encode(derived).decode()


def root_of(settings: Settings) -> Root:
    """The root of this installation; where nothing is configured, a file is made that its owner alone can read.

    Of two processes that make it at once, both end up with the same.
    """
    if settings.webhook_key is not None:
        return Root(settings.webhook_key.get_secret_value().encode())
    place = settings.data / FILE
    if not place.exists():
        _make(place)
    return Root(place.read_bytes().strip())


def new_nonce() -> str:
    """A nonce for a new secret."""
    return secrets.token_hex(16)


def signed(secrets_: Iterable[str], id_: str, at: datetime, payload: str) -> dict[str, str]:
    """The headers that go with a payload: who knows any of the secrets can check them."""
    signatures = (Webhook(secret).sign(id_, at, payload) for secret in secrets_)
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _make(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{FILE}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(_BYTES).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, place)  # fails where another process was quicker
        except FileExistsError:
            return
    finally:
        draft.unlink()
