"""A source: what was read, how good it is, and which entries rest on it."""

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.directory.sources import one_source
from app.editions.view import View
from app.vocabulary.sentences import Sentence
from app.web.show import Built

WORDS = {
    "publisher": Sentence("Published by", "발행처"),
    "published_on": Sentence("Date", "발행일"),
    "kind": Sentence("Kind", "종류"),
    "in_language": Sentence("Language", "언어"),
    "custody": Sentence("Text read at", "원문 확인처"),
    "evidence": Sentence("Evidence grade", "근거 등급"),
    "note": Sentence("Note", "비고"),
    "aliases": Sentence("Also known as", "다른 식별자"),
    "open": Sentence("Open the source", "원문 열기"),
    "no_address": Sentence("No address is known.", "주소를 알 수 없습니다."),
    "cited_by": Sentence("Entries that rest on it", "이 출처에 근거한 항목"),
    "where": Sentence("Where in it", "출처 내 위치"),
    "entry": Sentence("Entry", "항목"),
    "context": Sentence("context only", "참고용"),
    "nobody": Sentence("No entry of this edition cites it.", "이 판에서 이 출처를 인용한 항목이 없습니다."),
    "more": Sentence("{count} more in the data of this page", "그 밖에 {count}건은 이 페이지의 데이터에서 확인"),
}
_SHOWN = 200


def source(view: View, id_: str) -> Built:
    """A source with the entries that cite it. Raises `Moved` for an alias, `UnknownRecord` for an unknown id."""
    found = one_source(view, id_)
    return {
        "edition": found["edition"],
        "meta": found["meta"],
        "source": found,
        "cited": found["entries"][:_SHOWN],
        "more": max(0, len(found["entries"]) - _SHOWN),
        "names": {one["id"]: one["name"] for one in country_list(view, CountryParameters())["items"]},
    }
