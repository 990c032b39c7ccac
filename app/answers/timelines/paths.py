"""One path through a procedure: what it asks for, and how long it takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.answers.clocks.durations import (
    PathClock,
    arithmetic,
    clock_arithmetic,
    in_calendar_days,
    in_clock,
    path_clock,
)
from app.answers.timelines.schemas import ConditionCode, Route
from app.vocabulary.lists import Acceleration, Assessment, TotalStanding
from app.vocabulary.sentences import Sentence
from app.vocabulary.trees import through

Item = dict[str, Any]

APPROVED_BY_ANY = Sentence(
    "An approval by at least one other authority, whichever it is.",
    "어느 규제기관이든 다른 한 곳 이상의 허가가 필요합니다.",
)
APPROVED_BY_SOME = Sentence(
    "Approvals by other authorities; which ones, the source says in words only.",
    "다른 규제기관의 허가가 필요하며, 어느 기관인지는 출처에 문장으로만 기재되어 있습니다.",
)
APPROVED_BY = Sentence(
    "An approval by at least {count} of: {names}.", "다음 중 {count}곳 이상의 허가가 필요합니다: {names}."
)
RECENT = Sentence(
    "Filed within {months} months of that approval.", "해당 허가 후 {months}개월 이내에 신청하여야 합니다."
)
SAME = Sentence("The same product as approved there.", "그곳에서 허가된 것과 동일한 제품이어야 합니다.")
INSPECTED = Sentence(
    "A manufacturing site that such an authority has inspected.", "해당 규제기관이 실사한 제조소여야 합니다."
)
ANY = Sentence("any authority", "모든 규제기관")
NOT_BY_ANY = Sentence("No approval by any other authority yet.", "아직 다른 규제기관의 허가가 없어야 합니다.")
NOT_BY = Sentence("No approval yet by: {names}.", "다음 기관의 허가가 아직 없어야 합니다: {names}.")
DESIGNATED = Sentence("A designation: {names}.", "다음의 지정이 필요합니다: {names}.")
ACCELERATED: dict[str, Sentence] = {
    Acceleration.priority: Sentence("Priority review has to be granted.", "우선심사 대상으로 인정되어야 합니다."),
    Acceleration.conditional: Sentence(
        "Conditional registration has to be granted.", "조건부 등록 대상으로 인정되어야 합니다."
    ),
    Acceleration.emergency: Sentence("Emergency use has to be granted.", "긴급 사용 대상으로 인정되어야 합니다."),
}
RELYING: dict[str, Sentence] = {
    Assessment.verification: Sentence(
        "The review verifies another authority's assessment.", "다른 규제기관의 평가를 확인하는 심사입니다."
    ),
    Assessment.recognition: Sentence(
        "The review recognises another authority's decision.", "다른 규제기관의 결정을 인정하는 심사입니다."
    ),
    Assessment.joint: Sentence("Several authorities assess together.", "여러 규제기관이 공동으로 평가합니다."),
}
HOLDER = Sentence("A holder established in the country.", "해당 국가에 설립된 권리자가 있어야 합니다.")

_WITHOUT_DEMAND: frozenset[ConditionCode] = frozenset({"no-approval-by", "local-holder", "further"})
"""Conditions that a product without approvals, designations and favours can meet, or that only a reader can weigh."""


@dataclass(frozen=True)
class Path:
    """A path through a procedure, as its item shows it, for one product type."""

    item: Item
    variant: Item
    clock: PathClock
    conditions: tuple[Item, ...]
    route: Route
    distance: int
    """0 where the procedure names the product type itself, 1 where it names a type above."""
    unclear: bool = False
    """It is not known whether the procedure is in force on the filing day."""

    @property
    def key(self) -> tuple[str, str]:
        """Procedure and variant."""
        return self.item["id"], self.variant["id"]

    @property
    def further(self) -> bool:
        """Does a condition remain in words, which may keep a product out?"""
        return any(one["code"] == "further" for one in self.conditions)

    @property
    def standing(self) -> str | None:
        """Is the total an aim or a proposal? Null for a time limit or a published standard."""
        total: Item = self.variant["total"] or {}
        return total.get("standing")

    @property
    def upper(self) -> int | None:
        """The highest number of calendar days, or null where no upper end is known."""
        return None if self.clock.missing else self.clock.span.rounded()["max"]

    @property
    def days(self) -> int | None:
        """The highest number of calendar days that can be compared: a proposal is nobody's rule yet."""
        return None if self.standing == TotalStanding.draft else self.upper

    @property
    def at_least(self) -> int | None:
        """Where the upper end is not known: the days that are known to pass."""
        return self.clock.span.rounded()["min"] if self.upper is None else None


