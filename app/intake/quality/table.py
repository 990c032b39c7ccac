"""The report as a table of text: one row a measure, one column a jurisdiction."""

from collections.abc import Callable, Iterator, Sequence

from app.intake.quality.tally import SEEDED, Tally, total

_GROUPS = {
    "evidence_grade": "grade",
    "source_custody": "custody",
    "currency_status": "currency",
    "confidence": "confidence",
    "stale": "stale",
    "translations": "translation",
    "coverage": "cells",
    "paths": "paths",
    "gaps": "gaps",
}
"""Measures that are counted by value, and what their rows are called."""


def table(tallies: Sequence[Tally]) -> str:
    """Two tables: the jurisdictions of the research with their sum, and all others."""
    ours = [one for one in tallies if one.jurisdiction in SEEDED]
    others = [one for one in tallies if one.jurisdiction not in SEEDED]
    return "\n".join(_block(columns) for columns in ([*ours, total(ours)] if ours else [], others) if columns)


def _block(columns: Sequence[Tally]) -> str:
    rows = [["", *(one.jurisdiction for one in columns)]]
    for label, cell in _measures(columns[0]):
        rows.append([label, *(cell(one) for one in columns)])
    widths = [max(len(row[position]) for row in rows) for position in range(len(rows[0]))]
    return "".join(
        "  ".join(
            text.rjust(width) if position else text.ljust(width)
            for position, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for row in rows
    )


Cell = Callable[[Tally], str]


def _measures(example: Tally) -> Iterator[tuple[str, Cell]]:
    yield "records", _number("records")
    yield "entries", _number("entries")
    yield "citations", _number("citations")
    yield "  with locator", _share("citations_with_locator", "citations")
    yield "  with date", _share("citations_with_date", "citations")
    for name in (
        "evidence_grade",
        "source_custody",
        "currency_status",
        "confidence",
        "stale",
        "translations",
        "coverage",
    ):
        yield from _group(example, name)
    yield "documents", _number("documents")
    yield "  mapped", _share("documents_mapped", "documents")
    yield "procedures", _number("procedures")
    yield from _group(example, "paths")
    yield from _group(example, "gaps")
    yield "disagreements", _number("disagreements")


def _group(example: Tally, name: str) -> Iterator[tuple[str, Cell]]:
    for value in getattr(example, name):
        yield f"{_GROUPS[name]} {value}", _value(name, value)


def _number(name: str) -> Cell:
    return lambda one: _shown(getattr(one, name))


def _value(name: str, value: str) -> Cell:
    return lambda one: _shown(getattr(one, name).get(value, 0))


def _share(part: str, whole: str) -> Cell:
    """A percentage, rounded down, so that 100 % is never less than all."""

    def cell(one: Tally) -> str:
        of = getattr(one, whole)
        return f"{100 * getattr(one, part) // of}%" if of else "-"

    return cell


def _shown(number: int) -> str:
    return str(number) if number else "-"
