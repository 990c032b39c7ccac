"""The start page: every country as a tile, by how fast, how open to Korea's approvals, or how well known it is."""

from typing import Annotated, Any, Literal

from pydantic import Field

from app.answers.conditions import with_entries
from app.answers.coverage.coverage import coverage_page
from app.answers.coverage.schemas import CoverageParameters
from app.answers.directory.countries import country_list
from app.answers.directory.parameters import CountryParameters
from app.answers.directory.words import word_list
from app.answers.reliance_matrix.matrix import matrix
from app.answers.reliance_matrix.schemas import MatrixParameters
from app.answers.timelines.schemas import TimelineParameters
from app.answers.timelines.timelines import timelines
from app.editions.schemas import ReadParameters
from app.editions.view import View
from app.vocabulary.lists import JurisdictionKind, RelianceScope
from app.vocabulary.sentences import Sentence
from app.web.show import Built, address
from app.web.words import Words

Measure = Literal["time", "reliance", "coverage"]

WORDS = {
    "measure": Sentence("Coloured by", "색 기준"),
    "time": Sentence("Time to approval, by the rules", "규정상 허가 소요기간"),
    "coverage": Sentence("How much is known", "정보 수록 정도"),
    "board": Sentence("Countries", "국가"),
    "rest": Sentence(
        "Also recorded, for what they accept from Korea", "한국 관련 인정 사항이 수록된 그 밖의 국가·기구"
    ),
    "no_path": Sentence("no dated path known", "알려진 기간 없음"),
    "filled": Sentence("{share} % of its cells", "칸의 {share} %"),
    "time_s1": Sentence("up to a year", "1년 이내"),
    "time_s2": Sentence("up to two years", "2년 이내"),
    "time_s3": Sentence("longer", "2년 초과"),
    "reliance_s1": Sentence("accepted at some step", "인정하는 단계 있음"),
    "reliance_s2": Sentence("partly", "부분 인정"),
    "reliance_s3": Sentence("said not to be", "인정하지 않음"),
    "coverage_s1": Sentence("more than half", "절반 초과"),
    "coverage_s2": Sentence("more than a quarter", "4분의 1 초과"),
    "coverage_s3": Sentence("less", "4분의 1 이하"),
    "ask": Sentence("Ask by country and product", "국가와 제품으로 찾기"),
    "guide": Sentence("Open the guide", "가이드 열기"),
    "what": Sentence(
        "What must we show, which route, how long, what does it cost, does an MFDS approval count, what will change? "
        "Facts that regulators presented in Seoul and facts from law and authority pages, each with its source and "
        "age. What is not known is said to be not known.",
        "무엇을 제출해야 하는가, 어떤 경로인가, 얼마나 걸리고 얼마가 드는가, 식품의약품안전처 승인은 인정되는가, "
        "무엇이 바뀌는가. 서울 포럼에서 각국 규제기관이 설명한 내용과 법령·기관 자료의 사실을 출처와 기준일과 함께 "
        "제공합니다. 알 수 없는 것은 알 수 없다고 밝힙니다.",
    ),
}
_YEAR = 365


class StartParameters(ReadParameters):
    """The start page's choices."""

    measure: Annotated[Measure, Field(description="What colours the tiles.")] = "time"
    product_type: Annotated[str, Field(max_length=120, description="The product type asked about.")] = (
        "new-chemical-entity"
    )


def start(view: View, parameters: StartParameters) -> Built:
    """The tiles of all countries with entries, and what to ask from here."""
    listed = country_list(view, CountryParameters())["items"]
    names = {one["id"]: one["name"] for one in listed}
    own = [one for one in listed if one["total_entries"] >= _OWN_PAGE and one["kind"] == JurisdictionKind.country]
    say = Words(view.language, WORDS)
    measured = _MEASURES[parameters.measure](view, parameters.product_type, say)
    types = word_list(view, "product_type")["items"]
    codes = [one["id"] for one in own]
    region = [one for one in listed if one["kind"] == JurisdictionKind.region and one["total_entries"]]
    regions = {one["id"] for one in region}
    return {
        "edition": view.edition.number,
        "meta": view.meta(),
        "tiles": [
            {"code": code, "name": names[code], **measured.get(code, {"css": "s0", "value": say("not_known")})}
            for code in codes
        ],
        "region": region,
        "rest": [
            {"code": code, "name": names[code]}
            for code in with_entries(view)
            if code not in codes and code not in regions
        ],
        "countries": [(code, names[code]) for code in codes],
        "types": [(one["id"], one["name"]) for one in types],
        "measure": parameters.measure,
        "product_type": parameters.product_type,
        "address_of": address,
    }


_OWN_PAGE = 20
"""Entries from which on a country is one of the board; others are listed beside it."""


def _by_time(view: View, product_type: str, say: Words) -> dict[str, Any]:
    found = timelines(view, TimelineParameters(product_type=product_type))
    tiles = {}
    for one in found["ranking"]:
        days = one["statutory"]["days"]
        css = "s0" if days is None else "s1" if days <= _YEAR else "s2" if days <= 2 * _YEAR else "s3"
        value = say("no_path") if days is None else say("calendar_days", days=days)
        tiles[one["country"]] = {"css": css, "value": value}
    return tiles


def _by_reliance(view: View, product_type: str, say: Words) -> dict[str, Any]:
    found = matrix(view, MatrixParameters(reference="KR-MFDS", product_type=product_type))
    order = {"yes": "s1", "partly": "s2", "no": "s3", "unknown": "s0"}
    tiles = {}
    for row in found["rows"]:
        by_answer: dict[str, list[str]] = {answer: [] for answer in order}
        for cell in row["cells"]:
            by_answer[cell["answer"]].append(say.name(RelianceScope.__name__, cell["scope"]))
        best = next((answer for answer in order if by_answer[answer]), "unknown")
        shown = ", ".join(by_answer[best][:2]) if best in ("yes", "partly") else ""
        value = say.name("Answer", best) + (f": {shown}" if shown else "")
        tiles[row["country"]] = {"css": order[best], "value": value}
    return tiles


def _by_coverage(view: View, product_type: str, say: Words) -> dict[str, Any]:
    tiles = {}
    found = coverage_page(view, CoverageParameters(product_type=[product_type], limit=1), None).body
    for one in found["by_country"]:
        cells = one["filled"] + one["stale"] + one["contradicted"] + one["empty"]
        share = round(100 * (cells - one["empty"]) / cells) if cells else 0
        css = "s1" if share > 50 else "s2" if share > 25 else "s3" if share else "s0"
        tiles[one["country"]] = {"css": css, "value": say("filled", share=share)}
    return tiles


_MEASURES = {"time": _by_time, "reliance": _by_reliance, "coverage": _by_coverage}
