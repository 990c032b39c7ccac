"""What an answer about fees takes for granted, because the case or the source does not say."""

from collections.abc import Iterable
from typing import Any

from app.answers.clocks.durations import written
from app.answers.fees.case import COUNTED_BY, Case
from app.answers.fees.paths import Priced
from app.vocabulary.lists import FeeUnit
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

COUNT = Sentence("One of each is counted: {units}.", "다음은 각각 1로 계산하였습니다: {units}.")
INGREDIENTS = Sentence("The product is taken to have one active ingredient.", "제품의 주성분은 1개로 가정하였습니다.")
UNIT = Sentence(
    "For {count} fees the source does not say what one amount pays for; each is counted once.",
    "{count}개 수수료는 1건의 금액이 무엇에 대한 것인지 출처에 없어 각각 1회로 계산하였습니다.",
)
YEAR = Sentence(
    "Fees that fall due every year are counted for one year.", "매년 납부하는 수수료는 1년분으로 계산하였습니다."
)
DAY = Sentence("The application is filed today.", "오늘 신청하는 것으로 가정하였습니다.")
RENEWALS = Sentence(
    "The licence holds for {validity}; renewals are not counted.",
    "허가의 유효기간은 {validity}이며, 갱신 비용은 계산하지 않았습니다.",
)


def assumptions(paths: Iterable[Priced], case: Case, item: Item, language: str) -> list[Item]:
    """What was taken for granted in the rows that are counted or undecided, once each."""
    rows = [row for path in paths for row in path.rows if row.outcome in ("counted", "undecided")]
    found: list[Item] = []

    def add(code: str, sentence: Sentence, **values: object) -> None:
        found.append({"code": code, "message": sentence.say(language, **values)})

    if "submit_on" not in case.given:
        add("filed-today", DAY)
    units = {row.fee["unit"] for row in rows if row.fee["unit"]}
    assumed = [
        name_of(FeeUnit, unit, language)
        for unit, names in COUNTED_BY.items()
        if unit in units and names and not case.given.intersection(names)
    ]
    if assumed:
        add("counts-assumed", COUNT, units=", ".join(assumed))
    depends = any(name == "ingredients" for path in paths for row in path.rows for name, _ in row.verdicts)
    if depends and "ingredients" not in case.given:
        add("ingredients-assumed", INGREDIENTS)
    silent = sum(row.fee["unit"] is None for row in rows)
    if silent:
        add("unit-not-stated", UNIT, count=silent)
    if any(row.yearly for row in rows) and "years" not in case.given:
        add("years-assumed", YEAR)
    if item["validity"]:
        add("renewals-not-counted", RENEWALS, validity=written(item["validity"], language))
    return found
