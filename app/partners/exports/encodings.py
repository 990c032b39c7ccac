"""Content codings of exports: as it is, gzip, or Zstandard. The same bytes in are the same bytes out."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import zstandard

IDENTITY, GZIP, ZSTD = "identity", "gzip", "zstd"
ENDINGS = {IDENTITY: "", GZIP: ".gz", ZSTD: ".zst"}
MADE_BY = {IDENTITY: "", GZIP: f"zlib {zlib.ZLIB_RUNTIME_VERSION}", ZSTD: f"zstd {zstandard.ZSTD_VERSION}"}
"""What decides on the bytes besides what goes in: two servers may have different libraries."""

_GZIP_WINDOW = 31  # zlib writes gzip's header, and no time into it
_LEVELS = {GZIP: 6, ZSTD: 6}


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


def encoded(encoding: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A stream in a coding."""
    if encoding == IDENTITY:
        yield from pieces
        return
    compressor = _compressor(encoding)
    for piece in pieces:
        done = compressor.compress(piece)
        if done:
            yield done
    yield compressor.flush()


def choose_encoding(accept_encoding: str | None) -> str:
    """The coding that the caller likes best; of equals the smallest. Nothing said means as it is."""
    liked: dict[str, float] = {}
    for item in (accept_encoding or "")[:500].lower().split(","):
        name, _, parameter = item.partition(";")
        liked[name.strip()] = _quality(parameter)
    others = liked.get("*", 0.0)
    best, quality = IDENTITY, 0.0
    for encoding in (ZSTD, GZIP):
        own = liked.get(encoding, others)
        if own > quality:
            best, quality = encoding, own
    return best if quality >= liked.get(IDENTITY, 0.0) else IDENTITY


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def _compressor(encoding: str) -> _Compressor:
    if encoding == GZIP:
        return zlib.compressobj(_LEVELS[GZIP], zlib.DEFLATED, _GZIP_WINDOW)
    return zstandard.ZstdCompressor(level=_LEVELS[ZSTD], write_checksum=True).compressobj()
