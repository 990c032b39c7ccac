"""Which of the papers that an entry lists stand for each other."""

from collections import Counter
from typing import Any

Data = dict[str, Any]

CHOICES = {
    "asean-pv-option2": [{"pilot-batch-validation-report"}, {"process-validation-scheme"}],
    "my-api-options": [{"cep"}, {"drug-master-file"}, {"drug-substance-section"}],
    "my-gmp-evidence-form": [{"gmp-certificate"}, {"gmp-inspection-report"}],
    "my-hs-cpp-instead": [{"cpp"}, {"free-sale-certificate", "gmp-certificate"}],
    "my-orphan-unregistered": [
        *({one} for one in ("certificate-of-analysis", "clinical-evidence", "cpp", "gmp-certificate", "label")),
        {"package-insert"},
    ],
    "sg-cpm-documents": [{"cpp"}, {"free-sale-certificate"}, {"home-marketing-authorisation"}],
    "sg-gda-be": [{"be-study-report"}, {"biowaiver-justification"}],
    "sg-gda-dossier-scope": [{"be-study-report"}, {"biowaiver-justification"}],
    "sg-gmp-evidence-form": [{"cpp"}, {"gmp-certificate"}, {"manufacturing-licence"}],
    "sg-miv1-verification": [{"approved-labels"}, {"proof-of-approval"}],
    "sg-rmp-nda1": [{"core-rmp"}, {"eu-rmp"}, {"us-rems"}],
    "th-cosmetic-pif": [{"gmp-certificate"}, {"quality-system-certificate"}],
    "th-dossier-actd-ctd": [{"actd-dossier"}, {"ich-ctd-dossier"}],
    "th-fs-foreign-plant": [{"food-safety-certificate"}, {"gmp-certificate"}],
    "th-gmp-docs-certified-by-pics": [{"cpp"}, {"gmp-certificate"}, {"gmp-outcome-letter"}],
    "th-gmp-docs-pics": [{"cpp"}, {"gmp-certificate"}, {"gmp-outcome-letter"}],
    "th-ma-renewal-docs": [{"import-licence"}, {"manufacturing-licence"}],
    "th-variation-site": [{"cpp"}, {"gmp-certificate"}],
    "id-local-cpob": [{"gmp-certificate"}, {"gmp-outcome-letter"}],
    "id-dossier-new": [{"actd-dossier"}, {"ich-ctd-dossier"}],
    "id-quality-file": [{"be-study-report"}, {"comparative-dissolution"}],
    "id-md-loa": [{"gmp-certificate"}, {"iso-13485-certificate"}],
    "kh-hs-admin": [{"gmp-certificate"}, {"quality-system-certificate"}],
    "la-food-import-papers": [
        {"food-safety-certificate"},
        {"food-safety-certificate"},
        {"free-sale-certificate"},
        {"gmp-certificate"},
        {"home-marketing-authorisation"},
    ],
    "ph-be-list": [{"be-study-report"}, {"biowaiver-justification"}],
    "ph-frp-full-dossier": [{"actd-dossier"}, {"ich-ctd-dossier"}],
    "ph-lot-docs": [{"batch-records"}, {"summary-lot-protocol"}],
    "ph-lot-nra": [{None}, {"lot-release-certificate"}],
    "vn-import-emergency": [{"cpp"}, {"proof-of-approval"}],
    "vn-device-cd-quick": [{"free-sale-certificate"}, {"local-registration-certificate"}, {"proof-of-approval"}],
    "vn-req-applicant": [{"pharmacy-business-certificate"}, {"representative-office-licence"}],
    "vn-req-foreign-licence-alt": [{None}, {"gmp-certificate"}],
    "vn-req-format": [{"actd-dossier"}, {"ich-ctd-dossier"}],
    "vn-req-smpc": [{"package-insert"}, {"product-summary"}],
    "vn-req-legalisation": [{None}, {"authority-database-printout"}],
    "vn-req-gmp-dossier": [{"gmp-certificate"}, {"manufacturing-licence"}],
    "vn-req-gmp-recognition-docs": [
        {"cpp"},
        {"gmp-certificate"},
        {"gmp-inspection-report"},
        {"manufacturing-licence"},
    ],
    "vn-req-gmp-maintain": [{"application-form"}, {"authority-database-printout"}],
    "vn-req-be-centre": [{"authority-database-printout"}, {"be-centre-certificate"}],
    "vn-req-clin-nonoriginator": [{"clinical-evidence", "be-study-report"}, {"clinical-part"}, {"letter-of-access"}],
    "vn-req-clin-improved": [{None}, {"clinical-evidence"}, {"clinical-part"}],
    "vn-req-herbal-clin": [{"clinical-evidence"}, {"clinical-part"}],
    "vn-req-dev-iso": [{"free-sale-certificate"}, {"proof-of-approval"}],
    "vn-req-hs-docs": [{"food-safety-certificate"}, {"gmp-certificate"}],
    "vn-req-hs-gmp": [{"food-safety-certificate"}, {"gmp-certificate"}],
}
"""Entries that leave a choice, and the papers between which they leave it; those of one set belong together."""


def choices(entry: Data) -> list[set[str | None]]:
    """The papers between which an entry leaves a choice."""
    sets: dict[tuple[str, str], set[str | None]] = {}
    for position, paper in enumerate(entry.get("documents", ())):
        if paper["alternative"]:
            name = paper["alternative"]["set"] or f"paper {position}"
            sets.setdefault((paper["alternative"]["group"], name), set()).add(paper["id"])
    return sorted(sets.values(), key=lambda papers: sorted(map(str, papers)))


def test_papers_that_stand_for_each_other_are_alternatives_and_no_others_are(
    contents: dict[tuple[str, str], Data],
) -> None:
    found = {id_: choices(entry) for (_, id_), entry in contents.items()}
    assert {id_: papers for id_, papers in found.items() if papers} == CHOICES


def test_a_paper_that_the_source_names_with_an_or_is_one_of_several(contents: dict[tuple[str, str], Data]) -> None:
    """Papers that share a wording with "or" in it come from one line of the source."""
    for (_, id_), entry in contents.items():
        lines = Counter(paper["as_written"]["en"] for paper in entry.get("documents", ()))
        for paper in entry.get("documents", ()):
            words = paper["as_written"]["en"].split()
            if lines[paper["as_written"]["en"]] > 1 and "or" in words:
                assert paper["alternative"], (id_, paper["id"])


def test_three_of_six_papers_are_asked_for_an_orphan_medicine(contents: dict[tuple[str, str], Data]) -> None:
    papers = contents["requirement", "my-orphan-unregistered"]["documents"]
    assert [one["alternative"] for one in papers if one["id"] == "special-access-request"] == [None]
    assert {one["alternative"]["at_least"] for one in papers if one["alternative"]} == {3}
