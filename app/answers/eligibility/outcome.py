"""Conditions as they were judged, and what follows from several of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.answers.eligibility.schemas import ConditionCode, Outcome, Required, Result
from app.answers.standing.truth import Truth, every

Data = dict[str, Any]

_RESULTS = {Truth.yes: Result.met, Truth.no: Result.not_met, Truth.unknown: Result.unknown}
_OUTCOMES = {Truth.yes: Outcome.open, Truth.no: Outcome.closed, Truth.unknown: Outcome.undecided}
_NOTHING: Data = {
    name: [] if name in ("product_types", "except_product_types", "designations", "references") else None
    for name in Required.model_fields
}


@dataclass(frozen=True)
class Judged:
    """One condition: how it came out, why in words, the structure it rests on, and what would settle it."""

    code: ConditionCode
    truth: Truth
    explanation: str
    required: Data = field(default_factory=dict)
    weighed: tuple[Data, ...] = ()
    ask: str | None = None

    @property
    def entries(self) -> list[str]:
        """Reliance entries that had a say."""
        return sorted({entry for one in self.weighed for entry in one["entries"]})

    def shown(self, outcome: Truth, procedure: str) -> Data:
        """As it is answered, in a row or path of that outcome."""
        return {
            "condition": self.code,
            "result": _RESULTS[self.truth],
            "decided": self.truth != Truth.yes and self.truth == outcome,
            "explanation": self.explanation,
            "required": {**_NOTHING, **self.required},
            "weighed": list(self.weighed),
            "ask": self.ask if self.truth == Truth.unknown else None,
            "entries": [procedure, *self.entries],
        }


def outcome_of(conditions: Iterable[Judged]) -> Truth:
    """All conditions must hold: one that is not met closes, one that is not known leaves it undecided."""
    return every(one.truth for one in conditions)


def named(outcome: Truth) -> Outcome:
    """The outcome's name."""
    return _OUTCOMES[outcome]


def deciding(conditions: Iterable[Judged], outcome: Truth) -> list[Judged]:
    """The conditions that an outcome turns on; none where it is open."""
    return [one for one in conditions if one.truth == outcome != Truth.yes]
