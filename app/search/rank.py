"""Ranking: how well each record answers a question. Whole numbers only, so that every engine agrees."""

import heapq
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.search.fields import Labels
from app.search.index import NOTHING, EditionIndex, Posting, impacts_of
from app.search.judge import EVEN, Judgement, fit
from app.search.reading import Aspect, Reading
from app.vocabulary.trees import ProductTree

OVERVIEW = (
    "jurisdiction",
    "authority",
    "procedure",
    "reliance",
    "observed_time",
    "policy",
    "requirement",
    "term",
    "qa",
    "market",
)
"""In what order a country's records are shown to who names nothing but the country."""

MANY = 5_000
"""Records of one token beyond which it only ranks what rarer tokens found, or, where there are none, the newest."""
DEEP = 400
"""Candidates that are judged as a whole; the rest cannot reach the first pages."""
_ENOUGH = 160  # percent: an aspect is covered as soon as there is this part of the best evidence (100/160) for it


@dataclass(frozen=True)
class Ranking:
    """How evidence is put together, in percent."""

    also: int = 60
    """What further evidence for one aspect adds to the strongest."""
    uncovered: int = 30
    """What is left of the score of a record that touches next to nothing of what was asked."""
    nonsense: int = 40
    """Where no name or idea was understood, a record has to touch this part of the words, unknown ones included."""
    touch: int = 10
    """A record that touches less than this part is not found."""
    weak: int = 12
    """A record that answers less well than this, against the best, is left out."""


@dataclass(frozen=True)
class Hit:
    """A record that answers, how well, and the aspects of the question that it touches, by number."""

    key: int
    score: int
    labels: Labels
    aspects: tuple[int, ...]
    covered: int = 100
    """Percent of what was asked that it covers, rarer words counting more."""


@dataclass(frozen=True)
class Wanted:
    """What narrows a search: labels of which a record must have one of each group, and a last test."""

    groups: Sequence[Sequence[str]]
    allowed: Callable[[Labels], bool]


@dataclass
class _Evidence:
    """What the words say of each record, by its key."""

    totals: dict[int, int] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    touched: dict[int, list[int]] = field(default_factory=dict)
    mass: int = 0
    """What covering the whole question is worth."""


def rank(
    index: EditionIndex,
    reading: Reading,
    tree: ProductTree,
    wanted: Wanted,
    *,
    judgement: Judgement,
    ranking: Ranking,
) -> list[Hit]:
    """The records that answer, best first; of equals the one with the lower id."""
    evidence = _evidence(index, reading.aspects, ranking)
    understood = reading.countries or reading.reference or any(aspect.meant for aspect in reading.aspects)
    least = ranking.touch if understood else ranking.nonsense
    if not evidence.mass or max(evidence.covered.values(), default=0) < least * evidence.mass:
        return []
    labels = index.postings.labels(_deepest(_judged(index, evidence, wanted, ranking)))
    scores = _scores(evidence, ranking)
    hits = [
        Hit(
            key,
            scores(key) * fit(one, reading, tree, judgement) // EVEN,
            one,
            tuple(sorted(evidence.touched[key])),
            evidence.covered[key] // evidence.mass,
        )
        for key, one in labels.items()
        if wanted.allowed(one)
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.labels.id, hit.labels.type))
    weakest = ranking.weak * hits[0].score // 100 if hits else 0
    return [hit for hit in hits if hit.score >= weakest]


def overview(index: EditionIndex, countries: Iterable[str], wanted: Wanted, most: int) -> list[Hit]:
    """What there is on countries that were named and nothing else: the country, its authorities, its procedures …"""
    hits: list[Hit] = []
    of_countries = _having(index, [[f"country:{one}" for one in countries], *wanted.groups])
    postings = index.read(f"type:{one}" for one in OVERVIEW)
    for place, type_ in enumerate(OVERVIEW):
        keys = [key for key in postings.get(f"type:{type_}", NOTHING).keys if key in of_countries][:DEEP]
        labels = index.postings.labels(keys)
        found = [Hit(key, 100 - place, one, ()) for key, one in labels.items() if wanted.allowed(one)]
        hits += sorted(found, key=lambda hit: ("marketing-authorisation" not in hit.labels.marks, hit.labels.id))
        if len(hits) >= most:
            break
    return hits[:most]


