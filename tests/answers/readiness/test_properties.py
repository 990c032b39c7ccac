"""What must hold whatever is sent."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.answers.readiness.asked import LISTS, Data, documents_of, ready, short, what
from tests.answers.readiness.made import MADE
from tests.answers.readiness.test_names import DOCUMENTS, WRITTEN

CASES = [
    ("MY", "generic"),
    ("MY", "vaccine"),
    ("SG", "new-chemical-entity"),
    ("SG", "biosimilar"),
    ("TH", "biologic"),
    ("TH", "cosmetic"),
    ("KR", "all-medicines"),
    ("VN", "generic"),
]
IDS = st.lists(st.sampled_from(sorted(DOCUMENTS)), max_size=25)
MADE_IDS = st.lists(st.sampled_from([one.id for one in MADE if one.type == "document"]), max_size=10)
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _more_is_never_less(before: Data, after: Data) -> None:
    for old, new in zip(before["procedures"], after["procedures"], strict=True):
        assert old["procedure"] == new["procedure"]
        assert short(new, "missing") <= short(old, "missing")
        assert short(old, "present") <= short(new, "present")
        assert short(new, "partly") <= short(old, "partly") | short(old, "missing")
        assert len(new["unmapped"]) <= len(old["unmapped"])
        asked = [{what(row) for name in LISTS for row in one[name]} for one in (old, new)]
        assert asked[0] <= asked[1]  # what could not be checked may be there now


@MANY
@given(case=st.sampled_from(CASES), few=IDS, more=IDS)
def test_more_papers_never_make_more_missing(
    atlas: TestClient, case: tuple[str, str], few: list[str], more: list[str]
) -> None:
    body: dict[str, Any] = {"country": case[0], "product_type": case[1]}
    _more_is_never_less(ready(atlas, **body, documents=few), ready(atlas, **body, documents=[*few, *more]))


@MANY
@given(few=MADE_IDS, more=MADE_IDS)
def test_more_papers_never_make_more_missing_where_choices_are_many(
    made: TestClient, few: list[str], more: list[str]
) -> None:
    body: dict[str, Any] = {"country": "XX", "product_type": "generic"}
    _more_is_never_less(ready(made, **body, documents=few), ready(made, **body, documents=[*few, *more]))


@MANY
@given(
    case=st.sampled_from(CASES),
    written=st.lists(st.sampled_from([text for text, _ in WRITTEN]) | st.text("abc경 -", min_size=1), max_size=15),
    data=st.data(),
)
def test_order_and_repetition_do_not_matter(
    atlas: TestClient, case: tuple[str, str], written: list[str], data: st.DataObject
) -> None:
    written = [text for text in written if text.strip()]
    again = data.draw(st.permutations([*written, *written[:3]]))
    body: dict[str, Any] = {"country": case[0], "product_type": case[1]}
    assert ready(atlas, **body, documents=again) == ready(atlas, **body, documents=written)


@pytest.mark.parametrize(("country", "product_type"), CASES)
def test_with_all_asked_papers_nothing_is_missing(atlas: TestClient, country: str, product_type: str) -> None:
    body = {"country": country, "product_type": product_type}
    checklist = ready(atlas, **body)
    asked = sorted({one for found in checklist["procedures"] for one in documents_of(found)})
    answer = ready(atlas, **body, documents=asked)
    for found in answer["procedures"]:
        assert [found[name] for name in ("partly", "missing", "conditional", "recommended")] == [[], [], [], []]


@pytest.mark.parametrize(("country", "product_type"), CASES)
def test_every_demand_stands_once_and_the_counts_are_those_of_the_lists(
    atlas: TestClient, country: str, product_type: str
) -> None:
    answer = ready(atlas, country=country, product_type=product_type, documents=["CPP", "ACTD", "xyzzy", "라벨"])
    for found in answer["procedures"]:
        rows = [what(row) for name in LISTS for row in found[name]]
        assert len(rows) == len(set(rows))
        assert found["counts"] == {name: len(found[name]) for name in (*LISTS, "unmapped")}
    counts = answer["counts"]
    assert counts["sent"] == counts["recognised"] + counts["ambiguous"] + counts["unrecognised"] == 4


@pytest.mark.parametrize(("country", "product_type"), CASES)
def test_every_entry_that_a_row_rests_on_is_evidence(atlas: TestClient, country: str, product_type: str) -> None:
    answer = ready(atlas, country=country, product_type=product_type)
    evidence = {row["id"] for row in answer["evidence"]}
    named = {row["entry"] for row in answer["elsewhere"]} | {row["procedure"] for row in answer["home_procedures"]}
    for found in answer["procedures"]:
        rows = [row for name in (*LISTS, "unmapped") for row in found[name]]
        assert set(found["entries"]) >= {entry for row in rows for entry in row["entries"]}
        assert all([by["entry"] for by in row["asked_by"]] == row["entries"] != [] for row in rows)
        named |= {*found["entries"], *(row["entry"] for row in found["other_routes"])}
    assert named <= evidence
    assert {entry for row in answer["warnings"] for entry in row["entries"]} <= evidence


@pytest.mark.parametrize(("country", "product_type"), CASES)
def test_what_is_not_missing_says_on_what_it_depends(atlas: TestClient, country: str, product_type: str) -> None:
    answer = ready(atlas, country=country, product_type=product_type)
    for found in answer["procedures"]:
        for row in found["conditional"]:
            papers = [paper for choice in row.get("choices", []) for paper in choice["papers"]]
            assert row["conditions"] or all(paper["condition"] for paper in papers)
        assert all(row["asked"] == "mandatory" for row in (*found["missing"], *found["partly"]))
