"""The rows of reliance: whether a reference's work counts, as the reliance matrix has it."""

from collections.abc import Sequence
from typing import Any

from app.answers.compare import differ
from app.answers.compare.cells import worst
from app.answers.compare.schemas import CellState, Member
from app.editions.view import View
from app.vocabulary.lists import Answer, RelianceScope
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

COUNTS = Sentence("Work of {reference} counts for: {scope}", "{reference} 결과의 인정: {scope}")

_SAME = ("answer", "stated", "product_type_stated", "decided_by", "contradicted", "on_older_evidence", "entries")


def reliance_rows(view: View, matrix: Item, countries: Sequence[str]) -> list[Item]:
    """A row for each step of which some country says something; cells in the order of `countries`."""
    evidence = {one["id"]: one for one in matrix["evidence"]}
    by_country = {row["country"]: row for row in matrix["rows"]}
    rows: list[Item] = []
    for scope in RelianceScope:
        cells = [_cell(by_country[country], scope, evidence) for country in countries]
        if any(one["entries"] for one in cells):
            named = {"reference": matrix["reference"], "scope": name_of(RelianceScope, scope, view.language)}
            rows.append(
                {
                    "id": f"reliance/{scope}",
                    "row": "reliance",
                    "scope": scope,
                    "name": COUNTS.say(view.language, **named),
                    **differ.compared(cells, {Member.answer: differ.answers}),
                    "cells": cells,
                }
            )
    return rows


def _cell(row: Item, scope: RelianceScope, evidence: dict[str, Item]) -> Item:
    (found,) = (one for one in row["cells"] if one["scope"] == scope)  # one: a product type was asked for
    deciding = next((one for one in row["entries"] if one["id"] == found["decided_by"]), None)
    known = CellState.not_known if found["answer"] == Answer.unknown else CellState.stated
    return {
        "country": row["country"],
        "state": CellState.not_applicable if row["own"] else known,
        "stale": worst(evidence[id_] for id_ in found["entries"]),
        **{name: found[name] for name in _SAME},
        "conditions": deciding["conditions"] if deciding else None,
    }
