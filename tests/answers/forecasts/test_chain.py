"""What must come first, what replaced the rule, and what changes while a forecast runs.

The country XX has no calendar: Monday to Friday, no holidays. 7 December 2026 is a Monday.
"""

from typing import Any

import pytest
from starlette.testclient import TestClient

Data = dict[str, Any]
MONDAY = "2026-12-07"


def _ask(client: TestClient, procedure: str, **query: Any) -> Data:
    given = {"procedure": procedure, "submit_on": MONDAY, "edition": 2, **query}
    answer = client.get("/v1/forecasts", params=given)
    assert answer.status_code == 200, answer.text
    found: Data = answer.json()
    return found


def _steps(found: Data) -> dict[str, tuple[str | None, str | None]]:
    return {one["procedure"]: (one["filed"]["expected"], one["ends"]["expected"]) for one in found["steps"]}


def _left_out(found: Data) -> dict[str, str]:
    return {one["id"]: one["reason"] for one in found["left_out"]}


def _codes(found: Data) -> dict[str, list[str]]:
    return {one["code"]: one["entries"] for one in found["warnings"]}


def test_a_procedure_is_filed_on_the_day_its_last_prerequisite_ends(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-plain", prerequisites="yes")
    assert _steps(found) == {
        "xx-licence": (MONDAY, "2026-12-21"),
        "xx-clearance": ("2026-12-21", "2026-12-28"),
        "xx-plain": ("2026-12-28", "2027-01-04"),
    }
    assert [one["role"] for one in found["steps"]] == ["prerequisite", "prerequisite", "main"]
    assert found["steps"][0]["needed_for"] == ["xx-clearance"]
    assert found["steps"][0]["conditions"] == ["when xx-licence is needed"]
    assert all(one["critical"] for one in found["steps"])
    assert found["ends"]["expected"] == "2027-01-04"
    assert not found["at_least"]


def test_without_being_asked_prerequisites_are_named_and_not_counted(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-plain")
    assert _steps(found) == {"xx-plain": (MONDAY, "2026-12-14")}
    assert _left_out(found) == {"xx-clearance": "not-asked"}
    assert "prerequisites-not-counted" in [one["code"] for one in found["assumptions"]]


def test_of_two_steps_of_one_kind_the_one_on_which_the_other_builds_is_counted(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-main", prerequisites="yes")
    assert list(_steps(found)) == ["xx-licence", "xx-clearance", "xx-main"]
    assert _left_out(found) == {"xx-inspection": "may-follow"}
    assert found["steps"][0]["needed_for"] == ["xx-clearance", "xx-main"]
    assert found["at_least"]
    assert "lower-bounds" in _codes(found)


def test_the_caller_can_say_what_is_done_and_what_is_not_needed(crafted_atlas: TestClient) -> None:
    done = _ask(crafted_atlas, "xx-plain", prerequisites="yes", done="xx-licence")
    assert _steps(done)["xx-clearance"] == (MONDAY, "2026-12-14")
    assert _left_out(done) == {"xx-licence": "done"}
    skipped = _ask(crafted_atlas, "xx-main", prerequisites="yes", skip="xx-clearance")
    assert _left_out(skipped)["xx-clearance"] == "skipped"
    assert "xx-inspection" in _steps(skipped)


@pytest.mark.parametrize(
    ("query", "chosen", "undecided"),
    [
        ({}, None, ["xx-new", "xx-copy", "xx-both"]),
        ({"product_type": "generic"}, None, ["xx-copy", "xx-both"]),
        ({"product_type": "biologic"}, "xx-new", None),
        ({"product_type": "generic", "skip": "xx-both"}, "xx-copy", None),
        ({"product_type": "generic", "done": "xx-both"}, None, None),
    ],
)
def test_one_of_several_ways_is_chosen_by_product_type_or_left_undecided(
    crafted_atlas: TestClient, query: Data, chosen: str | None, undecided: list[str] | None
) -> None:
    found = _ask(crafted_atlas, "xx-import", prerequisites="yes", **query)
    assert [one for one in _steps(found) if one != "xx-import"] == ([chosen] if chosen else [])
    assert [one["alternatives"] for one in found["undecided"]] == ([undecided] if undecided else [])
    assert found["at_least"] == bool(undecided)
    assert ("prerequisite-undecided" in _codes(found)) == bool(undecided)


def test_a_circle_is_cut_and_said(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-hen", prerequisites="yes")
    assert _steps(found) == {"xx-egg": (MONDAY, "2026-12-14"), "xx-hen": ("2026-12-14", "2026-12-21")}
    assert found["left_out"] == [
        {"id": "xx-hen", "needed_for": "xx-egg", "reason": "cycle", "condition": "when xx-hen is needed"}
    ]


def test_a_prerequisite_of_several_paths_takes_as_long_as_its_slowest(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-behind-paths", prerequisites="yes")
    assert found["steps"][0]["ends"] == {"earliest": "2026-12-14", "expected": "2027-01-04", "late": "2027-01-04"}
    assert found["ends"] == {"earliest": "2026-12-15", "expected": "2027-01-05", "late": "2027-01-05"}


def test_a_prerequisite_of_unknown_length_makes_lower_bounds(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-behind-nothing", prerequisites="yes")
    assert found["steps"][0]["ends"] == {"earliest": None, "expected": None, "late": None}
    assert found["ends"]["expected"] == "2026-12-08"
    assert found["at_least"]
    assert _codes(found)["not-computable"] == ["xx-untimed"]


def test_all_paths_are_listed_unless_one_is_asked_for(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-paths")
    paths = {one["variant"]: one["ends"]["expected"] for one in found["steps"][0]["paths"]}
    assert paths == {"slow": "2027-01-04", "fast": "2026-12-14", "unknown": None, "shots": "2027-02-01"}
    assert found["ends"] == {"earliest": "2026-12-14", "expected": "2027-02-01", "late": "2027-02-01"}
    assert found["at_least"]
    assert [one["variant"] for one in _ask(crafted_atlas, "xx-paths", variant="fast")["steps"][0]["paths"]] == [
        "fast"
    ]
    unknown = _ask(crafted_atlas, "xx-paths", variant="unknown")
    assert (unknown["computable"], unknown["ends"]["expected"]) == (False, None)


def test_the_slowest_path_is_the_critical_one(crafted_atlas: TestClient) -> None:
    paths = _ask(crafted_atlas, "xx-paths")["steps"][0]["paths"]
    critical = {path["variant"] for path in paths for bar in path["bars"] if bar["critical"]}
    assert critical == {"shots"}


def test_paths_for_other_products_are_left_out_unless_they_are_asked_for(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-paths", product_type="generic")
    assert [one["variant"] for one in found["steps"][0]["paths"]] == ["slow", "fast", "unknown"]
    assert _left_out(found) == {"xx-paths/shots": "other-product-type"}
    asked = _ask(crafted_atlas, "xx-paths", product_type="generic", variant="shots")
    assert [one["variant"] for one in asked["steps"][0]["paths"]] == ["shots"]


def test_a_product_type_that_the_procedure_is_not_for_is_warned_of(crafted_atlas: TestClient) -> None:
    assert _codes(_ask(crafted_atlas, "xx-copy", product_type="vaccine"))["product-type-not-covered"] == ["xx-copy"]
    assert "product-type-not-covered" not in _codes(_ask(crafted_atlas, "xx-copy", product_type="generic"))


@pytest.mark.parametrize(
    ("day", "asked", "followed", "ends"),
    [
        ("2026-12-31", "xx-old", [], "2027-03-11"),
        ("2027-01-01", "xx-old", ["xx-old"], "2027-01-08"),
        ("2027-01-01", "xx-older", ["xx-older", "xx-old"], "2027-01-08"),
        ("2026-12-31", "xx-older", ["xx-older"], "2027-03-11"),
    ],
)
def test_the_rule_in_force_on_the_filing_day_is_followed(
    crafted_atlas: TestClient, day: str, asked: str, followed: list[str], ends: str
) -> None:
    found = _ask(crafted_atlas, asked, submit_on=day)
    assert found["rule"]["followed_from"] == followed
    assert found["rule"]["applies"] == "yes"
    assert found["ends"]["expected"] == ends
    assert _codes(found).get("rule-followed", []) == ([*followed, found["procedure"]] if followed else [])


def test_of_several_successors_only_the_product_type_chooses(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-forked", submit_on="2027-01-04")
    assert found["procedure"] == "xx-forked"
    assert _codes(found)["successors-undecided"] == ["xx-left", "xx-right"]
    chosen = _ask(crafted_atlas, "xx-forked", submit_on="2027-01-04", product_type="vaccine")
    assert (chosen["procedure"], chosen["rule"]["followed_from"]) == ("xx-right", ["xx-forked"])


def test_a_rule_that_is_over_without_a_successor_is_counted_with_a_warning(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-over")
    assert found["rule"] == {"applies": "no", "followed_from": []}
    assert _codes(found)["rule-not-in-force"] == ["xx-over"]


def test_a_path_that_the_successor_lacks_is_said_to_be_gone(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-old", submit_on="2027-01-04", variant="express")
    assert _codes(found)["variant-gone"] == ["xx-newer"]
    assert [one["variant"] for one in found["steps"][0]["paths"]] == ["only"]


def test_a_rule_that_ends_inside_the_forecast_is_warned_of(crafted_atlas: TestClient) -> None:
    assert _codes(_ask(crafted_atlas, "xx-old"))["rule-ends-inside"] == ["xx-old"]
    assert "rule-ends-inside" not in _codes(_ask(crafted_atlas, "xx-old", submit_on="2026-06-01"))


def test_policies_that_change_inside_the_forecast_are_warned_of(crafted_atlas: TestClient) -> None:
    before = _codes(_ask(crafted_atlas, "xx-changing", submit_on="2026-12-23"))
    assert "policy-inside" not in before
    inside = _codes(_ask(crafted_atlas, "xx-changing", submit_on="2026-12-31"))
    assert inside["policy-inside"] == ["xx-soon", "xx-transition"]
    over = _codes(_ask(crafted_atlas, "xx-changing", submit_on="2027-02-01"))
    assert "policy-inside" not in over


def test_policies_without_a_date_count_where_they_touch_the_procedure_or_its_topic(crafted_atlas: TestClient) -> None:
    assert _codes(_ask(crafted_atlas, "xx-changing"))["policy-under-way"] == ["xx-same-topic", "xx-talk"]
    assert _codes(_ask(crafted_atlas, "xx-plain"))["policy-under-way"] == ["xx-same-topic"]


def test_observed_times_stand_beside_the_dates_each_kind_apart(crafted_atlas: TestClient) -> None:
    found = _ask(crafted_atlas, "xx-main")
    assert {name: [one["id"] for one in items] for name, items in found["observed"].items()} == {
        "measured": ["xx-measured"],
        "estimate": ["xx-guess"],
        "anecdote": [],
        "unknown": [],
    }
    assert found["ends"]["expected"] == "2026-12-14"


def test_every_entry_that_an_answer_rests_on_or_warns_of_is_in_its_evidence(crafted_atlas: TestClient) -> None:
    for found in (
        _ask(crafted_atlas, "xx-main", prerequisites="yes"),
        _ask(crafted_atlas, "xx-older", submit_on="2027-01-04"),
        _ask(crafted_atlas, "xx-changing", submit_on="2026-12-31"),
        _ask(crafted_atlas, "xx-forked", submit_on="2027-01-04"),
        _ask(crafted_atlas, "xx-import", prerequisites="yes"),
    ):
        held = {one["id"] for one in found["evidence"]}
        assert {one["procedure"] for one in found["steps"]} <= held
        assert set(found["rule"]["followed_from"]) <= held
        warned = {id_ for one in found["warnings"] for id_ in one["entries"]}
        assert warned <= held
        assert all(one["sources"] for one in found["evidence"])


def test_each_edition_gives_the_dates_of_its_own_facts(crafted_atlas: TestClient) -> None:
    assert _ask(crafted_atlas, "xx-licence")["ends"]["expected"] == "2026-12-21"
    newest = crafted_atlas.get("/v1/forecasts", params={"procedure": "xx-licence", "submit_on": MONDAY}).json()
    assert (newest["edition"], newest["ends"]["expected"]) == (3, "2027-01-04")
    first = crafted_atlas.get("/v1/forecasts", params={"procedure": "xx-licence", "submit_on": MONDAY, "edition": 1})
    assert first.status_code == 422
