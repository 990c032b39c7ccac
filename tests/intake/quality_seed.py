"""A small seed whose texts and fields agree, for tests that plant one error in it."""

from pathlib import Path

from tests.intake.planted import plant

SOUND = {
    "glossary": """
terms:
- {en: full evaluation, ko: 전체 평가}
- {en: working day, ko: 근무일, avoid: [작업일]}
- {en: health supplement, ko: 건강보조제품, avoid: [건강기능식품]}
- {en: health functional food, ko: 건강기능식품}
- {en: risk management plan (RMP), ko: 위해성관리계획(RMP)}
- {en: variation, ko: 변경허가·신고(variation), also: [변경]}
- {en: source, ko: 출처, held: false}
""",
    "xx__procedures": """
- id: xx-full
  product_types: [biologic]
  topics: [dossier]
  title: {en: "Full evaluation, 245 working days", ko: "전체 평가, 245근무일"}
  statement:
    en: The full evaluation takes 245 working days in all and costs SGD 4,280. The licence holds for 5 years.
    ko: 전체 평가는 총 245근무일이 걸리고 수수료는 SGD 4,280이다. 허가의 유효기간은 5년이다.
  name: {en: Full evaluation, ko: 전체 평가}
  licence: marketing-authorisation
  eligibility:
    statement:
      en: Approved by at least two agencies within the last 3 years
      ko: 최근 3년 이내에 2개 이상의 기관이 승인한 제품
    min_agreeing: 2
    within_months: 36
  validity: {min: 5, max: 5, unit: year}
  variants:
  - id: standard
    phases:
    - name: {en: "screening, 45 working days", ko: "예비심사, 45근무일"}
      duration: {min: 45, max: 45, unit: working-day}
      in_total: true
    - name: {en: "evaluation, 200 working days", ko: "평가, 200근무일"}
      duration: {min: 200, max: 200, unit: working-day}
      source_duration: 200 working days
      in_total: true
    total:
      duration: {min: 245, max: 245, unit: working-day}
    fees:
    - type: evaluation
      name: {en: evaluation, ko: 평가}
      amount: "4280"
      currency: SGD
  citations:
  - source: xx-law
""",
    "xx__observed_times": """
- id: xx-observed
  topics: [dossier]
  title: {en: "Approvals took a median of 399 calendar days", ko: "승인까지 중앙값 399역일"}
  statement:
    en: The 24 products approved in 2019 took a median of 399 calendar days.
    ko: 2019년에 승인된 24개 품목은 중앙값 399역일이 걸렸다.
  measure: median
  point: "399"
  unit: calendar-day
  n: 24
  citations:
  - source: xx-law
""",
    "xx__market": """
- id: xx-market
  topics: [dossier]
  title: {en: "Market in 2018: USD 25.9 billion", ko: "2018년 시장: 259억 달러(USD 25.9 billion)"}
  statement:
    en: A report gives USD 25.9 billion for 2018.
    ko: 한 보고서는 2018년에 대하여 259억 달러(USD 25.9 billion)를 제시한다.
  indicator: {en: market, ko: 시장}
  value: "25.9"
  unit: {en: USD billion, ko: 십억 미국 달러}
  year: 2018
  citations:
  - source: xx-law
""",
    "xx__policies": """
- id: xx-policy
  topics: [dossier]
  title: {en: A pilot, ko: 시범사업}
  statement:
    en: In force from 1 July 2018 until 30 June 2020, with 35 % of the files.
    ko: 2018년 7월 1일부터 2020년 6월 30일까지 시행되며 자료의 35%에 적용된다.
  status: in-force
  effective_from: 2018-07-01
  transition_until: 2020-06-30
  citations:
  - source: xx-law
""",
    "xx__reliance": """
- id: xx-reliance
  topics: [dossier]
  title: {en: Two agencies must agree, ko: 두 기관의 동의가 필요하다}
  statement:
    en: Approval by two agencies within two years counts; see xx-dossier.
    ko: 2년 이내에 두 기관이 승인한 경우 인정된다(xx-dossier).
  scope_as_written: {en: approval, ko: 허가}
  scopes: [marketing-authorisation]
  references:
  - {as_written: any agency, answer: yes}
  min_agreeing: 2
  within_months: 24
  citations:
  - source: xx-law
""",
    "xx__terms": """
- id: xx-term
  topics: [dossier]
  title: {en: A health supplement, ko: 건강보조제품}
  statement:
    en: No Korean health functional food; a variation of it needs an RMP and form BPFK 501.
    ko: 한국의 건강기능식품이 아니며, 그 변경에는 RMP와 BPFK 501 서식이 필요하다.
  term: {en: NDA-1, ko: NDA-1}
  definition: {en: A risk management plan by class III, ko: III등급에 따른 RMP}
  citations:
  - source: xx-law
""",
}
"""Files by name, `__` for `/`, without `.yaml`."""


def plant_sound(directory: Path, **changes: str) -> Path:
    """Write the small seed with these files; `changes` take the place of whole files."""
    return plant(directory, **{**SOUND, **changes})


def with_error(directory: Path, file: str, old: str, new: str) -> Path:
    """Write the small seed with one passage replaced, which must be there once."""
    text = SOUND[file]
    assert text.count(old) == 1, text.count(old)
    return plant_sound(directory, **{file: text.replace(old, new)})
