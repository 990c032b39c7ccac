"""Checking the trail: what was altered, removed or put in another order, row by row."""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.audit.reading import rows
from app.audit.trail import row_sha256

MOST_FAULTS = 1000
"""Of more faults than this the others are only counted."""


@dataclass(frozen=True)
class Head:
    """A row and its hash, as somebody noted them: all rows up to it are what they were then."""

    seq: int
    sha256: str


@dataclass(frozen=True)
class TrailFault:
    """A row that is not as it was written, or the place where rows are missing."""

    seq: int
    what: str


@dataclass(frozen=True)
class Verified:
    """What a check found: how many rows, the last of them, the faults, and how many there are."""

    rows: int
    head: Head | None
    faults: tuple[TrailFault, ...]
    faults_total: int

    @property
    def intact(self) -> bool:
        """Is the trail as it was written?"""
        return self.faults_total == 0


def verify(connection: Connection, *, noted: Head | None = None) -> Verified:
    """Walk the trail from its first row.

    Rows that were cut off its end, or a trail that was written anew from some row on, leave no trace inside it:
    `noted`, a head that was kept elsewhere, shows both.
    """
    faults: list[TrailFault] = []
    count, total, last = 0, 0, None
    seen = noted is None

    def fault(seq: int, what: str) -> None:
        nonlocal total
        total += 1
        if len(faults) < MOST_FAULTS:
            faults.append(TrailFault(seq, what))

    for row in rows(connection):
        count += 1
        seq, expected = row["seq"], last.seq + 1 if last else 1
        if seq != expected:
            there = f"rows {expected} to {seq - 1} are" if seq - expected > 1 else f"row {expected} is"
            fault(expected, f"{there} missing")
        elif row["previous_sha256"] != (last.sha256 if last else None):
            before = f"row {last.seq}" if last else "nothing"
            fault(seq, f"it does not follow {before}: one of the two was replaced or moved")
        if row_sha256(row) != row["sha256"]:
            fault(seq, "altered: its hash is not the hash of what it says")
        last = Head(seq, row["sha256"])
        if noted is not None and seq == noted.seq:
            seen = True
            if row["sha256"] != noted.sha256:
                fault(seq, "its hash is not the one that was noted: the trail was written anew")
    if not seen and noted is not None:
        fault(noted.seq, "the row that was noted is not there: the end of the trail was cut off")
    return Verified(count, last, tuple(faults), total)
