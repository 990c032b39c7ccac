"""How long it takes, and where first."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.timelines.schemas import TimelineAnswer, TimelineParameters
from app.answers.timelines.timelines import timelines
from app.editions.dependencies import ByAddress
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["answers"], responses=READ_RESPONSES)


@router.get("/timelines", response_model=TimelineAnswer)
def read_timelines(reader: ByAddress, parameters: Annotated[TimelineParameters, Query()]) -> Response:
    """Procedures side by side in calendar days, by the rules and as observed; across countries, where first."""
    return reader.read(parameters, lambda view: timelines(view, parameters))
