"""The committed seed has no fault, and an error of each kind is found where it was planted."""

import random
import re
from pathlib import Path

import pytest

from app.intake.faults import Fault, IntakeError
from app.intake.quality.examine import examine
from app.intake.quality.languages import differences
from app.intake.quality.texts import texts, without_ids
from app.intake.seed import Seed
from tests.conftest import SEED
from tests.intake.quality_seed import plant_sound, with_error

ON = "2026-11-23"


def faults(directory: Path) -> list[Fault]:
    """What the examination of a seed tells."""
    return examine(directory, ON).faults


def test_the_committed_seed_has_no_fault() -> None:
    assert [str(fault) for fault in faults(SEED)] == []


def test_a_small_seed_that_agrees_has_no_fault(tmp_path: Path) -> None:
    assert [str(fault) for fault in faults(plant_sound(tmp_path))] == []


@pytest.mark.parametrize(
    ("planted", "place", "message"),
    [
        # a number against a field
        (("xx__procedures", "takes 245", "takes 254"), "/statement/en", "says 254 working days"),
        (("xx__procedures", "SGD 4,280. T", "SGD 4,820. T"), "/statement/en", "says SGD 4,820"),
        (("xx__procedures", "4,280. The", "4,280. Within 6 years. The"), "/statement/en", "says 6 years"),
        (
            ("xx__procedures", "max: 45,", "max: 54,"),
            "/variants/0/phases/0/duration/max",
            "54 working days are in no text",
        ),
        (
            ("xx__procedures", "{min: 5, max: 5, unit: year}", "{min: 5, max: 7, unit: year}"),
            "/validity/max",
            "7 years",
        ),
        (("xx__procedures", "within_months: 36", "within_months: 24"), "/eligibility/within_months", "3 years"),
        (("xx__procedures", "min_agreeing: 2", "min_agreeing: 3"), "/eligibility/min_agreeing", "two"),
        (("xx__reliance", "within_months: 24", "within_months: 36"), "/within_months", "two years"),
        (("xx__reliance", "min_agreeing: 2", "min_agreeing: 1"), "/min_agreeing", "two"),
        (("xx__observed_times", 'point: "399"', 'point: "389"'), "/point", "389 is not in the statement"),
        (("xx__observed_times", "n: 24", "n: 26"), "/n", "26 is not what the statement counts: 24"),
        (
            ("xx__observed_times", "median of 399 calendar days.", "mean of 399, or 410 calendar days."),
            "/statement/en",
            "410",
        ),
        (("xx__market", 'value: "25.9"', 'value: "26.9"'), "/title/en", "does not say 26.9"),
        (("xx__market", "year: 2018", "year: 2019"), "/year", "names 2018"),
        (("xx__policies", "from: 2018-07-01", "from: 2018-01-01"), "/effective_from", "2018-07-01"),
        (("xx__policies", "from: 2018-07-01", "from: 2018-07-11"), "/effective_from", "2018-07-01"),
        (("xx__policies", "until: 2020-06-30", "until: 2021-06-30"), "/transition_until", "2020-06-30"),
        # a number in one language against the other
        (("xx__procedures", "총 245근무일", "총 254근무일"), "/statement/ko", "English says 245"),
        (("xx__procedures", "총 245근무일", "총 254근무일"), "/statement/en", "Korean says 254"),
        (
            ("xx__procedures", "총 245근무일", "총 245일"),
            "/statement/ko",
            "English says 245 working days, Korean says days",
        ),
        (("xx__procedures", "유효기간은 5년이다", "유효기간은 5개월이다"), "/statement/ko", "Korean says months"),
        (
            ("xx__procedures", "최근 3년 이내에 2개", "최근 3년 이내에 3개"),
            "/eligibility/statement/ko",
            "English says two",
        ),
        (("xx__market", "시장: 259억", "시장: 25.9억"), "/title/en", "Korean says 25.9억"),
        (
            ("xx__policies", "2018년 7월 1일", "2018년 1월 7일"),
            "/statement/ko",
            "English says July, Korean says no month",
        ),
        (("xx__policies", "35%", "30%"), "/statement/ko", "English says 35 percent"),
        (("xx__terms", "III등급", "II등급"), "/definition/ko", "English says III"),
        (("xx__reliance", "(xx-dossier)", "(xx-fee)"), "/statement/ko", "xx-dossier is named in English alone"),
        # Korean that is none
        (("xx__policies", "ko: 시범사업", "ko: A pilot"), "/title/ko", "the same as the English"),
        (("xx__policies", "ko: 시범사업", "ko: Pilot"), "/title/ko", "no Hangul"),
        (
            ("xx__terms", "{en: NDA-1, ko: NDA-1}", "{en: Class 1, ko: Class 1}"),
            "/term/ko",
            "the same as the English",
        ),
        # the glossary
        (("xx__terms", "ko: 건강보조제품}", "ko: 건강식품}"), "/title/ko", "`health supplement` is 건강보조제품"),
        (
            ("xx__terms", "ko: 건강보조제품}", "ko: 건강보조제품(건강기능식품)}"),
            "/title/ko",
            "건강기능식품 is not to be used",
        ),
        (("xx__procedures", "걸리고", "작업일로 걸리고"), "/statement/ko", "작업일 is not to be used"),
        (("xx__terms", "따른 RMP}", "따른 계획}"), "/definition/ko", "`risk management plan`"),
        # paths
        (
            ("xx__procedures", "      duration: {min: 200, max: 200, unit: working-day}\n", ""),
            "/variants/0/phases/1",
            "200 working",
        ),
        (
            ("xx__procedures", "{min: 45, max: 45, unit", "{min: 40, max: 45, unit"),
            "/variants/0/total/duration",
            "not the sum",
        ),
        # citations
        (
            (
                "xx__policies",
                "- source: xx-law",
                "- {source: xx-law, supports: false}\n  evidence_grade: A\n  source_custody: quoted",
            ),
            "/citations",
            "no citation supports",
        ),
    ],
)
def test_a_planted_error_is_found(tmp_path: Path, planted: tuple[str, str, str], place: str, message: str) -> None:
    file, old, new = planted
    found = faults(with_error(tmp_path, file, old, new))
    assert [str(fault) for fault in found if fault.field == place and message in fault.message], [*map(str, found)]
    expected = tmp_path / f"{file.replace('__', '/')}.yaml"
    assert {(fault.file, fault.record) for fault in found} == {(expected, found[0].record)}


