"""What search answers."""

from typing import Annotated, Literal

from pydantic import Field

from app.editions.schemas import Meta
from app.search.parameters import Found
from app.vocabulary.lists import CurrencyStatus, EvidenceGrade, Stale
from app.vocabulary.shapes import Answered


class Span(Answered):
    """A stretch of a text: from `start` up to and not including `end`, in Unicode characters."""

    start: int
    end: int


class Marked(Answered):
    """A text, and where the words of the question, or others that mean the same, stand in it."""

    text: str
    highlights: list[Span]


class Why(Answered):
    """A part of the question that a record answers to."""

    asked: Annotated[str, Field(description="The words of the question.", examples=["GMP 실사"])]
    meant: Annotated[list[str], Field(description="What they were taken for.", examples=[["GMP inspection"]])]


class SearchItem(Answered):
    """A record that may answer."""

    id: str
    kind: Found
    country: Annotated[
        str | None, Field(description="Null for documents, events and sources, which are no country's.")
    ]
    title: Marked
    snippet: Annotated[Marked | None, Field(description="The part of its text that answers best.")]
    why: list[Why]
    without: Annotated[list[str], Field(description="Parts of the question that it does not touch.")]
    url: str
    product_types: list[str]
    topics: list[str]
    currency_status: CurrencyStatus | None
    stale: Stale | None
    evidence_grade: EvidenceGrade | None
    score: Annotated[int, Field(description="How well it answers, against the best of this question: 100.")]


class Understood(Answered):
    """A stretch of the question, and what it was taken for. `filter` narrows the answer to it."""

    text: str
    start: int
    end: int
    field: Annotated[
        Literal["country", "authority", "group", "product_type", "topic", "document", "kind", "idea"],
        Field(description="`idea`: one of the regulatory ideas that have several names; `kind`: a kind of record."),
    ]
    value: str
    name: Annotated[str | None, Field(description="Its name in the answer's language; null for ideas and kinds.")]
    filter: Annotated[str | None, Field(examples=["country=MY"])]


class MissingPart(Answered):
    """A stretch of the question that the atlas holds nothing on."""

    text: str
    start: int
    end: int
    why: Annotated[
        Literal["no-entries", "not-mentioned", "outside", "unknown-word"],
        Field(
            description="`no-entries`: a country without entries; `not-mentioned`: no record of the countries asked "
            "about mentions it; `outside`: no matter of this atlas; `unknown-word`: an abbreviation no record has."
        ),
    ]


class QueryRead(Answered):
    """How the question was read. Offsets count characters of `text`."""

    text: Annotated[str, Field(description="The question, with misspelt words mended.")]
    understood: list[Understood]
    intents: Annotated[
        list[str],
        Field(description="What is wanted: `how-long`, `how-much`, `reliance`, `change`, `papers`, `meaning` …"),
    ]
    countries: Annotated[list[str], Field(description="Whose rules are asked for.")]
    references: Annotated[list[str], Field(description="Whose approval or inspection is to count there.")]
    unknown: Annotated[list[str], Field(description="Words that no record of this edition has.")]
    missing: Annotated[
        list[MissingPart], Field(description="What the question turns on and this edition holds nothing on.")
    ]


class FacetCount(Answered):
    """How many of the records that were found have a value."""

    value: str
    count: int


class SearchPage(Answered):
    """Records that may answer, best first."""

    edition: int
    query: QueryRead
    covered: Annotated[
        bool,
        Field(
            description="False where nothing was found, or where `query.missing` names something: what stands in "
            "`items` is then near the question and no answer to it."
        ),
    ]
    did_you_mean: Annotated[
        str | None, Field(description="The question with misspelt words mended, which is what was searched.")
    ]
    items: list[SearchItem]
    next: str | None
    total: Annotated[int, Field(description="Records that were found; weaker ones than these are left out.")]
    facets: dict[str, list[FacetCount]]
    meta: Meta
