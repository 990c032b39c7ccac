"""The comparisons: each takes records of the research and answers, and names what does not agree."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tests.oracle.answers import Answers, Data
from tests.oracle.changes import Changes
from tests.oracle.research import KINDS, Numbers, Record, fingerprint, leaves, normal
from tests.oracle.words import spelled

NOT_FROM_RESEARCH = frozenset(
    {
        *("aliases", "id", "label", "research_id", "split_from", "url", "website"),
        *("cited_by", "edition", "meta", "named_in", "published_in", "review", "revision", "texts"),
        *("adopted_by", "applies_until", "checked_on", "fact_as_of", "here", "pending_changes", "review_due_on"),
    }
)
"""Members that the atlas adds, at any depth. Their digits vouch for nothing."""

OUR_WORDS = {
    **dict.fromkeys(KINDS, frozenset({"title"})),
    "procedures": frozenset({"title", "statement"}),
    "observed_timelines": frozenset({"title", "statement"}),
    "market": frozenset({"title", "statement"}),
    "product_terms": frozenset({"title", "statement"}),
    "policy_directions": frozenset(),
    "conflicts": frozenset({"title"}),
    "gaps": frozenset({"title"}),
    "events": frozenset(),
    "sessions": frozenset(),
    "statements": frozenset({"entries"}),
    "authorities": frozenset({"entries", "memberships", "named_in"}),
    "sources": frozenset({"entries"}),
}
"""Members that retell the record in the atlas's own words, or hold other records. A fee must survive where fees
stand, not in a title alone."""

_STOP = re.compile(r"[.;,] ")
_SHORT = re.compile(r"\bpara(s?)\b")

Places = dict[str, set[str]]

AT_LEAST = frozenset({"clocks", "entries"})
"""Places that may hold more than the research says: variants' clocks, entries that a gap touches."""

IN_PARTS = frozenset({"value", "year"})
"""Places of a split record: a year may stand in the research's value, and what is no part's value in a title."""


def missing_records(records: Iterable[Record], answers: Answers) -> set[str]:
    """Records that cannot be asked for, or that their list leaves out."""
    return {one.id for one in records if one.id not in answers.of or one.id not in answers.listed[_list_of(one)]}


def surplus_records(records: Iterable[Record], answers: Answers, changes: Changes) -> set[str]:
    """What the API lists and no record of the research stands behind."""
    held = {(_list_of(one), one.id) for one in records}
    return {id_ for name, ids in answers.listed.items() for id_ in ids if (name, id_) not in held} - changes.added


def _list_of(record: Record) -> str:
    return "entries" if record.section in KINDS else record.section


def missing_numbers(record: Record, answers: list[Data], numbers: Numbers) -> Counter[str]:
    """Numbers of the record that its answers lack; one that stands there twice must be found twice."""
    skip = OUR_WORDS.get(record.section, frozenset())
    return Counter(record.numbers) - Counter(numbers_of(answers, numbers, skip))


def lost_numbers(record: Record, answers: list[Data], numbers: Numbers) -> set[str]:
    """Numbers of a merged record that its survivor says nowhere, be it in other words."""
    own = {value for answer in answers for value in numbers.in_values(answer, frozenset({"entries", "id"}))}
    return {*record.numbers} - own - _spelled(answers)


def added_numbers(record: Record, answers: list[Data], numbers: Numbers, also: Iterable[str] = ()) -> set[str]:
    """Numbers of the answers, our own words included, that neither the record holds nor `also` allows.

    A field may count what the text spells out, a span of years in months, and keep the research's conversion.
    """
    other_records = OUR_WORDS[record.section] if record.section in ("authorities", "sources") else frozenset()
    said = {*record.numbers, *record.figures.get("converted", ()), *_spelled(answers), *also}
    months = {str(12 * int(one)) for one in said if one.isdigit()}
    spans = {str(span) for answer in answers for span in _members(answer, "within_months")}
    # A word of the atlas's own for a case, `site-change-type-4`, may count what the text writes in Roman numerals.
    words = {
        number for answer in answers for one in _members(answer, "cases") for number in re.findall(r"\d+", str(one))
    }
    return set(numbers_of(answers, numbers, other_records)) - said - (months & spans) - words


def _spelled(answers: list[Data]) -> set[str]:
    return {number for text in leaves(answers) for number in spelled(text)}


def _members(value: Any, name: str) -> list[Any]:
    """The values of all members of a name, at any depth."""
    if isinstance(value, list):
        return [found for one in value for found in _members(one, name)]
    if isinstance(value, dict):
        inner = [found for one in value.values() for found in _members(one, name)]
        return [value[name], *inner] if value.get(name) is not None else inner
    return []


def numbers_of(answers: list[Data], numbers: Numbers, skip: frozenset[str]) -> list[str]:
    """The numbers of answers. Of a source only the place in it counts, for its title and date are its own."""
    counted = [
        {**answer, "sources": [_locator(one) for one in answer.get("sources", ())]}
        for answer in ({key: value for key, value in whole.items() if key not in skip} for whole in answers)
    ]
    return numbers.in_values(counted, NOT_FROM_RESEARCH)


def _locator(source: Any) -> str | None:
    return source["locator"] if isinstance(source, dict) else None


def differing_citations(
    records: list[Record], answers: list[Data], changes: Changes
) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """Citations (source and place in it) of merged records that their answers lack, and those that only they have."""
    said = {cite for record in records for cite in changes.cites(record)}
    shown = {
        (one["id"], one["locator"]) if isinstance(one, dict) else (one, None)
        for answer in answers
        for one in answer.get("sources", ())
    }
    both = {cite: (cite[0], _SHORT.sub(r"paragraph\1", cite[1] or "")) for cite in said | shown}
    return (
        {cite for cite in said if both[cite] not in {both[one] for one in shown}},
        {cite for cite in shown if both[cite] not in {both[one] for one in said}},
    )