def test_phases_in_units_that_do_not_add_up_need_a_total(tmp_path: Path) -> None:
    total = "    total:\n      duration: {min: 245, max: 245, unit: working-day}\n"
    text = with_error(tmp_path, "xx__procedures", total, "") / "xx/procedures.yaml"
    assert [fault.field for fault in faults(tmp_path)] == ["/title/en", "/statement/en"]
    text.write_text(
        text.read_text()
        .replace("200, unit: working-day", "200, unit: calendar-day")
        .replace("200 working days", "200 calendar days")
        .replace("200근무일", "200역일")
    )
    assert "/variants/0" in [fault.field for fault in faults(tmp_path)]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "xx__policies",
            "  - source: xx-law",
            "  - source: xx-law\n  - source: xx-lore",
            "no source has the id xx-lore",
        ),
        ("xx__policies", "  status:", "  surprise: 1\n  status:", "unknown key"),
        (
            "xx__policies",
            "  citations:\n  - source: xx-law\n",
            "",
            "no citation of a known source supports the entry",
        ),
        ("glossary", "also: [변경]", "beside: [변경]", "unknown key"),
    ],
)
def test_what_is_no_seed_is_told_as_such(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    with pytest.raises(IntakeError) as caught:
        examine(with_error(tmp_path, file, old, new), ON)
    assert message in caught.value.faults[0].message


def test_a_fault_names_the_line_of_its_text(tmp_path: Path) -> None:
    (korean, english) = faults(with_error(tmp_path, "xx__procedures", "총 245근무일", "총 254근무일"))
    lines = (tmp_path / "xx/procedures.yaml").read_text().splitlines()
    assert "총 254근무일" in lines[korean.line - 1]
    assert "en: The full evaluation takes" in lines[english.line - 1]
    assert str(korean).startswith(f"{tmp_path}/xx/procedures.yaml:{korean.line}: xx-full /statement/ko: ")


def test_a_digit_changed_in_a_korean_text_of_the_seed_is_found(seed: Seed) -> None:
    """Nearly always: a digit that the same text has elsewhere may hide it."""
    ids = frozenset(record.id for record in seed.records if record.type not in ("product_type", "topic", "document"))
    chosen = random.Random(1)  # the same ones every time
    changed = missed = 0
    for record in seed.records:
        for _, text in texts(record.content):
            if text.en is None or text.ko is None or chosen.random() < 0.8:
                continue
            for match in re.finditer(r"[0-9]+", without_ids(text.ko, ids)):
                other = f"{match[0][:-1]}{(int(match[0][-1]) + 1) % 10}"
                changed += 1
                missed += not any(
                    differences(text.en, text.ko[: match.start()] + other + text.ko[match.end() :], ids)
                )
    assert changed > 700
    assert missed / changed < 0.03
