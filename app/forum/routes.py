"""Forum events."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.editions.dependencies import Reading
from app.editions.schemas import ReadParameters
from app.forum.events import event_page, one_event
from app.forum.schemas import EventAnswer, EventPage, EventParameters
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["forum"], responses=READ_RESPONSES)

EventPath = Annotated[
    str, Path(min_length=1, max_length=120, description="Id of an event.", examples=["kpa-2019-asean"])
]


@router.get("/events", response_model=EventPage)
def list_events(reader: Reading, parameters: Annotated[EventParameters, Query()]) -> Response:
    """Occasions on which regulators spoke."""
    return reader.page(parameters, lambda view, after: event_page(view, parameters, after))


@router.get("/events/{id}", response_model=EventAnswer)
def read_event(reader: Reading, id: EventPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """One event with its sessions, what was said, and the entries that came from it."""
    return reader.read(parameters, lambda view: one_event(view, id))
