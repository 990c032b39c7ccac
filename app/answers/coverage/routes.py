"""How much the atlas knows."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.coverage.coverage import coverage_page
from app.answers.coverage.schemas import CoveragePage, CoverageParameters
from app.editions.dependencies import ByAddress
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["what is not known"], responses=READ_RESPONSES)


@router.get("/coverage", response_model=CoveragePage)
def read_coverage(reader: ByAddress, parameters: Annotated[CoverageParameters, Query()]) -> Response:
    """Country by product type by topic: filled, stale, contradicted or empty."""
    return reader.page(parameters, lambda view, after: coverage_page(view, parameters, after))
