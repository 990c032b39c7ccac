"""What forecasts say in words: assumptions, notes on bars, reasons, warnings."""

from typing import Any

from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

ASSUMPTIONS: dict[str, Sentence] = {
    "day-count": Sentence(
        "The day after an event is day 1. A period in working days ends on a working day; one in days, weeks, "
        "months or years ends where it ends, and is marked where that is no working day.",
        "사건 발생일의 다음 날을 1일차로 계산합니다. 근무일로 정한 기간은 근무일에 끝나고, 일·주·월·년으로 정한 "
        "기간은 만료일을 그대로 두며 그날이 근무일이 아니면 표시합니다.",
    ),
    "receipt": Sentence(
        "What is sent on a day on which the authority does not work is received on its next working day.",
        "규제기관이 근무하지 않는 날에 제출한 것은 다음 근무일에 접수된 것으로 봅니다.",
    ),
    "received-elsewhere": Sentence(
        "{on} is no working day there: the application counts as received on {received}.",
        "{on}은 해당 기관의 근무일이 아니므로 {received}에 접수된 것으로 봅니다.",
    ),
    "three-cases": Sentence(
        "Earliest takes the lower end of each period, expected the upper end (the lower one where there is no "
        "other), late adds extra rounds and clock stops.",
        "최단은 각 기간의 하한을, 예상은 상한(상한이 없으면 하한)을 적용하고, 지연은 추가 보완 회차와 심사기간 "
        "정지를 더합니다.",
    ),
    "complete-file": Sentence(
        "The application is complete, no phase is failed or repeated, and the authority keeps to its own clock.",
        "신청자료가 완비되어 있고, 반려되거나 반복되는 단계가 없으며, 규제기관이 정해진 기간을 지키는 것으로 봅니다.",
    ),
    "follows-at-once": Sentence(
        "Each phase starts on the day the one before it ends, whatever event the source counts from.",
        "출처가 기산하는 사건과 관계없이, 각 단계는 앞 단계가 끝나는 날에 시작하는 것으로 봅니다.",
    ),
    "stops-not-counted": Sentence(
        "The clock can stop for the applicant; without `applicant_days` these stops are not counted.",
        "신청인의 회신을 기다리는 동안 심사기간이 정지될 수 있으며, `applicant_days`가 없으면 이 정지는 계산하지 "
        "않습니다.",
    ),
    "stops-counted": Sentence(
        "In the late case every phase whose clock can stop is stopped once, for {days} calendar days, counted as if "
        "the stop came at its start; your own phases take as many days in all cases.",
        "지연의 경우 심사기간이 정지될 수 있는 각 단계가 한 번, 역일 {days}일 동안 단계 시작 시점에 정지되는 것으로 "
        "계산합니다. 신청인이 수행하는 단계는 모든 경우에 같은 일수가 걸리는 것으로 봅니다.",
    ),
    "stops-not-known": Sentence(
        "The sources of these paths say of no phase that its clock stops or that it is yours: `applicant_days` "
        "changes nothing.",
        "이 경로들의 출처에는 심사기간이 정지되거나 신청인이 수행하는 단계가 기재되어 있지 않으므로 "
        "`applicant_days`는 결과에 영향을 주지 않습니다.",
    ),
    "several-paths": Sentence(
        "There are several paths: the ends are the earliest of the fastest and the expected and late ones of the "
        "slowest.",
        "경로가 여러 개이므로, 종료일은 가장 빠른 경로의 최단과 가장 느린 경로의 예상·지연을 나타냅니다.",
    ),
    "filed-after-prerequisites": Sentence(
        "Prerequisites start on `submit_on`, or when their own are through; what waits for several is filed on the "
        "day the last one ends.",
        "선행 절차는 `submit_on`에, 또는 그 선행 절차가 끝난 때에 시작하며, 여러 선행 절차를 기다리는 신청은 마지막 "
        "절차가 끝나는 날에 제출하는 것으로 봅니다.",
    ),
    "prerequisites-not-counted": Sentence(
        "Procedures that must come first are not counted; `prerequisites=yes` chains them.",
        "먼저 이루어져야 하는 절차는 계산하지 않았습니다. `prerequisites=yes`로 연결하여 계산할 수 있습니다.",
    ),
    "authority-taken": Sentence(
        "The entry does not name the authority; the one that runs such procedures in the country was taken.",
        "항목에 규제기관이 명시되어 있지 않아, 해당 국가에서 이러한 절차를 운영하는 기관을 적용하였습니다.",
    ),
}
"""What every forecast takes for granted, by code."""

