"""The matrix: what counts, by what, how contradictions are settled, and what it saves."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.reliance_matrix.schemas import MatrixAnswer
from app.vocabulary.lists import RelianceScope
from tests.contract.asking import fault

Data = dict[str, Any]
HANGUL = re.compile("[가-힣]")


def matrix(client: TestClient, **query: Any) -> Data:
    """The answer to a question that must be a good one."""
    got = client.get("/v1/reliance-matrix", params=query)
    assert got.status_code == 200, got.text[:500]
    body: Data = got.json()
    return body


def cell(client: TestClient, country: str, scope: str, product_type: str = "generic", **query: Any) -> Data:
    """One cell for one product type."""
    body = matrix(client, country=country, scope=scope, product_type=product_type, **query)
    (row,) = body["rows"]
    (found,) = row["cells"]
    return dict(found)


def said(client: TestClient, id_: str, **query: Any) -> Data:
    """What one entry says of the reference."""
    body = matrix(client, **query)
    (found,) = [one for row in body["rows"] for one in row["entries"] if one["id"] == id_]
    return dict(found)


ANSWERS = [
    # (reference, step, answer, stated, contradicted, decided by)
    ("AA-FDA", "price", "no", "stated", True, "xx-near"),
    ("AA-FDA", "tender", "yes", "stated", True, "xx-current"),
    ("AA-FDA", "clinical-data", "yes", "stated", False, "xx-one-way"),
    ("BB-FDA", "clinical-data", "yes", "stated", False, "xx-other-way"),
    ("AA-FDA", "marketing-authorisation", "yes", "stated", False, "xx-list"),
    ("CC-FDA", "marketing-authorisation", "no", "derived", False, "xx-list"),
    ("CC-FDA", "gmp-inspection", "yes", "derived", False, "xx-group"),
    ("OO-FDA", "gmp-inspection", "no", "derived", False, "xx-group"),
    ("LL-FDA", "gmp-inspection", "no", "derived", False, "xx-group"),
    ("UU-FDA", "gmp-inspection", "unknown", "derived", False, "xx-group"),
    ("GROUP", "gmp-inspection", "yes", "stated", False, "xx-group"),
    ("UU-FDA", "be-study", "yes", "derived", False, "xx-any"),
    ("BB-FDA", "lot-release", "unknown", None, False, None),
    ("BB-FDA", "device", "unknown", "derived", False, "xx-words"),
    ("CC-FDA", "lot-release", "unknown", "derived", False, "xx-other-alone"),
    ("CC-FDA", "tender", "unknown", "derived", False, "xx-arrangement"),
    ("OO-FDA", "clinical-data", "no", "derived", False, "xx-closed"),
    ("AA-FDA", "local-trial-waiver", "yes", "stated", False, "xx-gone"),
    ("BB-FDA", "local-trial-waiver", "unknown", None, False, None),
]


@pytest.mark.parametrize("expected", ANSWERS, ids=lambda one: f"{one[0]}-{one[1]}")
def test_the_answer_of_a_cell(made: TestClient, expected: tuple[str, str, str, str | None, bool, str | None]) -> None:
    reference, scope, *answer = expected
    found = cell(made, "XX", scope, reference=reference)
    assert [found[name] for name in ("answer", "stated", "contradicted", "decided_by")] == answer


@pytest.mark.parametrize("id_", ["xx-other-alone", "xx-arrangement"])
def test_what_is_about_others_alone_says_no_of_itself_and_leaves_the_step_open(made: TestClient, id_: str) -> None:
    one = said(made, id_, reference="CC-FDA", country="XX")
    assert (one["answer"], one["stated"], one["because"]) == ("no", "derived", "of-others")
    assert id_ in cell(made, "XX", one["scopes"][0], reference="CC-FDA")["not_known"]


def test_a_contradiction_keeps_the_answer_of_each_entry_and_warns(made: TestClient) -> None:
    body = matrix(made, reference="AA-FDA", country="XX", scope="price", product_type="generic")
    assert {one["id"]: one["answer"] for one in body["rows"][0]["entries"]} == {"xx-near": "no", "xx-far": "yes"}
    (warning,) = [one for one in body["warnings"] if one["code"] == "contradicted-entries"]
    assert warning["entries"] == ["xx-far", "xx-near"]


def test_where_product_types_differ_the_cells_do(made: TestClient) -> None:
    (row,) = matrix(made, reference="AA-FDA", country="XX", scope="price")["rows"]
    by_type = {type_: one for one in row["cells"] for type_ in one["product_types"]}
    assert (by_type["generic"]["answer"], by_type["generic"]["contradicted"]) == ("no", True)
    assert (by_type["biologic"]["answer"], by_type["biologic"]["contradicted"]) == ("yes", False)
    assert (by_type["health-supplement"]["answer"], by_type["health-supplement"]["entries"]) == ("unknown", [])
    assert len(by_type) == sum(len(one["product_types"]) for one in row["cells"])


def test_a_membership_answers_on_the_day(made: TestClient) -> None:
    in_time = cell(made, "XX", "gmp-inspection", reference="LL-FDA", applies_on="2022-12-31")
    assert (in_time["answer"], in_time["decided_by"]) == ("yes", "xx-group")
    one = said(made, "xx-group", reference="LL-FDA", country="XX")
    assert (one["because"], one["rests_on"]["id"], one["rests_on"]["until"]) == (
        "not-member",
        "ll-in-group",
        "2022-12-31",
    )


def test_an_entry_gives_its_conditions(made: TestClient) -> None:
    one = said(made, "xx-group", reference="CC-FDA", country="XX")
    assert (one["within_months"], one["conditions"], one["group"]) == (24, "of the same site", "GROUP")
    assert said(made, "xx-any", reference="UU-FDA", country="XX")["min_agreeing"] == 1


def test_history_is_marked_and_warned_of(made: TestClient) -> None:
    body = matrix(made, reference="AA-FDA", country="XX", scope="local-trial-waiver")
    assert [one["on_older_evidence"] for one in body["rows"][0]["cells"] if one["entries"]] == [True]
    assert "replaced-entries" in {one["code"] for one in body["warnings"]}


def test_what_begins_later_is_shown_and_not_counted(made: TestClient) -> None:
    one = said(made, "xx-coming", reference="BB-FDA", country="XX", scope="local-trial-waiver")
    assert (one["place"], one["answer"]) == ("coming", "yes")
    later = cell(made, "XX", "local-trial-waiver", reference="BB-FDA", applies_on="2027-01-01")
    assert (later["answer"], later["decided_by"]) == ("yes", "xx-coming")


def test_what_is_not_known_to_hold_that_day_is_left_open(made: TestClient) -> None:
    body = matrix(made, reference="AA-FDA", country="XX", scope="marketing-authorisation", applies_on="2019-06-01")
    assert {one["place"] for one in body["rows"][0]["entries"]} == {"coming"}
    assert {one["answer"] for one in body["rows"][0]["cells"]} == {"unknown"}


def test_the_saving_is_the_full_route_less_the_route(made: TestClient) -> None:
    one = said(made, "xx-list", reference="AA-FDA", country="XX")
    (saving,) = one["savings"]
    assert (saving["days"], saving["product_types"]) == (210, ["generic"])
    assert saving["arithmetic"] == "By the rules: 300 − 90 = 210 calendar days"
    assert (saving["route"]["procedure"], saving["full_route"]["procedure"]) == ("xx-route", "xx-whole")
    assert saving["entries"] == ["xx-list", "xx-route", "xx-whole"]


@pytest.mark.parametrize(("id_", "code"), [("xx-alone", "no-procedure"), ("xx-other-way", "is-the-full-route")])
def test_why_there_is_no_saving(made: TestClient, id_: str, code: str) -> None:
    one = said(made, id_, reference="AA-FDA", country="XX")
    assert one["savings"] == []
    if id_ == "xx-other-way":
        code = "no-full-route"  # its procedure does not say how deep the review goes
    assert [each["code"] for each in one["saving_unknown"]] == [code]


def test_disagreements_are_named(made: TestClient) -> None:
    assert cell(made, "XX", "marketing-authorisation", reference="AA-FDA")["disagreements"] == ["xx-differ"]


def test_every_jurisdiction_and_step_appears(atlas: TestClient) -> None:
    body = matrix(atlas)
    assert body["reference"] == "KR-MFDS"
    known = {one["id"] for one in atlas.get("/v1/countries").json()["items"]}
    assert {row["country"] for row in body["rows"]} == known
    for row in body["rows"]:
        assert {one["scope"] for one in row["cells"]} == set(RelianceScope)
        assert row["own"] == (row["country"] == "KR")
        assert {id_ for one in row["cells"] for id_ in one["entries"]} == {one["id"] for one in row["entries"]}
    silent = [row for row in body["rows"] if not row["entries"]]
    assert silent
    assert {one["answer"] for row in silent for one in row["cells"]} == {"unknown"}


KOREA = {
    # Of each file of the research, what its reliance records say of MFDS (`accepts_mfds`), step by step.
    ("MY", "marketing-authorisation", "biosimilar"): "no",  # my-rel-mfds-frp, -pilot, -conditional: no; -who: unknown
    ("MY", "marketing-authorisation", "cosmetic"): "unknown",  # every list that leaves MFDS out is of medicines
    ("MY", "gmp-inspection", "generic"): "yes",  # my-rel-mfds-gmp, my-rel-mfds-gmp-2: yes; my-rel-ctil-gmp: partly
    ("MY", "be-study", "generic"): "unknown",  # my-rel-be: unknown
    ("MY", "device", "medical-device"): "no",  # my-rel-device: no
    ("SG", "marketing-authorisation", "new-chemical-entity"): "yes",  # sg-rel-abridged: yes; sg-rel-verification: no
    ("SG", "marketing-authorisation", "biosimilar"): "partly",  # sg-rel-asean-ja: partly
    ("SG", "marketing-authorisation", "otc"): "partly",  # sg-rel-asean-ja: partly; sg-rel-variation: no
    ("SG", "gmp-inspection", "medical-device"): "unknown",  # sg-rel-ds-gmp: yes, of drug substances
    ("SG", "gmp-inspection", "traditional-herbal"): "yes",  # sg-rel-mfds-gmp: herbal medicines are covered
    ("SG", "lot-release", "vaccine"): "unknown",  # sg-rel-lot: unknown
    ("SG", "device", "medical-device"): "no",  # sg-rel-md: no
    ("TH", "marketing-authorisation", "new-chemical-entity"): "no",  # th-rel-abridged, th-rel-emergency: no
    ("TH", "gmp-inspection", "cosmetic"): "unknown",  # th-rel-gmp-pics, -kr-asean-gmp: of medicines
    ("TH", "gmp-inspection", "generic"): "yes",  # th-rel-gmp-pics: yes; -wla: partly; -asean-who: no
    ("TH", "marketing-authorisation", "generic"): "unknown",  # the lists of -abridged and -emergency are of new drugs
    ("TH", "device", "ivd"): "no",  # th-rel-device-concise, th-rel-ivd-who: no
    ("PH", "marketing-authorisation", "generic"): "yes",  # ph-reliance-mfds: yes
    ("PH", "marketing-authorisation", "vaccine"): "yes",  # ph-reliance-mfds: yes, of vaccines too
    ("PH", "gmp-inspection", "generic"): "partly",  # ph-rel-mfds-gmp-infer: partly; ph-reliance-gmp: unknown
    # An agreement on US products, and one among ASEAN members, say no of themselves alone: what Korea's work counts
    # for at that step is open.
    (
        "ID",
        "marketing-authorisation",
        "generic",
    ): "unknown",  # id-reliance-us-art: no, of US products; kr-rel-id: unknown
    (
        "ID",
        "marketing-authorisation",
        "biologic",
    ): "unknown",  # id-reliance-foreign-approval: unknown; an older list: no
    ("ID", "device", "medical-device"): "unknown",  # id-reliance-us-art: no, of US products
    ("ID", "lot-release", "vaccine"): "partly",  # id-reliance-lot-release: partly
    ("VN", "marketing-authorisation", "otc"): "yes",  # vn-rel-cpp: yes, of products made in Korea; vn-rel-otc: no
    ("VN", "tender", "generic"): "yes",  # vn-rel-tender: yes; kr-rel-vn: partly
    ("VN", "gmp-inspection", "generic"): "unknown",  # vn-rel-gmp-recognition, -sra-cert: unknown
    ("KH", "marketing-authorisation", "generic"): "unknown",  # kh-rel-asean-ja, kh-rel-mfds-mou: unknown
    ("KH", "gmp-inspection", "generic"): "unknown",  # kh-rel-gmp-mra: no, among ASEAN members
    ("LA", "gmp-inspection", "generic"): "unknown",  # la-rel-gmp-mra: no, among ASEAN members
    ("MM", "gmp-inspection", "generic"): "unknown",  # mm-rel-gmp-mra: no, among ASEAN members
    ("BN", "gmp-inspection", "generic"): "unknown",  # bn-rel-gmp-mra: no, among ASEAN members
    ("BN", "device", "medical-device"): "unknown",  # bn-rel-device: unknown
    ("TL", "marketing-authorisation", "generic"): "partly",  # tl-rel-origin: partly
    ("EG", "gmp-inspection", "generic"): "yes",  # kr-rel-eg: yes
    ("CH", "gmp-inspection", "generic"): "yes",  # kr-rel-ch: yes
    ("ASEAN", "marketing-authorisation", "generic"): "partly",  # asean-rel-ja: partly; asean-rel-national: unknown
    ("ASEAN", "be-study", "generic"): "no",  # asean-rel-be-mra: no
    ("JP", "marketing-authorisation", "generic"): "unknown",  # no record
}


@pytest.mark.parametrize(("place", "answer"), KOREA.items(), ids=lambda one: "-".join(one) if one else "")
def test_what_the_research_says_of_korea(atlas: TestClient, place: tuple[str, str, str], answer: str) -> None:
    country, scope, product_type = place
    assert cell(atlas, country, scope, product_type)["answer"] == answer


def test_entries_on_korea_that_differ_speak_of_different_ways(atlas: TestClient) -> None:
    rows = matrix(atlas)["rows"]
    assert [(row["country"], one["scope"]) for row in rows for one in row["cells"] if one["contradicted"]] == []


def test_the_answer_of_each_entry_on_korea_is_the_one_it_records(atlas: TestClient) -> None:
    """Today every membership that a derived answer rests on holds, so nothing is answered otherwise."""
    shown = {one["id"]: one for row in matrix(atlas)["rows"] for one in row["entries"]}
    items = atlas.get("/v1/reliance?reference=KR-MFDS&limit=200").json()["items"]
    recorded = {
        item["id"]: (one["answer"], one["stated"])
        for item in items
        for one in item["references"]
        if one["authority"] == "KR-MFDS"
    }
    assert {id_: (one["answer"], one["stated"]) for id_, one in shown.items() if id_ in recorded} == recorded


def test_what_rests_on_pics_falls_before_korea_joined_it(atlas: TestClient) -> None:
    one = said(atlas, "sg-rel-pics-gmp", country="SG", applies_on="2014-06-30")
    assert (one["answer"], one["because"], one["rests_on"]["id"]) == ("no", "not-member", "kr-membership-pics")


def test_an_abridged_route_saves_what_its_clock_says(atlas: TestClient) -> None:
    """sg-nda-abridged: 50 + 180 working days; sg-nda-full: 50 + 270; 448 less 322 calendar days at five a week."""
    one = said(atlas, "sg-rel-abridged", country="SG", product_type="new-chemical-entity")
    (saving,) = one["savings"]
    assert (saving["days"], saving["route"]["days"]["max"], saving["full_route"]["days"]["max"]) == (126, 322, 448)


def test_no_saving_is_said_where_a_source_gives_no_clock(atlas: TestClient) -> None:
    one = said(atlas, "my-rel-mfds-frp", country="MY")
    assert ("my-frp-abbreviated", "no-clock") in [(each["procedure"], each["code"]) for each in one["saving_unknown"]]


@pytest.mark.parametrize("reference", ["KR-MFDS", "US-FDA", "SG-HSA", "PICS", "WHO-PQ"])
def test_it_is_what_the_document_promises_and_shows_what_it_rests_on(atlas: TestClient, reference: str) -> None:
    body = matrix(atlas, reference=reference)
    MatrixAnswer.model_validate(body)
    shown = {one["id"] for one in body["evidence"]}
    for row in body["rows"]:
        for one in row["entries"]:
            assert {one["id"], *(id_ for each in one["savings"] for id_ in each["entries"])} <= shown
            assert one["savings"] or one["saving_unknown"]
        for each in row["cells"]:
            assert each["decided_by"] is None or each["decided_by"] in each["entries"]
            assert set(each["not_known"]) <= set(each["entries"])


def test_both_languages_give_one_answer(atlas: TestClient) -> None:
    english, korean = (matrix(atlas, lang=lang) for lang in ("en", "ko"))
    assert [row["cells"] for row in english["rows"]] == [row["cells"] for row in korean["rows"]]
    for row in korean["rows"]:
        for one in row["entries"]:
            assert HANGUL.search(one["explanation"])
            assert all(HANGUL.search(each["reason"]) for each in one["saving_unknown"])


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ({"reference": "KR-MFD"}, "reference", "KR-MFDS"),
        ({"country": "M"}, "country", None),
        ({"scope": "gmp-inspections"}, "scope", "gmp-inspection"),
        ({"product_type": "generics"}, "product_type", "generic"),
        ({"applies_on": "2026"}, "applies_on", None),
        ({"referense": "KR-MFDS"}, "referense", "reference"),
        ({"reference": ["KR-MFDS", "US-FDA"]}, "reference", None),
    ],
)
def test_a_bad_question_is_told_what_is_wrong(
    atlas: TestClient, query: Data, parameter: str, nearest: str | None
) -> None:
    found = fault(atlas.get("/v1/reliance-matrix", params=query), parameter)
    if nearest:
        assert found["did_you_mean"] == nearest


def test_each_edition_has_its_own_matrix(made: TestClient) -> None:
    missing = made.get("/v1/reliance-matrix", params={"reference": "AA-FDA", "edition": 1})
    fault(missing, "reference")
    assert cell(made, "XX", "lot-release", reference="AA-FDA", edition=2)["answer"] == "yes"


def test_the_order_of_parameters_does_not_matter(atlas: TestClient) -> None:
    pairs: list[tuple[str, str | int | float | bool | None]] = [
        ("country", "MY"),
        ("country", "SG"),
        ("scope", "device"),
        ("scope", "gmp-inspection"),
    ]
    first, second = (atlas.get("/v1/reliance-matrix", params=given) for given in (pairs, pairs[::-1]))
    assert first.content == second.content
