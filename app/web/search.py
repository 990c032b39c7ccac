"""Search: what answers a question, how it was read, and ways to narrow it."""

from typing import Annotated, Any

from markupsafe import Markup, escape
from pydantic import Field

from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.editions.view import Page, Position, View
from app.search.answer import search_page
from app.search.editions import SearchStore
from app.search.parameters import SearchParameters
from app.vocabulary.lists import EntryKind
from app.vocabulary.sentences import Sentence
from app.vocabulary.tokens import fold
from app.web.forms import Chosen
from app.web.show import Built
from app.web.words import Words

WORDS = {
    "results": Sentence("{total} found for “{q}”", "「{q}」 검색 결과 {total}건"),
    "ask": Sentence("Your question", "질문"),
    "hint": Sentence(
        "Ask in your own words, in English or Korean: a country, a product, and what you need to know.",
        "국가, 제품, 알고 싶은 내용을 한국어나 영어로 자유롭게 입력하십시오.",
    ),
    "read_as": Sentence("Read as", "이해한 내용"),
    "searched_for": Sentence("Searched for “{text}”.", "「{text}」(으)로 검색했습니다."),
    "wanted": Sentence("wanted", "질문 유형"),
    "narrow": Sentence("Narrow down", "범위 좁히기"),
    "chosen": Sentence("chosen; take away", "선택됨, 해제"),
    "nothing_found": Sentence(
        "Nothing in this edition answers that. This does not mean that there is no rule.",
        "이 판에는 이 질문에 답하는 내용이 없습니다. 규정이 없다는 뜻은 아닙니다.",
    ),
    "not_covered": Sentence("Not in this atlas", "수록되지 않은 내용"),
    "near": Sentence(
        "What follows is near the question and does not answer that part.",
        "아래 결과는 질문과 가까운 내용이며, 그 부분에 대한 답이 아닙니다.",
    ),
    "no-entries": Sentence("“{text}”: a country without entries", "「{text}」: 수록 항목이 없는 국가입니다"),
    "not-mentioned": Sentence(
        "“{text}”: no record of the countries asked about mentions it",
        "「{text}」: 질문한 국가의 어떤 기록에도 언급되지 않습니다",
    ),
    "outside": Sentence("“{text}”: no matter of this atlas", "「{text}」: 본 지식베이스가 다루지 않는 내용입니다"),
    "unknown-word": Sentence(
        "“{text}”: no record has this abbreviation", "「{text}」: 어떤 기록에도 없는 약어입니다"
    ),
    "unknown_words": Sentence("Words that no record has", "어떤 기록에도 없는 단어"),
    "next_page": Sentence("Next results", "다음 결과"),
    "first_page": Sentence("From the first result", "처음 결과부터"),
    "more_values": Sentence("{count} more, by a narrower question", "그 밖에 {count}개, 더 좁은 질문에서 표시"),
    "facet_country": Sentence("Country", "국가"),
    "facet_kind": Sentence("Kind", "종류"),
    "facet_topic": Sentence("Topic", "주제"),
    "facet_product_type": Sentence("Product type", "제품 유형"),
    "field_country": Sentence("country", "국가"),
    "field_authority": Sentence("authority", "규제기관"),
    "field_group": Sentence("group", "참조국 그룹"),
    "field_product_type": Sentence("product type", "제품 유형"),
    "field_topic": Sentence("topic", "주제"),
    "field_document": Sentence("document", "서류"),
    "wants_how-long": Sentence("how long it takes", "소요기간"),
    "wants_how-much": Sentence("what it costs", "비용"),
    "wants_reliance": Sentence("whose approval counts", "승인·실사의 인정"),
    "wants_change": Sentence("what will change", "변경 사항"),
    "wants_papers": Sentence("papers", "제출 서류"),
    "wants_meaning": Sentence("what a word means", "용어의 뜻"),
    "wants_route": Sentence("which route", "경로와 절차"),
    "wants_need": Sentence("whether it is needed", "필요 여부"),
    "wants_who": Sentence("who decides", "담당 기관"),
    "wants_market": Sentence("the market", "시장"),
    "wants_how-many": Sentence("how many", "수량"),
    "wants_observed": Sentence("what was observed", "관측값"),
    "wants_forum": Sentence("what a forum heard", "포럼 발표"),
    "wants_said": Sentence("what was said", "발언"),
    "wants_source": Sentence("the source", "출처"),
    "wants_waived": Sentence("what is waived", "면제 여부"),
    "wants_forbidden": Sentence("what is forbidden", "금지 여부"),
    "wants_not-known": Sentence("what is not known", "확인되지 않은 사항"),
    "wants_differ": Sentence("where sources differ", "출처 간 불일치"),
    "authority": Sentence("authority", "규제기관"),
    "disagreement": Sentence("sources that differ", "출처 간 불일치"),
    "document": Sentence("document", "서류"),
    "event": Sentence("event", "행사"),
    "gap": Sentence("looked for and not found", "확인하지 못한 사항"),
    "jurisdiction": Sentence("country", "국가"),
    "session": Sentence("session", "세션"),
    "statement": Sentence("statement", "발언"),
}
_SHOWN = 12
"""Values of a facet that are shown; of the others it is said how many there are."""


