"""Entries that say what the seed does not: every combination of dates, states, product types and exceptions."""

import random
from collections.abc import Iterator
from typing import Any

from app.intake.seed import SeedRecord
from app.vocabulary.lists import CurrencyStatus, EntryKind
from tests.editions.life import record, word

TYPES = (
    "all-medicines",
    "new-chemical-entity",
    "generic",
    "biologic",
    "biosimilar",
    "vaccine",
    "blood-product",
    "cell-gene-therapy",
    "orphan",
    "radiopharmaceutical",
    "otc",
    "health-supplement",
    "traditional-herbal",
    "medical-device",
    "ivd",
    "cosmetic",
)
EXCEPTIONS: dict[str, dict[str, str | None]] = {
    "SG": {"biosimilar": "all-medicines", "cell-gene-therapy": None, "vaccine": "biologic"},
    "TH": {"traditional-herbal": "all-medicines", "ivd": "medical-device", "biologic": None},
}
"""Where the trees of two countries differ from the default one."""
COUNTRIES = ("SG", "TH", "VN", "MY")
SOURCE = "xx-crafted"


def crafted_records(count: int = 400) -> Iterator[SeedRecord]:
    """The countries' trees, a source, and entries drawn with a fixed seed."""
    yield record("source", SOURCE)
    for code, exceptions in EXCEPTIONS.items():
        items = [{"product_type": type_, "parent": parent, "source": SOURCE} for type_, parent in exceptions.items()]
        yield word("jurisdiction", code, kind="country", tree_exceptions=items)
    chance = random.Random(20261123)
    kinds = list(EntryKind)
    for number in range(count):
        yield _entry(chance, kinds[number % len(kinds)], f"zz-{number:03d}")


def _entry(chance: random.Random, kind: str, id_: str) -> SeedRecord:
    country = chance.choice(COUNTRIES)
    values: dict[str, Any] = {
        "country": country,
        "product_types": chance.sample(TYPES, chance.choice([0, 1, 1, 2, 3])),
        "except_product_types": chance.sample(TYPES, chance.choice([0, 0, 1, 2])),
        "topics": chance.sample(["fees", "dossier-format", "other"], chance.choice([1, 2])),
        "currency_status": chance.choice(list(CurrencyStatus)),
        "applies_from": _partial(chance),
        "applies_until": _partial(chance),
        "fact_as_of": _partial(chance),
        "checked_on": _day(chance),
        "review_due_on": chance.choice([None, _day(chance)]),
        "confidence": chance.choice([None, "high", "medium", "low"]),
        "citations": [{"source": SOURCE}],
    }
    if kind == "policy":
        values |= {"announced_on": _partial(chance), "effective_from": _partial(chance)}
    return record(kind, id_, part=country, **values)


def _day(chance: random.Random) -> str:
    return f"{chance.randint(2001, 2039)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def _partial(chance: random.Random) -> str | None:
    return chance.choice([None, _day(chance), _day(chance)[:7], _day(chance)[:4]])
