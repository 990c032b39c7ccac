"""Contents of every type of record, written for the tests: one that says little, one that says everything.

The facts are invented. `SAMPLES[type]` holds (small, full); the full one fills every field, lists with two items.
"""

from typing import Any

from app.knowledge.schemas import CONTENT_MODELS, Content

Data = dict[str, Any]


def both(en: str, ko: str, translation: str = "machine") -> Data:
    """A text written in English and translated into Korean."""
    return {"en": en, "ko": ko, "original": "en", "translation": translation}


def korean(ko: str, en: str | None = None) -> Data:
    """A text written in Korean, perhaps with an English translation."""
    return {"ko": ko, "en": en, "original": "ko", "translation": "reviewed" if en else "missing"}


SMALL_ENTRY: Data = {
    "id": "xx-small",
    "country": "XX",
    "topics": ["dossier"],
    "title": "A short title",
    "statement": "A short statement",
    "checked_on": "2026-11-01",
    "evidence_grade": "A",
    "source_custody": "official-site",
    "citations": [{"source": "xx-law"}],
}

FULL_ENTRY: Data = {
    "id": "xx-full.2",
    "country": "XX",
    "product_types": ["biologic", "vaccine"],
    "except_product_types": ["biosimilar", "blood-product"],
    "topics": ["fees", "dossier"],
    "title": both("A full title, with “quotes” and a tab’s width", "온전한 제목", "reviewed"),
    "statement": korean("원문은 한국어이다.\n둘째 줄.", "The original is Korean.\nA second line."),
    "note": both("A note", "주석", "outdated"),
    "status_note": korean("번역이 없다"),
    "legal_basis": both("Act 1, section 2 (a)", "법 제1조"),
    "currency_status": "superseded",
    "superseded_by": both("Act 2", "법 제2조"),
    "amended_by": [
        {"record": "xx-newer", "part": both("the fee", "수수료"), "reason": "It was raised"},
        {"record": "xx-newest", "part": "the clock", "reason": korean("짧아졌다")},
    ],
    "adopted_by": [
        {
            "jurisdiction": "MY",
            "since": "2005-01",
            "note": {"en": "For new products first.", "ko": "신규 제품부터 적용."},
            "source": "npra-charter",
            "locator": "paragraph 1",
        },
        {"jurisdiction": "SG", "source": "npra-charter"},
    ],
    "ended_on": "2025",
    "applies_from": "2019-02",
    "applies_until": "2025-12-31",
    "replaces": ["xx-older", "xx-oldest"],
    "replaced_by": ["xx-newer", "xx-newest"],
    "overrides": ["xx-general", "xx-common"],
    "aliases": ["xx-a", "xx-b"],
    "split_from": "xx-whole",
    "fact_as_of": "2024-02",
    "checked_on": "2026-11-02",
    "review_due_on": "2027-05-31",
    "evidence_grade": "B",
    "source_custody": "third-party-copy",
    "confidence": "medium",
    "citations": [
        {"source": "xx-law", "locator": "s. 2 (a), p. 7", "supports": True},
        {"source": "xx-news", "locator": "paragraph 3", "supports": False},
    ],
}

DOCUMENTS = [
    {
        "id": "cpp",
        "as_written": both("Certificate of a pharmaceutical product", "의약품 증명서"),
        "alternative": {"group": "evidence", "set": "cpp", "at_least": 2},
        "condition": both("if imported", "수입하는 경우"),
    },
    {"id": "gmp-certificate", "as_written": "GMP certificate", "alternative": {"group": "evidence", "at_least": 2}},
    {"as_written": "Free sale", "alternative": {"group": "evidence", "set": "sale", "at_least": 2}},
    {"as_written": korean("기타 서류")},
]

