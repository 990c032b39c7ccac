"""Sign-ins that went to the provider and have not come back: each comes back once, in time, to the same browser."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import Connection, delete, insert

from app.access.models import OidcSignIn
from app.access.oidc.faults import SignInRefused
from app.access.oidc.provider import Provider
from app.access.tokens import digest_of

SECONDS = 600
"""How long somebody may take at the provider."""

_LOST = "this sign-in has ended, came back before, or began in another browser; begin again"


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and what it keeps in its cookie."""

    address: str
    browser: str


@dataclass(frozen=True)
class Asked:
    """What was asked of the provider, and has to fit what comes back."""

    nonce: str
    verifier: str


def begin(connection: Connection, provider: Provider, *, at: datetime, max_age: int, prompt: str | None) -> Begun:
    """A new sign-in. `max_age`: seconds since the provider last asked the person, after which it asks again."""
    state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
    connection.execute(delete(OidcSignIn).where(OidcSignIn.expires_at <= at))
    connection.execute(
        insert(OidcSignIn).values(
            state_digest=digest_of(state),
            browser_digest=digest_of(browser),
            nonce=nonce,
            verifier=verifier,
            expires_at=at + timedelta(seconds=SECONDS),
        )
    )
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": provider.settings.oidc_scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        "max_age": str(max_age),
        **({"prompt": prompt} if prompt else {}),
    }
    address = provider.described().authorization
    return Begun(f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", browser)


def come_back(connection: Connection, state: str, browser: str, *, at: datetime) -> Asked | None:
    """What was asked under this state, which is forgotten by it; null where it does not hold."""
    query = delete(OidcSignIn).where(OidcSignIn.state_digest == digest_of(state)).returning(OidcSignIn.__table__)
    row = connection.execute(query).first()
    same = row is not None and hmac.compare_digest(row.browser_digest, digest_of(browser))
    return Asked(row.nonce, row.verifier) if row is not None and same and row.expires_at > at else None


def lost() -> SignInRefused:
    """The refusal of a sign-in that is not under way."""
    return SignInRefused(_LOST)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
