"""How a key is written: `la_`, eight letters that name it, thirty-two that are the secret, six that check the rest.

The letters are those that nobody takes for one another: 58, without 0, O, I and l. Thirty-two of them are 187 random
bits, so the digest needs no salt. The check tells a typo, or a key that was cut off in copying, from a wrong one.
"""

import hashlib
import secrets
from typing import NamedTuple
from zlib import crc32

PREFIX = "la_"
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ID, SECRET, CHECK = 8, 32, 6
LENGTH = len(PREFIX) + ID + SECRET + CHECK


class NewKey(NamedTuple):
    """A key that was just drawn: its public id, the whole of it (shown once), and the digest that is kept."""

    id: str
    secret: str
    digest: str


def draw() -> NewKey:
    """A new key."""
    id_, secret = (_letters(number) for number in (ID, SECRET))
    body = f"{PREFIX}{id_}{secret}"
    whole = body + check_of(body.encode())
    return NewKey(id_, whole, digest_of(whole.encode()))


def digest_of(key: bytes) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key).hexdigest()


def well_written(key: bytes) -> bool:
    """Could this be a key of ours, or has it a typo, or letters missing?"""
    return len(key) == LENGTH and check_of(key[:-CHECK]).encode() == key[-CHECK:]


def check_of(body: bytes) -> str:
    """The six letters that end a key: its CRC-32 in our letters."""
    number = crc32(body)
    letters = []
    for _ in range(CHECK):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def _letters(number: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(number))
