"""Whose approval opens or closes a procedure, and what a derived answer rests on."""

from collections.abc import Iterator
from typing import Any

import pytest

Data = dict[str, Any]

APPROVALS_NEEDED = {
    *("asean-joint-assessment", "asean-joint-assessment-expedited", "kr-english-certificate"),
    *("my-additional-indication", "my-device-verification", "my-frp-abbreviated", "my-frp-abbreviated-pmda"),
    *("my-frp-recognition-pilot", "my-frp-verification", "my-who-crp"),
    *("sg-biosimilar-verification", "sg-ctgtp-class2-abridged", "sg-ctn", "sg-gda-abridged", "sg-gda-ceca"),
    *("sg-gda-verification", "sg-gmp-deva", "sg-mav1", "sg-md-class-b", "sg-md-class-c", "sg-md-class-d", "sg-miv1"),
    *("sg-nda-abridged", "sg-nda-priority", "sg-nda-verification"),
    *("th-abridged-biologic", "th-abridged-new-drug", "th-abridged-vaccine", "th-gmp-clearance", "th-ivd-who-crp"),
    *("th-legacy-paths", "th-md-concise", "th-md-hsa-reliance"),
    *("th-priority-biologic", "th-priority-new-drug", "th-priority-vaccine"),
    "bn-asean-ja",
    "id-reliance",
    "kh-asean-ja",
    "la-asean-ja",
    *("mm-asean-ja", "mm-drc"),
    *(
        "ph-ct-reliance",
        "ph-frp-abridged",
        "ph-frp-abridged-2022",
        "ph-frp-generic",
        "ph-frp-verification",
    ),
    *("ph-frp-verification-2022", "ph-who-crp"),
    "tl-ma",
    *(
        "vn-device-cd-quick",
        "vn-gmp-dossier",
        "vn-gmp-recognition",
        "vn-import-emergency",
        "vn-ma-epidemic",
    ),
    *("vn-ma-reliance", "vn-ma-reliance-before-2026"),
}
"""Procedures that ask for an approval or inspection elsewhere, on all paths or on some. All others ask for none."""

CLOSED_BY_APPROVAL = {
    *("my-ctil", "sg-nda-full", "sg-ctgtp-class2-full", "sg-mav1", "sg-md-class-d", "sg-sar-named-patient"),
    "th-nce-standard",
}
"""Procedures of which all paths, or some, are for what nobody, no reference authority or not the own one approved."""

FURTHER = {
    *("asean-be-centre-listing", "asean-gmp-listing", "asean-joint-assessment", "asean-joint-assessment-expedited"),
    *("kr-sg-gmp-mra", "my-additional-indication", "my-be-inspection", "my-conditional", "my-foreign-gmp-inspection"),
    *("my-generic-full", "my-hs-abridged", "my-hs-abridged-high", "my-hybrid", "my-orphan", "my-otc-abridged"),
    *("my-priority", "my-who-crp", "sg-asean-ja", "sg-biosimilar-abridged", "sg-biosimilar-verification"),
    *("sg-cpm-listing", "sg-cta", "sg-ctgtp-class1", "sg-ctgtp-class2-abridged", "sg-ctgtp-class2-full"),
    *("sg-ctgtp-manufacturer-licence", "sg-ctn", "sg-dealer-licence", "sg-gda-abridged", "sg-gda-ceca", "sg-gda-sem"),
    *("sg-gda-verification", "sg-gmp-onsite", "sg-mav1", "sg-md-class-b", "sg-md-class-c", "sg-md-class-d"),
    *("sg-nda-priority", "sg-nda-verification", "sg-sar-named-patient", "th-cosmetic-notification"),
    *("th-emergency-conditional", "th-fs-registration", "th-generic", "th-gmp-inspection", "th-household-remedy"),
    *(
        "th-ivd-who-crp",
        "th-ma-renewal",
        "th-md-hsa-reliance",
        "th-md-licence",
        "th-md-listing",
        "th-md-notification",
    ),
    *("th-orphan", "th-priority-biologic", "th-priority-new-drug", "th-priority-vaccine"),
    *(
        "bn-asean-ja",
        "bn-halal",
        "bn-import-consignment",
        "bn-import-licence",
        "bn-import-permit-unregistered",
    ),
    *("bn-poisons-licence", "bn-wholesale-licence"),
    *("id-generic-reg", "id-special-tech", "id-track-100"),
    *("kh-asean-ja", "kh-public-tender-import", "kh-traditional-authorisation"),
    *(
        "la-asean-ja",
        "la-biopharma-trial",
        "la-device-emergency",
        "la-device-notification",
    ),
    *("la-device-registration", "la-raw-material"),
    *("mm-asean-ja", "mm-import-licence"),
    *("ph-csp", "ph-export-only", "ph-frp-generic", "ph-lot-release"),
    *("tl-ma", "tl-public-import"),
    *(
        "vn-device-ab",
        "vn-device-cd",
        "vn-device-cd-quick",
        "vn-device-cd-standard",
        "vn-gmp-dossier",
    ),
    *(
        "vn-gmp-maintenance",
        "vn-gmp-onsite",
        "vn-gmp-recognition",
        "vn-import-emergency",
        "vn-import-special",
    ),
    *(
        "vn-import-unregistered",
        "vn-ma-epidemic",
        "vn-ma-material",
        "vn-ma-priority",
        "vn-ma-quick-2022",
    ),
    *(
        "vn-ma-toll-registered",
        "vn-ma-toll-unregistered",
        "vn-price",
        "vn-renewal",
        "vn-renewal-council",
    ),
    *("vn-variation-approval", "vn-variation-council", "vn-variation-notification"),
}
"""Procedures of which a condition remains in words, whatever the path."""

