"""Query parameters of search."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.editions.schemas import PageParameters
from app.vocabulary.tokens import fold

Found = Literal[
    "requirement",
    "procedure",
    "reliance",
    "observed_time",
    "policy",
    "market",
    "term",
    "qa",
    "authority",
    "disagreement",
    "document",
    "event",
    "gap",
    "jurisdiction",
    "session",
    "source",
    "statement",
]
"""Kinds of record that search finds: the kinds of entry, and kinds of supporting record."""

Word = Annotated[str, Field(min_length=1, max_length=120)]


def _with_words(text: str) -> str:
    if not fold(text):
        raise ValueError("expected at least one word")
    return text


class SearchParameters(PageParameters):
    """`/v1/search`."""

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=300,
            description="A question or a few words, in English or Korean, whatever the language of the answer.",
            examples=["biosimilar malaysia how long", "태국 GMP 실사 면제"],
        ),
        AfterValidator(_with_words),
    ]
    country: Annotated[
        list[Word], Field(max_length=50, description="Only of this jurisdiction. Repeatable.", examples=["MY"])
    ] = []
    product_type: Annotated[
        list[Word],
        Field(
            max_length=50,
            description="Only what names this product type, or holds for it by inheritance. Repeatable.",
        ),
    ] = []
    topic: Annotated[list[Word], Field(max_length=50, description="Only on this topic. Repeatable.")] = []
    kind: Annotated[list[Found], Field(max_length=50, description="Only records of this kind. Repeatable.")] = []
    limit: Annotated[int, Field(ge=1, le=100, description="Items on a page.")] = 10
