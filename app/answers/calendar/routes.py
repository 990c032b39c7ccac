"""The calendar of dates."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.answers.calendar.dates import dated_entries, write_calendar
from app.answers.calendar.events import MEDIA_TYPE
from app.answers.calendar.schemas import CalendarParameters
from app.editions.dependencies import Reading
from app.http.formats import Format
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["answers"], responses=READ_RESPONSES)

CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "iCalendar (RFC 5545)."}
}


@router.get("/calendar.ics", response_class=Response, responses=CALENDAR)
def read_calendar(reader: Reading, parameters: Annotated[CalendarParameters, Query()]) -> Response:
    """Dates of policies, ends of transitions, and days on which rules begin and end, to subscribe to."""
    formats = (Format("ics", MEDIA_TYPE, write_calendar),)
    return reader.read(parameters, lambda view: dated_entries(view, parameters), formats)
