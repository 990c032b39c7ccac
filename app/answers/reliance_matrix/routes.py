"""The reliance matrix."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.reliance_matrix.matrix import matrix_parts
from app.answers.reliance_matrix.schemas import MatrixAnswer, MatrixParameters
from app.editions.dependencies import ByAddress
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["answers"], responses=READ_RESPONSES)


@router.get("/reliance-matrix", response_model=MatrixAnswer)
def read_matrix(reader: ByAddress, parameters: Annotated[MatrixParameters, Query()]) -> Response:
    """Where the work of one authority or group counts: jurisdiction by step, with what each answer rests on."""
    return reader.read(parameters, lambda view: matrix_parts(view, parameters))
