"""Chaining a procedure behind those that must come first, each on the calendar of its own authority."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.answers.clocks.added import added_days
from app.answers.clocks.calendars import WorkCalendar, calendar_of, place_of
from app.answers.clocks.places import lead_authority
from app.answers.forecasts.bars import Setting
from app.answers.forecasts.layout import Laid, lay_out
from app.answers.forecasts.procedures import Items, covers, in_force
from app.answers.forecasts.sentences import ONE_IS_ENOUGH
from app.answers.forecasts.when import When, latest, same, span
from app.editions.faults import InvalidValue
from app.editions.view import View
from app.vocabulary.trees import through

Item = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One application that is planned, checked against the edition."""

    procedure: str
    submit_on: date
    variant: str | None = None
    product_type: str | None = None
    applicant_days: int | None = None
    prerequisites: bool = False
    done: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    place: str = ""
    """JSON pointer of the application in a launch plan; empty where it came as parameters."""

    def parameter(self, name: str) -> str:
        """What a fault of a member is named by."""
        return f"{self.place}/{name}" if self.place else name


@dataclass
class Step:
    """One procedure of the chain, laid out."""

    item: Item
    authority: str | None
    setting: Setting
    filed: When
    received: When
    paths: list[Laid]
    ends: When
    at_least: bool
    waits_for: list["Step"]
    needed_for: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    critical: bool = False

    @property
    def computable(self) -> bool:
        """Is there a date for any of its paths?"""
        return any(path.computable for path in self.paths)

    def shown(self, *, main: bool) -> Item:
        """The step as the answer has it."""
        item = self.item
        slowest = [path for path in self.paths if path.computable and path.ends.expected == self.ends.expected]
        return {
            "procedure": item["id"],
            "title": item["title"],
            "country": item["country"],
            "licence": item["licence"],
            "role": "main" if main else "prerequisite",
            "needed_for": sorted(self.needed_for),
            "conditions": list(dict.fromkeys(self.conditions)),
            "calendar": calendar_id(self),
            "filed": self.filed.shown(),
            "received": self.received.shown(),
            "paths": [path.shown(self.setting, critical=self.critical and path in slowest) for path in self.paths],
            "ends": (self.ends if self.computable else When()).shown(),
            "at_least": self.at_least,
            "critical": self.critical,
        }


def calendar_id(step: Step) -> str:
    """Which calendar a step is counted on: its authority's, or its country's."""
    return step.authority or str(step.item["country"])


