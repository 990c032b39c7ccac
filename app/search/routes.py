"""Search."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.editions.dependencies import Reading
from app.http.openapi import READ_RESPONSES
from app.search.answer import search_page
from app.search.parameters import SearchParameters
from app.search.schemas import SearchPage

router = APIRouter(prefix="/v1", tags=["search"], responses=READ_RESPONSES)


@router.get("/search", response_model=SearchPage)
def search(request: Request, reader: Reading, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """Records that answer a question asked in one's own words, in English or Korean."""
    store = request.app.state.search
    return reader.page(parameters, lambda view, after: search_page(view, store, parameters, after))
