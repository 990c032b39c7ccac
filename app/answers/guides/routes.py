"""Guides."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.answers.directory.routes import CountryPath
from app.answers.guides.guide import guide
from app.answers.guides.schemas import GuideAnswer, GuideParameters
from app.editions.dependencies import Reading
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["guides"], responses=READ_RESPONSES)

ProductTypePath = Annotated[
    str, Path(min_length=1, max_length=60, description="Id of a product type.", examples=["biosimilar"])
]


@router.get("/guides/{country}/{product_type}", response_model=GuideAnswer)
def read_guide(
    reader: Reading,
    country: CountryPath,
    product_type: ProductTypePath,
    parameters: Annotated[GuideParameters, Query()],
) -> Response:
    """Everything about one product type in one country, on one page."""
    return reader.read(parameters, lambda view: guide(view, country, product_type, parameters))
