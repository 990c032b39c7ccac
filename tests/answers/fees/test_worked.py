"""What cases pay, added up by hand from the figures of the research, path by path."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import ask

Data = dict[str, Any]
Totals = dict[str, str]

WORKED: list[tuple[str, str, Totals, Totals, Totals]] = [
    # Malaysia, 2013 edition: processing 1,000; analysis 3,000 for one active ingredient, 4,000 for more.
    ("procedure=my-new-drug-full", "standard", {"MYR": "4000"}, {"MYR": "4000"}, {}),
    ("procedure=my-new-drug-full&ingredients=2", "standard", {"MYR": "5000"}, {"MYR": "5000"}, {}),
    ("procedure=my-biologic-full&ingredients=3", "standard", {"MYR": "5000"}, {"MYR": "5000"}, {}),
    # Two applications: 2 × 1,000 + 2 × 3,000.
    ("procedure=my-new-drug-full&applications=2", "standard", {"MYR": "8000"}, {"MYR": "8000"}, {}),
    # Generics: processing 1,000; analysis 1,200 or 2,000.
    ("procedure=my-generic-full", "standard", {"MYR": "2200"}, {"MYR": "2200"}, {}),
    ("procedure=my-generic-full&ingredients=2", "standard", {"MYR": "3000"}, {"MYR": "3000"}, {}),
    # Natural products: processing 500 and analysis 700, whatever the number.
    ("procedure=my-natural-abridged", "one-active", {"MYR": "1200"}, {"MYR": "1200"}, {}),
    ("procedure=my-natural-abridged&ingredients=9", "two-or-more-actives", {"MYR": "1200"}, {"MYR": "1200"}, {}),
    # Change of site, types II to V: 1,000 for a pharmaceutical, 500 for a natural product.
    (
        "procedure=my-change-site&product_type=generic&case=site-change-type-2",
        "standard",
        {"MYR": "1000"},
        {"MYR": "1000"},
        {},
    ),
    # Of type and product nothing is told: nothing is sure, and at most the dearer of the two is due.
    ("procedure=my-change-site", "standard", {}, {"MYR": "1000"}, {}),
    # Import licence: 500 a year.
    ("procedure=my-import-licence&years=3", "standard", {}, {}, {"MYR": "1500"}),
    # Singapore, new drug, full route: 3,060 + 83,100 for the package; retention 330 for each product and year.
    ("procedure=sg-nda-full&products=3&years=2", "standard", {"SGD": "86160"}, {"SGD": "86160"}, {"SGD": "1980"}),
    # Abridged: screening 610; evaluation 11,600 (NDA-1, NDA-2) or 6,030 (NDA-3); without a class at most 12,210.
    ("procedure=sg-nda-abridged&case=nda-2&years=5", "standard", {"SGD": "12210"}, {"SGD": "12210"}, {"SGD": "1650"}),
    ("procedure=sg-nda-abridged&case=nda-3", "standard", {"SGD": "6640"}, {"SGD": "6640"}, {"SGD": "330"}),
    ("procedure=sg-nda-abridged", "standard", {"SGD": "610"}, {"SGD": "12210"}, {"SGD": "330"}),
    # Verification: 610 + 17,100.
    (
        "procedure=sg-nda-verification&case=nda-1",
        "nda-1-or-nda-2",
        {"SGD": "17710"},
        {"SGD": "17710"},
        {"SGD": "330"},
    ),
    # Generics: 610 + 4,280 (GDA-1) or 2,450 (GDA-2); verification 610 + 10,600 or 5,500.
    ("procedure=sg-gda-abridged&case=gda-2", "standard", {"SGD": "3060"}, {"SGD": "3060"}, {"SGD": "330"}),
    ("procedure=sg-gda-verification&case=gda-1", "standard", {"SGD": "11210"}, {"SGD": "11210"}, {"SGD": "330"}),
    ("procedure=sg-gda-verification", "standard", {"SGD": "610"}, {"SGD": "11210"}, {"SGD": "330"}),
    # Devices, class D, full route: 560 + 12,000, retention 134 a year.
    ("procedure=sg-md-class-d&variant=full&years=5", "full", {"SGD": "12560"}, {"SGD": "12560"}, {"SGD": "670"}),
    # Licence for cell and gene therapy: 22,200, or 10,800 for secondary packaging only; never both.
    ("procedure=sg-ctgtp-manufacturer-licence", "application", {}, {"SGD": "22200"}, {}),
    (
        "procedure=sg-ctgtp-manufacturer-licence&case=secondary-packaging-only",
        "renewal",
        {"SGD": "3780"},
        {"SGD": "3780"},
        {},
    ),
    # GMP evidence, 630 per site and dosage form: 2 sites with 3 forms each are 6.
    ("procedure=sg-gmp-deva&sites=2&dosage_forms=3", "standard", {"SGD": "3780"}, {"SGD": "3780"}, {}),
    # Korea: 410 million since 2025.
    ("procedure=kr-new-drug-ma", "standard", {"KRW": "410000000"}, {"KRW": "410000000"}, {}),
    # Thailand: licence for class 4 devices 20,000 to import, 10,000 to manufacture; the total of 98,100 is no fee.
    ("procedure=th-md-licence&case=import", "standard", {"THB": "20000"}, {"THB": "20000"}, {}),
    ("procedure=th-md-licence", "standard", {}, {"THB": "20000"}, {}),
    # Novel food ingredients: 5,000 + 70,000 for each.
    (
        "procedure=th-fs-registration&case=novel-ingredient&ingredients=2",
        "sorbor-3",
        {"THB": "150000"},
        {"THB": "150000"},
        {},
    ),
    # Cosmetics: 100 per product, 900 per formula: 200 + 2,700.
    (
        "procedure=th-cosmetic-notification&products=2&formulas=3",
        "standard",
        {"THB": "2900"},
        {"THB": "2900"},
        {},
    ),
    # The row for new drugs was seen among veterinary drugs only.
    ("procedure=th-nce-standard", "standard", {}, {"THB": "2000"}, {}),
    # Inspection of a centre for bioequivalence studies: EUR 5,000 where it lies abroad.
    ("procedure=my-be-inspection&case=foreign-site", "inspection", {"EUR": "5000"}, {"EUR": "5000"}, {}),
]


def path(answer: Data, variant: str) -> Data:
    """One path of an answer."""
    return next(one for one in answer["paths"] if one["variant"] == variant)


def sums(totals: list[Data]) -> Totals:
    """Totals by currency; none of them is a range in the seed."""
    assert [one for one in totals if one["amount_to"] is not None] == []
    return {one["currency"]: one["amount"] for one in totals}


@pytest.mark.parametrize("worked", WORKED, ids=lambda worked: f"{worked[0]}-{worked[1]}")
def test_a_case_pays_what_the_research_adds_up_to(
    atlas: TestClient, worked: tuple[str, str, Totals, Totals, Totals]
) -> None:
    query, variant, once, at_most, yearly = worked
    found = path(ask(atlas, f"/v1/fees?{query}"), variant)
    assert found["status"] == "computed", found["reason"]
    assert sums(found["total"]) == once
    assert sums(found["total_if_all_undecided_apply"]) == at_most
    assert sums(found["yearly_total"]) == yearly
    assert sums(found["yearly_total_if_all_undecided_apply"]) == yearly


@pytest.mark.parametrize(
    ("query", "variant", "status"),
    [
        # Health supplements with two ingredients do not take the path for one.
        ("procedure=my-hs-abridged&ingredients=2", "one-active", "not-for-this-case"),
        ("procedure=sg-nda-verification&case=nda-3", "nda-1-or-nda-2", "not-for-this-case"),
        # No amount is recorded for a change of type I, nor for a health supplement's change.
        (
            "procedure=my-change-site&product_type=generic&case=site-change-type-1",
            "standard",
            "not-for-this-case",
        ),
        (
            "procedure=my-change-site&product_type=health-supplement&case=site-change-type-2",
            "standard",
            "not-for-this-case",
        ),
        ("procedure=sg-mav1", "full", "nothing-recorded"),
        # A draft is no fee, and the fee of today is not recorded.
        ("procedure=kr-biosimilar-ma", "standard", "nothing-recorded"),
        ("procedure=kr-new-drug-ma&submit_on=2024-12-31", "standard", "nothing-recorded"),
        ("procedure=my-be-inspection&case=local-site", "inspection", "nothing-recorded"),
    ],
)
def test_where_nothing_is_recorded_for_the_case_there_is_no_total_and_a_reason(
    atlas: TestClient, query: str, variant: str, status: str
) -> None:
    found = path(ask(atlas, f"/v1/fees?{query}"), variant)
    assert found["status"] == status
    assert found["reason"]
    assert not found["complete"]
    assert not any(found[name] for name in found if "total" in name)


@pytest.mark.parametrize(
    ("query", "variant", "outcomes"),
    [
        (
            "procedure=my-new-drug-full",
            "standard",
            [("counted", ["due"]), ("counted", ["due"]), ("left-out", ["other-case"])],
        ),
        ("procedure=kr-biosimilar-ma", "standard", [("left-out", ["draft"]), ("left-out", ["draft"])]),
        (
            "procedure=th-md-licence&case=manufacture&submit_on=2021-03-16",
            "standard",
            [("left-out", ["outside-period", "other-case"]), ("left-out", ["outside-period"]), ("left-out", ["sum"])],
        ),
        ("procedure=th-nce-standard", "standard", [("undecided", ["doubtful"])]),
        (
            "procedure=sg-gda-abridged&type=annual",
            "standard",
            [("left-out", ["type-not-asked"])] * 3 + [("counted", ["due"])],
        ),
    ],
)
def test_every_fee_says_what_the_case_makes_of_it_and_why(
    atlas: TestClient, query: str, variant: str, outcomes: list[tuple[str, list[str]]]
) -> None:
    rows = path(ask(atlas, f"/v1/fees?{query}"), variant)["rows"]
    assert [(row["outcome"], [one["code"] for one in row["reasons"]]) for row in rows] == outcomes
    assert all(one["message"] for row in rows for one in row["reasons"])


def test_the_arithmetic_of_a_fee_is_shown(atlas: TestClient) -> None:
    (found,) = ask(atlas, "/v1/fees?procedure=sg-nda-full&products=3&years=2")["paths"]
    assert [row["arithmetic"] for row in found["rows"]] == [
        "3060 SGD",
        "83100 SGD",
        "330 SGD × 3 (product) × 2 (years) = 1980 SGD",
    ]
    assert [(row["count"], row["total"], row["frequency"]) for row in found["rows"]] == [
        (1, "3060", "once"),
        (1, "83100", "once"),
        (6, "1980", "yearly"),
    ]
