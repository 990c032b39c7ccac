"""The names by which an edition's records are asked for, and the words that a misspelt one may have meant."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from app.search.forms import Forms, Meaning
from app.search.questions import asking
from app.search.words import stem, tokens, units

Content = dict[str, Any]
NAMED = ("jurisdiction", "authority", "group", "product_type", "topic", "document")
FIELD = {"jurisdiction": "country"}
"""How a type of record is called as a filter, where the two differ."""

SHORT = 5
SHORTEST, _LONGEST = 3, 20  # letters of a word that is found in others
WORD = re.compile(r"[가-힣]+|[^\W\d_가-힣]+")
_CODES = frozenset({"MY", "SG", "TH", "KR", "VN", "ID", "PH", "KH", "LA", "US", "EU"})
"""Codes of countries that people write; PA is more often a part of MiV-PA than Panama, MM and BN are amounts."""
_QUIET_CODES = frozenset({"TH", "SG", "KR", "VN"})
"""Codes of countries that are told in small letters too, because they are no English word."""


@dataclass(frozen=True)
class Lexicon:
    """What an edition's vocabulary makes of words."""

    names: Forms
    intents: Forms
    _latin: dict[str, str]
    """Words of names and synonyms, as they are written in small letters."""
    _hangul: dict[str, str]
    """Korean ones by their letters, syllables taken apart."""
    places: dict[str, tuple[str, ...]]
    """The words of each jurisdiction's names, as tokens."""

    def nearest(self, word: str) -> str | None:
        """The known word that a misspelt one most likely meant: at most one slip in short words, two in long ones.

        A Latin word is given in small letters; a Korean one is compared letter by letter, not syllable by syllable.
        """
        known, typed, slips = self._latin, word, 1 if len(word) <= 8 else 2
        if "가" <= word[0] <= "힣":
            known, typed, slips = self._hangul, unicodedata.normalize("NFD", word), 1 if len(word) <= 4 else 2
        if len(word) >= SHORT and (longer := sorted(one for one in known if one.startswith(typed))):
            return known[longer[0]]
        # Here, because only a word that nobody knows needs it.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(typed, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=12)

        def unlikely(one: tuple[str, float, int]) -> tuple[float, int, int, str]:
            return (
                one[1],
                abs(len(one[0]) - len(typed)),
                -len(one[0]),
                one[0],
            )  # a letter is rather left out than added

        likely = (one for one in near if one[0][0] == typed[0] and _one_slip(typed, one[0]))
        best = min(likely, key=unlikely, default=None)
        return known[best[0]] if best else None

    def parted(self, word: str) -> str | None:
        """The known words that a long Latin one, given in small letters, is when spaces are put in: the fewest."""
        best: list[list[str] | None] = [[], *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _LONGEST), end - SHORTEST + 1):
                before, part = best[start], word[start:end]
                fewest = best[end]
                if before is not None and part in self._latin and (fewest is None or len(before) + 1 < len(fewest)):
                    best[end] = [*before, self._latin[part]]
        parts = best[len(word)]
        return " ".join(parts) if parts and len(parts) > 1 else None


def _one_slip(typed: str, meant: str) -> bool:
    """In short words only letters that changed places, or a letter too few or too many: too many words are near."""
    if len(typed) > SHORT:
        return len(meant) >= SHORT
    if len(typed) > 3 and len(meant) <= 3:
        return False
    return sorted(typed) == sorted(meant) or (len(typed) != len(meant) and len(typed) > 3)


def lexicon_of(records: dict[str, dict[str, Content]]) -> Lexicon:
    """The lexicon of an edition's vocabulary."""
    names = Forms()
    for type_ in NAMED:
        for id_, content in records.get(type_, {}).items():
            _add_names(names, type_, id_, content)
    places = records.get("jurisdiction", {})
    _add_asked(names, places, records.get("product_type", {}))
    for place, content in places.items():
        _add_bodies(names, place, content)
    intents, asked_latin, asked_hangul = _asked()
    latin, hangul = _spelt(names.written)
    words = {id_: _words(content) for id_, content in places.items()}
    return Lexicon(names, intents, asked_latin | latin, asked_hangul | hangul, words)


