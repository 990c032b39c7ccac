"""Templates: tables to fill in, with what is published as their rows, and notes on every column."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from app.access.faults import Refused, invalid
from app.answers.tables.csv_file import csv_bytes
from app.answers.tables.table import Column
from app.editorial.imports.template_book import Note, workbook_bytes
from app.editorial.revisions.held import many_held, revisions
from app.editorial.revisions.legal import LegalChange
from app.intake.tables.candidates import DECISIONS
from app.intake.tables.cells import LONGEST_CELL, MOST_COLUMNS
from app.intake.tables.shape import Leaf, LeafSort
from app.intake.tables.written import WrittenSheet, written
from app.knowledge.models import Edition, Record, Revision
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES, ChangeType, State

Data = dict[str, Any]

_BATCH = 400
_MOST_IDS = 2_000
WIDTHS = {LeafSort.text: 32, LeafSort.date: 12, LeafSort.integer: 10, LeafSort.decimal: 14, LeafSort.boolean: 10}
"""How wide a column of a workbook is, in characters."""

_VALUES = {
    LeafSort.text: "text",
    LeafSort.integer: "a whole number",
    LeafSort.decimal: "a decimal number, such as 33333.33",
    LeafSort.date: "a date as YYYY, YYYY-MM or YYYY-MM-DD",
    LeafSort.boolean: "yes or no",
}
_DECIDED = {
    "change_type": ("Of what kind a correction is; left empty it is `correction`.", tuple(ChangeType)),
    "legal_change": (
        "Where a legal date of a published entry changes: was it wrong, or is it a new law?",
        tuple(LegalChange),
    ),
    "successor": ("Id of the entry of a new law; left empty it is made of the old one.", ()),
}


def csv_template(connection: Connection, kind: str, *, whole: bool, country: str | None) -> bytes:
    """The template of a type of record as CSV, with one published record as its example, or (`whole`) all of them.

    Raises `Refused`: `unknown-record` for no type of record, `invalid-parameter` for what CSV cannot hold.
    """
    (sheet,) = _sheets(connection, kind, whole=whole, country=country, flat=True)
    if len(sheet.headings) > MOST_COLUMNS:
        raise invalid("rows", f"these records need more than {MOST_COLUMNS} columns; take the workbook")
    return csv_bytes([Column(one) for one in sheet.headings], sheet.rows)


def workbook_template(connection: Connection, kind: str, *, whole: bool, country: str | None) -> bytes:
    """The same as a workbook, with a sheet for each list, notes on every column, and drop-downs."""
    sheets = _sheets(connection, kind, whole=whole, country=country, flat=False)
    if any(len(text) > LONGEST_CELL for sheet in sheets for row in sheet.rows for text in row):
        raise invalid("rows", f"a text has more than {LONGEST_CELL} characters; take CSV")
    words = {
        name: _ids(connection, name)
        for name in sorted({leaf.reference for sheet in sheets for leaf in sheet.leaves if leaf and leaf.reference})
    }
    return workbook_bytes(sheets, list(_notes(sheets, words)), WIDTHS)


def newest_edition(connection: Connection) -> str:
    """The hash of the newest edition, which every template is made from; empty where there is none."""
    query = select(Edition.head_sha256).order_by(Edition.number.desc()).limit(1)
    return connection.scalar(query) or ""


def _sheets(connection: Connection, kind: str, *, whole: bool, country: str | None, flat: bool) -> list[WrittenSheet]:
    if kind not in RECORD_TYPES:
        raise Refused("unknown-record", f"There is no type of record {kind}; there are {', '.join(RECORD_TYPES)}.")
    return written(kind, _published(connection, kind, whole=whole, country=country), flat=flat)


def _published(connection: Connection, kind: str, *, whole: bool, country: str | None) -> list[Data]:
    """Contents of published records by id: all of them (of a part of the atlas), or the first."""
    query = (
        select(Revision.key)
        .join(Record, Record.key == Revision.record_key)
        .where(Record.type == kind, Revision.state == State.published, Revision.content.is_not(None))
        .order_by(Record.id)
    )
    if country is not None:
        query = query.where(Revision.part == country)
    keys = [*connection.scalars(query if whole else query.limit(1))]
    found: list[Data] = []
    for start in range(0, len(keys), _BATCH):
        batch = many_held(connection, revisions().where(Revision.key.in_(keys[start : start + _BATCH])))
        found.extend(one.content for one in batch if one.content is not None)
    return sorted(found, key=lambda one: str(one["id"]))


def _ids(connection: Connection, type_: str) -> tuple[str, ...]:
    """The published ids of a type of record, for a drop-down; none where they are too many to choose from."""
    if type_ in ("entry", "record", *ENTRY_KINDS):
        return ()
    query = (
        select(Record.id)
        .join(Revision, Revision.record_key == Record.key)
        .where(Record.type == type_, Revision.state == State.published)
        .order_by(Record.id)
        .limit(_MOST_IDS + 1)
    )
    found = tuple(connection.scalars(query))
    return found if len(found) <= _MOST_IDS else ()


def _notes(sheets: list[WrittenSheet], words: dict[str, tuple[str, ...]]) -> Iterator[Note]:
    for sheet in sheets:
        for heading, leaf in zip(sheet.headings, sheet.leaves, strict=True):
            if leaf is not None:
                choices = tuple(leaf.words) or (words.get(leaf.reference, ()) if leaf.reference else ())
                if leaf.sort == LeafSort.boolean:
                    choices = ("yes", "no")
                yield Note(sheet.name, heading, _said(leaf), choices, several=leaf.many)
            elif heading in DECISIONS:
                text, valid = _DECIDED[heading]
                yield Note(sheet.name, heading, text, tuple(map(str, valid)))
            else:
                yield Note(
                    sheet.name, heading, "Needed. Names the row of the other sheet that this one belongs to.", ()
                )


def _said(leaf: Leaf) -> str:
    kind = leaf.reference.replace("_", " ") if leaf.reference else None
    value = f"the id of a {kind}" if kind else "one of the values" if leaf.words else _VALUES[leaf.sort]
    several = "; several are parted by `;`" if leaf.many else ""
    return f"{'Needed: ' if leaf.required else ''}{value}{several}."
