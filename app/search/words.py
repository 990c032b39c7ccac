"""Text into units and units into tokens: the same way for what is searched and for what is asked.

A unit is what a form (a name, a synonym) is compared by: an English stem, a number, one Hangul syllable. A token is
what is counted in the index: an English stem, a number, a number with its unit (`30:day`), a Korean word without
its particle, and each pair of neighbouring syllables in it, so that a word of two syllables is found inside longer
ones.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import snowballstemmer  # type: ignore[import-untyped]
import yaml

from app.vocabulary import lists

ANALYSIS = "4"
"""Raised when the rules below come to cut differently, so that an index made by older ones is not used."""

WORDS = Path(lists.__file__).with_name("words.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser takes a twentieth of the time
_written = yaml.load(WORDS.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 -- both are safe
_read = {name: words.split() for name, words in _written.items()}
STOP_WORDS = frozenset(_read["english_stop_words"])
QUESTION_WORDS = frozenset(_read["korean_question_words"])
_SPELLINGS = dict(one.split(":") for one in _read["english_spellings"])
_AMERICAN = re.compile(r"(\w{2}[iy])z(e|es|ed|er|ers|ing|ation|ations)$")
_ENDINGS = sorted(_read["korean_endings"], key=lambda one: (-len(one), one))
_NOUNS = frozenset(_read["korean_nouns_with_such_ends"])

_RUNS = re.compile(r"(?P<hangul>[가-힣]+)|(?P<number>\d+(?:,\d{3}(?!\d))*(?:\.\d+)*)|(?P<word>[^\W\d_가-힣]+)")
_stem = snowballstemmer.stemmer("english").stemWord
_TIMES = {"day": "day", "week": "week", "month": "month", "year": "year"}
_KOREAN_TIMES = {
    "근무일": "day",
    "역일": "day",
    "개월": "month",
    "달": "month",
    "년": "year",
    "일": "day",
    "주": "week",
}
_KINDS_OF_DAY = {"work", "calendar", "busi"}
_NUMBERED = {"class", "phase", "type", "zone", "annex", "appendix", "modul", "part", "categori", "tier", "level"}
_IN_WORDS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
}
_NAME = 6  # letters of what can stand before a number as its name: BPFK 412


class Unit(NamedTuple):
    """A stem, a number or one syllable, and where it stands in the text."""

    text: str
    start: int
    end: int
    hangul: bool
    begins: bool
    """Begins a word: a syllable behind another does not."""
    shouted: bool
    """Written in capitals, as an abbreviation is."""


class Token(NamedTuple):
    """A token and the stretch of text that it comes from."""

    text: str
    start: int
    end: int
    whole: bool
    """Stands for a whole word; a pair of syllables inside a longer word does not."""


Piece = tuple[str, int, int, bool]
"""A token as a plain tuple."""

HANGUL, BEGINS, SHOUTED = 1, 2, 4
"""The marks of a unit: see `Unit`."""
_INSIDE = bytes([HANGUL])


@dataclass(slots=True)
class _Before:
    """What stands just before, as far as it can belong together with what follows."""

    amount: str = ""
    amount_start: int = 0
    name: str = ""
    name_end: int = 0


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A Latin word as it is counted: compatibility forms united, case and accents removed, cut to its stem."""
    folded = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    if len(plain) <= 3:
        return plain
    stemmed = _stem(_AMERICAN.sub(r"\1s\2", plain))
    spelt: str = _SPELLINGS.get(stemmed, stemmed)
    return spelt


