"""The change feed."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.editions.dependencies import Reading
from app.http.formats import Format
from app.http.openapi import READ_RESPONSES
from app.partners.changes.atom import MEDIA_TYPE, atom_file, atom_page
from app.partners.changes.feed import change_page
from app.partners.changes.schemas import AtomParameters, ChangesPage, ChangesParameters

router = APIRouter(prefix="/v1", tags=["syncing"], responses=READ_RESPONSES)


@router.get("/changes", response_model=ChangesPage)
def list_changes(reader: Reading, parameters: Annotated[ChangesParameters, Query()]) -> Response:
    """What was added, changed, withdrawn and redacted since an edition, in order."""
    return reader.page(parameters, lambda view, after: change_page(view, parameters, after), timeless=True)


ATOM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/atom+xml": {"schema": {"type": "string"}}}, "description": "Atom (RFC 4287)."}
}


@router.get("/changes.atom", response_class=Response, responses=ATOM)
def follow_changes(reader: Reading, parameters: Annotated[AtomParameters, Query()]) -> Response:
    """The changes for feed readers, newest edition first, in English or Korean."""
    formats = (Format("atom", MEDIA_TYPE, atom_file),)
    return reader.page(parameters, lambda view, after: atom_page(view, parameters, after), formats, timeless=True)
