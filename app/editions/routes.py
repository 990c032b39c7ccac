"""Editions, their manifests, and the history of entries."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import PlainTextResponse, Response

from app.editions.dependencies import Reading
from app.editions.history import (
    edition_page,
    entry_diff,
    manifest_head,
    manifest_part,
    one_edition,
    revision_list,
)
from app.editions.schemas import (
    DiffAnswer,
    DiffParameters,
    EditionAnswer,
    EditionPage,
    PageParameters,
    ReadParameters,
    RevisionPage,
)
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["editions"], responses=READ_RESPONSES)

NumberPath = Annotated[int, Path(ge=1, le=2_000_000_000, description="Number of an edition.", examples=[1])]
PartPath = Annotated[str, Path(min_length=2, max_length=40, description="A part of the manifest.", examples=["MY"])]
EntryPath = Annotated[
    str, Path(min_length=1, max_length=120, description="Id of an entry.", examples=["my-local-prh"])
]
TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Plain text, UTF-8."}
}


@router.get("/editions", response_model=EditionPage)
def list_editions(reader: Reading, parameters: Annotated[PageParameters, Query()]) -> Response:
    """Numbered publications of the whole atlas, newest first."""
    return reader.page(parameters, lambda view, after: edition_page(view, parameters, after))


@router.get("/editions/{number}", response_model=EditionAnswer)
def read_edition(reader: Reading, number: NumberPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """One edition: what it holds and what it changed."""
    return reader.read(parameters, lambda view: one_edition(view, number))


@router.get("/editions/{number}/manifest", response_class=PlainTextResponse, responses=TEXT)
def read_manifest(reader: Reading, number: NumberPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """The manifest's head; its SHA-256 is the edition's hash, and `sha256sum --check` reads its last lines."""
    return reader.text(parameters, lambda view: manifest_head(view, number))


@router.get("/editions/{number}/manifest/{part}.txt", response_class=PlainTextResponse, responses=TEXT)
def read_manifest_part(
    reader: Reading, number: NumberPath, part: PartPath, parameters: Annotated[ReadParameters, Query()]
) -> Response:
    """One part of the manifest: a line `type id revision sha256` for each record."""
    return reader.text(parameters, lambda view: manifest_part(view, number, part))


@router.get("/entries/{id}/revisions", response_model=RevisionPage)
def list_revisions(reader: Reading, id: EntryPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """The history of an entry by edition."""
    return reader.read(parameters, lambda view: revision_list(view, id))


@router.get("/entries/{id}/diff", response_model=DiffAnswer)
def diff_entry(reader: Reading, id: EntryPath, parameters: Annotated[DiffParameters, Query()]) -> Response:
    """What changed in an entry between two editions, member by member."""
    return reader.read(parameters, lambda view: entry_diff(view, id, parameters))
