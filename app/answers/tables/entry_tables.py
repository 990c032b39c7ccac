"""A page of a list of entries as CSV and as a workbook."""

from collections.abc import Callable
from typing import Any

from app.answers.tables.csv_file import csv_bytes
from app.answers.tables.entry_columns import columns_of, rows_of
from app.answers.tables.table import Cell, Column, Table
from app.answers.tables.workbook import imprint, workbook_bytes
from app.vocabulary.lists import EntryKind

Body = dict[str, Any]
Writer = Callable[[Body, str], bytes]


def csv_of(kind: EntryKind | None, *, summary: bool) -> Writer:
    """How a page of a kind (`None`: of any) is written as CSV, one record an entry."""
    columns = columns_of(kind, summary=summary)
    return lambda body, _: csv_bytes(
        [one.column for one in columns], rows_of(body["items"], columns, body["edition"])
    )


def workbook_of(kind: EntryKind | None, *, summary: bool) -> Writer:
    """How a page of a kind (`None`: of any) is written as a workbook: the entries, and what holds for the page."""
    columns = columns_of(kind, summary=summary)

    def write(body: Body, _: str) -> bytes:
        name = kind or "entries"
        entries = Table(name, tuple(one.column for one in columns), rows_of(body["items"], columns, body["edition"]))
        return workbook_bytes([entries, _about(body)], imprint(f"Licensing Atlas: {name}", body, body["meta"]))

    return write


def _about(body: Body) -> Table:
    """What holds for the whole page, under the API's names."""
    meta = body["meta"]
    rows: list[list[Cell]] = [
        ["edition", body["edition"]],
        *([name, meta[name]] for name in ("edition_sha256", "published_at", "language", "oldest_checked_on")),
        *([name, body[name]] for name in ("total", "total_at_least")),
        ["items", len(body["items"])],
        ["next", body["next"]],
        *([f"{of}.{name}", n] for of in ("unclassified", "unclassified_at_least") for name, n in meta[of].items()),
        *([name, meta[name]] for name in ("data_licence", "disclaimer")),
    ]
    return Table("about", (Column("name", 24), Column("value", 100)), rows)
