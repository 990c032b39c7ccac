"""A country with procedures that wait for one another, replace one another, and are about to change."""

from typing import Any

from app.intake.seed import SeedRecord
from tests.editions.life import record, word

Data = dict[str, Any]


def days(number: int) -> Data:
    """So many working days, stated as the total."""
    return {"total": {"duration": {"min": number, "max": number, "unit": "working-day"}}}


def way(id_: str, number: int | None = 5, *, licence: str = "marketing-authorisation", **values: Any) -> SeedRecord:
    """A procedure of one path that takes so many working days, or an unknown time."""
    path = {"id": "only", **(days(number) if number is not None else {})}
    data: Data = {"applies_from": "2020-01-01", "variants": [path], "product_types": ["all-medicines"], **values}
    return record("procedure", id_, licence=licence, **data)


def after(*ids: str) -> Data:
    """Prerequisites, each with a note."""
    return {"prerequisites": [{"procedure": one, "note": f"when {one} is needed"} for one in ids]}


PATHS = [
    {"id": "slow", "condition": "slow", "total": {"duration": {"min": 10, "max": 20, "unit": "working-day"}}},
    {"id": "fast", "condition": "fast", **days(5)},
    {"id": "unknown", "condition": "nobody knows"},
    {"id": "shots", "condition": "vaccines", "product_types": ["vaccine"], **days(40)},
]

RECORDS = (
    # a chain, with a step that two others wait for
    way("xx-licence", 10, licence="import"),
    way("xx-clearance", 5, licence="gmp", **after("xx-licence")),
    way("xx-inspection", 30, licence="gmp", **after("xx-clearance")),
    way("xx-main", 5, **after("xx-licence", "xx-clearance", "xx-inspection")),
    way("xx-plain", 5, **after("xx-clearance")),
    # one of several ways is enough
    way("xx-new", 5, product_types=["biologic", "biosimilar"]),
    way("xx-copy", 6, product_types=["generic"]),
    way("xx-both", 7, product_types=["generic", "biosimilar"]),
    way("xx-import", 1, licence="import", **after("xx-new", "xx-copy", "xx-both")),
    # waiting in a circle
    way("xx-hen", 5, licence="import", **after("xx-egg")),
    way("xx-egg", 5, licence="manufacture", **after("xx-hen")),
    # paths
    way("xx-paths", variants=PATHS),
    way("xx-behind-paths", 1, **after("xx-slow-import")),
    way("xx-slow-import", licence="import", variants=PATHS[:2]),
    way("xx-behind-nothing", 1, **after("xx-untimed")),
    way("xx-untimed", None, licence="import"),
    # old rules and new
    way("xx-old", 50, applies_until="2026-12-31", replaces=["xx-older"], replaced_by=["xx-newer"]),
    way("xx-newer", 5, applies_from="2027-01-01", replaces=["xx-old"]),
    way("xx-older", 60, applies_until="2025-12-31", replaced_by=["xx-old"]),
    way("xx-forked", 50, applies_until="2026-12-31", replaced_by=["xx-left", "xx-right"]),
    way("xx-left", 5, applies_from="2027-01-01", replaces=["xx-forked"], product_types=["generic"]),
    way("xx-right", 6, applies_from="2027-01-01", replaces=["xx-forked"], product_types=["vaccine"]),
    way("xx-over", 5, applies_until="2026-11-30"),
    way("xx-changing", 5, topics=["dossier"]),
    # what is about to change
    record("policy", "xx-soon", effective_from="2027-01-05", affects=["xx-changing"], product_types=["vaccine"]),
    record("policy", "xx-transition", transition_until="2027-01", product_types=["all-medicines"]),
    record("policy", "xx-later", effective_from="2028", product_types=["all-medicines"]),
    record("policy", "xx-talk", status="consultation", affects=["xx-changing"], topics=["fees"]),
    record("policy", "xx-same-topic", status="announced", product_types=["all-medicines"]),
    record("policy", "xx-other-topic", status="announced", product_types=["all-medicines"], topics=["fees"]),
    record("policy", "xx-gone", status="withdrawn", effective_from="2027-01-05", affects=["xx-changing"]),
    # how long it took
    record("observed_time", "xx-measured", procedure="xx-main", sample_basis="measured", n=12),
    record("observed_time", "xx-guess", procedure="xx-main", sample_basis="estimate"),
    record("observed_time", "xx-other", procedure="xx-plain", sample_basis="measured"),
    word("authority", "XX-OTHER", jurisdiction="XX"),
)
