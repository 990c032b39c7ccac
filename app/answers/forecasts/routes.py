"""Forecasts."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.calendar.events import MEDIA_TYPE
from app.answers.forecasts.events import forecast_calendar, plan_calendar
from app.answers.forecasts.forecast import forecast
from app.answers.forecasts.plan import plan
from app.answers.forecasts.schemas import (
    ForecastAnswer,
    ForecastParameters,
    LaunchPlan,
    PlanAnswer,
    PlanParameters,
)
from app.editions.dependencies import Reading
from app.http.formats import Format
from app.http.openapi import COMPUTE_RESPONSES, READ_RESPONSES, also_as

router = APIRouter(prefix="/v1", tags=["answers"])


@router.get("/forecasts", response_model=ForecastAnswer, responses={**READ_RESPONSES, **also_as(MEDIA_TYPE)})
def read_forecast(reader: Reading, parameters: Annotated[ForecastParameters, Query()]) -> Response:
    """When a procedure is likely to be through, phase by phase on its authority's own calendar."""
    formats = (Format("ics", MEDIA_TYPE, forecast_calendar, "forecast.ics"),)
    return reader.read(parameters, lambda view: forecast(view, parameters), formats)


@router.post("/forecasts", response_model=PlanAnswer, responses={**COMPUTE_RESPONSES, **also_as(MEDIA_TYPE)})
def compute_plan(reader: Reading, parameters: Annotated[PlanParameters, Query()], launch: LaunchPlan) -> Response:
    """A launch plan of many applications, forecast on one line of time. Nothing sent is kept."""
    formats = (Format("ics", MEDIA_TYPE, plan_calendar, "launch-plan.ics"),)
    return reader.compute(parameters, lambda view: plan(view, launch), formats)
