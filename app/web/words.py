"""The words of the pages, in each language; those of closed lists come from the vocabulary."""

from enum import StrEnum
from typing import Any

from app.answers.clocks.durations import written
from app.vocabulary import lists
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

WORDS: dict[str, Sentence] = {
    "atlas": Sentence("Licensing Atlas", "Licensing Atlas 의약품 허가 지식베이스"),
    "tagline": Sentence(
        "How medicines get licensed, country by country, each fact with its source and its date",
        "국가별 의약품 허가 요건과 절차, 모든 사실에 출처와 날짜를 표시합니다",
    ),
    "skip": Sentence("Skip to the content", "본문으로 건너뛰기"),
    "menu": Sentence("Main pages", "주요 페이지"),
    "home": Sentence("Overview", "개요"),
    "where_first": Sentence("Where first?", "어디부터?"),
    "compare": Sentence("Compare", "국가 비교"),
    "forecast": Sentence("Forecast", "일정 예측"),
    "reliance": Sentence("Reliance on MFDS", "식약처 승인 활용"),
    "calendar": Sentence("Policy calendar", "정책 일정"),
    "changes": Sentence("What changed", "변경 이력"),
    "events": Sentence("Forums", "포럼"),
    "api": Sentence("API", "API"),
    "search": Sentence("Search", "검색"),
    "search_hint": Sentence("e.g. biosimilar Malaysia how long", "예: 말레이시아 바이오시밀러 허가 기간"),
    "language": Sentence("한국어", "English"),
    "as_data": Sentence("This page as data", "이 페이지의 데이터"),
    "edition": Sentence("Edition {number}, published {on}", "제{number}판, {on} 발행"),
    "cite": Sentence("Cite this", "인용하기"),
    "print": Sentence("Print", "인쇄"),
    "download": Sentence("Download as a workbook", "엑셀 파일로 받기"),
    "show": Sentence("Show", "보기"),
    "country": Sentence("Country", "국가"),
    "product_type": Sentence("Product type", "제품 유형"),
    "not_known": Sentence("not known", "알 수 없음"),
    "not_dated": Sentence("no date", "날짜 없음"),
    "days": Sentence("days", "일"),
    "calendar_days": Sentence("{days} calendar days", "역일 {days}일"),
    "entries": Sentence("{count} entries", "항목 {count}건"),
    "one_entry": Sentence("1 entry", "항목 1건"),
    "sources": Sentence("Sources", "출처"),
    "source": Sentence("Source", "출처"),
    "checked_on": Sentence("checked {on}", "{on} 확인"),
    "as_of": Sentence("as of {on}", "{on} 기준"),
    "stale": Sentence("may be out of date", "오래된 정보일 수 있음"),
    "undated": Sentence("no source has a date", "날짜가 있는 출처 없음"),
    "superseded": Sentence("superseded", "대체됨"),
    "historic": Sentence("historic", "과거 기록"),
    "low_confidence": Sentence("low confidence", "신뢰도 낮음"),
    "grade": Sentence("evidence grade {grade}", "근거 등급 {grade}"),
    "pending": Sentence("change coming", "변경 예정"),
    "warnings": Sentence("Before you rely on this", "이용 전 유의사항"),
    "nothing": Sentence("Nothing is recorded here.", "기록된 내용이 없습니다."),
    "wrong": Sentence("Is something wrong? Tell us", "오류를 발견하셨나요? 알려 주십시오"),
    "disclaimer": Sentence(
        "Not legal advice. Each fact is what its source said on its date; "
        "look at the date and the source before you rely on it.",
        "법률 자문이 아닙니다. 각 사실은 출처가 해당 시점에 밝힌 내용이므로, "
        "이용하기 전에 날짜와 출처를 확인하십시오.",
    ),
    "data_licence": Sentence(
        "Facts compiled by Licensing Atlas in its own words; the cited sources keep their own rights. "
        "Reuse with attribution to Licensing Atlas and the edition.",
        "Licensing Atlas가 자체 문장으로 정리한 내용이며, 인용된 출처의 권리는 각 출처에 있습니다. "
        "Licensing Atlas와 판을 표시하면 재이용할 수 있습니다.",
    ),
    "not_found": Sentence("There is no such page", "페이지를 찾을 수 없습니다"),
    "bad_question": Sentence("That cannot be answered", "답할 수 없는 요청입니다"),
    "split": Sentence("This became several entries", "여러 항목으로 나뉘었습니다"),
    "gone": Sentence("This was withdrawn", "철회된 항목입니다"),
    "failed": Sentence("Something failed on our side", "서버에서 오류가 발생했습니다"),
    "back": Sentence("To the overview", "개요로"),
    "did_you_mean": Sentence("Did you mean {word}?", "혹시 {word} 을(를) 찾으셨습니까?"),
}
"""Words that several pages use; each page adds its own in its `words`."""


class Words:
    """The wording of one page in its language: call it with a word's name."""

    def __init__(self, language: str, own: dict[str, Sentence]) -> None:
        self.language = language
        self._own = own

    def __call__(self, name: str, /, **values: object) -> str:
        """A word or sentence of the pages, filled in. Raises `KeyError` for one that is not there."""
        sentence = self._own.get(name) or WORDS[name]
        return sentence.say(self.language, **values)

    def name(self, kind: str, word: str | None) -> str:
        """What a member of a closed list (by the name of its list) is called; words for not known, where null."""
        if word is None:
            return self("not_known")
        members: type[StrEnum] = getattr(lists, kind)
        return name_of(members, word, self.language)

    def duration(self, duration: dict[str, Any] | None) -> str:
        """A duration in its own unit, or words for not known."""
        return written(duration, self.language) if duration else self("not_known")

    def days(self, days: dict[str, Any]) -> str:
        """A range of calendar days (`{min, max}`), or words for not known."""
        if days["min"] is None and days["max"] is None:
            return self("not_known")
        return written({**days, "unit": "calendar-day"}, self.language)

    def money(self, amount: str | None, currency: str | None) -> str:
        """An amount with separators of thousands and its currency."""
        if amount is None:
            return self("not_known")
        whole, _, rest = amount.partition(".")
        grouped = f"{int(whole):,}" + (f".{rest}" if rest else "")
        return f"{currency} {grouped}" if currency else grouped

    def marks(self, item: dict[str, Any]) -> list[tuple[str, str]]:
        """What a reader must know of an entry's evidence: (class of the mark, words), most pressing first."""
        found: list[tuple[str, str]] = []
        if item["currency_status"] in ("superseded", "historic"):
            found.append(("bad", self(item["currency_status"])))
        stale = item["here"]["stale"]
        if stale == "yes" and not found:
            found.append(("warn", self("stale")))
        if stale == "unknown":
            found.append(("quiet", self("undated")))
        if item.get("confidence") == "low":
            found.append(("warn", self("low_confidence")))
        if item.get("pending_changes"):
            found.append(("note", self("pending")))
        return found
