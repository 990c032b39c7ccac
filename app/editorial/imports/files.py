"""A file by its media type: bytes into what it says of records."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from app.answers.tables import workbook
from app.intake.tables.candidates import Candidates
from app.intake.tables.cells import FileRefused
from app.intake.tables.csv_reader import read_csv
from app.intake.tables.rows import candidates_of
from app.intake.tables.workbook_reader import read_workbook
from app.intake.tables.yaml_rows import read_yaml_records

CSV = "text/csv"
YAML = "application/yaml"
WORKBOOK = workbook.MEDIA_TYPE


@dataclass(frozen=True)
class SentFile:
    """A file that somebody wants taken in, with its media type, and the type of record where the file tells none."""

    data: bytes
    media_type: str
    kind: str | None

    @property
    def sha256(self) -> str:
        """The file's SHA-256 in hex."""
        return hashlib.sha256(self.data).hexdigest()


def read_file(file: SentFile) -> Candidates:
    """What a file says; one that cannot be read at all says nothing and has one fault."""
    try:
        return READERS[file.media_type](file)
    except FileRefused as refused:
        return Candidates(faults=[refused.fault])


def _csv(file: SentFile) -> Candidates:
    return candidates_of([read_csv(file.data)], file.kind)


def _workbook(file: SentFile) -> Candidates:
    return candidates_of(read_workbook(file.data), file.kind)


def _yaml(file: SentFile) -> Candidates:
    return read_yaml_records(file.data, file.kind)


READERS: dict[str, Callable[[SentFile], Candidates]] = {CSV: _csv, WORKBOOK: _workbook, YAML: _yaml}
"""How each media type is read."""
