"""Knowing more never turns one decided answer into another, and the order of telling does not matter."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.answers.eligibility.made import AUTHORITIES
from tests.answers.eligibility.reading import PLACES, answer, outcomes, rows

Told = dict[str, Any]
STEADY = settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DATES = st.sampled_from(["", ":2021", ":2024-11", ":2024-11-23", ":2026-01-15", ":2026-11", ":2027"])
GRANTED = st.lists(
    st.tuples(st.sampled_from(AUTHORITIES), DATES).map("".join), min_size=1, max_size=4, unique=True
) | st.just(["none"])
KNOWN = st.sampled_from(["yes", "no"])
TYPES = st.sampled_from(["all-medicines", "generic", "biologic", "biosimilar", "vaccine", "health-supplement"])
CASES = st.fixed_dictionaries(
    {"product_type": TYPES, "applies_on": st.sampled_from(["2026-11-23", "2027-03-15", "2028-01-01"])},
    optional={
        "approved_by": GRANTED,
        "inspected_by": GRANTED,
        "designation": st.sampled_from([["none"], ["orphan"]]),
        "same_product": KNOWN,
        "local_holder": KNOWN,
    },
)
NARROWER = {
    "all-medicines": ["generic", "biologic", "vaccine"],
    "biologic": ["biosimilar", "vaccine"],
}
TELLABLE = ("approved_by", "inspected_by", "designation", "same_product", "local_holder")


def _asked(client: TestClient, told: Told) -> dict[str, str]:
    return outcomes(client, country="XX", **told)


def _kept(before: dict[str, str], after: dict[str, str]) -> None:
    changed = {id_: (outcome, after[id_]) for id_, outcome in before.items() if outcome != after[id_]}
    assert {id_: pair for id_, pair in changed.items() if pair[0] != "undecided"} == {}


@STEADY
@given(told=CASES, left_out=st.sampled_from(TELLABLE))
def test_telling_more_only_settles_what_was_undecided(crafted_atlas: TestClient, told: Told, left_out: str) -> None:
    untold = {name: value for name, value in told.items() if name != left_out}
    _kept(_asked(crafted_atlas, untold), _asked(crafted_atlas, told))


@STEADY
@given(told=CASES, parameter=st.sampled_from(["approved_by", "inspected_by"]), data=st.data())
def test_a_date_or_a_finer_one_only_settles_what_was_undecided(
    crafted_atlas: TestClient, told: Told, parameter: str, data: st.DataObject
) -> None:
    authority = data.draw(st.sampled_from(AUTHORITIES))
    year, month = data.draw(st.integers(2019, 2026)), data.draw(st.integers(1, 10))
    coarse, fine = f"{authority}:{year}-{month:02d}", f"{authority}:{year}-{month:02d}-15"
    _kept(
        _asked(crafted_atlas, {**told, parameter: [f"{authority}:{year}"]}),
        _asked(crafted_atlas, {**told, parameter: [coarse]}),
    )
    _kept(_asked(crafted_atlas, {**told, parameter: [coarse]}), _asked(crafted_atlas, {**told, parameter: [fine]}))


@STEADY
@given(told=CASES, data=st.data())
def test_a_narrower_product_type_only_settles_what_was_undecided(
    crafted_atlas: TestClient, told: Told, data: st.DataObject
) -> None:
    wide = data.draw(st.sampled_from(sorted(NARROWER)))
    before = _asked(crafted_atlas, {**told, "product_type": wide})
    after = _asked(crafted_atlas, {**told, "product_type": data.draw(st.sampled_from(NARROWER[wide]))})
    exceptions = {"xx-but-vaccines"}  # open to medicines, but not to each of them: the type contradicts
    inherited = {id_ for id_, outcome in before.items() if outcome == "open" and after[id_] == "undecided"}
    assert inherited <= {"xx-biologic", "xx-full"}  # what names biologics has not spoken of their kinds
    skipped = exceptions | inherited
    _kept({id_: one for id_, one in before.items() if id_ not in skipped}, after)


@STEADY
@given(told=CASES, data=st.data())
def test_the_order_of_parameters_and_of_approvals_does_not_matter(
    crafted_atlas: TestClient, told: Told, data: st.DataObject
) -> None:
    pairs = [(name, each) for name, value in told.items() for each in (value if isinstance(value, list) else [value])]
    pairs.append(("country", "XX"))
    shuffled = data.draw(st.permutations(pairs))
    first, second = (crafted_atlas.get("/v1/eligibility", params=given) for given in (pairs, shuffled))
    assert first.status_code == 200
    assert first.content == second.content


@STEADY
@given(told=CASES)
def test_open_means_that_nothing_is_unmet_or_unknown(crafted_atlas: TestClient, told: Told) -> None:
    body = answer(crafted_atlas, country="XX", **told)
    for row in body["open"]:
        assert {one["result"] for one in row["conditions"]} == {"met"}
    for row in body["closed"]:
        assert "not-met" in {one["result"] for one in row["conditions"]}
    for row in body["undecided"]:
        assert "unknown" in (results := {one["result"] for one in row["conditions"]})
        assert "not-met" not in results
    assert {place: len(body[place]) for place in PLACES} == body["counts"]
    assert set(rows(body)) <= {one["id"] for one in body["evidence"]}
