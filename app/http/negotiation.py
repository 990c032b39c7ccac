"""Which language an answer is in."""

from collections.abc import Sequence

LANGUAGES = ("en", "ko")


def choose_language(wanted: str | None, accept_language: str | None) -> str:
    """`lang=` beats `Accept-Language`; what we do not have falls back to English.

    Of `Accept-Language` the range with the highest quality wins, the earlier one on a tie (RFC 9110, 12.5.4).
    """
    if wanted:
        return wanted
    best, best_quality = LANGUAGES[0], 0.0
    for language, quality in _ranges(accept_language or ""):
        primary = language.split("-")[0]
        if primary in LANGUAGES and quality > best_quality:
            best, best_quality = primary, quality
    return best


def _ranges(header: str) -> Sequence[tuple[str, float]]:
    ranges: list[tuple[str, float]] = []
    for item in header[:500].split(","):
        name, _, parameters = item.strip().partition(";")
        quality = 1.0
        if parameters.strip().startswith("q="):
            try:
                quality = float(parameters.strip()[2:])
            except ValueError:
                continue
        ranges.append((name.strip().lower(), quality))
    return ranges
