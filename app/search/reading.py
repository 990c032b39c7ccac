"""Reading a question: which country, product, topic or paper it is about, and what it wants to know."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.search.forms import Found, Meaning
from app.search.lexicon import Lexicon
from app.search.questions import asking
from app.search.words import QUESTION_WORDS, STOP_WORDS, Token, tokens, units
from app.vocabulary.trees import ALL_MEDICINES

ABOUT = ("country", "authority", "group", "product_type", "topic", "document")
"""What a record's name can say a question is about, in the order of the answer."""


SHORTEST = 3
"""Letters of the shortest word that may be taken for a misspelt one."""


@dataclass(frozen=True)
class Recognised:
    """A stretch of the question that was understood."""

    text: str
    start: int
    end: int
    meanings: tuple[Meaning, ...]


@dataclass
class Aspect:
    """One thing that is asked: the tokens that show a record to be about it. Weights are percent."""

    start: int
    end: int
    tokens: dict[str, int] = field(default_factory=dict)
    meant: list[Meaning] = field(default_factory=list)

    def add(self, token: str, weight: int) -> None:
        """Let a token count, at its highest weight."""
        self.tokens[token] = max(weight, self.tokens.get(token, 0))


@dataclass(frozen=True)
class Reading:
    """A question as it was understood."""

    text: str
    """The question, with misspelt words mended."""
    aspects: list[Aspect]
    recognised: list[Recognised]
    intents: list[str]
    kinds: list[str]
    countries: list[str]
    """Whose rules are asked for; a country whose approval is to count somewhere else is none of them."""
    reference: list[str]
    """Countries whose approval is to count somewhere else."""
    product_types: list[str]
    mended: dict[str, str]
    """Misspelt words and what they were taken for."""
    unknown: list[str]
    """Words that occur in no record and are near none."""

    def wants(self, field_: str) -> list[str]:
        """The values of one field that the question names."""
        return [one.value for found in self.recognised for one in found.meanings if one.field == field_]


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts, in percent; `bench/search_ablation.py` shows what each brings."""

    word: int = 100
    pair: int = 60
    intent_word: int = 70
    reference: int = 45
    idea: int = 90
    everyday: int = 35
    label: dict[str, int] = field(
        default_factory=lambda: {"topic": 72, "product_type": 50, "document": 70, "authority": 50, "group": 60}
    )


def read(
    text: str,
    lexicon: Lexicon,
    known: Callable[[Iterable[str]], set[str]],
    bodies: Mapping[str, str],
    weights: Weights,
) -> Reading:
    """Read a question.

    `known` tells which tokens occur in the edition, `bodies` which country each authority belongs to.
    """
    mended: dict[str, str] = {}
    for slip, right in reversed(_slips(text, lexicon, known)):
        mended[text[slip.start : slip.end]] = right
        text = text[: slip.start] + right + text[slip.end :]
    found = units(text)
    names = list(lexicon.names.find(found))
    ideas = list(asking().ideas.find(found))
    asked = list(lexicon.intents.find(found))
    recognised = [
        Recognised(text[one.start : one.end], one.start, one.end, one.meanings) for one in (*names, *ideas, *asked)
    ]
    intents = _values(asked, "intent")
    with_entries = known(f"entries:{one}" for one in lexicon.places)
    countries, reference = _places(names, intents, bodies, with_entries)
    aspects = _aspects(text, names, ideas, asked, weights)
    _everyday(aspects, asking().words.find(found), weights)
    aspects += _references(names, reference, bodies, lexicon.places, weights)
    if not aspects and not any(f"entries:{one}" in with_entries for one in countries):
        aspects = list(_references(names, countries, bodies, lexicon.places, weights))
    words = [token for aspect in aspects for token in aspect.tokens]
    present = known(words)
    unknown = [
        text[aspect.start : aspect.end] for aspect in aspects if not any(token in present for token in aspect.tokens)
    ]
    return Reading(
        text,
        aspects,
        recognised,
        intents,
        _values(asked, "kind"),
        countries,
        reference,
        [one for one in _values(names, "product_type") if one != ALL_MEDICINES],
        mended,
        unknown,
    )


def _values(found: Iterable[Found], field_: str) -> list[str]:
    return list(dict.fromkeys(m.value for one in found for m in one.meanings if m.field == field_))


def _places(
    names: list[Found], intents: list[str], bodies: Mapping[str, str], with_entries: set[str]
) -> tuple[list[str], list[str]]:
    """Whose rules are asked for, and whose approval is to count there.

    "Does Singapore accept Korean approval" is about Singapore, and Korea is the one whose approval is to count. A
    place outside the region that has no entries of its own may be spoken of in those of others.
    """
    named = _values(names, "country")
    places = list(dict.fromkeys([*named, *(bodies[one] for one in _values(names, "authority"))]))
    if any(one.startswith("ASEAN-") for one in _values(names, "group")) and "ASEAN" not in places:
        places.append("ASEAN")
    hosts = [one for one in places if one in REGION]
    hosts = hosts or [one for one in places if one in named and one != "KR" and f"entries:{one}" in with_entries]
    if hosts:
        return hosts, [one for one in places if one not in hosts]
    if "reliance" in intents or places != ["KR"]:
        return [], places
    return places, []


REGION = frozenset({"MY", "SG", "TH", "ASEAN", "VN", "ID", "PH", "BN", "KH", "LA", "MM", "TL"})
"""Where Korean companies file; a place outside, named beside one of these, is one whose work is to count."""


def _aspects(text: str, names: list[Found], ideas: list[Found], asked: list[Found], weights: Weights) -> list[Aspect]:
    """The question cut into things asked: stretches that were understood, and each word that is left."""
    places = [one for one in names if all(meaning.field == "country" for meaning in one.meanings)]
    about = [one for one in (*names, *ideas) if one not in places]
    spans: list[Aspect] = []
    for one in sorted(about, key=lambda found: (found.start, -found.end)):
        if spans and one.start < spans[-1].end:
            spans[-1].end = max(spans[-1].end, one.end)
        else:
            spans.append(Aspect(one.start, one.end))
        for meaning in one.meanings:
            if meaning.field == "idea":
                spans[-1].add(f"~{meaning.value}", weights.idea)
            elif meaning.field in weights.label and meaning.value != ALL_MEDICINES:
                spans[-1].add(f"{meaning.field}:{meaning.value}", weights.label[meaning.field])
            spans[-1].meant.append(meaning)
    for token in tokens(text):
        _place(token, text, spans, places=places, asked=asked, weights=weights)
    return [aspect for aspect in spans if aspect.tokens]


def _place(
    token: Token, text: str, spans: list[Aspect], *, places: list[Found], asked: list[Found], weights: Weights
) -> None:
    """Put a token into the stretch it belongs to, or make it one of its own; words that only ask are dropped."""
    if any(one.start <= token.start and token.end <= one.end for one in places):
        return
    weight = weights.word if token.whole else weights.pair
    for aspect in spans:
        if token.start < aspect.end and token.end > aspect.start:
            aspect.add(token.text, weight)
            return
    if token.text in QUESTION_WORDS or token.text in STOP_WORDS:
        return
    if any(token.start < one.end and token.end > one.start for one in asked):
        weight = weights.intent_word * weight // 100
    elif not token.whole and _word_at(text, token) in QUESTION_WORDS:
        return
    last = spans[-1] if spans else None
    if last and not last.meant and token.start < last.end:
        last.end = max(last.end, token.end)
        last.add(token.text, weight)
    else:
        spans.append(Aspect(token.start, token.end, {token.text: weight}))


def _word_at(text: str, token: Token) -> str:
    start, end = token.start, token.end
    while start and "가" <= text[start - 1] <= "힣":
        start -= 1
    while end < len(text) and "가" <= text[end] <= "힣":
        end += 1
    return text[start:end]


def _everyday(aspects: list[Aspect], found: Iterable[Found], weights: Weights) -> None:
    """Let words that mean the same count a little where a word of the question stands."""
    for one in found:
        for aspect in aspects:
            if one.start < aspect.end and one.end > aspect.start:
                for meaning in one.meanings:
                    aspect.add(f"~{meaning.value}", weights.everyday)
                break


def _references(
    names: list[Found],
    reference: list[str],
    bodies: Mapping[str, str],
    places: Mapping[str, tuple[str, ...]],
    weights: Weights,
) -> Iterator[Aspect]:
    """Places spoken of: told by their names, and by the authorities with which reliance entries are labelled."""
    for one in names:
        for meaning in one.meanings:
            if meaning.field == "country" and meaning.value in reference:
                told = [f"authority:{body}" for body, country in bodies.items() if country == meaning.value]
                told += [f"country:{meaning.value}", *places.get(meaning.value, ())]
                yield Aspect(one.start, one.end, dict.fromkeys(told, weights.reference), [meaning])


def _slips(text: str, lexicon: Lexicon, known: Callable[[Iterable[str]], set[str]]) -> list[tuple[Token, str]]:
    """Misspelt words (in no record and no name, but near a known one), in order, and what they were meant to be."""
    found = units(text)
    covered: set[int] = set()
    for forms in (lexicon.names, lexicon.intents, asking().ideas, asking().words):
        for one in forms.find(found):
            covered.update(range(one.start, one.end))
    words = [
        token
        for token in tokens(text)
        if token.whole
        and token.start not in covered
        and token.text.isalpha()
        and len(token.text) >= SHORTEST
        and token.text not in QUESTION_WORDS
    ]
    present = known(token.text for token in words)
    missing = [token for token in words if token.text not in present]
    near = [(token, lexicon.nearest(token.text)) for token in missing]
    return [(token, right) for token, right in near if right is not None]
