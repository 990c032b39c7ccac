"""What of a record can be searched: its texts with their weights, and the labels it carries."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.search.questions import asking, phrasebook
from app.search.words import cut
from app.vocabulary.lists import ENTRY_KINDS

Content = dict[str, Any]

TITLE, HEAD, BODY, PHRASE, REST = 300, 200, 120, 120, 40
"""How much one occurrence of a word counts, by where it stands; the phrasebook's words do not make a text longer."""

SEARCHED = (
    *sorted(ENTRY_KINDS),
    *("authority", "disagreement", "document", "event", "gap", "jurisdiction", "session", "source", "statement"),
)
"""Types of record that search finds; of statements only those that may be passed on with who said them."""

_ASKED_FOR = frozenset({*ENTRY_KINDS, "authority"})  # what the phrasebook has lines for
_K = 120  # how soon more of the same word stops to count
_AVERAGE = 26_000  # weighted length of a usual entry
_LONG = 60  # percent of the length that counts against a long text


@dataclass(frozen=True)
class Labels:
    """What a record is, beside its words."""

    type: str
    id: str
    country: str | None = None
    product_types: list[str] = field(default_factory=list)
    except_product_types: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """`clock`, `fee`: what a procedure carries; its licence, assessment, acceleration; for what a reliance counts."""

    @cached_property
    def said(self) -> frozenset[str]:
        """All that an intent may look for: marks, topics, type."""
        return frozenset((*self.marks, *self.topics, self.type))

    @cached_property
    def products(self) -> tuple[str | None, ...]:
        """Where and for what it holds: the country, product types, and behind a null those excepted."""
        return (self.country, *self.product_types, None, *self.except_product_types)


@dataclass(frozen=True)
class Searchable:
    """A record as it goes into the index: labels, and how much each token counts (1 to 255)."""

    labels: Labels
    impacts: dict[str, int]


def searchable(type_: str, content: Content) -> Searchable:
    """A record's content as it goes into the index."""
    counted: defaultdict[str, int] = defaultdict(int)
    for text, weight in texts(type_, content):
        _count(counted, text, weight)
    length = sum(weight for token, weight in counted.items() if token[0] != "~")
    if type_ in _ASKED_FOR and (asked := phrasebook().get(content["id"])):
        _count(counted, asked, PHRASE)
    norm = (100 - _LONG) * _AVERAGE + _LONG * length
    impacts = {
        token: max(1, 255 * weight * 100 // (weight * 100 + _K * norm // _AVERAGE))
        for token, weight in counted.items()
    }
    labels = _labels(type_, content)
    for label in _label_tokens(labels, content):
        impacts[label] = 255
    return Searchable(labels, impacts)


def _count(counted: defaultdict[str, int], text: str, weight: int) -> None:
    part = weight * 2 // 3
    pieces, units, marks = cut(text)
    for token, _, _, whole in pieces:
        counted[token] += weight if whole else part
    for forms in (asking().ideas, asking().words):
        for meaning in forms.meanings_in(units, marks):
            counted[f"~{meaning.value}"] += weight


def texts(type_: str, content: Content) -> Iterator[tuple[str, int]]:
    """The texts of a content in every language it has, each with its weight."""
    for name, weight in _WEIGHTS.get(type_, _OF_ENTRIES).items():
        for text in _strings(content.get(name)):
            yield text, weight
    if type_ in ENTRY_KINDS:
        yield content["id"].replace("-", " "), REST


def _strings(value: Any) -> Iterator[str]:
    """All texts within a value; ids, dates, amounts and codes are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        if "original" in value:
            yield from (value[language] for language in ("en", "ko") if value.get(language))
        elif set(value) == {"language", "text"}:
            yield value["text"]
        else:
            for name, item in value.items():
                if isinstance(item, dict | list) or name in _PLAIN:
                    yield from _strings(item) if name not in _NO_TEXT else ()


_PLAIN = frozenset({"as_written", "name", "source_duration"})
_NO_TEXT = frozenset({"citations", "product_types", "designations", "references"})

_OF_ENTRIES = {
    "title": TITLE,
    "name": HEAD,
    "term": HEAD,
    "question": HEAD,
    "statement": BODY,
    "definition": BODY,
    "answer": BODY,
    "indicator": BODY,
    "condition": BODY,
    "conditions": REST,
    "scope_as_written": BODY,
    "eligibility": REST,
    "portal": REST,
    "prerequisites": 15,
    "variants": REST,
    "documents": BODY,
    "references": REST,
    "legal_basis": BODY,
    "status_note": 20,
    "note": 15,
    "stage": BODY,
    "period": REST,
    "unit": REST,
    "as_written": REST,
}
_WEIGHTS = {
    "authority": {
        "name": TITLE,
        "name_local": HEAD,
        "abbreviation": TITLE,
        "synonyms": HEAD,
        "role": BODY,
        "parent": REST,
    },
    "document": {"name": TITLE, "synonyms": HEAD, "description": BODY, "korean_procedure": REST},
    "jurisdiction": {"name": TITLE, "name_local": HEAD, "synonyms": HEAD},
    "source": {"title": TITLE, "publisher": BODY, "note": REST},
    "event": {"name": TITLE, "organisers": BODY, "place": REST, "note": REST},
    "session": {"title": TITLE, "presenter": BODY, "note": REST},
    "statement": {"text": HEAD, "note": REST},
    "gap": {"title": TITLE, "text": BODY, "now": REST, "looked_again": 15},
    "disagreement": {"title": TITLE, "text": BODY, "followed": REST},
}


_SITES = {"asean.org": "ASEAN", "who.int": "WHO", "europa.eu": "EU"}
_HOSTS = re.compile(r"^https?://[^/]*?\.(?P<site>my|sg|th|kr|vn|id|ph|asean\.org|who\.int|europa\.eu)(?:[:/]|$)")


def _labels(type_: str, content: Content) -> Labels:
    variants = content.get("variants", ())
    marks = [
        str(content[name]) for name in ("licence", "assessment", "acceleration", "obligation") if content.get(name)
    ]
    if any(one.get("fees") for one in variants):
        marks.append("fee")
    if any(one.get("total") or any(phase.get("duration") for phase in one.get("phases", ())) for one in variants):
        marks.append("clock")
    if content.get("documents"):
        marks.append("papers")
    marks += [f"counts:{one}" for one in content.get("scopes", ())]
    if place := _HOSTS.search(content.get("url") or ""):
        marks.append(f"at:{_SITES.get(place['site'], place['site'].upper())}")
    marks += [f"at:{one}" for one in content.get("countries", ())]
    country = content.get("country") or content.get("jurisdiction")
    return Labels(
        type_,
        content["id"],
        content["id"] if type_ == "jurisdiction" else country,
        content.get("product_types", []),
        content.get("except_product_types", []),
        content.get("topics", []),
        marks,
    )


def _label_tokens(labels: Labels, content: Content) -> Iterator[str]:
    yield f"type:{labels.type}"
    if labels.country:
        yield f"country:{labels.country}"
    if labels.type in ENTRY_KINDS:
        yield f"entries:{labels.country}"
    yield from (f"product_type:{one}" for one in labels.product_types)
    yield from (f"topic:{one}" for one in labels.topics)
    for one in content.get("documents", ()):
        if one.get("id"):
            yield f"document:{one['id']}"
    for one in (*content.get("references", ()), *content.get("eligibility", {}).get("references", ())):
        for name in ("authority", "group"):
            if one.get(name):
                yield f"{name}:{one[name]}"
    if labels.type in ("authority", "document"):
        yield f"{labels.type}:{labels.id}"
