"""The dates of entries as calendar events: when policies take effect, transitions end, rules begin and end."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, or_

from app.answers.calendar.events import Dated, Status, calendar_file
from app.answers.calendar.schemas import CalendarParameters
from app.answers.conditions import ENTRY, has
from app.answers.entries import entries_of
from app.answers.filters import build_filters
from app.answers.render import show
from app.editions.view import View
from app.knowledge.freeze import thaw
from app.knowledge.models.entry import PolicyRow
from app.vocabulary.dates import day_range
from app.vocabulary.lists import CurrencyStatus, PolicyStatus
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

NAME = Sentence("Licensing Atlas: dates", "Licensing Atlas: 일정")
KINDS: dict[str, Sentence] = {
    "announced_on": Sentence("announced", "발표"),
    "effective_from": Sentence("takes effect", "시행"),
    "transition_until": Sentence("end of the transition", "경과조치 종료"),
    "applies_from": Sentence("first day on which the rule holds", "적용 개시일"),
    "applies_until": Sentence("last day on which the rule holds", "적용 종료일"),
}
"""The members that hold a date, and what happens then; the first of several with one date speaks for them."""

PARTIAL = Sentence(
    'The source gives only "{written}"; the event spans all of it.',
    '출처에는 "{written}"만 기재되어 있어, 그 기간 전체를 일정으로 표시합니다.',
)
REPLACED = Sentence("Superseded or history.", "대체되었거나 과거의 규정입니다.")
STATES: dict[str, Sentence] = {
    PolicyStatus.announced: Sentence("Announced.", "발표된 상태입니다."),
    PolicyStatus.consultation: Sentence("In consultation.", "의견수렴 중입니다."),
    PolicyStatus.adopted: Sentence("Adopted.", "채택된 상태입니다."),
    PolicyStatus.in_force: Sentence("In force.", "시행 중입니다."),
    PolicyStatus.withdrawn: Sentence("Withdrawn.", "철회되었습니다."),
}
SOURCES = Sentence("Sources: {names}", "출처: {names}")
RESTS_ON = Sentence(
    "Entry: {id}, revision {revision}, edition {edition}.", "항목: {id}, 개정 {revision}, 판 {edition}."
)


def dated_entries(view: View, parameters: CalendarParameters) -> Item:
    """The events of all entries that the filters find. Raises `InvalidValue` for what the edition does not know."""
    filters = build_filters(view, parameters)
    policy = PolicyRow.__table__.c
    dated = or_(
        ENTRY.applies_from_low.is_not(None),
        ENTRY.applies_until_low.is_not(None),
        has(
            PolicyRow,
            or_(
                *(
                    policy[f"{name}_low"].is_not(None)
                    for name in ("announced_on", "effective_from", "transition_until")
                )
            ),
        ),
    )
    query = entries_of(view.edition.number).where(dated, *filters.conditions.values()).order_by(ENTRY.id)
    rows = [(row, thaw(row.content)) for row in view.connection.execute(query)]
    sources = view.sources({one["source"] for _, content in rows for one in content.get("citations", ())})
    return {
        "events": [event for row, content in rows for event in _events(view, row, content, sources)],
        "published_at": view.meta()["published_at"],
    }


def write_calendar(body: Item, language: str) -> bytes:
    """The events as iCalendar."""
    return calendar_file(NAME.say(language), body["events"], published_at=body["published_at"], language=language)


def _events(view: View, row: Row[Any], content: Item, sources: dict[str, Item]) -> Iterator[Dated]:
    language = view.language
    seen: set[str] = set()
    cited = [sources.get(one["source"], {}) for one in content.get("citations", ()) if one["supports"]]
    for member, happens in KINDS.items():
        written = content.get(member)
        if written is None or (written in seen and member.startswith("applies")):
            continue
        seen.add(written)
        first, last = day_range(written)
        title = show(content["title"], language)
        yield Dated(
            uid=f"{row.id}-{member.replace('_', '-')}",
            first=first,
            last=last,
            summary=f"{content['country']}: {title}: {happens.say(language)}",
            description="\n".join(_lines(view, row, content, written, cited)),
            categories=(row.kind, content["country"]),
            sequence=row.number,
            status=_status(content),
            url=next((one["url"] for one in cited if one.get("url")), None),
        )


def _lines(view: View, row: Row[Any], content: Item, written: str, cited: list[Item]) -> Iterator[str]:
    """The description: what it is, how exact the date is, how it stands, and where it comes from."""
    language = view.language
    yield show(content["statement"], language)
    if not _is_day(written):
        yield PARTIAL.say(language, written=written)
    if content.get("status") in STATES:
        yield STATES[content["status"]].say(language)
    if content["currency_status"] in (CurrencyStatus.superseded, CurrencyStatus.historic):
        yield REPLACED.say(language)
    names = [one["title"] for one in cited if one.get("title")]
    if names:
        yield SOURCES.say(language, names="; ".join(dict.fromkeys(names)))
    yield RESTS_ON.say(language, id=row.id, revision=row.number, edition=view.edition.number)


def _is_day(written: str) -> bool:
    first, last = day_range(written)
    return first == last


def _status(content: Item) -> Status:
    """Withdrawn policies are cancelled, those not yet adopted tentative; all else stands."""
    status = content.get("status")
    if status == PolicyStatus.withdrawn:
        return "CANCELLED"
    return "TENTATIVE" if status in (PolicyStatus.announced, PolicyStatus.consultation) else "CONFIRMED"
