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

FILES = (
    *("my.yaml", "sg.yaml", "th.yaml", "asean.yaml", "kr.yaml", "forum.yaml"),
    *("vn.yaml", "id.yaml", "ph.yaml", "kh.yaml", "la.yaml", "mm.yaml", "bn.yaml", "tl.yaml"),
)
"""The research files that the seed holds; of several that have a source, the first keeps its id."""

FORUM = "KR"
"""Whose matter the file on the forum is, which names no country: Korea held the forum."""

ADJECTIVES = {
    "my": "Malaysian",
    "sg": "Singaporean",
    "th": "Thai",
    "kr": "Korean",
    "kh": "Cambodian",
    "ph": "Philippine",
    "vn": "Vietnamese",
    "id": "Indonesian",
    "la": "Lao",
    "mm": "Burmese",
    "bn": "Bruneian",
    "tl": "Timorese",
    "asean": "ASEAN",
}
"""How an answer names the records of a file; it knows no files."""

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

SECTIONS = (
    *KINDS,
    *("authorities", "memberships", "conflicts", "gaps", "events", "sessions", "statements", "sources"),
)

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_VALUE = re.compile(r"[\d,.]+(?:-[\d,.]+)?")
_TOKEN = re.compile(r"[A-Za-z0-9-]+")
_ADDRESS = re.compile(r"https?://\S+")
_CONVERTED = re.compile(r"(?:; months converted at 30 days| \(30 days a month here\))")
"""What the research says of its own conversions, which the atlas does without."""
_NAMED_AT_END = re.compile(r" \[[a-z0-9, -]+\]\.?$")
"""Sources that a sentence names behind its end; the answer has them as sources."""
_FILE = re.compile(rf"\b({'|'.join(ADJECTIVES)})\.yaml( has| already gives| [a-z]+s\b)?|forum\.yaml")
_NO_VALUES = frozenset({"id", "source", "url", "website", "name_ko"})
"""Keys whose values are ids, addresses or Korean: a digit in them is no number of the English answer."""

