"""The rules of the ranking, on countries that no source has written of."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.answers.timelines.ranking import places
from app.intake.seed import SeedRecord
from tests.contract.asking import ask
from tests.editions.life import asking, edition, record, word

Data = dict[str, Any]
ADDRESS = "/v1/timelines?product_type=biologic"


def days(number: int | None, **more: Any) -> Data:
    """A path that takes so many calendar days."""
    total = {"duration": {"min": number, "max": number, "unit": "calendar-day"}, **more} if number else None
    return {"id": "only", "total": total}


def way(id_: str, *variants: Data, country: str = "XX", **values: Any) -> SeedRecord:
    """A procedure with these paths."""
    given_variants = list(variants) or [days(100)]
    return record("procedure", id_, part=country, country=country, variants=given_variants, **values)


def answers(engine: Engine, *records: SeedRecord, address: str = ADDRESS) -> dict[str, Data]:
    """What is answered once these are published, by country; `xx-full` of the small atlas has no time at all."""
    edition(engine, *records)
    with asking(engine) as client:
        return {one["country"]: one for one in ask(client, address)["ranking"]}


def chosen(one: Data) -> tuple[str | None, int | None, str]:
    """Which procedure stands for a country, its days, and the status."""
    found = one["statutory"]
    return found["procedure"], found["days"], found["status"]


@pytest.mark.parametrize(
    ("conditions", "route", "codes"),
    [
        ({}, "unconditional", []),
        ({"eligibility": {"local_holder": True}}, "unconditional", ["local-holder"]),
        ({"eligibility": {"not_approved_by": [{"any": True}]}}, "unconditional", ["no-approval-by"]),
        ({"eligibility": {"statement": "words"}}, "unconditional", []),
        ({"eligibility": {"references": [{"any": True}]}}, "any-approval", ["approval-by-any"]),
        (
            {"eligibility": {"references": [{"any": True}], "min_agreeing": 2}},
            "conditional",
            ["approval-elsewhere"],
        ),
        (
            {"eligibility": {"references": [{"any": True}], "within_months": 24}},
            "conditional",
            ["approval-by-any", "recent-approval"],
        ),
        ({"eligibility": {"references": [{"authority": "XX-FDA"}]}}, "conditional", ["approval-elsewhere"]),
        ({"eligibility": {"inspected_site": True}}, "conditional", ["inspected-site"]),
        ({"eligibility": {"designations": ["vaccine"]}}, "conditional", ["designation"]),
        ({"eligibility": {"designations": ["biologic"]}, "acceleration": "priority"}, "unconditional", []),
        ({"acceleration": "priority"}, "conditional", ["acceleration"]),
        ({"acceleration": "none"}, "unconditional", []),
        ({"assessment": "recognition"}, "conditional", ["reliance"]),
        ({"assessment": "abridged"}, "unconditional", []),
    ],
)
def test_a_path_is_conditional_by_what_it_needs(
    engine: Engine, conditions: Data, route: str, codes: list[str]
) -> None:
    found = answers(engine, way("xx-new", **conditions))["XX"]
    path = next(one for one in found["paths"] if one["procedure"] == "xx-new")
    assert (path["route"], [one["code"] for one in path["conditions"]]) == (route, codes)
    status = {"unconditional": "ranked", "any-approval": "apart"}.get(route)
    assert chosen(found) == (("xx-new", 100, status) if status else (None, None, "conditional-only"))
    assert (found["fastest"] is None) == bool(status)
    assert (found["rank"] is None) == (status != "ranked")


def test_approvals_of_a_path_go_before_those_of_its_procedure(engine: Engine) -> None:
    abroad = {"references": [{"authority": "XX-FDA"}]}
    found = answers(
        engine,
        way(
            "xx-new",
            {**days(10), "id": "short", "condition": "approved", "approvals": abroad},
            {**days(90), "id": "long", "condition": "not approved"},
            eligibility=abroad,
        ),
    )["XX"]
    assert chosen(found) == ("xx-new", 90, "ranked")
    assert (found["statutory"]["variant"], found["fastest"]["variant"]) == ("long", "short")


def test_a_step_before_another_marketing_authorisation_is_no_path_of_its_own(engine: Engine) -> None:
    steps = (way("xx-before", days(10)), way("xx-new", days(90), prerequisites=[{"procedure": "xx-before"}]))
    found = answers(engine, *steps)["XX"]
    assert chosen(found) == ("xx-new", 90, "ranked")
    assert found["fastest"] is None
    assert "xx-before" not in {one["procedure"] for one in found["paths"]}
    assert next(one for one in found["paths"] if one["procedure"] == "xx-new")["prerequisites"]


def test_what_comes_before_another_licence_of_its_kind_may_be_wanted_for_itself(engine: Engine) -> None:
    trial: Data = {"licence": "clinical-trial"}
    steps = (
        way("xx-trial", days(10), **trial),
        way("xx-results", days(90), prerequisites=[{"procedure": "xx-trial"}], **trial),
    )
    found = answers(engine, *steps, address=f"{ADDRESS}&licence=clinical-trial")["XX"]
    assert {one["procedure"] for one in found["paths"]} >= {"xx-trial", "xx-results"}


def test_a_condition_in_words_keeps_a_path_from_standing_for_one_of_unknown_time(engine: Engine) -> None:
    small = way("xx-small", days(10), eligibility={"further": "of the lowest class"})
    found = answers(engine, small)["XX"]
    assert chosen(found) == (None, None, "conditional-only")
    assert found["fastest"]["procedure"] == "xx-small"


def test_the_nearest_then_the_fullest_then_the_longest_path_ranks(engine: Engine) -> None:
    near: Data = {"assessment": "full"}
    wide: Data = {"product_types": ["all-medicines"], "assessment": "full"}
    found = answers(
        engine,
        way("xx-wide", days(500), **wide),
        way("xx-short", days(80), **near),
        way("xx-long", days(90), **near),
        way("xx-light", days(400), assessment="abridged"),
    )["XX"]
    assert chosen(found) == ("xx-long", 90, "ranked")
    assert "Of 4 paths" in found["statutory"]["reason"]
    assert found["fastest"]["procedure"] == "xx-short"


def test_a_path_without_conditions_goes_before_a_faster_one_that_needs_any_approval(engine: Engine) -> None:
    needs_one: Data = {"eligibility": {"references": [{"any": True}]}}
    found = answers(engine, way("xx-any", days(10), **needs_one), way("xx-slow", days(300)))["XX"]
    assert chosen(found) == ("xx-slow", 300, "ranked")


@pytest.mark.parametrize(
    ("variant", "status", "at_least"),
    [
        (days(100, standing="draft"), "draft-only", None),
        (days(None), "no-clock", None),
        ({"id": "only", "total": {"duration": {"min": 5, "unit": "calendar-day"}}}, "lower-bound-only", 5),
        (
            {
                "id": "only",
                "phases": [{"name": "A", "duration": {"min": 1, "max": 7, "unit": "calendar-day"}}, {"name": "B"}],
            },
            "lower-bound-only",
            1,
        ),
    ],
)
def test_what_cannot_be_compared_does_not_rank(
    engine: Engine, variant: Data, status: str, at_least: int | None
) -> None:
    found = answers(engine, way("xx-new", variant))["XX"]
    assert chosen(found) == (None, None, status)
    assert (found["statutory"]["at_least"], found["fastest"]) == (at_least, None)


def test_an_aim_ranks_and_is_marked(engine: Engine) -> None:
    found = answers(engine, way("xx-new", days(100, standing="aim")))["XX"]
    assert (chosen(found), found["statutory"]["standing"]) == (("xx-new", 100, "ranked"), "aim")


def test_a_maximum_alone_ranks(engine: Engine) -> None:
    at_most = {"id": "only", "total": {"duration": {"max": 30, "unit": "calendar-day"}}}
    assert chosen(answers(engine, way("xx-new", at_most))["XX"]) == ("xx-new", 30, "ranked")


def test_a_total_that_is_not_the_sum_of_its_phases_is_shown_with_both(engine: Engine) -> None:
    phases = [{"name": name, "duration": {"min": 40, "max": 40, "unit": "calendar-day"}} for name in ("A", "B")]
    edition(engine, way("xx-new", {**days(100), "phases": phases}))
    with asking(engine) as client:
        answer = ask(client, ADDRESS)
    path = next(one for one in answer["ranking"][0]["paths"] if one["procedure"] == "xx-new")
    assert (path["clock"]["days"]["max"], path["clock"]["phases_total"]["max"]) == (100, 80)
    assert path["clock"]["differs"]
    assert {one["code"]: one["entries"] for one in answer["warnings"]}["totals-differ"] == ["xx-new"]


def test_history_stands_for_a_country_only_where_there_is_nothing_else_and_apart(engine: Engine) -> None:
    records = [
        way("yy-old", days(60), country="YY", currency_status="superseded"),
        way("xx-old", days(10), currency_status="historic"),
        way("xx-now", days(200)),
    ]
    edition(engine, *records)
    with asking(engine) as client:
        answer = ask(client, ADDRESS)
    found = {one["country"]: one for one in answer["ranking"]}
    assert chosen(found["YY"]) == ("yy-old", 60, "apart")
    assert (found["YY"]["rank"], found["YY"]["statutory"]["apart"]) == (None, ["older"])
    assert found["YY"]["paths"] == []
    assert [path["procedure"] for path in found["YY"]["older"]] == ["yy-old"]
    assert chosen(found["XX"]) == ("xx-now", 200, "ranked")
    assert [path["procedure"] for path in found["XX"]["older"]] == ["xx-old"]
    # Only what the answer had to make do with is warned of.
    assert {one["code"]: one["entries"] for one in answer["warnings"]}["replaced-entries"] == ["yy-old"]


def test_a_time_without_a_date_ranks_and_says_so_and_one_that_needs_an_approval_stands_apart(engine: Engine) -> None:
    abroad: Data = {"references": [{"any": True}]}
    found = answers(
        engine,
        word("jurisdiction", "ZZ", kind="country"),
        way("xx-new", days(200)),
        way("yy-new", days(300), country="YY", fact_as_of=None),
        way("zz-new", days(20), country="ZZ", fact_as_of=None, eligibility=abroad),
    )
    assert list(found) == ["XX", "YY", "ZZ"]
    told = {
        code: (one["rank"], one["statutory"]["would_rank"], one["statutory"]["apart"]) for code, one in found.items()
    }
    assert told == {
        "XX": (1, None, []),
        "YY": (2, None, []),
        "ZZ": (None, 1, ["needs-approval"]),
    }
    assert [(one["statutory"]["fact_as_of"], one["statutory"]["stale"]) for one in found.values()] == [
        ("2026-01", "no"),
        (None, "unknown"),
        (None, "unknown"),
    ]
    assert ["no date" in one["statutory"]["reason"] for one in found.values()] == [False, True, True]


def test_the_filing_day_decides_what_holds(engine: Engine) -> None:
    records = (
        way("xx-before", days(50), applies_until="2027-06-30"),
        way("xx-after", days(70), applies_from="2027-07-01"),
    )
    found = answers(engine, *records)["XX"]
    assert chosen(found) == ("xx-before", 50, "ranked")
    assert [path["procedure"] for path in found["coming"]] == ["xx-after"]
    with asking(engine) as client:
        later = ask(client, f"{ADDRESS}&applies_on=2027-07-01")["ranking"]
    later_xx = next(one for one in later if one["country"] == "XX")
    assert chosen(later_xx) == ("xx-after", 70, "ranked")
    assert [path["procedure"] for path in later_xx["older"]] == ["xx-before"]


def test_a_condition_in_words_is_shown_and_gives_way_to_a_path_without_one(engine: Engine) -> None:
    words = {"en": "Made here only", "ko": "국내 제조에 한함"}
    narrow: Data = {"eligibility": {"further": words}}
    found = answers(engine, way("xx-narrow", days(90), **narrow))["XX"]
    assert chosen(found) == (None, None, "conditional-only")  # the time of xx-full is not known
    path = next(one for one in found["paths"] if one["procedure"] == "xx-narrow")
    assert path["conditions"] == [{"code": "further", "message": "Made here only"}]
    edition(engine, way("xx-wide", days(40)), when="2026-12-02T00:00:00")
    with asking(engine) as client:
        (wide, *_) = ask(client, ADDRESS)["ranking"]
    assert chosen(wide) == ("xx-wide", 40, "ranked")


def test_a_rule_that_is_known_to_hold_goes_before_one_of_which_nobody_can_tell(engine: Engine) -> None:
    records = (way("xx-sure", days(50)), way("xx-unsure", days(70), applies_from="2026", fact_as_of="2026-12"))
    found = answers(engine, *records)["XX"]
    assert chosen(found) == ("xx-sure", 50, "ranked")
    here = {path["procedure"]: path["here"]["applies"] for path in found["paths"]}
    assert (here["xx-sure"], here["xx-unsure"]) == ("yes", "unknown")


def test_a_path_for_another_product_type_is_not_shown_and_one_for_none_does_not_rank(engine: Engine) -> None:
    found = answers(
        engine,
        way(
            "xx-two",
            {**days(10), "id": "vaccines", "condition": "vaccines", "product_types": ["vaccine"]},
            {**days(20), "id": "rest", "condition": "the rest"},
        ),
        way("xx-silent", days(5), product_types=[]),
    )["XX"]
    shown = {(path["procedure"], path["variant"]): path["route"] for path in found["paths"]}
    assert ("xx-two", "vaccines") not in shown
    assert shown["xx-silent", "only"] == "product-type-not-stated"
    assert chosen(found) == ("xx-two", 20, "ranked")


def observed(id_: str, country: str = "XX", **values: Any) -> SeedRecord:
    """An observed time of a whole procedure, in calendar days."""
    own: Data = {"point": "90", "unit": "calendar-day", "sample_basis": "measured", **values}
    return record("observed_time", id_, part=country, country=country, **own)


def ranks(found: dict[str, Data]) -> dict[str, tuple[int | None, int | None]]:
    """Rank and days by what was measured."""
    return {country: (one["observed"]["rank"], one["observed"]["days"]) for country, one in found.items()}


def test_only_measured_times_of_whole_procedures_rank_and_the_newest_counts(engine: Engine) -> None:
    found = answers(
        engine,
        observed("xx-old", point="10", fact_as_of="2020"),
        observed("xx-new", point=None, low="80", high="120", measure="range", fact_as_of="2025"),
        observed("xx-part", point="5", fact_as_of="2026", stage="the queue"),
        observed("xx-guess", point="1", fact_as_of="2026", sample_basis="estimate"),
        observed("yy-many", country="YY", point="4", unit="month", fact_as_of="2024"),
        address=f"{ADDRESS}&rank_by=observed",
    )
    # 4 months × 30.4375 = 121.75
    assert ranks(found) == {"XX": (1, 120), "YY": (2, 122)}
    assert found["XX"]["observed"]["entries"] == ["xx-new"]
    assert list(found) == ["XX", "YY"]


def test_a_figure_that_is_no_length_of_time_is_shown_without_days(engine: Engine) -> None:
    found = answers(engine, observed("xx-count", unit="application"))["XX"]
    (figure,) = found["observed_times"]["measured"]
    assert (figure["days"], figure["arithmetic"], figure["unit"]) == (None, None, "application")
    assert found["observed"]["days"] is None


def test_an_observed_time_of_another_licence_is_left_aside(engine: Engine) -> None:
    found = answers(
        engine,
        way("xx-import", licence="import"),
        observed("xx-of-import", procedure="xx-import"),
        observed("xx-of-full", procedure="xx-full"),
        observed("xx-of-none"),
    )["XX"]
    assert [one["id"] for one in found["observed_times"]["measured"]] == ["xx-of-full", "xx-of-none"]


def test_equal_days_share_a_place(engine: Engine) -> None:
    records = [
        word("jurisdiction", "ZZ", kind="country"),
        way("xx-new", days(50)),
        way("yy-new", days(50), country="YY"),
        way("zz-new", days(51), country="ZZ"),
    ]
    found = answers(engine, *records)
    assert [(country, one["rank"]) for country, one in found.items()] == [("XX", 1), ("YY", 1), ("ZZ", 3)]


CODES = st.text("ABCDEFGH", min_size=2, max_size=2)


@given(st.dictionaries(CODES, st.one_of(st.none(), st.integers(0, 400))))
def test_a_place_is_one_more_than_the_number_of_the_faster(found: dict[str, int | None]) -> None:
    ranked = places(found)
    assert ranked.keys() == found.keys()
    for country, rank in ranked.items():
        own = found[country]
        assert (rank is None) == (own is None)
        if own is not None:
            assert rank == 1 + len(list(_faster(found.values(), own)))


def _faster(all_days: Iterable[int | None], own: int) -> Iterable[int]:
    return (one for one in all_days if one is not None and one < own)
