"""A guide on one page: every fact with its marks, procedures drawn as clocks, and what is not known said aloud."""

from typing import Any

from markupsafe import Markup

from app.answers.guides.guide import guide
from app.answers.guides.schemas import GuideParameters
from app.editions.view import View
from app.vocabulary.dates import months_after
from app.vocabulary.sentences import Sentence
from app.web.calendar import AXIS_WORDS
from app.web.charts.axis import stretch_of, time_axis
from app.web.charts.clock import procedure_clock
from app.web.show import Built
from app.web.words import Words

WORDS = {
    **AXIS_WORDS,
    "procedures": Sentence("Procedures and their clocks", "절차와 처리기간"),
    "checklist": Sentence("What to show, by topic", "주제별 제출·준비 사항"),
    "regional": Sentence("ASEAN rules that bind here", "적용되는 아세안 규정"),
    "reliance_here": Sentence("Whose approval counts", "인정되는 승인·실사"),
    "observed_times": Sentence("How long it really took", "실제 소요기간"),
    "coming": Sentence("What is about to change", "예정된 변경"),
    "policies": Sentence("Policy", "정책"),
    "market": Sentence("Market", "시장"),
    "questions": Sentence("Questions and answers", "질의응답"),
    "terms": Sentence("The country's own words", "현지 용어"),
    "older": Sentence("Older evidence: replaced, or history", "대체되었거나 과거인 기록"),
    "gaps": Sentence("Looked for and not found", "찾았으나 확인하지 못한 사항"),
    "disagreements": Sentence("Where sources differ", "출처 간 불일치"),
    "not_stated": Sentence("Product type not stated", "제품 유형이 명시되지 않은 사항"),
    "documents": Sentence("Papers", "서류"),
    "asked_by": Sentence("asked for in {count}", "{count}개 항목에서 요구"),
    "fees": Sentence("Fees", "수수료"),
    "fee": Sentence("Fee", "수수료"),
    "amount": Sentence("Amount", "금액"),
    "condition": Sentence("When", "조건"),
    "prerequisites": Sentence("Must come first", "선행 절차"),
    "total": Sentence("Total", "합계"),
    "observed": Sentence("Observed", "관측"),
    "clock_of": Sentence("The clock of {name}, in calendar days", "{name}의 처리기간(역일)"),
    "clock_stops": Sentence("clock stops", "기간 정지 있음"),
    "no_clock": Sentence("No source gives a time for this path.", "이 경로의 기간을 밝힌 출처가 없습니다."),
    "validity": Sentence("Licence valid for {time}", "허가 유효기간 {time}"),
    "authority": Sentence("authority", "규제기관"),
    "applicant": Sentence("applicant", "신청인"),
    "round": Sentence("extra round", "추가 회차"),
    "observed_key": Sentence("observed", "관측값"),
    "on": Sentence("On", "날짜"),
    "next_dates": Sentence("Next dates", "다가오는 날짜"),
    "takes-effect": Sentence("takes effect", "시행"),
    "begins-to-apply": Sentence("begins to apply", "적용 개시"),
    "transition-ends": Sentence("transition ends", "경과기간 종료"),
    "contents": Sentence("On this page", "이 페이지의 내용"),
    "paper_view": Sentence("Long form for print, with all texts", "전체 본문 인쇄용"),
    "forecast_this": Sentence("Forecast dates", "날짜 예측"),
}
_PARTS = (
    ("procedures", "procedures"),
    ("checklist", "requirements"),
    ("documents", "documents"),
    ("reliance_here", "reliance"),
    ("observed_times", "observed_times"),
    ("coming", "coming"),
    ("regional", "regional"),
    ("policies", "policies"),
    ("not_stated", "product_type_not_stated"),
    ("terms", "terms"),
    ("questions", "questions"),
    ("market", "market"),
    ("older", "older_evidence"),
    ("disagreements", "disagreements"),
    ("gaps", "gaps"),
)


def guide_page(view: View, country: str, product_type: str, parameters: GuideParameters) -> Built:
    """The guide's answer, with a chart for each path. Raises as `guide` does."""
    found = guide(view, country, product_type, parameters)
    say = Words(view.language, WORDS)
    charts = {
        (item["id"], variant["id"]): procedure_clock(variant, _observed(found, item, variant), say)
        for item in found["procedures"]
        for variant in item["variants"]
    }
    return {
        "edition": found["edition"],
        "meta": found["meta"],
        "guide": found,
        "charts": charts,
        "axis": _axis(found, view, say),
        "parts_shown": [(name, member, _count(found, member)) for name, member in _PARTS if found[member]],
    }


def _count(found: dict[str, Any], member: str) -> int:
    """How many facts a part holds; requirements stand in groups by topic."""
    parts = found[member]
    return sum(len(group["items"]) for group in parts) if member == "requirements" else len(parts)


def _axis(found: dict[str, Any], view: View, say: Words) -> Markup | None:
    """What is coming, on an axis of time that begins a quarter ago."""
    drawn = [stretch_of(one, f"/{view.language}/entries/{one['id']}") for one in found["coming"]]
    return time_axis(
        [one for one in drawn if one],
        since=months_after(view.today, -3),
        today=view.today,
        title=say("axis"),
        today_word=say("today"),
    )


def _observed(found: dict[str, Any], item: dict[str, Any], variant: dict[str, Any]) -> list[dict[str, Any]]:
    """Times observed for a procedure, at its first path: nobody says for which path they are."""
    if variant is not item["variants"][0]:
        return []
    return [one for one in found["observed_times"] if one["procedure"] == item["id"] and one["unit"]][:4]
