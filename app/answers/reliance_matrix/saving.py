"""What a reliance route saves against the full route of the same products, by the rules."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import Select, or_

from app.answers.applies import placed
from app.answers.clocks.durations import PathClock, arithmetic, path_clock, unit_name
from app.answers.conditions import ENTRY, has
from app.answers.entries import Question, entries_of, found_items
from app.answers.reliance_matrix.schemas import NoSaving
from app.editions.view import View
from app.knowledge.models.procedure import ProcedureRow
from app.vocabulary.lists import Acceleration, Assessment, DurationUnit, EntryKind, Licence
from app.vocabulary.sentences import Sentence
from app.vocabulary.trees import through

Data = dict[str, Any]

_ONE_FULL_ROUTE = (Licence.marketing_authorisation, Licence.gmp)
"""Licences for which there is a full route; of variations, say, one is not the full form of another."""

_BY_RULE = Sentence("By the rules: {full} − {short} = {days} {unit}", "규정상: {full} − {short} = {days}{unit}")
_REASONS = {
    NoSaving.no_procedure: Sentence("The entry names no procedure.", "항목에 절차가 명시되어 있지 않습니다."),
    NoSaving.not_in_force: Sentence(
        "{procedure} is not known to be in force that day.", "{procedure}: 해당 일자에 적용되는 절차가 아닙니다."
    ),
    NoSaving.is_the_full_route: Sentence(
        "{procedure} is itself a full route.", "{procedure}: 그 자체가 전체 평가 절차입니다."
    ),
    NoSaving.no_full_route: Sentence(
        "No full route of the same licence and products is recorded beside {procedure}.",
        "{procedure}: 같은 허가 종류와 제품 유형의 전체 평가 절차가 기록되어 있지 않습니다.",
    ),
    NoSaving.no_clock: Sentence(
        "{procedure} or its full route has no duration.",
        "{procedure}: 해당 절차 또는 전체 평가 절차의 기간이 나와 있지 않습니다.",
    ),
    NoSaving.clock_incomplete: Sentence(
        "{procedure} or its full route has phases without a duration.",
        "{procedure}: 해당 절차 또는 전체 평가 절차에 기간이 없는 단계가 있습니다.",
    ),
}


class Routes:
    """The procedures that reliance entries name, and the full routes of the same countries."""

    def __init__(self, view: View, entries: Iterable[Data], day: date, product_type: str | None) -> None:
        held = list(entries)
        named = sorted({id_ for entry in held for id_ in entry["procedures"]})

        def find() -> Select[Any]:
            full = has(ProcedureRow, assessment=Assessment.full)
            query = entries_of(view.edition.number).where(ENTRY.kind == EntryKind.procedure)
            return query.where(or_(ENTRY.id.in_(named), full)).order_by(ENTRY.id)

        question = Question((product_type,) if product_type else (), day)
        self.items = {one["id"]: one for one in found_items(view, ("routes", *named), find, question)}
        self._view = view
        self._day = day
        self._types = (product_type,) if product_type else tuple(view.snapshot.of("product_type"))
        self._clocks = {
            (item["id"], variant["id"]): path_clock(variant)
            for item in self.items.values()
            for variant in item["variants"]
        }

    def savings(self, entry: Data) -> tuple[list[Data], list[Data]]:
        """What each procedure of an entry saves, and of which nothing can be said and why."""
        if not entry["procedures"]:
            return [], [self._unknown(None, NoSaving.no_procedure)]
        found: list[Data] = []
        unknown: list[Data] = []
        for id_ in entry["procedures"]:
            of_one = list(self._of(entry, id_))
            reasons = [one for one in of_one if isinstance(one, NoSaving)]
            savings = [one for one in of_one if not isinstance(one, NoSaving)]
            found += savings
            if not savings:
                unknown += [self._unknown(id_, one) for one in dict.fromkeys(reasons)]
        return found, unknown

    def _unknown(self, procedure: str | None, code: NoSaving) -> Data:
        return {
            "procedure": procedure,
            "code": code,
            "reason": _REASONS[code].say(self._view.language, procedure=procedure),
        }

    def _of(self, entry: Data, id_: str) -> Iterator[Data | NoSaving]:
        item = self.items.get(id_)
        if item is None or placed(item, self._day) != "now":
            yield NoSaving.not_in_force
            return
        if item["assessment"] == Assessment.full:
            yield NoSaving.is_the_full_route
            return
        pairs = [
            (variant, full, other, types)
            for full in self._full_routes(item)
            for variant, other in product(item["variants"], full["variants"])
            if (types := self._shared(entry, (item, variant), (full, other)))
        ]
        if not pairs:
            yield NoSaving.no_full_route
        for variant, full, other, types in pairs:
            short, long = self._clocks[id_, variant["id"]], self._clocks[full["id"], other["id"]]
            if not (short.known and long.known):
                yield NoSaving.no_clock
            elif short.missing or long.missing:
                yield NoSaving.clock_incomplete
            else:
                yield self._saving(entry, (item, variant, short), (full, other, long), types)

    def _full_routes(self, item: Data) -> Iterator[Data]:
        """Reviewed in full, at the ordinary pace, for the same licence in the same country, on that day."""
        if item["licence"] not in _ONE_FULL_ROUTE:
            return
        for full in self.items.values():
            if (
                full["assessment"] == Assessment.full
                and full["acceleration"] in (None, Acceleration.none)
                and (full["country"], full["licence"]) == (item["country"], item["licence"])
                and placed(full, self._day) == "now"
            ):
                yield full

    def _shared(self, entry: Data, one: tuple[Data, Data], other: tuple[Data, Data]) -> list[str]:
        """Product types that an entry and two paths have in common."""
        return [
            type_
            for type_ in self._types
            if self._reaches(entry, type_) and self._path(*one, type_) and self._path(*other, type_)
        ]

    def _path(self, item: Data, variant: Data, type_: str) -> bool:
        own = not variant["product_types"] or self._through(item, type_, variant["product_types"], [])
        return own and self._through(item, type_, item["product_types"], item["except_product_types"])

    def _reaches(self, entry: Data, type_: str) -> bool:
        types = entry["product_types"]
        return not types or self._through(entry, type_, types, entry["except_product_types"])

    def _through(self, item: Data, type_: str, types: list[str], excepted: list[str]) -> bool:
        chain = self._view.snapshot.tree.chain(type_, item["country"], item["kind"])
        return through(chain, types, excepted) is not None

    def _saving(
        self, entry: Data, short: tuple[Data, Data, PathClock], full: tuple[Data, Data, PathClock], types: list[str]
    ) -> Data:
        language = self._view.language
        lengths = [_longest(clock) for _, _, clock in (short, full)]
        days = lengths[1] - lengths[0]
        unit = unit_name(DurationUnit.calendar_day, language)
        return {
            "product_types": types,
            "route": _route(*short, language),
            "full_route": _route(*full, language),
            "days": days,
            "arithmetic": _BY_RULE.say(language, full=lengths[1], short=lengths[0], days=days, unit=unit),
            "entries": sorted({entry["id"], short[0]["id"], full[0]["id"]}),
        }


def _longest(clock: PathClock) -> int:
    shown = clock.span.rounded()
    longest = shown["max"] if shown["max"] is not None else shown["min"]
    assert longest is not None
    return longest


def _route(item: Data, variant: Data, clock: PathClock, language: str) -> Data:
    return {
        "procedure": item["id"],
        "variant": variant["id"],
        "days": clock.span.rounded(),
        "basis": clock.basis,
        "arithmetic": [arithmetic(step.duration, language) for step in clock.steps],
    }
