"""Exports of whole editions."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.access.keys.dependencies import Exporting
from app.http.openapi import READ_RESPONSES
from app.partners.exports.dependencies import Exports
from app.partners.exports.forms import CSV, JSON, NDJSON, Form
from app.vocabulary.shapes import Parameters

EditionPath = Annotated[
    str,
    Path(pattern=r"^(latest|[1-9][0-9]{0,8})$", description="Number of an edition, or `latest`.", examples=["1"]),
]
Nothing = Annotated[Parameters, Query()]

RESPONSES: dict[int | str, dict[str, Any]] = {
    206: {"description": "The range of bytes that was asked for."},
    307: {"description": "`latest` leads to the newest edition."},
    **READ_RESPONSES,
    401: {"description": "No key, or one that is not valid."},
    403: {"description": "The key lacks the scope `export`."},
    416: {"description": "There is nothing in this range; `Content-Range` says how many bytes there are."},
}

router = APIRouter(prefix="/v1", tags=["syncing"], responses=RESPONSES)


def _as(form: Form, what: str) -> dict[int | str, dict[str, Any]]:
    media_type = form.media_type.partition(";")[0]
    return {200: {"content": {media_type: {"schema": {"type": "string"}}}, "description": what}}


@router.get("/exports/{edition}.ndjson", response_class=Response, responses=_as(NDJSON, "A head, then line by line."))
def export_ndjson(_: Exporting, exports: Exports, edition: EditionPath, __: Nothing) -> Response:
    """A whole edition: a head, then one JSON object a line for each record. Needs the scope `export`."""
    return exports.send(edition, NDJSON)


@router.get("/exports/{edition}.json", response_class=Response, responses=_as(JSON, "One JSON object."))
def export_json(_: Exporting, exports: Exports, edition: EditionPath, __: Nothing) -> Response:
    """A whole edition as one JSON object. Needs the scope `export`."""
    return exports.send(edition, JSON)


@router.get("/exports/{edition}.csv", response_class=Response, responses=_as(CSV, "A header, then a row a record."))
def export_csv(_: Exporting, exports: Exports, edition: EditionPath, __: Nothing) -> Response:
    """A whole edition as CSV: a row for each record, its content as JSON text. Needs the scope `export`."""
    return exports.send(edition, CSV)
