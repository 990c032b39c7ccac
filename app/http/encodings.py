"""Content codings: which one a caller gets, and the bytes in it."""

import zlib
from functools import lru_cache

import zstandard

SMALLEST = 1_000
"""Bytes below which packing is not worth its header."""

_PACKED = ("application/json", "application/problem+json", "application/atom+xml", "text/")
_OURS = ("zstd", "gzip")
"""Best first: what wins where a caller likes several equally well."""


@lru_cache(maxsize=512)
def choose_encoding(accept_encoding: bytes) -> str:
    """The coding that a caller likes best of ours; empty for none (RFC 9110, 12.5.3)."""
    liked: dict[str, float] = {}
    for item in accept_encoding[:500].decode("latin-1").lower().split(","):
        name, _, parameter = item.partition(";")
        quality = 1.0
        if parameter.strip().startswith("q="):
            try:
                quality = float(parameter.strip()[2:])
            except ValueError:
                continue
        liked[name.strip()] = quality
    other = liked.get("*", 0.0)
    best = max(_OURS, key=lambda name: liked.get(name, other))
    quality = liked.get(best, other)
    return best if quality > 0 and quality >= liked.get("identity", 0.0) else ""


def is_packed(media_type: bytes, size: int) -> bool:
    """Is an answer of this type and size sent packed to those who can unpack it?"""
    return size >= SMALLEST and media_type.decode("latin-1").startswith(_PACKED)


def packed(body: bytes, encoding: str) -> bytes:
    """The body in a coding, the same bytes every time."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=6).compress(body)
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()
