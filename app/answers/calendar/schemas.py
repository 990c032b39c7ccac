"""What `/v1/calendar.ics` takes: the filters of the lists, without their pages."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parameters import EntryFilters, PolicyFilters
from app.editions.schemas import ReadParameters
from app.vocabulary.lists import EntryKind


class CalendarParameters(PolicyFilters, EntryFilters, ReadParameters):
    """`/v1/calendar.ics`."""

    kind: Annotated[
        list[EntryKind],
        Field(default_factory=list, max_length=50, description="Kind of entry. Repeatable.", examples=["policy"]),
    ]
    format: Annotated[Literal["ics"], Field(description="iCalendar is the only form.")] = "ics"
