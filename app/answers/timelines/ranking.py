"""Where first? Which path stands for a country, and the order of countries.

Ranked is the path that every product can take: it needs no approval elsewhere, no designation and no favour. Where
none such has a known time, a path that needs one approval by whichever authority stands for the country, apart from
the ranked ones: a product that is approved nowhere cannot begin with it, and its time comes on top of another's.
Apart stands also a time that is history. Each is shown with its days, why it does not rank, and the place that it
would take. A time whose evidence has no date or an old one ranks, and is marked: it is what the authority says.
Of several goes first one that is known to be in force; then one without a condition that remains in words; then one
whose procedure names the product type itself rather than a type above; then the fuller review; then the longer time:
the answer must not promise too much.
Paths that need more are shown with what they need, and never rank. Nor does a path with a condition in words where a
path without one is open and of unknown time: that one is what every product can take.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.answers.timelines.observed import Measured
from app.answers.timelines.paths import Path, in_words
from app.answers.timelines.schemas import Apart, RankBy, Route, Status
from app.vocabulary.lists import Assessment
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

RULE: dict[RankBy, Sentence] = {
    "statutory": Sentence(
        "Countries are ranked by the highest number of calendar days that the rules give for a path that needs no "
        "approval elsewhere, designation or acceleration. These are time limits and aims, not what it took, and as "
        "old as their evidence. A time that is history, or whose path needs an approval elsewhere, does not rank: it "
        "follows with the place that it would take. What is not known comes last.",
        "국가는 다른 규제기관의 허가, 지정, 신속 절차가 필요 없는 경로에 대하여 규정이 정한 "
        "가장 긴 역일 수에 따라 순위를 정합니다. 이 기간은 처리기한과 목표이며 실제 소요기간이 아니고, 근거의 "
        "날짜를 기준으로 합니다. 과거의 근거만 있는 기간과 다른 규제기관의 허가가 필요한 경로의 기간은 순위에서 "
        "제외하고, 순위에 든 경우의 자리를 참고로 그 뒤에 표시합니다. 알 수 없는 국가는 마지막에 둡니다.",
    ),
    "observed": Sentence(
        "Countries are ranked by the newest measured time of a whole procedure. Estimates and anecdotes do not rank; "
        "countries with these alone follow, and what is not known comes last.",
        "국가는 절차 전체에 대하여 측정된 가장 최근의 기간에 따라 순위를 정합니다. 추정치와 일화는 순위에 쓰지 "
        "않으며, "
        "이러한 수치만 있는 국가는 그 뒤에 두고, 알 수 없는 국가는 마지막에 둡니다.",
    ),
}
ONLY = Sentence(
    "{procedure} ({variant}) is the only path with a known time that needs no approval elsewhere, designation or "
    "acceleration.",
    "{procedure}({variant})은(는) 기간이 알려진 경로 중 다른 규제기관의 허가, 지정, 신속 절차가 필요 없는 유일한 "
    "경로입니다.",
)
CHOSEN = Sentence(
    "Of {count} paths with a known time that need no approval elsewhere, designation or acceleration, {procedure} "
    "({variant}) comes first by these rules: known to be in force, without a condition that remains in words, named "
    "most closely for the product type, reviewed most fully, longest.",
    "다른 규제기관의 허가, 지정, 신속 절차가 필요 없고 기간이 알려진 {count}개 경로 중 "
    "{procedure}({variant})이(가) 다음 기준에 따라 "
    "선택되었습니다: 시행 여부가 확인된 것, 문장으로만 남은 조건이 없는 것, 제품 유형에 가장 가깝게 지정된 것, "
    "심사가 가장 충실한 것, 기간이 가장 "
    "긴 것.",
)
ANY_APPROVAL = Sentence(
    "No path without an approval elsewhere has a known time: {procedure} ({variant}) needs one approval, by any "
    "authority, so that it cannot come first, and does not rank.",
    "다른 규제기관의 허가 없이 이용할 수 있는 경로 중 기간이 알려진 것이 없습니다. {procedure}({variant})은(는) "
    "어느 규제기관이든 한 곳의 허가가 먼저 필요하므로 순위를 정하지 않습니다.",
)
OLDER = Sentence(
    "All that is recorded was superseded, ended or is history; it is not known to be the rule now, and does not "
    "rank.",
    "기록된 것은 모두 대체되었거나 종료되었거나 과거의 것이며, 현재의 규정이라고 확인되지 않아 순위를 정하지 "
    "않습니다.",
)
UNDATED = Sentence(
    "Its evidence has no date, so that it is not known whether this time still holds.",
    "근거에 날짜가 없어 이 기간이 지금도 유효한지 알 수 없습니다.",
)
LOWER_BOUND = Sentence(
    "Of the path that every product can take only a lower bound is known, and a lower bound does not rank.",
    "모든 제품이 이용할 수 있는 경로에 대하여 하한만 알려져 있으며, 하한으로는 순위를 정하지 않습니다.",
)
CONDITIONAL = Sentence(
    "Every path with a known time needs a particular approval elsewhere, a designation, an acceleration or what a "
    "condition in words says, or does not say for which products it is; none of them ranks.",
    "기간이 알려진 모든 경로는 특정한 다른 규제기관의 허가, 지정, 신속 절차 또는 문장으로 기재된 조건의 충족이 "
    "필요하거나 대상 제품이 명시되어 있지 않으므로 순위를 정하지 않습니다.",
)
DRAFT = Sentence(
    "Only a proposed time is recorded, and its entry into force is not known; a proposal does not rank.",
    "제안된 소요기간만 기록되어 있고 시행 여부를 알 수 없습니다. 제안된 기간으로는 순위를 정하지 않습니다.",
)
NO_CLOCK = Sentence(
    "Procedures are recorded, and how long they take is not known.",
    "절차는 기록되어 있으나 소요기간은 알 수 없습니다.",
)
NO_PROCEDURE = Sentence(
    "No such procedure is recorded for this product type; this does not mean that there is none.",
    "이 제품 유형에 대하여 해당 절차가 기록되어 있지 않습니다. 이는 절차가 없다는 뜻이 아닙니다.",
)
NOT_A_COUNTRY = Sentence(
    "Not a country: shown, and not ranked.", "국가가 아니므로 표시만 하고 순위를 정하지 않습니다."
)
MEASURED = Sentence(
    "The newest measured time of a whole procedure is {entry}.",
    "절차 전체에 대하여 측정된 가장 최근의 기간은 {entry}입니다.",
)
NOT_MEASURED = Sentence(
    "No measured time of a whole procedure is recorded.", "절차 전체에 대하여 측정된 기간이 기록되어 있지 않습니다."
)

_DEPTHS = [*(one for one in Assessment if one != Assessment.notification), None, Assessment.notification]
"""How full a review is, fullest first. One of unknown depth is at least more than a notification."""


@dataclass(frozen=True)
class Statutory:
    """Which path stands for a country, or why none does."""

    status: Status
    path: Path | None = None
    at_least: int | None = None
    among: int = 0
    apart: tuple[Apart, ...] = ()
    """Why the path does not rank, although its time is known."""

    @property
    def days(self) -> int | None:
        """The days of the path that stands for the country; null where none does."""
        return self.path.days if self.path else None

    @property
    def ranked(self) -> int | None:
        """The days by which the country is ranked; null where it is not."""
        return None if self.apart else self.days


def statutory(now: Sequence[Path], older: Sequence[Path]) -> Statutory:
    """The path that stands for a country. What is older stands in only where there is nothing else, and is marked."""
    found = _best(now or older)
    if found:
        return _apart(found, older=not now)
    if not now:
        return Statutory("no-procedure")
    least = [path.at_least for path in now if path.route == "unconditional" and path.at_least is not None]
    if least:
        return Statutory("lower-bound-only", at_least=max(least))
    if any(path.days is not None for path in now):
        return Statutory("conditional-only")
    return Statutory("draft-only" if any(path.upper is not None for path in now) else "no-clock")


def fastest(now: Sequence[Path], ranked: Path | None) -> Item | None:
    """The path with the fewest days, with what it needs, if it is faster than the ranked one."""
    open_to_it = [path for path in now if path.route != "product-type-not-stated"]
    known = [(path.days, path.key, path) for path in open_to_it if path.days is not None]
    if not known:
        return None
    days, _, path = min(known, key=lambda one: one[:2])
    if ranked is not None and ranked.days is not None and days >= ranked.days:
        return None
    return {
        "procedure": path.item["id"],
        "variant": path.variant["id"],
        "days": days,
        "standing": path.standing,
        "condition": path.variant["condition"],
        "eligibility": in_words(path.item),
        "conditions": list(path.conditions),
    }


def places(days: dict[str, int | None]) -> dict[str, int | None]:
    """The rank of each country: one more than the number of countries that are faster, null where not known."""
    known = [one for one in days.values() if one is not None]
    return {
        country: None if own is None else 1 + sum(other < own for other in known) for country, own in days.items()
    }


def would_take(found: Statutory, days: dict[str, int | None]) -> int | None:
    """The place among the ranked countries that what stands apart would take; null for all else."""
    if not found.apart or found.days is None:
        return None
    return 1 + sum(other is not None and other < found.days for other in days.values())


def statutory_item(found: Statutory, rank: int | None, would_rank: int | None, language: str, *, ranks: bool) -> Item:
    """A country's place by its rules, as the answer has it. `ranks`: is it a country at all?"""
    path = found.path
    return {
        "rank": rank,
        "status": found.status if ranks else "not-ranked",
        "apart": list(found.apart) if ranks else [],
        "would_rank": would_rank if ranks else None,
        "days": found.days,
        "at_least": found.at_least,
        "procedure": path.item["id"] if path else None,
        "variant": path.variant["id"] if path else None,
        "route": path.route if path else None,
        "standing": path.standing if path else None,
        "fact_as_of": path.item["fact_as_of"] if path else None,
        "stale": path.item["here"]["stale"] if path else None,
        "reason": _reason(found, language) if ranks else NOT_A_COUNTRY.say(language),
        "entries": [path.item["id"]] if path else [],
    }


