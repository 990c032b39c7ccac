"""Reading a question: which country, product, topic or paper it is about, and what it wants to know."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.search.forms import Found, Meaning, values
from app.search.lexicon import Lexicon
from app.search.places import own_bodies, tells_where, whose
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
    everyday: int = 45
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
    understood = _Known.of(text, lexicon)
    mended: dict[str, str] = {}
    for slip, right in reversed(_slips(text, understood, lexicon, known)):
        mended[text[slip.start : slip.end]] = right
        text = text[: slip.start] + right + text[slip.end :]
    if mended:
        understood = _Known.of(text, lexicon)
    names, ideas, asked = understood.names, understood.ideas, understood.asked
    recognised = [
        Recognised(text[one.start : one.end], one.start, one.end, one.meanings) for one in (*names, *ideas, *asked)
    ]
    intents = values(asked, "intent")
    with_entries = known(f"entries:{one}" for one in lexicon.places)
    names = own_bodies(names, text, bodies)
    places = whose(text, names, intents, bodies, with_entries)
    countries, reference = places.countries, places.reference
    told = [one for one in names if tells_where(one, countries, bodies, intents)]
    ideas = _outside_of(told, ideas)
    everyday = _outside_of(told, understood.everyday)
    cut = _Cut(text, told, asked, weights)
    aspects = cut.aspects([*names, *ideas])
    if not aspects:  # nothing but an authority's name: then that is what is asked for
        cut = replace(cut, places=[one for one in told if not values([one], "authority")])
        aspects = cut.aspects([*names, *ideas])
    _everyday(aspects, everyday, weights)
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
        values(asked, "kind"),
        countries,
        reference,
        [one for one in values(_products(names, ideas), "product_type") if one != ALL_MEDICINES],
        mended,
        unknown,
    )


def _products(names: list[Found], ideas: list[Found]) -> list[Found]:
    """The names that say which product is asked about; "the original" is what it is compared with."""
    compared = [one for one in ideas if any(meaning.value == "comparator" for meaning in one.meanings)]
    return [one for one in names if not any(one.start < other.end and other.start < one.end for other in compared)]


def _written(text: str, token: Token) -> str:
    """A word as it stands, in small letters; of a Korean one what is left without its particle."""
    return token.text if "가" <= token.text[0] <= "힣" else text[token.start : token.end].casefold()


def _outside_of(places: list[Found], found: Iterable[Found]) -> list[Found]:
    """What is not within the name of a place: "Thai" says no language where it says Thailand."""
    return [one for one in found if not any(place.start <= one.start and one.end <= place.end for place in places)]


@dataclass(frozen=True)
class _Cut:
    """How a question is cut into things asked: stretches that were understood, and each word that is left."""

    text: str
    places: list[Found]
    """Names whose words are not looked for, because they only say whose rules are asked for."""
    asked: list[Found]
    weights: Weights

    def aspects(self, understood: list[Found]) -> list[Aspect]:
        """The things asked."""
        about = [one for one in understood if one not in self.places]
        spans: list[Aspect] = []
        for one in sorted(about, key=lambda found: (found.start, -found.end)):
            if spans and one.start < spans[-1].end:
                spans[-1].end = max(spans[-1].end, one.end)
            else:
                spans.append(Aspect(one.start, one.end))
            for meaning in one.meanings:
                self._add_label(spans[-1], meaning)
        for token in tokens(self.text):
            self._place(token, spans)
        return [aspect for aspect in spans if aspect.tokens]

    def _add_label(self, aspect: Aspect, meaning: Meaning) -> None:
        weights = self.weights
        if meaning.field == "idea":
            aspect.add(f"~{meaning.value}", weights.idea)
        elif meaning.field in weights.label and meaning.value != ALL_MEDICINES:
            aspect.add(f"{meaning.field}:{meaning.value}", weights.label[meaning.field])
        aspect.meant.append(meaning)

    def _place(self, token: Token, spans: list[Aspect]) -> None:
        """Put a token into the stretch it belongs to, or make it one of its own; words that only ask are dropped."""
        if any(one.start <= token.start and token.end <= one.end for one in self.places):
            return
        weight = self.weights.word if token.whole else self.weights.pair
        for aspect in spans:
            if token.start < aspect.end and token.end > aspect.start:
                aspect.add(token.text, weight)
                return
        if token.text in QUESTION_WORDS or token.text in STOP_WORDS:
            return
        if any(token.start < one.end and token.end > one.start for one in self.asked):
            weight = self.weights.intent_word * weight // 100
        elif not token.whole and _word_at(self.text, token) in QUESTION_WORDS:
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


@dataclass(frozen=True)
class _Known:
    """What of a question is known by its words."""

    names: list[Found]
    asked: list[Found]
    ideas: list[Found]
    everyday: list[Found]

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> "_Known":
        """What stands in a text."""
        cut = units(text)
        return cls(*(list(one.find(cut)) for one in (lexicon.names, lexicon.intents, asking().ideas, asking().words)))


def _meant(word: str, lexicon: Lexicon) -> str | None:
    parted = lexicon.parted(word) if len(word) >= _RUN_TOGETHER and word.isascii() else None
    return parted or lexicon.nearest(word)


_RUN_TOGETHER = 8  # letters of a word that may be several without their spaces


def _slips(
    text: str, understood: _Known, lexicon: Lexicon, known: Callable[[Iterable[str]], set[str]]
) -> list[tuple[Token, str]]:
    """Misspelt words (in no record and no name, but near a known one), in order, and what they were meant to be."""
    covered: set[int] = set()
    for one in (*understood.names, *understood.asked, *understood.ideas, *understood.everyday):
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
    near = [(token, _meant(_written(text, token), lexicon)) for token in missing]
    return [(token, right) for token, right in near if right is not None]
