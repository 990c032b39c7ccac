"""Conditions that remain in words, in the seeded atlas: they keep a way from being open, and a statement does not."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.answers.eligibility.reading import PLACES, answer, condition, rows

Told = dict[str, Any]
ALL_TOLD: Told = {
    "approved_by": ["US-FDA:2026-10-15", "EU-EMA:2026-10-15", "GB-MHRA:2026-10-15", "SG-HSA:2026-10-15", "WHO-PQ"],
    "inspected_by": ["KR-MFDS", "SG-HSA"],
    "designation": "orphan",
    "same_product": "yes",
    "local_holder": "yes",
}
"""A product of which everything is told that a parameter can tell, and all of it is favourable."""

INDIA = "made in India"
LIST = "Malaysian rare-disease list (threshold 1 in 4,000)"


@pytest.mark.parametrize(
    ("procedure", "told", "expected"),
    [
        # sg.yaml, sg-gda-ceca: generics made in India only, one reference agency within two years.
        (
            "sg-gda-ceca",
            {"product_type": "generic", "approved_by": "US-FDA:2026-01", "same_product": "yes"},
            ("undecided", ["words"], INDIA),
        ),
        (
            "sg-gda-ceca",
            {"product_type": "generic", "approved_by": "KR-MFDS:2026-01"},
            ("closed", ["references", "within-months"], "KR-MFDS"),
        ),
        # my.yaml, my-orphan: a designation elsewhere is not the Malaysian list.
        ("my-orphan", {"product_type": "biologic", "designation": "orphan"}, ("undecided", ["words"], LIST)),
        (
            "my-orphan",
            {"product_type": "biologic", "designation": "none"},
            ("closed", ["product-type", "designation"], "It asks for a designation: orphan."),
        ),
        # sg.yaml, sg-nda-verification: the reports, and what happened to the product elsewhere.
        (
            "sg-nda-verification",
            {
                "product_type": "new-chemical-entity",
                "approved_by": ["US-FDA:2025-06", "EU-EMA:2025-07"],
                "same_product": "yes",
            },
            ("undecided", ["words"], "the assessment reports are unredacted"),
        ),
        (
            "sg-nda-verification",
            {"product_type": "new-chemical-entity", "approved_by": "US-FDA:2020", "same_product": "yes"},
            ("closed", ["paths"], "No counting approval lies within 24 months"),
        ),
        # th.yaml, th-ivd-who-crp: class 2-4; HIV, methamphetamine and COVID-19 kits are left out.
        (
            "th-ivd-who-crp",
            {"product_type": "ivd", "approved_by": "WHO-PQ"},
            ("undecided", ["words"], "no HIV, methamphetamine or COVID-19 kit"),
        ),
        ("th-ivd-who-crp", {"product_type": "ivd", "approved_by": "KR-MFDS"}, ("closed", ["references"], "KR-MFDS")),
        # my.yaml, my-new-drug-full: the statement says what the product type says.
        ("my-new-drug-full", {"product_type": "new-chemical-entity"}, ("open", [], "The product type matches")),
        ("my-new-drug-full", {"product_type": "generic"}, ("closed", ["product-type"], "not for generic")),
        # my.yaml, my-biologic-full: "every biologic counts as a new, high-risk product" leaves nobody out.
        ("my-biologic-full", {"product_type": "biosimilar"}, ("open", [], "The product type matches")),
        # my.yaml, my-generic-full: copy of a medicine already on the Malaysian register; not open to biologics.
        ("my-generic-full", {"product_type": "generic"}, ("undecided", ["words"], "is on the Malaysian register")),
        ("my-generic-full", {"product_type": "biologic"}, ("closed", ["product-type"], "not for biologic")),
        # my.yaml, my-ctil, and sg.yaml, sg-ctn: whether it is registered there, the caller can tell.
        ("my-ctil", {"product_type": "generic", "approved_by": "KR-MFDS"}, ("open", [], "All conditions are met.")),
        (
            "my-ctil",
            {"product_type": "generic", "approved_by": "MY-NPRA"},
            ("closed", ["not-approved-by"], "MY-NPRA"),
        ),
        ("sg-ctn", {"product_type": "generic", "approved_by": "KR-MFDS"}, ("closed", ["references"], "SG-HSA")),
        ("sg-ctn", {"product_type": "generic", "approved_by": "SG-HSA"}, ("undecided", ["words"], "local label")),
    ],
)
def test_the_outcome_and_its_reason(
    atlas: TestClient, procedure: str, told: Told, expected: tuple[str, list[str], str]
) -> None:
    outcome, decided_by, says = expected
    row = rows(answer(atlas, country=procedure[:2].upper(), **told))[procedure]
    assert row["outcome"] == outcome, row
    assert row["decided_by"] == decided_by
    assert says in row["reason"]


def test_the_words_are_the_deciding_condition_in_both_languages(atlas: TestClient) -> None:
    told = {"country": "SG", "product_type": "generic", "approved_by": "US-FDA:2026-01", "same_product": "yes"}
    for lang, said in (("en", INDIA), ("ko", "인도에서 제조")):
        row = rows(answer(atlas, **told, lang=lang))["sg-gda-ceca"]
        shown = condition(row, "words")
        assert (shown["result"], shown["decided"], shown["ask"]) == ("unknown", True, None)
        assert said in row["further"]
        assert row["further"] in shown["explanation"]


@pytest.mark.parametrize("country", ["MY", "SG", "TH", "KR", "ASEAN"])
@pytest.mark.parametrize(
    "product_type",
    [
        *(
            "new-chemical-entity",
            "generic",
            "biologic",
            "biosimilar",
            "vaccine",
            "cell-gene-therapy",
            "orphan",
            "otc",
        ),
        *("health-supplement", "traditional-herbal", "medical-device", "ivd", "cosmetic"),
    ],
)
def test_whatever_is_told_words_keep_a_way_from_being_open_and_nothing_else_does(
    atlas: TestClient, country: str, product_type: str
) -> None:
    body = answer(atlas, country=country, product_type=product_type, **ALL_TOLD)
    for row in (row for place in PLACES for row in body[place]):
        assert (row["further"] is not None) == ("words" in [one["condition"] for one in row["conditions"]])
        assert row["further"] is None or row["outcome"] != "open"
        for path in row["paths"]:
            assert (path["further"] is None and row["further"] is None) or path["outcome"] != "open"
