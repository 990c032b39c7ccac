"""Exports as files: written once for an edition, then served from disk, with ranges.

A file is written under another name, flushed to disk and renamed: whoever finds it finds all of it. Its name tells
edition, redactions and signatures, so a file never goes stale; it goes when a newer one makes it needless.
"""

import fcntl
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import orjson

from app.partners.exports.encodings import ENDINGS, MADE_BY
from app.partners.exports.forms import Form
from app.partners.exports.lines import FORMAT
from app.partners.exports.reading import Whole

logger = logging.getLogger("atlas.exports")

_ABANDONED = 24 * 3600  # seconds after which what is half written belongs to nobody any more


def digest(whole: Whole, form: Form, encoding: str) -> str:
    """A digest of all that the bytes of an export depend on: it names the file, and it is the entity tag."""
    said = orjson.dumps([FORMAT, whole.head, form.name, encoding, MADE_BY[encoding]])
    return hashlib.sha256(said).hexdigest()[:32]


class ExportStore:
    """The directory of stored exports. `kept` is how many editions stay in it; 0 stores nothing."""

    def __init__(self, directory: Path, *, kept: int) -> None:
        self._directory = directory
        self._kept = kept

    def opened(
        self, whole: Whole, form: Form, encoding: str, pieces: Callable[[], Iterable[bytes]]
    ) -> BinaryIO | None:
        """The stored file, written first where it is not there yet; null where nothing can be stored.

        Of several who ask at once one writes, and the others wait for it.
        """
        if self._kept == 0:
            return None
        name = self._name(whole, form, encoding)
        try:
            found = self._open(name)
            if found is not None:
                return found
            self._directory.mkdir(parents=True, exist_ok=True)
            with self._alone():
                found = self._open(name)
                if found is None:
                    self._write(name, pieces())
                    self._prune(whole)
                    found = self._open(name)
        except OSError as error:
            logger.warning("an export cannot be stored and is streamed instead: %s", error.strerror or error)
            return None
        return found

    def forget_redacted(self, redactions: int) -> None:
        """Delete what was written before the last redaction."""
        for path, (_, known) in self._stored():
            if known < redactions:
                path.unlink(missing_ok=True)

    def _name(self, whole: Whole, form: Form, encoding: str) -> str:
        number, redactions = whole.edition.number, whole.head["redactions"]
        return f"{number}-{redactions}-{digest(whole, form, encoding)}.{form.name}{ENDINGS[encoding]}"

    def _open(self, name: str) -> BinaryIO | None:
        try:
            return (self._directory / name).open("rb")
        except FileNotFoundError:
            return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes here, in whatever process. The lock's file stays: another one would be another lock."""
        with (self._directory / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        half = self._directory / f".{name}.half"
        try:
            with half.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            half.replace(self._directory / name)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        directory = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _prune(self, whole: Whole) -> None:
        """Keep the newest editions, and of each what holds the redactions and signatures of now."""
        stored = list(self._stored())
        keep = sorted({number for _, (number, _) in stored}, reverse=True)[: self._kept]
        for path, (number, redactions) in stored:
            if redactions < whole.head["redactions"] or (number not in keep and number != whole.edition.number):
                path.unlink(missing_ok=True)
        for path in self._directory.glob(".*.half"):
            if path.stat().st_mtime < time.time() - _ABANDONED:
                path.unlink(missing_ok=True)

    def _stored(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        """Stored files with their edition and how many redactions they know of."""
        if not self._directory.is_dir():
            return
        for path in self._directory.iterdir():
            number, _, rest = path.name.partition("-")
            redactions = rest.partition("-")[0]
            if number.isdecimal() and redactions.isdecimal():
                yield path, (int(number), int(redactions))