def units(text: str) -> list[Unit]:
    """The units of a text, in order. Scripts other than Hangul are taken word by word."""
    found: list[Unit] = []
    for run in _RUNS.finditer(text):
        start, end = run.span()
        written = run.group()
        if run.lastgroup == "hangul":
            found.extend(
                Unit(syllable, start + place, start + place + 1, True, place == 0, False)
                for place, syllable in enumerate(written)
            )
        elif run.lastgroup == "number":
            found.append(Unit(_number(written), start, end, False, True, False))
        else:
            found.append(Unit(stem(written), start, end, False, True, written.isupper()))
    return found


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, in order."""
    return map(Token._make, cut(text).pieces)


class Cut(NamedTuple):
    """A text cut both ways at once, as plainly as can be: for texts that are indexed, which are many."""

    pieces: list[Piece]
    """Its tokens."""
    units: list[str]
    marks: bytes
    """The marks of each unit."""


def cut(text: str) -> Cut:
    """The tokens and units of a text, in order."""
    before = _Before()
    found: list[Piece] = []
    texts: list[str] = []
    marks = bytearray()
    for run in _RUNS.finditer(text):
        written, kind, start = run.group(), run.lastgroup, run.start()
        if kind == "word":
            word, shouted = _of_word(written, start, before, found)
            texts.append(word)
            marks.append(BEGINS | SHOUTED if shouted else BEGINS)
        elif kind == "hangul":
            _of_hangul(written, start, before, found)
            texts.extend(written)
            marks.append(HANGUL | BEGINS)
            marks.extend(_INSIDE * (len(written) - 1))
        else:
            if amount := _amount(text, start):
                found.extend((said, start, amount.end(), True) for said in _said(amount))
            texts.append(_of_number(written, start, before, found))
            marks.append(BEGINS)
    return Cut(found, texts, bytes(marks))


def _of_hangul(written: str, start: int, before: _Before, found: list[Piece]) -> None:
    if before.amount:
        for time, unit in _KOREAN_TIMES.items():
            if written.startswith(time):
                found.append((f"{before.amount}:{unit}", before.amount_start, start + len(time), True))
                break
        if written.startswith("등급"):
            found.append((f"class{before.amount}", before.amount_start, start + 2, False))
    before.amount = before.name = ""
    for text, place, end, whole in _pieces(written):
        found.append((text, start + place, start + end, whole))


@lru_cache(maxsize=20_000)
def _pieces(written: str) -> tuple[Piece, ...]:
    """The tokens of a Korean word by itself."""
    word = bare(written)
    pairs = ((word[place : place + 2], place, place + 2, len(word) == 2) for place in range(len(word) - 1))
    return ((word, 0, len(word), True), *pairs) if len(word) > 2 else tuple(pairs)


def _of_number(written: str, start: int, before: _Before, found: list[Piece]) -> str:
    said, end = _number(written), start + len(written)
    found.append((said, start, end, True))
    whole, _, part = said.partition(".")
    if len(part) > 1:  # 13.43 is asked for as 13.4
        found.append((f"{whole}.{part[0]}", start, end, False))
    if before.name and start - before.name_end <= 1:  # a form, a standard or a class: BPFK 412, Q1A, class 2-3
        found.append((before.name + said, start, end, False))
        before.name_end = end
    else:
        before.name = ""
    before.amount, before.amount_start = said, start
    return said


_SIZES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "mln": 6, "m": 6, "billion": 9, "bn": 9, "b": 9}
_SIZES |= {"trillion": 12, "tn": 12, "천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7}
_SIZES |= {"억": 8, "십억": 9, "백억": 10, "천억": 11, "조": 12}
_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"
_LARGE = r"조(?=\s?(?:\d|[천백십]|원|달러|불|동|루피아|바트|페소))|[천백십]?억"  # 제5조 is an article
_SMALL = "[천백십]?만"
_AMOUNT = re.compile(
    rf"{_NUMBER}(?:\s?(thousand|million|mln|mn|billion|bn|trillion|tn)\b|([kmb])\b"
    rf"|\s?({_LARGE}|{_SMALL}|천(?=\s?(?:달러|불|원|바트|링깃)))(?:\s?{_NUMBER}\s?({_LARGE}|{_SMALL}))?)",
    re.IGNORECASE | re.ASCII,
)


def _amount(text: str, start: int) -> re.Match[str] | None:
    """An amount that begins at a number: 27 billion, 13.4bn, 4억 6,580만."""
    return _AMOUNT.match(text, start)


def _said(amount: re.Match[str]) -> Iterator[str]:
    """An amount by its value, to three figures and to two: 27 billion is 270억, 465.8 million is asked as 4.7억."""
    first, large, letter, size, more, further = amount.groups()
    value = Decimal(_number(first)).scaleb(_SIZES[(large or letter or size).casefold()])
    if more:
        value += Decimal(_number(more)).scaleb(_SIZES[further])
    yield from dict.fromkeys((f"{value:.2e}", f"{Decimal(f'{value:.1e}'):.2e}"))


def _of_word(written: str, start: int, before: _Before, found: list[Piece]) -> tuple[str, bool]:
    word, shouted, counts, names = _word(written)
    end = start + len(written)
    if before.amount and word in _TIMES:
        found.append((f"{before.amount}:{_TIMES[word]}", before.amount_start, end, True))
        before.amount = ""
    elif word not in _KINDS_OF_DAY:
        before.amount, before.amount_start = _IN_WORDS.get(word, ""), start
    if counts:
        found.append((word, start, end, True))
    before.name, before.name_end = (word, end) if names else ("", 0)
    return word, shouted


@lru_cache(maxsize=20_000)
def _word(written: str) -> tuple[str, bool, bool, bool]:
    """A Latin word's stem, is it in capitals, is it counted, and can it stand before a number as its name."""
    word, shouted = stem(written), written.isupper()
    counts = written.casefold() not in STOP_WORDS or (shouted and len(written) > 1)
    return word, shouted, counts, (shouted and len(word) <= _NAME) or word in _NUMBERED


def _number(text: str) -> str:
    """A number as it is counted: without separators of thousands."""
    return text.replace(",", "")


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """A Korean word without its particles and endings; at least two syllables are left, where there were two."""
    for _ in range(2):
        if _is_noun(word):
            break
        fitting = [word[: -len(one)] for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= 2]
        if not fitting:
            break
        # 경로는 is 경로 and a particle, though 로는 is a particle too.
        word = next((rest for rest in fitting if _is_noun(rest)), fitting[0])
    return word


def _is_noun(word: str) -> bool:
    return word[-2:] in _NOUNS or word[-3:] in _NOUNS
