"""Where the words of a question, or others that mean the same, stand in a text."""

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from zlib import crc32

from app.search.questions import asking
from app.search.words import tokens, units

_LONG = 300
"""Characters of a text that is shown whole; of a longer one the best part is."""
_SENTENCE = re.compile(r"[^.;。]+(?:[.;。](?=\s|$)|$)\s*|[^.;。]+[.;。]")


@lru_cache(maxsize=4096)
def _read(text: str) -> "array[int]":
    """The tokens and ideas of a text: a checksum of each, its start and its end. An edition's texts do not change."""
    read = array("I")
    for token in tokens(text):
        read.extend((crc32(token.text.encode()), token.start, token.end))
    cut = units(text)
    for forms in (asking().ideas, asking().words):
        for found in forms.find(cut):
            for meaning in found.meanings:
                read.extend((crc32(f"~{meaning.value}".encode()), found.start, found.end))
    return read


def spans(text: str, wanted: frozenset[int]) -> list[tuple[int, int]]:
    """Stretches of a text that hold wanted tokens, joined where they touch."""
    read = iter(_read(text))
    found = [(start, end) for checksum, start, end in zip(read, read, read, strict=True) if checksum in wanted]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def checksums(wanted: Iterable[str]) -> frozenset[int]:
    """Wanted tokens as `spans` takes them."""
    return frozenset(crc32(token.encode()) for token in wanted)


def marked(text: str, wanted: frozenset[int]) -> dict[str, Any]:
    """A text with its highlights."""
    return {"text": text, "highlights": [{"start": start, "end": end} for start, end in spans(text, wanted)]}


def snippet(text: str, wanted: frozenset[int]) -> dict[str, Any]:
    """A text with its highlights; of a long one the neighbouring sentences that hold most of them."""
    if len(text) <= _LONG:
        return marked(text, wanted)
    found = spans(text, wanted)
    cuts = [match.span() for match in _SENTENCE.finditer(text)] or [(0, len(text))]
    best, most = (0, 0), -1
    for first, (start, _) in enumerate(cuts):
        last = first
        while last + 1 < len(cuts) and cuts[last + 1][1] - start <= _LONG:
            last += 1
        held = sum(1 for one in found if start <= one[0] < cuts[last][1])
        if held > most:
            best, most = (start, cuts[last][1]), held
    start, end = best
    shown = text[start:end].rstrip()
    if len(shown) > 2 * _LONG:
        shown = shown[: 2 * _LONG]
    return {
        "text": shown,
        "highlights": [
            {"start": one - start, "end": other - start}
            for one, other in found
            if start <= one and other <= start + len(shown)
        ],
    }