def observed_item(found: Measured | None, rank: int | None, language: str) -> Item:
    """A country's place by measured times, as the answer has it."""
    reason = MEASURED.say(language, entry=found.entry) if found else NOT_MEASURED.say(language)
    return {
        "rank": rank,
        "days": found.days if found else None,
        "reason": reason,
        "entries": [found.entry] if found else [],
    }


def order(item: Item, rank_by: RankBy) -> tuple[bool, int, int, int, str]:
    """What countries are sorted by: ranked ones first, then those of which more is known, then by code.

    Those that stand apart are sorted by the place that they would take, and by days.
    """
    rank = item["rank"]
    if rank_by == "observed":
        groups = [bool(item["observed_times"][basis]) for basis in ("measured", "estimate", "anecdote", "unknown")]
        known = next((place for place, some in enumerate(groups) if some), len(groups))
        return rank is None, rank or 0, known, 0, item["country"]
    known = _KNOWN.index(item["statutory"]["status"])
    return rank is None, rank or 0, known, item["statutory"]["days"] or 0, item["country"]


_KNOWN: list[Status] = [
    "ranked",
    "apart",
    "lower-bound-only",
    "conditional-only",
    "draft-only",
    "no-clock",
    "no-procedure",
    "not-ranked",
]


def _best(paths: Sequence[Path]) -> Statutory | None:
    routes: tuple[Route, ...] = ("unconditional", "any-approval")
    held = [path for path in paths if path.days is not None]
    untimed = any(path.route == "unconditional" and path.upper is None and not path.further for path in paths)
    for route in routes:
        known = [path for path in held if path.route == route and not (untimed and path.further)]
        if known:
            return Statutory("ranked", min(known, key=_preference), among=len(known))
    return None


