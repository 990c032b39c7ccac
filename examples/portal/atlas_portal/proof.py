"""Proof that what we hold is what was published: hashes of contents, the manifest, its chain and its signature."""

import hashlib
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Untrue(Exception):
    """Something is not what was published; nothing of it was kept."""


@dataclass(frozen=True)
class Listed:
    """A record as a manifest lists it."""

    part: str
    type: str
    id: str
    revision: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """The head of an edition's manifest. `text` is what the signatures are over, `sha256` the edition's hash."""

    text: str
    sha256: str
    edition: int
    previous: str | None
    parts: dict[str, str]


def sha256_of(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def prove_content(record: Listed, content: str) -> None:
    """The content is the one that the manifest names. Raises `Untrue`."""
    if sha256_of(content) != record.sha256:
        raise Untrue(f"{record.type} {record.id}: the content does not have the hash {record.sha256}")


def read_head(text: str) -> Head:
    """What a head says. Raises `Untrue` for what is none."""
    try:
        number, _, previous, *parts = text.removesuffix("\n").split("\n")
        hashes = {name.removesuffix(".txt"): sha256 for sha256, _, name in (one.partition("  ") for one in parts)}
        before = previous.removeprefix("previous_head ")
        edition = int(number.removeprefix("edition "))
    except ValueError as error:
        raise Untrue("the manifest cannot be read") from error
    return Head(text, sha256_of(text), edition, None if before == "none" else before, hashes)


def prove_edition(head: Head, records: Iterable[Listed]) -> None:
    """These records are those of the edition: none missing, none more, each with its revision. Raises `Untrue`."""
    lines: dict[str, list[str]] = {}
    for one in records:
        lines.setdefault(one.part, []).append(f"{one.type} {one.id} {one.revision} {one.sha256}\n")
    found = {part: sha256_of("".join(sorted(those))) for part, those in lines.items()}
    empty = sha256_of("")
    for part in sorted(head.parts.keys() | found.keys()):
        if head.parts.get(part, empty) != found.get(part, empty):
            raise Untrue(f"edition {head.edition}: part {part} is not what its manifest lists")


def prove_signed(head: Head, signatures: Iterable[dict[str, Any]], keys: Iterable[dict[str, Any]]) -> None:
    """One of the keys that we keep has signed the head. Raises `Untrue`."""
    ours = {one["kid"]: one["x"] for one in keys}
    for one in signatures:
        public = ours.get(one["key_id"])
        if public is None:
            continue
        try:
            key = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(public + "=="))
            key.verify(b64decode(one["signature"]), head.text.encode())
        except (InvalidSignature, ValueError) as error:
            raise Untrue(f"edition {head.edition}: the signature of {one['key_id']} does not hold") from error
        return
    raise Untrue(f"edition {head.edition} is signed by no key that we keep")