PROCEDURE: Data = {
    "name": both("Full review", "전체 심사"),
    "licence": "marketing-authorisation",
    "research_licence": "registration",
    "research_basis": "new drug",
    "assessment": "full",
    "acceleration": "priority",
    "eligibility": {
        "statement": both("Two references", "참조 두 곳"),
        "designations": ["orphan", "otc"],
        "references": [
            {"authority": "EU-EMA"},
            {"group": "WLA"},
            {"any": True, "as_written": both("any agency", "모든 기관")},
        ],
        "not_approved_by": [{"group": "SRA"}, {"authority": "US-FDA"}, {"any": True, "as_written": "any"}],
        "min_agreeing": 2,
        "within_months": 24,
        "same_product": True,
        "inspected_site": False,
        "further": both("Made here", "여기서 제조"),
        "local_holder": True,
    },
    "portal": both("The portal", "포털"),
    "prerequisites": [{"procedure": "xx-gmp", "note": both("first", "먼저")}, {"procedure": "xx-licence"}],
    "documents": DOCUMENTS,
    "validity": {"min": 5, "max": 5, "unit": "year"},
    "variants": [
        {
            "id": "standard",
            "name": both("Standard", "표준"),
            "condition": both("All others", "그 밖"),
            "product_types": ["generic", "biologic"],
            "approvals": {
                "references": [{"any": True}, {"authority": "EU-EMA"}, {"group": "WLA", "as_written": "the list"}],
                "not_approved_by": [{"authority": "US-FDA"}, {"group": "WLA"}, {"as_written": korean("그 밖")}],
                "min_agreeing": 1,
                "within_months": 36,
                "same_product": False,
                "inspected_site": True,
                "further": both("On the list", "목록에 등재"),
            },
            "phases": [
                {
                    "name": both("Screening", "예비 심사"),
                    "role": "authority",
                    "duration": {"min": 14, "max": 30, "unit": "working-day"},
                    "starts_from": both("Receipt", "접수"),
                    "stop_clock": True,
                    "stops_on": both("A question", "질의"),
                    "relation": "inside-previous",
                    "in_total": False,
                    "source_duration": "14–30 WD",
                    "note": both("Twice at most", "최대 두 번"),
                },
                {"name": "Review", "duration": {"max": 9, "unit": "month"}},
            ],
            "total": {
                "duration": {"min": 210, "unit": "working-day"},
                "basis": "summed",
                "standing": "aim",
                "starts_from": both("Payment", "납부"),
                "source_duration": "210 WD",
                "note": both("Without stops", "정지 제외"),
            },
            "fees": [
                {
                    "type": "processing",
                    "name": both("Processing fee", "처리 수수료"),
                    "amount": "33333.33",
                    "amount_to": "40000.000",
                    "currency": "XXD",
                    "per": both("per product", "품목당"),
                    "unit": "product",
                    "frequency": "yearly",
                    "condition": both("local", "국내"),
                    "applies_when": {
                        "ingredients_min": 1,
                        "ingredients_max": 2,
                        "product_types": ["all-medicines", "biologic"],
                        "cases": ["nda-1", "nda-2", "local-site"],
                    },
                    "standing": "doubtful",
                    "reduction": both("half for small firms", "소기업은 절반"),
                    "valid_from": "2020",
                    "valid_until": "2025-06",
                    "note": both("since 2020", "2020년부터"),
                },
                {"type": "analysis", "name": "Analysis fee", "currency": "USD"},
            ],
        },
        {
            "id": "short",
            "condition": "Approved elsewhere",
            "approvals": {"references": [{"group": "WLA"}]},
            "phases": [{"name": "Look"}],
            "total": {},
        },
    ],
}

SMALL: dict[str, Data] = {
    "requirement": {**SMALL_ENTRY, "obligation": "mandatory"},
    "procedure": {**SMALL_ENTRY, "name": "Listing", "licence": "import", "variants": [{"id": "only"}]},
    "reliance": {
        **SMALL_ENTRY,
        "scope_as_written": "inspections",
        "scopes": ["gmp-inspection"],
        "references": [{"as_written": "a strict authority", "answer": "unknown"}],
    },
    "observed_time": {**SMALL_ENTRY, "measure": "median", "point": "0.5", "unit": "month"},
    "policy": {**SMALL_ENTRY, "status": "announced"},
    "market": {**SMALL_ENTRY, "indicator": "Size", "unit": "packs"},
    "term": {**SMALL_ENTRY, "term": "Poison", "definition": "What the list names"},
    "qa": {**SMALL_ENTRY, "question": "May we?", "answer": "No."},
    "jurisdiction": {"id": "XX", "kind": "country", "name": "Exland"},
    "product_type": {"id": "biologic", "name": "Biologic"},
    "topic": {"id": "fees", "name": "Fees"},
    "document": {"id": "cpp", "name": "CPP"},
    "group": {"id": "WLA", "name": "Listed authorities"},
    "authority": {"id": "XX-FDA", "jurisdiction": "XX", "name": "The authority"},
    "membership": {
        "id": "xx-wla",
        "jurisdiction": "XX",
        "authority": "XX-FDA",
        "body": "WHO",
        "status": "listed",
        "standing": "listed",
    },
    "source": {
        "id": "xx-law",
        "title": "The Act",
        "publisher": "Exland",
        "kind": "law",
        "language": "en",
        "evidence_grade": "A",
        "custody": "official-site",
    },
    "event": {"id": "forum-1", "name": "First forum"},
    "session": {"id": "forum-1-a", "event": "forum-1", "title": "Opening"},
    "statement": {
        "id": "forum-1-a-1",
        "session": "forum-1-a",
        "jurisdiction": "XX",
        "kind": "issue",
        "disclosure": "public",
        "text": "It takes long.",
    },
    "disagreement": {"id": "xx-clock", "jurisdiction": "XX", "title": "The clock", "text": "30 or 60"},
    "gap": {"id": "xx-fee", "jurisdiction": "XX", "title": "The fee", "text": "Not found"},
}

