"""What counts as asked for, and what as there: each rule on records made for it."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.answers.readiness.asked import Data, demand, one, ready, short, what

FULL = "xx-generic"


def _full(made: TestClient, *documents: str, **body: Any) -> Data:
    return one(made, FULL, country="XX", product_type="generic", documents=list(documents), **body)


def _place(found: Data, wanted: str) -> str:
    return next(
        name
        for name in ("present", "partly", "missing", "conditional", "recommended")
        if any(what(row) == wanted for row in found[name])
    )


def test_without_papers_the_answer_is_the_checklist(made: TestClient) -> None:
    found = _full(made)
    assert found["present"] == found["partly"] == []
    assert short(found, "missing") == {
        "aa",
        "quality-summary",
        "evidence",
        "special-home-paper",
        "1 of bb | cc+strong-evidence",
        "2 of dd | ee | ff",
    }
    assert short(found, "recommended") == {"gg"}
    assert found["conditional"] == []
    assert found["counts"] == {
        "present": 0,
        "partly": 0,
        "missing": 6,
        "conditional": 0,
        "recommended": 1,
        "unmapped": 2,
    }


def test_a_paper_that_two_entries_ask_for_stands_once_as_strongly_as_the_stronger_asks(made: TestClient) -> None:
    row = demand(_full(made), "aa")
    assert (row["asked"], row["conditions"], row["entries"]) == ("mandatory", [], ["xx-also", "xx-plain"])
    assert [(by["entry"], by["obligation"], by["condition"]) for by in row["asked_by"]] == [
        ("xx-also", "conditional", "if new"),
        ("xx-plain", "mandatory", None),
    ]


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (["bb"], "present"),
        (["cc", "strong-evidence"], "present"),
        (["cc"], "partly"),  # half of a set
        (["strong-evidence"], "partly"),
        (["cc", "evidence"], "partly"),  # evidence is broader than what is asked for
        (["aa"], "missing"),
    ],
)
def test_one_of_a_choice_is_enough_and_a_set_counts_only_whole(made: TestClient, sent: list[str], place: str) -> None:
    assert _place(_full(made, *sent), "1 of bb | cc+strong-evidence") == place


@pytest.mark.parametrize(
    ("sent", "there", "place"),
    [([], 0, "missing"), (["dd"], 1, "partly"), (["dd", "ff"], 2, "present"), (["dd", "ee", "ff"], 3, "present")],
)
def test_so_many_of_a_choice_are_enough(made: TestClient, sent: list[str], there: int, place: str) -> None:
    found = _full(made, *sent)
    assert _place(found, "2 of dd | ee | ff") == place
    row = demand(found, "2 of dd | ee | ff")
    assert (row["at_least"], row["there"]) == (2, there)


@pytest.mark.parametrize(
    ("asked", "sent", "place", "fit"),
    [
        ("evidence", "strong-evidence", "present", "more-specific"),
        ("special-home-paper", "home-paper", "partly", "broader"),
        ("quality-summary", "quality-part", "partly", "whole"),
        ("quality-summary", "dossier", "partly", "whole"),
        ("quality-summary", "paper-dossier", "partly", "whole"),
    ],
)
def test_a_more_specific_paper_will_do_and_a_broader_one_may(
    made: TestClient, asked: str, sent: str, place: str, fit: str
) -> None:
    found = _full(made, sent)
    assert _place(found, asked) == place
    (by,) = demand(found, asked)["by"]
    assert (by["document"], by["fit"]) == (sent, fit)
    assert demand(found, asked)["explanation"] == by["explanation"]


def test_a_part_of_the_file_does_not_stand_for_the_whole(made: TestClient) -> None:
    found = one(made, "xx-short", country="XX", product_type="generic", documents=["quality-part", "quality-summary"])
    assert "paper-dossier" in short(found, "missing")  # a part is no kind of dossier
    assert _place(_full(made, "quality-summary"), "quality-summary") == "present"


def test_what_no_document_stands_for_cannot_be_checked_and_counts_as_nothing(made: TestClient) -> None:
    found = _full(made)
    assert [(row["as_written"], row["entries"]) for row in found["unmapped"]] == [
        (["the gg paper", "the usual paper"], ["xx-words"]),
        (["the usual paper"], ["xx-words"]),
    ]
    found = _full(made, "gg")  # one of the choice is there, and settles it
    assert [row["as_written"] for row in found["unmapped"]] == [["the usual paper"]]
    (row,) = [row for row in found["present"] if row["kind"] == "choice"]
    assert [choice["sent"] for choice in row["choices"]] == ["yes", None]


def test_a_condition_is_told_in_words_and_is_never_missing(made: TestClient) -> None:
    found = one(made, "xx-unsaid", country="XX", product_type="generic")
    row = demand(found, "paper-dossier")
    assert _place(found, "paper-dossier") == "conditional"
    assert row["conditions"] == [
        "on procedures with this assessment: abridged; how this one is assessed is not known"
    ]


def test_an_entry_that_names_a_route_is_asked_for_on_that_route_alone(made: TestClient) -> None:
    abridged = one(made, "xx-short", country="XX", product_type="generic")
    assert "paper-dossier" in short(abridged, "missing")
    assert abridged["other_routes"] == []
    full = _full(made)
    assert "paper-dossier" not in {what(row) for row in full["missing"]}
    assert [(row["entry"], row["assessments"]) for row in full["other_routes"]] == [("xx-short-only", ["abridged"])]


def test_what_is_not_required_or_prohibited_is_named_when_it_was_sent(made: TestClient) -> None:
    assert _full(made)["named_otherwise"] == []
    found = _full(made, "ff", "strong-evidence")["named_otherwise"]
    assert [(row["document"], row["obligation"], row["entry"]) for row in found] == [
        ("strong-evidence", "not-required", "xx-needless"),
        ("ff", "prohibited", "xx-never"),
    ]


def test_entries_of_other_steps_days_and_products_are_shown_and_not_asked_for(made: TestClient) -> None:
    answer = ready(made, country="XX", product_type="generic", documents=["hh"])
    assert {row["entry"]: (row["because"], row["licences"]) for row in answer["elsewhere"]} == {
        "xx-changes": ("other-step", ["variation"]),
        "xx-gone": ("older", ["marketing-authorisation"]),
        "xx-later": ("begins-later", ["marketing-authorisation"]),
        "xx-unsaid-products": ("product-type-not-stated", ["marketing-authorisation"]),
    }
    assert all(row["papers"][0]["sent"] == "yes" for row in answer["elsewhere"])
    for found in answer["procedures"]:
        (row,) = found["not_asked"]
        assert (row["document"], row["elsewhere"]) == ("hh", [one["entry"] for one in answer["elsewhere"]])


def test_a_paper_that_nobody_asks_for_is_said_to_be_so(made: TestClient) -> None:
    (row,) = one(made, "xx-change", country="XX", product_type="generic", documents=["bb"])["not_asked"]
    assert row["document"] == "bb"
    assert row["elsewhere"] == ["xx-choice"]
    (row,) = one(made, "xx-change", country="XX", product_type="vaccine", documents=["bb"])["not_asked"]
    assert row["elsewhere"] == []


def test_a_later_day_asks_for_what_has_begun_by_then(made: TestClient) -> None:
    found = _full(made, applies_on="2031-01-01")
    assert "hh" in short(found, "missing")


def test_a_procedure_of_another_step_asks_for_that_step_and_for_its_own_papers(made: TestClient) -> None:
    answer = ready(made, country="XX", product_type="generic", procedure="xx-change", variant="large")
    (found,) = answer["procedures"]
    assert (found["licence"], [row["id"] for row in found["variants"]]) == ("variation", ["large"])
    row = demand(found, "hh")
    assert row["entries"] == ["xx-change", "xx-changes"]
    assert [by["obligation"] for by in row["asked_by"]] == [None, "mandatory"]
    assert {row["because"] for row in answer["elsewhere"]} >= {"other-step"}


def test_procedures_in_force_are_answered_and_history_only_where_it_is_asked_for(made: TestClient) -> None:
    answer = ready(made, country="XX", product_type="generic")
    assert {row["procedure"] for row in answer["procedures"]} == {"xx-generic", "xx-short", "xx-unsaid"}
    answer = ready(made, country="XX", product_type="generic", procedure="xx-past")
    assert [row["procedure"] for row in answer["procedures"]] == ["xx-past"]
    assert ("replaced-entries", ["xx-past"]) in [(row["code"], row["entries"]) for row in answer["warnings"]]


def test_where_only_history_asks_it_is_asked_and_the_answer_warns(made: TestClient) -> None:
    answer = ready(made, country="YY", product_type="generic")
    (found,) = answer["procedures"]
    assert found["procedure"] is None
    assert short(found, "missing") == {"aa"}
    codes = {row["code"]: row["entries"] for row in answer["warnings"]}
    assert codes["replaced-entries"] == ["yy-past"]
    assert codes["no-procedure"] == []


def test_where_no_entry_names_papers_nothing_missing_means_nothing(made: TestClient) -> None:
    answer = ready(made, country="YY", product_type="health-supplement")
    assert answer["procedures"][0]["missing"] == []
    assert "nothing-recorded" in {row["code"] for row in answer["warnings"]}


def test_a_missing_paper_says_who_yields_it_and_how_long_that_takes_at_home(made: TestClient) -> None:
    answer = ready(made, country="XX", product_type="generic", procedure=FULL)
    row = demand(answer["procedures"][0], "special-home-paper")
    assert row["korean_procedure_of"] == "home-paper"
    assert row["named_procedures"] == ["yy-home"]  # the other one is for vaccines, yy-one is no procedure
    assert [(one["procedure"], one["documents"]) for one in answer["home_procedures"]] == [
        ("yy-home", ["special-home-paper"])
    ]
    (path,) = answer["home_procedures"][0]["paths"]
    assert (path["basis"], path["days"]) == ("summed", {"min": None, "max": 21})  # 10 × 7/5 + 7
    answer = ready(made, country="XX", product_type="generic", procedure=FULL, documents=["special-home-paper"])
    assert answer["home_procedures"] == []


def test_the_edition_before_knew_none_of_it(made: TestClient) -> None:
    answer = ready(made, query="?edition=1", country="XX", product_type="biologic", documents=["aa"])
    assert answer["edition"] == 1
    assert [row["sent"] for row in answer["unrecognised"]] == ["aa"]
    assert [row["procedure"] for row in answer["procedures"]] == ["xx-full"]
