"""The keys in a provider's key set by which its tokens can be checked.

This module and `id_token.py` need a library of cryptography, and are loaded with the first sign-in at a provider.
"""

import base64

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from app.access.oidc.fetching import Fetched

MOST_KEYS = 50
SMALLEST_RSA = 2048

PublicKey = RSAKey | ECKey | OKPKey


def public_keys(found: Fetched) -> list[PublicKey]:
    """The keys for signatures in a key set (RFC 7517); what is not understood, or too weak, is passed over."""
    listed = found.get("keys")
    keys: list[PublicKey] = []
    for one in listed[:MOST_KEYS] if isinstance(listed, list) else []:
        if not isinstance(one, dict) or one.get("kty") not in ("RSA", "EC", "OKP") or one.get("use", "sig") != "sig":
            continue
        try:
            key = None if _weak(one) else import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, RSAKey | ECKey | OKPKey):
            keys.append(key)
    return keys


def _weak(key: Fetched) -> bool:
    """Is it an RSA key that is too short? One that is longer by a byte of zeros is none the longer."""
    if key["kty"] != "RSA":
        return False
    modulus = base64.urlsafe_b64decode(key["n"] + "==")
    return int.from_bytes(modulus).bit_length() < SMALLEST_RSA
