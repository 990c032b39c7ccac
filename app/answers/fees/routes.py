"""What a case pays."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.fees.fees import fees
from app.answers.fees.schemas import FeeAnswer, FeeParameters
from app.editions.dependencies import ByAddress
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["answers"], responses=READ_RESPONSES)


@router.get("/fees", response_model=FeeAnswer)
def read_fees(reader: ByAddress, parameters: Annotated[FeeParameters, Query()]) -> Response:
    """What this case pays, by fee and in total; what was left out and why; what cannot be decided."""
    return reader.read(parameters, lambda view: fees(view, parameters))
