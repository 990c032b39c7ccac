"""Paths through procedures: alternatives stay apart, and nothing is added up that must not be."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.oracle.build_index import read_index
from tests.oracle.research import FILES

Data = dict[str, Any]
Clocks = dict[str, list[int]]

ALTERNATIVE_PHASES: dict[str, Clocks] = {
    "my-priority": {"new-drug-or-biologic": [120], "generic": [100]},
    "my-variation": {"single-major": [60], "group-with-major": [100], "group-without-major": [80]},
    "vn-import-emergency": {"defence-or-approved": [3], "other": [7]},
    "sg-mav1": {"full": [50, 270], "abridged": [50, 180], "verification": [50, 60]},
    "sg-miv1": {"abridged": [120], "verification": [90]},
    "sg-cta": {"general": [30], "phase-1-be": [15], "class-2-ctgtp": [60], "substantial-amendment": [15]},
    "sg-md-class-b": {
        "immediate": [0],
        "abridged": [100],
        "full": [160],
        "full-priority-1": [104],
        "full-priority-2": [104],
    },
    "sg-md-class-c": {
        "immediate": [],
        "expedited": [120],
        "abridged": [160],
        "full": [220],
        "full-priority-1": [143],
        "full-priority-2": [143],
    },
    "sg-md-class-d": {
        "expedited": [180],
        "abridged": [220],
        "full": [310],
        "full-priority-1": [202],
        "full-priority-2": [202],
        "abridged-with-drug": [220],
        "full-with-drug": [310],
    },
}
"""Procedures whose research has alternatives in a row, and the durations of each path, in working days."""

ALTERNATIVE_TOTALS: dict[str, dict[str, int]] = {
    "la-device-registration": {"class-b": 30, "class-c-d": 60, "reliance-based": 15},
    "my-otc-abridged": {"one-active": 116, "two-or-more-actives": 136},
    "my-hs-abridged": {"one-active": 116, "two-or-more-actives": 136},
    "my-natural-abridged": {"one-active": 116, "two-or-more-actives": 136},
    "my-priority": {"new-drug-or-biologic": 120, "generic": 100},
    "th-legacy-paths": {"path-1": 100, "path-2": 150, "path-3-new-drugs": 300, "path-3-other-drugs": 80},
}
"""Procedures whose research has alternative totals in one note, in working days."""

WITHOUT_A_CLOCK = {
    ("sg-md-class-c", "immediate"),
    *(("mm-diac", "standard"), ("mm-drc", "known-active"), ("mm-drc", "new-active")),  # the review is not timed
    *(("ph-ct", "standard"), ("ph-pac", "other")),  # steps of unknown length; changes that no time is given for
}
"""Paths to which the research gives no time, though it gives one to others of the procedure."""

OUTCOMES = {"vn-cosmetic-notification", "vn-renewal"}
"""Procedures whose alternatives are outcomes: the bad one is an extra round."""

NOT_A_BREAKDOWN = {"kr-new-drug-ma", "my-generic-full", "la-ma-import", "vn-variation-notification"}
"""Procedures whose phases do not make up the total that the source states."""


def days(duration: Data | None) -> int | None:
    """A duration of one length, in working days."""
    if duration is None:
        return None
    assert duration["unit"] == "working-day"
    assert duration["min"] == duration["max"]
    length: int = duration["max"]
    return length


def timed(variant: Data) -> list[int]:
    """The lengths of a path's phases."""
    return [length for phase in variant["phases"] if (length := days(phase["duration"])) is not None]


@pytest.mark.parametrize("id_", ALTERNATIVE_PHASES)
def test_alternatives_in_a_row_are_paths_apart(id_: str, procedures: dict[str, Data]) -> None:
    variants = procedures[id_]["variants"]
    assert {variant["id"]: timed(variant) for variant in variants} == ALTERNATIVE_PHASES[id_]
    conditions = [variant["condition"]["en"] for variant in variants]
    assert len(set(conditions)) == len(variants)
    for variant in variants:
        total = days(variant["total"]["duration"]) if variant["total"] else None
        assert total in (None, sum(timed(variant))), "no total adds what another path takes"


@pytest.mark.parametrize("id_", ALTERNATIVE_TOTALS)
def test_alternative_totals_are_paths_apart(id_: str, procedures: dict[str, Data]) -> None:
    variants = procedures[id_]["variants"]
    assert {one["id"]: days(one["total"]["duration"]) for one in variants} == ALTERNATIVE_TOTALS[id_]
    assert len({variant["condition"]["en"] for variant in variants}) == len(variants)


def test_every_procedure_with_alternatives_in_a_row_is_tested_by_name(research: Path) -> None:
    found = {
        row["id"]
        for name in FILES
        for row in yaml.safe_load((research / name).read_text("utf-8")).get("procedures") or ()
        if any(phase.get("relation") == "alternative" for phase in row.get("phases") or ())
    }
    assert found == {*ALTERNATIVE_PHASES, *OUTCOMES, "la-device-registration"}


def test_no_two_paths_of_a_procedure_have_one_condition(procedures: dict[str, Data]) -> None:
    for id_, procedure in procedures.items():
        conditions = Counter(one["condition"]["en"] for one in procedure["variants"] if one["condition"])
        assert [text for text, times in conditions.items() if times > 1] == [], id_


def computable(variant: Data) -> bool:
    """Has a path a total, or phases that all say how long they take?"""
    if variant["total"] and variant["total"]["duration"]:
        return True
    in_a_row = [one for one in variant["phases"] if one["relation"] == "sequence" and one["in_total"] is not False]
    return bool(in_a_row) and all(one["duration"] for one in in_a_row)


def test_every_path_to_which_the_research_gives_a_time_is_computable(procedures: dict[str, Data]) -> None:
    given = {
        one.id for one in read_index() if one.section == "procedures" and {"clocks", "converted"} & {*one.figures}
    }
    assert len(given) == 122
    silent = {(id_, one["id"]) for id_ in given for one in procedures[id_]["variants"] if not computable(one)}
    assert silent == WITHOUT_A_CLOCK


def test_a_total_of_ours_is_the_sum_of_its_phases_and_says_so(procedures: dict[str, Data]) -> None:
    summed = 0
    for id_, variant in ((id_, one) for id_, whole in procedures.items() for one in whole["variants"]):
        if not variant["total"] or not variant["total"]["duration"] or not variant["phases"]:
            continue
        total = variant["total"]["duration"]
        counted = [one for one in variant["phases"] if one["in_total"] and one["relation"] == "sequence"]
        lengths = [one["duration"] for one in counted if one["duration"]]
        units = {one["unit"] for one in lengths}
        sums = [sum(in_days(one, end, total["unit"]) for one in lengths) for end in ("min", "max")]
        same = sums == [total[end] or 0 for end in ("min", "max")]
        assert variant["total"]["note"] or same, (id_, variant["id"])
        if variant["total"]["basis"] == "summed":
            if total["max"] is None:  # working days and days have no exact sum, but a least one
                assert total["min"] == max(sums), (id_, variant["id"])
            else:
                assert sums[1] == total["max"], (id_, variant["id"])
                assert units - {"week"} == {total["unit"]}
            summed += 1
        elif not same:
            assert id_ in NOT_A_BREAKDOWN or units != {total["unit"]}, id_
    assert summed == 18


def in_days(duration: Data, end: str, unit: str) -> int:
    """One end of a duration, a week as seven days where days are summed."""
    length: int = duration[end] or 0
    return 7 * length if duration["unit"] == "week" and unit == "calendar-day" else length
