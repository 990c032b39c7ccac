"""The figures that a text states, in English and in Korean: values with their units, however they are written.

`1,000`, `25.9 billion` and `259억`, `two years` and `2년`, `1 July 2018` and `2018년 7월 1일`, `Class III` all become
values, so that texts can be compared with each other and with fields. One reading serves both languages, because
Korean texts keep English names in brackets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.intake.quality.numerals import (
    AMBIGUOUS_SCALES,
    CARDINALS,
    LOOSE_WORDS,
    MONTHS,
    NATIVE,
    ONES,
    ROMANS,
    SCALES,
)

DAY_UNITS = frozenset({"day", "working-day", "calendar-day"})
DURATION_UNITS = DAY_UNITS | {"week", "month", "year"}


@dataclass(frozen=True)
class Figure:
    """One figure: what it can mean, its unit where one is written, and where it stands.

    `meanings` has several values where the writing is ambiguous (`5조` is article 5 or 5 trillion). A figure that
    is not `firm` may answer one of the other language but needs no answer itself: English `one` and `first` are
    often no number in Korean.
    """

    meanings: frozenset[Decimal]
    unit: str | None
    firm: bool
    written: str
    start: int
    end: int

    def __str__(self) -> str:
        return (
            self.written if self.unit in (None, "month-name") else f"{self.written} {units_in_words(str(self.unit))}"
        )

    def means(self, other: "Figure") -> bool:
        """Can both be the same value?"""
        return not self.meanings.isdisjoint(other.meanings)


def units_in_words(unit: str) -> str:
    """A unit as a sentence has it: `working days`, `percent`."""
    return {"percent": unit, "month-name": "the name of a month"}.get(unit, f"{unit.replace('-', ' ')}s")


def figures(text: str) -> list[Figure]:
    """All figures of a text, in the order in which they stand."""
    found: list[Figure] = []
    for reading in (_numbers, _month_names, _words, _romans, _native):
        for one in reading(text):
            if all(one.start >= other.end or other.start >= one.end for other in found):
                found.append(one)
    return _shared(sorted(found, key=lambda one: one.start), text)


_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<number>{_PLAIN})(?: ?(?P<scale>{_SCALE})(?![a-z])(?P<more>(?: ?(?:{_PLAIN}) ?(?:천만|백만|만|억))*))?"
)
_MORE = re.compile(rf"({_PLAIN}) ?(천만|백만|만|억)")


def _numbers(text: str) -> Iterator[Figure]:
    for match in _AMOUNT.finditer(text):
        value, scale = _decimal(match["number"]), match["scale"]
        meanings = {value}
        if scale:
            amount = value * 10 ** SCALES[scale]
            amount += sum(_decimal(more) * 10 ** SCALES[name] for more, name in _MORE.findall(match["more"]))
            keeps_both = scale in AMBIGUOUS_SCALES and not match["more"]
            meanings = {amount, value} if keeps_both else {amount}
        yield _figure(match, meanings, firm=True)


def _month_names(text: str) -> Iterator[Figure]:
    for match in re.finditer(rf"\b(?:{'|'.join(MONTHS)})\b", text):
        # `May` may be a verb: for certain it is the month beside a number.
        beside = re.match(r"\.? \d", text[match.end() : match.end() + 3]) or re.search(r"\d $", text[: match.start()])
        yield replace(_figure(match, {MONTHS[match[0]]}, firm=match[0] != "May" or bool(beside)), unit="month-name")


_WORD = re.compile(rf"[A-Za-z]+(?:(?<=ty)-(?:{'|'.join(ONES)})\b)?")


def _words(text: str) -> Iterator[Figure]:
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word in CARDINALS:
            yield _figure(match, {CARDINALS[word]}, firm=True)
        elif word in LOOSE_WORDS:
            yield _figure(match, {LOOSE_WORDS[word]}, firm=False)


def _romans(text: str) -> Iterator[Figure]:
    for match in re.finditer(r"(?<![A-Za-z])([IVX]+)(?=[ab]?(?![A-Za-z]))", text):
        if match[1] in ROMANS:
            # A lone letter is as often no numeral.
            yield _figure(match, {ROMANS[match[1]]}, firm=len(match[1]) > 1)


_NATIVES = "|".join(NATIVE)
_NATIVE = re.compile(rf"(?<![가-힣])(?:{_NATIVES})(?![가-힣])|(?:{_NATIVES})(?= ?(?:번째|가지|개|곳))")


def _native(text: str) -> Iterator[Figure]:
    for match in _NATIVE.finditer(text):
        yield _figure(match, {NATIVE[match[0]]}, firm=False)


def _figure(match: re.Match[str], meanings: set[Decimal], *, firm: bool) -> Figure:
    text, start, end = match.string, match.start(), match.end()
    return Figure(frozenset(meanings), _unit(text, start, end), firm, match[0], start, end)


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


_UNIT_AFTER = re.compile(
    r"[ -](?:full |consecutive |more |further )?(?P<en>(?:working|business|calendar)[ -]day|day|week|month|year)s?\b"
    r"| ?(?P<percent>%|per ?cent\b|퍼센트)"
    r"| ?(?P<ko>근무일|역일|일(?!부)|주(?!요|성)|개월|달(?!러)|년|월)"
)
_ENGLISH_UNITS = {"working day": "working-day", "business day": "working-day", "calendar day": "calendar-day"}
_KOREAN_UNITS = {
    "근무일": "working-day", "역일": "calendar-day", "일": "day", "주": "week", "개월": "month", "달": "month",
    "년": "year", "월": "month-name",
}  # fmt: skip
_ISO_MONTH = re.compile(r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])$")
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")


def _unit(text: str, start: int, end: int) -> str | None:
    match = _UNIT_AFTER.match(text, end)
    if match is None:
        return "month-name" if _ISO_MONTH.search(text[:end]) and len(text[start:end]) == len("07") else None
    if match["percent"]:
        return "percent"
    if match["en"]:
        word = match["en"].replace("-", " ")
        return _ENGLISH_UNITS.get(word, word)
    of_a_date = re.search(r"월 ?$", text[:start]) if match["ko"] == "일" else _YEAR.fullmatch(text, start, end)
    return None if of_a_date else _KOREAN_UNITS[match["ko"]]


_JOINED = re.compile(r" ?(?:to|or|and|[-–~/,]|또는|및|에서|이나) ?(?:or |and |또는 )?")


def _shared(found: list[Figure], text: str) -> list[Figure]:
    """In `2 to 3 years` both are years, and in `0.9 to 1.2 billion` both may be billions."""
    shared = list(found)
    for position in range(len(found) - 2, -1, -1):
        one, following = shared[position], shared[position + 1]
        if one.unit or not _JOINED.fullmatch(text, one.end, following.start) or _YEAR.fullmatch(one.written):
            continue
        scale = max((name for name in SCALES if following.written.endswith(name)), key=len, default=None)
        meanings = one.meanings
        if scale and one.firm and one.written[-1].isdigit():
            meanings |= {value * 10 ** SCALES[scale] for value in meanings}
        # `revision 2, November`: a comma joins no months.
        sharing = following.unit != "month-name" or "," not in text[one.end : following.start]
        shared[position] = replace(one, unit=following.unit if sharing else None, meanings=meanings)
    return shared