NOTES: dict[str, Sentence] = {
    "no-lower-bound": Sentence(
        "The source sets only an upper limit; the earliest end is not known.",
        "출처에 상한만 있으므로 최단 종료일은 알 수 없습니다.",
    ),
    "no-upper-bound": Sentence(
        "The source gives only a lower end: the expected end uses it and is a lower bound, the late one is not "
        "known.",
        "출처에 하한만 있으므로 예상 종료일은 이를 적용한 하한이며, 지연 종료일은 알 수 없습니다.",
    ),
    "no-duration": Sentence(
        "The source gives no duration: what follows can be later by this time.",
        "출처에 기간이 없으므로 이후의 날짜는 이 시간만큼 늦어질 수 있습니다.",
    ),
    "after-unknown-time": Sentence(
        "Time of unknown length comes before: the dates are lower bounds.",
        "앞에 길이를 알 수 없는 기간이 있으므로 이 날짜들은 하한입니다.",
    ),
    "before-filing": Sentence(
        "It comes before filing and is counted back from that day.",
        "신청 전에 이루어지는 단계로, 신청일부터 역산합니다.",
    ),
    "outside-clock": Sentence(
        "The source does not count it in the total.", "출처는 이를 총 기간에 포함하지 않습니다."
    ),
    "inside": Sentence(
        "It runs somewhere within the bar before it and adds nothing; on which days is not known.",
        "앞 단계 안에서 진행되어 기간을 더하지 않으며, 구체적인 날짜는 알 수 없습니다.",
    ),
    "one-extra-round": Sentence(
        "Only when something is wrong; the late case holds one such round.",
        "보완이 필요한 때에만 진행되며, 지연의 경우에 한 회차를 포함합니다.",
    ),
    "extra-round-unknown": Sentence(
        "An extra round of unknown length can come on top; no date holds it.",
        "길이를 알 수 없는 추가 회차가 더해질 수 있으며, 어느 날짜에도 포함되지 않았습니다.",
    ),
    "your-days": Sentence(
        "Your own time: {days} calendar days, as you said.",
        "신청인의 시간이며, 지정하신 역일 {days}일을 적용하였습니다.",
    ),
    "your-time-not-counted": Sentence(
        "Your own time: not counted but in the late case, which takes the source's limit.",
        "신청인의 시간이므로 계산하지 않았으며, 지연의 경우에만 출처의 한도를 적용하였습니다.",
    ),
    "over-your-limit": Sentence(
        "Your {days} days are more than the {limit} that the source allows.",
        "지정하신 {days}일은 출처가 허용하는 {limit}보다 깁니다.",
    ),
    "clock-can-stop": Sentence(
        "The clock can stop in it; no stop is counted.",
        "이 단계에서 심사기간이 정지될 수 있으며, 정지는 계산하지 않았습니다.",
    ),
    "not-a-working-day": Sentence(
        "The authority does not work on the marked end; its next working day is {next}.",
        "표시된 종료일에는 규제기관이 근무하지 않으며, 다음 근무일은 {next}입니다.",
    ),
    "too-far": Sentence("The end lies beyond the years that are counted.", "종료일이 계산 범위를 벗어납니다."),
}
"""Notes on a bar, by code."""

PATH_NOTES: dict[str, Sentence] = {
    "total-differs": Sentence(
        "The total of the source and the sum of its phases differ; the end is counted by the total.",
        "출처의 총 기간과 단계별 합계가 다르며, 종료일은 총 기간으로 계산하였습니다.",
    ),
    "phases-not-whole": Sentence(
        "The phases are no breakdown of the total; the end is counted by the total.",
        "단계들이 총 기간의 내역이 아니므로 종료일은 총 기간으로 계산하였습니다.",
    ),
    "phases-only": Sentence(
        "The source states no total; the end is counted by the phases.",
        "출처에 총 기간이 없으므로 종료일은 단계별로 계산하였습니다.",
    ),
    "total-aim": Sentence(
        "The total is an aim of the authority, not a time limit.",
        "총 기간은 규제기관의 목표이며 법정 기한이 아닙니다.",
    ),
    "total-draft": Sentence(
        "The total is a proposal that is not known to be in force.",
        "총 기간은 제안된 것으로, 시행 여부가 확인되지 않았습니다.",
    ),
}
"""Notes on a path, by code."""