FURTHER_ON_PATHS = {
    "asean-joint-assessment": {"priority-list"},
    "asean-joint-assessment-expedited": {"priority-list"},
    "my-frp-abbreviated": {"who-collaborative"},
    "sg-md-class-b": {"immediate", "abridged", "full-priority-1"},
    "sg-md-class-c": {"full-priority-1"},
    "sg-md-class-d": {"expedited", "full-priority-1"},
    "sg-miv1": {"verification"},
    "th-md-concise": {"two-markets", "one-market-three-years"},
    "bn-asean-ja": {"priority-list"},
    "kh-asean-ja": {"priority-list"},
    "la-device-registration": {"reliance-based"},
    "la-asean-ja": {"priority-list"},
    "mm-drc": {"known-active"},
    "mm-asean-ja": {"priority-list"},
    "ph-frp-abridged": {"biosimilar"},
    "ph-frp-abridged-2022": {"biosimilar"},
    "ph-frp-verification": {"biosimilar"},
    "ph-frp-verification-2022": {"biosimilar"},
    "vn-device-cd-quick": {"earlier-number"},
}
"""Paths of which a condition of their own remains in words."""

OPEN_PATHS = {
    "asean-joint-assessment": {"priority-list"},
    "asean-joint-assessment-expedited": {"priority-list"},
    "sg-mav1": {"full"},
    "sg-md-class-b": {"full", "full-priority-1", "full-priority-2"},
    "sg-md-class-c": {"full", "full-priority-1", "full-priority-2"},
    "sg-md-class-d": {"full", "full-priority-1", "full-priority-2", "full-with-drug"},
    "sg-miv1": {"abridged"},
    "th-gmp-clearance": {"track-3"},
    "th-legacy-paths": {"path-1", "path-3-new-drugs", "path-3-other-drugs"},
    "bn-asean-ja": {"priority-list"},
    "kh-asean-ja": {"priority-list"},
    "la-asean-ja": {"priority-list"},
    "mm-drc": {"known-active"},
    "mm-asean-ja": {"priority-list"},
    "vn-gmp-dossier": {"documents-only"},
    "vn-device-cd-quick": {"earlier-number"},
}
"""Paths that ask for no approval elsewhere, of procedures of which other paths do."""


def approvals(procedure: Data) -> Iterator[Data]:
    """What a procedure and its paths say of approvals elsewhere."""
    yield procedure["eligibility"] or {}
    yield from (variant["approvals"] or {} for variant in procedure["variants"])


def with_references(procedures: dict[str, Data], member: str) -> set[str]:
    """Procedures that name somebody under `references` or `not_approved_by`."""
    return {id_ for id_, one in procedures.items() if any(part.get(member) for part in approvals(one))}


def test_what_needs_an_approval_elsewhere_says_so_and_nothing_else_does(procedures: dict[str, Data]) -> None:
    assert len(procedures) == 218
    assert with_references(procedures, "references") == APPROVALS_NEEDED
    assert with_references(procedures, "not_approved_by") == CLOSED_BY_APPROVAL


