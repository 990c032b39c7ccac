"""What the sheets of a guide have in common."""

from collections.abc import Iterable
from typing import Any

from app.answers.guides.wording import Wording
from app.answers.tables.table import Cell, Column, Table

Item = dict[str, Any]
Row = list[Cell]

EVIDENCE = (("evidence", 20), ("sources", 20), ("id", 20))
"""The last columns of every sheet of entries."""


def sheet(say: Wording, name: str, columns: Iterable[tuple[str, int]], rows: list[Row]) -> Table:
    """A sheet under the label `name`, its columns under theirs."""
    return Table(say.label(name), tuple(Column(say.label(key), width) for key, width in columns), rows)


def evidence(item: Item, say: Wording) -> Row:
    """The cells under `EVIDENCE`."""
    return ["; ".join(say.marks(item)), say.citations(item), item["id"]]


def papers(item: Item, say: Wording) -> str | None:
    """The papers that an entry asks for, one a line; the sheet of documents says what yields them."""
    return "\n".join(f"☐ {say.paper(one)[0]}" for one in item.get("documents", ())) or None
