"""Directories: countries, authorities, vocabulary, sources."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.answers.directory.authorities import authority_list
from app.answers.directory.countries import country_list, one_country
from app.answers.directory.parameters import AuthorityParameters, CountryParameters, SourceParameters
from app.answers.directory.schemas import (
    AuthorityPage,
    CountryDetail,
    CountryPage,
    DocumentPage,
    ProductTypePage,
    SourceDetail,
    SourcePage,
    TopicPage,
)
from app.answers.directory.sources import one_source, source_page
from app.answers.directory.words import word_list
from app.editions.dependencies import ByAddress
from app.editions.schemas import ReadParameters
from app.http.openapi import READ_RESPONSES

router = APIRouter(prefix="/v1", tags=["directory"], responses=READ_RESPONSES)

CountryPath = Annotated[
    str, Path(min_length=2, max_length=20, description="Code of a jurisdiction, in either case.", examples=["MY"])
]
SourcePath = Annotated[
    str, Path(min_length=1, max_length=120, description="Id of a source.", examples=["npra-charter"])
]


@router.get("/countries", response_model=CountryPage)
def list_countries(reader: ByAddress, parameters: Annotated[CountryParameters, Query()]) -> Response:
    """Jurisdictions, and how much the atlas knows of each."""
    return reader.read(parameters, lambda view: country_list(view, parameters))


@router.get("/countries/{country}", response_model=CountryDetail)
def read_country(reader: ByAddress, country: CountryPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """One jurisdiction with its authorities and their memberships."""
    return reader.read(parameters, lambda view: one_country(view, country))


@router.get("/authorities", response_model=AuthorityPage)
def list_authorities(reader: ByAddress, parameters: Annotated[AuthorityParameters, Query()]) -> Response:
    """Bodies that decide, advise or inspect, with their memberships."""
    return reader.read(parameters, lambda view: authority_list(view, parameters))


@router.get("/product-types", response_model=ProductTypePage)
def list_product_types(reader: ByAddress, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """Kinds of product, as a tree."""
    return reader.read(parameters, lambda view: word_list(view, "product_type"))


@router.get("/topics", response_model=TopicPage)
def list_topics(reader: ByAddress, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """What facts are about."""
    return reader.read(parameters, lambda view: word_list(view, "topic"))


@router.get("/documents", response_model=DocumentPage)
def list_documents(reader: ByAddress, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """Papers that applicants produce."""
    return reader.read(parameters, lambda view: word_list(view, "document"))


@router.get("/sources", response_model=SourcePage)
def list_sources(reader: ByAddress, parameters: Annotated[SourceParameters, Query()]) -> Response:
    """What is cited."""
    return reader.page(parameters, lambda view, after: source_page(view, parameters, after))


@router.get(
    "/sources/{id}",
    response_model=SourceDetail,
    responses={308: {"description": "The source was merged; `Location` names the survivor."}},
)
def read_source(reader: ByAddress, id: SourcePath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """One source, and the entries that cite it."""
    return reader.read(parameters, lambda view: one_source(view, id))
