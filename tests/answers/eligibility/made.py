"""Procedures of a country that does not exist, each with one condition, and whose word counts there."""

from typing import Any

from app.intake.seed import SeedRecord
from tests.editions.life import record, word

SOURCE = [{"source": "xx-law", "locator": "s. 2"}]
LISTED = {"references": [{"authority": "AA-FDA"}, {"authority": "BB-FDA"}]}


def procedure(id_: str, eligibility: dict[str, Any] | None = None, **values: Any) -> SeedRecord:
    """A procedure for all medicines that says nothing but this."""
    values = {"product_types": ["all-medicines"], "applies_from": "2020-01-01", **values}
    return record("procedure", id_, eligibility=eligibility, **values)


def membership(id_: str, authority: str, standing: str, **values: Any) -> SeedRecord:
    """An authority's standing to the group."""
    return record(
        "membership",
        id_,
        jurisdiction="XX",
        authority=authority,
        body="GROUP",
        group="GROUP",
        status="as the record says",
        standing=standing,
        citations=SOURCE,
        **values,
    )


AUTHORITIES = ("AA-FDA", "BB-FDA", "CC-FDA", "OO-FDA", "LL-FDA", "NN-FDA", "UU-FDA")
MEMBERSHIPS = (
    membership("cc-in-group", "CC-FDA", "member", since="2015-06"),
    membership("oo-in-group", "OO-FDA", "observer", since="2015"),
    membership("ll-in-group", "LL-FDA", "member", since="2010-01-01", until="2022-12-31"),
    membership("nn-in-group", "NN-FDA", "none", confidence="low"),
)
PROCEDURES = (
    procedure("xx-free"),
    procedure("xx-statement", {"statement": "Every product counts as new"}),
    procedure("xx-words", {"statement": "Products that deserve it", "further": "It deserves it"}),
    procedure("xx-list", LISTED),
    procedure("xx-two", {**LISTED, "min_agreeing": 2}),
    procedure("xx-recent", {**LISTED, "within_months": 24}),
    procedure("xx-any", {"references": [{"any": True}], "min_agreeing": 1}),
    procedure("xx-group", {"references": [{"group": "GROUP"}]}),
    procedure("xx-unlisted", {"references": [{"authority": "AA-FDA"}, {"as_written": "and others like it"}]}),
    procedure("xx-first", {"not_approved_by": [{"any": True}]}),
    procedure("xx-same", {"same_product": True}),
    procedure("xx-holder", {"local_holder": True}),
    procedure("xx-site", {"references": [{"authority": "AA-FDA"}], "inspected_site": True}),
    procedure("xx-gmp", {"references": [{"group": "GROUP"}], "inspected_site": True}, licence="gmp"),
    procedure("xx-orphan", {"designations": ["orphan"]}, product_types=["orphan"]),
    procedure("xx-otc", product_types=["otc"]),
    procedure("xx-biologic", product_types=["biologic"]),
    procedure("xx-vaccine", product_types=["vaccine"]),
    procedure("xx-but-vaccines", product_types=["all-medicines"], except_product_types=["vaccine"]),
    procedure("xx-not-stated", product_types=[]),
    procedure("xx-urgent", {**LISTED, "further": "Unmet need"}, acceleration="priority"),
    procedure("xx-hasty", {"statement": "Every vaccine"}, acceleration="priority"),
    procedure("xx-spoken", {"references": [{"authority": "AA-FDA"}, {"group": "OTHER"}]}),
    procedure("xx-disputed", LISTED),
    procedure("xx-later", applies_from="2027-03"),
    procedure("xx-undated", applies_from=None, fact_as_of=None),
    procedure("xx-old", currency_status="superseded", checked_on="2026-11-23"),
    procedure(
        "xx-paths",
        variants=[
            {"id": "reliance", "condition": "approved elsewhere", "approvals": LISTED},
            {"id": "joint", "condition": "assessed together", "approvals": {"references": [{"group": "ASEAN-JA"}]}},
        ],
    ),
    procedure(
        "xx-listed-or-words",
        variants=[
            {"id": "listed", "condition": "approved elsewhere", "approvals": LISTED},
            {"id": "words", "condition": "on the list", "approvals": {"further": "It is on the list"}},
        ],
    ),
    procedure(
        "xx-words-for-all",
        {**LISTED, "further": "Made here"},
        variants=[
            {"id": "listed", "condition": "approved elsewhere", "approvals": LISTED},
            {"id": "bare", "condition": "all others"},
        ],
    ),
    procedure(
        "xx-list-for-all",
        LISTED,
        variants=[
            {"id": "words", "condition": "on the list", "approvals": {"further": "It is on the list"}},
            {"id": "bare", "condition": "all others"},
        ],
    ),
    procedure("xx-one-path", variants=[{"id": "only", "condition": "made of known actives"}]),
    procedure(
        "xx-choice", variants=[{"id": "one", "condition": "one active"}, {"id": "two", "condition": "two actives"}]
    ),
)
RELIANCE = (
    record(
        "reliance",
        "xx-rel-spoken",
        product_types=["all-medicines"],
        scopes=["marketing-authorisation"],
        procedures=["xx-spoken"],
        references=[
            {"authority": "AA-FDA", "answer": "yes", "stated": "stated"},
            {"authority": "BB-FDA", "answer": "no", "stated": "derived"},
            {"authority": "UU-FDA", "answer": "partly"},
        ],
    ),
    record(
        "reliance",
        "xx-rel-disputed",
        product_types=["all-medicines"],
        scopes=["marketing-authorisation"],
        procedures=["xx-disputed"],
        references=[
            {"authority": "AA-FDA", "answer": "no", "stated": "stated"},
            {"authority": "BB-FDA", "answer": "yes", "stated": "stated"},
        ],
    ),
)
RECORDS = (
    word("product_type", "orphan", parent="all-medicines"),
    word("product_type", "otc", parent="all-medicines"),
    word("group", "GROUP"),
    word("group", "OTHER"),
    word("group", "ASEAN-JA"),
    *(word("authority", id_, jurisdiction="XX") for id_ in AUTHORITIES),
    *MEMBERSHIPS,
    *PROCEDURES,
    *RELIANCE,
)
