"""Cases worked out by hand from the entries of the seed: what is there, missing, conditional, and why."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.answers.readiness.asked import LISTS, demand, one, ready, short, what


@dataclass(frozen=True)
class Case:
    """A procedure, the papers that are there, and where each demand must stand; `why` for each that tells most."""

    product_type: str
    procedure: str
    sent: tuple[str, ...]
    present: set[str]
    partly: set[str]
    missing: set[str]
    why: dict[str, str]
    """By demand: the entry that it rests on."""
    conditional: dict[str, str] = field(default_factory=dict)
    """By demand: words that its conditions must hold. Others may be conditional too."""
    case: dict[str, Any] = field(default_factory=dict)


CASES = {
    # Malaysia asks a generic for API data by one of three ways and GMP evidence by one of two; CPP, or CFS with GMP
    # certificate, stand in two entries that each name the other as the alternative: neither is missing.
    "MY generic, nothing but home papers": Case(
        "generic",
        "my-generic-full",
        ("CPP", "GMP 적합증명서", "DMF", "위임장"),
        present={
            "1 of drug-master-file | cep | drug-substance-section",
            "1 of gmp-certificate | gmp-inspection-report",
            "cpp",
            "gmp-certificate",
            "letter-of-authorisation",
        },
        partly=set(),
        missing={
            "be-study-report",
            "company-registration",
            "label-mock-up",
            "package-insert",
            "patent-declaration",
            "patient-information-leaflet",
            "process-validation-report",
            "stability-commitment",
            "stability-data",
            "stability-protocol",
            "translation",
        },
        why={
            "be-study-report": "my-be-ir-2012",
            "label-mock-up": "my-rimup",
            "process-validation-report": "asean-pv-three",
            "stability-protocol": "asean-stab-commitment",
            "translation": "my-language",
        },
        conditional={
            "free-sale-certificate": "import without a CPP",
            "letter-of-access": "DMF option",
            "gmp-inspection-application": "inspection needed",
            "1 of pilot-batch-validation-report | process-validation-scheme": "no three production batches",
        },
    ),
    # A new drug needs an RMP (my-rmp); a Korean RMP sent as "Core RMP" is a kind of RMP. Labels in general are not
    # yet the mock-ups that my-rimup names.
    "MY new drug, kinds of papers": Case(
        "new-chemical-entity",
        "my-new-drug-full",
        ("core RMP", "labels", "첨부문서", "PIL", "GMP inspection report", "CEP", "회사 등록증", "stability data"),
        present={
            "1 of drug-master-file | cep | drug-substance-section",
            "1 of gmp-certificate | gmp-inspection-report",
            "company-registration",
            "package-insert",
            "patient-information-leaflet",
            "rmp",
            "stability-data",
        },
        partly={"label-mock-up"},
        missing={
            "patent-declaration",
            "process-validation-report",
            "stability-commitment",
            "stability-protocol",
            "translation",
        },
        why={"rmp": "my-rmp", "label-mock-up": "my-rimup", "company-registration": "my-local-prh"},
        conditional={"letter-of-intent": "protection wanted", "gmp-certificate": "import without a CPP"},
    ),
    # A supplement's CPP stands for CFS and GMP certificate together, and only if the product is a medicine at home.
    "MY supplement, half of a set": Case(
        "health-supplement",
        "my-hs-abridged",
        ("CFS", "stability report"),
        present={"stability-data"},
        partly=set(),
        missing=set(),
        why={"stability-data": "my-hs-stability-zone"},
        conditional={
            "1 of cpp | free-sale-certificate+gmp-certificate": "classed as pharmaceutical",
            "letter-of-appointment": "contract manufacture",
        },
    ),
    # A device file: the CAB papers are asked for in classes B to D alone.
    "MY device": Case(
        "medical-device",
        "my-device-registration",
        ("CSDT", "ISO13485 certificate"),
        present={"csdt", "iso-13485-certificate"},
        partly=set(),
        missing={"declaration-of-conformity"},
        why={"declaration-of-conformity": "my-md-dossier"},
        conditional={"cab-certificate": "classes B, C and D", "cab-report": "classes B, C and D"},
    ),
    # An abridged generic in Singapore: bioequivalence study or biowaiver, GMP evidence by one of three papers; the
    # dossier's parts cannot be seen in a list that names only the dossier; 30 °C and 40 °C data are both asked for.
    "SG generic, abridged": Case(
        "generic",
        "sg-gda-abridged",
        ("ACTD dossier", "biowaiver request", "GMP certificate", "stability data", "ACRA registration"),
        present={
            "1 of be-study-report | biowaiver-justification",
            "1 of manufacturing-licence | gmp-certificate | cpp",
            "dossier",
            "gmp-certificate",
            "stability-data",
            "biowaiver-justification",
            "company-registration",
        },
        partly={
            "accelerated-stability-data",
            "administrative-part",
            "long-term-stability-data",
            "quality-overall-summary",
            "quality-part",
        },
        missing={
            "application-checklist",
            "drug-substance-gmp-evidence",
            "filing-authorisation",
            "patent-declaration",
            "proof-of-approval",
            "stability-commitment",
            "stability-protocol",
            "translation",
        },
        why={
            "proof-of-approval": "sg-abridged-any-agency",
            "quality-overall-summary": "sg-gda-dossier-scope",
            "accelerated-stability-data": "sg-stability-30",
            "application-checklist": "sg-checklist",
        },
        conditional={"drug-master-file": "if a DMF is used", "comparator-justification": "de-registered"},
    ),
    # The verification route rests on a reference agency's unredacted reports and a declaration of identical quality;
    # of the RMP one of three forms is enough, the Singapore annex is asked for besides.
    "SG new drug, verification": Case(
        "new-chemical-entity",
        "sg-nda-verification",
        ("assessment report", "EU-RMP", "dossier", "manufacturing licence", "long-term stability data"),
        present={
            "1 of eu-rmp | us-rems | core-rmp",
            "1 of manufacturing-licence | gmp-certificate | cpp",
            "assessment-report",
            "dossier",
            "long-term-stability-data",
            "stability-data",
        },
        partly=set(),
        missing={
            "accelerated-stability-data",
            "application-checklist",
            "company-registration",
            "drug-substance-gmp-evidence",
            "filing-authorisation",
            "gmp-certificate",
            "patent-declaration",
            "quality-identity-declaration",
            "reference-agency-papers",
            "rmp-country-annex",
            "rmp-local-materials",
            "stability-commitment",
            "stability-protocol",
            "translation",
        },
        why={
            "assessment-report": "sg-verif-reports",
            "quality-identity-declaration": "sg-verif-same-quality",
            "rmp-country-annex": "sg-rmp-nda1",
        },
        conditional={"dmf-identity-declaration": "if a DMF is used"},
    ),
    # A Chinese Proprietary Medicine: origin by one of three papers.
    "SG Chinese Proprietary Medicine": Case(
        "traditional-herbal",
        "sg-cpm-listing",
        ("자유판매증명서", "labels", "photos"),
        present={
            "1 of home-marketing-authorisation | free-sale-certificate | cpp",
            "label",
            "product-photographs",
        },
        partly=set(),
        missing={"heavy-metal-microbial-test-report", "manufacturing-licence"},
        why={"manufacturing-licence": "sg-cpm-documents"},
    ),
    # Each lot of a vaccine is notified with a form and "supporting documents", which no list can be checked against.
    "SG vaccine lot": Case(
        "vaccine",
        "sg-vaccine-lot",
        ("lot release information form",),
        present={"lot-release-notification"},
        partly=set(),
        missing=set(),
        why={"lot-release-notification": "sg-vaccine-lot-notify"},
    ),
    # Thailand's PIC/S track: one of three papers on the outcome of the inspection, then report, CAPA plan and quality
    # agreement. The CPP that stands for the outcome is asked for by th-cpp as well; the on-site papers only where the
    # clearance papers fall short. The file may be in either format.
    "TH biosimilar": Case(
        "biosimilar",
        "th-abridged-biologic",
        ("CPP", "eCTD", "실사보고서", "SMF", "LOA"),
        present={
            "1 of actd-dossier | ich-ctd-dossier",
            "1 of gmp-certificate | cpp | gmp-outcome-letter",
            "cpp",
            "gmp-inspection-report",
            "letter-of-authorisation",
            "site-master-file",
        },
        partly=set(),
        missing={
            "brand-name-clearance",
            "capa-plan",
            "gmp-certificate",
            "home-marketing-authorisation",
            "manufacturing-licence",
            "patent-declaration",
            "quality-agreement",
            "sample-permit-application",
            "stability-commitment",
            "stability-data",
            "stability-protocol",
        },
        why={
            "capa-plan": "th-gmp-docs-pics",
            "gmp-certificate": "th-cpp",
            "sample-permit-application": "th-sample-permit",
        },
        conditional={"quality-manual": "do not show", "translation": "where Thai FDA asks"},
    ),
    # A Thai renewal is another step: only its own file counts, and the GMP clearance for imports.
    "TH renewal": Case(
        "biologic",
        "th-ma-renewal",
        ("Part II", "Part III", "labels", "manufacturing licence"),
        present={
            "1 of import-licence | manufacturing-licence",
            "label",
            "nonclinical-part",
            "quality-part",
        },
        partly=set(),
        missing={"clinical-part", "local-registration-certificate", "package-insert", "patent-declaration"},
        why={"clinical-part": "th-ma-renewal-docs"},
        conditional={"gmp-clearance-letter": "for imports"},
    ),
    # The foreign plant of a supplement: one certificate of two.
    "TH supplement": Case(
        "health-supplement",
        "th-fs-registration",
        ("HACCP certificate",),
        present={"1 of food-safety-certificate | gmp-certificate"},
        partly=set(),
        missing=set(),
        why={"1 of food-safety-certificate | gmp-certificate": "th-fs-foreign-plant"},
        conditional={"novel-food-safety-file": "novel ingredient", "test-report": "ingredient present"},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_worked_out_by_hand(atlas: TestClient, case: Case) -> None:
    found = one(
        atlas,
        case.procedure,
        country=case.procedure[:2],
        product_type=case.product_type,
        documents=list(case.sent),
        **case.case,
    )
    assert (short(found, "present"), short(found, "partly"), short(found, "missing")) == (
        case.present,
        case.partly,
        case.missing,
    )
    for wanted, entry in case.why.items():
        assert entry in demand(found, wanted)["entries"]
    for wanted, words in case.conditional.items():
        assert wanted in short(found, "conditional")
        assert any(words in condition for condition in demand(found, wanted)["conditions"])


def test_each_route_of_singapore_asks_for_what_is_its_own(atlas: TestClient) -> None:
    answer = ready(atlas, country="SG", product_type="new-chemical-entity")
    missing = {row["procedure"]: short(row, "missing") for row in answer["procedures"]}
    own = {
        "sg-nda-full": set(),
        "sg-nda-abridged": {"proof-of-approval"},  # sg-abridged-any-agency
        "sg-nda-priority": {"proof-of-approval"},
        # sg-verif-reports, sg-verif-same-quality
        "sg-nda-verification": {"assessment-report", "reference-agency-papers", "quality-identity-declaration"},
        "sg-asean-ja": {"expression-of-interest"},  # asean-ja-minimum
    }
    assert missing.keys() == own.keys()
    of_routes = set[str]().union(*own.values())
    assert {id_: asked & of_routes for id_, asked in missing.items()} == own


def test_nothing_of_an_alternative_is_added_up(atlas: TestClient) -> None:
    found = one(atlas, "my-generic-full", country="MY", product_type="generic")
    wanted = "1 of drug-master-file | cep | drug-substance-section"
    assert wanted in short(found, "missing")
    alone = {what(row) for name in LISTS for row in found[name] if row["kind"] == "paper"}
    assert alone.isdisjoint({"drug-master-file", "cep", "drug-substance-section"})


def test_papers_of_other_steps_are_shown_with_the_step_that_asks(atlas: TestClient) -> None:
    answer = ready(atlas, country="TH", product_type="biologic", documents=["trial protocol", "PSMF"])
    found = {row["entry"]: (row["because"], row["licences"]) for row in answer["elsewhere"]}
    assert found["th-ct-import-docs"] == ("other-step", ["clinical-trial"])
    assert found["th-ma-renewal-docs"] == ("other-step", ["renewal"])
    assert found["th-pv-local-person"] == ("other-step", [])  # a duty after authorisation
    assert [(row["document"], row["elsewhere"]) for row in answer["procedures"][0]["not_asked"]] == [
        ("pharmacovigilance-system-master-file", ["th-pv-local-person"]),
        ("trial-protocol", ["th-ct-import-docs"]),
    ]


def test_a_designation_brings_its_own_papers_and_procedures(atlas: TestClient) -> None:
    plain = ready(atlas, country="MY", product_type="new-chemical-entity")
    orphan = ready(atlas, country="MY", product_type="new-chemical-entity", designation="orphan")
    assert "my-orphan" not in {row["procedure"] for row in plain["procedures"]}
    assert "my-orphan" in {row["procedure"] for row in orphan["procedures"]}
    found = next(row for row in orphan["procedures"] if row["procedure"] == "my-new-drug-full")
    assert demand(found, "orphan-designation-form")["conditions"] == ["designation sought"]


def test_an_approval_opens_a_procedure_and_those_that_are_open_come_first(atlas: TestClient) -> None:
    without = ready(atlas, country="SG", product_type="new-chemical-entity")
    granted = ready(atlas, country="SG", product_type="new-chemical-entity", approved_by=["KR-MFDS:2026-01-15"])
    outcomes = [{row["procedure"]: row["outcome"] for row in one["procedures"]} for one in (without, granted)]
    assert outcomes[0]["sg-nda-abridged"] == "undecided"
    assert outcomes[1]["sg-nda-abridged"] == "open"
    denied = ready(atlas, country="SG", product_type="new-chemical-entity", approved_by="none")
    assert next(row for row in denied["procedures"] if row["procedure"] == "sg-nda-abridged")["outcome"] == "closed"
    order = ["open", "undecided", "closed"]
    ranks = [order.index(row["outcome"]) for row in granted["procedures"]]
    assert ranks == sorted(ranks)
    by_id = [sorted(one["procedures"], key=lambda row: row["procedure"]) for one in (without, granted)]
    assert [row["missing"] for row in by_id[0]] == [row["missing"] for row in by_id[1]]


def test_a_korean_company_reads_where_a_missing_paper_comes_from(atlas: TestClient) -> None:
    answer = ready(atlas, country="TH", product_type="new-chemical-entity", procedure="th-nce-standard")
    (found,) = answer["procedures"]
    cpp = demand(found, "cpp")
    assert (cpp["supply"], cpp["actd_part"]) == ("authority-at-home", "Part I")
    assert "kr-english-certificate" in cpp["named_procedures"]
    home = demand(found, "home-marketing-authorisation")
    assert set(home["named_procedures"]) == {"kr-english-certificate", "kr-new-drug-ma"}
    paths = {row["procedure"]: row["paths"] for row in answer["home_procedures"]}
    # The research found no time for the certificate; for the approval MFDS aims at 295 days.
    assert [(path["basis"], path["days"]) for path in paths["kr-english-certificate"]] == [
        ("unknown", {"min": None, "max": None})
    ]
    assert [path["days"]["max"] for path in paths["kr-new-drug-ma"]] == [295]
    cited = {row["id"]: row["sources"] for row in answer["evidence"]}
    assert cited["kr-english-certificate"]
    assert cited["th-cpp"]