def missing_words(record: Record, answers: list[Data]) -> set[str]:
    """Fingerprints of sentences that no text of the answers repeats."""
    said = {start for text in leaves(answers) for start in _starts(text)}
    return set(record.words) - {fingerprint(start) for start in said}


def _starts(text: str) -> list[str]:
    """A text, and what of it stands before each stop: a note may go on with what the atlas adds."""
    stops = [stop.start() for stop in _STOP.finditer(text)]
    return [text, *(text[:stop] for stop in stops), *(text[: stop + 1] for stop in stops)]


def differing_places(record: Record, answers: list[Data]) -> dict[str, tuple[set[str], set[str]]]:
    """Places whose values differ: what the research says there, and what the answers say."""
    said = _said(record)
    shown = _shown(record.section, answers)
    at_least = AT_LEAST | IN_PARTS if len(answers) > 1 else AT_LEAST
    return {
        place: (values, shown[place])
        for place, values in said.items()
        if not (values == shown[place] or (place in at_least and values <= shown[place]))
        and not (place in IN_PARTS and len(answers) > 1 and values >= shown[place])
    }


def _said(record: Record) -> Places:
    """What the research says at each place that it speaks of; no figure there means that there is none."""
    places = {place: set(record.figures.get(place, ())) for place in _shown(record.section, [])}
    for place in ("product_types", "topics", "obligation", "licence", "confidence"):
        value = getattr(record, place)
        if value is not None:
            places[place] = {value} if isinstance(value, str) else set(value)
        elif place in ("product_types", "topics"):
            places.pop(place, None)
    if record.section in KINDS:
        places["currency"] = {record.currency or "unknown"}
    for place in ("value", "unit") if "duration" in record.figures else ():
        places.pop(place, None)  # stored in the source's own unit
    return places


def _shown(section: str, answers: list[Data]) -> Places:
    """What the answers say, by the same places."""
    names = {place: _member(name) for place, name in _NAMED[section].items()}
    if section in KINDS:
        names = {**names, **{place: _member(name) for place, name in _ENTRY.items()}}
    return {
        place: {value for answer in answers for value in find(answer)}
        for place, find in {**names, **_FOUND.get(section, {})}.items()
    }


def _member(name: str) -> Callable[[Data], list[str]]:
    def find(answer: Data) -> list[str]:
        value = answer[name]
        if value is None:
            return []
        return [str(one) for one in value] if isinstance(value, list) else [str(value)]

    return find


def _clocks(answer: Data) -> list[str]:
    timed = [one for variant in answer["variants"] for one in (*variant["phases"], variant["total"])]
    durations = [one["duration"] for one in timed if one and one["duration"]]
    return [f"{_span(one, 'min', 'max')} {one['unit'].removesuffix('-day')}" for one in durations]


def _span(value: Data, low: str, high: str) -> str:
    ends = [normal(str(value[end])) for end in (low, high) if value[end] is not None]
    return "-".join(dict.fromkeys(ends))


def _fees(answer: Data) -> list[str]:
    return [
        f"{_span(fee, 'amount', 'amount_to')} {fee['currency']}"
        for variant in answer["variants"]
        for fee in variant["fees"]
        if fee["amount"]
    ]


def _validity(answer: Data) -> list[str]:
    held = answer["validity"]
    return [str(held[end]) for end in ("min", "max") if held["unit"] == "year" and held[end]] if held else []


def _measured(answer: Data) -> list[str]:
    names = ("low", "value", "point", "high")
    return [normal(answer[name]) for name in names if answer.get(name) is not None]


def _korea(answer: Data) -> list[str]:
    return [one["answer"] for one in answer["references"] if one["authority"] == "KR-MFDS"]


_ENTRY = {
    "product_types": "product_types",
    "topics": "topics",
    "currency": "currency_status",
    "confidence": "confidence",
    "ended_on": "ended_on",
    "replaced_by": "replaced_by",
}

_NAMED: dict[str, dict[str, str]] = {
    "procedures": {"licence": "research_licence", "basis": "research_basis", "starts": "applies_from"},
    "requirements": {"obligation": "obligation", "starts": "applies_from"},
    "reliance": {},
    "observed_timelines": {
        "unit": "unit",
        "measure": "measure",
        "n": "n",
        "procedure": "procedure",
        "duration": "source_duration",
    },
    "policy_directions": {name: name for name in ("status", "announced_on", "effective_from", "transition_until")},
    "market": {"year": "year"},
    "product_terms": {},
    "authorities": {"website": "website"},
    "memberships": {"since": "since", "confidence": "confidence"},
    "conflicts": {"entries": "entries"},
    "gaps": {"entries": "entries", "status": "status", "closed_by": "closed_by"},
    "events": {name: name for name in ("starts_on", "ends_on", "countries")},
    "sessions": {name: name for name in ("event", "jurisdiction")},
    "statements": {name: name for name in ("session", "jurisdiction", "kind", "product_types", "topics")},
    "sources": {name: name for name in ("url", "kind", "language", "published_on")},
}

_AUTHORITIES = {"TH-FDA": "Thai FDA", "PH-FDA": "FDA Philippines"}
"""Authorities whose id says less than the research's name for them."""

_FOUND: dict[str, dict[str, Callable[[Data], list[str]]]] = {
    "procedures": {"fees": _fees, "clocks": _clocks, "validity": _validity},
    "reliance": {"mfds": _korea},
    "observed_timelines": {"value": _measured},
    "market": {"value": _measured},
    "memberships": {"authority": lambda answer: [_AUTHORITIES.get(answer["authority"], answer["authority"][3:])]},
}
