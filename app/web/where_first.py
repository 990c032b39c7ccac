"""Where first? Countries by the time to a licence: the rules, beside them what was measured; the unknown last."""

from fractions import Fraction
from typing import Annotated, Any

from markupsafe import Markup
from pydantic import Field

from app.answers.clocks.durations import Span
from app.answers.directory.words import word_list
from app.answers.parameters import Word
from app.answers.timelines.schemas import TimelineParameters
from app.answers.timelines.timelines import timelines
from app.editions.view import View
from app.vocabulary.lists import Licence, SampleBasis
from app.vocabulary.sentences import Sentence
from app.web.charts.clock import Bar, draw
from app.web.forms import Chosen
from app.web.show import Built
from app.web.words import Words

Item = dict[str, Any]

WORDS = {
    "licence": Sentence("Leads to", "허가 종류"),
    "rank_by": Sentence("Ranked by", "순위 기준"),
    "statutory": Sentence("the rules", "규정상 기간"),
    "observed": Sentence("what was measured", "측정된 기간"),
    "applies_on": Sentence("Filed on", "신청일"),
    "chart": Sentence(
        "Countries by calendar days to the end of the procedure; the table below says the same",
        "절차 종료까지의 역일 수(국가별). 같은 내용을 아래 표에도 표시합니다",
    ),
    "key_rule": Sentence("by the rules", "규정상"),
    "key_range": Sentence("the rules give a range, or only an upper end", "규정이 범위 또는 상한만 정한 부분"),
    "key_measured": Sentence("measured; never mixed with the rules", "측정값(규정과 섞지 않음)"),
    "bar_rule": Sentence("{rank}. {country}: {days} by the rules", "{rank}. {country}: 규정상 {days}"),
    "bar_unranked": Sentence("{country}: {days} by the rules", "{country}: 규정상 {days}"),
    "bar_measured": Sentence("{country}: {days} measured", "{country}: 측정값 {days}"),
    "place": Sentence("Place", "순위"),
    "by_rule": Sentence("By the rules", "규정상"),
    "path": Sentence("On which path", "기준 경로"),
    "asks": Sentence("What it asks for", "요구 조건"),
    "measured": Sentence("Measured", "측정값"),
    "ranked": Sentence("Ranked", "순위"),
    "apart": Sentence("Time known, and no place for it", "기간은 알려져 있으나 순위에서 제외"),
    "would_rank": Sentence("it would take place {rank}", "순위에 든 경우 {rank}위"),
    "dated": Sentence("as of {date}", "{date} 기준"),
    "unranked": Sentence("Something is known, and not enough to rank", "일부 정보는 있으나 순위를 정할 수 없음"),
    "nothing_known": Sentence("No such procedure is recorded", "해당 절차의 기록 없음"),
    "nothing_means": Sentence(
        "For this product type and licence. This does not mean that there is none.",
        "이 제품 유형과 허가 종류에 해당합니다. 절차가 없다는 뜻은 아닙니다.",
    ),
    "no_one": Sentence(
        "No country can be ranked for this choice.", "선택한 조건으로 순위를 정할 수 있는 국가가 없습니다."
    ),
    "others": Sentence(
        "Regions and organisations, shown and never ranked", "지역·국제기구(표시만 하고 순위에서 제외)"
    ),
    "all_paths": Sentence("Every path, country by country", "국가별 모든 경로"),
    "at_least": Sentence("at least {days}", "최소 {days}"),
    "faster": Sentence("Faster on conditions: {days}", "조건부로 더 빠른 경로: {days}"),
    "no_conditions": Sentence(
        "needs no approval elsewhere, designation or acceleration", "다른 규제기관의 허가, 지정, 신속 절차 불필요"
    ),
    "no_measured": Sentence("none measured", "측정값 없음"),
    "paths_now": Sentence("Paths", "경로"),
    "paths_coming": Sentence("Begin after the filing day", "신청일 이후 시작되는 경로"),
    "paths_older": Sentence("Replaced, ended or history", "대체되었거나 종료된 경로"),
    "observed_here": Sentence("How long it really took", "실제 소요기간"),
    "of_stage": Sentence("only a part: {stage}", "일부 단계: {stage}"),
    "sample": Sentence("n = {n}", "n = {n}"),
    "basis": Sentence("How known", "근거 유형"),
    "figure": Sentence("Figure", "수치"),
    "what": Sentence("What", "내용"),
    "gaps_here": Sentence("Looked for and not found", "찾았으나 확인하지 못한 사항"),
    "disagreements_here": Sentence("Where sources differ", "출처 간 불일치"),
    "before_it": Sentence("Comes first, not counted here", "선행 절차(기간에 미포함)"),
    "any-approval": Sentence("one approval elsewhere, by any authority", "다른 규제기관 한 곳의 허가 필요"),
    "unconditional": Sentence("open without conditions", "별도 조건 없음"),
    "conditional": Sentence("on conditions", "조건부"),
    "product-type-not-stated": Sentence("product type not stated", "제품 유형 미명시"),
    "compare_these": Sentence("Compare the ranked countries", "순위에 든 국가 비교"),
}
_COMPARED = 5