NAMED: Data = {"name": both("A name", "이름"), "description": both("What it is", "설명")}
SYNONYMS: Data = {"synonyms": [{"language": "en", "text": "Another"}, {"language": "ko", "text": "다른 이름"}]}
CITATIONS: Data = {"citations": FULL_ENTRY["citations"]}
TAGGED: Data = {
    "product_types": ["vaccine", "generic"],
    "topics": ["dossier", "fees"],
    "entries": ["xx-small", "xx-full.2"],
}

FULL: dict[str, Data] = {
    "requirement": {
        **FULL_ENTRY,
        "obligation": "not-required",
        "condition": both("If imported", "수입하면"),
        "documents": DOCUMENTS,
    },
    "procedure": {**FULL_ENTRY, **PROCEDURE},
    "reliance": {
        **FULL_ENTRY,
        "scope_as_written": korean("실사", "inspection"),
        "scopes": ["lot-release", "gmp-inspection"],
        "procedures": ["xx-gmp", "xx-lot"],
        "references": [
            {"authority": "EU-EMA", "answer": "yes", "stated": "stated"},
            {"group": "WLA", "answer": "partly", "stated": "derived", "rests_on": "xx-wla"},
            {"any": True, "as_written": both("any other", "그 밖의 기관"), "answer": "no"},
        ],
        "min_agreeing": 1,
        "within_months": 0,
        "same_product": False,
        "conditions": both("Where both agree", "둘이 일치하는 경우"),
    },
    "observed_time": {
        **FULL_ENTRY,
        "procedure": "xx-full",
        "measure": "range",
        "stage": both("to the decision", "결정까지"),
        "low": "10.50",
        "point": "12",
        "high": "100",
        "unit": "application",
        "n": 17,
        "period": both("2019 to 2021", "2019–2021년"),
        "sample_basis": "measured",
        "source_duration": "about a year",
    },
    "policy": {
        **FULL_ENTRY,
        "status": "in-force",
        "announced_on": "2020",
        "effective_from": "2021-03",
        "transition_until": "2024-02-29",
        "affects": ["xx-small", "xx-other"],
    },
    "market": {
        **FULL_ENTRY,
        "indicator": both("Sales", "매출"),
        "low": "-1.5",
        "value": "0",
        "high": "123456789012345678.123456789",
        "as_written": "roughly nothing",
        "unit": both("million", "백만"),
        "currency": "XXD",
        "year": "2023",
    },
    "term": {**FULL_ENTRY, "term": korean("생물의약품"), "definition": both("From life", "생물 유래")},
    "qa": {
        **FULL_ENTRY,
        "question": both("How long?", "얼마나?"),
        "answer": both("A year", "1년"),
        "event": "forum-1",
        "session": "forum-1-a",
        "answered_on": "2025-09",
    },
    "jurisdiction": {
        **SMALL["jurisdiction"],
        **SYNONYMS,
        "id": "ASEAN",
        "kind": "region",
        "name_local": "Ëxland",
        "tree_exceptions": [
            {"product_type": "vaccine", "parent": "biologic", "source": "xx-law", "locator": "s. 3"},
            {"product_type": "blood-product", "source": "xx-law"},
        ],
        "calendar_days": [
            {
                "date": "2027-06-08",
                "kind": "holiday",
                "name": both("Day in lieu", "대체 휴일"),
                "subdivision": "SGR",
                "source": "xx-law",
                "locator": "p. 2",
            },
            {
                "date": "2027-06-12",
                "kind": "working-day",
                "name": "A Saturday that is worked",
                "authority": "XX-FDA",
                "source": "xx-law",
            },
        ],
    },
    "product_type": {**NAMED, **SYNONYMS, "id": "vaccine", "parent": "biologic"},
    "topic": {**NAMED, **SYNONYMS, "id": "fees.annual", "parent": "fees"},
    "document": {
        **NAMED,
        **SYNONYMS,
        "id": "cpp-who",
        "parent": "cpp",
        "supply": "authority-at-home",
        "actd_part": "I",
        "korean_procedure": korean("민원 신청", "an application"),
    },
    "group": {**NAMED, **SYNONYMS, "id": "PIC-S", "abbreviation": "PIC/S"},
    "authority": {
        **SYNONYMS,
        **CITATIONS,
        "id": "XX-NRA",
        "research_id": "xx-nra",
        "jurisdiction": "XX",
        "name": both("The regulator", "규제기관"),
        "name_local": "De Regulateur",
        "abbreviation": "NRA",
        "parent": both("The ministry", "부처"),
        "website": "https://example.org/nra",
        "role": both("It decides", "결정"),
        "stated_memberships": [
            {"body": "PIC/S", "group": "PIC-S", "status": both("member", "회원"), "since": "2002-01"},
            {"body": "ICH", "status": "observer"},
        ],
        "amended_by": FULL_ENTRY["amended_by"],
    },
    "membership": {
        **SMALL["membership"],
        **CITATIONS,
        "id": "xx-pics",
        "group": "PIC-S",
        "status": both("applied, then joined", "신청 후 가입"),
        "standing": "applicant",
        "since": "2018-07",
        "until": "2020",
        "note": both("pre-accession", "사전 가입"),
        "confidence": "low",
    },
    "source": {
        **SMALL["source"],
        "id": "xx-slides",
        "url": "https://example.org/a?b=c&d=%20",
        "kind": "forum-presentation",
        "language": "zh-Hans",
        "published_on": "2024-05",
        "custody": "quoted",
        "note": both("Slides", "발표 자료"),
        "aliases": [{"country": "XX", "id": "s1"}, {"country": "YY", "id": "s2"}],
    },
    "event": {
        **CITATIONS,
        "id": "forum-2",
        "name": both("Second forum", "제2회 포럼"),
        "starts_on": "2025-09-03",
        "ends_on": "2025-09",
        "place": both("Seoul", "서울"),
        "organisers": ["The ministry", "The association"],
        "countries": ["YY", "XX"],
        "note": both("In two rooms", "두 방에서"),
    },
    "session": {
        **CITATIONS,
        "id": "forum-2-a",
        "event": "forum-2",
        "jurisdiction": "XX",
        "title": both("Fees", "수수료"),
        "presenter": both("A director", "국장"),
        "held_on": "2025-09-04",
        "note": both("Short", "짧음"),
    },
    "statement": {
        **SMALL["statement"],
        **TAGGED,
        **CITATIONS,
        "id": "forum-2-a-1",
        "disclosure": "unattributed",
        "text": korean("오래 걸린다"),
        "confirmed_by": ["xx-slides", "xx-law"],
        "note": both("Heard twice", "두 번 들음"),
    },
    "disagreement": {
        **SMALL["disagreement"],
        **TAGGED,
        "id": "xx-clock-2",
        "label": "c2",
        "followed": both("The law", "법"),
        "sources": ["xx-law", "xx-slides"],
    },
    "gap": {
        **SMALL["gap"],
        **TAGGED,
        "id": "xx-fee-2",
        "status": "partly-closed",
        "sources": ["xx-law", "xx-slides"],
        "closed_by": ["xx-small", "xx-pics"],
        "now": both("One of two", "둘 중 하나"),
        "looked_again": both("In October", "10월에"),
    },
}


def _content(type_: str, data: Data) -> Content:
    return CONTENT_MODELS[type_].model_validate(data)


SAMPLES: dict[str, tuple[Content, Content]] = {
    type_: (_content(type_, SMALL[type_]), _content(type_, FULL[type_])) for type_ in SMALL
}
"""Two contents of every type of record: (small, full)."""
