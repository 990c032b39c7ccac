"""Opening an export from disk, packed or not, and telling its form from its first bytes."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """The bytes of an export, whatever it is packed with. Raises `OSError`; reading may raise more (`DAMAGED`)."""
    with path.open("rb") as file:
        first = file.read(4)
        file.seek(0)
        if first.startswith(_GZIP):
            with gzip.GzipFile(fileobj=file) as plain:
                yield cast(BinaryIO, plain)
        elif first == _ZSTD:
            reader = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
            with io.BufferedReader(cast(io.RawIOBase, reader)) as buffered:
                yield cast(BinaryIO, buffered)
        else:
            yield file


DAMAGED = (OSError, EOFError, zstandard.ZstdError)
"""What reading a damaged file raises."""
