"""Where first? The ranking on the seeded atlas, each place worked out from the research."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.contract.asking import ask

Data = dict[str, Any]
TIMELINES = "/v1/timelines"

RANKED: list[tuple[str, list[tuple[str, int, str, str]]]] = [
    # The Philippines at most 180 days; Laos 6 months, × 30.4375 = 183; Korea aims at 295 calendar days;
    # Thailand 220 working days × 7/5 = 308; Malaysia 245 × 7/5 = 343; Viet Nam 12 months = 365; Indonesia
    # 300 × 7/5 = 420; Singapore's full route 320 × 7/5 = 448.
    (
        "new-chemical-entity",
        [
            ("PH", 180, "ph-standard-new", "unconditional"),
            ("LA", 183, "la-ma-import", "unconditional"),
            ("KR", 295, "kr-new-drug-ma", "unconditional"),
            ("TH", 308, "th-nce-standard", "unconditional"),
            ("MY", 343, "my-new-drug-full", "unconditional"),
            ("VN", 365, "vn-ma-standard", "unconditional"),
            ("ID", 420, "id-new-full", "unconditional"),
            ("SG", 448, "sg-nda-full", "unconditional"),
        ],
    ),
    # The Philippines 120 working days × 7/5 = 168; Brunei 177 × 7/5 = 248; Malaysia 210 × 7/5 = 294. The times of
    # Thailand and Indonesia are not known.
    (
        "generic",
        [
            ("PH", 168, "ph-standard-generic", "unconditional"),
            ("LA", 183, "la-ma-import", "unconditional"),
            ("BN", 248, "bn-ma-generic", "unconditional"),
            ("MY", 294, "my-generic-full", "unconditional"),
            ("VN", 365, "vn-ma-standard", "unconditional"),
        ],
    ),
    # Malaysia counts every biologic as new, 245 working days. Thailand's routes with a time need one of eight
    # agencies, the Philippines' a reference agency. Korea's 295 days are a draft. Singapore's only route for
    # biosimilars that names no approval is the abridged one: 230 × 7/5 = 322.
    (
        "biosimilar",
        [
            ("LA", 183, "la-ma-import", "unconditional"),
            ("SG", 322, "sg-biosimilar-abridged", "unconditional"),
            ("MY", 343, "my-biologic-full", "unconditional"),
            ("VN", 365, "vn-ma-standard", "unconditional"),
            ("ID", 420, "id-new-full", "unconditional"),
        ],
    ),
    # Malaysia's priority comes with the designation: 45 + 120 = 165 working days, × 7/5 = 231.
    (
        "orphan",
        [
            ("LA", 183, "la-ma-import", "unconditional"),
            ("MY", 231, "my-orphan", "unconditional"),
            ("VN", 365, "vn-ma-standard", "unconditional"),
        ],
    ),
    # Singapore 60 working days; Malaysia, of two or more active ingredients, 136 working days × 7/5 = 190.4.
    (
        "traditional-herbal",
        [
            ("SG", 84, "sg-cpm-listing", "unconditional"),
            ("MY", 190, "my-natural-abridged", "unconditional"),
            ("VN", 365, "vn-ma-standard", "unconditional"),
        ],
    ),
    # Viet Nam 45 days for Classes C and D; Laos 60 working days for them; the Philippines up to 9 months = 274;
    # Thailand's Class 4: 300 working days; Singapore's Class D without any approval elsewhere: 310.
    (
        "medical-device",
        [
            ("VN", 45, "vn-device-cd-standard", "unconditional"),
            ("LA", 84, "la-device-registration", "unconditional"),
            ("PH", 274, "ph-md-cmdr", "unconditional"),
            ("TH", 420, "th-md-licence", "unconditional"),
            ("SG", 434, "sg-md-class-d", "unconditional"),
        ],
    ),
    # One working day; three.
    (
        "cosmetic",
        [
            ("MY", 1, "my-cosmetic-notification", "unconditional"),
            ("VN", 4, "vn-cosmetic-notification", "unconditional"),
        ],
    ),
]


@pytest.mark.parametrize(("product_type", "places"), RANKED)
def test_countries_stand_where_the_research_puts_them(
    atlas: TestClient, product_type: str, places: list[tuple[str, int, str, str]]
) -> None:
    ranking = ask(atlas, TIMELINES, {"product_type": product_type})["ranking"]
    ranked = [one for one in ranking if one["rank"] is not None]
    found = [(one["country"], *(one["statutory"][name] for name in ("days", "procedure", "route"))) for one in ranked]
    assert found == places
    assert [one["rank"] for one in ranked] == list(range(1, len(places) + 1))
    assert [one["rank"] for one in ranking[len(ranked) :]] == [None] * (len(ranking) - len(ranked))
    for one in ranked:
        assert one["statutory"]["procedure"] in one["statutory"]["reason"]
        assert one["statutory"]["entries"] == [one["statutory"]["procedure"]]
        assert ("no date" in one["statutory"]["reason"]) == (one["statutory"]["fact_as_of"] is None)


APART: list[tuple[str, list[tuple[str, int, int, list[str]]]]] = [
    # The 30 days of Timor-Leste are for what is authorised elsewhere.
    ("new-chemical-entity", [("TL", 30, 1, ["needs-approval"])]),
    # Every route of Singapore with a known time needs an approval elsewhere, the abridged one by any agency:
    # 50 + 240 = 290 working days, × 7/5 = 406.
    ("generic", [("TL", 30, 1, ["needs-approval"]), ("SG", 406, 6, ["needs-approval"])]),
    ("biosimilar", [("TL", 30, 1, ["needs-approval"])]),
    ("orphan", [("TL", 30, 1, ["needs-approval"])]),
    ("medical-device", []),
]


@pytest.mark.parametrize(("product_type", "places"), APART)
def test_what_cannot_come_first_stands_apart(
    atlas: TestClient, product_type: str, places: list[tuple[str, int, int, list[str]]]
) -> None:
    ranking = ask(atlas, TIMELINES, {"product_type": product_type})["ranking"]
    ranked = [one for one in ranking if one["rank"] is not None]
    found = [
        (one["country"], *(one["statutory"][name] for name in ("days", "would_rank", "apart")))
        for one in ranking[len(ranked) :]
        if one["statutory"]["status"] == "apart"
    ]
    assert found == places
    assert [one["country"] for one in ranking[len(ranked) :][: len(places)]] == [place[0] for place in places]
    assert all(one["statutory"]["would_rank"] is None and not one["statutory"]["apart"] for one in ranked)


@pytest.mark.parametrize(
    ("product_type", "country", "status", "at_least"),
    [
        ("generic", "TH", "no-clock", None),
        ("biosimilar", "TH", "conditional-only", None),
        ("biosimilar", "KR", "draft-only", None),
        # A conformity assessment of 60 working days, then a registration of unknown length: at least 84 days.
        ("medical-device", "MY", "lower-bound-only", 84),
        ("new-chemical-entity", "US", "no-procedure", None),
        ("cell-gene-therapy", "VN", "conditional-only", None),
        ("new-chemical-entity", "MM", "no-clock", None),
        ("new-chemical-entity", "BN", "lower-bound-only", 291),
        ("vaccine", "KR", "no-procedure", None),
    ],
)
def test_what_is_not_known_is_last_and_says_why(
    atlas: TestClient, product_type: str, country: str, status: str, at_least: int | None
) -> None:
    one = of(ask(atlas, TIMELINES, {"product_type": product_type}), country)
    assert (one["rank"], one["statutory"]["days"], one["statutory"]["status"]) == (None, None, status)
    assert one["statutory"]["at_least"] == at_least
    assert one["statutory"]["reason"]


def of(answer: Data, country: str) -> Data:
    """One country of an answer."""
    return next(one for one in answer["ranking"] if one["country"] == country)


def test_every_country_appears_and_no_region_ranks(atlas: TestClient) -> None:
    kinds = {one["id"]: one["kind"] for one in ask(atlas, "/v1/countries")["items"]}
    answer = ask(atlas, TIMELINES, {"product_type": "new-chemical-entity"})
    assert {one["country"] for one in answer["ranking"]} == {id_ for id_, kind in kinds.items() if kind == "country"}
    (region,) = answer["other_jurisdictions"]
    assert (region["country"], region["rank"], region["statutory"]["status"]) == ("ASEAN", None, "not-ranked")
    assert {path["procedure"] for path in region["paths"]} >= {"asean-joint-assessment"}


def test_faster_paths_stand_apart_with_what_they_need(atlas: TestClient) -> None:
    answer = ask(atlas, TIMELINES, {"product_type": "new-chemical-entity"})
    # 30 working days after the ASEAN joint assessment: × 7/5 = 42, an aim.
    fast = of(answer, "MY")["fastest"]
    assert (fast["procedure"], fast["days"], fast["standing"]) == ("my-frp-verification", 42, "aim")
    assert {"approval-elsewhere", "reliance"} <= {one["code"] for one in fast["conditions"]}
    # Two reference agencies within three years: 110 working days × 7/5 = 154.
    fast = of(answer, "SG")["fastest"]
    assert (fast["procedure"], fast["days"]) == ("sg-nda-verification", 154)
    elsewhere = next(one["message"] for one in fast["conditions"] if one["code"] == "approval-elsewhere")
    assert "at least 2 of: US-FDA" in elsewhere
    assert of(answer, "KR")["fastest"] is None


def test_the_arithmetic_and_the_source_s_own_figures_are_shown(atlas: TestClient) -> None:
    answer = ask(atlas, TIMELINES, {"product_type": "new-chemical-entity", "country": "sg"})
    assert [one["country"] for one in answer["ranking"]] == ["SG"]
    path = next(one for one in of(answer, "SG")["paths"] if one["procedure"] == "sg-nda-full")
    clock = path["clock"]
    assert (clock["basis"], clock["days"]) == ("summed", {"min": 448, "max": 448})
    assert clock["duration"] == {"min": 320, "max": 320, "unit": "working-day"}
    assert clock["arithmetic"] == "320 working days × 7/5 = 448 calendar days"
    assert [one["days"]["max"] for one in clock["phases"]] == [70, 378]
    assert (clock["phases_total"], clock["differs"]) == ({"min": 448, "max": 448}, False)
    assert {"unit": "month", "calendar_days": "30.4375"} in answer["ratios"]


def test_observed_times_stand_beside_and_are_never_mixed(atlas: TestClient) -> None:
    one = of(ask(atlas, TIMELINES, {"product_type": "new-chemical-entity"}), "MY")
    assert one["statutory"]["days"] == 343
    assert one["observed"]["days"] == 399
    times = one["observed_times"]
    assert len(times["measured"]) == 6
    assert times["estimate"] == times["anecdote"] == times["unknown"] == []
    newest = next(each for each in times["measured"] if each["id"] == "my-obs-2019-total")
    assert (newest["n"], newest["period"], newest["days"]["point"], newest["whole"]) == (
        24,
        "approved in 2019",
        399,
        True,
    )
    assert [each["id"] for each in times["measured"] if each["whole"]] == ["my-obs-2019-total"]


def test_the_order_by_what_was_measured_counts_no_estimate(atlas: TestClient) -> None:
    answer = ask(atlas, TIMELINES, {"product_type": "generic", "rank_by": "observed"})
    assert [one["rank"] for one in answer["ranking"]] == [None] * len(answer["ranking"])
    # KOTRA speaks of one to two years: shown, first of what does not rank.
    first = of(answer, "TH")
    assert first["observed"]["days"] is None
    assert first["country"] in [one["country"] for one in answer["ranking"] if one["observed_times"]["estimate"]]
    (kotra,) = first["observed_times"]["estimate"]
    assert kotra["days"] == {"low": 365, "point": None, "high": 731}
    assert kotra["arithmetic"] == "1–2 years × 365.25 = 365–731 calendar days"
    answer = ask(atlas, TIMELINES, {"product_type": "biologic", "rank_by": "observed"})
    assert [(one["country"], one["rank"]) for one in answer["ranking"] if one["rank"]] == [("MY", 1)]
    assert of(answer, "KR")["statutory"]["rank"] == 3


def test_what_was_replaced_is_older_and_never_ranks_beside_what_holds(atlas: TestClient) -> None:
    one = of(ask(atlas, TIMELINES, {"product_type": "generic"}), "TH")
    assert {path["procedure"] for path in one["older"]} == {"th-legacy-paths"}
    assert {path["procedure"] for path in one["paths"]} == {"th-generic"}
    assert one["statutory"]["status"] == "no-clock"


def test_unknowns_about_the_clock_are_named(atlas: TestClient) -> None:
    one = of(ask(atlas, TIMELINES, {"product_type": "biosimilar"}), "TH")
    assert {"th-gap-02", "th-gap-07"} <= {gap["id"] for gap in one["gaps"]}


def test_aims_and_drafts_are_warned_of(atlas: TestClient) -> None:
    answer = ask(atlas, TIMELINES, {"product_type": "biosimilar"})
    warned = {one["code"]: one["entries"] for one in answer["warnings"]}
    assert warned["drafts"] == ["kr-biosimilar-ma"]
    assert "my-frp-verification" in warned["aims"]
    assert {one["id"] for one in answer["evidence"]} >= {"kr-biosimilar-ma", "my-frp-verification"}


def test_another_licence_is_asked_for_by_name(atlas: TestClient) -> None:
    answer = ask(atlas, TIMELINES, {"product_type": "generic", "licence": "variation", "country": "MY"})
    found = {path["procedure"] for path in of(answer, "MY")["paths"]}
    assert "my-change-site" in found
    assert "my-generic-full" not in found
