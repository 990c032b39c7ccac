"""The entries that an answer rests on, and warnings about their age, currency and certainty."""

from collections.abc import Callable, Iterable
from typing import Any

from app.answers.evidence.schemas import Evidence
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

_SHOWN = tuple(Evidence.model_fields)

REPLACED = Sentence(
    "These facts were superseded or are history; they are not known to be the rule now.",
    "이 사실들은 대체되었거나 과거의 것이며, 현재의 규정이라고 확인되지 않았습니다.",
)
STALE = Sentence(
    "The newest source of these facts is older than their topic allows; check before relying on them.",
    "이 사실들의 최신 출처가 해당 주제에서 허용하는 기간보다 오래되었습니다. 이용하기 전에 확인하십시오.",
)
UNDATED = Sentence(
    "No source of these facts has a date, so their age is not known.",
    "이 사실들의 출처에 날짜가 없어 얼마나 오래되었는지 알 수 없습니다.",
)
UNSURE = Sentence("The compiler was not sure of these facts.", "작성자가 이 사실들을 확신하지 못했습니다.")
UNDECIDED_DAY = Sentence(
    "Whether these rules hold on the filing day is not known.",
    "이 규정들이 신청일에 적용되는지 알 수 없습니다.",
)

_TESTS: tuple[tuple[str, Sentence, Callable[[Item], bool]], ...] = (
    ("replaced-entries", REPLACED, lambda item: item["currency_status"] in ("superseded", "historic")),
    (
        "stale-entries",
        STALE,
        lambda item: item["here"]["stale"] == "yes" and item["currency_status"] not in ("superseded", "historic"),
    ),
    ("undated-entries", UNDATED, lambda item: item["here"]["stale"] == "unknown"),
    ("low-confidence", UNSURE, lambda item: item["confidence"] == "low"),
    ("unknown-start", UNDECIDED_DAY, lambda item: item["here"]["applies"] == "unknown"),
)


def evidence(items: Iterable[Item]) -> list[Item]:
    """Items of entries (as `app.answers.entries.items` makes them) cut to what evidence needs, once each, by id."""
    found = {item["id"]: item for item in items}
    return [{name: found[id_][name] for name in _SHOWN} for id_ in sorted(found)]


def warnings(items: Iterable[Item], language: str) -> list[Item]:
    """What to know before relying on these entries: superseded, too old, undated, unsure, or not surely in force."""
    found = {item["id"]: item for item in items}
    shown: list[Item] = []
    for code, message, test in _TESTS:
        entries = [id_ for id_, item in sorted(found.items()) if test(item)]
        if entries:
            shown.append(warned(code, message, language, entries))
    return shown


def warned(code: str, message: Sentence, language: str, entries: Iterable[str] = (), **values: object) -> Item:
    """One warning, in the language of the answer; `values` fill the message."""
    return {"code": code, "message": message.say(language, **values), "entries": list(entries)}