class QuestionParameters(Chosen, SearchParameters):
    """The search page: without a question it is the form alone."""

    q: Annotated[str, Field(max_length=300, description="A question or a few words, in English or Korean.")] = ""


def search(view: View, store: SearchStore, parameters: QuestionParameters, after: Position | None) -> Page:
    """A page of results with the ways to narrow them. Raises `InvalidValue` as `search_page` does."""
    say = Words(view.language, WORDS)
    if not fold(parameters.q):
        return Page({"edition": view.edition.number, "meta": view.meta(), "q": "", "found": None, "next": None})
    found = search_page(view, store, parameters, after)
    names = _names(view)
    body: Built = {
        "edition": view.edition.number,
        "meta": found.body["meta"],
        "q": parameters.q,
        "found": found.body,
        "next": None,
        "items": [_item(one, names, say) for one in found.body["items"]],
        "read": _read(found.body["query"], say),
        "facets": [(name, *_facet(name, counts, names, say)) for name, counts in found.body["facets"].items()],
        "later": after is not None,
    }
    return Page(body, found.end)


def page_of(item: dict[str, Any]) -> str:
    """Where a record that was found is shown, below the language."""
    id_, country = item["id"], item["country"]
    match item["kind"]:
        case "source" | "event":
            return f"/{item['kind']}s/{id_}"
        case "session" | "statement":
            return f"{item['url'].removeprefix('/v1')}#{id_}"
        case "jurisdiction":
            return f"/countries/{id_}"
        case "authority" | "gap" | "disagreement":
            return f"/countries/{country}#{id_}"
        case "document":
            return f"/search?q={id_}&kind=requirement"
        case _:
            return f"/entries/{id_}"


def highlighted(marked: dict[str, Any]) -> Markup:
    """A text with what was asked for marked in it."""
    text, parts, done = marked["text"], [], 0
    for span in marked["highlights"]:
        parts += [
            escape(text[done : span["start"]]),
            Markup("<mark>{}</mark>").format(text[span["start"] : span["end"]]),
        ]
        done = span["end"]
    return Markup("").join([*parts, escape(text[done:])])


def kind_name(kind: str, say: Words) -> str:
    """What a kind of record is called."""
    return say.name("EntryKind", kind) if kind in set(EntryKind) else say(kind)


def _item(item: dict[str, Any], names: dict[str, dict[str, str]], say: Words) -> dict[str, Any]:
    return {
        **item,
        "page": page_of(item),
        "kind_name": kind_name(item["kind"], say),
        "country_name": names["country"].get(item["country"] or ""),
        "title": highlighted(item["title"]),
        "snippet": highlighted(item["snippet"]) if item["snippet"] else None,
    }


def _read(query: dict[str, Any], say: Words) -> list[tuple[str, str]]:
    """How the question was read: what a word was taken for, and as what."""
    named = [
        (
            f"{one['text']} → {one['name']}" if one["name"] != one["text"] else one["text"],
            say(f"field_{one['field']}"),
        )
        for one in query["understood"]
        if one["name"]
    ]
    kinds = [(one["text"], kind_name(one["value"], say)) for one in query["understood"] if one["field"] == "kind"]
    wanted = [(say(f"wants_{one}"), say("wanted")) for one in query["intents"]]
    return list(dict.fromkeys([*named, *kinds, *wanted]))


def _facet(
    name: str, counts: list[dict[str, Any]], names: dict[str, dict[str, str]], say: Words
) -> tuple[list[dict[str, Any]], int]:
    shown = [
        {
            **one,
            "name": kind_name(one["value"], say) if name == "kind" else names[name].get(one["value"], one["value"]),
        }
        for one in counts[:_SHOWN]
    ]
    return shown, max(0, len(counts) - _SHOWN)


def _names(view: View) -> dict[str, dict[str, str]]:
    """Names of the values of facets, in the page's language."""
    countries = {one["id"]: one["name"] for one in country_list(view, CountryParameters())["items"]}
    return {"country": countries, **{type_: _called(view, type_) for type_ in ("topic", "product_type")}}


def _called(view: View, type_: str) -> dict[str, str]:
    return {
        id_: record["name"].get(view.language) or record["name"]["en"]
        for id_, record in view.snapshot.of(type_).items()
    }
