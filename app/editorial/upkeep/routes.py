"""Keeping what is published true, by API."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import Editor, Viewer, problem_of
from app.access.faults import Refused
from app.access.work import Build, Done, Work
from app.audit.acts import Action
from app.database.engine import reading
from app.editorial.revisions.held import Held
from app.editorial.revisions.reading import whole
from app.editorial.revisions.records import entry_type
from app.editorial.revisions.routes import RecordPath
from app.editorial.revisions.schemas import StaffRevision
from app.editorial.upkeep.days import Day, Whose, add_day
from app.editorial.upkeep.due import Place, due_page, place_of
from app.editorial.upkeep.links import keep, look, watched
from app.editorial.upkeep.schemas import (
    Checking,
    NewDay,
    SourcesParameters,
    StaffSourceDetail,
    StaffSourcePage,
    StalePage,
    StaleParameters,
    Verification,
)
from app.editorial.upkeep.sources import one_source, source_page
from app.editorial.upkeep.verifying import Seen, verify
from app.http.conditional import normalised
from app.http.cursors import Cursor, decode_cursor, query_digest
from app.http.openapi import STAFF_RESPONSES
from app.http.problems import Problem, invalid_parameter
from app.outside.addresses import Reach
from app.vocabulary.lists import CalendarDayKind

router = APIRouter(prefix="/v1/staff", tags=["staff: upkeep"], responses=STAFF_RESPONSES)


@router.get("/stale", response_model=StalePage)
def list_stale(desk: Viewer, parameters: Annotated[StaleParameters, Query()]) -> Response:
    """What is due for a check: the greatest risk first, then the oldest."""
    given = parameters.model_dump(mode="json", exclude={"limit", "cursor"})
    digest = query_digest(normalised(given.items()))
    after = _place_after(parameters.cursor, digest)

    def build(connection: Connection) -> dict[str, Any]:
        items, total, last = due_page(connection, parameters, desk.at.date(), after)
        following = Cursor(1, digest, last.text(), last.id).encode() if last else None
        return {"items": items, "next": following, "total": total}

    return desk.read(build)


@router.post("/entries/{id}/verify", response_model=StaffRevision, status_code=201)
def verify_entry(desk: Editor, id: RecordPath, body: Verification) -> Response:
    """Checked, still true: a draft that moves the day of the check, and goes to review like any change."""
    seen = Seen(body.source, body.seen_on, body.locator, body.note)
    return desk.write(
        _drafted(lambda work: verify(work, entry_type(work.connection, id), id, seen, reason=body.reason)),
        create=body,
    )


@router.post("/authorities/{id}/days", response_model=StaffRevision, status_code=201)
def add_calendar_day(desk: Editor, id: RecordPath, body: NewDay) -> Response:
    """Add a day to an authority's calendar: a draft of its jurisdiction's record, which goes to review."""
    day = Day(
        date=body.date,
        kind=CalendarDayKind(body.kind),
        name=body.name.model_dump(mode="json", exclude_none=True),
        whose=Whose(body.whose),
        source=body.source,
        locator=body.locator,
    )
    return desk.write(_drafted(lambda work: add_day(work, id, day, reason=body.reason)), create=body)


@router.get("/sources", response_model=StaffSourcePage)
def list_staff_sources(desk: Viewer, parameters: Annotated[SourcesParameters, Query()]) -> Response:
    """Published sources, how many entries cite each, and what its address showed at the last look."""
    given = parameters.model_dump(mode="json", exclude={"limit", "cursor"})
    digest = query_digest(normalised(given.items()))
    after = None
    if parameters.cursor is not None:
        found = decode_cursor(parameters.cursor)
        if found.query != digest:
            raise _other_list()
        after = found.id

    def build(connection: Connection) -> dict[str, Any]:
        items, total, last = source_page(connection, parameters, after)
        following = Cursor(1, digest, "", last).encode() if last is not None else None
        return {"items": items, "next": following, "total": total}

    return desk.read(build)


@router.get("/sources/{id}", response_model=StaffSourceDetail)
def read_staff_source(desk: Viewer, id: RecordPath) -> Response:
    """One source with the looks at its address, the newest first."""
    return desk.read(lambda connection: one_source(connection, id))


@router.post("/sources/{id}/check", response_model=StaffSourceDetail)
def check_source(desk: Editor, id: RecordPath, body: Checking) -> Response:
    """Look at a source's address now. It changes no fact."""
    try:
        with reading(desk.engine) as connection:
            source = watched(connection, id)
    except Refused as refused:
        raise problem_of(refused) from refused
    reach = Reach.loopback if desk.request.app.state.settings.outside_loopback else Reach.public
    found = look(source, reach=reach, accept=body.accept)

    def build(work: Work) -> Done:
        told = keep(work.connection, source, found, at=work.at, actor=work.person.name)
        work.tell(Action.link_checked, "source", id, new=told, reason=body.reason)
        return Done(one_source(work.connection, id))

    return desk.write(build)


def _drafted(draft: Callable[[Work], Held]) -> Build:
    def build(work: Work) -> Done:
        one = draft(work)
        shown = whole(work.connection, one, work.person)
        return Done(shown, tag=one.tag, status=201, location=f"/v1/staff/revisions/{one.key}")

    return build


def _place_after(cursor: str | None, digest: str) -> Place | None:
    if cursor is None:
        return None
    found = decode_cursor(cursor)
    place = place_of(found.key, found.id) if found.query == digest else None
    if place is None:
        raise _other_list()
    return place


def _other_list() -> Problem:
    return invalid_parameter("cursor", "the cursor belongs to another list; start again without it")
