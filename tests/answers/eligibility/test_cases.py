"""Twenty products with their approvals: what is open, what decides, and what flips it.

Each case stands on what the research says, told beside it in our own words with its file and the id of its record.
`flip` changes the decisive condition alone. `cell` is what the reliance matrix says of the same reference.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.answers.eligibility.reading import answer, condition, path, rows

Data = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A question, the procedure that is looked at, its outcome and condition, and the flip of that condition."""

    name: str
    query: Data
    procedure: str
    outcome: str
    decided_by: list[str]
    flip: Data
    flipped: str
    path: str | None = None
    cell: tuple[str, str, str, str] | None = None
    """Reference, country, scope, answer."""
    says: dict[str, str] = field(default_factory=dict)
    """Entries that must be named beside the procedure's own."""


def _of(country: str, product_type: str, **more: Any) -> Data:
    return {"country": country, "product_type": product_type, **more}


MA, GMP, DEVICE = "marketing-authorisation", "gmp-inspection", "device"
CASES = [
    # my.yaml, my-frp-abbreviated and my-rel-mfds-frp: product approved by one of seven named agencies (US FDA, EMA,
    # Health Canada, PMDA, Swissmedic, TGA, MHRA) or filed through the WHO procedure; Korea's MFDS is not among them.
    Case(
        "MY biosimilar, MFDS alone: the facilitated route is closed",
        _of("MY", "biosimilar", approved_by="KR-MFDS"),
        "my-frp-abbreviated",
        "closed",
        ["paths"],
        {"approved_by": ["KR-MFDS", "US-FDA"]},
        "open",
        cell=("KR-MFDS", "MY", MA, "no"),
        says={"my-rel-mfds-frp": "the list without MFDS"},
    ),
    # my.yaml, my-rel-mfds-frp: the same list, and verification is one of its two routes; my-frp-verification: what
    # it takes by name are products of the ASEAN Joint Assessment, "among others".
    Case(
        "MY generic, MFDS alone: verification is closed, an approval that the list may hold leaves it undecided",
        _of("MY", "generic", approved_by="KR-MFDS"),
        "my-frp-verification",
        "closed",
        ["references"],
        {"approved_by": "SG-HSA"},
        "undecided",
        cell=("SG-HSA", "MY", MA, "no"),
        says={"my-rel-mfds-frp": "the list without MFDS"},
    ),
    # my.yaml, my-frp-recognition-pilot: identical product approved by US FDA or EMA, filed within 3 months of that
    # approval, from 2 May 2026; 60 working days.
    Case(
        "MY new chemical entity, US FDA on 15 October 2026, same product: the pilot is open for three months",
        _of(
            "MY", "new-chemical-entity", approved_by="US-FDA:2026-10-15", same_product="yes", applies_on="2027-01-15"
        ),
        "my-frp-recognition-pilot",
        "open",
        [],
        {"applies_on": "2027-01-16"},
        "closed",
        cell=("US-FDA", "MY", MA, "yes"),
    ),
    # The same record: without the date of the approval nobody can count three months.
    Case(
        "MY new chemical entity, US FDA on an unknown day: the pilot is undecided",
        _of("MY", "new-chemical-entity", approved_by="US-FDA", same_product="yes"),
        "my-frp-recognition-pilot",
        "undecided",
        ["within-months"],
        {"approved_by": "US-FDA:2026-11"},
        "undecided",  # a month is a range that reaches past the filing day
    ),
    # The same record: only US FDA and EMA are named (my-rel-pilot: MFDS no).
    Case(
        "MY biosimilar, MFDS in October 2026: the pilot is closed, EMA's approval opens it",
        _of("MY", "biosimilar", approved_by="KR-MFDS:2026-10", same_product="yes"),
        "my-frp-recognition-pilot",
        "closed",
        ["references", "within-months"],
        {"approved_by": "EU-EMA:2026-10"},
        "open",
        cell=("EU-EMA", "MY", MA, "yes"),
    ),
    # my.yaml, my-who-crp: WHO-prequalified, or approved by a stringent regulator; my-rel-who: whether a WLA such as
    # MFDS counts as the reference is not said.
    Case(
        "MY vaccine, MFDS alone: the WHO procedure is undecided, without any approval it is closed",
        _of("MY", "vaccine", approved_by="KR-MFDS"),
        "my-who-crp",
        "undecided",
        ["references", "words"],
        {"approved_by": "none"},
        "closed",
        cell=("WHO-PQ", "MY", MA, "yes"),
    ),
    # my.yaml, my-frp-abbreviated-pmda: new drugs, generics and cell and gene therapies approved by Japan's PMDA.
    Case(
        "MY biosimilar, PMDA: the 90-day route is for other products",
        _of("MY", "biosimilar", approved_by="JP-PMDA"),
        "my-frp-abbreviated-pmda",
        "closed",
        ["product-type"],
        {"product_type": "generic"},
        "open",
        cell=("JP-PMDA", "MY", MA, "yes"),
    ),
    # my.yaml, my-additional-indication: approval by one of six agencies within 3 years leads to full review,
    # approval by two of them to verification.
    Case(
        "MY new chemical entity, one agency: the path of two agencies is closed",
        _of("MY", "new-chemical-entity", approved_by="US-FDA:2026-01-10"),
        "my-additional-indication",
        "closed",
        ["references"],
        {"approved_by": ["US-FDA:2026-01-10", "AU-TGA:2020"]},
        "undecided",  # whether the indication was approved there, and not the product alone, remains in words
        path="two-agencies",
    ),
    # my.yaml, my-orphan: disease on the Malaysian rare-disease list; product type orphan.
    Case(
        "MY biologic without a designation: the orphan route is closed",
        _of("MY", "biologic", designation="none"),
        "my-orphan",
        "closed",
        ["product-type", "designation"],
        {"designation": "orphan"},
        "undecided",  # the Malaysian list remains in words
    ),
    # sg.yaml, sg-nda-abridged and sg-rel-abridged: approved by at least one drug regulatory agency, any of them, so
    # that an approval by MFDS counts.
    Case(
        "SG new chemical entity, MFDS: the abridged route is open",
        _of("SG", "new-chemical-entity", approved_by="KR-MFDS"),
        "sg-nda-abridged",
        "open",
        [],
        {"approved_by": "none"},
        "closed",
        cell=("KR-MFDS", "SG", MA, "yes"),
        says={"sg-rel-abridged": "any agency"},
    ),
    # sg.yaml, sg-nda-full: a new product that no drug regulatory agency anywhere has approved.
    Case(
        "SG new chemical entity, MFDS: the full route is closed",
        _of("SG", "new-chemical-entity", approved_by="KR-MFDS"),
        "sg-nda-full",
        "closed",
        ["not-approved-by"],
        {"approved_by": "none"},
        "open",
    ),
    # sg.yaml, sg-nda-verification and sg-rel-verification: two of six reference agencies, filed within three years
    # of the primary agency's approval, same quality; MFDS is not a reference agency (January 2026).
    Case(
        "SG biologic, US FDA and EMA, one of them within three years: only words keep verification undecided",
        _of("SG", "biologic", approved_by=["US-FDA:2024-06-01", "EU-EMA:2019"], same_product="yes"),
        "sg-nda-verification",
        "undecided",
        ["words"],
        {"approved_by": ["US-FDA:2024-06-01", "KR-MFDS:2024-06-01"]},
        "closed",
        path="nda-1-or-nda-2",
        cell=("KR-MFDS", "SG", MA, "yes"),  # by the abridged route, not by this one
    ),
    # sg.yaml, sg-verif-nda3: a further strength within two years of approval where one reference agency approved it.
    Case(
        "SG new chemical entity, one agency 30 months ago: the two-year path is closed",
        _of("SG", "new-chemical-entity", approved_by="GB-MHRA:2024-05-20", same_product="yes"),
        "sg-nda-verification",
        "closed",
        ["within-months"],
        {"approved_by": "GB-MHRA:2025-05-20"},
        "undecided",
        path="nda-3-one-agency",
    ),
    # sg.yaml, sg-gda-verification: at least one reference agency, within two years, identical quality.
    Case(
        "SG generic, TGA in 2025, sameness not told: verification is undecided",
        _of("SG", "generic", approved_by="AU-TGA:2025"),
        "sg-gda-verification",
        "undecided",
        ["same-product", "words"],
        {"same_product": "no"},
        "closed",
        cell=("AU-TGA", "SG", MA, "yes"),
    ),
    # sg.yaml, sg-gmp-deva and sg-rel-pics-gmp: site found conforming by at least one PIC/S authority; kr.yaml: MFDS
    # in PIC/S since July 2014.
    Case(
        "SG generic, site inspected by MFDS: the evidence route is open",
        _of("SG", "generic", inspected_by="KR-MFDS"),
        "sg-gmp-deva",
        "open",
        [],
        {"inspected_by": "none"},
        "closed",
        cell=("KR-MFDS", "SG", GMP, "yes"),
        says={"sg-rel-pics-gmp": "MFDS by its PIC/S membership"},
    ),
    # sg.yaml, sg-cpm-listing: a locally registered company.
    Case(
        "SG traditional medicine: without a local company closed",
        _of("SG", "traditional-herbal", local_holder="no"),
        "sg-cpm-listing",
        "closed",
        ["local-holder"],
        {"local_holder": "yes"},
        "undecided",  # that it is a Chinese Proprietary Medicine remains in words
    ),
    # th.yaml, th-abridged-biologic and th-rel-abridged: eight reference authorities, Korea not on the list read.
    Case(
        "TH biologic, MFDS alone: the abridged route is closed",
        _of("TH", "biologic", approved_by="KR-MFDS"),
        "th-abridged-biologic",
        "closed",
        ["references"],
        {"approved_by": ["KR-MFDS", "EU-EMA"]},
        "open",
        cell=("KR-MFDS", "TH", MA, "no"),
        says={"th-rel-abridged": "the list without Korea"},
    ),
    # th.yaml, th-nce-standard: any new drug without a reference agency's approval; a holder of a Thai licence files.
    Case(
        "TH new chemical entity, MFDS, Thai holder: the standard route is open, a reference approval closes it",
        _of("TH", "new-chemical-entity", approved_by="KR-MFDS", local_holder="yes"),
        "th-nce-standard",
        "open",
        [],
        {"approved_by": "US-FDA"},
        "closed",
        cell=("US-FDA", "TH", MA, "yes"),
    ),
    # th.yaml, th-gmp-clearance and th-rel-gmp-pics: track 2 for sites certified by a PIC/S member, MFDS by name; the
    # Thai import licensee applies.
    Case(
        "TH generic, site inspected by MFDS: track 2 is open, without a Thai licensee it is not",
        _of("TH", "generic", inspected_by="KR-MFDS", local_holder="yes"),
        "th-gmp-clearance",
        "open",
        [],
        {"local_holder": "no"},
        "closed",
        path="track-2",
        cell=("KR-MFDS", "TH", GMP, "yes"),
    ),
    # th.yaml, th-md-hsa-reliance and th-rel-device-hsa: devices registered with HSA, the file identical; a Korean
    # device can use it once it is registered in Singapore.
    Case(
        "TH device, HSA, same product: only words keep the reliance route undecided",
        _of("TH", "medical-device", approved_by="SG-HSA", same_product="yes"),
        "th-md-hsa-reliance",
        "undecided",
        ["words"],
        {"approved_by": "KR-MFDS"},
        "closed",
        cell=("SG-HSA", "TH", DEVICE, "yes"),
    ),
]


