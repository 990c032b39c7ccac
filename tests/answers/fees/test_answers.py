"""What an answer about fees says besides its figures, and what it refuses."""

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.contract.asking import ask, fault
from tests.editions.life import asking, edition, record

Data = dict[str, Any]
FEES = "/v1/fees"
FULL = f"{FEES}?procedure=my-new-drug-full"


def codes(items: list[Data]) -> list[str]:
    """The codes of warnings or assumptions."""
    return [one["code"] for one in items]


@pytest.mark.parametrize(
    ("query", "parameter", "near"),
    [
        ("procedure=my-new-drug-ful", "procedure", "my-new-drug-full"),
        ("procedure=my-local-prh", "procedure", None),
        ("procedure=my-new-drug-full&variant=standart", "variant", "standard"),
        ("procedure=my-new-drug-full&product_type=biosimlar", "product_type", "biosimilar"),
        ("procedure=my-new-drug-full&case=nda1", "case", "nda-1"),
        ("procedure=my-new-drug-full&case=nda-1&case=nda-3", "case", None),
        ("procedure=my-new-drug-full&type=anual", "type", "annual"),
        ("procedure=my-new-drug-full&ingredients=0", "ingredients", None),
        ("procedure=my-new-drug-full&ingredients=1001", "ingredients", None),
        ("procedure=my-new-drug-full&years=1.5", "years", None),
        ("procedure=my-new-drug-full&products=-1", "products", None),
        ("procedure=my-new-drug-full&submit_on=2026-13-01", "submit_on", None),
        ("procedure=my-new-drug-full&submit_on=2026-11", "submit_on", None),
        ("procedure=my-new-drug-full&applicant=sme", "applicant", None),
        ("", "procedure", None),
    ],
)
def test_what_is_not_valid_is_refused_with_the_nearest(
    atlas: TestClient, query: str, parameter: str, near: str | None
) -> None:
    error = fault(atlas.get(f"{FEES}?{query}"), parameter)
    if near:
        assert error["did_you_mean"] == near


def test_a_case_that_is_told_twice_alike_is_told_once(atlas: TestClient) -> None:
    answer = ask(atlas, f"{FEES}?procedure=sg-gda-abridged&case=gda-1&case=gda-1")
    assert answer["case"]["cases"] == ["gda-1"]


def test_without_a_path_all_are_answered(atlas: TestClient) -> None:
    address = f"{FEES}?procedure=sg-md-class-b"
    assert len(ask(atlas, address)["paths"]) == 5
    assert [one["variant"] for one in ask(atlas, f"{address}&variant=full")["paths"]] == ["full"]


def test_what_is_taken_for_granted_is_listed_and_gone_when_it_is_told(atlas: TestClient) -> None:
    assumed = ["filed-today", "counts-assumed", "ingredients-assumed", "renewals-not-counted"]
    assert codes(ask(atlas, FULL)["assumptions"]) == assumed
    told = ask(atlas, f"{FULL}&submit_on=2026-12-01&applications=1&ingredients=1")
    assert codes(told["assumptions"]) == ["renewals-not-counted"]
    assert "5 years" in told["assumptions"][0]["message"]


def test_a_source_that_does_not_say_per_what_is_said_to_be_counted_once(atlas: TestClient) -> None:
    assert "unit-not-stated" in codes(ask(atlas, f"{FEES}?procedure=sg-gda-abridged")["assumptions"])


def test_the_answer_names_what_it_rests_on_and_what_is_not_known(atlas: TestClient) -> None:
    answer = ask(atlas, FULL)
    assert [one["id"] for one in answer["evidence"]] == ["my-new-drug-full"]
    assert answer["evidence"][0]["sources"]
    assert answer["paths"][0]["entries"] == ["my-new-drug-full"]
    assert {"my-gap-02"} <= {one["id"] for one in answer["gaps"]}
    assert {"my-payment-window", "my-processing-fee"} <= {one["id"] for one in answer["related"]}
    assert "stale-entries" in codes(answer["warnings"])


def test_reductions_are_told_and_not_taken_off(atlas: TestClient) -> None:
    answer = ask(atlas, f"{FEES}?procedure=kr-new-drug-ma")
    assert "reductions-not-taken-off" in codes(answer["warnings"])
    assert "half" in answer["paths"][0]["rows"][0]["reduction"]


