"""Checking an ID token (OpenID Connect Core 1.0, 3.1.3.7): who signed it, for whom, when, for which sign-in."""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jwt import JWTClaimsRegistry

from app.access.oidc.faults import SignInRefused
from app.access.oidc.key_set import PublicKey
from app.access.oidc.people import Claims
from app.access.oidc.provider import Provider

KINDS: dict[str, type[PublicKey]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey),
    **dict.fromkeys(("EdDSA", "Ed25519"), OKPKey),
}
"""The algorithms that are taken, and their kind of key: neither `none` nor any with a shared secret."""

LEEWAY = 60
"""Seconds that the provider's clock may differ from ours."""

LONGEST = 32 * 1024
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, 2

_REGISTRY = jws.JWSRegistry(algorithms=list(KINDS), strict_check_header=False)


def checked(token: str, provider: Provider, *, nonce: str, at: datetime) -> Claims:
    """The claims of an ID token that this provider signed for us, for this sign-in, and that holds now.

    A key that is not among those kept, or no longer fits, has the keys fetched again, once.
    Raises `SignInRefused`, or `ProviderFault`.
    """
    if len(token) > LONGEST:
        raise SignInRefused("the ID token is too long")
    keys, fresh = provider.keys()
    try:
        claims = _signed(token, keys)
    except (_UnknownKey, BadSignatureError) as error:
        if fresh:
            raise _unsigned() from error
        keys, _ = provider.keys(again=True)
        try:
            claims = _signed(token, keys)
        except (_UnknownKey, BadSignatureError) as still:
            raise _unsigned() from still
    _check(claims, provider, nonce, int(at.timestamp()))
    return claims


def asked_at(claims: Claims, *, at: datetime) -> datetime:
    """When the provider really asked the person (`auth_time`); now, where it does not say."""
    said = claims.get("auth_time")
    if said is None:
        return at
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < 1e11:
        raise SignInRefused("the ID token's auth_time is no time")
    return min(datetime.fromtimestamp(said, UTC), at)


class _UnknownKey(Exception):
    """No key for this token."""


def _signed(token: str, keys: Sequence[PublicKey]) -> Claims:
    def key_for(signed: Any) -> PublicKey:
        header = signed.headers()
        kind, kid = KINDS.get(header.get("alg"), ()), header.get("kid")
        fitting = [key for key in keys if isinstance(key, kind) and key.alg in (None, header["alg"])]
        named = [key for key in fitting if key.kid == kid] if kid is not None else fitting
        # Without a name there is an answer only where there is nothing to choose.
        if len(named) != 1:
            raise _UnknownKey
        return named[0]

    try:
        # Signed, never encrypted: `jwt.decode` would take both.
        found = jws.deserialize_compact(token, key_for, algorithms=list(KINDS), registry=_REGISTRY)
        claims = orjson.loads(found.payload or b"")
    except BadSignatureError:
        raise
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise SignInRefused(f"the ID token is none that we take ({type(error).__name__})") from error
    if not isinstance(claims, dict):
        raise SignInRefused("the ID token holds no claims")
    return claims


def _check(claims: Claims, provider: Provider, nonce: str, now: int) -> None:
    registry = JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        sub={"essential": True},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as error:
        raise SignInRefused(f"the ID token does not hold: {_in_words(error)}") from error
    audience, party = claims["aud"], claims.get("azp")
    # A token for several is taken only where it says that it was made for us; what it says so, it says rightly.
    if party != provider.client_id if party is not None else isinstance(audience, list) and len(audience) > 1:
        raise SignInRefused("the ID token does not hold: it was made for another client (azp)")
    if not isinstance(claims["nonce"], str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
        raise SignInRefused("the ID token does not hold: it belongs to another sign-in (nonce)")
    subject = claims["sub"]
    if not subject.isascii() or not subject.isprintable() or not 1 <= len(subject) <= LONGEST_SUBJECT:
        raise SignInRefused("the ID token does not hold: its subject is none (sub)")


def _in_words(error: JoseError) -> str:
    words = {"expired_token": "it has expired", "missing_claim": "it lacks a claim"}
    return f"{words.get(error.error, 'a claim is not what it should be')} ({getattr(error, 'claim', 'unnamed')})"


def _unsigned() -> SignInRefused:
    return SignInRefused("the ID token is not signed with a key of the provider")
