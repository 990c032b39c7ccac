"""Reports that an entry is wrong: sending one, asking after it, and the staff's queue."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import Admin, Desk, Editor, Viewer, tag_of
from app.access.work import Done, Work
from app.editorial.reports.dependencies import find_report, take_report
from app.editorial.reports.queue import Held, assign, close, erase, report, reports
from app.editorial.reports.schemas import (
    Assigning,
    Closing,
    NewReport,
    ReportAnswer,
    ReportOutcome,
    ReportPage,
    ReportReceipt,
    ReportsParameters,
)
from app.http.answers import JSON, json_bytes
from app.http.conditional import matches, normalised
from app.http.cursors import Cursor, number_after, query_digest
from app.http.openapi import COMPUTE_RESPONSES, READ_RESPONSES, SINGLE_RESPONSES, STAFF_RESPONSES
from app.vocabulary.shapes import Reasoned

router = APIRouter(prefix="/v1", tags=["reports"])
staff_router = APIRouter(prefix="/v1/staff/reports", tags=["staff: reports"], responses=STAFF_RESPONSES)

EntryPath = Annotated[
    str, Path(min_length=1, max_length=120, description="Id of an entry.", examples=["my-local-prh"])
]
ReceiptPath = Annotated[str, Path(min_length=1, max_length=64, description="The receipt that came with a report.")]
ReportPath = Annotated[int, Path(ge=1, le=2_000_000_000, description="Id of a report.", examples=[1])]

_TAKEN: dict[int | str, dict[str, Any]] = {
    **COMPUTE_RESPONSES,
    **SINGLE_RESPONSES,
    429: {"description": "Too many reports at this time, in all or on this entry; `Retry-After` says when again."},
}


@router.post("/entries/{id}/reports", response_model=ReportReceipt, status_code=202, responses=_TAKEN)
def report_entry(request: Request, id: EntryPath, body: NewReport) -> Response:
    """Tell the staff that an entry is wrong. Nothing is kept of who you are; the receipt shows what became of it."""
    taken = take_report(request, id, body)
    headers = {"Location": taken["url"], "Cache-Control": "no-store"}
    return Response(json_bytes(taken), status_code=202, media_type=JSON, headers=headers)


@router.get("/reports/{receipt}", response_model=ReportReceipt, responses=READ_RESPONSES)
def read_report(request: Request, receipt: ReceiptPath) -> Response:
    """What became of a report, for whoever holds its receipt."""
    found = find_report(request, receipt)
    tag = tag_of(found)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(json_bytes(found), media_type=JSON, headers=headers)


@staff_router.get("", response_model=ReportPage)
def list_reports(desk: Viewer, parameters: Annotated[ReportsParameters, Query()]) -> Response:
    """What readers say is wrong: the oldest first."""
    person = desk.signed.person
    given = parameters.model_dump(mode="json", exclude={"limit", "cursor"}) | {"person": person.name}
    digest = query_digest(normalised(given.items()))
    after = number_after(parameters.cursor, digest)

    def build(connection: Connection) -> dict[str, Any]:
        found, total, more = reports(connection, parameters, person, after)
        following = Cursor(1, digest, "", str(more)).encode() if more is not None else None
        return {"items": [one.shown(person) for one in found], "next": following, "total": total}

    return desk.read(build)


@staff_router.get("/{id}", response_model=ReportAnswer)
def read_one_report(desk: Viewer, id: ReportPath) -> Response:
    """One report."""
    return desk.read(lambda connection: report(connection, id).shown(desk.signed.person))


@staff_router.post("/{id}/assign", response_model=ReportAnswer)
def assign_report(desk: Editor, id: ReportPath, body: Assigning) -> Response:
    """Take a report on, or give it to another editor."""
    return _step(desk, id, lambda work, one: assign(work, one, body.to, reason=body.reason))


@staff_router.post("/{id}/close", response_model=ReportAnswer)
def close_report(desk: Editor, id: ReportPath, body: Closing) -> Response:
    """Say what a report came to."""
    outcome = ReportOutcome(body.outcome)
    return _step(desk, id, lambda work, one: close(work, one, outcome, body.revision, reason=body.reason))


@staff_router.post("/{id}/erase", response_model=ReportAnswer)
def erase_report(desk: Admin, id: ReportPath, body: Reasoned) -> Response:
    """Erase the reader's words from a closed report, for where they name somebody."""
    return _step(desk, id, lambda work, one: erase(work, one, reason=body.reason))


def _step(desk: Desk, key: int, take: Any) -> Response:
    """Take a step on a report as it is now; where the caller says which state they saw, only on that one."""

    def build(work: Work) -> Done:
        one: Held = report(work.connection, key, lock=True)
        if work.if_match is not None:
            work.expect(tag_of(one.shown(work.person)))
        return Done(take(work, one).shown(work.person))

    return desk.write(build)
