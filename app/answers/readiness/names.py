"""Which document of the vocabulary is meant by a paper's name, as people write it.

First the name is compared as it is spelled, whatever its case, width, spacing, punctuation, plural and word order;
then with a few letters wrong. A name that could be two papers is never settled: both are named. The library that
measures how far two names are apart is loaded with the first that is spelled like none.
"""

import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

from app.editions.view import View

Data = dict[str, Any]


class How(StrEnum):
    """How a paper was recognised."""

    id = "id"
    name = "name"
    misspelt = "misspelt"


@dataclass(frozen=True)
class Reading:
    """What a name may mean: one document where it is settled, several where it is not, none where nothing fits."""

    documents: tuple[str, ...]
    how: How | None
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Key:
    """A name as it is compared: its letters without spaces, its words in no order, and what no slip may change.

    A number, a form's letter or a short abbreviation that differs is another paper: Part II, ISO 13485, GMP.
    """

    letters: str
    words: tuple[str, ...]
    fixed: tuple[str, ...]


_RUN = re.compile(r"[^\W\d_]+|\d+")
_HANGUL = re.compile(r"[가-힣ᄀ-ᇿ]")
_NUMBERING = re.compile(r"^\s*(?:[-*•·▪○●□■]+|\(?\d{1,3}[.)](?=\D))\s*")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|hwpx?|zip|jpe?g|png|tiff?|rtf|txt|xml)\s*$", re.IGNORECASE)
_BRACKETS = re.compile(r"^(.*?)[(（\[]([^()（）\[\]]*)[)）\]]\s*(.*)$")
_QUIET = frozenset({"a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}) | frozenset(
    {"copy", "original", "scan", "scanned", "signed", "valid", "사본", "원본", "스캔본"}
)
"""Words that do not tell one paper from another."""
_SPELLED_ALIKE = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("licence", "license"),
)
_NEAREST = 3
_SHORT = 3  # letters of a word that must be as it is
_LIKE_AT_ALL = 55.0  # of 100: below, a "nearest" name would be a name like any other


class Names:
    """The names of an edition's documents, ready to be compared with."""

    def __init__(self, documents: dict[str, Data]) -> None:
        self._documents = documents
        self._by_letters: dict[str, set[str]] = {}
        self._by_words: dict[tuple[str, ...], set[str]] = {}
        fuzzy: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for id_, content in documents.items():
            for name in _names_of(id_, content):
                key = _key(name)
                self._by_letters.setdefault(key.letters, set()).add(id_)
                self._by_words.setdefault(key.words, set()).add(id_)
                fuzzy.setdefault((_apart(key.letters), key.fixed), set()).add(id_)
        self._fuzzy = sorted(fuzzy)
        self._letters = [letters for letters, _ in self._fuzzy]
        self._meant = [fuzzy[one] for one in self._fuzzy]
        self._longest = max(map(len, self._letters), default=0)

    def read(self, written: str) -> Reading:
        """The documents that a name may mean."""
        if written in self._documents:
            return Reading((written,), How.id)
        bare = _FILE.sub("", _NUMBERING.sub("", written))
        for spelled in ([bare], _without_brackets(bare)):
            found = {id_ for one in spelled for id_ in self._exact(_key(one))}
            if found:
                return Reading(tuple(sorted(found)), How.name)
        found = {id_ for one in (bare, *_without_brackets(bare)) for id_ in self._misspelt(_key(one))}
        if found:
            return Reading(tuple(sorted(found)), How.misspelt)
        return Reading((), None, self._nearest(_key(bare)))

    def _exact(self, key: _Key) -> set[str]:
        if not key.letters:
            return set()
        return self._by_letters.get(key.letters) or self._by_words.get(key.words) or set()

    def _misspelt(self, key: _Key) -> set[str]:
        """Documents with a name that differs by the fewest letters, if by few enough, and in nothing fixed."""
        slips = _slips(key)
        if not slips or len(key.letters) > self._longest + slips:
            return set()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            _apart(key.letters), self._letters, scorer=OSA.distance, score_cutoff=slips, limit=len(self._letters)
        )
        near = [one for one in near if self._fuzzy[one[2]][1] == key.fixed]
        fewest = min((distance for _, distance, _ in near), default=None)
        return {id_ for _, distance, place in near if distance == fewest for id_ in self._meant[place]}

    def _nearest(self, key: _Key) -> tuple[str, ...]:
        """At most three documents whose names are most like it, the likest first."""
        if not key.letters:
            return ()
        from rapidfuzz import fuzz, process

        found = process.extract(
            _apart(key.letters), self._letters, scorer=fuzz.ratio, score_cutoff=_LIKE_AT_ALL, limit=40
        )
        ranked = sorted((-score, id_) for _, score, place in found for id_ in self._meant[place])
        return tuple(dict.fromkeys(id_ for _, id_ in ranked))[:_NEAREST]


class _Kept:
    """The names of the few editions that were asked last."""

    def __init__(self, editions: int) -> None:
        self._most = editions
        self._held: OrderedDict[tuple[str, int], Names] = OrderedDict()
        self._lock = Lock()

    def of(self, view: View) -> Names:
        with self._lock:
            found = self._held.pop(view.edition.state, None)
            self._held[view.edition.state] = found or Names(view.snapshot.of("document"))
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return self._held[view.edition.state]


_kept = _Kept(editions=4)


def names(view: View) -> Names:
    """The names of the documents of the view's edition."""
    return _kept.of(view)


def _names_of(id_: str, content: Data) -> Iterator[str]:
    yield id_
    for text in (content["name"].get("en"), content["name"].get("ko")):
        if text:
            yield text
            yield from _without_brackets(text)
    yield from (one["text"] for one in content.get("synonyms", ()))


def _without_brackets(text: str) -> list[str]:
    """A name with brackets: without them, and, where it ends in them, what stands in them."""
    match = _BRACKETS.match(text)
    if match is None:
        return []
    before, inside, after = (part.strip() for part in match.groups())
    return [one for one in (f"{before} {after}".strip(), "" if after else inside) if one]


def _key(text: str) -> _Key:
    words = [_word(one) for one in _RUN.findall(_plain(text))]
    loud = [one for one in words if one not in _QUIET]
    fixed = [one for one in loud if (one.isascii() and len(one) <= _SHORT) or one.isdigit()]
    return _Key("".join(words), tuple(sorted(loud)), tuple(sorted(fixed)))


def _plain(text: str) -> str:
    """Compatibility forms united, case and accents removed, Hangul in syllables."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(one for one in folded if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", bare)


def _word(word: str) -> str:
    """An English word in the singular and in British spelling; any other as it is."""
    if not word.isascii() or len(word) < 4:
        return word
    for british, american in _SPELLED_ALIKE:
        if word.removesuffix("s").endswith(american):
            word = word.replace(american, british)
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _apart(letters: str) -> str:
    """Letters to count slips in: Hangul is compared letter by letter, not syllable by syllable."""
    return unicodedata.normalize("NFD", letters) if _HANGUL.search(letters) else letters


def _slips(key: _Key) -> int:
    """How many letters may be wrong: none in short names, where another paper is a letter away (CPP, CFS)."""
    size = len(key.letters)
    if _HANGUL.search(key.letters):
        return 0 if size < 4 else 1 if size < 8 else 2
    return 0 if size < 6 else 1 if size < 10 else 2 if size < 18 else 3
