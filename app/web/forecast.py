"""A forecast: dates of one procedure, phase by phase, as bars on the authority's calendar and as a table."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.directory.words import word_list
from app.answers.forecasts.forecast import forecast
from app.answers.forecasts.schemas import FilingDay, ForecastParameters
from app.answers.lists import entry_page
from app.answers.parameters import ProcedureParameters, Word
from app.editions.known import known
from app.editions.schemas import parameters_given
from app.editions.view import View
from app.vocabulary.lists import EntryKind, SampleBasis
from app.vocabulary.sentences import Sentence
from app.web.charts.bars import Row, calendar_bars
from app.web.forms import Chosen
from app.web.show import Built, address
from app.web.words import Words

Item = dict[str, Any]

WORDS = {
    "lead": Sentence(
        "Choose a country, then a procedure and the day on which you file. "
        "Days are counted on the authority's own calendar.",
        "국가를 선택한 뒤 절차와 신청일을 선택하십시오. 날짜는 해당 규제기관의 근무일 기준으로 계산합니다.",
    ),
    "choose_country": Sentence("Choose a country", "국가 선택"),
    "procedure": Sentence("Procedure", "절차"),
    "no_procedure": Sentence(
        "No procedure of this country is recorded. This does not mean that there is none.",
        "이 국가의 절차는 기록되어 있지 않습니다. 절차가 없다는 뜻은 아닙니다.",
    ),
    "choose": Sentence("Choose a procedure", "절차 선택"),
    "submit_on": Sentence("Filed on", "신청일"),
    "variant": Sentence("Path", "경로"),
    "any": Sentence("all", "전체"),
    "any_type": Sentence("not said", "지정 안 함"),
    "applicant_days": Sentence("Your own days at each clock stop", "심사기간 정지마다 신청인이 쓰는 역일"),
    "with_prerequisites": Sentence("with the procedures that must come first", "선행 절차 포함"),
    "compute": Sentence("Compute the dates", "날짜 계산"),
    "start": Sentence("Starts", "시작일"),
    "earliest": Sentence("Earliest end", "최단 종료일"),
    "expected": Sentence("Expected end", "예상 종료일"),
    "late": Sentence("Late end", "지연 종료일"),
    "at_least": Sentence("at least: part of the way has no known length", "하한: 기간을 알 수 없는 단계가 있음"),
    "estimated": Sentence("counted over holidays not yet announced", "아직 공고되지 않은 공휴일을 추정하여 계산"),
    "not_computable": Sentence("No end can be computed.", "종료일을 계산할 수 없습니다."),
    "ics": Sentence("Put into your calendar (.ics)", "캘린더에 넣기(.ics)"),
    "chart": Sentence(
        "{title}: bars on a calendar; the tables below say the same",
        "{title}: 캘린더 막대그래프. 같은 내용을 아래 표에도 표시합니다",
    ),
    "key_authority": Sentence("authority", "규제기관"),
    "key_applicant": Sentence("applicant", "신청인"),
    "key_possible": Sentence("up to the late end", "지연 종료일까지"),
    "key_earliest": Sentence("stroke: earliest end", "세로선: 최단 종료일"),
    "key_closed": Sentence("{count} holidays on weekdays", "근무일에서 제외한 평일 공휴일 {count}일"),
    "key_open": Sentence("dashed: length not known", "점선: 기간을 알 수 없음"),
    "until": Sentence("until {on}", "{on}까지"),
    "no_length": Sentence("the source gives no length", "출처에 기간 없음"),
    "steps": Sentence("Phase by phase", "단계별 일정"),
    "phase": Sentence("Phase", "단계"),
    "whose": Sentence("Whose time", "담당"),
    "begins": Sentence("Begins", "시작"),
    "counted": Sentence("How it is counted", "계산 방법"),
    "step_main": Sentence("the procedure", "해당 절차"),
    "step_prerequisite": Sentence("must come first", "선행 절차"),
    "needed": Sentence("Needed: {when}", "필요한 경우: {when}"),
    "filed": Sentence("filed {filed}, received {received}", "{filed} 제출, {received} 접수"),
    "is_done": Sentence("It is through already: count without it", "이미 완료: 제외하고 계산"),
    "undecided": Sentence("One of these is enough", "다음 중 하나로 충분함"),
    "left_out": Sentence("Not counted", "계산에 넣지 않은 절차"),
    "reason_not-asked": Sentence("prerequisites were not asked for", "선행 절차 포함을 선택하지 않음"),
    "reason_done": Sentence("you said that it is through", "완료된 것으로 입력함"),
    "reason_skipped": Sentence("you said that it is not needed", "필요하지 않은 것으로 입력함"),
    "reason_other-product-type": Sentence("not for this product type", "다른 제품 유형 대상"),
    "reason_may-follow": Sentence("it may not be needed as well", "함께 필요한지 알 수 없음"),
    "reason_cycle": Sentence("it waits for what waits for it", "서로를 선행 절차로 요구함"),
    "reason_not-recorded": Sentence("not recorded in this edition", "이 판에 기록되지 않음"),
    "kind_total": Sentence("whole clock", "전체 기간"),
    "kind_phase": Sentence("part of the clock", "처리기간에 포함"),
    "kind_before": Sentence("ahead of filing", "신청 전"),
    "kind_outside": Sentence("on the way, outside the clock", "처리기간 밖의 단계"),
    "kind_inside": Sentence("within the one before", "앞 단계에 포함"),
    "kind_extra-round": Sentence("in the late case alone", "지연되는 경우에만"),
    "assumptions": Sentence("What the dates take for granted", "계산의 전제"),
    "calendars": Sentence("Calendars", "적용 캘린더"),
    "holidays": Sentence("{count} holidays on weekdays", "평일 공휴일 {count}일"),
    "is_estimate": Sentence("estimated", "추정"),
    "announced": Sentence("announced until {on}", "{on}까지 공고됨"),
    "observed_here": Sentence(
        "How long it really took; never part of a date", "실제 소요기간(날짜 계산에 반영하지 않음)"
    ),
    "entry": Sentence("The entry", "항목 보기"),
}
_CSS = {"total": "total", "extra-round": "round", "before": "applicant"}


class ForecastPageParameters(Chosen, ForecastParameters):
    """The parameters of `/v1/forecasts`, and the country of which procedures are offered."""

    country: Annotated[Word | None, Field(description="Whose procedures are offered.")] = None
    procedure: Annotated[Word, Field(description="Id of a procedure; without it the page is the form.")] = ""
    submit_on: Annotated[FilingDay, Field(description="The day of filing; default: today.")] = ""
    format: Annotated[None, Field(description="A page has no other form; `/v1/forecasts` has.")] = None


def of_the_api(parameters: ForecastPageParameters) -> Item:
    """What is asked of `/v1/forecasts`, as far as it was given."""
    return {name: value for name, value in parameters_given(parameters).items() if name not in ("country", "lang")}


def forecast_page(view: View, parameters: ForecastPageParameters) -> Built:
    """The form, and once a procedure is chosen its dates. Raises as `forecast` does."""
    say = Words(view.language, WORDS)
    jurisdictions = view.snapshot.of("jurisdiction")
    country = parameters.country.upper() if parameters.country else None
    if country:
        known("country", [country], jurisdictions, "jurisdiction")
    asked = of_the_api(parameters) | {"submit_on": parameters.submit_on or view.today.isoformat()}
    found = forecast(view, ForecastParameters(**asked)) if parameters.procedure else None
    if found and country and found["country"] != country:
        found = None  # another country was chosen since; its procedures come next
    country = found["country"] if found else country
    return {
        "edition": view.edition.number,
        "meta": view.meta(),
        "found": found,
        "asked": parameters,
        "submit_on": asked["submit_on"],
        "country": country,
        "countries": [
            (one["id"], one["name"])
            for one in country_list(view, CountryParameters())["items"]
            if one["entries"].get("procedure") or one["id"] == country
        ],
        "procedures": _procedures(view, country) if country else [],
        "types": [(one["id"], one["name"]) for one in word_list(view, "product_type")["items"]],
        "variants": [(path["variant"], path["name"] or path["variant"]) for path in _main(found)],
        "chart": _chart(found, say) if found else None,
        "evidence": {one["id"]: one for one in found["evidence"]} if found else {},
        "observed": _observed(found) if found else [],
        "ics": address("/v1/forecasts", **asked, format="ics", lang=view.language),
    }


def _procedures(view: View, country: str) -> list[tuple[str, str]]:
    asked: Item = {"country": [country], "limit": 200, "view": "summary"}
    items = entry_page(view, ProcedureParameters(**asked), None, EntryKind.procedure).body["items"]
    return [(one["id"], one["title"]) for one in items]


def _main(found: Item | None) -> list[Item]:
    """The paths of the procedure itself."""
    return [path for step in (found["steps"] if found else ()) if step["role"] == "main" for path in step["paths"]]


def _observed(found: Item) -> list[tuple[str, Item]]:
    return [(str(basis), figure) for basis in SampleBasis for figure in found["observed"][basis]]


def _chart(found: Item, say: Words) -> Any:
    rows = list(_rows(found, say))
    closed = [date.fromisoformat(day["on"]) for one in found["calendars"] for day in one["holidays"]]
    return calendar_bars(
        rows,
        closed=closed,
        closed_label=say("key_closed", count=len(closed)),
        title=say("chart", title=found["title"]),
    )


def _rows(found: Item, say: Words) -> Iterator[Row]:
    """A line for each bar; headings where there are several procedures or paths."""
    for step in found["steps"]:
        for path in step["paths"]:
            if len(found["steps"]) > 1 or len(step["paths"]) > 1:
                named = f" ({path['name'] or path['variant']})" if len(step["paths"]) > 1 else ""
                yield Row(f"{step['title']}{named}")
            for bar in path["bars"]:
                yield _row(bar, say)
            if not path["bars"]:
                yield Row(say("no_length"), "authority", _dates(step["received"])["expected"], open=True)


def _row(bar: Item, say: Words) -> Row:
    start, end = _dates(bar["start"]), _dates(bar["end"])
    no_length = not any(end.values())
    until = end["expected"] or end["late"]
    said = (bar["written"] or (say("not_known") if no_length else None), say("until", on=until) if until else None)
    return Row(
        f"{bar['name']}: {', '.join(one for one in said if one)}",
        _CSS.get(bar["kind"]) or bar["role"] or "authority",
        start["expected"] or start["late"],
        end["expected"],
        end["earliest"],
        end["late"],
        open=end["late"] is None,
    )


def _dates(dates: dict[str, str | None]) -> dict[str, date | None]:
    return {case: date.fromisoformat(day) if day else None for case, day in dates.items()}
