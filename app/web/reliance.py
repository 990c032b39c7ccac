"""The reliance board: for one reference, in which country its work counts for which step, and on what that rests."""

from typing import Annotated, Any

from pydantic import Field

from app.answers.directory.words import word_list
from app.answers.parameters import Word
from app.answers.reliance_matrix.matrix import matrix
from app.answers.reliance_matrix.schemas import MatrixParameters
from app.answers.unknowns.schemas import DisagreementParameters
from app.answers.unknowns.unknowns import unknown_page
from app.editions.view import View
from app.vocabulary.lists import Answer, RelianceScope
from app.vocabulary.sentences import Sentence
from app.web.forms import Chosen
from app.web.show import Built
from app.web.words import Words

Item = dict[str, Any]

WORDS = {
    "heading": Sentence("Where the work of {reference} counts", "{reference}의 승인·실사 결과를 인정하는 곳"),
    "lead": Sentence(
        "By accepting country and step. Of several ways in the best answer is shown; “not known” means "
        "that no source says.",
        "인정하는 국가와 단계별로 정리합니다. 여러 경로가 있으면 가장 유리한 답을 표시하며, "
        "‘알 수 없음’은 이를 밝힌 출처가 없다는 뜻입니다.",
    ),
    "reference": Sentence("Whose work", "대상 기관·그룹"),
    "scope": Sentence("Step", "단계"),
    "all": Sentence("all", "전체"),
    "applies_on": Sentence("On", "기준일"),
    "board": Sentence("The board", "한눈에 보기"),
    "no_row": Sentence(
        "No entry speaks of this reference for this choice.", "선택한 조건에서 이 기관·그룹을 언급한 항목이 없습니다."
    ),
    "nothing_for": Sentence("Nothing recorded: {count}", "기록 없음: {count}곳"),
    "nothing_step": Sentence("No country is recorded for the steps: {names}.", "기록이 없는 단계: {names}."),
    "own": Sentence("the reference's own country", "대상 기관의 소속 국가"),
    "types": Sentence("{count} product types", "제품 유형 {count}개"),
    "other_types": Sentence("all other product types", "그 밖의 제품 유형"),
    "no_type": Sentence("product type not stated", "제품 유형 미명시"),
    "all_alike": Sentence("no product type named", "제품 유형 구분 없음"),
    "decided_by": Sentence("by", "근거"),
    "derived": Sentence("derived", "도출"),
    "contradicted": Sentence("entries contradict one another", "항목 간 모순"),
    "on_older": Sentence("on older evidence only", "과거 근거만 있음"),
    "disagreements": Sentence("Where sources differ", "출처 간 불일치"),
    "what_each_says": Sentence("What each entry says", "항목별 내용"),
    "conditions": Sentence("On what condition", "조건"),
    "least": Sentence("At least {count} must agree", "{count}곳 이상의 허가 필요"),
    "within": Sentence("within {months} months", "{months}개월 이내"),
    "same": Sentence("the same product", "동일한 제품"),
    "saves": Sentence("What it saves", "단축 효과"),
    "more_savings": Sentence(
        "{count} more, with their arithmetic, as data", "그 밖에 {count}건의 계산, 데이터로 보기"
    ),
    "place_now": Sentence("in force", "시행 중"),
    "place_unclear": Sentence("not known to be in force that day", "해당일 시행 여부 알 수 없음"),
    "place_coming": Sentence("begins later", "이후 시행"),
    "place_older": Sentence("replaced, ended or history", "대체·종료되었거나 과거의 것"),
    "membership": Sentence("Rests on: {body}, {status}", "근거 자격: {body}, {status}"),
    "key": Sentence("✓ yes, ◐ partly, ✕ no, ? not known", "✓ 예, ◐ 일부, ✕ 아니요, ? 알 수 없음"),
    "guide": Sentence("Guide", "가이드"),
}
_SIGNS = {Answer.yes: "✓", Answer.partly: "◐", Answer.no: "✕", Answer.unknown: "?"}
"""An answer without colour and without reading: the word stands beside it."""


class ReliancePageParameters(Chosen, MatrixParameters):
    """The parameters of `/v1/reliance-matrix`."""

    reference: Annotated[Word, Field(description="The authority or group whose work is to count.")] = "KR-MFDS"


def reliance(view: View, parameters: ReliancePageParameters) -> Built:
    """The board and what it rests on. Raises as `matrix` does."""
    found = matrix(view, MatrixParameters(**parameters.model_dump(exclude={"lang"})))
    say = Words(view.language, WORDS)
    spoken = [row for row in found["rows"] if row["entries"]]
    steps = [one for one in found["scopes"] if any(_said(cell) for row in spoken for cell in _of(row, one))]
    types = word_list(view, "product_type")["items"]
    return {
        "edition": found["edition"],
        "meta": found["meta"],
        "found": found,
        "steps": [(one, say.name("RelianceScope", one)) for one in steps],
        "silent_steps": [say.name("RelianceScope", one) for one in found["scopes"] if one not in steps],
        "spoken": spoken,
        "silent": [row for row in found["rows"] if not row["entries"]],
        "cells_of": _of,
        "signs": _SIGNS,
        "evidence": {one["id"]: one for one in found["evidence"]},
        "type_names": {one["id"]: one["name"] for one in types},
        "types": [(one["id"], one["name"]) for one in types],
        "references": _references(view),
        "scopes": [(str(one), say.name("RelianceScope", one)) for one in RelianceScope],
        "asked": parameters,
        "disputes": _disputes(view, spoken),
    }


def _of(row: Item, scope: str) -> list[Item]:
    """The cells of a row for one step, those that rest on an entry first."""
    return sorted((cell for cell in row["cells"] if cell["scope"] == scope), key=lambda cell: not _said(cell))


def _said(cell: Item) -> bool:
    return bool(cell["entries"])


def _references(view: View) -> list[tuple[str, str]]:
    """Authorities and groups, by their names."""
    held = {**view.snapshot.of("group"), **view.snapshot.of("authority")}
    names = [(id_, one["name"].get(view.language) or one["name"]["en"]) for id_, one in held.items()]
    return [(id_, f"{name} ({id_})") for id_, name in sorted(names, key=lambda one: (one[1].casefold(), one[0]))]


def _disputes(view: View, rows: list[Item]) -> dict[str, list[Item]]:
    """The disagreements that touch what a country's cells rest on, by country."""
    named = {row["country"]: {id_ for cell in row["cells"] for id_ in cell["disagreements"]} for row in rows}
    if not any(named.values()):
        return {}
    items = unknown_page(view, "disagreement", DisagreementParameters(limit=200), None).body["items"]
    return {country: [one for one in items if one["id"] in ids] for country, ids in named.items()}