class WhereFirstParameters(Chosen, TimelineParameters):
    """The parameters of `/v1/timelines`, with a product type to begin with."""

    product_type: Annotated[Word, Field(description="The product type.")] = "new-chemical-entity"


def where_first(view: View, parameters: WhereFirstParameters) -> Built:
    """Countries in their order, and every path of each. Raises as `timelines` does."""
    found = timelines(view, parameters)
    say = Words(view.language, WORDS)
    ranked = [one for one in found["ranking"] if one["rank"] is not None]
    rest = [one for one in found["ranking"] if one["rank"] is None]
    apart = [one for one in rest if one["statutory"]["apart"]] if parameters.rank_by == "statutory" else []
    told = [one for one in rest if _anything(one) and one not in apart]
    return {
        "edition": found["edition"],
        "meta": found["meta"],
        "found": found,
        "parts_of": [("ranked", ranked), ("apart", apart), ("unranked", told)],
        "nothing": [one for one in rest if not _anything(one)],
        "detailed": [*ranked, *apart, *told, *(one for one in found["other_jurisdictions"] if _anything(one))],
        "others": found["other_jurisdictions"],
        "chart": _chart([*ranked, *apart, *told], say),
        "ranked_path": _ranked_path,
        "figures": _figures,
        "evidence": {one["id"]: one for one in found["evidence"]},
        "types": [(one["id"], one["name"]) for one in word_list(view, "product_type")["items"]],
        "licences": [(str(one), say.name("Licence", one)) for one in Licence],
        "asked": parameters,
        "compared": [one["country"] for one in ranked[:_COMPARED]],
    }


def _anything(one: Item) -> bool:
    """Is there anything to show of a country?"""
    return bool(one["paths"] or one["coming"] or one["older"] or any(one["observed_times"].values()))


def _ranked_path(one: Item) -> Item | None:
    """The path that stands for a country by its rules, if there is one."""
    rank = one["statutory"]
    paths = (*one["paths"], *one["older"])
    return next(
        (path for path in paths if (path["procedure"], path["variant"]) == (rank["procedure"], rank["variant"])), None
    )


def _figures(one: Item) -> list[tuple[str, Item]]:
    """What was observed in a country, each with how it came about."""
    return [(str(basis), figure) for basis in SampleBasis for figure in one["observed_times"][basis]]


def _chart(countries: list[Item], say: Words) -> Markup | None:
    """A bar by the rules for each country that has one, and below it, hollow, what was measured there."""
    bars: list[Bar] = []
    for one in countries:
        name, path, rank = one["country_name"], _ranked_path(one), one["statutory"]
        if path and rank["days"] is not None:
            days = say("calendar_days", days=rank["days"])
            place = rank["rank"]
            label = (
                say("bar_rule", rank=place, country=name, days=days)
                if place
                else say("bar_unranked", country=name, days=days)
            )
            span = Span(*(None if end is None else Fraction(end) for end in path["clock"]["days"].values()))
            bars.append(Bar(label, "authority", Fraction(0), span))
        measured = one["observed"]["days"]
        if measured is not None:
            label = say("bar_measured", country=name, days=say("calendar_days", days=measured))
            bars.append(Bar(label, "observed", Fraction(0), Span(Fraction(measured), Fraction(measured))))
    return draw(bars, title=say("chart"), unit=say("days")) if bars else None
