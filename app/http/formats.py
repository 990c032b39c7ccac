"""What an answer can be sent as besides JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.http.answers import JSON
from app.http.negotiation import quality_of


@dataclass(frozen=True)
class Format:
    """Another form of an answer: its name in `format=`, its media type, and how a body and language become it.

    `filename` makes browsers save the answer under that name; without it they show the answer. `version` changes when
    the same body comes to be written differently.
    """

    name: str
    media_type: str
    write: Callable[[dict[str, Any], str], bytes]
    filename: str | None = None
    version: str = ""


def choose_format(wanted: str | None, accept: str | None, offered: Sequence[Format]) -> Format | None:
    """The form of an answer, null for JSON: `format=` beats `Accept`; what we do not have falls back to JSON.

    Of `Accept` the type with the highest quality wins; JSON wins a tie (RFC 9110, 12.5.1).
    """
    if wanted:
        return next((one for one in offered if one.name == wanted), None)
    if not accept or not offered:
        return None
    best: Format | None = None
    quality = quality_of(accept, JSON)
    for one in offered:
        own = quality_of(accept, one.media_type.partition(";")[0])
        if own > quality:
            best, quality = one, own
    return best
