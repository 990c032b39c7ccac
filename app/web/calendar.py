"""The policy calendar: what takes effect and what ends, on an axis of time, and what has no date yet."""

from typing import Any

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.directory.words import word_list
from app.answers.lists import entry_page
from app.answers.parameters import EntryFilters, PolicyFilters, PolicyParameters
from app.editions.schemas import ReadParameters, parameters_given
from app.editions.view import Position, View
from app.vocabulary.dates import months_after
from app.vocabulary.lists import EntryKind, PolicyStatus
from app.vocabulary.sentences import Sentence
from app.web.charts.axis import Stretch, in_order, stretch_of, time_axis
from app.web.forms import Chosen
from app.web.show import Built, address
from app.web.words import Words

AXIS_WORDS = {
    "axis": Sentence(
        "What takes effect and what ends, on an axis of quarters; the list below says the same",
        "시행과 종료 시점(분기별). 같은 내용을 아래 목록에도 표시합니다",
    ),
    "today": Sentence("today", "오늘"),
    "axis_key": Sentence(
        "Pale: the source gives a month or a year only, and it may be any day of it.",
        "옅은 색: 출처에 월 또는 연도만 기재되어 그 기간 중 어느 날일 수 있습니다.",
    ),
}
WORDS = {
    **AXIS_WORDS,
    "lead": Sentence(
        "Policies by the day on which they take effect or their transition ends, as far as a source says.",
        "출처에 명시된 시행일과 경과기간 종료일을 기준으로 정책을 정리합니다.",
    ),
    "all": Sentence("all", "전체"),
    "status": Sentence("Status", "상태"),
    "subscribe": Sentence("Subscribe (.ics)", "캘린더 구독(.ics)"),
    "ahead": Sentence("Ahead, and of the last twelve months", "향후 및 최근 12개월"),
    "undated": Sentence("Under way, without a date", "진행 중이나 날짜 미정"),
    "undated_what": Sentence(
        "Announced, in consultation or adopted, and no source says from when.",
        "발표, 의견수렴 또는 채택되었으나 시행 시점을 밝힌 출처가 없습니다.",
    ),
    "before": Sentence("Earlier", "이전"),
    "timeless": Sentence("In force or withdrawn, without a date", "시행 중이거나 철회되었으며 날짜 미상"),
    "from": Sentence("Takes effect", "시행일"),
    "until": Sentence("Transition or rule ends", "경과기간·적용 종료일"),
    "announced": Sentence("Announced", "발표일"),
    "policy": Sentence("Policy", "정책"),
    "none": Sentence("No policy goes with these choices.", "선택한 조건에 해당하는 정책이 없습니다."),
    "count": Sentence("{count} policies", "정책 {count}건"),
}
_DONE = (PolicyStatus.in_force, PolicyStatus.withdrawn)


class CalendarPageParameters(Chosen, PolicyFilters, EntryFilters, ReadParameters):
    """The filters of `/v1/policies`."""


def calendar(view: View, parameters: CalendarPageParameters, root: str) -> Built:
    """Policies that the filters find, by when they matter. Raises `InvalidValue` for unknown words."""
    say = Words(view.language, WORDS)
    policies = _all(view, parameters)
    since = months_after(view.today, -12)
    drawn = [(item, stretch_of(item, f"{root}/entries/{item['id']}")) for item in policies]
    near = [(item, one) for item, one in drawn if one and one.last >= since]
    rest = [item for item, one in drawn if not one or one.last < since]
    given = parameters_given(parameters)
    return {
        "edition": view.edition.number,
        "meta": view.meta(),
        "total": len(policies),
        "chart": time_axis(
            [one for _, one in near], since=since, today=view.today, title=say("axis"), today_word=say("today")
        ),
        "parts_of": [
            ("ahead", [item for item, _ in sorted(near, key=lambda pair: in_order(pair[1]))]),
            ("undated", [item for item in rest if _dated(item) is None and item["status"] not in _DONE]),
            ("before", sorted((one for one in rest if _dated(one)), key=lambda one: str(_dated(one)), reverse=True)),
            ("timeless", [item for item in rest if _dated(item) is None and item["status"] in _DONE]),
        ],
        "subscribe": address("/v1/calendar.ics", **given, kind="policy", lang=view.language),
        "countries": [
            (one["id"], one["name"])
            for one in country_list(view, CountryParameters())["items"]
            if one["entries"].get("policy")
        ],
        "types": [(one["id"], one["name"]) for one in word_list(view, "product_type")["items"]],
        "statuses": [(str(one), say.name("PolicyStatus", one)) for one in PolicyStatus],
        "asked": {name: (value or [""])[0] for name, value in _asked(parameters).items()},
    }


def _asked(parameters: CalendarPageParameters) -> dict[str, list[str]]:
    return {name: getattr(parameters, name) for name in ("country", "product_type", "status")}


def _dated(item: dict[str, Any]) -> str | None:
    """When a policy took effect or ended."""
    stretch: Stretch | None = stretch_of(item, "")
    return stretch.last.isoformat() if stretch else None


def _all(view: View, parameters: CalendarPageParameters) -> list[dict[str, Any]]:
    """Every policy that the filters find: the axis has room for all of an edition."""
    asked = PolicyParameters.model_validate(parameters.model_dump(exclude={"lang"}) | {"limit": 200})
    found: list[dict[str, Any]] = []
    after: Position | None = None
    while True:
        page = entry_page(view, asked, after, EntryKind.policy)
        found += page.body["items"]
        after = page.end
        if after is None:
            return found
