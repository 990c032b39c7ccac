"""Writes that the database refuses: the promise, the write, and what the refusal says on both engines.

`:name` in a write is a key from `records.make_world`; `first` are allowed writes that lead up to it.
"""

from dataclasses import dataclass

THEN = "'2026-01-02 00:00:00'"
SEAL = "UPDATE edition SET head_sha256 = 'a head' WHERE number = :second"
NEXT = f"INSERT INTO edition (number, published_at, note, previous_sha256) VALUES (3, {THEN}, 'x', 'a head')"


@dataclass(frozen=True)
class Forbidden:
    """A write that is refused."""

    promise: str
    says: str
    write: str
    first: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.promise


def change(name: str, assignments: str) -> str:
    """An update of one revision of the world."""
    return f"UPDATE revision SET {assignments} WHERE key = :{name}"
