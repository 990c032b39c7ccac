"""The rows of topics, and of the papers that are asked for under them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from app.answers.compare import differ
from app.answers.compare.cells import basis, cell
from app.answers.compare.columns import Column
from app.answers.compare.schemas import CellState, Member
from app.answers.guides import order
from app.answers.render import show
from app.editions.view import View
from app.vocabulary.lists import Applies, EntryKind, Obligation

Item = dict[str, Any]

_OF_TOPICS = {
    Member.state: differ.states,
    Member.obligations: differ.obligations,
    Member.documents: differ.documents,
    Member.applies: differ.applies,
}
_OF_DOCUMENTS = {Member.state: differ.states, Member.obligations: differ.obligations}
_SAME = ("id", "kind", "country", "title", "statement", "currency_status", "fact_as_of", "evidence_grade", "here")


@dataclass
class _OnTopic:
    """The entries, gaps and disagreements of a column on one topic, by place."""

    now: list[Item] = field(default_factory=list)
    older: list[Item] = field(default_factory=list)
    coming: list[Item] = field(default_factory=list)
    not_stated: list[Item] = field(default_factory=list)
    excepting: list[Item] = field(default_factory=list)
    gaps: list[Item] = field(default_factory=list)
    disagreements: list[Item] = field(default_factory=list)


_PLACES = tuple(one.name for one in fields(_OnTopic))


def topic_rows(view: View, topics: Iterable[str], columns: Sequence[Column]) -> list[Item]:
    """A row for each topic, followed by one for each of its papers that at least one column asks for."""
    known = view.snapshot.of("topic")
    sorted_columns = [_by_topic(column) for column in columns]
    asking = [_asking(column) for column in columns]
    rows: list[Item] = []
    for topic in topics:
        cells = [_topic_cell(topic, column, on) for column, on in zip(columns, sorted_columns, strict=True)]
        rows.append(
            {
                "id": topic,
                "row": "topic",
                "topic": topic,
                "name": show(known[topic]["name"], view.language),
                **differ.compared(cells, _OF_TOPICS),
                "cells": cells,
            }
        )
        rows += _document_rows(view, topic, list(zip(columns, cells, asking, strict=True)))
    return rows


def _by_topic(column: Column) -> dict[str, _OnTopic]:
    """What a column has on each topic; figures about the market are no rules, and are not compared."""
    found: dict[str, _OnTopic] = defaultdict(_OnTopic)
    for name in _PLACES:
        for item in getattr(column, name):
            if item.get("kind") != EntryKind.market:
                for topic in dict.fromkeys(item["topics"]):
                    getattr(found[topic], name).append(item)
    return found


def _topic_cell(topic: str, column: Column, by_topic: dict[str, _OnTopic]) -> Item:
    on = by_topic.get(topic, _OnTopic())
    found, older = basis(on.now, on.older)
    requirements = [item for item in found if item["kind"] == EntryKind.requirement]
    bound = _obligations(requirements)
    state = _state(found, bound)
    if not found and on.excepting:
        state, found = CellState.not_applicable, on.excepting
    papers = [one for item in requirements for one in item["documents"]]
    found = sorted(found, key=order.on_topic(column.country, topic))
    return {
        **cell(column.country, state, found, older=older),
        "obligations": bound,
        "documents": _mapped(papers),
        "unmapped_documents": sum(one["id"] is None for one in papers),
        "applies": _surest(found),
        "statements": [_statement(item) for item in found],
        "coming": [item["id"] for item in on.coming],
        "product_type_not_stated": [item["id"] for item in on.not_stated],
        "gaps": [one["id"] for one in on.gaps],
        "disagreements": [one["id"] for one in on.disagreements],
    }


def _state(found: Sequence[Item], bound: Sequence[Obligation]) -> CellState:
    if not found:
        return CellState.not_known
    return CellState.not_required if bound == [Obligation.not_required] else CellState.stated


def _obligations(requirements: Sequence[Item]) -> list[Obligation]:
    """How the requirements bind, once each, in the order of the closed list."""
    bound = {item["obligation"] for item in requirements}
    return [one for one in Obligation if one in bound] if bound else []


def _mapped(papers: Iterable[Item]) -> list[str]:
    return list(dict.fromkeys(one["id"] for one in papers if one["id"]))


def _surest(found: Iterable[Item]) -> Applies | None:
    held = {item["here"]["applies"] for item in found}
    return next((one for one in (Applies.yes, Applies.unknown, Applies.no) if one in held), None)


def _statement(item: Item) -> Item:
    return {
        **{name: item[name] for name in _SAME},
        "confidence": item["confidence"],
        "obligation": item.get("obligation"),
        "condition": item.get("condition"),
        "documents": _mapped(item.get("documents", ())),
    }


def _asking(column: Column) -> dict[str, list[Item]]:
    """The requirements of a column by the papers that they ask for."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in (*column.now, *column.older):
        if item["kind"] == EntryKind.requirement:
            for document in _mapped(item["documents"]):
                found[document].append(item)
    return found


def _document_rows(
    view: View, topic: str, columns: Sequence[tuple[Column, Item, dict[str, list[Item]]]]
) -> list[Item]:
    known = view.snapshot.of("document")
    wanted = {id_ for _, topic_cell, _ in columns for id_ in topic_cell["documents"]}
    rows: list[Item] = []
    for document in (id_ for id_ in known if id_ in wanted):
        cells = [
            _document_cell(document, column, topic_cell, asking.get(document, []))
            for column, topic_cell, asking in columns
        ]
        rows.append(
            {
                "id": f"{topic}/{document}",
                "row": "document",
                "topic": topic,
                "document": document,
                "name": show(known[document]["name"], view.language),
                **differ.compared(cells, _OF_DOCUMENTS),
                "cells": cells,
            }
        )
    return rows


def _document_cell(document: str, column: Column, topic_cell: Item, asking: Sequence[Item]) -> Item:
    """A paper that no entry on the topic names is not known to be asked for, and not known not to be."""
    here = [item for item in asking if item["id"] in topic_cell["entries"]]
    bound, resting = _obligations(here), here
    state = _state(here, bound)
    if topic_cell["state"] == CellState.not_applicable:
        state = CellState.not_applicable
        resting = [item for item in column.excepting if item["id"] in topic_cell["entries"]]
    papers = [paper for item in here for paper in item["documents"] if paper["id"] == document]
    others = {topic for item in asking if item in column.now for topic in item["topics"] if item not in here}
    return {
        **cell(column.country, state, resting, older=bool(here) and topic_cell["on_older_evidence"]),
        "obligations": bound,
        "qualified": any(paper.get("alternative") or paper.get("condition") for paper in papers),
        "elsewhere": sorted(others),
    }
