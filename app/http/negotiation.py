"""What the caller prefers: the language of an answer, and its media type."""

from collections.abc import Sequence
from functools import lru_cache

LANGUAGES = ("en", "ko")
_LONGEST = 500  # characters of a header that are read


def choose_language(wanted: str | None, accept_language: str | None) -> str:
    """`lang=` beats `Accept-Language`; what we do not have falls back to English.

    Of `Accept-Language` the range with the highest quality wins, the earlier one on a tie; `*` stands for the
    languages that are not named (RFC 9110, 12.5.4).
    """
    if wanted:
        return wanted
    return _preferred((accept_language or "")[:_LONGEST])


@lru_cache(maxsize=256)
def _preferred(accept_language: str) -> str:
    ranges = _ranges(accept_language)
    offered: list[tuple[float, int, str]] = []
    for language in LANGUAGES:
        named = [(quality, place) for place, (range_, quality) in enumerate(ranges) if _covers(range_, language)]
        others = [(quality, place) for place, (range_, quality) in enumerate(ranges) if range_ == "*"]
        if named or others:
            quality, place = max(named or others, key=lambda one: (one[0], -one[1]))
            offered.append((-quality, place, language))
    best = min(offered, default=None)
    return best[2] if best and best[0] < 0 else LANGUAGES[0]


def quality_of(accept: str, media_type: str) -> float:
    """How much `Accept` likes a media type, 0 to 1; the most exact range covering it decides (RFC 9110, 12.5.1)."""
    main = media_type.partition("/")[0]
    named = dict(_ranges(accept))
    return next((named[one] for one in (media_type, f"{main}/*", "*/*") if one in named), 0.0)


def _covers(range_: str, language: str) -> bool:
    return range_.split("-", maxsplit=1)[0] == language


def _ranges(header: str) -> Sequence[tuple[str, float]]:
    ranges: list[tuple[str, float]] = []
    for item in header[:_LONGEST].split(","):
        name, _, parameters = item.strip().partition(";")
        quality = 1.0
        if parameters.strip().startswith("q="):
            try:
                quality = float(parameters.strip()[2:])
            except ValueError:
                continue
        ranges.append((name.strip().lower(), quality))
    return ranges
