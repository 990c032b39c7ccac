"""Countries side by side: topics, papers, clocks, fees and reliance in a table, with what differs marked."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.answers.compare.compare import compare
from app.answers.compare.schemas import CompareParameters
from app.answers.conditions import with_entries
from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.directory.words import word_list
from app.answers.parameters import Word
from app.editions.schemas import parameters_given
from app.editions.view import View
from app.vocabulary.lists import JurisdictionKind
from app.vocabulary.sentences import Sentence
from app.web.compared_cells import Cells
from app.web.forms import Chosen
from app.web.pieces import pieces
from app.web.show import Built, address
from app.web.words import Words

Item = dict[str, Any]
Part = Literal["topics", "papers", "clocks", "fees", "reliance"]

WORDS = {
    "lead": Sentence(
        "Choose two to five countries and a product type. “Not known” means that no source says; "
        "it does not mean “not required”.",
        "두 곳에서 다섯 곳의 국가와 제품 유형을 선택하십시오. "
        "‘알 수 없음’은 이를 밝힌 출처가 없다는 뜻이며, ‘불필요’라는 뜻이 아닙니다.",
    ),
    "countries": Sentence("Countries", "국가"),
    "all_countries": Sentence("none ticked: all of them", "선택하지 않으면 전체"),
    "part": Sentence("What to compare", "비교 대상"),
    "rows": Sentence("Rows", "표시할 행"),
    "rows_all": Sentence("all", "전체"),
    "rows_differences": Sentence("only what differs", "차이가 있는 행만"),
    "part_topics": Sentence("Topics", "주제"),
    "part_papers": Sentence("Papers by topic", "주제별 서류"),
    "part_clocks": Sentence("Clocks", "처리기간"),
    "part_fees": Sentence("Fees", "수수료"),
    "part_reliance": Sentence("Reliance on {reference}", "{reference} 결과의 인정"),
    "applies_on": Sentence("Filed on", "신청일"),
    "one_topic": Sentence("Topic: {name}", "주제: {name}"),
    "all_topics": Sentence("All topics", "전체 주제"),
    "csv": Sentence("Download as CSV", "CSV로 받기"),
    "counted": Sentence(
        "{all} rows: {differ} differ, {same} are the same, of {open} it cannot be told.",
        "{all}개 행 중 차이 있음 {differ}, 차이 없음 {same}, 판단할 수 없음 {open}.",
    ),
    "left_out": Sentence(
        "Shown are the {differ} that differ; {rest} are left out.",
        "차이가 있는 {differ}개만 표시하며, {rest}개는 제외했습니다.",
    ),
    "one_column": Sentence(
        "One column has nothing to differ from: choose another country.", "비교할 국가를 하나 더 선택하십시오."
    ),
    "no_rows": Sentence("Nothing to show for this choice.", "선택한 조건에 표시할 내용이 없습니다."),
    "row": Sentence("Row", "항목"),
    "differs": Sentence("differs: {what}", "차이: {what}"),
    "differs_not": Sentence("the same", "차이 없음"),
    "differs_open": Sentence("cannot be told", "판단할 수 없음"),
    "pages": Sentence("Pages of this table", "표의 페이지"),
    "page": Sentence("{number}: from “{first}”", "{number}: 「{first}」부터"),
    "more_lines": Sentence("{count} more", "그 밖에 {count}건"),
    "more_guide": Sentence("{count} more in the guide", "그 밖에 {count}건, 가이드에서 보기"),
    "paths": Sentence("path: {condition}", "경로: {condition}"),
    "coming": Sentence("begins later or under way: {count}", "예정 또는 진행 중: {count}"),
    "product_type_not_stated": Sentence("product type not stated: {count}", "제품 유형 미명시: {count}"),
    "gaps": Sentence("looked for and not found: {count}", "찾았으나 확인하지 못함: {count}"),
    "disagreements": Sentence("sources differ: {count}", "출처 간 불일치: {count}"),
    "amount_unknown": Sentence("amount not known", "금액 알 수 없음"),
    "under": Sentence("under: {topic}", "주제: {topic}"),
    "of_papers": Sentence("asked for under another topic", "다른 주제에서 요구"),
    "member_state": Sentence("whether it is asked for", "요구 여부"),
    "member_obligations": Sentence("how it binds", "의무 수준"),
    "member_documents": Sentence("papers", "서류"),
    "member_applies": Sentence("whether it holds on the day", "해당일 적용 여부"),
    "member_days": Sentence("length", "기간"),
    "member_fees": Sentence("amounts", "금액"),
    "member_answer": Sentence("answer", "답"),
}
_ROWS: dict[Part, str] = {
    "topics": "topic",
    "papers": "document",
    "clocks": "clock",
    "fees": "fees",
    "reliance": "reliance",
}


class ComparePageParameters(Chosen, CompareParameters):
    """The parameters of `/v1/compare`, and which part of its rows is shown."""

    product_type: Annotated[Word, Field(description="The kind of product.")] = "new-chemical-entity"
    format: Annotated[None, Field(description="A page has no other form; `/v1/compare` has.")] = None
    part: Annotated[Part, Field(description="The kind of rows.")] = "topics"
    only: Annotated[Literal["all", "differences"], Field(description="Only rows that differ?")] = "all"
    page: Annotated[int, Field(ge=1, le=1000, description="Which page of the rows.")] = 1


def of_the_api(parameters: ComparePageParameters) -> Item:
    """What is asked of `/v1/compare`."""
    own = {"part", "only", "page", "lang"}
    given = {name: value for name, value in parameters_given(parameters).items() if name not in own}
    return {"product_type": parameters.product_type, **given}


def compare_page(view: View, parameters: ComparePageParameters, root: str) -> Built:
    """A page of a comparison's rows, or the form alone where nothing was asked. Raises as `compare` does.

    `root` is the beginning of the addresses of pages in this language.
    """
    say = Words(view.language, WORDS)
    ticked = [one.upper() for one in parameters.country]
    built: Built = {
        "edition": view.edition.number,
        "meta": view.meta(),
        "asked": parameters,
        "choices": _choices(view, ticked),
        "ticked": ticked,
        "types": [(one["id"], one["name"]) for one in word_list(view, "product_type")["items"]],
        "parts_of": [(part, say(f"part_{part}", reference=parameters.reference.upper())) for part in _ROWS],
        "found": None,
    }
    if not parameters.country and not parameters.topic and "product_type" not in parameters.model_fields_set:
        return built
    asked = of_the_api(parameters)
    found = compare(view, CompareParameters(**asked))
    kinds = ("topic", "document") if parameters.topic else (_ROWS[parameters.part],)
    rows = [one for one in found["rows"] if one["row"] in kinds]
    differing = [one for one in rows if one["differs"]]
    cells = Cells(found, say, root, full=bool(parameters.topic))
    shown = [cells.row(one) for one in (differing if parameters.only == "differences" else rows)]
    pages = pieces(shown)
    number = min(parameters.page, max(len(pages), 1))
    topics = view.snapshot.of("topic")
    return built | {
        "found": found,
        "rows": pages[number - 1] if pages else [],
        "pages": [(place, piece[0]["name"]) for place, piece in enumerate(pages, 1)],
        "number": number,
        "counts": {
            "all": len(rows),
            "differ": len(differing),
            "same": sum(one["differs"] is False for one in rows),
            "open": sum(one["differs"] is None for one in rows),
        },
        "topic_names": [_named(topics[id_], view.language) for id_ in parameters.topic],
        "csv": address("/v1/compare", **asked, format="csv", lang=view.language),
        "xlsx": address("/v1/compare", **asked, format="xlsx", lang=view.language),
    }


def _choices(view: View, ticked: list[str]) -> list[tuple[str, str]]:
    """The countries that have entries, those with most first, and what else was asked for."""
    held = set(with_entries(view))
    listed = country_list(view, CountryParameters())["items"]
    ordered = sorted(listed, key=lambda one: (-one["total_entries"], one["id"]))
    return [
        (one["id"], one["name"])
        for one in ordered
        if one["id"] in ticked or (one["id"] in held and one["kind"] == JurisdictionKind.country)
    ]


def _named(record: Item, language: str) -> str:
    name: str = record["name"].get(language) or record["name"]["en"]
    return name
