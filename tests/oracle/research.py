"""Reads research files as they stand, with PyYAML alone, into records that answers can be held to.

Every scalar is read as the text that was written (`2013-01`, `no`, `1.10`), so that nothing depends on how a
loader would type it. Each record yields what filters ask for, what it cites, every number in its values, its
figures by place (a fee, a clock, a date), and a fingerprint of each of its sentences.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

FILES = ("my.yaml",)
"""The research files that the seed holds; one more for each country that it takes in."""

KINDS = {
    "procedures": "procedure",
    "requirements": "requirement",
    "reliance": "reliance",
    "observed_timelines": "observed_time",
    "policy_directions": "policy",
    "market": "market",
    "product_terms": "term",
}
"""Sections whose records are entries, and their kind."""

SECTIONS = (*KINDS, "authorities", "memberships", "conflicts", "gaps", "sources")

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ADDRESS = re.compile(r"https?://\S+")
_NO_VALUES = frozenset({"id", "source", "url", "website"})
"""Keys whose values are ids or addresses: a digit in them is no number."""

_SENTENCES = {
    "procedures": ("name", "eligibility", "portal", "legal_basis", "status_note", "note"),
    "requirements": ("statement", "condition", "legal_basis", "status_note", "note"),
    "reliance": ("scope", "conditions", "note"),
    "observed_timelines": ("period", "note"),
    "policy_directions": ("title", "summary", "note"),
    "market": ("indicator", "unit"),
    "product_terms": ("term", "definition"),
    "authorities": ("name", "name_local", "abbreviation", "parent", "role"),
    "memberships": ("body", "status", "note"),
    "conflicts": ("text",),
    "gaps": ("text", "looked_again", "now"),
    "sources": ("title", "publisher", "note"),
}
"""What an answer repeats word for word. Notes of phases and totals are missing: variants had to take them apart."""

Raw = dict[str, Any]
Figures = dict[str, list[str]]


@dataclass(frozen=True)
class Record:
    """A record of the research, as far as answers are held to it."""

    id: str
    section: str
    country: str
    product_types: list[str] | None = None
    topics: list[str] | None = None
    obligation: str | None = None
    licence: str | None = None
    currency: str | None = None
    confidence: str | None = None
    figures: Figures = field(default_factory=dict)
    cites: list[list[str | None]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    sha256: str = ""

    def row(self) -> Raw:
        """The record as a row of the index, without what it does not say."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, [], {})}


class _Text(yaml.SafeLoader):
    """Reads every scalar as the text that was written, save null."""


_Text.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_records(text: str, known_ids: Iterable[str] = ()) -> list[Record]:
    """The records of one research file, in its order. `known_ids` are ids that other files define."""
    content = yaml.load(text, _Text)
    rows = [(section, row) for section in SECTIONS for row in content.get(section) or ()]
    numbers = Numbers([*known_ids, *(row["id"] for _, row in rows)])
    sources = {row["id"] for section, row in rows if section == "sources"}
    return [_record(section, content["country"], row, numbers, sources) for section, row in rows]


def read_files(place: Path) -> list[Record]:
    """The records of all files that the seed holds."""
    return [record for name in FILES for record in read_records((place / name).read_text("utf-8"))]


class Numbers:
    """Finds numbers in text, blind to the ids of records and sources and to addresses."""

    def __init__(self, ids: Iterable[str]) -> None:
        longest_first = sorted((re.escape(one) for one in ids), key=lambda one: (-len(one), one))
        self._ids = re.compile(rf"(?<![A-Za-z0-9-])(?:{'|'.join(longest_first)})(?![A-Za-z0-9-])")

    def in_text(self, text: str) -> list[str]:
        """The numbers of a text, in order and with repeats: `01,000.50` is `1000.5`, a date gives its parts."""
        bare = self._ids.sub(" ", _ADDRESS.sub(" ", text))
        return [normal(found) for found in _NUMBER.findall(bare)]

    def ids_in(self, text: str) -> list[str]:
        """The ids that a text names, each once."""
        return sorted(set(self._ids.findall(text)))

    def in_values(self, value: Any, skip: frozenset[str]) -> list[str]:
        """The numbers of all text and number values below `value`, except under the keys of `skip`."""
        return [number for text in leaves(value, skip) for number in self.in_text(text)]


def normal(number: str) -> str:
    """A number without thousands' commas, leading zeros and trailing zeros of decimals."""
    whole, _, decimals = number.replace(",", "").partition(".")
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def leaves(value: Any, skip: frozenset[str] = frozenset()) -> Iterator[str]:
    """The scalars below a value as text, except under the keys of `skip`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in skip:
                yield from leaves(inner, skip)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, skip)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def fingerprint(text: str) -> str:
    """A short mark of a sentence; white space does not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


