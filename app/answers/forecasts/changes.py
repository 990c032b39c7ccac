"""What stands beside a forecast: policies that may change it, rules that end, and how long it really took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, false, or_, select

from app.answers import conditions
from app.answers.conditions import ENTRY
from app.answers.entries import Question, entries_of, items
from app.answers.evidence.evidence import warned
from app.answers.forecasts.sentences import WARNINGS
from app.editions.view import View
from app.knowledge.freeze import thaw
from app.knowledge.models.entry import ObservedTimeRow
from app.knowledge.models.shared import LinkRow
from app.vocabulary.dates import day_range
from app.vocabulary.lists import EntryKind, PolicyStatus

Item = dict[str, Any]

_UNDATED = (PolicyStatus.announced, PolicyStatus.consultation, PolicyStatus.adopted)


@dataclass(frozen=True)
class Window:
    """The days of a forecast; without a last one where no end could be counted."""

    first: date
    last: date | None

    def meets(self, partial: str | None) -> bool:
        """Can a partial date lie behind the first day and not behind the last?"""
        if partial is None:
            return False
        earliest, latest = day_range(partial)
        return latest > self.first and (self.last is None or earliest <= self.last)


@dataclass(frozen=True)
class Beside:
    """Entries that stand beside a forecast: policies that may change it, and how long it really took."""

    dated: list[Item]
    """Policies that take effect, or whose transition ends, inside the window, or may."""
    under_way: list[Item]
    """Policies without a date that are announced, in consultation or adopted."""
    observed: list[Item]

    @property
    def policies(self) -> list[Item]:
        """All policies that are warned of."""
        return [*self.dated, *self.under_way]

    def warnings(self, language: str) -> list[Item]:
        """What is to be said about the policies."""
        groups = (("policy-inside", self.dated), ("policy-under-way", self.under_way))
        return [
            warned(code, WARNINGS[code], language, [one["id"] for one in policies])
            for code, policies in groups
            if policies
        ]


def beside(view: View, window: Window, procedures: list[Item], question: Question) -> Beside:
    """What stands beside a forecast of these procedures; the last of them is what was asked for.

    A policy with a date counts where it names one of the procedures, or holds for the product type in the country;
    one without where it names one of the procedures, or shares a topic with what was asked for.
    """
    main = procedures[-1]
    ids = {one["id"] for one in procedures}
    kept: list[Row[Any]] = []
    dated: set[str] = set()
    for row in view.connection.execute(_candidates(view, procedures, question)):
        content = thaw(row.content)
        if row.kind == EntryKind.observed_time:
            kept.append(row)
        elif content["status"] != PolicyStatus.withdrawn:
            if any(window.meets(content.get(member)) for member in ("effective_from", "transition_until")):
                dated.add(row.id)
                kept.append(row)
            elif _touches(content, ids, main):
                kept.append(row)
    shown = items(view, kept, question)
    policies = [one for one in shown if one["kind"] == EntryKind.policy]
    return Beside(
        dated=[one for one in policies if one["id"] in dated],
        under_way=[one for one in policies if one["id"] not in dated],
        observed=[one for one in shown if one["kind"] == EntryKind.observed_time],
    )


def _touches(policy: Item, ids: set[str], main: Item) -> bool:
    """Is a policy without a date under way, and about one of the procedures or a topic of what was asked for?"""
    if policy["status"] not in _UNDATED or policy.get("effective_from") is not None:
        return False
    return bool(ids & set(policy.get("affects", ())) or set(main["topics"]) & set(policy["topics"]))


def rules_that_end(window: Window, procedures: Iterable[Item], language: str) -> list[Item]:
    """A warning where a procedure stops applying inside the window, or may."""
    ending = sorted(one["id"] for one in procedures if window.meets(one["applies_until"]))
    return [warned("rule-ends-inside", WARNINGS["rule-ends-inside"], language, ending)] if ending else []


def _candidates(view: View, procedures: list[Item], question: Question) -> Select[Any]:
    """Observed times of what was asked for; policies of its country for the products, or that name a procedure."""
    main = procedures[-1]
    product_types = question.product_types or tuple(main["product_types"])
    named = select(LinkRow.revision_key).where(
        LinkRow.relation == "affects", LinkRow.target.in_([one["id"] for one in procedures])
    )
    touching = (
        conditions.holds_for(view.snapshot.tree, product_types, view.edition.number) if product_types else false()
    )
    policy = and_(
        ENTRY.kind == EntryKind.policy,
        or_(ENTRY.revision_key.in_(named.correlate(None)), and_(ENTRY.country == main["country"], touching)),
    )
    observed = and_(ENTRY.kind == EntryKind.observed_time, conditions.has(ObservedTimeRow, procedure=main["id"]))
    return entries_of(view.edition.number).where(or_(policy, observed)).order_by(ENTRY.id)
