"""Filters on the records of the research: the oracle's own answer to a question, and questions drawn at random."""

import random
from dataclasses import dataclass, field

from tests.oracle.research import KINDS, Record

PARENTS = {
    "new-chemical-entity": "all-medicines",
    "generic": "all-medicines",
    "biologic": "all-medicines",
    "biosimilar": "biologic",
    "vaccine": "biologic",
    "blood-product": "biologic",
    "cell-gene-therapy": "biologic",
    "radiopharmaceutical": "all-medicines",
    "otc": "all-medicines",
    "orphan": "all-medicines",
}
"""DESIGN, idea 7: what is a medicine, and what is a kind of biologic. All other product types stand alone."""

APART = {"SG": ("cell-gene-therapy",)}
"""What a country sets apart from medicines: Singapore registers cell and gene therapies by rules of their own."""

INHERITING = frozenset({"requirement", "policy"})
"""Kinds that reach what lies below the types they name; the others reach no further, save all-medicines."""

RECLASSIFIED = {
    "asean-be-centre-listing": "be-centre-listing",
    "bn-halal": "halal",
    "bn-import-permit-unregistered": "special-access",
    "kr-english-certificate": "export-certificate",
    "la-sample-import": "sample-import",
    "mm-sample-import": "sample-import",
    "my-be-inspection": "be-centre-listing",
    "my-lot-release": "lot-release",
    "ph-csp": "special-access",
    "ph-lot-release": "lot-release",
    "sg-sar-named-patient": "special-access",
    "sg-vaccine-lot": "lot-release",
    "th-lot-release": "lot-release",
    "th-sample-import-permit": "sample-import",
    "vn-import-emergency": "special-access",
    "vn-import-special": "special-access",
    "vn-import-unregistered": "special-access",
    "vn-lot-release": "lot-release",
    "vn-price": "price-filing",
}
"""Procedures whose `licence` was only the nearest that the research's list offered, and what they are."""

PLACES = {
    "requirement": "/v1/requirements",
    "procedure": "/v1/procedures",
    "reliance": "/v1/reliance",
    "observed_time": "/v1/observed-times",
    "policy": "/v1/policies",
    "market": "/v1/market",
    "term": "/v1/terms",
}

EVERYTHING = "/v1/entries"

DECIDED = {
    "topic": frozenset({"requirement", "policy"}),
    "product_type": frozenset({"requirement", "procedure", "observed_time", "policy", "term"}),
}
"""Kinds for which the research itself says this; for the others the seed had to, and the oracle cannot tell."""

OWN = {"obligation": "requirement", "licence": "procedure"}
"""Filters that one kind has, and no other list takes."""

WEIGHTS = {"requirement": 4, "procedure": 6, "policy": 3, "reliance": 1, "observed_time": 1, "market": 1, "term": 1}
"""How often a question is drawn from a record of a kind: more often where there is more to ask."""

ELSEWHERE = {
    "country": ["KR", "TL", "ASEAN", "EG", "PY", "WHO"],
    "product_type": ["cosmetic", "radiopharmaceutical", "all-medicines", "orphan"],
    "topic": ["tender-procurement", "submission-language", "e-submission"],
    "obligation": ["prohibited", "recommended"],
    "licence": ["lot-release", "renewal", "gmp"],
    "confidence": ["low"],
    "currency_status": ["historic", "current"],
    "kind": ["qa"],
}
"""Values that few records have, or none, beside those that are drawn from records."""


@dataclass(frozen=True)
class Asked:
    """One question: a list, and its filters."""

    path: str
    filters: dict[str, list[str]]
    limit: int
    expected: frozenset[str] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.path}?" + "&".join(f"{name}={one}" for name, values in self.filters.items() for one in values)


def kind_of(record: Record) -> str:
    """The kind of entry that a record is."""
    return KINDS[record.section]


def values_of(record: Record) -> dict[str, list[str]]:
    """What a record says, by filter."""
    licence = RECLASSIFIED.get(record.id, record.licence)
    return {
        "kind": [kind_of(record)],
        "country": [record.country],
        "product_type": record.product_types or [],
        "topic": record.topics or [],
        "obligation": [record.obligation] if record.obligation else [],
        "licence": [licence] if licence else [],
        "confidence": [record.confidence] if record.confidence else [],
        "currency_status": [record.currency or "unknown"],
        "source": sorted({str(source) for source, _ in record.cites}),
    }


def holds_for(record: Record, product_type: str) -> bool:
    """Does a record hold for a product type, by what it names and the rule of its kind?"""
    parents = {one: parent for one, parent in PARENTS.items() if one not in APART.get(record.country, ())}
    above = [product_type]
    while above[-1] in parents:
        above.append(parents[above[-1]])
    if kind_of(record) not in INHERITING:
        above = [one for one in above if one in (product_type, "all-medicines")]
    return not set(above).isdisjoint(record.product_types or ())


def matches(record: Record, name: str, wanted: list[str]) -> bool:
    """Does a record match one filter? Of several values one is enough."""
    if name == "product_type":
        return any(holds_for(record, one) for one in wanted)
    return not set(values_of(record)[name]).isdisjoint(wanted)


def evaluate(entries: list[Record], filters: dict[str, list[str]]) -> frozenset[str]:
    """Ids of the entries that match all filters."""
    return frozenset(one.id for one in entries if all(matches(one, *item) for item in filters.items()))


def draw(entries: list[Record], count: int, seed: int) -> list[Asked]:
    """Questions of one to four filters; most are drawn from a record and so find at least that one."""
    chance = random.Random(seed)
    drawn: dict[str, Asked] = {}
    while len(drawn) < count:
        one = _draw(entries, chance)
        drawn.setdefault(str(one), one)
    return list(drawn.values())


def _draw(entries: list[Record], chance: random.Random) -> Asked:
    (kind,) = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
    model = values_of(chance.choice([one for one in entries if kind_of(one) == kind]))
    kinds = model.pop("kind")
    names = sorted(name for name, values in model.items() if values)
    filters = {name: _values(name, model[name], chance) for name in chance.sample(names, chance.randint(1, 3))}
    decided = frozenset(PLACES).intersection(*(DECIDED[name] for name in filters if name in DECIDED))
    path = EVERYTHING
    if chance.random() < 0.4 and all(OWN.get(name, kind) == kind for name in filters):
        path = PLACES[kind]
    elif decided != frozenset(PLACES) or chance.random() < 0.3:
        filters["kind"] = _values("kind", kinds, chance) if chance.random() < 0.5 else sorted(decided)
        filters["kind"] = sorted(decided.intersection(filters["kind"])) or kinds
    asked_of = [one for one in entries if path in (EVERYTHING, PLACES[kind_of(one)])]
    expected = evaluate(asked_of, filters)
    return Asked(path, filters, min(200, max(1, len(expected) // chance.randint(2, 6))), expected)


def _values(name: str, own: list[str], chance: random.Random) -> list[str]:
    """One value of the record, at times with a second, at times one from elsewhere instead."""
    elsewhere = ELSEWHERE.get(name, [])
    roll = chance.random()
    if elsewhere and roll < 0.2:
        return [chance.choice(elsewhere)]
    values = [chance.choice(own)]
    if elsewhere and roll > 0.75:
        values.append(chance.choice(elsewhere))
    return sorted(set(values))