def _evidence(index: EditionIndex, aspects: list[Aspect], ranking: Ranking) -> _Evidence:
    """Aspect by aspect, the rarest first, so that common words need only rank what rare ones found."""
    postings = index.read(token for aspect in aspects for token in aspect.tokens)
    evidence = _Evidence()
    held = [sum(len(postings[token]) for token in aspect.tokens if token in postings) for aspect in aspects]
    for number in sorted(range(len(aspects)), key=lambda one: (held[one], one)):
        tokens = aspects[number].tokens
        worth = max((_rarity(index.size, postings.get(token, NOTHING)) for token in tokens), default=0)
        evidence.mass += worth
        points = _points(index.size, tokens, postings, evidence, ranking)
        best = max(points.values(), default=0) or 1  # a word that every record holds tells nothing
        for key, value in points.items():
            evidence.totals[key] = evidence.totals.get(key, 0) + value // 100
            evidence.covered[key] = evidence.covered.get(key, 0) + worth * min(100, _ENOUGH * value // best)
            evidence.touched.setdefault(key, []).append(number)
    return evidence


def _points(
    size: int, tokens: dict[str, int], postings: dict[str, Posting], evidence: _Evidence, ranking: Ranking
) -> dict[int, int]:
    """What one aspect is worth to each record: its strongest token, and a part of the others."""
    points: dict[int, int] = {}
    held = [(postings.get(token, NOTHING), weight) for token, weight in tokens.items()]
    for posting, weight in sorted(held, key=lambda one: max(0, len(one[0]) - MANY)):
        factor = _rarity(size, posting) * weight
        for key, impact in _of_interest(posting, evidence.totals or points):
            more, had = factor * impact, points.get(key, 0)
            if more < had:
                more, had = had, more
            points[key] = more + had * ranking.also // 100
    return points


def _of_interest(posting: Posting, found: dict[int, int]) -> Iterable[tuple[int, int]]:
    """The records of a posting; of a very common token only those that rarer ones have found, or the newest."""
    if len(posting) <= MANY:
        return impacts_of(posting)
    if not found:
        return zip(posting.keys[-MANY:], posting.impacts[-MANY:], strict=True)
    kept: list[tuple[int, int]] = []
    for key in found:
        place = bisect_left(posting.keys, key)
        if place < len(posting.keys) and posting.keys[place] == key:
            kept.append((key, posting.impacts[place]))
    return kept


def _rarity(size: int, posting: Posting) -> int:
    """How telling a token is: hundredths of the logarithm of how few records hold it."""
    count = len(posting)
    return round(100 * math.log(1 + (size - count + 0.5) / (count + 0.5)))


def _scores(evidence: _Evidence, ranking: Ranking) -> Callable[[int], int]:
    """A record's score by its words: their sum, less for what it leaves uncovered."""
    rest = 100 - ranking.uncovered

    def score(key: int) -> int:
        part = ranking.uncovered * 100 + rest * evidence.covered[key] // evidence.mass
        return evidence.totals[key] * part // 10_000

    return score


def _judged(index: EditionIndex, evidence: _Evidence, wanted: Wanted, ranking: Ranking) -> dict[int, int]:
    """Scores of the records that touch enough and have the labels that are wanted."""
    score = _scores(evidence, ranking)
    least = ranking.touch * evidence.mass
    keys: Iterable[int] = (key for key, covered in evidence.covered.items() if covered >= least)
    if wanted.groups:
        having = _having(index, wanted.groups)
        keys = (key for key in keys if key in having)
    return {key: score(key) for key in keys}


def _having(index: EditionIndex, groups: Sequence[Sequence[str]]) -> set[int]:
    """The records that have one label of each group."""
    postings = index.read(label for group in groups for label in group)
    found: set[int] | None = None
    for group in groups:
        of_group = {key for label in group for key in postings.get(label, NOTHING).keys}
        found = of_group if found is None else found & of_group
    return found or set()


def _deepest(judged: dict[int, int]) -> list[int]:
    """The best candidates, with those that are as good as the last of them, as long as these are not too many."""
    if len(judged) <= DEEP:
        return list(judged)
    last = heapq.nlargest(DEEP, judged.values())[-1]
    tied = sorted(
        (key for key, value in judged.items() if value >= last),
        key=lambda key: (-judged[key], key),
    )
    return tied[: DEEP + DEEP // 2]