def test_a_procedure_that_was_replaced_leads_to_its_successor_and_says_so(atlas: TestClient) -> None:
    answer = ask(atlas, f"{FEES}?procedure=th-legacy-paths&product_type=new-chemical-entity")
    assert (answer["procedure"], answer["asked_for"]) == ("th-nce-standard", "th-legacy-paths")
    assert "followed-successor" in codes(answer["warnings"])
    fault(atlas.get(f"{FEES}?procedure=th-legacy-paths&variant=path-1"), "variant")


def test_a_rule_that_does_not_hold_on_the_filing_day_is_warned_of(atlas: TestClient) -> None:
    answer = ask(atlas, f"{FEES}?procedure=kr-new-drug-ma&submit_on=2024-12-31")
    assert "rule-not-in-force" in codes(answer["warnings"])


def test_a_product_type_that_the_procedure_is_not_for_is_warned_of(atlas: TestClient) -> None:
    assert "other-product-type" in codes(ask(atlas, f"{FULL}&product_type=cosmetic")["warnings"])
    assert "other-product-type" not in codes(ask(atlas, f"{FULL}&product_type=new-chemical-entity")["warnings"])


@pytest.mark.parametrize(
    "query", ["procedure=sg-gda-abridged", "procedure=kr-biosimilar-ma", "procedure=my-hs-abridged"]
)
def test_both_languages_say_the_same_in_their_own_words(atlas: TestClient, query: str) -> None:
    english, korean = (ask(atlas, f"{FEES}?{query}&lang={lang}") for lang in ("en", "ko"))
    figures = ("outcome", "total", "count", "unit", "amount")
    for one, other in zip(english["paths"], korean["paths"], strict=True):
        assert one["total"] == other["total"]
        for row, same in zip(one["rows"], other["rows"], strict=True):
            assert [row[name] for name in figures] == [same[name] for name in figures]
            assert [reason["code"] for reason in row["reasons"]] == [reason["code"] for reason in same["reasons"]]
            assert all(_korean(reason["message"]) for reason in same["reasons"])
            assert not any(_korean(reason["message"]) for reason in row["reasons"])
    assert all(_korean(one["message"]) for one in (*korean["assumptions"], *korean["warnings"]))
    assert not any(_korean(one["message"]) for one in (*english["assumptions"], *english["warnings"]))


def _korean(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


def test_fees_two_years_old_are_warned_of_before_clocks_of_that_age_are(engine: Engine) -> None:
    fees = [{"type": "processing", "name": "Fee", "amount": "1", "currency": "XXD"}]
    way: Data = {"variants": [{"id": "only", "fees": fees}]}
    young = record("procedure", "xx-young", fact_as_of="2024-12-01", **way)
    old = record("procedure", "xx-old", fact_as_of="2024-11-01", **way)
    edition(engine, young, old)
    with asking(engine) as client:
        assert codes(ask(client, f"{FEES}?procedure=xx-young")["warnings"]) == []
        assert codes(ask(client, f"{FEES}?procedure=xx-old")["warnings"]) == ["old-fees"]


def test_an_older_edition_answers_with_the_fee_that_it_knew(engine: Engine) -> None:
    def priced(amount: str) -> Data:
        return {
            "variants": [
                {"id": "only", "fees": [{"type": "other", "name": "F", "amount": amount, "currency": "XXD"}]}
            ]
        }

    edition(engine, record("procedure", "xx-way", **priced("1")))
    edition(engine, record("procedure", "xx-way", **priced("2")), when="2026-12-02T00:00:00")
    with asking(engine) as client:
        now, before = (ask(client, f"{FEES}?procedure=xx-way{more}") for more in ("", "&edition=2"))
    assert [one["paths"][0]["total"][0]["amount"] for one in (before, now)] == ["1", "2"]
    assert (before["edition"], now["edition"]) == (2, 3)


def test_the_answer_has_a_tag_and_is_not_sent_twice(atlas: TestClient) -> None:
    answer = atlas.get(FULL)
    again = atlas.get(FULL, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert atlas.get(f"{FULL}&ingredients=2").headers["etag"] != answer.headers["etag"]
