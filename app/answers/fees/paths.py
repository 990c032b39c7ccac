"""One path with its fees decided and summed."""

from dataclasses import dataclass
from typing import Any

from app.answers.fees.case import Case
from app.answers.fees.decide import INGREDIENTS, PRODUCT_TYPE, Decided, decide, frequency, missed
from app.answers.fees.schemas import PathStatus
from app.answers.fees.totals import Chain, count_of, most, times, totals
from app.vocabulary.fee_cases import AXES
from app.vocabulary.lists import FeeUnit
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

NOTHING = Sentence(
    "No fee is recorded: it is not known, which does not mean that it is free.",
    "기록된 수수료가 없습니다. 알 수 없다는 뜻이며 무료라는 뜻이 아닙니다.",
)
NONE_HOLDS = Sentence(
    "No amount that is recorded holds for this case: what it pays is not known, which does not mean nothing.",
    "이 사안에 적용되는 금액이 기록되어 있지 않습니다. 알 수 없다는 뜻이며 무료라는 뜻이 아닙니다.",
)
OTHER = Sentence(
    "The amounts of this path depend on: {names}. None of them is for this case: the path is for another case, or "
    "what "
    "this one pays is not recorded.",
    "이 경로의 금액은 다음에 따라 달라집니다: {names}. 이 사안에 해당하는 금액이 없으므로, 다른 사안을 위한 "
    "경로이거나 이 사안의 금액이 "
    "기록되어 있지 않습니다.",
)
OTHER_TYPE = Sentence("The path is for another product type.", "다른 제품 유형을 위한 경로입니다.")
YEARS = Sentence("years", "년")
NAMES: dict[str, Sentence] = {
    INGREDIENTS: Sentence("number of active ingredients", "주성분의 수"),
    PRODUCT_TYPE: Sentence("product type", "제품 유형"),
    **{id_: axis.name for id_, axis in AXES.items()},
}


@dataclass(frozen=True)
class Priced:
    """A path, its fees as the case decides them, and what they come to."""

    item: Item
    variant: Item
    status: PathStatus
    reason: str | None
    rows: tuple[Decided, ...]
    once: tuple[list[Item], list[Item]]
    """What is surely paid once, and the most that may be."""
    yearly: tuple[list[Item], list[Item]]
    """The same for what is paid every year, over the years of the case."""

    @property
    def complete(self) -> bool:
        """Is every recorded fee decided, and its amount known?"""
        return self.status == "computed" and all(row.outcome in ("counted", "left-out") for row in self.rows)


def priced(item: Item, variant: Item, case: Case, chain: Chain, language: str) -> Priced:
    """A path of a procedure with what the case pays for it; no totals where the path is not for the case."""
    rows = tuple(decide(fee, case, variant["product_types"], language) for fee in variant["fees"])
    status, reason = _status(rows, language)
    if status != "computed":
        return Priced(item, variant, status, reason, rows, ([], []), ([], []))
    once, yearly = ([row for row in rows if row.yearly is every_year] for every_year in (False, True))
    return Priced(
        item,
        variant,
        status,
        reason,
        rows,
        (totals(once, case), most(once, case, chain)),
        (totals(yearly, case), most(yearly, case, chain)),
    )


def shown(path: Priced, case: Case, language: str) -> Item:
    """A path as the answer has it."""
    variant = path.variant
    return {
        "variant": variant["id"],
        "name": variant["name"],
        "condition": variant["condition"],
        "status": path.status,
        "reason": path.reason,
        "complete": path.complete,
        "total": path.once[0],
        "total_if_all_undecided_apply": path.once[1],
        "yearly_total": path.yearly[0],
        "yearly_total_if_all_undecided_apply": path.yearly[1],
        "rows": [_row(row, path.item["id"], case, language) for row in path.rows],
        "entries": [path.item["id"]],
    }


def _status(rows: tuple[Decided, ...], language: str) -> tuple[PathStatus, str | None]:
    if not rows:
        return "nothing-recorded", NOTHING.say(language)
    codes = [{one["code"] for one in row.reasons} for row in rows]
    if any("other-product-type" in one for one in codes):
        return "not-for-this-case", OTHER_TYPE.say(language)
    names = missed(rows)
    if names:
        return "not-for-this-case", OTHER.say(language, names=", ".join(NAMES[name].say(language) for name in names))
    if all(row.outcome == "left-out" for row in rows) and not any("type-not-asked" in one for one in codes):
        return "nothing-recorded", NONE_HOLDS.say(language)
    return "computed", None


def _row(row: Decided, entry: str, case: Case, language: str) -> Item:
    fee, count = row.fee, count_of(row, case)
    amount, amount_to = fee["amount"], fee["amount_to"]
    kept = ("type", "name", "amount", "amount_to", "currency", "per", "unit", "condition", "applies_when")
    also = ("standing", "reduction", "valid_from", "valid_until", "note")
    return {
        "outcome": row.outcome,
        "reasons": list(row.reasons),
        **{name: fee[name] for name in (*kept, *also)},
        "frequency": frequency(fee),
        "count": count,
        "total": None if amount is None else times(amount, count),
        "total_to": None if amount is None or amount_to is None else times(amount_to, count),
        "arithmetic": None if amount is None else _arithmetic(row, case, language),
        "entries": [entry],
    }


def _arithmetic(row: Decided, case: Case, language: str) -> str:
    fee, unit = row.fee, row.fee["unit"]
    terms = [_range(fee["amount"], fee["amount_to"], fee["currency"])]
    if unit and case.counts[unit] > 1:
        terms.append(f"{case.counts[unit]} ({name_of(FeeUnit, unit, language)})")
    if row.yearly and case.years > 1:
        terms.append(f"{case.years} ({YEARS.say(language)})")
    if len(terms) == 1:
        return terms[0]
    count = count_of(row, case)
    ends = [times(end, count) if end is not None else None for end in (fee["amount"], fee["amount_to"])]
    return f"{' × '.join(terms)} = {_range(ends[0], ends[1], fee['currency'])}"


def _range(low: str | None, high: str | None, currency: str) -> str:
    return f"{low} {currency}" if high is None else f"{low}–{high} {currency}"