def _record(section: str, country: str, row: Raw, numbers: Numbers, sources: set[str]) -> Record:
    topics = row.get("topics") or ([row["topic"]] if "topic" in row else None)
    figures, cites = _figures(section, row), [[one["source"], one.get("locator")] for one in row.get("cite") or ()]
    if section in ("conflicts", "gaps"):
        named = numbers.ids_in(" ".join(row[name] for name in _SENTENCES[section] if name in row))
        cites = [[one, None] for one in named if one in sources]
        figures["entries"] = [one for one in named if one not in sources]
    canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Record(
        id=row["id"],
        section=section,
        country=country,
        product_types=row.get("product_types"),
        topics=topics,
        obligation=row.get("obligation"),
        licence=row.get("licence"),
        currency=row.get("currency"),
        confidence=row.get("confidence"),
        figures={place: sorted(values) for place, values in figures.items() if values},
        cites=cites,
        numbers=sorted(numbers.in_values(_without_conversions(row), _NO_VALUES)),
        words=[fingerprint(sentence) for sentence in _sentences(section, row)],
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _without_conversions(value: Any) -> Any:
    """A record without day counts that stand for the source's own weeks, months or years."""
    if isinstance(value, list):
        return [_without_conversions(one) for one in value]
    if isinstance(value, dict):
        converted = {"days", "value"} if value.get("source_duration") else set()
        return {key: _without_conversions(one) for key, one in value.items() if key not in converted}
    return value


def _sentences(section: str, row: Raw) -> Iterator[str]:
    for name in _SENTENCES[section]:
        if row.get(name) is not None:
            yield row[name]
    yield from row.get("documents") or ()
    yield from row.get("reference_agencies") or ()
    for fee in row.get("fees") or ():
        yield from (fee[name] for name in ("what", "note") if fee.get(name))
    for phase in row.get("phases") or ():
        if phase.get("relation") != "alternative":
            yield phase["name"]
    if " " in (row.get("superseded_by") or ""):
        yield row["superseded_by"]


def _figures(section: str, row: Raw) -> Figures:
    """What must stand in one certain place of the answer, as text."""
    find = _FIGURES.get(section)
    found = find(row) if find else {}
    successor = row.get("superseded_by") or ""
    return {
        **found,
        "ended_on": _one(row, "ended_on"),
        "replaced_by": [successor] if successor and " " not in successor else [],
    }


def _one(row: Raw, name: str) -> list[str]:
    return [row[name]] if row.get(name) is not None else []


def _procedure(row: Raw) -> Figures:
    clocks = [*(row.get("phases") or ()), row.get("total") or {}]
    return {
        "fees": [
            f"{'-'.join(normal(fee[end]) for end in ('amount', 'amount_to') if fee.get(end))} {fee['currency']}"
            for fee in row.get("fees") or ()
            if fee.get("amount")
        ],
        "clocks": [
            f"{one['days']} {one['day_kind']}" for one in clocks if one.get("days") and not one.get("source_duration")
        ],
        "basis": _one(row, "basis"),
        "validity": _one(row, "validity_years"),
        "starts": _one(row, "effective_from"),
    }


def _observed(row: Raw) -> Figures:
    own = {} if row.get("source_duration") else {"value": [normal(row["value"])], "unit": [row["unit"].rstrip("s")]}
    return {**own, "measure": _one(row, "measure"), "n": _one(row, "n"), "procedure": _one(row, "procedure")}


def _same(*names: str) -> Callable[[Raw], Figures]:
    return lambda row: {name: _one(row, name) for name in names}


_FIGURES: dict[str, Callable[[Raw], Figures]] = {
    "procedures": _procedure,
    "requirements": lambda row: {"starts": _one(row, "applies_from")},
    "reliance": lambda row: {"mfds": _one(row, "accepts_mfds")},
    "observed_timelines": _observed,
    "policy_directions": _same("status", "announced_on", "effective_from", "transition_until"),
    "market": lambda row: {
        "value": [normal(found) for found in _NUMBER.findall(row["value"])],
        "year": _one(row, "year"),
    },
    "authorities": _same("website"),
    "memberships": _same("authority", "since"),
    "gaps": lambda row: {"status": [row.get("status") or "open"], "closed_by": row.get("closed_by") or []},
    "sources": _same("url", "kind", "language", "published_on"),
}
