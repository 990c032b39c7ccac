"""How numbers are written in words: English, Korean and Roman."""

from decimal import Decimal

SCALES = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9,
    "천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7, "억": 8, "십억": 9, "조": 12,
}  # fmt: skip
"""Powers of ten behind a number."""

AMBIGUOUS_SCALES = frozenset({"천", "만", "조"})
"""Scales that are other words as well: `NDA-1만` is NDA-1 alone, `제5조` is article 5."""


def _counted(words: str, start: int, step: int = 1) -> dict[str, Decimal]:
    return {word: Decimal(start + step * position) for position, word in enumerate(words.split())}


ONES = _counted("one two three four five six seven eight nine", 1)
_TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
CARDINALS = (
    _counted("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", 2)
    | _counted("seventeen eighteen nineteen", 17)
    | {"hundred": Decimal(100)}
    | _TENS
    | {f"{ten}-{one}": tens + ones for ten, tens in _TENS.items() for one, ones in ONES.items()}
)
"""English words that are a number wherever they stand. `one` is not among them: it is often a pronoun."""

_LOOSE = {
    "one first primary once single sole a an the per each every last past next annual annually yearly monthly": "1",
    "second secondary twice both double doubled pair dual either": "2",
    "third thirds tertiary thrice triple": "3",
    "fourth quarter": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
    "eleventh": "11", "twelfth": "12", "half": "0.5",
}  # fmt: skip
LOOSE_WORDS = {word: Decimal(value) for words, value in _LOOSE.items() for word in words.split()}
"""English words that Korean may write as a number, or not at all."""

MONTHS = _counted(
    "January February March April May June July August September October November December", 1
) | _counted("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", 1)
"""Months, which Korean and dates number."""

NATIVE = _counted("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열", 1) | {
    "하나": Decimal(1), "첫": Decimal(1), "둘": Decimal(2), "양": Decimal(2), "셋": Decimal(3), "넷": Decimal(4),
    "절반": Decimal("0.5"),
}  # fmt: skip
"""Korean's own numerals, as they stand before a noun."""

ROMANS = _counted("I II III IV V VI VII VIII IX X XI XII", 1)
"""Roman numerals of parts, classes and phases."""
