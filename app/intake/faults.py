"""What is wrong with a file, and where."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One fault: the file, the line (from 1), the record, the field as a JSON pointer, and what was expected."""

    file: Path
    line: int
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.record or 'file'} {self.field or '/'}: {self.message}"


class IntakeError(Exception):
    """Files that cannot be taken in; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (str(fault.file), fault.line, fault.field))
        super().__init__("\n".join(map(str, self.faults)))
