"""Coverage as it is asked and answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parameters import Word
from app.editions.schemas import Meta, PageParameters
from app.vocabulary.shapes import Answered

CellState = Literal["filled", "stale", "contradicted", "empty"]


class CoverageParameters(PageParameters):
    """`/v1/coverage`."""

    country: Annotated[
        list[Word],
        Field(
            max_length=50, description="Jurisdiction; default: all that have entries. Repeatable.", examples=["MY"]
        ),
    ] = []
    product_type: Annotated[list[Word], Field(max_length=50, description="Product type. Repeatable.")] = []
    topic: Annotated[list[Word], Field(max_length=50, description="Topic. Repeatable.")] = []
    state: Annotated[
        list[CellState], Field(description="Only cells in this state. Repeatable.", examples=["empty"])
    ] = []


class CoverageCell(Answered):
    """What is known of one topic for one product type in one country."""

    country: str
    product_type: str
    topic: str
    state: Annotated[
        CellState,
        Field(
            description="`contradicted`: a disagreement touches it; `stale`: all entries are too old or their age is "
            "not known; `empty`: nothing is recorded."
        ),
    ]
    entries: Annotated[int, Field(description="Entries that hold for it, directly or from a type above.")]
    stale_entries: int
    gaps: Annotated[int, Field(description="Gaps recorded for it: looked for and not found.")]
    disagreements: int


class CoverageTotal(Answered):
    """How many cells of a country are in each state."""

    country: str
    filled: int
    stale: int
    contradicted: int
    empty: int


class CoveragePage(Answered):
    """A page of cells, by country, product type and topic."""

    edition: int
    items: list[CoverageCell]
    next: str | None
    total: int
    by_country: Annotated[list[CoverageTotal], Field(description="All cells that were asked for, whatever the page.")]
    meta: Meta
