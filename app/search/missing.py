"""What a question asks about and the atlas does not hold, so that nobody takes the nearest record for an answer."""

from dataclasses import dataclass
from typing import Literal

from app.search.forms import Found
from app.search.index import EditionIndex, meet
from app.search.questions import asking
from app.search.reading import Reading
from app.search.words import units

Why = Literal["no-entries", "not-mentioned", "outside", "unknown-word"]

_TELLING = frozenset({"topic", "product_type", "document", "idea"})
_TIMES = {"half-year", "one-year", "two-years", "year-and-a-half"}
_ASKING = frozenset(
    {"by-country", "conversion", "deadline", "frequency", "qualifies", "quantity", "since-when", *_TIMES}
)
"""Ideas that say what is wanted and not of what."""

_LETTERS = 3  # of an abbreviation that no record has: PDUFA


@dataclass(frozen=True)
class Missing:
    """A stretch of the question, and why the atlas does not answer to it."""

    text: str
    start: int
    end: int
    why: Why


def missing_from(index: EditionIndex, reading: Reading) -> list[Missing]:
    """What of a question this edition cannot answer to; empty where nothing speaks against an answer.

    `no-entries`: a country without entries; `not-mentioned`: a subject that no record of the countries asked about
    mentions; `outside`: what is no matter of licensing medicines; `unknown-word`: an abbreviation no record has.
    """
    found = [
        Missing(reading.text[one.start : one.end], one.start, one.end, "outside")
        for one in asking().outside.find(units(reading.text))
        if not _held(index, one)
    ]
    found += _without_entries(index, reading)
    if not found:
        found += _not_mentioned(index, reading)
    found += [
        Missing(word, start, start + len(word), "unknown-word")
        for word in reading.unknown
        if len(word) >= _LETTERS and word.isascii() and word.isupper()
        for start in (reading.text.find(word),)
        if not any(one.start <= start < one.end for one in found)
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.why))


def _held(index: EditionIndex, found: Found) -> bool:
    """Does the edition speak of a place that is outside for most editions?"""
    return bool(index.known(f"entries:{meaning.value}" for meaning in found.meanings))


def _without_entries(index: EditionIndex, reading: Reading) -> list[Missing]:
    """Countries whose rules are asked for, where none of them has entries."""
    asked = reading.countries
    if not asked and "reliance" not in reading.intents:  # "PMDA review fee" asks for Japan's own rules
        asked = [one for one in reading.reference if one != "WHO"]
    if not asked or index.known(f"entries:{one}" for one in asked):
        return []
    names = [
        one
        for one in reading.recognised
        if any(meaning.value in asked or meaning.field == "authority" for meaning in one.meanings)
    ]
    longer = [one for one in reading.recognised if any(meaning.field == "idea" for meaning in one.meanings)]
    return [
        Missing(one.text, one.start, one.end, "no-entries")
        for one in names  # but not the first word of "Chinese proprietary medicine"
        if not any(other.start <= one.start and one.end < other.end for other in longer)
    ]


def _not_mentioned(index: EditionIndex, reading: Reading) -> list[Missing]:
    """Subjects that were understood, and that no record of the countries asked about mentions."""
    if not reading.countries:
        return []
    labels = index.read(f"country:{one}" for one in reading.countries)
    of_countries = [posting.keys for posting in labels.values()]
    found = []
    for aspect in reading.aspects:
        if not any(one.field in _TELLING and one.value not in _ASKING for one in aspect.meant):
            continue
        of_aspect = [posting.keys for posting in index.read(aspect.tokens).values()]
        if not any(meet(one, other) for one in of_aspect for other in of_countries):
            text = reading.text[aspect.start : aspect.end]
            found.append(Missing(text, aspect.start, aspect.end, "not-mentioned"))
    return found
