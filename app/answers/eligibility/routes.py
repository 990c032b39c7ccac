"""Eligibility."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.eligibility.eligibility import eligibility
from app.answers.eligibility.schemas import EligibilityAnswer, EligibilityParameters
from app.editions.dependencies import ByAddress
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["answers"], responses=READ_RESPONSES)


@router.get("/eligibility", response_model=EligibilityAnswer)
def read_eligibility(reader: ByAddress, parameters: Annotated[EligibilityParameters, Query()]) -> Response:
    """Which procedures of a country are open to a product, which are closed, which cannot be told, and why."""
    return reader.read(parameters, lambda view: eligibility(view, parameters))
