"""Readiness."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.readiness.question import ReadinessQuestion
from app.answers.readiness.readiness import readiness
from app.answers.readiness.schemas import ReadinessAnswer
from app.editions.dependencies import Reading
from app.editions.schemas import ReadParameters
from app.http.openapi import COMPUTE_RESPONSES

router = APIRouter(prefix="/v1", tags=["answers"], responses=COMPUTE_RESPONSES)


@router.post("/readiness", response_model=ReadinessAnswer)
def ask_readiness(
    reader: Reading, question: ReadinessQuestion, parameters: Annotated[ReadParameters, Query()]
) -> Response:
    """From a list of papers: what is there, what is missing, what is asked for under a condition. Nothing is kept."""
    return reader.compute(parameters, lambda view: readiness(view, question))
