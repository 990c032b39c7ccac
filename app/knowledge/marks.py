"""The marks of evidence that an entry takes from its best supporting source."""

from collections.abc import Iterable
from dataclasses import dataclass

_CUSTODY_ORDER = ("official-site", "third-party-copy", "quoted")


@dataclass(frozen=True)
class Marks:
    """The marks of a source; of two the smaller is the better evidence."""

    grade: str
    custody: str

    def __lt__(self, other: "Marks") -> bool:
        return (self.grade, _CUSTODY_ORDER.index(self.custody)) < (other.grade, _CUSTODY_ORDER.index(other.custody))


def best(marks: Iterable[Marks]) -> Marks | None:
    """The best of them; null where there are none."""
    return min(marks, default=None)
