"""One entry: the fact, how good and how old it is, its sources, its history, and how to cite it."""

from typing import Any

from app.answers.clocks.durations import path_clock
from app.answers.single import one_entry
from app.editions.history import revision_list
from app.editions.view import View
from app.vocabulary.sentences import Sentence
from app.web.charts.clock import procedure_clock
from app.web.guide import WORDS as GUIDE_WORDS
from app.web.show import Built
from app.web.words import Words

WORDS = {
    **GUIDE_WORDS,
    "validity_of": Sentence("Valid for", "유효기간"),
    "obligation": Sentence("Obligation", "의무 수준"),
    "legal_basis": Sentence("Legal basis", "법적 근거"),
    "applies": Sentence("Applies", "적용 여부"),
    "applies_from": Sentence("From", "적용 개시일"),
    "applies_until": Sentence("Until", "적용 종료일"),
    "licence": Sentence("Leads to", "허가 종류"),
    "assessment": Sentence("Assessment", "심사 방식"),
    "acceleration": Sentence("Made faster by", "신속화"),
    "eligibility": Sentence("Who may use it", "이용 요건"),
    "portal": Sentence("Portal", "신청 포털"),
    "scopes": Sentence("Counts for", "인정 범위"),
    "references": Sentence("Whose work", "대상 기관"),
    "status": Sentence("Status", "상태"),
    "announced_on": Sentence("Announced", "발표일"),
    "effective_from": Sentence("Takes effect", "시행일"),
    "transition_until": Sentence("Transition until", "경과기간 종료일"),
    "note": Sentence("Note", "비고"),
    "status_note": Sentence("State of the rule", "규정의 상태"),
    "product_types": Sentence("Product types", "제품 유형"),
    "topics": Sentence("Topics", "주제"),
    "confidence": Sentence("Confidence", "신뢰도"),
    "review": Sentence("Vouched for by", "검토 상태"),
    "currency": Sentence("State", "현행 여부"),
    "custody": Sentence("Text read at", "원문 확인처"),
    "evidence": Sentence("How good is this?", "근거의 수준"),
    "replaces": Sentence("Takes the place of", "대체한 항목"),
    "replaced_by": Sentence("Replaced by", "대체하는 항목"),
    "history": Sentence("History", "변경 이력"),
    "locator": Sentence("at {place}", "{place}"),
    "context": Sentence("context only", "참고용"),
    "about_source": Sentence("what rests on it", "이 출처의 다른 항목"),
    "compare_revisions": Sentence("What changed from revision to revision", "개정별 변경 내용"),
    "revision": Sentence("Revision {number}, edition {edition}: {what}", "제{edition}판의 개정 {number}: {what}"),
    "citation": Sentence(
        "Licensing Atlas, “{title}” ({id}), edition {edition}, {on}. SHA-256 of the edition: {sha}.",
        "Licensing Atlas, 「{title}」({id}), 제{edition}판, {on}. 판의 SHA-256: {sha}.",
    ),
    "answer": Sentence("Answer", "답변"),
    "value": Sentence("Figure", "수치"),
    "definition": Sentence("Definition", "정의"),
}


def entry(view: View, id_: str) -> Built:
    """An entry with its history. Raises as `one_entry` does."""
    item = one_entry(view, id_)
    say = Words(view.language, WORDS)
    names = {type_: view.snapshot.of(type_) for type_ in ("product_type", "topic", "jurisdiction")}
    return {
        "edition": item["edition"],
        "meta": item["meta"],
        "item": item,
        "revisions": revision_list(view, item["id"])["items"],
        "charts": {one["id"]: _chart(one, say) for one in item.get("variants", ())},
        "name_of": lambda type_, word: _name(names[type_], word, view.language),
    }


def _chart(variant: dict[str, Any], say: Words) -> Any:
    clock = path_clock(variant)
    return procedure_clock({**variant, "clock": {"basis": clock.basis}}, [], say)


def _name(records: dict[str, Any], word: str, language: str) -> str:
    name = records.get(word, {}).get("name", {})
    shown: str = name.get(language) or name.get("en") or word
    return shown
