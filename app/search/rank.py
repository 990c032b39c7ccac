"""Ranking: how well each record answers a question. Whole numbers only, so that every engine agrees."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from app.search.fields import Labels
from app.search.index import NOTHING, EditionIndex, Posting, impacts_among, impacts_of
from app.search.judge import EVEN, Fit, Judgement
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
"""Records of one token beyond which it only ranks what rarer tokens found, or, where there are none, the newest; and
records found beyond which every further token only ranks the best of them."""
BEST = 1_000
"""How many of them."""
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

    found: dict[int, int] = field(default_factory=dict)
    """How much it covers, and behind that, in the lower `_TOTAL` bits, its points: one number is added up faster."""
    points: dict[int, dict[int, int]] = field(default_factory=dict)
    """By aspect."""
    mass: int = 0
    """What covering the whole question is worth."""
    among: Sequence[int] | None = None
    """The best, by rising key, where so many were found that only these are looked at further."""


_TOTAL = 48
_POINTS = (1 << _TOTAL) - 1


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
    if not evidence.mass or max(evidence.found.values(), default=0) >> _TOTAL < least * evidence.mass:
        return []
    scores = _deepest(_judged(index, evidence, wanted, ranking))
    labels = index.postings.labels(scores)
    fit = Fit(reading, tree, judgement)
    judged = [
        (-(scores[key] * fit(one) // EVEN), one.id, one.type, key)
        for key, one in labels.items()
        if wanted.allowed(one)
    ]
    judged.sort()
    weakest = ranking.weak * -judged[0][0] // 100 if judged else 0
    points = sorted(evidence.points.items())
    return [
        Hit(
            key,
            -score,
            labels[key],
            tuple(number for number, held in points if key in held),
            (evidence.found[key] >> _TOTAL) // evidence.mass,
        )
        for score, _, _, key in judged
        if -score >= weakest
    ]


def overview(index: EditionIndex, countries: Iterable[str], wanted: Wanted, most: int) -> list[Hit]:
    """What there is on countries that were named and nothing else: the country, its authorities, its procedures …"""
    hits: list[Hit] = []
    of_countries = _having(index, [[f"country:{one}" for one in countries], *wanted.groups])
    postings = index.read(f"type:{one}" for one in OVERVIEW)
    for place, type_ in enumerate(OVERVIEW):
        of_type = postings.get(f"type:{type_}", NOTHING).keys
        keys = list(islice((key for key in of_type if key in of_countries), DEEP))
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
    found = evidence.found
    held = [sum(len(postings[token]) for token in aspect.tokens if token in postings) for aspect in aspects]
    for number in sorted(range(len(aspects)), key=lambda one: (held[one], one)):
        tokens = aspects[number].tokens
        worth = max((_rarity(index.size, postings.get(token, NOTHING)) for token in tokens), default=0)
        evidence.mass += worth
        points = evidence.points[number] = _points(index.size, tokens, postings, evidence, ranking.also)
        best = max(points.values(), default=0) or 1  # a word that every record holds tells nothing
        enough, whole = -(-100 * best // _ENOUGH), 100 * worth << _TOTAL
        had = found.get
        for key, value in points.items():
            covered = whole if value >= enough else worth * (_ENOUGH * value // best) << _TOTAL
            found[key] = had(key, 0) + covered + value // 100
        if evidence.among is None and len(found) > MANY:
            evidence.among = _best((key, value & _POINTS) for key, value in found.items())
            found = evidence.found = {key: found[key] for key in evidence.among}
    return evidence


def _points(
    size: int,
    tokens: dict[str, int],
    postings: dict[str, Posting],
    evidence: _Evidence,
    also: int,
) -> dict[int, int]:
    """What one aspect is worth to each record: its strongest token, and of the others `also` percent."""
    points: dict[int, int] = {}
    among = evidence.among
    held = [(posting, weight) for token, weight in tokens.items() if (posting := postings.get(token)) is not None]
    for posting, weight in sorted(held, key=lambda one: max(0, len(one[0]) - MANY)):
        factor = _rarity(size, posting) * weight
        if among is None and len(points) > MANY:
            among = _best(points.items())
        held_by = _of_interest(posting, evidence.found or points, among)
        if not points:
            points = {key: factor * impact for key, impact in held_by}
            continue
        for key, impact in held_by:
            more, had = factor * impact, points.get(key, 0)
            points[key] = more + had * also // 100 if more > had else had + more * also // 100
    return points


def _best(found: Iterable[tuple[int, int]]) -> list[int]:
    """The best of what was found, by rising key; of equals the lower keys."""
    # One number for points and key is sorted in a third of the time that pairs take.
    best = sorted([(points << _KEY) - key for key, points in found], reverse=True)[:BEST]
    return sorted([-one & (1 << _KEY) - 1 for one in best])


_KEY = 32  # bits of a revision's key


def _of_interest(posting: Posting, found: dict[int, int], among: Sequence[int] | None) -> Iterable[tuple[int, int]]:
    """The records of a posting; of a very common token only those that rarer ones have found, or the newest."""
    if among is not None:
        return impacts_among(posting, among)
    if len(posting) <= MANY:
        return impacts_of(posting)
    if not found:
        return zip(posting.keys[-MANY:], posting.impacts[-MANY:], strict=True)
    return impacts_among(posting, sorted(found))


def _rarity(size: int, posting: Posting) -> int:
    """How telling a token is: hundredths of the logarithm of how few records hold it."""
    count = len(posting)
    return round(100 * math.log(1 + (size - count + 0.5) / (count + 0.5)))


def _judged(index: EditionIndex, evidence: _Evidence, wanted: Wanted, ranking: Ranking) -> dict[int, int]:
    """Scores of the records that touch enough and have the labels that are wanted: their points, less for what they
    leave uncovered."""
    mass, uncovered = evidence.mass, ranking.uncovered * 100
    least, rest = ranking.touch * mass << _TOTAL, 100 - ranking.uncovered
    touching = {
        key: (value & _POINTS) * (uncovered + rest * (value >> _TOTAL) // mass) // 10_000
        for key, value in evidence.found.items()
        if value >= least
    }
    if not wanted.groups:
        return touching
    having = _having(index, wanted.groups, sorted(touching))
    return {key: value for key, value in touching.items() if key in having}


def _having(
    index: EditionIndex, groups: Sequence[Sequence[str]], among: Sequence[int] | None = None
) -> frozenset[int]:
    """The records that have one label of each group, of all or of those that are given by rising key."""
    postings = index.read(label for group in groups for label in group)
    for group in groups:
        held = [postings.get(label, NOTHING) for label in group]
        keys = (one.keys if among is None else (key for key, _ in impacts_among(one, among)) for one in held)
        among = sorted({key for some in keys for key in some})
    return frozenset(among or ())


def _deepest(judged: dict[int, int]) -> dict[int, int]:
    """The best candidates, with those that are as good as the last of them, as long as these are not too many."""
    if len(judged) <= DEEP:
        return judged
    last = sorted(judged.values())[-DEEP]
    tied = sorted((-value, key) for key, value in judged.items() if value >= last)
    return {key: -value for value, key in tied[: DEEP + DEEP // 2]}
