"""The procedures at home that are named for papers which are not there yet, and how long they take."""

from collections.abc import Iterable
from typing import Any

from app.answers.clocks.durations import clock_arithmetic, path_clock
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, items
from app.answers.readiness.papers import Papers
from app.vocabulary.lists import EntryKind

Data = dict[str, Any]


def procedures_at_home(papers: Papers, documents: Iterable[str], question: Question) -> list[Data]:
    """Items of the procedures that the words on these documents' Korean procedures name and that are for the product.

    Each has one member more, `documents`: those that it is named for.
    """
    view = papers.view
    named: dict[str, list[str]] = {}
    for document in sorted(set(documents)):
        for id_ in papers.named_in(document):
            named.setdefault(id_, []).append(document)
    if not named:
        return []
    query = entries_of(view.edition.number).where(ENTRY.kind == EntryKind.procedure, ENTRY.id.in_(sorted(named)))
    rows = view.connection.execute(query.order_by(ENTRY.id)).all()
    found = [item for item in items(view, rows, question) if item["here"]["applies_through"]]
    return [{**item, "documents": named[item["id"]]} for item in found]


def shown(item: Data, language: str) -> Data:
    """A procedure at home as readiness shows it."""
    return {
        "procedure": item["id"],
        "title": item["title"],
        "statement": item["statement"],
        "country": item["country"],
        "licence": item["licence"],
        "documents": item["documents"],
        "paths": [_path(variant, language) for variant in item["variants"]],
    }


def _path(variant: Data, language: str) -> Data:
    clock = path_clock(variant)
    return {
        "variant": variant["id"],
        "name": variant["name"],
        "condition": variant["condition"],
        "basis": clock.basis,
        "days": clock.span.rounded(),
        "arithmetic": clock_arithmetic(clock, language),
    }
