"""What a file says of records, one candidate a record, and where in the file each member stands."""

from dataclasses import dataclass, field
from typing import Any

from app.intake.tables.cells import Place, RowFault

Data = dict[str, Any]

DECISIONS = ("change_type", "legal_change", "successor")
"""Columns that are no members of a record: of what kind the change is, what a changed legal date means, and the id of
a new law's entry.
"""


@dataclass
class Candidate:
    """A record as a file has it. `whole`: the data is all that it says; else the members that the file has columns
    for, null where the cell is empty. `places` are by JSON pointer; of `decisions`, `/legal_change` and its like.
    """

    type: str
    id: str
    data: Data
    place: Place
    places: dict[str, Place]
    whole: bool = False
    decisions: dict[str, str] = field(default_factory=dict)

    def at(self, pointer: str) -> Place:
        """Where a member stands: itself, else what is inside it, else what it is inside of, else the record."""
        if pointer in self.places:
            return self.places[pointer]
        inside = next((one for name, one in self.places.items() if name.startswith(f"{pointer}/")), None)
        if inside is not None and pointer:
            return inside
        above = pointer.rpartition("/")[0]
        while above and above not in self.places:
            above = above.rpartition("/")[0]
        return self.places.get(above) or Place(self.place.sheet, self.place.row, pointer.strip("/").replace("/", "."))

    def fault(self, pointer: str, message: str, **more: Any) -> RowFault:
        """A fault at a member of this record."""
        return RowFault(self.at(pointer), pointer, message, **more)


@dataclass
class Candidates:
    """All that a file says, and what could not be understood."""

    records: list[Candidate] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