_SENTENCES = {
    "procedures": ("name", "eligibility", "portal", "legal_basis", "status_note", "note"),
    "requirements": ("statement", "condition", "legal_basis", "status_note", "note"),
    "reliance": ("scope", "conditions", "note"),
    "observed_timelines": ("period", "note"),
    "policy_directions": ("title", "summary", "note"),
    "market": ("indicator", "note"),
    "product_terms": ("term", "definition"),
    "authorities": ("name", "name_local", "abbreviation", "parent", "role"),
    "memberships": ("body", "status", "note"),
    "conflicts": ("text",),
    "gaps": ("text", "looked_again", "now"),
    "events": ("name", "place", "note"),
    "sessions": ("title", "presenter", "note"),
    "statements": ("statement", "note"),
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


class _Text(yaml.CSafeLoader):
    """Reads every scalar as the text that was written, save null."""


_Text.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read_records(name: str, text: str, known: Iterable[str] = ()) -> list[Record]:
    """The records of one research file, in its order. `known` are ids of records, sources as `file:id`."""
    content = yaml.load(text, _Text)
    reader = _Reader(Path(name).stem, content.get("country", FORUM), [*known, *_ids(name, content)])
    return [reader.record(section, row) for section in SECTIONS for row in content.get(section) or ()]


def read_files(place: Path) -> list[Record]:
    """The records of all files that the seed holds."""
    texts = {name: (place / name).read_text("utf-8") for name in FILES}
    known = [one for name, text in texts.items() for one in _ids(name, yaml.load(text, _Text))]
    return [record for name, text in texts.items() for record in read_records(name, text, known)]


def _ids(name: str, content: Raw) -> list[str]:
    """Ids of a file's records. A source's id is unique within its file alone, so it is named with it."""
    prefix = {"sources": f"{Path(name).stem}:"}
    return [prefix.get(section, "") + row["id"] for section in SECTIONS for row in content.get(section) or ()]


class Numbers:
    """Finds numbers in text, blind to the ids of records and sources and to addresses."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = {one.rpartition(":")[2] for one in ids}
        assert all(_TOKEN.fullmatch(one) for one in self._ids)

    def in_text(self, text: str) -> list[str]:
        """The numbers of a text, in order and with repeats: `01,000.50` is `1000.5`, a date gives its parts."""
        bare = _TOKEN.sub(lambda found: " " if found[0] in self._ids else found[0], _ADDRESS.sub(" ", text))
        return [normal(found) for found in _NUMBER.findall(bare)]

    def ids_in(self, text: str) -> list[str]:
        """The ids that a text names, each once."""
        return sorted(self._ids.intersection(_TOKEN.findall(text)))

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
    """A short mark of a sentence; white space, case, full stops and sources in brackets at its end do not count.

    The research writes Vietnam, the atlas Viet Nam.
    """
    plain = _NAMED_AT_END.sub("", " ".join(text.split()).casefold()).replace("viet nam", "vietnam")
    return hashlib.sha256(plain.rstrip(".").encode()).hexdigest()[:10]


class _Reader:
    """Reads the rows of one file."""

    def __init__(self, file: str, country: str, known: list[str]) -> None:
        self._file, self._country = file, country
        self._numbers = Numbers(known)
        self._records = {one for one in known if ":" not in one}
        self._sources: dict[str, str] = {}
        for one in known:  # a source that the file itself does not have is another's
            origin, _, source = one.rpartition(":")
            if origin and (source not in self._sources or origin == file):
                self._sources[source] = one

    def record(self, section: str, row: Raw) -> Record:
        topics = row.get("topics") or ([row["topic"]] if "topic" in row else None)
        figures = _figures(section, row, self._records)
        cites = [[self._source(one["source"]), one.get("locator")] for one in row.get("cite") or ()]
        if section in ("conflicts", "gaps"):
            named = self._numbers.ids_in(" ".join(row[name] for name in _SENTENCES[section] if name in row))
            cites = [[self._source(one), None] for one in named if one not in self._records]
            figures["entries"] = [one for one in named if one in self._records]
        canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return Record(
            id=self._source(row["id"]) if section == "sources" else row["id"],
            section=section,
            country=row.get("country") or self._country,
            product_types=row.get("product_types"),
            topics=topics,
            obligation=row.get("obligation"),
            licence=row.get("licence"),
            currency=row.get("currency"),
            confidence=row.get("confidence"),
            figures={place: sorted(values) for place, values in figures.items() if values},
            cites=cites,
            numbers=sorted(self._numbers.in_values(_without_conversions(row), _NO_VALUES)),
            words=[
                fingerprint(_CONVERTED.sub("", _FILE.sub(_records_of, sentence)))
                for sentence in _sentences(section, row)
            ],
            sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        )

    def _source(self, id_: str) -> str:
        return self._sources.get(id_, f"{self._file}:{id_}")


def _records_of(file: re.Match[str]) -> str:
    """A file, as an answer names it: one file is many records, and a verb follows."""
    if not file[1]:
        return "the records of the forum"
    verb = (file[2] or "").replace(" has", " have")
    return f"the {ADJECTIVES[file[1]]} records{verb.removesuffix('s')}"


def _without_conversions(value: Any) -> Any:
    """A record without day counts that stand for the source's own weeks, months or years."""
    if isinstance(value, str):
        return _CONVERTED.sub("", value)
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
    yield from row.get("organisers") or ()
    if section == "market" and _NUMBER.fullmatch(row["value"]):
        yield row["unit"]
    for one in row.get("memberships") or ():
        yield from (one["body"], one["status"])
    for one in row.get("amended_by") or ():
        yield from (one["part"], one["reason"])
    for fee in row.get("fees") or ():
        yield from (fee[name] for name in ("what", "note") if fee.get(name))
    for phase in row.get("phases") or ():
        if phase.get("relation") != "alternative":
            yield phase["name"]
    if " " in (row.get("superseded_by") or ""):
        yield row["superseded_by"]


def _figures(section: str, row: Raw, known: set[str]) -> Figures:
    """What must stand in one certain place of the answer, as text."""
    find = _FIGURES.get(section)
    found = find(row) if find else {}
    successor = (row.get("superseded_by") or "").partition(" (")[0]
    return {
        **found,
        "ended_on": _one(row, "ended_on"),
        "replaced_by": [successor] if successor in known else [],
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
            f"{one['days']} {one.get('day_kind') or 'calendar'}"
            for one in clocks
            if one.get("days") and not one.get("source_duration")
        ],
        "converted": [one["days"] for one in clocks if one.get("days") and one.get("source_duration")],
        "basis": _one(row, "basis"),
        "validity": _one(row, "validity_years"),
        "starts": _one(row, "effective_from"),
    }


def _observed(row: Raw) -> Figures:
    written = row["value"] if isinstance(row["value"], list) else [row["value"]]  # a list has both ends, or null
    values = [normal(found) for one in written if one for found in _NUMBER.findall(one)]
    own = {"value": values, "unit": [row["unit"].rstrip("s")]}
    if row.get("source_duration"):
        own = {"converted": values, "duration": [row["source_duration"]]}
    elif written == [row["value"]] and not _VALUE.fullmatch(row["value"]):  # told in words, not counted
        own = {"duration": [row["value"]]}
    measure = "estimate" if row["measure"] == "range" and len(values) == 1 else row["measure"]
    return {**own, "measure": [measure], "n": _one(row, "n"), "procedure": _one(row, "procedure")}


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
        "year": [year.rpartition("-")[2] for year in _one(row, "year")],  # of several years the last
    },
    "authorities": _same("website"),
    "memberships": _same("authority", "since"),
    "gaps": lambda row: {"status": [row.get("status") or "open"], "closed_by": row.get("closed_by") or []},
    "events": lambda row: {
        **_same("starts_on", "ends_on")(row),
        "countries": row["participating_countries"],
    },
    "sessions": lambda row: {"event": [row["event"]], "jurisdiction": [row.get("country") or FORUM]},
    "statements": lambda row: {
        **_same("session", "kind")(row),
        "jurisdiction": [row.get("country") or FORUM],
    },
    "sources": _same("url", "kind", "language", "published_on"),
}
