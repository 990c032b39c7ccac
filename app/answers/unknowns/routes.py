"""What was looked for and not found, and where sources differ."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.unknowns.schemas import (
    DisagreementPage,
    DisagreementParameters,
    GapPage,
    GapParameters,
)
from app.answers.unknowns.unknowns import unknown_page
from app.editions.dependencies import ByAddress
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["what is not known"], responses=READ_RESPONSES)


@router.get("/gaps", response_model=GapPage)
def list_gaps(reader: ByAddress, parameters: Annotated[GapParameters, Query()]) -> Response:
    """What was looked for and not found."""
    return reader.page(parameters, lambda view, after: unknown_page(view, "gap", parameters, after))


@router.get("/disagreements", response_model=DisagreementPage)
def list_disagreements(reader: ByAddress, parameters: Annotated[DisagreementParameters, Query()]) -> Response:
    """Sources or records that differ."""
    return reader.page(parameters, lambda view, after: unknown_page(view, "disagreement", parameters, after))
