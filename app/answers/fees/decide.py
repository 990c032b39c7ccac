"""Is a fee due in this case? Yes, no, or it cannot be told, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from app.answers.clocks.durations import Data
from app.answers.fees.case import Case
from app.answers.fees.schemas import Outcome, ReasonCode
from app.vocabulary.dates import day_range
from app.vocabulary.fee_cases import AXES, AXIS_OF, say
from app.vocabulary.lists import FeeFrequency, FeeStanding, FeeType
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]
Verdict = Literal["yes", "no", "unknown"]

INGREDIENTS = "ingredients"
PRODUCT_TYPE = "product-type"

DUE = Sentence("It is due in this case.", "이 사안에서 납부하여야 합니다.")
AMOUNT = Sentence("It is due, and its amount is not known.", "납부하여야 하나 금액을 알 수 없습니다.")
DRAFT = Sentence("It is proposed and not known to be in force.", "제안된 수수료로 시행 여부를 알 수 없습니다.")
SUM = Sentence(
    "It is a sum of fees that stand elsewhere, and is not added to them.",
    "다른 수수료의 합계이므로 그에 더하지 않습니다.",
)
DOUBTFUL = Sentence(
    "It is not sure that this is the fee of this procedure; see the note.",
    "이 절차의 수수료인지 확실하지 않습니다. 비고를 참조하십시오.",
)
TYPE = Sentence("Fees of this type were not asked for.", "이 유형의 수수료는 요청되지 않았습니다.")
OUTSIDE = Sentence("It does not hold on the filing day.", "신청일에 적용되지 않습니다.")
PERHAPS_OUTSIDE = Sentence(
    "Whether it holds on the filing day is not known: its dates are not given to the day.",
    "날짜가 일 단위로 제시되지 않아 신청일에 적용되는지 알 수 없습니다.",
)
OTHER_PATH = Sentence("The path is for another product type: {types}.", "다른 제품 유형을 위한 경로입니다: {types}.")
OTHER_CASE = Sentence("It is for another case: {words}.", "다른 사안에 적용됩니다: {words}.")
NOT_GIVEN = Sentence(
    "It depends on what the case does not say: {words}.", "사안에 제시되지 않은 사항에 따라 달라집니다: {words}."
)
IN_WORDS = Sentence(
    "Its condition is in words and was not decided.", "조건이 문장으로만 기재되어 있어 판단하지 않았습니다."
)
AT_LEAST = Sentence("{count} or more active ingredients", "주성분 {count}개 이상")
AT_MOST = Sentence("up to {count} active ingredients", "주성분 {count}개 이하")
PRODUCT_TYPES = Sentence("product type {types}", "제품 유형 {types}")


@dataclass(frozen=True)
class Decided:
    """A fee, what the case makes of it, and why.

    `open` are the dimensions of the case that would decide it: axes, or the product type.
    """

    fee: Item
    outcome: Outcome
    reasons: tuple[Item, ...]
    open: frozenset[str] = frozenset()
    verdicts: tuple[tuple[str, Verdict], ...] = ()
    """How each dimension that the fee depends on came out."""

    @property
    def yearly(self) -> bool:
        """Does it fall due every year?"""
        return frequency(self.fee) == FeeFrequency.yearly


def frequency(fee: Item) -> FeeFrequency:
    """How often a fee falls due, as recorded or by its type."""
    if fee["frequency"] is not None:
        return FeeFrequency(fee["frequency"])
    return FeeFrequency.yearly if fee["type"] == FeeType.annual else FeeFrequency.once


def decide(fee: Item, case: Case, path_types: list[str], language: str) -> Decided:
    """What a case makes of a fee. `path_types` are the product types that its path is for, if it names any.

    A reason to leave it out goes before a doubt, and a doubt before a missing amount.
    """
    verdicts = tuple(_verdicts(fee["applies_when"] or {}, case))
    out = [
        *_out(fee, case, path_types, language),
        *(
            _reason("other-case", OTHER_CASE, language, words=_in_words(fee, name, language))
            for name, verdict in verdicts
            if verdict == "no"
        ),
    ]
    if out:
        return Decided(fee, "left-out", tuple(out), verdicts=verdicts)
    unknown = [name for name, verdict in verdicts if verdict == "unknown"]
    doubts = [
        *_doubts(fee, case, language),
        *(_reason("case-not-given", NOT_GIVEN, language, words=_in_words(fee, name, language)) for name in unknown),
    ]
    if doubts:
        return Decided(fee, "undecided", tuple(doubts), frozenset(unknown), verdicts)
    if fee["amount"] is None:
        return Decided(fee, "amount-not-known", (_reason("amount-not-known", AMOUNT, language),), verdicts=verdicts)
    return Decided(fee, "counted", (_reason("due", DUE, language),), verdicts=verdicts)


def missed(rows: Iterable[Decided]) -> list[str]:
    """Dimensions by which a path's amounts are told apart, and of which none is for this case.

    Then the path is for another case, or what this one pays is not recorded: a sum of the rest would be too low.
    Axes that do not cover every case, such as a fee for foreign sites alone, leave nothing out.
    """
    found: dict[str, set[Verdict]] = {}
    for row in rows:
        gone = {one["code"] for one in row.reasons} & {"draft", "sum", "outside-period", "other-product-type"}
        if not gone:
            for name, verdict in row.verdicts:
                if name not in AXES or AXES[name].covers:
                    found.setdefault(name, set()).add(verdict)
    return [name for name, verdicts in found.items() if verdicts == {"no"}]


def holds(product_types: Iterable[str], chain: Iterable[str]) -> bool:
    """Is a product with this chain of types one of these?"""
    return bool(set(product_types) & set(chain))


def _out(fee: Item, case: Case, path_types: list[str], language: str) -> Iterable[Item]:
    if fee["standing"] == FeeStanding.draft:
        yield _reason("draft", DRAFT, language)
    if fee["standing"] == FeeStanding.sum:
        yield _reason("sum", SUM, language)
    if case.types and fee["type"] not in case.types:
        yield _reason("type-not-asked", TYPE, language)
    if _within(fee, case) == "no":
        yield _reason("outside-period", OUTSIDE, language)
    if path_types and case.chain is not None and not holds(path_types, case.chain):
        yield _reason("other-product-type", OTHER_PATH, language, types=", ".join(path_types))


def _doubts(fee: Item, case: Case, language: str) -> Iterable[Item]:
    if fee["standing"] == FeeStanding.doubtful:
        yield _reason("doubtful", DOUBTFUL, language)
    if _within(fee, case) == "unknown":
        yield _reason("perhaps-outside-period", PERHAPS_OUTSIDE, language)
    if fee["condition"] is not None and fee["applies_when"] is None:
        yield _reason("in-words", IN_WORDS, language)


def _within(fee: Item, case: Case) -> Verdict:
    """Does the fee hold on the filing day? A partial date is a range."""
    unknown = False
    if fee["valid_from"] is not None:
        first, last = day_range(fee["valid_from"])
        if case.day < first:
            return "no"
        unknown = case.day < last
    if fee["valid_until"] is not None:
        first, last = day_range(fee["valid_until"])
        if case.day > last:
            return "no"
        unknown = unknown or case.day > first
    return "unknown" if unknown else "yes"


def _verdicts(when: Data, case: Case) -> Iterable[tuple[str, Verdict]]:
    least, most = when.get("ingredients_min"), when.get("ingredients_max")
    if least is not None or most is not None:
        fits = (least or 1) <= case.ingredients and (most is None or case.ingredients <= most)
        yield INGREDIENTS, "yes" if fits else "no"
    if when.get("product_types"):
        if case.chain is None:
            yield PRODUCT_TYPE, "unknown"
        else:
            yield PRODUCT_TYPE, "yes" if holds(when["product_types"], case.chain) else "no"
    for axis in dict.fromkeys(AXIS_OF[word] for word in when.get("cases") or ()):
        given = case.words.get(axis)
        if given is None:
            yield axis, "unknown"
        else:
            yield axis, "yes" if given in when["cases"] else "no"


def _in_words(fee: Item, name: str, language: str) -> str:
    """What a fee asks of one dimension of the case."""
    when = fee["applies_when"]
    if name == PRODUCT_TYPE:
        return PRODUCT_TYPES.say(language, types=", ".join(when["product_types"]))
    if name == INGREDIENTS:
        bounds = ((AT_LEAST, when["ingredients_min"]), (AT_MOST, when["ingredients_max"]))
        return ", ".join(sentence.say(language, count=count) for sentence, count in bounds if count is not None)
    words = ", ".join(say(word, language) for word in when["cases"] if AXIS_OF[word] == name)
    return f"{AXES[name].name.say(language)}: {words}"


def _reason(code: ReasonCode, sentence: Sentence, language: str, **values: object) -> Item:
    return {"code": code, "message": sentence.say(language, **values)}
