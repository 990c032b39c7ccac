"""Gaps and disagreements as they are asked and answered."""

from typing import Annotated

from pydantic import Field

from app.answers.parameters import Word
from app.editions.schemas import Meta, PageParameters
from app.knowledge.schemas.supporting import Disagreement, Gap
from app.vocabulary.lists import GapStatus, TextState
from app.vocabulary.shapes import Answered


class DisagreementParameters(PageParameters):
    """`/v1/disagreements`."""

    country: Annotated[
        list[Word], Field(max_length=50, description="Jurisdiction. Repeatable.", examples=["MY"])
    ] = []
    product_type: Annotated[
        list[Word],
        Field(max_length=50, description="Touching this product type, directly or from above. Repeatable."),
    ] = []
    topic: Annotated[list[Word], Field(max_length=50, description="Topic. Repeatable.")] = []
    entry: Annotated[list[Word], Field(max_length=50, description="Touching this entry. Repeatable.")] = []


class GapParameters(DisagreementParameters):
    """`/v1/gaps`."""

    status: Annotated[list[GapStatus], Field(description="Has it been filled? Repeatable.", examples=["open"])] = []


class DisagreementAnswer(Disagreement[str]):
    """Sources or records that differ: both sides, and which one is followed."""

    texts: dict[str, TextState]


class GapAnswer(Gap[str]):
    """Something that was looked for and not found."""

    texts: dict[str, TextState]


class UnknownInShort(Answered):
    """A gap or disagreement that an answer touches; `/v1/gaps` and `/v1/disagreements` have it in full."""

    id: str
    title: str


class DisagreementPage(Answered):
    """A page of disagreements, by id."""

    edition: int
    items: list[DisagreementAnswer]
    next: str | None
    total: int
    meta: Meta


class GapPage(Answered):
    """A page of gaps, by id."""

    edition: int
    items: list[GapAnswer]
    next: str | None
    total: int
    meta: Meta
