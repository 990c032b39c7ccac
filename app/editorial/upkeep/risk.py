"""How much it would cost a company if an entry were wrong: a small whole number, and the reasons it is made of.

The number is the sum of the points below; nothing else goes into it. It orders what is due for a check, and says
nothing about whether an entry is right.

| reason | points | when |
|---|---|---|
| `clock` | 3 | a procedure or an observed time: launch dates are planned on it |
| `fees` | 3 | on the topic of fees, or one below it: budgets are made of it |
| `reliance` | 3 | a reliance entry: it decides how an application is filed |
| `mandatory` | 2 | a requirement that is mandatory, conditional or a prohibition: an application fails by it |
| `reported` | 3 | a reader's report that it is wrong is not closed |
| `disagreement` | 2 | a published disagreement names it |
| `source-gone` | 3 | the address of a source that supports it was gone at the last check |
| `source-changed` | 2 | the page of a source that supports it was another one at the last check |
| `used` | 1 or 2 | other entries build on it: one at least, or five |
| `undated` | 1 | no source that supports it has a date |
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.vocabulary.lists import EntryKind, Obligation

MANY_USES = 5
"""From so many entries that build on one, it weighs double."""

_CLOCKS = frozenset({EntryKind.procedure, EntryKind.observed_time})
_BINDING = frozenset({Obligation.mandatory, Obligation.conditional, Obligation.prohibited})


class RiskCode(StrEnum):
    """What makes an entry dear if it is wrong."""

    clock = "clock"
    fees = "fees"
    reliance = "reliance"
    mandatory = "mandatory"
    reported = "reported"
    disagreement = "disagreement"
    source_gone = "source-gone"
    source_changed = "source-changed"
    used = "used"
    undated = "undated"


@dataclass(frozen=True)
class Reason:
    """One part of a risk. `count` is how many there are of what is counted, null where nothing is."""

    code: RiskCode
    points: int
    count: int | None = None


@dataclass(frozen=True)
class Standing:
    """What the rule looks at in one entry. `fees` says whether it is on the topic of fees."""

    kind: str
    obligation: str | None
    fees: bool
    dated: bool
    reports: int = 0
    disagreements: int = 0
    uses: int = 0
    verdicts: Collection[str] = ()


def reasons(one: Standing) -> list[Reason]:
    """Why it would cost something if this entry were wrong, in the order of the table."""
    return [*_what_it_states(one), *_what_speaks_against_it(one), *_what_hangs_on_it(one)]


def risk(found: Collection[Reason]) -> int:
    """The sum of the points."""
    return sum(reason.points for reason in found)


def _what_it_states(one: Standing) -> Iterator[Reason]:
    if one.kind in _CLOCKS:
        yield Reason(RiskCode.clock, 3)
    if one.fees:
        yield Reason(RiskCode.fees, 3)
    if one.kind == EntryKind.reliance:
        yield Reason(RiskCode.reliance, 3)
    if one.obligation in _BINDING:
        yield Reason(RiskCode.mandatory, 2)


def _what_speaks_against_it(one: Standing) -> Iterator[Reason]:
    if one.reports:
        yield Reason(RiskCode.reported, 3, one.reports)
    if one.disagreements:
        yield Reason(RiskCode.disagreement, 2, one.disagreements)
    for verdict, code, points in (("gone", RiskCode.source_gone, 3), ("changed", RiskCode.source_changed, 2)):
        sources = sum(found == verdict for found in one.verdicts)
        if sources:
            yield Reason(code, points, sources)


def _what_hangs_on_it(one: Standing) -> Iterator[Reason]:
    if one.uses:
        yield Reason(RiskCode.used, 2 if one.uses >= MANY_USES else 1, one.uses)
    if not one.dated:
        yield Reason(RiskCode.undated, 1)
