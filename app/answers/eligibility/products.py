"""Is a procedure for this product, on this day, with these designations?"""

from typing import Any

from app.answers.applies import applies, placed, taken_to_hold
from app.answers.eligibility.asked import Asked
from app.answers.eligibility.outcome import Judged
from app.answers.eligibility.schemas import ConditionCode
from app.answers.standing.truth import Truth
from app.editions.view import View
from app.vocabulary.lists import Applies
from app.vocabulary.sentences import Sentence
from app.vocabulary.trees import ALL_MEDICINES, through

Data = dict[str, Any]

ORPHAN, OTC = "orphan", "otc"
"""Product types that a medicine of another type may be as well: a designation, and a supply class."""

_FOR = Sentence("It is for {types}.", "다음 제품 유형을 대상으로 합니다: {types}.")
_NOT_FOR = Sentence(
    "It is for {types}, not for {asked}.",
    "다음 제품 유형만 대상으로 합니다: {types}. 해당 제품 유형({asked})은 대상이 아닙니다.",
)
_EXCEPTED = Sentence("Its source takes {types} out.", "출처가 다음 제품 유형을 제외합니다: {types}.")
_MAYBE_EXCEPTED = Sentence(
    "Its source takes {types} out; whether the product is designated so was not told.",
    "출처가 다음 제품 유형을 제외하며({types}), 제품이 이에 해당하는지는 제시되지 않았습니다.",
)
_NOT_STATED = Sentence(
    "The source does not say for which products it is.", "출처에 대상 제품 유형이 나와 있지 않습니다."
)
_NOT_SAID = Sentence(
    "The source names {types} and does not say whether {asked} is meant as well.",
    "출처는 {types}만 명시하며, 해당 제품 유형({asked})도 포함되는지는 밝히지 않습니다.",
)
_NARROWER = Sentence(
    "It is for {types}; whether the product is one was not told, only that it is {asked}.",
    "다음 제품 유형을 대상으로 합니다: {types}. 제품이 이에 해당하는지는 제시되지 않았습니다(제시된 유형: {asked}).",
)
_ASK_DESIGNATION = Sentence(
    "It is for {types}; whether the product is designated so was not told.",
    "다음 제품 유형을 대상으로 합니다: {types}. 제품이 이에 해당하는지는 제시되지 않았습니다.",
)
_DESIGNATED = Sentence("The product is designated: {types}.", "제품이 다음과 같이 지정되어 있습니다: {types}.")
_NOT_DESIGNATED = Sentence("It asks for a designation: {types}.", "다음 지정이 필요합니다: {types}.")
_IN_FORCE = Sentence("The rule holds on {day}.", "{day}에 적용되는 규정입니다.")
_UNDATED = Sentence(
    "No source of the rule has a date; it was read on {checked_on} and is taken to hold from then on.",
    "이 규정의 출처에는 날짜가 없습니다. {checked_on}에 확인하였으며 그날부터 적용되는 것으로 봅니다.",
)
_MAYBE_IN_FORCE = Sentence(
    "Whether the rule holds on {day} is not known.", "이 규정이 {day}에 적용되는지 알 수 없습니다."
)
_BEGINS = Sentence("The rule begins to apply on {start}.", "이 규정은 {start}부터 적용됩니다.")
_GONE = Sentence(
    "The rule was superseded, is history, or had ended by {day}.",
    "이 규정은 대체되었거나 과거의 것이거나 {day} 이전에 종료되었습니다.",
)


def in_force(view: View, item: Data, asked: Asked) -> Judged:
    """Does the rule hold on the filing day?

    A rule whose sources have no date at all is taken to hold from the day on which it was last read; the answer's
    warnings name it.
    """
    holds, day = taken_to_hold(item, asked.day), asked.day.isoformat()
    required = {name: item[name] for name in ("applies_from", "applies_until")}

    def judged(truth: Truth, sentence: Sentence) -> Judged:
        text = sentence.say(view.language, day=day, checked_on=item["checked_on"], start=item["applies_from"])
        return Judged(ConditionCode.in_force, truth, text, required)

    if holds == Applies.yes:
        return judged(Truth.yes, _IN_FORCE if applies(item, asked.day) == Applies.yes else _UNDATED)
    if holds == Applies.no:
        return judged(Truth.no, _BEGINS if placed(item, asked.day) == "coming" else _GONE)
    return judged(Truth.unknown, _MAYBE_IN_FORCE)


