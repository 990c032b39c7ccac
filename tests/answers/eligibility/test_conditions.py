"""Each condition by itself: what meets it, what does not, and what is not known."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.answers.eligibility.reading import answer, condition, outcomes, path, rows

Told = dict[str, Any]
TODAY = "2026-11-23"

OUTCOMES: list[tuple[str, Told, str]] = [
    ("xx-free", {}, "open"),
    # Words: a statement decides nothing, what remains in words cannot be met.
    ("xx-statement", {}, "open"),
    ("xx-words", {}, "undecided"),
    # A list: not told, told to be empty, one that is on it, one that is not.
    ("xx-list", {}, "undecided"),
    ("xx-list", {"approved_by": "none"}, "closed"),
    ("xx-list", {"approved_by": "AA-FDA"}, "open"),
    ("xx-list", {"approved_by": "CC-FDA"}, "closed"),
    ("xx-list", {"approved_by": ["CC-FDA", "BB-FDA"]}, "open"),
    # An inspection is no approval.
    ("xx-list", {"approved_by": "none", "inspected_by": "AA-FDA"}, "closed"),
    # An approval that comes after the filing, or may.
    ("xx-list", {"approved_by": "AA-FDA:2026-11-24"}, "closed"),
    ("xx-list", {"approved_by": "AA-FDA:2026-11"}, "undecided"),
    ("xx-list", {"approved_by": "AA-FDA:2026-10"}, "open"),
    # How many agree: two approvals by one authority are one.
    ("xx-two", {"approved_by": "AA-FDA"}, "closed"),
    ("xx-two", {"approved_by": ["AA-FDA:2025", "AA-FDA:2024"]}, "closed"),
    ("xx-two", {"approved_by": ["AA-FDA", "BB-FDA"]}, "open"),
    ("xx-two", {"approved_by": ["AA-FDA", "BB-FDA:2026"]}, "undecided"),
    # How recent: 24 months before 23 November 2026.
    ("xx-recent", {"approved_by": "AA-FDA:2024-11-23"}, "open"),
    ("xx-recent", {"approved_by": "AA-FDA:2024-11-22"}, "closed"),
    ("xx-recent", {"approved_by": "AA-FDA:2024-11"}, "undecided"),
    ("xx-recent", {"approved_by": "AA-FDA"}, "undecided"),
    ("xx-recent", {"approved_by": ["AA-FDA:2019", "BB-FDA:2026-01"]}, "open"),
    ("xx-recent", {"approved_by": ["AA-FDA:2019", "CC-FDA:2026-01"]}, "closed"),
    # Any authority.
    ("xx-any", {"approved_by": "UU-FDA"}, "open"),
    ("xx-any", {"approved_by": "none"}, "closed"),
    ("xx-first", {"approved_by": "UU-FDA"}, "closed"),
    ("xx-first", {"approved_by": "none"}, "open"),
    ("xx-first", {}, "undecided"),
    ("xx-first", {"approved_by": "UU-FDA:2027"}, "open"),
    # A group, by dated membership: member, observer, former member, not a member as far as known, no record.
    ("xx-group", {"approved_by": "CC-FDA"}, "open"),
    ("xx-group", {"approved_by": "OO-FDA"}, "closed"),
    ("xx-group", {"approved_by": "LL-FDA"}, "undecided"),
    ("xx-group", {"approved_by": "LL-FDA:2021"}, "open"),
    ("xx-group", {"approved_by": "LL-FDA:2024"}, "closed"),
    ("xx-group", {"approved_by": "LL-FDA", "applies_on": "2022-12-31"}, "open"),
    ("xx-group", {"approved_by": "CC-FDA", "applies_on": "2026-01-01"}, "open"),
    ("xx-group", {"approved_by": "NN-FDA"}, "undecided"),
    ("xx-group", {"approved_by": "UU-FDA"}, "undecided"),
    # A list that goes on in words.
    ("xx-unlisted", {"approved_by": "AA-FDA"}, "open"),
    ("xx-unlisted", {"approved_by": "BB-FDA"}, "undecided"),
    ("xx-unlisted", {"approved_by": "none"}, "closed"),
    # What the caller says outright.
    ("xx-same", {}, "undecided"),
    ("xx-same", {"same_product": "yes"}, "open"),
    ("xx-same", {"same_product": "no"}, "closed"),
    ("xx-holder", {}, "undecided"),
    ("xx-holder", {"local_holder": "yes"}, "open"),
    ("xx-holder", {"local_holder": "no"}, "closed"),
    # An inspected site: by inspections alone.
    ("xx-site", {"approved_by": "AA-FDA"}, "undecided"),
    ("xx-site", {"approved_by": "AA-FDA", "inspected_by": "none"}, "closed"),
    ("xx-site", {"approved_by": "AA-FDA", "inspected_by": "UU-FDA"}, "open"),
    ("xx-gmp", {"approved_by": "CC-FDA"}, "undecided"),
    ("xx-gmp", {"inspected_by": "CC-FDA"}, "open"),
    ("xx-gmp", {"inspected_by": "OO-FDA"}, "closed"),
    # Designations.
    ("xx-orphan", {}, "undecided"),
    ("xx-orphan", {"designation": "none"}, "closed"),
    ("xx-orphan", {"designation": "orphan"}, "open"),
    ("xx-orphan", {"product_type": "orphan"}, "open"),
    ("xx-otc", {}, "undecided"),
    ("xx-otc", {"designation": "none"}, "closed"),
    # Product types, by the tree's rule for procedures.
    ("xx-biologic", {}, "closed"),
    ("xx-biologic", {"product_type": "biologic"}, "open"),
    ("xx-biologic", {"product_type": "vaccine"}, "undecided"),
    ("xx-vaccine", {"product_type": "biologic"}, "undecided"),
    ("xx-vaccine", {"product_type": "biosimilar"}, "closed"),
    ("xx-free", {"product_type": "health-supplement"}, "closed"),
    ("xx-but-vaccines", {"product_type": "vaccine"}, "closed"),
    ("xx-but-vaccines", {"product_type": "biosimilar"}, "open"),
    ("xx-not-stated", {}, "undecided"),
    # Words beside a structure: they keep it from being open, and another condition closes it still.
    ("xx-urgent", {"approved_by": "AA-FDA"}, "undecided"),
    ("xx-urgent", {"approved_by": "CC-FDA"}, "closed"),
    ("xx-urgent", {"approved_by": "AA-FDA", "product_type": "health-supplement"}, "closed"),
    ("xx-hasty", {}, "open"),
    # A reliance entry settles what the list leaves open; "in part" and a contradiction settle nothing.
    ("xx-spoken", {"approved_by": "AA-FDA"}, "open"),
    ("xx-spoken", {"approved_by": "BB-FDA"}, "closed"),
    ("xx-spoken", {"approved_by": "UU-FDA"}, "undecided"),
    ("xx-spoken", {"approved_by": "CC-FDA"}, "undecided"),
    ("xx-disputed", {"approved_by": "AA-FDA"}, "undecided"),
    ("xx-disputed", {"approved_by": "BB-FDA"}, "open"),
    # The day.
    ("xx-later", {}, "closed"),
    ("xx-later", {"applies_on": "2027-03-15"}, "undecided"),
    ("xx-later", {"applies_on": "2027-04-01"}, "open"),
    ("xx-free", {"applies_on": "2019-12-31"}, "closed"),
    ("xx-undated", {}, "open"),
    ("xx-undated", {"applies_on": "2026-11-22"}, "undecided"),
    ("xx-old", {}, "closed"),
    # Paths: one is enough.
    ("xx-paths", {"approved_by": "AA-FDA"}, "open"),
    ("xx-paths", {"approved_by": "none"}, "closed"),
    ("xx-paths", {"approved_by": "CC-FDA"}, "undecided"),
    ("xx-choice", {}, "open"),
    ("xx-listed-or-words", {"approved_by": "AA-FDA"}, "open"),
    ("xx-listed-or-words", {"approved_by": "none"}, "undecided"),
    ("xx-words-for-all", {"approved_by": "AA-FDA"}, "undecided"),
    ("xx-words-for-all", {"approved_by": "none"}, "undecided"),
    # Words of one path do not lift what all of them ask for.
    ("xx-list-for-all", {"approved_by": "AA-FDA"}, "open"),
    ("xx-list-for-all", {"approved_by": "none"}, "closed"),
    # The condition of the only path tells it from no other: it binds.
    ("xx-one-path", {}, "undecided"),
]


@pytest.mark.parametrize(("procedure", "told", "outcome"), OUTCOMES)
def test_the_outcome_of_each_condition(crafted_atlas: TestClient, procedure: str, told: Told, outcome: str) -> None:
    asked = {"country": "XX", "product_type": "generic", **told}
    assert outcomes(crafted_atlas, **asked)[procedure] == outcome


@pytest.mark.parametrize(("procedure", "told", "outcome"), OUTCOMES)
def test_an_outcome_follows_from_its_conditions_and_from_nothing_else(
    crafted_atlas: TestClient, procedure: str, told: Told, outcome: str
) -> None:
    row = rows(answer(crafted_atlas, **{"country": "XX", "product_type": "generic", **told}))[procedure]
    results = {one["result"] for one in row["conditions"]}
    expected = "closed" if "not-met" in results else "undecided" if "unknown" in results else "open"
    assert row["outcome"] == outcome == expected
    decided = {one["condition"] for one in row["conditions"] if one["decided"]}
    assert decided == set(row["decided_by"])
    assert bool(decided) == (outcome != "open")
    assert row["reason"]


def test_what_is_history_stands_apart(crafted_atlas: TestClient) -> None:
    body = answer(crafted_atlas, country="XX", product_type="generic")
    assert [row["procedure"] for row in body["older"]] == ["xx-old"]
    assert body["older"][0]["outcome"] == "closed"
    assert {"replaced-entries"} <= {one["code"] for one in body["warnings"]}


def test_an_undated_rule_is_open_with_a_warning(crafted_atlas: TestClient) -> None:
    body = answer(crafted_atlas, country="XX", product_type="generic")
    row = rows(body)["xx-undated"]
    assert "2026-11-23" in condition(row, "in-force")["explanation"]
    (warning,) = [one for one in body["warnings"] if one["code"] == "unknown-start"]
    assert "xx-undated" in warning["entries"]


def test_what_was_not_told_is_asked_for(crafted_atlas: TestClient) -> None:
    found = rows(answer(crafted_atlas, country="XX", product_type="generic"))
    asks = {
        ("xx-list", "references"): "approved_by",
        ("xx-gmp", "references"): "inspected_by",
        ("xx-same", "same-product"): "same_product",
        ("xx-holder", "local-holder"): "local_holder",
        ("xx-orphan", "designation"): "designation",
        ("xx-words", "words"): None,
    }
    for (procedure, code), ask in asks.items():
        assert condition(found[procedure], code)["ask"] == ask


def test_a_contradiction_names_the_entry(crafted_atlas: TestClient) -> None:
    row = rows(answer(crafted_atlas, country="XX", product_type="generic", approved_by="AA-FDA"))["xx-disputed"]
    (one,) = condition(row, "references")["weighed"]
    assert (one["because"], one["entries"]) == ("contradicted", ["xx-rel-disputed"])
    assert "xx-rel-disputed" in row["entries"]


def test_the_words_are_given_where_they_are_the_condition(crafted_atlas: TestClient) -> None:
    row = rows(answer(crafted_atlas, country="XX", product_type="generic"))["xx-words"]
    assert (row["words"], row["further"]) == ("Products that deserve it", "It deserves it")
    assert row["decided_by"] == ["words"]
    assert row["further"] in row["reason"]
    assert row["words"] not in row["reason"]


def test_words_of_one_path_keep_that_path_undecided(crafted_atlas: TestClient) -> None:
    row = rows(answer(crafted_atlas, country="XX", product_type="generic", approved_by="AA-FDA"))[
        "xx-listed-or-words"
    ]
    found = {id_: path(row, id_) for id_ in ("listed", "words")}
    assert {id_: (one["outcome"], one["decided_by"]) for id_, one in found.items()} == {
        "listed": ("open", []),
        "words": ("undecided", ["words"]),
    }
    assert [one["further"] for one in found.values()] == [None, "It is on the list"]


def test_words_of_the_procedure_hold_for_every_path(crafted_atlas: TestClient) -> None:
    row = rows(answer(crafted_atlas, country="XX", product_type="generic", approved_by="AA-FDA"))["xx-words-for-all"]
    assert [one["outcome"] for one in row["paths"]] == ["undecided"] * 2
    assert all("words" in one["decided_by"] for one in row["paths"])


def test_a_choice_between_paths_in_words_leaves_each_path_undecided(crafted_atlas: TestClient) -> None:
    row = rows(answer(crafted_atlas, country="XX", product_type="generic"))["xx-choice"]
    assert row["outcome"] == "open"
    assert [(one["outcome"], one["decided_by"]) for one in row["paths"]] == [("undecided", ["words"])] * 2


def test_paths_are_judged_one_by_one(crafted_atlas: TestClient) -> None:
    row = rows(answer(crafted_atlas, country="XX", product_type="generic", approved_by="AA-FDA"))["xx-paths"]
    assert path(row, "reliance")["outcome"] == "open"
    assert path(row, "joint")["outcome"] == "undecided"


def test_a_member_of_a_joint_procedure_did_not_decide_jointly(atlas: TestClient) -> None:
    row = rows(answer(atlas, country="MY", product_type="generic", approved_by="SG-HSA"))["my-frp-verification"]
    assert [one["because"] for one in condition(row, "references")["weighed"]] == ["acts-jointly"]
    assert row["outcome"] == "undecided"


def test_no_reliance_route_anywhere_is_open_on_mfds_alone_unless_its_list_holds_it(atlas: TestClient) -> None:
    """Whatever is open by references counts MFDS by its name, its group, or any authority."""
    seen = 0
    for country in ("MY", "SG", "TH", "KR", "ASEAN"):
        for product_type in ("new-chemical-entity", "generic", "biologic", "biosimilar", "vaccine", "medical-device"):
            query = {"country": country, "product_type": product_type, "approved_by": "KR-MFDS:2026-01"}
            for row in answer(atlas, **query, same_product="yes", local_holder="yes")["open"]:
                for one in row["conditions"]:
                    if one["condition"] == "references":
                        seen += 1
                        assert [each["because"] for each in one["weighed"]] in (
                            ["named"],
                            ["any-authority"],
                            ["member"],
                        )
    assert seen


def test_today_is_the_default_day(crafted_atlas: TestClient) -> None:
    assert answer(crafted_atlas, country="XX", product_type="generic")["applies_on"] == TODAY
