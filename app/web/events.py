"""Forums: occasions on which regulators spoke, what they said, and whether a text confirmed it since."""

from typing import Any

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.lists import entry_page
from app.answers.parameters import EntryParameters
from app.editions.view import Page, Position, View
from app.forum.events import event_page, one_event
from app.forum.schemas import EventParameters
from app.vocabulary.sentences import Sentence
from app.web.forms import Chosen
from app.web.show import Built

WORDS = {
    "lead": Sentence(
        "Where regulators spoke, what they said, and what of it stands in a law or on an official page since.",
        "규제기관이 발표한 행사와 그 내용, 그리고 이후 법령·공식 자료로 확인되었는지를 정리합니다.",
    ),
    "all": Sentence("all", "전체"),
    "sessions": Sentence("Sessions {count}", "세션 {count}건"),
    "statements": Sentence("Statements {count}", "발언 {count}건"),
    "organisers": Sentence("Organised by", "주최·주관"),
    "held": Sentence("Held", "개최일"),
    "place": Sentence("Place", "장소"),
    "took_part": Sentence("Took part", "참가국"),
    "presenter": Sentence("Spoke", "발표자(직위)"),
    "said": Sentence("What was said", "발언 내용"),
    "without_session": Sentence("Said, on condition that nobody is named", "발언자를 밝히지 않는 조건의 발언"),
    "confirmed": Sentence("confirmed by", "다음 자료로 확인됨"),
    "not_confirmed": Sentence("no official text found that confirms it", "확인하는 공식 자료를 찾지 못함"),
    "press": Sentence("known from the press alone", "언론 보도로만 확인됨"),
    "entries_of": Sentence("entries", "항목"),
    "came_from": Sentence("Entries that came from here", "이 행사에서 나온 항목"),
    "no_statements": Sentence("No statement is recorded.", "수록된 발언이 없습니다."),
    "next_page": Sentence("More events", "다음 행사"),
    "none": Sentence("No event goes with this choice.", "선택한 조건에 해당하는 행사가 없습니다."),
    "requirement": Sentence("requirement", "요건"),
    "timeline": Sentence("timeline", "소요기간"),
    "policy-direction": Sentence("direction of policy", "정책 방향"),
    "market": Sentence("market", "시장"),
    "issue": Sentence("issue", "쟁점"),
    "more_entries": Sentence("{count} more", "그 밖에 {count}건"),
}


class EventsParameters(Chosen, EventParameters):
    """The list of events."""


def events(view: View, parameters: EventsParameters, after: Position | None) -> Page:
    """A page of events. Raises `InvalidValue` for a country that the edition does not know."""
    found = event_page(view, parameters, after)
    names = _names(view)
    items = found.body["items"]
    if after is None and found.end is None:  # all of them: the newest first
        items = sorted(items, key=lambda one: one["starts_on"] or "", reverse=True)
    body = {
        **found.body,
        "items": items,
        "names": names,
        "countries": list(names.items()),
        "asked": (parameters.country or [""])[0],
    }
    return Page(body, found.end)


def event(view: View, id_: str) -> Built:
    """An event with its sessions and the entries that came from it. Raises `UnknownRecord`."""
    found = one_event(view, id_)
    came = entry_page(
        view, EntryParameters.model_validate({"event": [id_], "view": "summary", "limit": 200}), None, None
    ).body
    return {
        "edition": found["edition"],
        "meta": found["meta"],
        "event": found,
        "entries": came["items"],
        "more": came["total"] - len(came["items"]),
        "titles": {one["id"]: one["title"] for one in came["items"]},
        "names": _names(view),
    }


def _names(view: View) -> dict[str, Any]:
    return {one["id"]: one["name"] for one in country_list(view, CountryParameters())["items"]}
