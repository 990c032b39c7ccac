"""Passwords: what may be one, and how it is kept (Argon2id, by argon2-cffi's defaults of RFC 9106)."""

import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

SHORTEST = 12
LONGEST = 256

_COMMON = (
    "password",
    "passw0rd",
    "qwerty",
    "qwertyuiop",
    "123456",
    "1234567890",
    "letmein",
    "welcome",
    "administrator",
    "licensing",
    "atlas",
    "changeme",
    "iloveyou",
    "비밀번호",
)
_HASHER = PasswordHasher()
_NOBODY = (
    f"$argon2id$v={ARGON2_VERSION}$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)
"""A hash that no password has (16 and 32 bytes of zeros): comparing with it takes as long as with another."""


def fault_of(password: str, name: str) -> str | None:
    """Why a text may not be a password, or null. Length and being guessable count, not kinds of characters.

    The rules are those of NIST SP 800-63B, 5.1.1.2: long enough, not the name, no common or repeated pattern.
    """
    if len(password) < SHORTEST:
        return f"expected at least {SHORTEST} characters"
    if len(password) > LONGEST:
        return f"expected at most {LONGEST} characters"
    folded = password.casefold()
    if len(name) >= SHORTEST // 3 and name.casefold() in folded:
        return "expected a password without the name"
    rest = folded
    for word in sorted(_COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST // 2:
        return "expected something less common"
    if len(set(folded)) < SHORTEST // 3 or _runs(folded):
        return "expected something less regular"
    return None


def hash_password(password: str) -> str:
    """The hash that is kept."""
    return _HASHER.hash(_same(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Is it the password? Takes as long where there is none to compare with, so that time tells nothing."""
    try:
        return _HASHER.verify(kept or _NOBODY, _same(password[: LONGEST + 1])) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _same(password: str) -> str:
    """One form of what is typed alike: keyboards differ in how they compose Korean letters (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def needs_rehash(kept: str) -> bool:
    """Was it hashed with weaker parameters than today's?"""
    return _HASHER.check_needs_rehash(kept)


def _runs(text: str) -> bool:
    """Is it one run of neighbouring characters, such as `abcdefghijkl`?"""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1}, {0})
