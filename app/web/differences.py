"""What changed in a record, as people read it: member by member, in the page's language, word by word."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

from app.vocabulary.sentences import Sentence
from app.web.words import Words

LANGUAGES = ("en", "ko")
_WORD = re.compile(r"\s+|\d+(?:[.,:-]\d+)+|\w+|[^\w\s]")
_LONGEST = 4_000
"""Characters of a text from which on words are not compared one by one."""
_ALIKE = 0.35
"""Texts less alike than this are shown whole, one after the other."""

MEMBERS: dict[str, Sentence] = {
    "title": Sentence("title", "제목"),
    "name": Sentence("name", "명칭"),
    "statement": Sentence("statement", "내용"),
    "note": Sentence("note", "비고"),
    "status_note": Sentence("state of the rule", "규정의 상태"),
    "condition": Sentence("condition", "조건"),
    "conditions": Sentence("conditions", "조건"),
    "legal_basis": Sentence("legal basis", "법적 근거"),
    "obligation": Sentence("obligation", "의무 수준"),
    "documents": Sentence("papers", "서류"),
    "as_written": Sentence("as written", "원문 표기"),
    "product_types": Sentence("product types", "제품 유형"),
    "except_product_types": Sentence("except product types", "제외 제품 유형"),
    "topics": Sentence("topics", "주제"),
    "country": Sentence("country", "국가"),
    "applies_from": Sentence("applies from", "적용 개시일"),
    "applies_until": Sentence("applies until", "적용 종료일"),
    "announced_on": Sentence("announced", "발표일"),
    "effective_from": Sentence("takes effect", "시행일"),
    "transition_until": Sentence("transition until", "경과기간 종료일"),
    "status": Sentence("status", "상태"),
    "currency_status": Sentence("still the rule", "현행 여부"),
    "fact_as_of": Sentence("as of", "기준 시점"),
    "checked_on": Sentence("checked on", "확인일"),
    "review_due_on": Sentence("to be checked again", "재확인 예정일"),
    "evidence_grade": Sentence("evidence grade", "근거 등급"),
    "source_custody": Sentence("text read at", "원문 확인처"),
    "confidence": Sentence("confidence", "신뢰도"),
    "citations": Sentence("source", "출처"),
    "source": Sentence("source", "출처"),
    "locator": Sentence("place in it", "출처 내 위치"),
    "supports": Sentence("supports it", "근거 여부"),
    "variants": Sentence("path", "경로"),
    "phases": Sentence("phase", "단계"),
    "fees": Sentence("fee", "수수료"),
    "total": Sentence("total", "총기간"),
    "duration": Sentence("duration", "기간"),
    "min": Sentence("least", "최소"),
    "max": Sentence("most", "최대"),
    "unit": Sentence("unit", "단위"),
    "amount": Sentence("amount", "금액"),
    "amount_to": Sentence("amount, up to", "금액(상한)"),
    "currency": Sentence("currency", "통화"),
    "prerequisites": Sentence("must come first", "선행 절차"),
    "procedure": Sentence("procedure", "절차"),
    "eligibility": Sentence("who may use it", "이용 요건"),
    "validity": Sentence("valid for", "유효기간"),
    "portal": Sentence("portal", "신청 포털"),
    "licence": Sentence("leads to", "허가 종류"),
    "assessment": Sentence("assessment", "심사 방식"),
    "acceleration": Sentence("made faster by", "신속화"),
    "references": Sentence("whose work", "대상 기관"),
    "authority": Sentence("authority", "규제기관"),
    "answer": Sentence("answer", "답변"),
    "scopes": Sentence("counts for", "인정 범위"),
    "low": Sentence("low", "최저"),
    "point": Sentence("figure", "수치"),
    "high": Sentence("high", "최고"),
    "value": Sentence("figure", "수치"),
    "definition": Sentence("definition", "정의"),
    "question": Sentence("question", "질문"),
    "replaces": Sentence("takes the place of", "대체한 항목"),
    "replaced_by": Sentence("replaced by", "대체하는 항목"),
    "affects": Sentence("affects", "영향받는 항목"),
    "url": Sentence("address", "주소"),
    "publisher": Sentence("publisher", "발행처"),
    "published_on": Sentence("published", "발행일"),
    "text": Sentence("text", "내용"),
    "translation": Sentence("state of the translation", "번역 상태"),
    "original": Sentence("language of the original", "원문 언어"),
}
"""What members of contents are called; one that is not here goes by its own name."""


@dataclass(frozen=True)
class Difference:
    """One member: its name, and its value before and after; `shown` has both, with what differs marked.

    `language` is set where only a text in another language changed.
    """

    member: str
    shown: Markup
    language: str | None = None


def differences(changes: Iterable[Mapping[str, str | None]], say: Words, language: str) -> list[Difference]:
    """The members that differ. `changes` have `pointer`, and `old` and `new` as JSON text, null where not there.

    Of a text that changed in several languages the page's is shown.
    """
    given = {str(one["pointer"]): (one["old"], one["new"]) for one in changes}
    found = []
    for pointer, (old, new) in given.items():
        base, _, last = pointer.rpartition("/")
        text = last in LANGUAGES
        if text and last != language and f"{base}/{language}" in given:
            continue
        other = last if text and last != language else None
        found.append(Difference(_member(base if text else pointer, language), _shown(old, new, say), other))
    return found


def _member(pointer: str, language: str) -> str:
    """`/variants/0/phases/2/name` as `path 1, phase 3, name`."""
    parts: list[str] = []
    for step in pointer.strip("/").split("/"):
        if step.isdecimal() and parts:
            parts[-1] += f" {int(step) + 1}"
        else:
            parts.append(MEMBERS[step].say(language) if step in MEMBERS else step.replace("_", " "))
    return ", ".join(parts)


def _shown(old: str | None, new: str | None, say: Words) -> Markup:
    before, after = _value(old, say), _value(new, say)
    if before is None:
        return Markup("<ins>{}</ins>").format(after)
    if after is None:
        return Markup("<del>{}</del>").format(before)
    if len(before) + len(after) > _LONGEST:
        return _whole(before, after)
    words, others = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole(before, after)
    shown: list[Markup] = []
    gone = come = ""
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        text = "".join(words[start:end])
        if what != "equal":
            gone, come = gone + text, come + "".join(others[other_start:other_end])
        elif text.isspace() and (gone or come):  # a space between two changes does not part them
            gone, come = gone + text, come + text
        else:
            shown += [_whole(gone, come), Markup("{}").format(text)]
            gone = come = ""
    return Markup("").join([*shown, _whole(gone, come)])


def _whole(before: str, after: str) -> Markup:
    """What went and what came; nothing where that is empty."""
    parts = [Markup("<del>{}</del>").format(before)] * bool(before) + [Markup("<ins>{}</ins>").format(after)] * bool(
        after
    )
    return Markup(" ").join(parts)


def _value(text: str | None, say: Words) -> str | None:
    """A JSON text as people read it."""
    value = json.loads(text) if text is not None else None
    if isinstance(value, bool):
        return say("yes" if value else "no")
    return None if value is None else str(value)