def test_there_are_twenty() -> None:
    assert len(CASES) >= 20
    assert len({case.name for case in CASES}) == len(CASES)


def _found(client: TestClient, case: Case, **change: Any) -> Data:
    row = rows(answer(client, **{**case.query, **change}))[case.procedure]
    return path(row, case.path) if case.path else row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_outcome_and_what_decides_it(atlas: TestClient, case: Case) -> None:
    found = _found(atlas, case)
    assert found["outcome"] == case.outcome, found
    assert found["decided_by"] == case.decided_by


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_another_decisive_condition_flips_it(atlas: TestClient, case: Case) -> None:
    found = _found(atlas, case, **case.flip)
    assert found["outcome"] == case.flipped, found
    assert case.flip != {name: case.query.get(name) for name in case.flip}


@pytest.mark.parametrize("case", [one for one in CASES if one.says], ids=lambda case: case.name)
def test_the_entries_that_decided_are_named_and_shown(atlas: TestClient, case: Case) -> None:
    body = answer(atlas, **case.query)
    row = rows(body)[case.procedure]
    assert set(case.says) < set(row["entries"])
    assert set(row["entries"]) <= {one["id"] for one in body["evidence"]}


@pytest.mark.parametrize("case", [one for one in CASES if one.cell], ids=lambda case: case.name)
def test_the_matrix_says_the_same(atlas: TestClient, case: Case) -> None:
    assert case.cell
    reference, country, scope, expected = case.cell
    query = {"reference": reference, "country": country, "scope": scope, "product_type": case.query["product_type"]}
    got = atlas.get("/v1/reliance-matrix", params=query)
    assert got.status_code == 200, got.text
    (row,) = got.json()["rows"]
    (cell,) = row["cells"]
    assert cell["answer"] == expected, cell
    assert cell["decided_by"] in cell["entries"]


