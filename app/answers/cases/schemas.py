"""The parameters in which a company tells its case; every answer that takes one of them calls it the same."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parameters import Word
from app.editions.schemas import ReadParameters
from app.knowledge.schemas.common import Day
from app.vocabulary.shapes import Parameters

Known = Literal["yes", "no", "unknown"]


class FilingParameters(ReadParameters):
    """When the application is filed."""

    applies_on: Annotated[
        Day | None, Field(description="The filing day; default is today. Rules that surely do not hold then are out.")
    ] = None


class ApprovalParameters(Parameters):
    """What the product has been granted elsewhere, and what it is."""

    approved_by: Annotated[
        list[Word],
        Field(
            max_length=50,
            description="An authority whose approval the product has, with its date where known: `KR-MFDS`, "
            "`US-FDA:2026-01-15`, `EU-EMA:2025`. Repeatable; `none` says that there is no approval anywhere.",
            examples=["KR-MFDS"],
        ),
    ] = []
    inspected_by: Annotated[
        list[Word],
        Field(
            max_length=50,
            description="An authority that has inspected the manufacturing site, with the date where known. "
            "Repeatable; `none` says that none has.",
        ),
    ] = []
    designation: Annotated[
        list[Word],
        Field(
            max_length=20,
            description="A designation of the product. Repeatable; `none` says that it has none.",
            examples=["orphan"],
        ),
    ] = []
    same_product: Annotated[
        Known, Field(description="Is it the same product (formula, site, indications) as approved there?")
    ] = "unknown"
    local_holder: Annotated[Known, Field(description="Is there a holder established in the country?")] = "unknown"
