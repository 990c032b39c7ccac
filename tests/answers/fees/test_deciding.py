"""Rules by which fees are decided and summed, on fees that no source has written."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.fees.case import Case, case_of
from app.answers.fees.decide import Decided, decide
from app.answers.fees.paths import Priced, priced
from app.answers.fees.schemas import FeeParameters
from app.vocabulary.fee_cases import AXES, AXIS_OF

Data = dict[str, Any]
DAY = date(2026, 11, 23)
PARENTS = {"biosimilar": "all-medicines", "generic": "all-medicines", "traditional-herbal": None}
WHEN: Data = {"ingredients_min": None, "ingredients_max": None, "product_types": [], "cases": []}


def chain(product_type: str) -> tuple[str, ...]:
    """What a product type may inherit from."""
    parent = PARENTS.get(product_type)
    return (product_type, parent) if parent else (product_type,)


def fee(amount: str | None = "100", **values: Any) -> Data:
    """A fee as an item shows it."""
    when = values.pop("applies_when", None)
    return {
        "type": "processing",
        "name": "a fee",
        "amount": amount,
        "amount_to": None,
        "currency": "XXD",
        "per": None,
        "unit": None,
        "frequency": None,
        "condition": None,
        "applies_when": None if when is None else {**WHEN, **when},
        "standing": None,
        "reduction": None,
        "valid_from": None,
        "valid_until": None,
        "note": None,
        **values,
    }


def case(day: date = DAY, product_type: str | None = None, **values: Any) -> Case:
    """A case."""
    parameters = FeeParameters.model_validate({"procedure": "xx-way", **values})
    return case_of(parameters, product_type, chain(product_type) if product_type else None, day)


def pays(fees: list[Data], asked: Case, types: list[str] | None = None) -> Priced:
    """A path with these fees."""
    variant = {"id": "only", "product_types": types or [], "fees": fees}
    return priced({"id": "xx-way"}, variant, asked, chain, "en")


def once(path: Priced) -> Decimal:
    """What is surely paid once, in the one currency there is."""
    return sum((Decimal(one["amount"]) for one in path.once[0]), Decimal(0))


def at_most(path: Priced) -> Decimal:
    """The most that may be paid once."""
    return sum((Decimal(one["amount"]) for one in path.once[1]), Decimal(0))


@pytest.mark.parametrize(
    ("dates", "day", "outcome", "code"),
    [
        ({"valid_from": "2027-01-01"}, DAY, "left-out", "outside-period"),
        ({"valid_from": "2026-11-23"}, DAY, "counted", "due"),
        ({"valid_from": "2026-11"}, DAY, "undecided", "perhaps-outside-period"),
        ({"valid_from": "2026-11"}, date(2026, 11, 30), "counted", "due"),
        ({"valid_from": "2026"}, date(2025, 12, 31), "left-out", "outside-period"),
        ({"valid_until": "2026-11-23"}, DAY, "counted", "due"),
        ({"valid_until": "2026-11-22"}, DAY, "left-out", "outside-period"),
        ({"valid_until": "2026"}, DAY, "undecided", "perhaps-outside-period"),
        ({"valid_until": "2026"}, date(2026, 1, 1), "counted", "due"),
        ({"valid_from": "2026-11", "valid_until": "2026-11-22"}, DAY, "left-out", "outside-period"),
    ],
)
def test_a_fee_holds_on_a_day_as_far_as_its_dates_say(dates: Data, day: date, outcome: str, code: str) -> None:
    found = decide(fee(**dates), case(day), [], "en")
    assert (found.outcome, [one["code"] for one in found.reasons]) == (outcome, [code])


@pytest.mark.parametrize(
    ("when", "asked", "outcome"),
    [
        ({"ingredients_max": 1}, {}, "counted"),
        ({"ingredients_max": 1}, {"ingredients": 2}, "left-out"),
        ({"ingredients_min": 2, "ingredients_max": 4}, {"ingredients": 4}, "counted"),
        ({"ingredients_min": 2, "ingredients_max": 4}, {"ingredients": 5}, "left-out"),
        ({"product_types": ["all-medicines"]}, {}, "undecided"),
        ({"product_types": ["all-medicines"]}, {"product_type": "generic"}, "counted"),
        ({"product_types": ["all-medicines"]}, {"product_type": "traditional-herbal"}, "left-out"),
        ({"product_types": ["generic"]}, {"product_type": "all-medicines"}, "left-out"),
        ({"cases": ["nda-1", "nda-2"]}, {}, "undecided"),
        ({"cases": ["nda-1", "nda-2"]}, {"case": ["nda-2"]}, "counted"),
        ({"cases": ["nda-1", "nda-2"]}, {"case": ["nda-3"]}, "left-out"),
        ({"cases": ["nda-1", "import"]}, {"case": ["nda-1"]}, "undecided"),
        ({"cases": ["nda-1", "import"]}, {"case": ["nda-1", "import"]}, "counted"),
        ({"cases": ["nda-1", "import"]}, {"case": ["manufacture"]}, "left-out"),
    ],
)
def test_a_structured_condition_is_decided_by_the_case(when: Data, asked: Data, outcome: str) -> None:
    product_type = asked.pop("product_type", None)
    words: Data = {"condition": "as the source says", "applies_when": when}
    assert decide(fee(**words), case(product_type=product_type, **asked), [], "en").outcome == outcome


def test_words_alone_are_never_decided() -> None:
    found = decide(fee(condition="only on Mondays"), case(), [], "en")
    assert (found.outcome, found.reasons[0]["code"]) == ("undecided", "in-words")


def test_what_is_not_known_is_listed_and_in_no_total() -> None:
    path = pays([fee(None), fee("7")], case())
    assert [row.outcome for row in path.rows] == ["amount-not-known", "counted"]
    assert once(path) == at_most(path) == 7
    assert not path.complete


def test_a_range_stays_a_range() -> None:
    path = pays([fee("33333.33", amount_to="40000"), fee("0.67")], case(applications=2))
    assert path.once[0] == [{"currency": "XXD", "amount": "33334.00", "amount_to": "40000.67"}]
    assert path.once[1] == [{"currency": "XXD", "amount": "40000.67", "amount_to": None}]


def test_currencies_are_never_mixed() -> None:
    path = pays([fee("5"), fee("6", currency="YYD"), fee("0.1")], case())
    assert path.once[0] == [
        {"currency": "XXD", "amount": "5.1", "amount_to": None},
        {"currency": "YYD", "amount": "6", "amount_to": None},
    ]


def test_amounts_of_any_length_are_exact() -> None:
    amount = "999999999999999999.999999999"
    path = pays([fee(amount, unit="product"), fee("0.000000001")], case(products=1000))
    # × 1000 is 999999999999999999999.999999000
    assert path.once[0][0]["amount"] == "999999999999999999999.999999001"


def test_what_is_paid_every_year_is_apart() -> None:
    fees = [
        fee("5"),
        fee("3", type="annual"),
        fee("2", frequency="yearly", unit="licence"),
        fee("1", frequency="once"),
    ]
    path = pays(fees, case(years=4, licences=2))
    assert once(path) == 6
    assert path.yearly[0] == [{"currency": "XXD", "amount": "28", "amount_to": None}]


def test_a_path_for_another_product_type_has_no_total() -> None:
    path = pays([fee()], case(product_type="generic"), ["biosimilar"])
    assert (path.status, path.once) == ("not-for-this-case", ([], []))
    assert pays([fee()], case(), ["biosimilar"]).status == "computed"


def test_alternatives_of_two_axes_are_completed_together() -> None:
    # With nda-1: 10 + at most 4; with nda-2: 8 + at most 5 for import: 14 is the most.
    fees = [
        fee("10", applies_when={"cases": ["nda-1"]}),
        fee("8", applies_when={"cases": ["nda-2"]}),
        fee("4", applies_when={"cases": ["nda-1", "manufacture"]}),
        fee("5", applies_when={"cases": ["nda-2", "import"]}),
    ]
    assert at_most(pays(fees, case())) == 14
    assert at_most(pays(fees, case(case=["import"]))) == 13
    assert once(pays(fees, case(case=["nda-2"]))) == 8
    assert at_most(pays(fees, case(case=["nda-2"]))) == 13


AMOUNTS = st.decimals(0, 10**6, places=2).map(lambda one: format(one, "f"))
CASES = st.lists(st.sampled_from(sorted(AXIS_OF)), max_size=3, unique=True)
CONDITIONS = st.one_of(
    st.none(),
    st.builds(
        lambda words, types, least: {**WHEN, "cases": words, "product_types": types, "ingredients_min": least},
        CASES,
        st.lists(st.sampled_from(["all-medicines", "biosimilar", "traditional-herbal"]), max_size=2, unique=True),
        st.one_of(st.none(), st.integers(1, 3)),
    ),
)
FEES = st.lists(
    st.builds(
        lambda amount, more, when, standing, unit, every, words: fee(
            amount,
            amount_to=format(Decimal(amount) + Decimal(more), "f") if more is not None else None,
            applies_when=when,
            standing=standing,
            unit=unit,
            type="annual" if every else "processing",
            condition="in words" if words else None,
        ),
        AMOUNTS,
        st.one_of(st.none(), AMOUNTS),
        CONDITIONS,
        st.sampled_from([None, None, None, "draft", "sum", "doubtful"]),
        st.sampled_from([None, "application", "ingredient", "product", "site-and-dosage-form"]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)
ASKED = st.fixed_dictionaries(
    {
        "ingredients": st.integers(1, 5),
        "products": st.integers(1, 5),
        "sites": st.integers(1, 3),
        "dosage_forms": st.integers(1, 3),
        "years": st.integers(1, 5),
        "case": st.sets(st.sampled_from(sorted(AXES)), max_size=3).flatmap(
            lambda axes: st.tuples(*(st.sampled_from(sorted(AXES[axis].words)) for axis in sorted(axes))).map(list)
        ),
    }
)
PRODUCTS = st.sampled_from([None, "biosimilar", "generic", "traditional-herbal"])


def _sum(rows: list[Decided], asked: Case, end: str) -> Decimal:
    total = Decimal(0)
    for row in rows:
        times = asked.counts[row.fee["unit"]] if row.fee["unit"] else 1
        total += Decimal(row.fee[end] or row.fee["amount"]) * times * (asked.years if row.yearly else 1)
    return total


@given(FEES, ASKED, PRODUCTS)
def test_a_total_is_the_sum_of_its_rows_and_the_most_lies_above(
    fees: list[Data], asked: Data, product_type: str | None
) -> None:
    given_case = case(product_type=product_type, **asked)
    path = pays(fees, given_case)
    for (surely, most), yearly in ((path.once, False), (path.yearly, True)):
        rows = [row for row in path.rows if row.yearly is yearly]
        counted = [row for row in rows if row.outcome == "counted"]
        if path.status != "computed":
            assert (surely, most) == ([], [])
            continue
        assert Decimal(surely[0]["amount"] if surely else 0) == _sum(counted, given_case, "amount")
        high = _sum(counted, given_case, "amount_to")
        assert Decimal((surely[0]["amount_to"] or surely[0]["amount"]) if surely else 0) == high
        maybe = [row for row in rows if row.outcome == "undecided"]
        upper = Decimal(most[0]["amount"] if most else 0)
        assert high <= upper <= high + _sum(maybe, given_case, "amount_to")


@given(FEES, ASKED, PRODUCTS, st.integers(1, 4))
def test_more_of_anything_that_is_counted_never_costs_less(
    fees: list[Data], asked: Data, product_type: str | None, more: int
) -> None:
    # What depends on a number of ingredients may well be cheaper for more: it is left aside here.
    for one in fees:
        if one["applies_when"]:
            one["applies_when"]["ingredients_min"] = None
    before = pays(fees, case(product_type=product_type, **asked))
    for name in ("ingredients", "products", "sites", "dosage_forms"):
        after = pays(fees, case(product_type=product_type, **{**asked, name: asked[name] + more}))
        assert once(before) <= once(after)
        assert at_most(before) <= at_most(after)


@given(FEES, ASKED, PRODUCTS, st.sampled_from(sorted(AXIS_OF)))
def test_telling_more_of_the_case_never_raises_the_most_nor_lowers_what_is_sure(
    fees: list[Data], asked: Data, product_type: str | None, word: str
) -> None:
    given_case = case(product_type=product_type, **asked)
    if AXIS_OF[word] in given_case.words:
        return
    before = pays(fees, given_case)
    after = pays(fees, case(product_type=product_type, **{**asked, "case": [*asked["case"], word]}))
    assert at_most(after) <= at_most(before)
    if after.status == "computed":
        assert once(before) <= once(after)


@given(FEES, ASKED, PRODUCTS)
def test_a_row_that_is_left_out_or_open_says_why(fees: list[Data], asked: Data, product_type: str | None) -> None:
    for row in pays(fees, case(product_type=product_type, **asked)).rows:
        assert row.reasons
        assert all(one["message"] for one in row.reasons)
        assert (row.outcome == "counted") == ([one["code"] for one in row.reasons] == ["due"])
        assert row.open <= {name for name, verdict in row.verdicts if verdict == "unknown"}
