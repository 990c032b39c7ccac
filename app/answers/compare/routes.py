"""Comparisons."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.compare.compare import compare, compare_parts
from app.answers.compare.schemas import CompareAnswer, CompareParameters
from app.answers.compare.sheets import compare_csv, compare_workbook
from app.answers.tables import csv_file, workbook
from app.editions.dependencies import ByAddress
from app.editions.view import View
from app.editions.written import Parts
from app.http.formats import Format
from app.http.openapi import READ_RESPONSES, also_as

router = APIRouter(prefix="/v1", tags=["answers"], responses=READ_RESPONSES)

_NAME = "licensing-atlas-compare"
_FORMATS = (
    Format("csv", csv_file.MEDIA_TYPE, compare_csv, f"{_NAME}.csv"),
    Format("xlsx", workbook.MEDIA_TYPE, compare_workbook, f"{_NAME}.xlsx"),
)


@router.get(
    "/compare",
    response_model=CompareAnswer,
    responses=also_as(csv_file.MEDIA_TYPE, workbook.MEDIA_TYPE),
)
def read_comparison(reader: ByAddress, parameters: Annotated[CompareParameters, Query()]) -> Response:
    """Countries side by side: one row a topic, a paper, a clock, fees or a step of reliance; differences marked."""

    def build(view: View) -> dict[str, Any] | Parts:
        return (compare_parts if view.as_json else compare)(view, parameters)

    return reader.read(parameters, build, _FORMATS)
