"""What a text says in English and in Korean: the same figures, the same ids, and Korean in Korean."""

import re
from collections.abc import Iterator

from app.intake.quality.figures import DURATION_UNITS, Figure, figures, units_in_words
from app.intake.quality.texts import named_ids, without_ids

_HANGUL = re.compile(r"[가-힣]")
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")


def differences(english: str, korean: str, ids: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What the two texts of one statement do not share, as (language at fault, message)."""
    if not _HANGUL.search(korean) and not (english == korean and _is_name(english)):
        yield "ko", "the same as the English" if english == korean else "no Hangul in the Korean text"
        return
    for lacking, ours, others in (("ko", english, korean), ("en", korean, english)):
        for named in sorted(named_ids(ours, ids) - named_ids(others, ids)):
            yield lacking, f"{named} is named in {_LANGUAGES[_OTHER[lacking]]} alone"
    said = {"en": figures(without_ids(english, ids)), "ko": figures(without_ids(korean, ids))}
    asking = {"en": said["en"], "ko": _without_repeats(said["ko"], korean)}
    for language, other in (("en", "ko"), ("ko", "en")):
        for one in _unanswered(asking[language], said[other]):
            yield other, f"{_LANGUAGES[language]} says {one}, {_LANGUAGES[other]} does not"
        for one, units in _other_units(said[language], said[other]):
            yield other, f"{_LANGUAGES[language]} says {one}, {_LANGUAGES[other]} says {units}"


_LANGUAGES = {"en": "English", "ko": "Korean"}
_OTHER = {"en": "ko", "ko": "en"}


def _is_name(text: str) -> bool:
    """Is it only names and codes, such as `BPFK 501`, `NDA-1` or `MeDC@St`, which stay as they are?"""
    words = re.findall(r"[A-Za-z@&]+", text)
    return all(not re.search(r"[a-z]", word) or len(re.findall(r"[A-Z]", word)) > 1 for word in words)


def _unanswered(ours: list[Figure], others: list[Figure]) -> Iterator[Figure]:
    """Firm figures that the other language lacks: what is said twice must be answered twice, years apart."""
    left = sorted(others, key=lambda one: not one.firm)
    for one in sorted((one for one in ours if one.firm), key=lambda figure: len(figure.meanings)):
        answer = next((other for other in left if other.means(one)), None)
        if answer is None:
            yield one
        elif not _YEAR.fullmatch(one.written):
            left.remove(answer)


def _without_repeats(found: list[Figure], text: str) -> list[Figure]:
    """Without what brackets only say again, as Korean does with English names and amounts: `259억(25.9 billion)`."""
    kept: list[Figure] = []
    for one in found:
        before = text[: one.start]
        if before.count("(") <= before.count(")") or not any(one.means(other) for other in kept):
            kept.append(one)
    return kept


def _other_units(ours: list[Figure], others: list[Figure]) -> Iterator[tuple[Figure, str]]:
    """Firm figures whose value the other language has, but in other units alone."""
    for one in ours:
        units = {other.unit for other in others if other.means(one)}
        if not one.firm or not units or one.unit in units:
            continue
        if one.unit == "month-name":
            yield one, "no month by that number"
        elif one.unit in DURATION_UNITS | {"percent"} and None not in units:
            yield one, " and ".join(sorted(units_in_words(unit) for unit in units if unit))
