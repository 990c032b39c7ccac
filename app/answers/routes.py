"""Lists of entries, and single entries."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.answers.lists import entry_page
from app.answers.parameters import (
    EntryParameters,
    ListParameters,
    ObservedTimeParameters,
    PolicyParameters,
    ProcedureParameters,
    RelianceParameters,
    RequirementParameters,
)
from app.answers.schemas import (
    AnyEntryPage,
    MarketPage,
    ObservedTimePage,
    OneEntry,
    PolicyPage,
    ProcedurePage,
    QuestionPage,
    ReliancePage,
    RequirementPage,
    SplitEntry,
    TermPage,
)
from app.answers.single import one_entry
from app.editions.dependencies import Reading
from app.editions.schemas import ReadParameters
from app.http.openapi import READ_RESPONSES, SINGLE_RESPONSES
from app.vocabulary.lists import EntryKind

router = APIRouter(prefix="/v1", tags=["entries"], responses=READ_RESPONSES)

EntryPath = Annotated[
    str, Path(min_length=1, max_length=120, description="Id of an entry.", examples=["my-local-prh"])
]


@router.get("/entries", response_model=AnyEntryPage)
def list_entries(reader: Reading, parameters: Annotated[EntryParameters, Query()]) -> Response:
    """Entries of every kind."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, None))


@router.get(
    "/entries/{id}",
    response_model=OneEntry,
    responses={
        300: {"description": "The record was split; its parts.", "model": SplitEntry},
        308: {"description": "The record was merged into another; `Location` names the survivor."},
        **SINGLE_RESPONSES,
    },
)
def read_entry(reader: Reading, id: EntryPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """One entry, with its sources and what is about to change it."""
    return reader.read(parameters, lambda view: one_entry(view, id))


@router.get("/requirements", response_model=RequirementPage)
def list_requirements(reader: Reading, parameters: Annotated[RequirementParameters, Query()]) -> Response:
    """What an applicant must show or do."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.requirement))


@router.get("/procedures", response_model=ProcedurePage)
def list_procedures(reader: Reading, parameters: Annotated[ProcedureParameters, Query()]) -> Response:
    """Ways to get a licence, each path with its clock and fees."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.procedure))


@router.get("/reliance", response_model=ReliancePage)
def list_reliance(reader: Reading, parameters: Annotated[RelianceParameters, Query()]) -> Response:
    """Whose approval, inspection or assessment counts for what."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.reliance))


@router.get("/observed-times", response_model=ObservedTimePage)
def list_observed_times(reader: Reading, parameters: Annotated[ObservedTimeParameters, Query()]) -> Response:
    """How long it really took, as someone measured or estimated it."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.observed_time))


@router.get("/policies", response_model=PolicyPage)
def list_policies(reader: Reading, parameters: Annotated[PolicyParameters, Query()]) -> Response:
    """Where the rules are heading."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.policy))


@router.get("/market", response_model=MarketPage)
def list_market(reader: Reading, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Figures about the market."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.market))


@router.get("/terms", response_model=TermPage)
def list_terms(reader: Reading, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Each country's own words for categories of products."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.term))


@router.get("/qa", response_model=QuestionPage)
def list_questions(reader: Reading, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Questions that were asked, and their answers."""
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, EntryKind.qa))