def test_the_condition_shows_its_structure_and_why_each_approval_counts(atlas: TestClient) -> None:
    row = rows(answer(atlas, country="TH", product_type="biologic", approved_by=["KR-MFDS", "US-FDA"]))
    shown = condition(row["th-abridged-biologic"], "references")
    listed = [one["authority"] for one in shown["required"]["references"]]
    assert len(listed) == 8
    assert "KR-MFDS" not in listed
    assert {one["authority"]: (one["counts"], one["because"]) for one in shown["weighed"]} == {
        "KR-MFDS": ("no", "not-listed"),
        "US-FDA": ("yes", "named"),
    }


def test_a_membership_that_decides_is_shown_with_its_sources(atlas: TestClient) -> None:
    row = rows(answer(atlas, country="SG", product_type="generic", inspected_by="KR-MFDS"))["sg-gmp-deva"]
    (one,) = condition(row, "references")["weighed"]
    assert (one["group"], one["rests_on"]["id"], one["rests_on"]["since"]) == (
        "PICS",
        "kr-membership-pics",
        "2014-07-01",
    )
    assert one["rests_on"]["sources"]


def test_before_korea_joined_its_inspection_did_not_count(atlas: TestClient) -> None:
    query = {"country": "SG", "product_type": "generic", "inspected_by": "KR-MFDS", "applies_on": "2013-06-01"}
    row = rows(answer(atlas, **query))["sg-gmp-deva"]
    (one,) = condition(row, "references")["weighed"]
    assert (one["counts"], one["because"], row["outcome"]) == ("no", "not-member", "closed")
