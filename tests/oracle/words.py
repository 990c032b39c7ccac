"""English words that stand for a number."""

import re

NUMBER_WORDS = {
    word: str(position)
    for words in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "primary secondary tertiary",  # 1차, 2차, 3차
        "once twice",
        "single double triple",
        "i ii iii iv v vi vii viii ix x",  # parts, classes and phases
    )
    for position, word in enumerate(words.split(), start=1)
} | {"twenty": "20"}
"""English words that Korean, or a field that counts, may write as digits."""

MONTHS = {
    word: str(position)
    for words in (
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    )
    for position, word in enumerate(words.split(), start=1)
}
"""Months, which Korean and dates number."""


_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS)})-(one|two|three|four|five|six|seven|eight|nine)\b")


def spelled(text: str) -> set[str]:
    """The numbers that a text has as words."""
    words = re.findall(r"[A-Za-z]+", text)
    tens = {str(10 * (2 + _TENS.index(ten)) + int(NUMBER_WORDS[one])) for ten, one in _COMPOUND.findall(text.lower())}
    return tens | {NUMBER_WORDS.get(word.lower(), MONTHS.get(word, "")) for word in words} - {""}
