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
from app.answers.tables import csv_file, workbook
from app.answers.tables.entry_tables import csv_of, workbook_of
from app.editions.dependencies import ByAddress
from app.editions.schemas import ReadParameters
from app.http.formats import Format
from app.http.openapi import READ_RESPONSES, SINGLE_RESPONSES, also_as
from app.vocabulary.lists import EntryKind

router = APIRouter(prefix="/v1", tags=["entries"], responses=READ_RESPONSES)

EntryPath = Annotated[
    str, Path(min_length=1, max_length=120, description="Id of an entry.", examples=["my-local-prh"])
]

SPREADSHEETS = also_as(csv_file.MEDIA_TYPE, workbook.MEDIA_TYPE)


def _page(reader: ByAddress, parameters: ListParameters, kind: EntryKind | None) -> Response:
    """A page of entries of a kind, or of all, as JSON or for a spreadsheet."""
    summary, name = parameters.view == "summary", f"licensing-atlas-{kind or 'entries'}".replace("_", "-")
    formats = (
        Format("csv", csv_file.MEDIA_TYPE, csv_of(kind, summary=summary), f"{name}.csv"),
        Format("xlsx", workbook.MEDIA_TYPE, workbook_of(kind, summary=summary), f"{name}.xlsx"),
    )
    return reader.page(parameters, lambda view, after: entry_page(view, parameters, after, kind), formats)


@router.get("/entries", response_model=AnyEntryPage, responses=SPREADSHEETS)
def list_entries(reader: ByAddress, parameters: Annotated[EntryParameters, Query()]) -> Response:
    """Entries of every kind."""
    return _page(reader, parameters, None)


@router.get(
    "/entries/{id}",
    response_model=OneEntry,
    responses={
        300: {"description": "The record was split; its parts.", "model": SplitEntry},
        308: {"description": "The record was merged into another; `Location` names the survivor."},
        **SINGLE_RESPONSES,
    },
)
def read_entry(reader: ByAddress, id: EntryPath, parameters: Annotated[ReadParameters, Query()]) -> Response:
    """One entry, with its sources and what is about to change it."""
    return reader.read(parameters, lambda view: one_entry(view, id))


@router.get("/requirements", response_model=RequirementPage, responses=SPREADSHEETS)
def list_requirements(reader: ByAddress, parameters: Annotated[RequirementParameters, Query()]) -> Response:
    """What an applicant must show or do."""
    return _page(reader, parameters, EntryKind.requirement)


@router.get("/procedures", response_model=ProcedurePage, responses=SPREADSHEETS)
def list_procedures(reader: ByAddress, parameters: Annotated[ProcedureParameters, Query()]) -> Response:
    """Ways to get a licence, each path with its clock and fees."""
    return _page(reader, parameters, EntryKind.procedure)


@router.get("/reliance", response_model=ReliancePage, responses=SPREADSHEETS)
def list_reliance(reader: ByAddress, parameters: Annotated[RelianceParameters, Query()]) -> Response:
    """Whose approval, inspection or assessment counts for what."""
    return _page(reader, parameters, EntryKind.reliance)


@router.get("/observed-times", response_model=ObservedTimePage, responses=SPREADSHEETS)
def list_observed_times(reader: ByAddress, parameters: Annotated[ObservedTimeParameters, Query()]) -> Response:
    """How long it really took, as someone measured or estimated it."""
    return _page(reader, parameters, EntryKind.observed_time)


@router.get("/policies", response_model=PolicyPage, responses=SPREADSHEETS)
def list_policies(reader: ByAddress, parameters: Annotated[PolicyParameters, Query()]) -> Response:
    """Where the rules are heading."""
    return _page(reader, parameters, EntryKind.policy)


@router.get("/market", response_model=MarketPage, responses=SPREADSHEETS)
def list_market(reader: ByAddress, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Figures about the market."""
    return _page(reader, parameters, EntryKind.market)


@router.get("/terms", response_model=TermPage, responses=SPREADSHEETS)
def list_terms(reader: ByAddress, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Each country's own words for categories of products."""
    return _page(reader, parameters, EntryKind.term)


@router.get("/qa", response_model=QuestionPage, responses=SPREADSHEETS)
def list_questions(reader: ByAddress, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Questions that were asked, and their answers."""
    return _page(reader, parameters, EntryKind.qa)
