"""Guides."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.answers.directory.routes import CountryPath
from app.answers.guides.guide import guide, guide_parts
from app.answers.guides.page import MEDIA_TYPE as HTML
from app.answers.guides.page import guide_page
from app.answers.guides.schemas import GuideAnswer, GuideParameters
from app.answers.guides.sheets import guide_workbook
from app.answers.tables.workbook import MEDIA_TYPE as XLSX
from app.editions.dependencies import ByAddress
from app.editions.view import View
from app.editions.written import Parts
from app.http.formats import Format
from app.http.openapi import READ_RESPONSES, also_as

router = APIRouter(prefix="/v1", tags=["guides"], responses=READ_RESPONSES)

ProductTypePath = Annotated[
    str, Path(min_length=1, max_length=60, description="Id of a product type.", examples=["biosimilar"])
]


@router.get("/guides/{country}/{product_type}", response_model=GuideAnswer, responses=also_as(XLSX, HTML))
def read_guide(
    reader: ByAddress,
    country: CountryPath,
    product_type: ProductTypePath,
    parameters: Annotated[GuideParameters, Query()],
) -> Response:
    """Everything about one product type in one country, on one page."""
    # By the time that the name is used, both parts of it are known to be ids of the vocabulary.
    filename = f"licensing-atlas-{country.upper()}-{product_type}.xlsx"
    formats = (Format("xlsx", XLSX, guide_workbook, filename), Format("html", HTML, guide_page))

    def build(view: View) -> dict[str, Any] | Parts:
        return (guide_parts if view.as_json else guide)(view, country, product_type, parameters)

    return reader.read(parameters, build, formats)