def for_product(view: View, asked: Asked, country: str, types: list[str], excepted: list[str]) -> Judged:
    """Is a procedure or path that names `types` for the product?

    By the tree's rule for procedures it reaches what it names, and through `all-medicines` every medicine. Where
    it names a type above or below the one asked for, the source has not spoken of it: `unknown`.
    """
    truth, sentence, about, ask = _reach(view, asked, country, types, excepted)
    text = sentence.say(view.language, types=", ".join(about), asked=", ".join(asked.product_types))
    required = {"product_types": types, "except_product_types": excepted}
    return Judged(ConditionCode.product_type, truth, text, required, ask=ask)


Reach = tuple[Truth, Sentence, list[str], str | None]


def _reach(view: View, asked: Asked, country: str, types: list[str], excepted: list[str]) -> Reach:
    tree = view.snapshot.tree
    whole = tree.chain(asked.product_type, country, "requirement")
    out = [one for one in excepted if one in (asked.designations or ())]
    named = (asked.product_type, *(one for one in asked.designations or () if _opens(one, types)))
    if not out and any(through(tree.chain(one, country, "procedure"), types, excepted) for one in named):
        may_be_out = [one for one in excepted if one in (ORPHAN, OTC)] if _untold(asked, whole) else []
        if may_be_out:
            return Truth.unknown, _MAYBE_EXCEPTED, may_be_out, "designation"
        return Truth.yes, _FOR, types, None
    out = out or [one for one in excepted if one in whole]
    if out:
        return Truth.no, _EXCEPTED, out, None
    return _unspoken(view, asked, country, types) or (Truth.no, _NOT_FOR, types, None)


def _unspoken(view: View, asked: Asked, country: str, types: list[str]) -> Reach | None:
    """What neither names the product nor leaves it out; null where it is surely left out."""
    tree = view.snapshot.tree
    whole = tree.chain(asked.product_type, country, "requirement")
    if not types:
        return Truth.unknown, _NOT_STATED, [], None
    if any(one in types for one in whole):
        return Truth.unknown, _NOT_SAID, types, None
    below = [one for one in types if asked.product_type in tree.chain(one, country, "requirement")]
    if not below and asked.product_type in (ORPHAN, OTC):
        below = [one for one in types if ALL_MEDICINES in tree.chain(one, country, "requirement")]
    if below:
        return Truth.unknown, _NARROWER, below, "product_type"
    if _untold(asked, whole) and (_opens(ORPHAN, types) or _opens(OTC, types)):
        return Truth.unknown, _ASK_DESIGNATION, types, "designation"
    return None


def _opens(designation: str, types: list[str]) -> bool:
    """Is a procedure for whatever is designated so? A supply class named beside other types is one of several."""
    return designation in types and (designation != OTC or set(types) == {OTC})


def _untold(asked: Asked, whole: tuple[str, ...]) -> bool:
    """Is it a medicine of which no designation was told or denied?"""
    return asked.designations is None and ALL_MEDICINES in whole


def designated(view: View, asked: Asked, wanted: list[str]) -> Judged:
    """Has the product one of the designations that a procedure asks for?"""
    text = ", ".join(wanted)
    if set(wanted) & set(asked.product_types):
        truth, sentence = Truth.yes, _DESIGNATED
    else:
        truth = Truth.unknown if asked.designations is None else Truth.no
        sentence = _ASK_DESIGNATION if truth == Truth.unknown else _NOT_DESIGNATED
    return Judged(
        ConditionCode.designation,
        truth,
        sentence.say(view.language, types=text),
        {"designations": wanted},
        ask="designation",
    )
