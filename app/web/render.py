"""Writing a page: a template, filled, with what every page carries."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from app.vocabulary.sentences import Sentence
from app.web.here import Here
from app.web.templates import template, version
from app.web.words import Words

MEDIA_TYPE = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: nothing from anywhere but here."""
PAGE_HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
"""What every page carries. Its own forms say where they were filled in; other sites are told nothing."""

Built = dict[str, Any]


class Language(StrEnum):
    """The languages of the pages; the first part of every address."""

    en = "en"
    ko = "ko"


def page(
    name: str,
    body: Built,
    *,
    words: Mapping[str, Sentence],
    language: str,
    path: str,
    query: str,
    here: Here,
    data: str | None = None,
) -> bytes:
    """A page by its template, as it is sent.

    `path` is its address below the language, `query` what was asked there, as it came; `data` is the address of the
    API that says the same.
    """
    address = quote(path, safe="/", errors="replace")
    return (
        template(name)
        .render(
            **body,
            say=Words(language, dict(words)),
            language=language,
            other="ko" if language == "en" else "en",
            root=f"/{language}",
            address=f"{address}?{query}" if query else address,
            here=here,
            current=name,
            version=version(),
            data=data,
        )
        .encode("utf-8", "replace")
    )