def paths_of(
    items: Iterable[Item], product_type: str, chain: tuple[str, ...], language: str, *, unclear: bool = False
) -> list[Path]:
    """The paths of procedures that are open to a product type; `chain` is what it may inherit from."""
    found: list[Path] = []
    for item in items:
        own = item["here"]["applies_through"]
        by_path = any(variant["approvals"] for variant in item["variants"])
        for variant in item["variants"]:
            if variant["product_types"] and not through(chain, variant["product_types"], []):
                continue
            approvals = variant["approvals"] if by_path else item["eligibility"]
            asked = tuple(_conditions(item, approvals or {}, product_type, language))
            route = _route([one["code"] for one in asked]) if own else "product-type-not-stated"
            distance = 0 if own and own["how"] == "named" else 1
            found.append(Path(item, variant, path_clock(variant), asked, route, distance, unclear))
    return found


def shown(path: Path, language: str) -> Item:
    """A path as the answer has it."""
    item, variant = path.item, path.variant
    return {
        "procedure": item["id"],
        "title": item["title"],
        "variant": variant["id"],
        "name": variant["name"],
        "condition": variant["condition"],
        "eligibility": in_words(item),
        "assessment": item["assessment"],
        "acceleration": item["acceleration"],
        "route": path.route,
        "conditions": list(path.conditions),
        "clock": _clock(path, language),
        "prerequisites": item["prerequisites"],
        "pending_changes": item["pending_changes"],
        "here": item["here"],
        "entries": [item["id"]],
    }


def in_words(item: Item) -> str | None:
    """Who may use a procedure, in the source's sense."""
    statement: str | None = (item["eligibility"] or {}).get("statement")
    return statement


def _conditions(item: Item, approvals: Item, product_type: str, language: str) -> Iterator[Item]:
    eligibility = item["eligibility"] or {}
    yield from _approvals(approvals, language)
    designations = eligibility.get("designations") or []
    comes_with_it = product_type in designations  # what was designated so is let in, and favoured, for being it
    if designations and not comes_with_it:
        yield _condition("designation", DESIGNATED, language, names=", ".join(designations))
    if item["acceleration"] in ACCELERATED and not comes_with_it:
        yield _condition("acceleration", ACCELERATED[item["acceleration"]], language)
    if item["assessment"] in RELYING:
        yield _condition("reliance", RELYING[item["assessment"]], language)
    if eligibility.get("local_holder"):
        yield _condition("local-holder", HOLDER, language)
    for words in dict.fromkeys((eligibility.get("further"), approvals.get("further"))):
        if words:
            yield {"code": "further", "message": words}


def _approvals(approvals: Item, language: str) -> Iterator[Item]:
    references = approvals.get("references") or []
    least = approvals.get("min_agreeing")
    if any(one["any"] for one in references) and (least or 1) == 1:
        yield _condition("approval-by-any", APPROVED_BY_ANY, language)
    elif references:
        yield _condition(
            "approval-elsewhere", APPROVED_BY, language, count=least or 1, names=_names(references, language)
        )
    elif least:
        yield _condition("approval-elsewhere", APPROVED_BY_SOME, language)
    if approvals.get("within_months") is not None:
        yield _condition("recent-approval", RECENT, language, months=approvals["within_months"])
    if approvals.get("same_product"):
        yield _condition("same-product", SAME, language)
    if approvals.get("inspected_site"):
        yield _condition("inspected-site", INSPECTED, language)
    closing = approvals.get("not_approved_by") or []
    if any(one["any"] for one in closing):
        yield _condition("no-approval-by", NOT_BY_ANY, language)
    elif closing:
        yield _condition("no-approval-by", NOT_BY, language, names=_names(closing, language))


def _condition(code: ConditionCode, sentence: Sentence, language: str, **values: object) -> Item:
    return {"code": code, "message": sentence.say(language, **values)}


def _names(references: Iterable[Item], language: str) -> str:
    named = (one["authority"] or one["group"] or one["as_written"] for one in references)
    return ", ".join(name or ANY.say(language) for name in named)


def _route(codes: Iterable[ConditionCode]) -> Route:
    demands = set(codes) - _WITHOUT_DEMAND
    if not demands:
        return "unconditional"
    return "any-approval" if demands == {"approval-by-any"} else "conditional"


def _clock(path: Path, language: str) -> Item:
    clock, total = path.clock, path.variant["total"] or {}
    return {
        "basis": clock.basis,
        "standing": path.standing,
        "days": clock.span.rounded(),
        "lower_bound": clock.known and path.upper is None,
        "duration": total.get("duration"),
        "arithmetic": clock_arithmetic(clock, language),
        "source_duration": total.get("source_duration"),
        "starts_from": total.get("starts_from"),
        "note": total.get("note"),
        "phases": [_phase(phase, language) for phase in path.variant["phases"]],
        "phases_total": clock.phases.rounded() if clock.phases else None,
        "differs": clock.phases is not None and clock.phases != clock.span,
        "missing": list(clock.missing),
    }


def _phase(phase: Item, language: str) -> Item:
    duration = phase["duration"]
    kept = (
        "name",
        "role",
        "relation",
        "duration",
        "source_duration",
        "starts_from",
        "stop_clock",
        "stops_on",
        "note",
    )
    return {
        **{name: phase[name] for name in kept},
        "in_clock": in_clock(phase),
        "days": in_calendar_days(duration).rounded() if duration else None,
        "arithmetic": arithmetic(duration, language) if duration else None,
    }