def _add_asked(names: Forms, places: dict[str, Content], product_types: dict[str, Content]) -> None:
    """Other names for places and products, as people say them."""
    for place, forms in asking().places.items():
        if place in places:
            names.add_all(forms, Meaning("country", place))
    for place, forms in asking().systems.items():
        for form in forms if place in places else ():
            for field in ("country", "system"):
                names.add(form, Meaning(field, place), loud=_loud(form))
    for type_, forms in asking().products.items():
        if type_ in product_types:
            names.add_all(forms, Meaning("product_type", type_))


def _add_bodies(names: Forms, place: str, content: Content) -> None:
    """The authority of a country as it is called abroad: the Thai FDA, 베트남 식약처."""
    synonyms = [one["text"] for one in content.get("synonyms", ())]
    for language, bodies in asking().bodies.items():
        called = [name for name in (content["name"].get(language), *synonyms) if name and _in(name, language)]
        for form in (f"{name} {body}" for name in called for body in bodies):
            if not names.knows(form):  # an authority by its own name says more
                names.add(form, Meaning("country", place), loud=False)


@cache
def _asked() -> tuple[Forms, dict[str, str], dict[str, str]]:
    """What is the same for every edition: intents and kinds, and the words by which people ask."""
    intents = Forms()
    for name, forms in asking().intents.items():
        intents.add_all(forms, Meaning("intent", name), loud=False)
    for name, forms in asking().kinds.items():
        intents.add_all(forms, Meaning("kind", name), loud=False)
    return intents, *_spelt((*intents.written, *asking().ideas.written, *asking().words.written))


def _spelt(forms: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The words of names and ideas by how they may be misspelt: in small letters, Korean ones letter by letter."""
    latin: dict[str, str] = {}
    hangul: dict[str, str] = {}
    for written in forms:
        for run in WORD.finditer(written):
            word = run.group()
            if "가" <= word[0] <= "힣":
                if len(word) >= 3:
                    hangul.setdefault(unicodedata.normalize("NFD", word), word)
            elif len(word) >= 3 and word.isascii():
                latin.setdefault(word.casefold(), word)
    return latin, hangul


def _words(content: Content) -> tuple[str, ...]:
    name = content["name"]
    written = (name.get("en"), name.get("ko"), *(one["text"] for one in content.get("synonyms", ())))
    found = (token.text for one in written if one for token in tokens(one) if token.whole and len(token.text) > 1)
    return tuple(dict.fromkeys(found))


def _add_names(forms: Forms, type_: str, id_: str, content: Content) -> None:
    meaning = Meaning(FIELD.get(type_, type_), id_)
    name = content["name"]
    for text in (name.get("en"), name.get("ko"), content.get("name_local"), content.get("abbreviation")):
        if text:
            for spelt in spellings(text):
                forms.add(spelt, meaning, loud=_loud(spelt))
    for one in content.get("synonyms", ()):
        forms.add(one["text"], meaning, loud=_loud(one["text"]))
    if type_ == "jurisdiction":
        if len(id_) != 2 or id_ in _CODES:
            forms.add(id_, meaning, loud=True if len(id_) == 2 and id_ not in _QUIET_CODES else None)
    else:
        forms.add(id_.replace("-", " "), meaning)


def _in(name: str, language: str) -> bool:
    return ("가" <= name[0] <= "힣") == (language == "ko")


def _loud(form: str) -> bool | None:
    """Is a form an abbreviation that would be taken for a word, once it is cut to a stem: SAMES, ALPS?"""
    return True if form.isascii() and form.isalpha() and form.isupper() and stem(form) != form.casefold() else None


@lru_cache(maxsize=4096)
def spellings(text: str) -> tuple[str, ...]:
    """A name as it stands, without what is in brackets, and what is in brackets by itself: "Halal (MY)"."""
    found = [text]
    if text.endswith(")") and "(" in text:
        outer, _, inner = text[:-1].partition("(")
        found += [outer.strip(), inner.strip()]
    return tuple(dict.fromkeys(one for one in found if units(one)))