class Chain:
    """The way from the first filing to the end of what was asked for."""

    def __init__(self, view: View, case: Case, procedures: Items) -> None:
        self.case = case
        self.undecided: list[Item] = []
        self.left_out: list[Item] = []
        self.troubles: list[tuple[str, tuple[str, ...]]] = []
        """Codes of warnings, and the entries that they are about."""
        self.steps: list[Step] = []
        """Prerequisites first, each behind what it waits for; the last is what was asked for."""
        self._view = view
        self._procedures = procedures
        self._laid: dict[str, Step] = {}
        self.followed = in_force(procedures, case.procedure, product_type=case.product_type)
        if self.followed.trouble:
            self.troubles.append((self.followed.trouble, self.followed.about))
        elif self.followed.path:
            self.troubles.append(("rule-followed", (*self.followed.path, self.followed.id)))
        self.main = self._step(self.followed.id, ())
        _mark_critical(self.main)

    def _step(self, id_: str, waiting: tuple[str, ...]) -> Step:
        if id_ in self._laid:
            return self._laid[id_]
        item, case = self._procedures[id_], self.case
        open_before = len(self.undecided)
        first: list[Step] = []
        for needed, condition in self._needed(item, (*waiting, id_)):
            step = self._step(needed, (*waiting, id_))
            step.needed_for.append(id_)
            step.conditions += [condition] if condition else []
            first.append(step)
        may_follow = any(one["reason"] == "may-follow" and one["needed_for"] == id_ for one in self.left_out)
        unsure = len(self.undecided) > open_before or may_follow or any(one.at_least for one in first)
        authority = lead_authority(item["country"], item["licence"], item["product_types"], id_)
        calendar = self._calendar(authority, item["country"])
        setting = Setting(calendar, self._view.language, case.applicant_days)
        filed = latest([same(case.submit_on), *(one.ends for one in first)])
        received = filed.each(calendar.on_or_after)
        paths = [
            lay_out(id_, variant, received, setting, at_least=unsure) for variant in self._variants(item, waiting)
        ]
        computable = [path for path in paths if path.computable]
        step = Step(
            item=item,
            authority=authority,
            setting=setting,
            filed=filed,
            received=received,
            paths=paths,
            # Of unknown length: what waits for it can begin no sooner than it does itself.
            ends=span(path.ends for path in computable) if computable else received,
            at_least=len(computable) < len(paths) or any(path.at_least for path in computable) or unsure,
            waits_for=first,
        )
        self._laid[id_] = step
        self.steps.append(step)
        return step

    def _calendar(self, authority: str | None, country: str) -> WorkCalendar:
        """An authority's calendar, with the days that staff added to it in this edition."""
        view, place = self._view, place_of(authority, country)
        said = view.snapshot.of("jurisdiction").get(country, {}).get("calendar_days", ())
        return calendar_of(place, added_days(said, place, authority, view.language))

    def _variants(self, item: Item, waiting: tuple[str, ...]) -> list[Item]:
        """The path that was asked for; else all that are not surely for other products."""
        variants: list[Item] = item["variants"]
        case = self.case
        if case.variant is not None and not waiting:
            chosen = [one for one in variants if one["id"] == case.variant]
            if chosen:
                return chosen
            if not self.followed.path:
                valid = [one["id"] for one in variants]
                message = f"{item['id']} has no variant {case.variant}"
                raise InvalidValue(case.parameter("variant"), message, value=case.variant, valid=valid)
            self.troubles.append(("variant-gone", (item["id"],)))
        if case.product_type is None:
            return variants
        chain = self._view.snapshot.tree.chain(case.product_type, item["country"], "procedure")
        held = [one for one in variants if not one["product_types"] or through(chain, one["product_types"], [])]
        if not held:
            return variants
        for variant in variants:
            if variant not in held:
                self._leave_out(f"{item['id']}/{variant['id']}", item, "other-product-type", variant["condition"])
        return held

    def _needed(self, item: Item, waiting: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
        """The procedures that have to come first, as far as the case decides; the others are noted down.

        Those that lead to the same kind of licence are alternatives: one product is not registered twice.
        """
        kinds: dict[str, list[tuple[str, str | None]]] = {}
        settled: set[str] = set()
        for one in item["prerequisites"]:
            id_, condition = self._current(one["procedure"]), one["note"]
            held = self._procedures.get(id_)
            reason = self._reason_against(one["procedure"], id_, waiting)
            if reason == "done" and held is not None:
                settled.add(held["licence"])
            if reason is not None:
                self._leave_out(one["procedure"], item, reason, condition)
            else:
                alternatives = kinds.setdefault(self._procedures[id_]["licence"], [])
                if id_ not in [one for one, _ in alternatives]:
                    alternatives.append((id_, condition))
        for licence, found in kinds.items():
            if licence in settled:
                for id_, condition in found:
                    self._leave_out(id_, item, "done", condition)
            else:
                yield from self._one_of(item, found)

    def _one_of(self, item: Item, found: list[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
        """The one of these alternatives that is needed in any case: the only one, or the one all others build on."""
        ids = [id_ for id_, _ in found]
        common = [id_ for id_ in ids if all(id_ in self._builds_on(other) for other in ids if other != id_)]
        if len(common) != 1:
            message = ONE_IS_ENOUGH.say(self._view.language)
            self.undecided.append({"needed_for": item["id"], "alternatives": ids, "message": message})
            return
        for id_, condition in found:
            if id_ == common[0]:
                yield id_, condition
            else:
                self._leave_out(id_, item, "may-follow", condition)

    def _builds_on(self, id_: str) -> list[str]:
        return [one["procedure"] for one in self._procedures[id_]["prerequisites"]]

    def _reason_against(self, named: str, id_: str, waiting: tuple[str, ...]) -> str | None:
        """Why a prerequisite is not counted, or null."""
        case = self.case
        tests = (
            ("done", named in case.done or id_ in case.done),
            ("skipped", named in case.skip or id_ in case.skip),
            ("not-asked", not case.prerequisites),
            ("not-recorded", id_ not in self._procedures),
            ("cycle", id_ in waiting),
        )
        reason = next((code for code, holds in tests if holds), None)
        if reason is None and not covers(self._procedures[id_], case.product_type):
            return "other-product-type"
        return reason

    def _current(self, id_: str) -> str:
        """A prerequisite as it stands on the filing day."""
        if id_ not in self._procedures:
            return id_
        return in_force(self._procedures, id_, product_type=self.case.product_type).id

    def _leave_out(self, id_: str, item: Item, reason: str, condition: str | None) -> None:
        one = {"id": id_, "needed_for": item["id"], "reason": reason, "condition": condition}
        if one not in self.left_out:
            self.left_out.append(one)


def _mark_critical(step: Step) -> None:
    """Mark the chain of steps whose expected ends move the end of the last one."""
    step.critical = True
    for one in step.waits_for:
        if one.ends.expected is not None and one.ends.expected == step.filed.expected:
            _mark_critical(one)
