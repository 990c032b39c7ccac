"""The trail: who did what, when and why; whether it is intact; and its review."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response, StreamingResponse

from app.access.dependencies import FreshReviewer, Reviewer
from app.access.faults import Refused, invalid
from app.access.people import all_people
from app.access.trail.schemas import (
    ExportParameters,
    PageParameters,
    ReviewAnswer,
    ReviewParameters,
    RowsAnswer,
    RowsParameters,
    SignedOffAnswer,
    SignOff,
    VerifiedAnswer,
    VerifyParameters,
)
from app.access.work import Done, Work
from app.audit.acts import Action
from app.audit.commands import FileFormat, head_of
from app.audit.export import as_csv, as_ndjson, shown
from app.audit.reading import Asked, page, rows
from app.audit.review import Report, Span, TooMuch, report, span_of
from app.audit.verify import verify
from app.database.engine import reading
from app.http.conditional import normalised
from app.http.cursors import Cursor, number_after, query_digest
from app.http.openapi import STAFF_RESPONSES, also_as

router = APIRouter(prefix="/v1/staff/audit", tags=["staff: audit"])

MEDIA_TYPES = {FileFormat.ndjson: "application/x-ndjson", FileFormat.csv: "text/csv; charset=utf-8"}
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)


@router.get("", response_model=RowsAnswer, responses=STAFF_RESPONSES)
def list_rows(desk: Reviewer, parameters: Annotated[PageParameters, Query()]) -> Response:
    """Who did what, when and why: rows of the trail, newest first."""
    given = parameters.model_dump(mode="json", exclude={"limit", "cursor"})
    digest = query_digest(normalised(given.items()))
    before = number_after(parameters.cursor, digest)

    def build(connection: Connection) -> dict[str, Any]:
        found, total, more = page(connection, _asked(parameters), before=before, limit=parameters.limit)
        following = Cursor(1, digest, "", str(found[-1]["seq"])).encode() if more else None
        return {"items": [shown(row) for row in found], "next": following, "total": total}

    return desk.read(build)


@router.get("/verify", response_model=VerifiedAnswer, responses=STAFF_RESPONSES)
def check_trail(desk: Reviewer, parameters: Annotated[VerifyParameters, Query()]) -> Response:
    """Is every row as it was written? Names each that was altered, removed or moved."""

    def build(connection: Connection) -> dict[str, Any]:
        found = verify(connection, noted=head_of(parameters.head) if parameters.head else None)
        return {
            "intact": found.intact,
            "rows": found.rows,
            "head": {"seq": found.head.seq, "sha256": found.head.sha256} if found.head else None,
            "faults": [{"seq": fault.seq, "what": fault.what} for fault in found.faults],
            "faults_total": found.faults_total,
        }

    return desk.read(build)


@router.get(
    "/export",
    response_class=Response,
    responses={**STAFF_RESPONSES, **also_as(*MEDIA_TYPES.values())},
)
def export_trail(desk: Reviewer, parameters: Annotated[ExportParameters, Query()]) -> Response:
    """The rows as a file, oldest first, streamed."""
    form = FileFormat(parameters.format)

    def lines() -> Iterator[bytes]:
        with reading(desk.engine) as connection:
            found = rows(connection, *_asked(parameters).conditions)
            yield from as_csv(found) if form == FileFormat.csv else as_ndjson(found)

    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="audit-trail.{form}"'}
    return StreamingResponse(lines(), media_type=MEDIA_TYPES[form], headers=headers)


@router.get("/review", response_model=ReviewAnswer, responses=STAFF_RESPONSES)
def draw_review(desk: Reviewer, parameters: Annotated[ReviewParameters, Query()]) -> Response:
    """What people with admin rights changed, and a random sample of all rows, to be read and signed off."""

    def build(connection: Connection) -> dict[str, Any]:
        span = span_of(connection, parameters.begins or BEGINNING, parameters.ends or END)
        if span is None:
            raise Refused("unknown-record", "There is no row in this time.")
        found = _report(connection, span, parameters.seed or secrets.token_hex(8), parameters.sample)
        return {
            "first": span.first,
            "last": span.last,
            "rows": found.rows,
            "by_admins": {"people": sorted(found.admins), "items": [shown(row) for row in found.by_admins]},
            "sample": {"seed": found.seed, "items": [shown(row) for row in found.sample]},
            "sha256": found.sha256,
        }

    return desk.read(build)


@router.post("/review", response_model=SignedOffAnswer, status_code=201, responses=STAFF_RESPONSES)
def sign_off_review(desk: FreshReviewer, body: SignOff) -> Response:
    """Sign off a report that was drawn: it becomes a row of the trail. Nobody signs off changes of their own."""

    def build(work: Work) -> Done:
        if body.first > body.last:
            raise invalid("/last", "expected a row that is not before the first")
        found = _report(work.connection, Span(body.first, body.last), body.seed, body.sample)
        if found.sha256 != body.sha256:
            raise Refused("precondition-failed", "The report is not the one that you read; draw it again.")
        if work.person.name in found.admins:
            raise Refused("forbidden", "The report lists changes of yours; somebody else has to sign it off.")
        signed = body.model_dump(exclude={"reason"}) | {"reviewed_by": work.person.name}
        work.tell(Action.trail_reviewed, "audit", f"{body.first}-{body.last}", new=signed, reason=body.reason)
        return Done(signed, status=201)

    return desk.write(build, create=body)


def _report(connection: Connection, span: Span, seed: str, size: int) -> Report:
    try:
        roles = {one.name: str(one.role) for one in all_people(connection)}
        return report(connection, span, seed=seed, size=size, roles=roles)
    except TooMuch as much:
        raise invalid("since", f"choose a shorter time: {much}") from much


def _asked(parameters: RowsParameters) -> Asked:
    return Asked(
        actors=parameters.actor,
        actions=parameters.action,
        object_types=parameters.object_type,
        object_id=parameters.object_id,
        since=parameters.begins,
        until=parameters.ends,
    )