NO_DURATION = Sentence("Not computable: the source gives no duration.", "계산할 수 없습니다. 출처에 기간이 없습니다.")
ONLY_BEFORE = Sentence(
    "Not computable: the source gives a duration only for what comes before filing.",
    "계산할 수 없습니다. 출처에는 신청 전 단계의 기간만 있습니다.",
)
ONLY_YOURS = Sentence(
    "Not computable: the source gives only a time limit for your own step.",
    "계산할 수 없습니다. 출처에는 신청인이 수행하는 단계의 기한만 있습니다.",
)
ONE_IS_ENOUGH = Sentence(
    "One of these is enough, and the case does not say which; none is counted. Name those that are not your way as "
    "`skip`, or the one that you hold as `done`.",
    "이 중 하나로 충분하지만 어느 것인지 알 수 없어 계산하지 않았습니다. 이용하지 않을 절차를 `skip`으로, 이미 "
    "완료한 절차를 `done`으로 지정하십시오.",
)
BY_COUNTRY = Sentence("The calendar of the country.", "국가의 달력을 적용합니다.")
NO_CALENDAR = Sentence(
    "No holidays are known for it: Monday to Friday are taken for working days.",
    "알려진 공휴일이 없으므로 월요일부터 금요일까지를 근무일로 봅니다.",
)

WARNINGS: dict[str, Sentence] = {
    "rule-followed": Sentence(
        "What you asked for does not hold on the filing day; the entry that replaces it was followed.",
        "요청하신 절차는 신청일에 적용되지 않으므로 이를 대체하는 항목을 따랐습니다.",
    ),
    "rule-not-in-force": Sentence(
        "The procedure does not hold on the filing day, and no entry that replaces it is known to.",
        "이 절차는 신청일에 적용되지 않으며, 이를 대체하여 적용되는 항목도 알려져 있지 않습니다.",
    ),
    "successors-undecided": Sentence(
        "Several entries replace the procedure, and the case does not say which; the one asked for was counted.",
        "이 절차를 대체하는 항목이 여러 개이고 어느 것인지 알 수 없어, 요청하신 절차로 계산하였습니다.",
    ),
    "variant-gone": Sentence(
        "The entry that replaces the procedure has no such path; all its paths are listed.",
        "이 절차를 대체하는 항목에는 해당 경로가 없어 모든 경로를 표시하였습니다.",
    ),
    "rule-ends-inside": Sentence(
        "The procedure ends, or may end, before the forecast does.",
        "예측 기간이 끝나기 전에 이 절차의 적용이 종료되거나 종료될 수 있습니다.",
    ),
    "policy-inside": Sentence(
        "Inside the forecast a change of policy takes effect or a transition ends, or may.",
        "예측 기간 안에 정책 변경이 시행되거나 경과조치가 종료되며, 또는 그럴 수 있습니다.",
    ),
    "policy-under-way": Sentence(
        "A policy without a known date is under way and may change this before the forecast ends.",
        "시행일이 알려지지 않은 정책이 추진 중이며, 예측 기간이 끝나기 전에 변경될 수 있습니다.",
    ),
    "product-type-not-covered": Sentence(
        "The procedure is not recorded for this product type.",
        "이 절차는 해당 제품 유형에 대하여 기록되어 있지 않습니다.",
    ),
    "lower-bounds": Sentence(
        "Some dates are lower bounds: phases or prerequisites of unknown length lie before them.",
        "일부 날짜는 하한입니다. 앞에 길이를 알 수 없는 단계나 선행 절차가 있습니다.",
    ),
    "not-computable": Sentence(
        "For at least one path the source gives no duration, so there is no date.",
        "하나 이상의 경로에 대하여 출처에 기간이 없으므로 날짜가 없습니다.",
    ),
    "estimated-holidays": Sentence(
        "Part of the forecast lies in years whose holidays have not been announced; they are estimates.",
        "예측 기간의 일부는 공휴일이 아직 공고되지 않은 연도에 있으며, 해당 공휴일은 추정입니다.",
    ),
    "draft-clock": Sentence(
        "The clock is a proposal that is not known to be in force.",
        "기간은 제안된 것으로, 시행 여부가 확인되지 않았습니다.",
    ),
    "prerequisite-undecided": Sentence(
        "A prerequisite is open between alternatives and is not counted.",
        "선행 절차가 여러 대안 중에서 정해지지 않아 계산하지 않았습니다.",
    ),
}
"""Warnings, by code."""


def said(table: dict[str, Sentence], code: str, language: str, **values: object) -> Item:
    """A sentence of a table with its code."""
    return {"code": code, "message": table[code].say(language, **values)}