def _apart(found: Statutory, *, older: bool) -> Statutory:
    """Told apart from what ranks: what is history, and what cannot be the first approval."""
    assert found.path is not None
    kept: dict[Apart, bool] = {
        "older": older,
        "needs-approval": found.path.route == "any-approval",
    }
    why = tuple(reason for reason, holds in kept.items() if holds)
    return replace(found, status="apart", apart=why) if why else found


def _preference(path: Path) -> tuple[bool, bool, int, int, int, tuple[str, str]]:
    assessment = path.item["assessment"]
    depth = _DEPTHS.index(assessment)
    assert path.days is not None
    return path.unclear, path.further, path.distance, depth, -path.days, path.key


def _reason(found: Statutory, language: str) -> str:
    path = found.path
    if path is None:
        sentences = {
            "lower-bound-only": LOWER_BOUND,
            "conditional-only": CONDITIONAL,
            "draft-only": DRAFT,
            "no-clock": NO_CLOCK,
            "no-procedure": NO_PROCEDURE,
        }
        return sentences[found.status].say(language)
    values = {"procedure": path.item["id"], "variant": path.variant["id"], "count": found.among}
    unconditional = ONLY if found.among == 1 else CHOSEN
    why = ANY_APPROVAL if path.route == "any-approval" else unconditional
    told = [OLDER] if "older" in found.apart else []
    told += [why]
    told += [UNDATED] if path.item["fact_as_of"] is None else []
    return " ".join(one.say(language, **values) for one in told)