def test_a_condition_remains_in_words_where_the_structure_cannot_hold_it(procedures: dict[str, Data]) -> None:
    assert {id_ for id_, one in procedures.items() if (one["eligibility"] or {}).get("further")} == FURTHER
    on_paths = {
        id_: {path["id"] for path in one["variants"] if (path["approvals"] or {}).get("further")}
        for id_, one in procedures.items()
    }
    assert {id_: paths for id_, paths in on_paths.items() if paths} == FURTHER_ON_PATHS


def test_a_faster_way_has_its_grounds_in_words_or_as_a_designation(procedures: dict[str, Data]) -> None:
    faster = {id_ for id_, one in procedures.items() if one["acceleration"] not in (None, "none")}
    assert len(faster) == 14
    assert faster <= FURTHER


def test_where_paths_differ_the_open_ones_ask_for_nothing(procedures: dict[str, Data]) -> None:
    open_paths = {
        id_: {one["id"] for one in procedure["variants"] if not (one["approvals"] or {}).get("references")}
        for id_, procedure in procedures.items()
        if any((one["approvals"] or {}).get("references") for one in procedure["variants"])
    }
    assert {id_: paths for id_, paths in open_paths.items() if paths} == OPEN_PATHS


@pytest.mark.parametrize(
    ("id_", "path", "wanted"),
    [
        ("sg-nda-abridged", None, {"references": ["any"], "min_agreeing": 1}),
        ("sg-gda-abridged", None, {"references": ["any"], "min_agreeing": 1}),
        ("sg-nda-full", None, {"not_approved_by": ["any"]}),
        ("sg-nda-verification", "nda-1-or-nda-2", {"min_agreeing": 2, "within_months": 36, "same_product": True}),
        ("sg-nda-verification", "nda-3-one-agency", {"min_agreeing": 1, "within_months": 24}),
        ("sg-nda-verification", "nda-3-two-agencies", {"min_agreeing": 2, "within_months": 36}),
        ("sg-mav1", "full", {"not_approved_by": ["any"], "references": []}),
        ("sg-mav1", "abridged", {"references": ["any"], "min_agreeing": 1}),
        ("sg-mav1", "verification", {"min_agreeing": 2, "within_months": 36}),
        ("my-frp-recognition-pilot", None, {"references": ["US-FDA", "EU-EMA"], "within_months": 3}),
        ("my-additional-indication", "one-agency", {"min_agreeing": 1, "within_months": 36}),
        ("my-additional-indication", "two-agencies", {"min_agreeing": 2, "within_months": None}),
        ("sg-gmp-deva", None, {"references": ["PICS"], "inspected_site": True}),
        ("th-md-concise", "two-markets", {"min_agreeing": 2}),
    ],
)
def test_approvals_elsewhere_stand_in_the_structure(
    id_: str, path: str | None, wanted: Data, procedures: dict[str, Data]
) -> None:
    procedure = procedures[id_]
    parts = {one["id"]: one["approvals"] for one in procedure["variants"]}
    said = parts[path] if path else procedure["eligibility"]
    named = {
        member: [one["authority"] or one["group"] or ("any" if one["any"] else "") for one in said[member]]
        for member in ("references", "not_approved_by")
    }
    assert {name: {**said, **named}[name] for name in wanted} == wanted


def test_a_derived_yes_rests_on_a_membership_that_carries_rights(contents: dict[tuple[str, str], Data]) -> None:
    resting = 0
    for (type_, id_), entry in contents.items():
        references = entry["references"] if type_ == "reliance" else []
        for one in references:
            if one["stated"] != "derived" or one["answer"] not in ("yes", "partly"):
                continue
            if one["rests_on"] is None:
                assert any(other["any"] for other in references), f"{id_} takes an approval of nobody in particular"
                continue
            membership = contents["membership", one["rests_on"]]
            assert membership["authority"] == one["authority"], id_
            assert membership["standing"] in ("member", "listed", "participant"), id_
            groups = {other["group"] for other in references if other["group"]}
            in_words = any(not (other["authority"] or other["group"] or other["any"]) for other in references)
            assert membership["group"] in groups if membership["group"] else in_words, id_
            resting += 1
    assert resting == 13


def test_a_no_that_follows_from_a_list_rests_on_nothing_and_the_text_says_so(
    contents: dict[tuple[str, str], Data],
) -> None:
    for (type_, id_), entry in contents.items():
        for one in entry["references"] if type_ == "reliance" else []:
            if one["stated"] == "derived" and one["answer"] == "no":
                assert one["rests_on"] is None
                said = " ".join(entry[part]["en"] for part in ("title", "statement", "note") if entry[part])
                assert "MFDS" in said or "Korea" in said, id_
