"""Imports, by API."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.access.dependencies import Desk, Editor, Viewer, problem_of
from app.access.faults import Refused
from app.access.work import Done, Work
from app.database.engine import reading
from app.editorial.imports.dependencies import SentBody
from app.editorial.imports.files import CSV, READERS, WORKBOOK, SentFile, read_file
from app.editorial.imports.importing import Faulty, dry_run, take_in
from app.editorial.imports.schemas import Asked, ImportParameters, ImportReport, TemplateParameters
from app.editorial.imports.templates import csv_template, newest_edition, workbook_template
from app.http.answers import answer, not_modified
from app.http.conditional import entity_tag, matches
from app.http.openapi import STAFF_RESPONSES, also_as
from app.http.problems import MOST_ERRORS, Problem, ProblemError, invalid_parameter

router = APIRouter(prefix="/v1/staff/imports", tags=["staff: imports"], responses=STAFF_RESPONSES)

KindPath = Annotated[
    str, Path(min_length=1, max_length=40, description="A type of record.", examples=["requirement"])
]

_TEMPLATES = "1"
"""Raised when templates show the same records differently, so that old entity tags stop matching."""

_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself. What is wrong with it stands in the report, so no schema narrows it.",
        "content": {name: {"schema": {}} for name in READERS},
    }
}


@router.post("", response_model=ImportReport, openapi_extra=_FILE)
def import_file(desk: Editor, parameters: Annotated[ImportParameters, Query()], sent: SentBody) -> Response:
    """Take a file of records in: as drafts, all of them or none; by default only a report of what it would do.

    Whoever sends the file is the editor of its drafts and never approves them. `reason` is a query parameter here,
    because the body is the file.
    """
    file = SentFile(sent.data, sent.media_type, parameters.kind)
    country = parameters.country.upper() if parameters.country else None
    found = read_file(file)
    if parameters.dry_run:
        return desk.read(lambda connection: dry_run(connection, file, found, today=desk.at.date(), country=country))
    reason = parameters.reason
    if reason is None:
        raise invalid_parameter("reason", "every change has a reason; say it in the query")

    def build(work: Work) -> Done:
        try:
            return Done(take_in(work, file, found, country=country, reason=reason))
        except Faulty as faulty:
            raise _problem(faulty) from faulty

    asked = Asked(sha256=file.sha256, kind=parameters.kind, country=country, reason=reason)
    return desk.write(build, create=asked)


@router.get("/templates/{kind}.csv", responses=also_as(CSV), response_class=Response)
def csv_template_of(desk: Viewer, kind: KindPath, parameters: Annotated[TemplateParameters, Query()]) -> Response:
    """A table to fill in as CSV: the columns of a type of record, with published records as rows."""
    return _template(desk, kind, parameters, csv_template, "csv")


@router.get("/templates/{kind}.xlsx", responses=also_as(WORKBOOK), response_class=Response)
def workbook_template_of(
    desk: Viewer, kind: KindPath, parameters: Annotated[TemplateParameters, Query()]
) -> Response:
    """A workbook to fill in: a sheet for the records and one for each of their lists, notes, and drop-downs."""
    return _template(desk, kind, parameters, workbook_template, "xlsx")


def _template(
    desk: Desk, kind: str, parameters: TemplateParameters, write: Callable[..., bytes], suffix: str
) -> Response:
    whole = parameters.rows == "published"
    country = parameters.country.upper() if parameters.country else None
    with reading(desk.engine) as connection:
        tag = entity_tag(_TEMPLATES, kind, suffix, str(whole), str(country), newest_edition(connection))
        if matches(desk.request.headers.get("if-none-match"), tag):
            return not_modified(tag=tag)
        try:
            body = write(connection, kind, whole=whole, country=country)
        except Refused as refused:
            raise problem_of(refused) from refused
    media_type = WORKBOOK if suffix == "xlsx" else f"{CSV}; charset=utf-8"
    return answer(body, tag=tag, media_type=media_type, filename=f"{kind}.{suffix}")


def _problem(faulty: Faulty) -> Problem:
    """Faults as a problem; each error has its place in the file. A dry run lists more of them."""
    report = faulty.report
    errors = [
        ProblemError(
            pointer=one["pointer"],
            message=one["message"],
            expected=one["expected"] or None,
            sheet=one["sheet"],
            row=one["row"],
            column=one["column"],
            cell=one["cell"],
            value=one["value"],
        )
        for one in report["faults"][:MOST_ERRORS]
    ]
    count = report["total_faults"]
    detail = f"{count} {'fault' if count == 1 else 'faults'} in {report['rows']} rows; nothing was stored."
    return Problem("conflict" if faulty.taken else "invalid-parameter", detail, errors=errors)
