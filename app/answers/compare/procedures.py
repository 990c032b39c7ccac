"""The rows of clocks, one for each comparable way to a licence, and of fees, one for each kind of licence."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from app.answers.clocks.durations import path_clock
from app.answers.compare import differ
from app.answers.compare.cells import basis, cell
from app.answers.compare.columns import Column
from app.answers.compare.schemas import CellState, ComparedFee, Member
from app.editions.view import View
from app.vocabulary.lists import Acceleration, Assessment, EntryKind, Licence
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

CLOCK = Sentence("Clock by the rules, calendar days: {way}", "규정상 처리기간(역일): {way}")
NOT_STATED = Sentence("depth of assessment not stated", "심사 방식 미상")
STEP = Sentence("a step before it", "그 전 단계")
FEES = Sentence("Fees: {licence}", "수수료: {licence}")

_FEE = tuple(name for name in ComparedFee.model_fields if name not in ("procedure", "variant"))


@dataclass(frozen=True)
class Way:
    """Procedures that can be compared: to one kind of licence, reviewed as deeply, made faster in the same way.

    `assessment` is null where the source does not say; `acceleration` is null for what is not faster, or not said
    to be. A step bears the name of the licence and does not end in one, such as a pre-registration.
    """

    licence: Licence
    assessment: Assessment | None
    acceleration: Acceleration | None
    step: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the closed lists that make it up."""
        faster = [self.acceleration] if self.acceleration else []
        return [self.licence, self.assessment or "not-stated", *faster, *(["step"] if self.step else [])]

    def named(self, language: str) -> str:
        """What people call it."""
        depth = name_of(Assessment, self.assessment, language) if self.assessment else NOT_STATED.say(language)
        faster = [name_of(Acceleration, self.acceleration, language)] if self.acceleration else []
        before = [STEP.say(language)] if self.step else []
        return ", ".join((name_of(Licence, self.licence, language), *before, depth, *faster))


def _way_of(item: Item, steps: Collection[str]) -> Way:
    faster = item["acceleration"] if item["acceleration"] != Acceleration.none else None
    return Way(item["licence"], item["assessment"], faster, item["id"] in steps)


_FASTER = (None, *(one for one in Acceleration if one != Acceleration.none))
_WAYS = [Way(*axes) for axes in product(Licence, (*Assessment, None), _FASTER, (False, True))]


def procedure_rows(view: View, columns: Sequence[Column]) -> list[Item]:
    """Rows of clocks, one for each comparable way to a licence, then rows of fees, one for each kind of licence."""
    ways = [_by_way(column) for column in columns]
    clocks: list[Item] = []
    used = {way for held in ways for way in held}
    for way in (one for one in _WAYS if one in used):
        cells = [_clock_cell(*pair) for pair in zip(columns, (held.get(way, ([], [])) for held in ways), strict=True)]
        name = CLOCK.say(view.language, way=way.named(view.language))
        of_way = {name: getattr(way, name) for name in ("licence", "assessment", "acceleration", "step")}
        clocks.append({**_row("clock", way.words, name), **of_way, **_judged(cells, Member.days, differ.days)})
    fees: list[Item] = []
    for licence in Licence:
        cells = [_fees_cell(column, licence) for column in columns]
        if any(one["fees"] for one in cells):
            name = FEES.say(view.language, licence=name_of(Licence, licence, view.language))
            of_licence = {"licence": licence}
            fees.append({**_row("fees", [licence], name), **of_licence, **_judged(cells, Member.fees, differ.fees)})
    return [*clocks, *fees]


def _row(row: str, words: Sequence[str], name: str) -> Item:
    return {"id": "/".join((row, *words)), "row": row, "name": name}


def _judged(cells: list[Item], member: Member, test: differ.Test) -> Item:
    return {**differ.compared(cells, {member: test}), "cells": cells}


def _by_way(column: Column) -> dict[Way, tuple[list[Item], list[Item]]]:
    """The procedures of a column by their way: those in force, and history."""
    found: dict[Way, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    steps = _steps(column)
    for place, items in enumerate((column.now, column.older)):
        for item in items:
            if item["kind"] == EntryKind.procedure:
                found[_way_of(item, steps)][place].append(item)
    return dict(found)


def _steps(column: Column) -> set[str]:
    """Ids of what has to come before another marketing authorisation; `/v1/timelines` ranks none of them either."""
    wanted = _of(Licence.marketing_authorisation, column.entries)
    return {one["procedure"] for item in wanted for one in item["prerequisites"]} & {item["id"] for item in wanted}


def _clock_cell(column: Column, procedures: tuple[list[Item], list[Item]]) -> Item:
    found, older = basis(*procedures)
    paths = [_path(item, variant) for item in found for variant in item["variants"]]
    ends = [end for path in paths for end in path["days"].values() if end is not None]
    return {
        **cell(column.country, CellState.stated if ends else CellState.not_known, found, older=older),
        "days": {"min": min(ends, default=None), "max": max(ends, default=None)},
        "unknown": sum(path["days"]["min"] is None and path["days"]["max"] is None for path in paths),
        "paths": paths,
    }


def _path(item: Item, variant: Item) -> Item:
    clock = path_clock(variant)
    return {
        "procedure": item["id"],
        "title": item["title"],
        "variant": variant["id"],
        "condition": variant["condition"],
        "assessment": item["assessment"],
        "acceleration": item["acceleration"],
        "days": clock.span.rounded(),
        "basis": clock.basis,
    }


def _fees_cell(column: Column, licence: Licence) -> Item:
    found, older = basis(_of(licence, column.now), _of(licence, column.older))
    charging = [item for item in found if any(variant["fees"] for variant in item["variants"])]
    fees = [
        {"procedure": item["id"], "variant": variant["id"], **{name: fee[name] for name in _FEE}}
        for item in charging
        for variant in item["variants"]
        for fee in variant["fees"]
    ]
    state = CellState.stated if fees else CellState.not_known
    return {
        **cell(column.country, state, charging, older=older and bool(charging)),
        "currencies": sorted({fee["currency"] for fee in fees}),
        "fees": fees,
    }


def _of(licence: Licence, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item["kind"] == EntryKind.procedure and item["licence"] == licence]
