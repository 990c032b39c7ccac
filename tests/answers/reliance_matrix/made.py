"""Reliance entries of a country that does not exist: ways that agree, differ and contradict, and their procedures."""

from typing import Any

from app.intake.seed import SeedRecord
from tests.answers.eligibility.made import SOURCE
from tests.editions.life import record, word

AA, BB = {"authority": "AA-FDA"}, {"authority": "BB-FDA"}
YES, NO = {"answer": "yes", "stated": "stated"}, {"answer": "no", "stated": "stated"}
LEFT_OUT = {"answer": "no", "stated": "derived"}


def entry(id_: str, *references: dict[str, Any], scope: str, **values: Any) -> SeedRecord:
    """A reliance entry on one step."""
    values = {"product_types": ["all-medicines"], "applies_from": "2020-01-01", **values}
    return record("reliance", id_, scopes=[scope], references=list(references), **values)


def route(id_: str, days: int | None, assessment: str, **values: Any) -> SeedRecord:
    """A procedure whose clock is so many calendar days."""
    total = {"duration": {"min": days, "max": days, "unit": "calendar-day"}, "basis": "stated"} if days else None
    values = {"product_types": ["generic"], "applies_from": "2020-01-01", **values}
    return record("procedure", id_, assessment=assessment, variants=[{"id": "only", "total": total}], **values)


def membership(id_: str, authority: str, standing: str, **values: Any) -> SeedRecord:
    """An authority's standing to the group."""
    own = {"jurisdiction": "YY", "authority": authority, "body": "GROUP", "group": "GROUP", "status": "so recorded"}
    return record("membership", id_, standing=standing, citations=SOURCE, **own, **values)


RECORDS = (
    word("group", "GROUP"),
    word("group", "ASEAN-GMP-LIS"),
    *(
        word("authority", id_, jurisdiction="YY")
        for id_ in ("AA-FDA", "BB-FDA", "CC-FDA", "OO-FDA", "LL-FDA", "UU-FDA")
    ),
    membership("cc-in-group", "CC-FDA", "member", since="2015"),
    membership("oo-in-group", "OO-FDA", "observer", since="2015"),
    membership("ll-in-group", "LL-FDA", "member", since="2010", until="2022-12-31"),
    # Two entries on the same procedure answer the contrary: the one that names the product type itself is nearer.
    entry("xx-near", {**AA, **NO}, scope="price", procedures=["xx-route"], product_types=["generic"]),
    entry("xx-far", {**AA, **YES}, scope="price", procedures=["xx-route"], fact_as_of="2026-10"),
    # Of two as near, the one that is known to be current, though it is older.
    entry("xx-current", {**AA, **YES}, scope="tender", fact_as_of="2021"),
    entry("xx-newer", {**AA, **NO}, scope="tender", currency_status="unknown", fact_as_of="2026"),
    # Two ways in, one open and one not: no contradiction.
    entry("xx-one-way", {**AA, **YES}, scope="clinical-data", procedures=["xx-route"]),
    entry("xx-other-way", {**AA, **NO}, {**BB, **YES}, scope="clinical-data", procedures=["xx-full"]),
    # A list, a group, any authority, one country alone, and a list that goes on in words.
    entry("xx-list", {**AA, **YES}, {**BB, **YES}, scope="marketing-authorisation", procedures=["xx-route"]),
    entry(
        "xx-group", {"group": "GROUP", **YES}, scope="gmp-inspection", within_months=24, conditions="of the same site"
    ),
    entry("xx-any", {"any": True, **YES}, scope="be-study", min_agreeing=1),
    entry("xx-alone", {**AA, **YES}, scope="lot-release"),
    entry("xx-words", {**AA, **YES}, {"as_written": "and others", "answer": "yes"}, scope="device"),
    # Left out by what is about others alone: one other authority, an arrangement among its parties.
    entry("xx-other-alone", {**AA, **YES}, {"authority": "CC-FDA", **LEFT_OUT}, scope="lot-release"),
    entry(
        "xx-arrangement",
        {**BB, **YES},
        {"authority": "LL-FDA", **YES},
        {"group": "ASEAN-GMP-LIS", **YES},
        {"authority": "CC-FDA", **LEFT_OUT},
        scope="tender",
        procedures=["xx-route"],
    ),
    entry(
        "xx-closed",
        {"authority": "LL-FDA", **YES},
        {"authority": "UU-FDA", **YES},
        {"authority": "OO-FDA", **LEFT_OUT},
        scope="clinical-data",
    ),
    # History, where nothing newer speaks; and what begins later.
    entry(
        "xx-gone", {**AA, **YES}, scope="local-trial-waiver", currency_status="superseded", checked_on="2026-11-23"
    ),
    entry("xx-coming", {**BB, **YES}, scope="local-trial-waiver", applies_from="2027-01-01"),
    route("xx-route", 90, "abridged"),
    route("xx-whole", 300, "full"),
    record("disagreement", "xx-differ", jurisdiction="XX", title="It", text="They differ", entries=["xx-list"]),
)
